"""Jupyter notebooks: the Markdown cells of their JSON, each a source of its own."""

from __future__ import annotations

import json
from typing import Any

from verifier.reading.nodes import FileError
from verifier.reading.notes.collector import Collector
from verifier.reading.notes.controls import control_in
from verifier.reading.notes.document import Source
from verifier.reading.notes.markdown import read_markdown


def read_notebook(found: Collector, characters: str) -> None:
    """Adds what the Markdown cells hold, but for cells with control characters. Cells count from 1 over all cells.

    Raises FileError for what is no notebook.
    """
    for number, cell in enumerate(_cells(_parsed(characters)), 1):
        if isinstance(cell, dict) and cell.get("cell_type") == "markdown":
            found.sources.append(Source(_text(cell.get("source"), number), number))
            if control := control_in(found.sources[-1].characters):
                found.error("control-character", control[1], control[0])
            else:
                read_markdown(found)


def _parsed(characters: str) -> Any:
    try:
        return json.loads(characters)
    except json.JSONDecodeError as error:
        message = f"the notebook is not valid JSON ({error.msg}): save it again from Jupyter"
        raise FileError("json-syntax", message, error.lineno, error.colno) from None
    except (RecursionError, ValueError):
        message = "the notebook nests too deep or holds a number too long: save it again from Jupyter"
        raise FileError("too-deep", message, 1, 1) from None


def _cells(notebook: Any) -> list[Any]:
    if isinstance(notebook, dict):
        sheets = notebook.get("worksheets")
        first = sheets[0] if isinstance(sheets, list) and sheets else None
        cells = notebook.get("cells", first.get("cells") if isinstance(first, dict) else None)
        if isinstance(cells, list):
            return cells
    raise FileError("no-notebook", "this JSON has no list `cells`: it is not a Jupyter notebook", 1, 1)


def _text(source: Any, number: int) -> str:
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        message = f"the `source` of cell {number} is neither a text nor a list of texts: save it again from Jupyter"
        raise FileError("no-notebook", message, 1, 1)
    return source.replace("\r\n", "\n")
