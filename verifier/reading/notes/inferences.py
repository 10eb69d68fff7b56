r"""Equations that follow from one another (`2x + 1 = 5 \Rightarrow x = 2`) as the lines of one chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from itertools import accumulate, pairwise

from verifier.model.chain import Caution, Chain, Place, Step, Written
from verifier.reading.notes import cautions
from verifier.reading.notes.assembly import Assembly, Line, with_names
from verifier.reading.notes.document import Text, joined
from verifier.reading.notes.places import written
from verifier.reading.notes.raw_chains import Doubt, RawChain, Role
from verifier.reading.notes.reader import Read
from verifier.reading.notes.settling import Settled
from verifier.terms.record import mutable_record, record
from verifier.terms.term import Term

OTHERS = Caution("it may follow from other equations as well")
_INFERS = frozenset({"=>", "<=>"})
_HEADS = {"=": "eq", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


@record
class Equation:
    """A row whose sides are about different symbols: data, a condition, or an equation to solve."""

    raw: RawChain
    text: Text
    term: Term
    place: Place
    sides: tuple[Read, ...]
    settled: Settled


@mutable_record
class Inferences:
    """Holds back what may be a line of such a chain until it is known whether it is.

    `waiting` are equations of which each follows from the one before it, with the chains that they are by themselves.
    `count` is the number of equations in this section that follow from no other: with more than one of them, an
    inference may need what it does not show.
    """

    assembly: Assembly
    waiting: list[tuple[Equation, list[Chain]]] = field(default_factory=list)
    section: int = -1
    count: int = 0

    def add(self, raw: RawChain, own: list[Chain], settled: Settled, section: int) -> Iterator[Chain]:
        """Takes a row with the chains it gives by itself, and gives those that are certain by now."""
        equation = equation_of(raw, self.assembly.lines(raw, settled), settled) if own else None
        marked = [s for chain in own for s in chain.steps if s.expect is not None or s.watch]
        if equation is not None and raw.inferred in _INFERS and self.waiting and _same_scope(self.waiting, settled):
            self.waiting.append((equation, own))
            return
        yield from self.end()
        if equation is not None:
            self.count = self.count + 1 if section == self.section else 1
            self.section = section
        if equation is None or marked:
            yield from own
        else:
            self.waiting.append((equation, own))

    def end(self) -> Iterator[Chain]:
        """What is held back: one chain where equations follow from one another, else what each is by itself."""
        equations = [equation for equation, _ in self.waiting]
        if len(equations) > 1:
            yield self._chain(equations, [own for _, own in self.waiting])
        else:
            yield from (chain for _, own in self.waiting for chain in own)
        self.waiting = []

    def _chain(self, equations: Sequence[Equation], own: Sequence[Sequence[Chain]]) -> Chain:
        first = equations[0]
        steps = [Step(self._written(first))]
        for equation, chains in zip(equations[1:], own[1:], strict=True):
            assert equation.raw.inferred is not None
            alone = replace(chains[0].steps[1], caution=OTHERS if self.count > 1 else None, rounding=None)
            steps.append(replace(alone, written=self._written(equation), relation=equation.raw.inferred))
        chain = Chain(
            self.assembly.name(first.term, first.settled),
            self.assembly.document.path,
            steps[0].written.span.line,
            steps=tuple(steps),
            in_notes=True,
        )
        reads = [side for equation in equations for side in equation.sides]
        return with_names(chain, [e.term for e in equations], reads, first.settled)

    def _written(self, equation: Equation) -> Written:
        source = self.assembly.document.sources[equation.raw.source]
        return written(equation.text, source, equation.term, equation.place)


def equation_of(raw: RawChain, lines: Sequence[Line | None], settled: Settled) -> Equation | None:
    """The row as an equation to solve, or a condition; None where it is none, or claims an identity."""
    if raw.role is not Role.CLAIM or raw.headless or raw.conditions or not raw.links:
        return None
    if any(raw.doubt_at(k) not in (None, Doubt.SYSTEM) for k in range(len(raw.links))):
        return None
    read = [line.read for line in lines if line is not None]
    heads = [_HEADS.get(link.relation) for link in raw.links]
    if len(read) < len(raw.links) + 1 or None in heads or not _may_be_data(read, settled):
        return None
    pieces = [raw.head, *(text for link in raw.links for text in (link.sign, link.side))]
    starts = [0, *accumulate(len(piece.characters) for piece in pieces)][: len(pieces) : 2]
    parts = [(r.term, _moved(r.place, start)) for r, start in zip(read, starts, strict=True)]
    relations = [
        (Term(head or "", (a[0], b[0])), Place(a[1].start, b[1].end, (a[1], b[1])))
        for head, (a, b) in zip(heads, pairwise(parts), strict=True)
    ]
    term, place = relations[0]
    if len(relations) > 1:
        term = Term("and", tuple(t for t, _ in relations))
        place = Place(0, relations[-1][1].end, tuple(p for _, p in relations))
    return Equation(raw, joined(pieces), term, place, tuple(read), settled)


def _may_be_data(sides: Sequence[Read], settled: Settled) -> bool:
    """Whether sides are about different symbols, and nothing is hidden in them."""
    differentiated = settled.latex.evidence.differentiated
    found = [cautions.of_sides(a, b, settled.plain.declared, differentiated) for a, b in pairwise(sides)]
    return any(found) and all(c is None or c.may_hold for c in found)


def _moved(place: Place, shift: int) -> Place:
    return Place(place.start + shift, place.end + shift, tuple(_moved(p, shift) for p in place.parts))


def _same_scope(waiting: Sequence[tuple[Equation, list[Chain]]], settled: Settled) -> bool:
    return waiting[-1][0].settled is settled
