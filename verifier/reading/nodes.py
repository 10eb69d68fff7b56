"""What a file is made of before it is a chain: texts, mappings and lists, each with its place."""

from __future__ import annotations

from verifier.model.chain import InputError, Span
from verifier.terms.record import record

MAX_BYTES = 1 << 20
MAX_DEPTH = 16
MAX_VALUES = 50_000


@record
class Text:
    """A scalar as the author typed it, never a number or a truth value.

    `columns_exact`: its characters stand in the file one for one from the span's start. `comment` is the `#` comment
    behind an unquoted text, None without one.
    """

    value: str
    span: Span
    columns_exact: bool = True
    comment: str | None = None


@record
class Mapping:
    """Keys with values, no key twice, in the author's order; `is_flow` says that it stands in `{ }`."""

    entries: tuple[tuple[Text, Node], ...]
    span: Span
    is_flow: bool = False


@record
class Sequence:
    """Items in the author's order; `is_flow` says that they stand in `[ ]`."""

    items: tuple[Node, ...]
    span: Span
    is_flow: bool = False


Node = Text | Mapping | Sequence


class FileError(Exception):
    """A file, or a line of JSONL, that cannot be taken apart."""

    def __init__(self, code: str, message: str, line: int, column: int, end_column: int | None = None) -> None:
        super().__init__(message)
        self.error = InputError(code, message, line, column, end_column)


def span_at(line: int, column: int, length: int = 1) -> Span:
    return Span(line, column, line, column + length)
