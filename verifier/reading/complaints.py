"""Gathers what is wrong with a file, many errors at once, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from verifier.model.chain import InputError, Span, Written
from verifier.reading.errors import ReadError, nearest, shown
from verifier.reading.expressions import Reading
from verifier.reading.nodes import Mapping, Node, Sequence, Text
from verifier.reading.yaml_slips import with_colon

MAX_ERRORS: Final = 100
_CONTINUES: Final = re.compile(r"[-+*/^=<>)\]},.|&%!]")
_Read = TypeVar("_Read")
# keys that authors write for those of the language; the first one that the owner has is meant
_OTHER_KEYS: Final = {
    **dict.fromkeys(("assuming", "assumption", "assumptions", "condition", "conditions", "if"), ("given", "assume")),
    **dict.fromkeys(("variables", "vars", "variable", "declare", "names"), ("symbols",)),
    **dict.fromkeys(("define", "definitions", "definition", "where"), ("let",)),
    **dict.fromkeys(("reason", "why", "since", "by"), ("because",)),
    **dict.fromkeys(("comment", "remark", "text"), ("note",)),
    **dict.fromkeys(("lines", "chain", "derivation"), ("steps",)),
    **dict.fromkeys(("term", "line", "formula"), ("expr",)),
    **dict.fromkeys(("tolerance", "error"), ("within",)),
}


class TooManyErrors(Exception):
    """A file with so many errors is not read to its end."""


class Complaints:
    """Errors in the order they are found. Those of a chain are kept apart from its file's, but counted together."""

    def __init__(self, parent: Complaints | None = None) -> None:
        self.errors: list[InputError] = []
        self._parent = parent
        self._count = 0

    def add(self, code: str, message: str, span: Span) -> None:
        """Notes an error; raises TooManyErrors at the hundred-and-first."""
        if self._counter() >= MAX_ERRORS:
            raise TooManyErrors
        end = span.end_column if span.end_line == span.line else None
        self.errors.append(InputError(code, message, span.line, span.column, end, span.cell))

    def _counter(self) -> int:
        keeper = self._parent or self
        keeper._count += 1
        return keeper._count - 1

    def add_read_error(self, error: ReadError, text: Text) -> None:
        for each in (error, *error.others):
            self.add(each.code, each.message, span_within(text, each.start, each.end))


def span_within(text: Text, start: int, end: int) -> Span:
    """The file span of these offsets of a text; of all of it where its letters are not the file's."""
    if not text.columns_exact:
        return text.span
    column = text.span.column
    return Span(text.span.line, column + start, text.span.line, column + max(end, start + 1), text.span.cell)


def read_text(text: Text, read: Callable[[str], _Read], complaints: Complaints) -> _Read | None:
    """What `read` makes of a formula; None, with a complaint, where it cannot be read or a comment may cut it."""
    if text.comment is not None and _CONTINUES.match(text.comment):
        message = f"YAML takes `# {text.comment[:30]}` for a comment, and {shown(text.value)} alone is left"
        advice = "put the whole expression in quotes, or begin the comment with a word"
        complaints.add("comment-in-expression", f"{message}: {advice}", text.span)
        return None
    try:
        return read(text.value)
    except ReadError as error:
        complaints.add_read_error(error, text)
        return None


def written_of(text: Text, reading: Reading) -> Written:
    return Written(text.value, reading.term, text.span, reading.place, text.columns_exact)


def known_entries(mapping: Mapping, known: Iterable[str], owner: str, complaints: Complaints) -> dict[str, Node]:
    """The values of a mapping by their keys; a complaint for each key that `owner` does not have.

    A value under such a key stands for the key that was meant, so that nothing else is said of what it declares.
    """
    known = tuple(known)
    found = {key.value: value for key, value in mapping.entries if key.value in known}
    for key, value in mapping.entries:
        if key.value in known:
            continue
        meant = nearest(key.value, known) or _meant(key.value, known)
        advice = f"; did you mean `{meant}`?" if meant else f": the keys are {', '.join(f'`{k}`' for k in known)}"
        quoting = "" if meant or owner != "a step" else "; put an expression with `: ` in quotes"
        complaints.add("unknown-key", f"{owner} has no key {shown(key.value)}{advice}{quoting}", key.span)
        if meant:
            found.setdefault(meant, value)
    return found


def _meant(key: str, known: tuple[str, ...]) -> str | None:
    return next((k for k in _OTHER_KEYS.get(key.lower(), ()) if k in known), None)


def as_text(node: Node | None, key: str, complaints: Complaints) -> Text | None:
    """The node where it is a text; None without one, with a complaint where it is something else."""
    if node is None or isinstance(node, Text):
        return node
    what = "a list" if isinstance(node, Sequence) else "a mapping"
    complaints.add(
        "wrong-type", f"`{key}` is {what} here: write one text, in quotes if it has brackets or `: `", node.span
    )
    return None


def as_mapping(node: Node | None, key: str, example: str, complaints: Complaints) -> Mapping | None:
    """The node where it is a mapping; an empty text is none. Otherwise None, with a complaint."""
    if node is None or isinstance(node, Mapping):
        return node
    if isinstance(node, Text) and not node.value:
        return None
    meant = with_colon(node.value) if isinstance(node, Text) else None
    advice = (
        f"write `{meant}`, with a space behind the `:`"
        if meant
        else f"write one `name: value` a line, as in `{example}`"
    )
    complaints.add("wrong-type", f"`{key}` is no mapping here: {advice}", node.span)
    return None


def as_texts(node: Node | None, key: str, complaints: Complaints) -> list[Text]:
    """The texts of a list, or one text by itself."""
    if node is None:
        return []
    if isinstance(node, Text):
        return [node] if node.value else []
    if isinstance(node, Mapping):
        message = f"`{key}` is a mapping here: write a list of texts, each in quotes if it has `: `"
        complaints.add("wrong-type", message, node.span)
        return []
    return [text for text in (as_text(item, key, complaints) for item in node.items) if text is not None]
