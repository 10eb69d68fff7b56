r"""A display's rows, and what each row is made of: segments of sides and relations, with the words that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Final

from verifier.reading.notes.definitions import group_end
from verifier.reading.notes.document import Text, joined
from verifier.reading.notes.environments import ROWS, WITH_ARGUMENT
from verifier.reading.notes.phrases import is_name, lead_of
from verifier.reading.notes.raw_chains import Reason
from verifier.reading.notes.scanning import Mark, marks_of
from verifier.terms.record import mutable_record

_WRAPPED: Final = re.compile(
    r"\s*\\begin\s*\{(?P<name>[A-Za-z]+)\*?\}(?P<body>.*)\\end\s*\{(?P=name)\*?\}[\s.,;]*\Z", re.DOTALL
)
_ARGUMENT: Final = re.compile(r"\s*(?:\[[a-z]\])?\s*\{[^{}]*\}|\s*\[[a-z]\]")
_BECAUSE: Final = re.compile(r"\s*\\(?:because|since)(?![A-Za-z])")
_ONLY_WORDS: Final = re.compile(r"\s*\\(?:text|textrm|textit|mbox)\s*\{(?P<words>[^{}]*)\}[\s.,]*\Z")
_NUMBERED: Final = re.compile(
    r"\s*(?:\\left)?[(\[]\s*(?:[0-9]{1,3}[a-z]?|\\?\*+|[ivx]+|[A-Z])\s*(?:\\right)?[)\]]\s*\Z"
)
_CLOSING: Final = re.compile(r"(?:[\s,;:~]|(?<!\\right)\.|\\[,;:! ]|\\q?quad(?![A-Za-z]))+\Z")
_OPENING: Final = re.compile(r"(?:[\s,;~]|\\[,;:! ]|\\q?quad(?![A-Za-z]))+")
MOST_WRAPPED: Final = 4


@mutable_record
class Segment:
    """Sides with the relations between them; a first side without text is one that stands before this segment.

    `lead` is what comes before it in its row: nothing, `column`, `wide`, `comma`, or what words or an arrow say
    (`phrases.lead_of`). `reasons` pairs the index of a side with what stands beside it. `between` are the indices of
    relations that words stand before.
    """

    lead: str
    sides: list[Text]
    relations: list[tuple[str, Text, bool]] = field(default_factory=list)
    reasons: list[tuple[int, Reason]] = field(default_factory=list)
    words: Text | None = None
    between: set[int] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        return not self.relations and not any(s.characters for s in self.sides)


@mutable_record
class Row:
    """A row of a display. `has_own_start`: its first cell is not empty, so that `-x` there is a side, not a summand."""

    segments: list[Segment]
    is_balanced: bool = True
    has_own_start: bool = True
    is_congruence: bool = False
    has_plain_words: bool = False


def rows_of(body: Text, delimiter: str) -> list[Row]:
    """The rows of a display, opened where environments of rows stand around the whole of it."""
    is_array = delimiter in ("eqnarray", "IEEEeqnarray")
    for _ in range(MOST_WRAPPED):
        wrapped = _WRAPPED.match(body.characters)
        if not wrapped or wrapped["name"] not in ROWS or not marks_of(wrapped["body"])[1]:
            break
        is_array = wrapped["name"] in ("eqnarray", "IEEEeqnarray")
        start, end = wrapped.span("body")
        argument = _ARGUMENT.match(body.characters, start, end) if wrapped["name"] in WITH_ARGUMENT else None
        body = body.part(argument.end() if argument else start, end)
    body = _unboxed(body)
    marks, _ = marks_of(body.characters)
    cuts = [m for m in marks if m.kind == "row"]
    starts = [0, *(m.end for m in cuts)]
    ends = [*(m.start for m in cuts), len(body.characters)]
    rows = [_row(body.part(a, b), is_array) for a, b in zip(starts, ends, strict=True)]
    return [row for row in rows if row.segments]


_BOX: Final = re.compile(r"\\(?:boxed|fbox|framebox)\s*(?=\{)")


def _unboxed(body: Text) -> Text:
    """The body without boxes around relations, which are no part of a formula."""
    kept, at = [], 0
    for box in _BOX.finditer(body.characters):
        end = group_end(body.characters, box.end()) if box.start() >= at else None
        if end is not None and _relation_in(body.characters[box.end() + 1 : end - 1]):
            kept += [body.part(at, box.start()), body.part(box.end() + 1, end - 1)]
            at = end
    return joined([*kept, body.part(at, len(body.characters))]) if kept else body


_CONGRUENCE: Final = re.compile(r"\\(?:equiv|pmod|bmod|mod|pod)(?![A-Za-z])")
_PLAIN_WORDS: Final = re.compile(
    r"(?<![\\A-Za-z{])(?!sinh|cosh|tanh|sqrt|grad|diag|rank|trace)[A-Za-z]{4,}(?![A-Za-z(\[{_])"
)


def _row(text: Text, is_array: bool) -> Row:
    marks, is_balanced = marks_of(text.characters)
    parts = _Parts(text)
    for cell, lead in _cells(marks, text, is_array):
        parts.start(lead)
        for mark, after in zip(cell, _next_of_each(cell), strict=True):
            parts.take(mark, after)
    segments = [s for s in parts.finished() if not s.is_empty or s.words is not None]
    first = next((m for m in marks if m.kind not in ("blank", "dropped")), None)
    return Row(
        segments,
        is_balanced,
        has_own_start=first is None or first.kind != "column",
        is_congruence=bool(_CONGRUENCE.search(text.characters)),
        has_plain_words=bool(_PLAIN_WORDS.search(_without_groups(text.characters, marks))),
    )


def _next_of_each(marks: Sequence[Mark]) -> list[Mark | None]:
    """The next mark behind each one that can be seen."""
    after: list[Mark | None] = []
    seen: Mark | None = None
    for mark in reversed(marks):
        after.append(seen)
        if mark.kind not in ("blank", "dropped"):
            seen = mark
    return after[::-1]


def _without_groups(text: str, marks: Sequence[Mark]) -> str:
    return "".join(text[m.start : m.end] for m in marks if m.kind in ("math", "blank"))


def _cells(marks: Sequence[Mark], text: Text, is_array: bool) -> Iterator[tuple[list[Mark], str]]:
    """The marks of each pair of columns: the second column of an alignment goes on with the first."""
    cells: list[list[Mark]] = [[]]
    for mark in marks:
        if mark.kind == "column":
            cells.append([])
        else:
            cells[-1].append(mark)
    if is_array or len(cells) < 3:
        yield [m for cell in cells for m in cell], ""
        return
    for n in range(0, len(cells), 2):
        pair = [m for cell in cells[n : n + 2] for m in cell]
        has_own = not n or (any(m.kind in ("relation", "arrow") for m in pair) and _has_side(cells[n], text))
        yield pair, "column" if n and has_own else "" if not n else "go on"


def _has_side(cell: Sequence[Mark], text: Text) -> bool:
    first = next((m for m in cell if m.kind not in ("blank", "dropped")), None)
    return first is not None and first.kind != "relation"


class _Parts:
    """Gathers the segments of a row, mark by mark."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.segments: list[Segment] = []
        self.side: list[tuple[int, int]] = []
        self.is_done = False  # behind `\because` the rest of the row is the reason

    def start(self, lead: str) -> None:
        if lead == "go on" and self.segments:
            return
        self._close_side()
        self.segments.append(Segment(lead, [Text("", (0,))]))

    def take(self, mark: Mark, after: Mark | None) -> None:
        segment = self.segments[-1]
        if self.is_done:
            return
        match mark.kind:
            case "relation":
                self._close_side()
                segment.relations.append((mark.name, self.text.part(mark.start, mark.end), mark.asked))
                segment.sides.append(Text("", (0,)))
                if mark.over != (0, 0) and not mark.asked and mark.name != ":=":
                    segment.reasons.append((len(segment.sides) - 1, Reason(self.text.part(*mark.over).stripped())))
            case "arrow":
                self._break(mark.name)
            case "wide":
                self._wide(after)
            case "comma":
                self._break("comma")
            case "because":
                self._reason((mark.end, len(self.text.characters)), prose=False)
            case "words":
                self._words(mark)
            case "group":
                self._group(mark)
            case "dropped":
                pass
            case _:
                self._add(mark)

    def finished(self) -> list[Segment]:
        self._close_side()
        return self.segments

    def _add(self, mark: Mark) -> None:
        self.side.append((mark.start, mark.end))

    def _has_side(self) -> bool:
        return any(self.text.characters[a:b].strip() for a, b in self.side)

    def _close_side(self) -> None:
        if self.segments and self._has_side():
            before = self.segments[-1].sides[-1]
            whole = [before] if before.characters else []
            self.segments[-1].sides[-1] = trimmed(joined([*whole, *(self.text.part(a, b) for a, b in self.side)]))
        self.side = []

    def _break(self, lead: str, words: Text | None = None) -> None:
        self._close_side()
        self.segments.append(Segment(lead, [Text("", (0,))], words=words))

    def _wide(self, after: Mark | None) -> None:
        """A wide space parts formulas, unless it stands beside a relation or before a summand."""
        if not self._has_side() or after is None or after.kind in ("relation", "wide", "comma"):
            return
        if after.kind == "math" and self.text.characters[after.start] in "+":
            return
        self._break("wide")

    def _words(self, mark: Mark) -> None:
        place = self.text.part(*mark.inner).stripped()
        if is_name(mark.name) or (not self._has_side() and self.segments[-1].relations):
            self._add(mark)  # a name in a formula, or a side in words
            return
        lead = lead_of(mark.name)
        if lead == "note" and self.segments[-1].relations and not self._follows(mark):
            self._close_side()
            self.segments[-1].reasons.append((len(self.segments[-1].sides) - 1, Reason(place)))
            return
        self._break(lead, place)

    def _follows(self, mark: Mark) -> bool:
        """Whether mathematics follows the words in this row."""
        return bool(_CLOSING.sub("", self.text.characters[mark.end :].replace("&", "")))

    def _group(self, mark: Mark) -> None:
        characters = self.text.characters[mark.inner[0] : mark.inner[1]]
        is_bracket = mark.name.strip().endswith(("[", "("))
        because = _BECAUSE.match(characters)
        if because:
            self._reason((mark.inner[0] + because.end(), mark.inner[1]), prose=False)
        elif is_bracket and (words := _ONLY_WORDS.match(characters)) and not is_name(words["words"]):
            start = mark.inner[0]
            self._reason((start + words.start("words"), start + words.end("words")), prose=True)
        elif is_bracket and mark.name.strip().endswith("[") and self._stands_apart() and _relation_in(characters):
            self._reason(mark.inner, prose=False)
        else:
            self._add(mark)

    def _stands_apart(self) -> bool:
        """Whether nothing but a wide space stands before this in its segment."""
        return self.segments[-1].lead == "wide" and not self._has_side() and not self.segments[-1].relations

    def _reason(self, place: tuple[int, int], prose: bool) -> None:
        text = trimmed(self.text.part(*place))
        self._close_side()
        reason = Reason(text, not prose and _relation_in(text.characters))
        target = next((s for s in reversed(self.segments) if not s.is_empty), self.segments[-1])
        target.reasons.append((len(target.sides) - 1, reason))
        if place[1] == len(self.text.characters):
            self.is_done = True


def _relation_in(characters: str) -> bool:
    return any(m.kind == "relation" for m in marks_of(characters)[0])


def trimmed(text: Text) -> Text:
    """The text without white space, spacing and punctuation at its ends."""
    start = found.end() if (found := _OPENING.match(text.characters)) else 0
    end = found.start() if (found := _CLOSING.search(text.characters, start)) else len(text.characters)
    return text.part(start, max(start, end))


def is_number_of_equation(text: Text) -> bool:
    """Whether a lone part is the number of an equation: `(3)`, `(*)`."""
    return bool(_NUMBERED.match(text.characters))
