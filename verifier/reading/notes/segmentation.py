r"""Displays to chains: rows and relations become steps, what is beside them reasons, conditions, definitions or doubts.

A row that starts with a relation continues the chain before it, also from the display before where nothing but space
stands between. Nothing is read here. A step that may be none of the author's has a `Doubt`, and cannot be refuted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from verifier.reading.latex.macros import MacroError, collect, expand
from verifier.reading.notes.document import Display, Document, Text, spaced, whole
from verifier.reading.notes.moods import moods
from verifier.reading.notes.raw_chains import Doubt, Link, RawChain, Reason, Role
from verifier.reading.notes.rows import Row, Segment, is_number_of_equation, rows_of

_NAME: Final = r"\\?[A-Za-z]+(?:_(?:[A-Za-z0-9]|\{[A-Za-z0-9,]+\}))?"
_SIMPLE: Final = re.compile(rf"\s*(?:{_NAME}|-?\s*\\?(?:infty|pi)|-?[0-9.]+|-\s*{_NAME})\s*")
_SET: Final = re.compile(r"\s*\\(?:mathbb|mathbf|Bbb)\s*(?:\{\s*[NZRC]\s*\}|(?<![a-z])[NZRC])\s*")
_LIMITS: Final = frozenset({"<", "<=", ">", ">=", "!=", "in"})
_OPERATORS: Final = ("+", r"\cdot", r"\times", r"\div", r"\pm", r"\mp", r"\left.", r"\right")
_UNFINISHED: Final = re.compile(r"(?:[-+*/]|\\(?:cdot|times|left\.|right\.))\s*\Z")
_NONE: Final = Text("", (0,))


@dataclass(slots=True, eq=False)
class _Draft:
    """A chain that may still go on."""

    head: Text
    source: int
    displays: list[int]
    links: list[Link] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    conditions: list[Text] = field(default_factory=list)
    role: Role = Role.CLAIM
    inferred: str | None = None
    headless: bool = False
    doubt: Doubt | None = None
    whole: Text | None = None

    def finished(self) -> RawChain:
        return RawChain(
            self.head,
            self.source,
            tuple(dict.fromkeys(self.displays)),
            tuple(self.links),
            tuple(self.reasons),
            tuple(self.conditions),
            self.role,
            self.inferred,
            self.headless,
            self.doubt,
        )


def raw_chains(document: Document, in_text: bool = False) -> tuple[RawChain, ...]:
    """The chains of a document's displays in their order, the author's macros expanded.

    What the words around say of formulas `in_text` is not looked at: none of them is judged.
    """
    table = collect(m.characters for m in document.macros)
    chains = _Chains()
    displays = [item for item in document.items if isinstance(item, Display)]
    taken = [None] * len(displays) if in_text else moods(displays, document.sources)
    for index, (display, mood) in enumerate(zip(displays, taken, strict=True)):
        body = expand(display.body, table) if table else display.body
        chains.add(index, display, display.body if isinstance(body, MacroError) else body, mood)
    return tuple(draft.finished() for draft in chains.drafts)


class _Chains:
    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self.open: list[_Draft] = []  # the claims of the row before, the last of which a row without a head continues
        self.waiting: list[Text] = []  # lone conditions of the display before
        self.display = 0
        self.source = 0

    def add(self, index: int, display: Display, body: Text, mood: Doubt | None = None) -> None:
        self.display, self.source = index, display.source
        before = len(self.drafts)
        rows = rows_of(body, display.delimiter)
        continued = display.continues and bool(self.open) and self.open[-1].source == display.source
        if not continued or not rows or not self._goes_on(rows[0]):
            self.open = []
        conditions, self.waiting = self.waiting, []
        for row in rows:
            self._row(row)
        self._settle(self.drafts[before:], conditions)
        if mood is not None:
            _take(self.drafts[before:], mood)

    @staticmethod
    def _goes_on(row: Row) -> bool:
        first = row.segments[0]
        return first.lead in ("=>", "<=>") or (not first.sides[0].characters and not first.is_empty)

    # ---- rows

    def _row(self, row: Row) -> None:
        mine: list[_Draft] = []
        pending: list[Text] = []
        for n, segment in enumerate(row.segments):
            made = self._segment(segment, row, mine, is_first=not n)
            if made is None:
                continue
            if made.role is Role.CONDITION and made.whole is not None:
                claims = [d for d in mine if d.role is Role.CLAIM]
                for d in claims:
                    d.conditions.append(made.whole)
                if not claims:
                    pending.append(made.whole)
            elif made.role is Role.CLAIM:
                made.conditions += [c for c in pending if c not in made.conditions]
            if made not in mine:
                mine.append(made)
        self._limits(mine)
        self._doubts(row, mine)
        claims = [d for d in mine if d.role is Role.CLAIM and d.links]
        if not claims and len(row.segments) == 1 and row.is_balanced and not row.has_plain_words:
            claims = [
                d for d in mine if d.role is Role.CLAIM and d.inferred is None
            ]  # a formula: the head of what follows
        if claims:
            self.open = claims

    @staticmethod
    def _limits(mine: list[_Draft]) -> None:
        """The range of a name beside an equation is a condition of it."""
        equations = [d for d in mine if _is_equation(d)]
        for limit in mine:
            if equations and limit.role is Role.CLAIM and _is_lone_condition(limit) and limit.whole is not None:
                limit.role = Role.CONDITION
                for d in equations:
                    d.conditions.append(limit.whole)

    def _doubts(self, row: Row, mine: list[_Draft]) -> None:
        claims = [d for d in mine if d.role is Role.CLAIM]
        for d in claims:
            if row.is_congruence:
                d.doubt = d.doubt or Doubt.CONGRUENCE
            if row.has_plain_words:
                d.doubt = d.doubt or Doubt.PROSE
            if not row.is_balanced:
                d.doubt = d.doubt or Doubt.CONTINUED
        linked = [d for d in claims if d.links]
        if len(linked) > 1:
            for d in linked:
                d.doubt = d.doubt or Doubt.SYSTEM

    def _segment(self, segment: Segment, row: Row, mine: list[_Draft], is_first: bool) -> _Draft | None:
        lead = segment.lead
        if segment.is_empty:
            self._prose(segment, mine)
            return None
        if lead == "since":
            self._as_reason(segment, mine)
            return None
        if lead in ("for", "where"):
            return self._beside(segment, Role.CONDITION if lead == "for" else Role.DEFINITION)
        if lead in ("=>", "<=>"):
            return self._inferred(segment, lead, mine)
        if not segment.sides[0].characters and segment.relations:
            return self._continued(segment, mine, is_first)
        if is_first and self._is_summand(segment, row):
            return self._extended(segment)
        if not segment.relations:
            return self._lone(segment, mine, is_first)
        if not is_first and _is_limit(segment) and any(_is_equation(d) for d in mine):
            return self._beside(segment, Role.CONDITION)
        return self._new(segment)

    # ---- what a segment becomes

    def _new(self, segment: Segment, role: Role = Role.CLAIM) -> _Draft:
        draft = _Draft(segment.sides[0], self.source, [self.display], role=role, whole=_whole(segment))
        draft.reasons += [reason for at, reason in segment.reasons if not at]
        if segment.words is not None and segment.lead == "note":
            draft.reasons.append(Reason(segment.words))
        draft.links += _links(segment)
        self.drafts.append(draft)
        return draft

    def _beside(self, segment: Segment, role: Role) -> _Draft | None:
        """A condition or a definition; of words alone, or of a lone name, nothing is left to judge."""
        if not segment.relations or not segment.sides[0].characters:
            return None
        if role is Role.CONDITION and "=" in {r for r, *_ in segment.relations} and len(segment.relations) > 1:
            role = Role.DEFINITION
        return self._new(segment, role)

    def _inferred(self, segment: Segment, arrow: str, mine: list[_Draft]) -> _Draft:
        """A chain behind an arrow; what it is inferred from may be data, or an equation to solve."""
        before = _last(mine or self.open)
        if not segment.sides[0].characters and before is not None and before.role is Role.CLAIM:
            return self._continued(segment, mine, is_first=False)
        draft = self._new(segment)
        draft.inferred = arrow
        draft.headless = not segment.sides[0].characters
        if before is not None:
            before.doubt = before.doubt or Doubt.SYSTEM
            draft.conditions += before.conditions
        return draft

    def _continued(self, segment: Segment, mine: list[_Draft], is_first: bool) -> _Draft:
        """The chain before, which goes on; a headless one where there is none."""
        claims = [d for d in mine if d.role is Role.CLAIM] or self.open
        if not claims:
            draft = self._new(segment)
            draft.headless = True
            return draft
        target, links = claims[-1], _links(segment)
        doubt = Doubt.WHICH if len(claims) > 1 else None if is_first or segment.lead == "" else Doubt.LIST
        if segment.lead == "note":
            doubt = Doubt.WORDS
            links[0] = replace(links[0], reasons=(*links[0].reasons, *_as_reasons(segment.words)))
        links[0] = replace(links[0], doubt=links[0].doubt or doubt)
        target.links += links
        target.displays.append(self.display)
        return target

    def _is_summand(self, segment: Segment, row: Row) -> bool:
        if not self.open:
            return False
        text, last = segment.sides[0].characters, self.open[-1]
        if _UNFINISHED.search((last.links[-1].side if last.links else last.head).characters):
            return self.display in last.displays
        if text.startswith(_OPERATORS) and not (text.startswith((r"\right", r"\left.")) and segment.relations):
            return True
        return text.startswith("-") and (not segment.relations or not row.has_own_start)

    def _extended(self, segment: Segment) -> _Draft:
        """The last side goes on in this row: `+ b = c`."""
        target = self.open[-1]
        rest = segment.sides[0]
        if target.links:
            last = target.links[-1]
            target.links[-1] = replace(last, side=_together(last.side, rest))
        else:
            target.head = _together(target.head, rest)
        target.links += _links(segment)
        target.displays.append(self.display)
        return target

    def _lone(self, segment: Segment, mine: list[_Draft], is_first: bool) -> _Draft | None:
        """A part without a relation: the number of an equation, a member of a list, or a formula on its own."""
        if is_number_of_equation(segment.sides[0]):
            return None
        if not is_first:
            for d in mine:
                d.doubt = d.doubt or Doubt.LIST
        elif self.open and self.display in self.open[-1].displays:
            self.open[-1].doubt = self.open[-1].doubt or Doubt.CONTINUED
            draft = self._new(segment)
            draft.doubt = None if self.open[-1].links else Doubt.CONTINUED
            return draft
        return self._new(segment)

    def _as_reason(self, segment: Segment, mine: list[_Draft]) -> None:
        whole = _whole(segment)
        target = _last(mine or self.open)
        if target is not None and whole is not None:
            _give_reason(target, Reason(whole, bool(segment.relations) and bool(segment.sides[0].characters)))

    def _prose(self, segment: Segment, mine: list[_Draft]) -> None:
        target = _last(mine or self.open)
        if target is not None and segment.words is not None and segment.lead not in ("or", "and"):
            _give_reason(target, Reason(segment.words))

    # ---- displays

    def _settle(self, new: list[_Draft], conditions: list[Text]) -> None:
        """What is known once all rows are there: systems, conditions of the display before, a lone condition."""
        claims = [d for d in new if d.role is Role.CLAIM and d.links and d.inferred is None]
        for d in claims:
            if not d.headless:
                d.conditions = [*conditions, *(c for c in d.conditions if c not in conditions)]
        if len(claims) > 1:
            for d in claims:
                if len(d.links) == 1:
                    d.doubt = d.doubt or Doubt.SYSTEM
        for before, d in zip([None, *new], new, strict=False):
            if d.inferred is not None and before is not None:
                d.conditions += [c for c in before.conditions if c not in d.conditions]
        if len(new) == 1 and new[0].role is Role.CLAIM and new[0].inferred is None and _is_lone_condition(new[0]):
            new[0].role = Role.CONDITION
            self.waiting = [new[0].whole] if new[0].whole is not None else []
            self.open = []


def _take(new: list[_Draft], mood: Doubt) -> None:
    """What a display is said for is a doubt about its claims; what defines a name, about the first step only."""
    for d in new:
        if d.role is not Role.CLAIM or not d.links:
            continue
        if mood is Doubt.DEFINED:
            d.links[0] = replace(d.links[0], doubt=d.links[0].doubt or mood)
        else:
            d.doubt = d.doubt or mood


def _last(drafts: list[_Draft]) -> _Draft | None:
    return drafts[-1] if drafts else None


def _links(segment: Segment) -> list[Link]:
    links = []
    for n, ((relation, sign, asked), side) in enumerate(zip(segment.relations, segment.sides[1:], strict=True), 1):
        reasons = tuple(reason for at, reason in segment.reasons if at == n)
        links.append(Link(relation, sign, side, reasons, Doubt.ASKED if asked else None))
    return links


def _give_reason(draft: _Draft, reason: Reason) -> None:
    if draft.links:
        draft.links[-1] = replace(draft.links[-1], reasons=(*draft.links[-1].reasons, reason))
    else:
        draft.reasons.append(reason)


def _as_reasons(words: Text | None) -> tuple[Reason, ...]:
    return () if words is None else (Reason(words),)


def _whole(segment: Segment) -> Text | None:
    """The segment from its first side to its last, as one text."""
    return whole(segment.sides, [sign for _, sign, _ in segment.relations])


def _together(side: Text, rest: Text) -> Text:
    return spaced([t for t in (side, rest) if t.characters]) if side.characters or rest.characters else _NONE


def _is_limit(segment: Segment) -> bool:
    """Whether a segment says in what range a name is: `x > 0`, `0 < a < 1`, `n \\in \\mathbb{N}`."""
    return all(r in _LIMITS for r, *_ in segment.relations) and any(
        _SIMPLE.fullmatch(s.characters) for s in segment.sides
    )


def _is_equation(draft: _Draft) -> bool:
    return draft.role is Role.CLAIM and any(link.relation == "=" for link in draft.links)


def _is_lone_condition(draft: _Draft) -> bool:
    """Whether all that a display says is the range of a name."""
    if not 0 < len(draft.links) <= 2:
        return False
    sides = [draft.head, *(link.side for link in draft.links)]
    return (
        all(link.relation in _LIMITS for link in draft.links)
        and all(_SIMPLE.fullmatch(s.characters) or _SET.fullmatch(s.characters) for s in sides)
        and any(re.fullmatch(rf"\s*{_NAME}\s*", s.characters) for s in sides)
    )
