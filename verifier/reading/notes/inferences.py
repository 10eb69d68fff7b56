r"""Equations that follow from one another (`2x + 1 = 5 \Rightarrow x = 2`) as the lines of one chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from verifier.model.chain import Caution, Chain, Place, Step, Written
from verifier.reading.notes import cautions
from verifier.reading.notes.assembly import Assembly, Line, with_names
from verifier.reading.notes.document import Text, joined
from verifier.reading.notes.places import written
from verifier.reading.notes.raw_chains import Doubt, RawChain, Role
from verifier.reading.notes.reader import Read
from verifier.reading.notes.settling import Settled
from verifier.terms.term import Term

OTHERS = Caution("it may follow from other equations as well")
_INFERS = frozenset({"=>", "<=>"})
_HEADS = {"=": "eq", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


@dataclass(frozen=True, slots=True)
class Equation:
    """A row with one relation whose sides are about different symbols: data, or an equation to solve."""

    raw: RawChain
    text: Text
    term: Term
    place: Place
    sides: tuple[Read, Read]
    settled: Settled


@dataclass(slots=True)
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
        equation = equation_of(raw, self.assembly.lines(raw, settled), settled)
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
            self.assembly.names.name(first.term),
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
    """The row as an equation to solve; None where it is none, or claims an identity."""
    if raw.role is not Role.CLAIM or raw.headless or raw.conditions or len(raw.links) != 1 or len(lines) != 2:
        return None
    if raw.doubt_at(0) not in (None, Doubt.SYSTEM):
        return None
    left, right = lines
    head = _HEADS.get(raw.links[0].relation)
    if left is None or right is None or head is None:
        return None
    caution = cautions.of_sides(left.read, right.read, settled.plain.declared, settled.latex.evidence.differentiated)
    if caution is None or not caution.may_hold:
        return None
    text = joined([raw.head, raw.links[0].sign, raw.links[0].side])
    shift = len(raw.head.characters) + len(raw.links[0].sign.characters)
    places = (left.read.place, _moved(right.read.place, shift))
    term = Term(head, (left.read.term, right.read.term))
    return Equation(raw, text, term, Place(0, len(text.characters), places), (left.read, right.read), settled)


def _moved(place: Place, shift: int) -> Place:
    return Place(place.start + shift, place.end + shift, tuple(_moved(p, shift) for p in place.parts))


def _same_scope(waiting: Sequence[tuple[Equation, list[Chain]]], settled: Settled) -> bool:
    return waiting[-1][0].settled is settled
