"""One finding as a compiler shows it: a sentence, the place, the author's lines, the evidence, the help."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Final

from verifier.model.result import Mark
from verifier.reports.escape import cells
from verifier.reports.page import Line, Page, paragraph, wrap
from verifier.reports.window import PRIMARY, Source, windows
from verifier.terms.record import record

LABEL_WIDTH: Final = 15


class Severity(Enum):
    """The word a diagnostic begins with, which is also its style."""

    ERROR = "error"
    UNDECIDED = "undecided"
    WARNING = "warning"


@record
class Diagnostic:
    """What is shown of one finding.

    `name` stands in brackets behind the severity: a mistake, a verdict, a reason or an error's code. `sentence` stands
    alone. `where` says which chain and step. `evidence` are labels with their values, `help` what to do, perhaps in
    several ways. All of it may hold the author's text as it is: it is escaped where it is drawn.
    """

    severity: Severity
    name: str
    sentence: str
    line: int
    column: int
    where: str = ""
    marks: tuple[Mark, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    help: tuple[str, ...] = ()
    cell: int | None = None


def draw(diagnostic: Diagnostic, source: Source, page: Page) -> Iterator[Line]:
    """The lines of one diagnostic, no wider than the page."""
    yield from _headline(diagnostic, page)
    glyphs = page.glyphs
    room = page.width - _rail_column(diagnostic) - 2
    rows = list(windows(diagnostic.marks, source, page, room))
    margin = " " * _rail_column(diagnostic)
    rail: Line = ((margin + glyphs.rail, "rail"),)
    yield from _place(diagnostic, source, page, margin)
    if rows:
        yield rail
    for row in rows:
        number = "" if row.number is None else str(row.number)
        parts = ((text, diagnostic.severity.value if style == PRIMARY else style) for text, style in row.parts)
        yield ((number.rjust(len(margin) - 1) + " ", "number"), (glyphs.rail + " ", "rail"), *parts)
    if rows and (diagnostic.evidence or diagnostic.help):
        yield rail
    yield from _rows(diagnostic, margin, page)


def draw_alone(diagnostic: Diagnostic, page: Page) -> Iterator[Line]:
    """The same without its place and the author's lines."""
    yield from _headline(diagnostic, page)
    yield from _rows(diagnostic, "  ", page)


def _rows(diagnostic: Diagnostic, margin: str, page: Page) -> Iterator[Line]:
    """The evidence and the help under a diagnostic."""
    for label, value in diagnostic.evidence:
        yield from _labelled(f"{margin}= ", page.show(label), "strong", page.show(value), page)
    for left, text in zip(range(len(diagnostic.help) - 1, -1, -1), diagnostic.help, strict=True):
        sign = "=" if left else page.glyphs.end
        yield from _labelled(f"{margin}{sign} ", "help", "help", page.show(text), page)


def place_of(line: int, column: int, cell: int | None) -> str:
    """`12:5`; in a notebook `cell 3:2:5`."""
    return f"{line}:{column}" if cell is None else f"cell {cell}:{line}:{column}"


def _headline(diagnostic: Diagnostic, page: Page) -> list[Line]:
    severity = diagnostic.severity.value
    head = (f"{severity}[{page.show(diagnostic.name)}]", severity)
    return paragraph((head, (": ", "strong")), page.show(diagnostic.sentence), "strong", page.width, 4)


def _rail_column(diagnostic: Diagnostic) -> int:
    last = max((m.span.end_line for m in diagnostic.marks), default=0)
    return max(4, len(str(last)) + 1) + 1


def _place(diagnostic: Diagnostic, source: Source, page: Page, margin: str) -> Iterator[Line]:
    corner = (f"{margin}{page.glyphs.corner} ", "rail")
    place = f"{page.show(source.path)}:{place_of(diagnostic.line, diagnostic.column, diagnostic.cell)}"
    where = page.show(diagnostic.where)
    indent = cells(corner[0])
    if indent + cells(place) + 2 + cells(where) <= page.width:
        yield (corner, (place, ""), (f"  {where}" if where else "", "quiet"))
        return
    yield (corner, (place, ""))
    for text in wrap(where, page.width - indent) if where else ():
        yield ((f"{margin}{page.glyphs.rail}  ", "rail"), (text, "quiet"))


def _labelled(start: str, label: str, style: str, value: str, page: Page) -> list[Line]:
    """A label with its value behind it, wrapped under itself; on a narrow page the value has lines of its own."""
    indent = cells(start) + LABEL_WIDTH
    head: Line = ((start, "rail"), (label, style), (" " * max(1, LABEL_WIDTH - cells(label)), ""))
    return paragraph(head, value, "", page.width, indent if page.width >= 2 * indent else cells(start) + 2)
