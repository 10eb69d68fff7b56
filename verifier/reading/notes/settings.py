"""What `[tool.verify]` of a project declares for all its notes, each declaration with its place in `pyproject.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any, Final

from verifier.model.chain import InputError, Span
from verifier.reading import nodes
from verifier.reading.complaints import Complaints
from verifier.reading.nodes import Text
from verifier.reading.notes.clauses import Clause, clauses_of_node
from verifier.terms.record import record

SETTINGS: Final = -1
"""The cell of all places in the settings, which are those of no notes."""

_TABLE: Final = ("tool", "verify")
_HEADER: Final = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY: Final = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w.-]+)(?:\s*\.\s*[\w-]+)*)\s*=""")
_IN_TOML: Final = (
    (re.compile(r"is no mapping here: write one `name: value` a line, as in `([^:`]+): ([^`]*)`"),
     r'is no table here: write names with their values, as in `\1 = "\2"`'),
    (re.compile(r"is no mapping here: write `([^:`]+): ([^`]*)`, with a space behind the `:`"),
     r'is no table here: write names with their values, as in `\1 = "\2"`'),
    (re.compile(r"is a mapping here: write a list of texts, each in quotes if it has `: `"),
     "is a table here: write a text in quotes, or a list of them"),
    (re.compile(r"is a mapping here: write one text, in quotes if it has brackets or `: `"),
     "is a table here: write one text in quotes"),
    (re.compile(r"is a list here: write one text, in quotes if it has brackets or `: `"),
     "is a list here: write one text in quotes"),
    (re.compile(r"(?:add|declare) `(\w+): ([^`]*)` under `symbols`"), r'write `\1 = "\2"` under `symbols`'),
)  # fmt: skip


@record
class Settings:
    """The values of the table, and the text of the file it stands in."""

    values: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""


def clauses_of_settings(settings: Settings, found: Complaints) -> list[Clause]:
    """What the settings declare; their places have the cell `SETTINGS`."""
    return [replace(clause, in_project=True) for clause in clauses_of_node(_node(settings.values, (), settings), found)]


def in_settings(error: InputError) -> InputError:
    """The error with its place in the settings' file, in the words of TOML."""
    message = error.message
    for pattern, words in _IN_TOML:
        message = pattern.sub(words, message)
    return replace(error, message=message, cell=None)


def _node(value: Any, path: tuple[str, ...], settings: Settings) -> nodes.Node:
    span = _span(path, settings.text)
    if isinstance(value, Mapping):
        entries = ((str(k), v) for k, v in value.items())
        return nodes.Mapping(
            tuple(
                (Text(k, _span((*path, k), settings.text), False), _node(v, (*path, k), settings)) for k, v in entries
            ),
            span,
        )
    if isinstance(value, list):
        return nodes.Sequence(tuple(_node(v, path, settings) for v in value), span)
    return Text(str(value), span, False)


def _span(path: tuple[str, ...], text: str) -> Span:
    """Where the key of this path stands; the nearest key above it where it is not found, as in a dotted inline table."""
    for size in range(len(path), -1, -1):
        for line, column, key in _keys(text):
            if key == (*_TABLE, *path[:size]):
                return _within(text, line, column, path[size:])
    return Span(1, 1, 1, 2, SETTINGS)


def _within(text: str, line: int, column: int, rest: tuple[str, ...]) -> Span:
    """The place of a key of an inline table, on the line that the table begins on."""
    row = text.split("\n")[line - 1]
    for name in rest:
        found = re.compile(rf"""[{{,\s]["']?({re.escape(name)})["']?\s*=""").search(row, column - 1)
        if found is None:
            break
        column = found.start(1) + 1
    return Span(line, column, line, column + 1, SETTINGS)


def _keys(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Line, column and path of each key and each table's header."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    table: tuple[str, ...] = ()
    for number, row in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(row):
            table = _path(header[1])
            found.append((number, header.start(1), table))
        elif key := _KEY.match(row):
            found.append((number, key.start(1) + 1, (*table, *_path(key[1]))))
    return found


def _path(written: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", written))
