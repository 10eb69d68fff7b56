"""reStructuredText: `.. math::` directives, `:math:` roles, headings and comments; literal blocks are left alone."""

from __future__ import annotations

import re
from typing import Final

from verifier.reading.notes.collector import Collector
from verifier.reading.notes.document import plain

_DIRECTIVE: Final = re.compile(r"(?P<indent>[ \t]*)\.\.[ \t]+(?P<name>[\w:+.-]+?)::(?:[ \t]+(?P<argument>.*))?\Z")
_COMMENT: Final = re.compile(r"(?P<indent>[ \t]*)\.\.(?:[ \t]+(?![\[_|]|[\w:+.-]+?::)(?P<text>.*))?\Z")
_OPTION: Final = re.compile(r"[ \t]*:[\w-]+:")
_UNDERLINE: Final = re.compile(r"([!-/:-@\[-`{-~])\1+[ \t]*\Z")
_INLINE: Final = re.compile(r"``.*?``|:math:`(?P<math>[^`]+)`|\\.|`[^`]*`", re.DOTALL)
_CODE: Final = frozenset(
    "code code-block sourcecode literalinclude parsed-literal raw highlight ipython doctest testcode testsetup testoutput "
    "plot graphviz productionlist jupyter-execute prompt include csv-table".split()
)


def read_restructured(found: Collector) -> None:
    """Adds what the last source of `found`, reStructuredText, holds to it."""
    _Lines(found).read()


class _Lines:
    """Goes over the lines once; `at` is the number of the next line, from 0."""

    def __init__(self, found: Collector) -> None:
        self._found = found
        self._characters = found.sources[-1].characters
        self._lines = self._characters.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._at = 0
        self._levels: list[str] = []

    def read(self) -> None:
        paragraph = 0
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip() or self._begins_block(line):
                self._running_text(paragraph, self._at)
                self._block(line)
                paragraph = self._at
                continue
            self._at += 1
            if line.rstrip().endswith("::"):
                self._running_text(paragraph, self._at)
                self._skip_block(_indent(line))
                paragraph = self._at
        self._running_text(paragraph, len(self._lines))

    def _begins_block(self, line: str) -> bool:
        stripped = line.lstrip()
        if stripped.startswith((".. ", ">>>")) or stripped.rstrip() == "..":
            return True
        return bool(_UNDERLINE.match(line)) and stripped.rstrip() != "::"

    def _block(self, line: str) -> None:
        """What begins at this line: a directive, a comment, an underline, or nothing but white space."""
        if directive := _DIRECTIVE.match(line):
            self._directive(directive)
        elif comment := _COMMENT.match(line):
            self._comment(comment)
        elif line.lstrip().startswith(">>>"):
            while self._at < len(self._lines) and self._lines[self._at].strip():
                self._at += 1
        else:
            if _UNDERLINE.match(line):
                self._underline(line)
            self._at += 1

    def _underline(self, line: str) -> None:
        above = self._lines[self._at - 1] if self._at else ""
        if not above.strip() or len(above.rstrip()) > len(line.rstrip()) + 2 or _UNDERLINE.match(above):
            return
        over = self._lines[self._at - 2] if self._at > 1 else ""
        style = line[0] + ("over" if over.rstrip() == line.rstrip() else "")
        if style not in self._levels:
            self._levels.append(style)
        self._found.heading(self._starts[self._at - 1], self._levels.index(style) + 1)

    def _directive(self, directive: re.Match[str]) -> None:
        first = self._at
        self._at += 1
        name = directive["name"].lower()
        if name == "math":
            end = self._behind_indented(len(directive["indent"]))
            self._math(first, end, directive)
            self._at = end
        elif name in _CODE:
            self._skip_block(len(directive["indent"]))

    def _math(self, first: int, end: int, directive: re.Match[str]) -> None:
        """Each stretch without a blank line is a display of its own."""
        number = first + 1
        while number < end and _OPTION.match(self._lines[number]):
            number += 1
        outer = self._starts[first]
        if directive["argument"] and directive["argument"].strip():
            begin = self._starts[first] + directive.start("argument")
            while number == first + 1 and number < end and self._lines[number].strip():
                number += 1
            stop = self._starts[number] - 1
            if number > first + 1 and _OPTION.match(self._lines[first + 1]):
                stop = self._starts[first + 1] - 1
            self._display(outer, begin, stop)
            outer = stop
        while number < end:
            begin = number
            while number < end and self._lines[number].strip():
                number += 1
            if number > begin:
                start, stop = self._starts[begin], self._starts[number] - 1
                self._display(min(outer, start), start, stop)
                outer = stop
            number += 1

    def _display(self, outer: int, begin: int, end: int) -> None:
        end = min(end, len(self._characters))
        self._found.display(outer, end, plain(self._characters, begin, end), "math")

    def _comment(self, comment: re.Match[str]) -> None:
        first = self._at
        self._at = end = self._behind_indented(len(comment["indent"]), first + 1)
        start, stop = self._starts[first], min(self._starts[end] - 1, len(self._characters))
        begin = start + (comment.start("text") if comment["text"] is not None else comment.end())
        self._found.comment(start, stop, plain(self._characters, begin, stop))

    def _behind_indented(self, indent: int, number: int | None = None) -> int:
        """The number of the line behind the block that is indented deeper, without blank lines at its end."""
        number = end = self._at if number is None else number
        while number < len(self._lines):
            line = self._lines[number]
            if line.strip() and _indent(line) <= indent:
                break
            number += 1
            if line.strip():
                end = number
        return end

    def _skip_block(self, indent: int) -> None:
        self._at = self._behind_indented(indent)

    def _running_text(self, first: int, end: int) -> None:
        if first >= end:
            return
        start, stop = self._starts[first], min(self._starts[end] - 1, len(self._characters))
        for inline in _INLINE.finditer(self._characters, start, stop):
            if inline["math"]:
                self._found.inline(inline.start(), plain(self._characters, *inline.span("math")))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
