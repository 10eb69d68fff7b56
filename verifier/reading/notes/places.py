"""The author's text of a formula, and the place of each of its characters in the file."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from verifier.model.chain import Place, Span, Written
from verifier.reading.notes.document import Source, Text, line_starts
from verifier.terms.term import Term


def written(text: Text, source: Source, term: Term, place: Place) -> Written:
    """A side with its term: what the author wrote, and where."""
    return Written(shown_text(text, source), term, span_of(text, source), place, False, points(text, source))


def points(text: Text, source: Source) -> tuple[tuple[int, int], ...]:
    """Line and column of each character."""
    starts = line_starts(source.characters)
    found = []
    for offset in text.offsets[: len(text.characters)]:
        line = bisect_right(starts, offset)
        found.append((line, offset - starts[line - 1] + 1))
    return tuple(found)


def span_of(text: Text, source: Source, start: int = 0, end: int | None = None) -> Span:
    """The span of the characters from start to end, up to right behind the last of them."""
    starts = line_starts(source.characters)
    stop = len(text.characters) if end is None else min(end, len(text.characters))
    first = text.offsets[min(start, len(text.offsets) - 1)]
    last = text.offsets[stop - 1] + 1 if stop > start else first + 1
    if text.offsets[-1] > last and stop == len(text.characters) and _is_expanded(text):
        last = text.offsets[-1]
    line, end_line = bisect_right(starts, first), bisect_right(starts, max(first, last - 1))
    return Span(line, first - starts[line - 1] + 1, end_line, last - starts[end_line - 1] + 1, source.cell)


def shown_text(text: Text, source: Source) -> str:
    """What the author wrote: with macros as they stand, on one line."""
    is_expanded = _is_expanded(text)
    end = text.offsets[-1] if is_expanded or not text.characters else text.offsets[len(text.characters) - 1] + 1
    own = source.characters[text.offsets[0] : end]
    return " ".join((own if is_expanded or "\n" not in own else text.characters).split())


def _is_expanded(text: Text) -> bool:
    """Whether a macro was expanded in the text: then some of its characters stand at one offset."""
    offsets = text.offsets[: len(text.characters)]
    return any(a >= b for a, b in pairwise(offsets))
