"""JSON as text: every value as typed, with its column; no recursion, no key twice."""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder
from typing import Final

from verifier.model.chain import Span
from verifier.reading.characters import FORBIDDEN
from verifier.reading.nodes import MAX_DEPTH, MAX_VALUES, FileError, Mapping, Node, Sequence, Text

_DECODER: Final = JSONDecoder()
_BLANK: Final = re.compile(r"[ \n]*")
_BARE: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")


def read_json(text: str, line: int) -> Node:
    """The value that a line of JSON is. Numbers, `true`, `false` and `null` are texts, as typed. Raises FileError."""
    return _JsonReader(text, line).whole()


class _JsonReader:
    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._line = line
        self._at = 0
        self._depth = 0
        self._values = 0

    def whole(self) -> Node:
        value = self._value()
        self._skip()
        if self._at < len(self._text):
            raise self._error("the line goes on behind its object: write one object a line")
        return value

    def _value(self) -> Node:
        """Recursion is bounded by the depth of nesting, 16."""
        self._values += 1
        if self._values > MAX_VALUES:
            raise self._error(f"the line has more than {MAX_VALUES:,} values: split it", "too-large")
        self._skip()
        c = self._text[self._at : self._at + 1]
        if c == '"':
            return self._string()
        if c in ("{", "["):
            return self._nested(c)
        bare = _BARE.match(self._text, self._at)
        if bare is None:
            raise self._error("JSON has no value here: write a text in double quotes")
        self._at = bare.end()
        return Text(bare.group(), self._span(bare.start(), bare.end()))

    def _nested(self, c: str) -> Node:
        if self._depth == MAX_DEPTH:
            raise self._error(f"objects and lists nest deeper than {MAX_DEPTH}: write a chain", "too-deep")
        self._depth += 1
        start = self._at
        self._at += 1
        node = self._object(start) if c == "{" else self._array(start)
        self._depth -= 1
        return node

    def _object(self, start: int) -> Mapping:
        entries: list[tuple[Text, Node]] = []
        seen: dict[str, Text] = {}
        while not self._ends("}", bool(entries)):
            self._skip()
            key = self._string()
            first = seen.setdefault(key.value, key)
            if first is not key:
                message = (
                    f"the key `{key.value[:60]}` stands twice, first in column {first.span.column}: keep one of them"
                )
                raise FileError("duplicate-key", message, self._line, key.span.column, key.span.end_column)
            self._skip()
            self._expect(":")
            entries.append((key, self._value()))
        return Mapping(tuple(entries), self._span(start, self._at))

    def _array(self, start: int) -> Sequence:
        items: list[Node] = []
        while not self._ends("]", bool(items)):
            items.append(self._value())
        return Sequence(tuple(items), self._span(start, self._at))

    def _ends(self, closer: str, has_items: bool) -> bool:
        """Whether the object or list ends here; otherwise the comma before its next item is passed."""
        self._skip()
        if self._text.startswith(closer, self._at):
            self._at += 1
            return True
        if has_items:
            self._expect(",")
        return False

    def _string(self) -> Text:
        start = self._at
        if not self._text.startswith('"', start):
            raise self._error("JSON needs a key in double quotes here")
        try:
            value, end = _DECODER.raw_decode(self._text, start)
        except JSONDecodeError:
            raise self._error("this text is not closed, or has an escape that JSON does not know") from None
        found = FORBIDDEN.search(value)
        if found:
            advice = "write a backslash as `\\\\`" if ord(found.group()) < 32 else "delete it"
            message = f"an escape stands for U+{ord(found.group()):04X}, which cannot be seen: {advice}"
            raise self._error(message, "control-character")
        self._at = end
        exact = self._text[start + 1 : end - 1] == value
        return Text(value, self._span(start + 1, end - 1), exact)

    def _skip(self) -> None:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at

    def _expect(self, sign: str) -> None:
        if not self._text.startswith(sign, self._at):
            raise self._error(f"JSON needs `{sign}` here")
        self._at += 1

    def _span(self, start: int, end: int) -> Span:
        return Span(self._line, start + 1, self._line, end + 1)

    def _error(self, message: str, code: str = "json-syntax") -> FileError:
        return FileError(code, message, self._line, self._at + 1)
