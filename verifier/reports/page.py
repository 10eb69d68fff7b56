"""The page a text report is set on: its width, its signs, lines of styled parts, wrapping and colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Final

from verifier.reports.escape import cells, one_line
from verifier.terms.record import record

Part = tuple[str, str]  # text, name of its style
Line = tuple[Part, ...]

MIN_WIDTH: Final = 40
_BREAK_AFTER: Final = "+-*/,)]"
_STYLES: Final = {
    "error": "bold red",
    "undecided": "bold magenta",
    "warning": "bold yellow",
    "good": "green",
    "help": "bold green",
    "light": "bold cyan",
    "rail": "blue",
    "number": "bold blue",
    "strong": "bold",
    "quiet": "dim",
    "": "",
}


@record
class Glyphs:
    """The signs of a report that are not letters."""

    corner: str = "╭▸"
    rail: str = "│"
    end: str = "╰"
    heavy: str = "━"
    light: str = "─"
    dots: str = "…"
    yes: str = "✓"
    no: str = "✗"
    unknown: str = "?"
    warning: str = "!"
    unjudged: str = "-"


ASCII_GLYPHS: Final = Glyphs("->", "|", "=", "^", "-", "...", "+", "x")


@dataclass(frozen=True)
class Page:
    """What a report may use: so many columns, and the characters of an encoding."""

    width: int = 80
    encoding: str = "utf-8"

    @cached_property
    def glyphs(self) -> Glyphs:
        """The box signs, or plain letters where the encoding has no box signs."""
        boxes = Glyphs()
        try:
            "".join(getattr(boxes, f.name) for f in fields(boxes)).encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return ASCII_GLYPHS
        return boxes

    def show(self, text: str) -> str:
        """Text that is not ours, on one line, escaped."""
        return one_line(text, self.encoding)

    def quote(self, text: str) -> str:
        """Text that is not ours, in backticks."""
        return f"`{self.show(text)}`"


def wrap(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` columns, broken at blanks, else behind an operator, else anywhere."""
    lines = []
    while cells(text) > room:
        cut = _cut(text, room)
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*lines, text]


def _cut(text: str, room: int) -> int:
    end = 1
    while cells(text[: end + 1]) <= room:
        end += 1
    blanks = [i for i in range(end, room // 3, -1) if text[i] == " "]
    if blanks:
        depths = _depths(text, end)
        return min(blanks, key=lambda i: (depths[i], _is_tied(text, i)))  # the last of those that part the least
    for i in range(end, room // 2, -1):
        if text[i - 1] in _BREAK_AFTER and text[i - 1 : i + 1] != "**":
            return i
    return end


def _depths(text: str, last: int) -> list[int]:
    """How many brackets are open at each place, the sign at it not counted; a backtick opens one too, or closes it."""
    depths, depth, is_code = [], 0, False
    for c in text[: last + 1]:
        depth -= c in ")]}"
        depths.append(max(depth, 0) + is_code)
        depth += c in "([{"
        is_code ^= c == "`"
    return depths


def _is_tied(text: str, blank: int) -> bool:
    """Whether this blank follows an operator or a colon, or stands around an equals sign."""
    return text[blank - 1] in "=+-*/<>:" or text[blank + 1 : blank + 2] in ("=", "<", ">", "")


def paragraph(head: Line, text: str, style: str, room: int, indent: int) -> list[Line]:
    """`head` followed by the text, wrapped; further lines are indented."""
    start = sum(cells(part) for part, _ in head)
    if room - start < MIN_WIDTH // 2:
        return [head, *(((" " * indent, ""), (t, style)) for t in wrap(text, room - indent))]
    first, *rest = wrap(text, room - start)
    rest = wrap(text[len(first) :].lstrip(), room - indent) if rest else []
    return [(*head, (first, style)), *(((" " * indent, ""), (t, style)) for t in rest)]


def flow(parts: Iterable[Part], room: int, indent: int) -> list[Line]:
    """The parts one behind the other, in lines of at most `room` columns that break between parts."""
    lines: list[list[Part]] = [[]]
    used = 0
    for text, style in parts:
        if lines[-1] and used + cells(text.rstrip()) > room:
            lines.append([(" " * indent, "")])
            used = indent
        lines[-1].append((text, style))
        used += cells(text)
    return [tuple(line) for line in lines]


def plain(lines: Iterable[Line]) -> str:
    """The lines without colour; no line ends in blanks."""
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def painted(lines: Iterable[Line]) -> str:
    """The lines in the terminal's own colours."""
    import io

    from rich.console import Console
    from rich.text import Text

    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", legacy_windows=False)
    for line in lines:
        text = Text.assemble(*((part, _STYLES[style]) for part, style in line))
        text.rstrip()
        console.print(text, soft_wrap=True, highlight=False)
    return str(console.file.getvalue())  # type: ignore[attr-defined]
