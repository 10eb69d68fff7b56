"""YAML as text: the events of PyYAML's scanner, every scalar kept as typed. Nothing is constructed, nothing recurses.

A loader would type scalars (`010`, `12:30`, `1e5`, `no`), drop anchors and keys that stand twice without a word, and
can be made to hang (merge keys) or to crash the process (deep nesting).
"""

from __future__ import annotations

from typing import Any, Final

import yaml
from yaml import events

from verifier.model.chain import Span
from verifier.reading.characters import FORBIDDEN
from verifier.reading.nodes import MAX_DEPTH, MAX_VALUES, FileError, Mapping, Node, Sequence, Text, span_at
from verifier.reading.yaml_slips import check_indent
from verifier.reading.yaml_traps import (
    check_escapes,
    check_flow_text,
    check_folded_text,
    explain_syntax_error,
    refuse_alias,
    refuse_properties,
)

_SCANNER: Final = getattr(yaml, "CLoader", yaml.Loader)


def read_yaml(text: str, lines: tuple[str, ...]) -> Node:
    """The one document of a file. `lines` are those of the text. Raises FileError."""
    check_indent(text)
    builder = _Builder(lines)
    try:
        for event in yaml.parse(text, Loader=_SCANNER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise explain_syntax_error(error, lines) from None
    except yaml.YAMLError as error:
        raise FileError("yaml-syntax", f"YAML cannot read this: {str(error).splitlines()[0]}", 1, 1) from None
    if builder.root is None:
        raise FileError("empty-file", "the file is empty: write a chain, with `symbols:` and `steps:`", 1, 1)
    return builder.root


class _Open:
    """A mapping or a list whose end has not been seen; `key` is the mapping's key that waits for its value."""

    __slots__ = ("entries", "is_flow", "items", "key", "keys", "start")

    def __init__(self, start: Any, is_mapping: bool) -> None:
        self.start = start.start_mark
        self.is_flow = bool(start.flow_style)
        self.entries: list[tuple[Text, Node]] | None = [] if is_mapping else None
        self.keys: dict[str, Text] = {}
        self.items: list[Node] = []
        self.key: Text | None = None

    def close(self, end: Any) -> Node:
        span = Span(self.start.line + 1, self.start.column + 1, end.line + 1, end.column + 1)
        if self.entries is None:
            return Sequence(tuple(self.items), span, self.is_flow)
        return Mapping(tuple(self.entries), span, self.is_flow)


class _Builder:
    """Puts each value into the innermost open mapping or list."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.root: Node | None = None
        self._lines = lines
        self._open: list[_Open] = []
        self._values = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        if isinstance(event, events.ScalarEvent):
            text = self._text(event)
            if not event.style and self._open and self._open[-1].is_flow:  # a text in quotes is not cut
                check_flow_text(text, self._lines)
            self._put(text, event.start_mark)
        elif isinstance(event, events.MappingStartEvent | events.SequenceStartEvent):
            self._begin(event)
        elif isinstance(event, events.MappingEndEvent | events.SequenceEndEvent):
            closed = self._open.pop()
            self._put(closed.close(event.end_mark), closed.start)
        elif isinstance(event, events.AliasEvent):
            raise refuse_alias(event.start_mark, self._lines)
        elif isinstance(event, events.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                message = "a second document begins here: write one document a file, with a name for each chain"
                raise _error("second-document", message, event.start_mark)

    def _begin(self, event: Any) -> None:
        if event.anchor or event.tag:
            raise refuse_properties(event, self._lines)
        if len(self._open) >= MAX_DEPTH:
            message = f"mappings and lists nest deeper than {MAX_DEPTH}: put an expression in quotes"
            raise _error("too-deep", message, event.start_mark)
        self._check_key(event.start_mark)
        self._open.append(_Open(event, isinstance(event, events.MappingStartEvent)))

    def _check_key(self, mark: Any) -> None:
        """Refuses a mapping or a list where a key is due."""
        if self._open and self._open[-1].entries is not None and self._open[-1].key is None:
            raise _error("bad-key", "a key must be plain text: put it in quotes", mark)

    def _put(self, value: Node, mark: Any) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            raise _error("too-large", f"the file has more than {MAX_VALUES:,} values: split it", mark)
        if not self._open:
            self.root = value
            return
        container = self._open[-1]
        if container.entries is None:
            container.items.append(value)
        elif container.key is None:
            container.key = self._key(container, value, mark)
        else:
            container.entries.append((container.key, value))
            container.key = None

    def _key(self, container: _Open, value: Node, mark: Any) -> Text:
        if not isinstance(value, Text):
            raise _error("bad-key", "a key must be plain text: put it in quotes", mark)
        if value.value == "<<":
            raise _error("merge-key", "merge keys are not read: write the keys out", mark)
        first = container.keys.setdefault(value.value, value)
        if first is not value:
            message = (
                f"the key `{value.value[:60]}` stands twice, first in line {first.span.line} column {first.span.column}"
            )
            raise _error("duplicate-key", f"{message}: keep one of them", mark, len(value.value))
        return value

    def _text(self, event: Any) -> Text:
        if event.anchor or event.tag:
            raise refuse_properties(event, self._lines)
        start, end, quoted = event.start_mark, event.end_mark, event.style in ("'", '"')
        if event.style == '"':
            check_escapes(start, end, self._lines)
        if FORBIDDEN.search(event.value):
            raise _error("control-character", "an escape stands for a character that cannot be seen: delete it", start)
        if not event.style:
            check_folded_text(start, end, self._lines)
        line, first, last = start.line, start.column + quoted, end.column - quoted
        span = Span(line + 1, first + 1, end.line + 1, last + 1)
        exact = line == end.line and self._line(line)[first:last] == event.value
        return Text(event.value, span, exact, None if event.style else self._comment(end))

    def _comment(self, end: Any) -> str | None:
        """The comment behind an unquoted text. It may have been meant as a part of it."""
        rest = self._line(end.line)[end.column :].lstrip()
        return rest[1:].strip() if rest.startswith("#") else None

    def _line(self, index: int) -> str:
        return self._lines[index] if index < len(self._lines) else ""


def _error(code: str, message: str, mark: Any, length: int = 1) -> FileError:
    span = span_at(mark.line + 1, mark.column + 1, length)
    return FileError(code, message, span.line, span.column, span.end_column)
