"""A file of notes, by its suffix: Markdown, LaTeX, Jupyter notebooks and reStructuredText."""

from __future__ import annotations

from verifier.reading.nodes import MAX_BYTES, FileError
from verifier.reading.notes.collector import Collector
from verifier.reading.notes.controls import control_in
from verifier.reading.notes.document import Document, Source, place


def read_document(path: str, data: bytes | str) -> Document:
    """The displays, headings, remarks and macros of a file of notes. Whatever it holds, errors come as data.

    With an error, what could be read is still there; a file that could not be taken apart has no items.
    """
    found = Collector(path)
    try:
        _read(found, _text(data, path.lower().endswith(".ipynb")))
    except FileError as error:
        found.errors.append(error.error)
    return found.document()


def _read(found: Collector, characters: str) -> None:
    """Each reader is imported where a file of its kind is read: runs on chain files load none of them."""
    suffix = found.path.lower().rpartition(".")[2]
    if suffix == "ipynb":
        from verifier.reading.notes.notebook import read_notebook

        found.sources.append(Source(characters))
        _refuse_controls(found, characters)
        found.sources.clear()
        read_notebook(found, characters)
        return
    found.sources.append(Source(characters))
    _refuse_controls(found, characters)
    if suffix == "tex":
        from verifier.reading.notes.latex_document import read_latex

        read_latex(found)
    elif suffix == "rst":
        from verifier.reading.notes.restructured import read_restructured

        read_restructured(found)
    else:
        from verifier.reading.notes.markdown import read_markdown

        read_markdown(found)


def _text(data: bytes | str, is_notebook: bool) -> str:
    """The characters, without a byte order mark and with line ends `\\n`. Raises FileError."""
    if len(data) > MAX_BYTES:
        advice = "clear its outputs, or split it" if is_notebook else "split it"
        raise FileError("too-large", f"the file is larger than 1 MiB: {advice}", 1, 1)
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8")
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode("utf-8", "replace")
            message = f"byte 0x{error.object[error.start]:02x} is not UTF-8: save the file as UTF-8"
            raise FileError("invalid-utf8", message, *place(before, len(before))) from None
    return data.removeprefix("\ufeff").replace("\r\n", "\n")


def _refuse_controls(found: Collector, characters: str) -> None:
    """Raises FileError at the first control character, which ends the reading."""
    if control := control_in(characters):
        offset, message = control
        line, column = place(characters, offset)
        raise FileError("control-character", message, line, column, column + 1)
