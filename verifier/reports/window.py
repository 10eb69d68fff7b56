"""Windows of the author's lines around the stretches that a report underlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import accumulate, groupby
from typing import Final

from verifier.model.chain import ChainFile
from verifier.model.result import Mark
from verifier.reports.escape import cells, escape_character
from verifier.reports.page import Line, Page, wrap
from verifier.terms.record import record

MOST_ROWS: Final = 4
PRIMARY: Final = "primary"  # the style of the guilty part, which depends on what is said of it


@record
class Source:
    """A file's path, and its lines from number `first` on as far as they are known; or those of a notebook's cells."""

    path: str
    lines: Sequence[str] = ()
    first: int = 1
    cells: Mapping[int, Sequence[str]] = field(default_factory=dict)

    def line(self, number: int, cell: int | None = None) -> str | None:
        """The line of this number, counted from 1 in the file or in a cell, or None."""
        lines = self.lines if cell is None else self.cells.get(cell, ())
        at = number - (self.first if cell is None else 1)
        return lines[at] if 0 <= at < len(lines) else None


def source_of(file: ChainFile, first_line: int = 1) -> Source:
    """The lines of a file, of which the first known one has this number."""
    cells = file.notes.cells if file.notes is not None else ()
    return Source(file.path, file.lines, first_line, dict(cells))


@record
class WindowRow:
    """One row of a window: with a number it shows source, without it underlines the row above."""

    number: int | None
    parts: Line


@record
class _Piece:
    """The part of a mark that stands on one line; offsets from 0, `end` exclusive."""

    line: int
    start: int
    end: int
    label: str
    primary: bool
    cell: int | None = None


class _ShownLine:
    """A source line as it is shown: character k of the author's stands at column `at[k]`."""

    characters: Sequence[str]
    at: Sequence[int]

    def __init__(self, text: str, page: Page) -> None:
        plain = text.isascii() and text.isprintable()
        self.characters = text if plain else [escape_character(c, page.encoding) for c in text]
        self.at = range(len(text) + 1) if plain else [0, *accumulate(map(cells, self.characters))]

    def __len__(self) -> int:
        return len(self.characters)

    def text(self, start: int, end: int) -> str:
        return "".join(self.characters[start:end])

    def stretch(self, start: int, end: int, room: int) -> tuple[int, int]:
        """A longest stretch of `room` columns with context around start to end, which is cut behind if need be."""
        stop = start
        while stop < len(self) and stop < end and self.at[stop + 1] - self.at[start] <= room:
            stop += 1
        before = (room - (self.at[stop] - self.at[start])) // 2
        first = start
        while first > 0 and self.at[start] - self.at[first - 1] <= before:
            first -= 1
        while stop < len(self) and self.at[stop + 1] - self.at[first] <= room:
            stop += 1
        while first > 0 and self.at[stop] - self.at[first - 1] <= room:
            first -= 1
        return first, stop


_shown_line = lru_cache(maxsize=4)(_ShownLine)  # a line of 1 MiB may hold many stretches


def windows(marks: Sequence[Mark], source: Source, page: Page, room: int) -> Iterator[WindowRow]:
    """The marked lines in the order of the file, at most `room` columns wide, each with its underlines.

    A line that fits is shown whole. A longer one is shown through a window around each group of marks with the same
    label; a stretch longer than the window runs over up to four rows.
    """
    pieces = sorted(
        {p for m in marks for p in _pieces(m, source)}, key=lambda p: (p.cell or 0, p.line, p.start, not p.primary)
    )
    for (cell, number), on_line in groupby(pieces, key=lambda p: (p.cell, p.line)):
        shown = _shown_line(source.line(number, cell) or "", page)
        groups = _groups(list(on_line))
        if shown.at[-1] <= room:
            yield WindowRow(number, ((shown.text(0, len(shown)), ""),))
            for group in groups:
                yield from _underlines(group, shown, 0, len(shown), 0, page, room)
        else:
            for group in groups:
                yield from _long_line(number, group, shown, page, room)


def _pieces(mark: Mark, source: Source) -> Iterator[_Piece]:
    span = mark.span
    last = min(span.end_line, span.line + MOST_ROWS - 1)
    for number in range(span.line, last + 1):
        text = source.line(number, span.cell)
        if text is None:
            continue
        start = span.column - 1 if number == span.line else len(text) - len(text.lstrip())
        end = span.end_column - 1 if number == span.end_line else len(text.rstrip())
        start = max(0, min(start, len(text)))
        yield _Piece(number, start, max(start + 1, end), mark.label if number == last else "", mark.primary, span.cell)


def _groups(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Pieces underlined in one row: those with the same label; the guilty part first."""
    keys = dict.fromkeys((p.primary, p.label) for p in sorted(pieces, key=lambda p: not p.primary))
    return [[p for p in pieces if (p.primary, p.label) == key] for key in keys]


def _long_line(number: int, group: list[_Piece], shown: _ShownLine, page: Page, room: int) -> Iterator[WindowRow]:
    dots = page.glyphs.dots
    inner = room - 2 * (cells(dots) + 1)
    for part in _shared_windows(group, shown, inner):
        starts = _rows_of(part, shown, inner)
        for row, (start, end) in enumerate(starts):
            first, stop = shown.stretch(start, end, inner)
            before = f"{dots} " if first > 0 else ""
            after = f" {dots}" if stop < len(shown) else ""
            yield WindowRow(number, ((before, "quiet"), (shown.text(first, stop), ""), (after, "quiet")))
            labelled = row == len(starts) - 1 and part[-1] is group[-1]
            visible = [_clipped(p, first, stop, labelled) for p in part if p.start < stop or p.start >= len(shown)]
            yield from _underlines(visible, shown, first, stop, cells(before), page, room)


def _shared_windows(group: list[_Piece], shown: _ShownLine, room: int) -> list[list[_Piece]]:
    """The pieces in runs that fit one window each."""
    runs: list[list[_Piece]] = []
    for piece in group:
        end = min(piece.end, len(shown))
        if runs and shown.at[end] - shown.at[runs[-1][0].start] <= room:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _rows_of(part: list[_Piece], shown: _ShownLine, room: int) -> list[tuple[int, int]]:
    """The stretches that show these pieces, row by row: one, unless a single piece is wider than the window."""
    start, end = part[0].start, min(part[-1].end, len(shown))
    rows: list[tuple[int, int]] = []
    while len(rows) < MOST_ROWS:
        stop = start
        while stop < end and shown.at[stop + 1] - shown.at[start] <= room:
            stop += 1
        rows.append((start, stop))
        if stop >= end:
            break
        start = stop
    return rows


def _clipped(piece: _Piece, first: int, stop: int, labelled: bool) -> _Piece:
    start = max(piece.start, first)
    end = max(start + 1, min(piece.end, stop))
    return _Piece(piece.line, start, end, piece.label if labelled else "", piece.primary)


def _underlines(
    group: list[_Piece], shown: _ShownLine, first: int, stop: int, shift: int, page: Page, room: int
) -> Iterator[WindowRow]:
    """The row under a window that begins at character `first`, shown `shift` columns from the left; then its label."""
    if not group:
        return
    glyph, style = (page.glyphs.heavy, PRIMARY) if group[0].primary else (page.glyphs.light, "light")
    row = ""
    for piece in group:
        start = shown.at[piece.start] - shown.at[first] + shift
        width = shown.at[min(piece.end, stop, len(shown))] - shown.at[piece.start]
        row = row.ljust(start) + glyph * max(1, width)
    label = page.show(group[-1].label)
    if not label or cells(row) + 1 + cells(label) <= room:
        yield WindowRow(None, ((row, style), (" " + label, style)))
        return
    yield WindowRow(None, ((row, style),))
    indent = max(0, min(len(row) - len(row.lstrip()), room - cells(label)))
    for text in wrap(label, room - indent):
        yield WindowRow(None, ((" " * indent + text, style),))
