"""What the search for proofs of conditions is asked to show, and small pieces of such proofs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from verifier.engine.inequalities import places
from verifier.engine.inequalities.estimates import Values
from verifier.engine.inequalities.isolating import Isolated
from verifier.kernel.cell import Cell
from verifier.model.evidence import Proof
from verifier.terms.heads import parts_of
from verifier.terms.substitution import substitute
from verifier.terms.term import Term, call

SIGNS: Final = Proof("signs")
MOST_GOALS: Final = 140
MOST_BOUNDS: Final = 40

Way = Callable[[], Proof]


class NotShown(Exception):
    """No proof of the condition was found."""


@dataclass(slots=True)
class Budget:
    """How many goals, and listed bounds, may still be tried: counted, not timed."""

    goals: int = MOST_GOALS
    bounds: int = MOST_BOUNDS


@dataclass(frozen=True, slots=True)
class Goal:
    """A condition to be shown on a cell, and sample points of the cell in floats."""

    cell: Cell
    condition: Term
    points: tuple[Values, ...]
    depth: int = 0
    splits: int = 0
    slopes: int = 0
    is_outside: bool = False  # of an interval that is left to balls
    applied: frozenset[str] = frozenset()  # functions that are not applied to both sides again
    powers: int = 0  # that were applied to both sides
    is_plain: bool = False  # whether the condition is a difference in its normal form

    def under(self, condition: Term, *facts: Term, points: Sequence[Values] | None = None) -> Goal:
        """The goal of another condition, one step deeper, with more facts."""
        cell = self.cell
        for f in facts:
            cell = cell if f in cell.facts else cell.with_fact(f)
        kept = tuple(places.filtered(self.points if points is None else points, *facts))
        return replace(self, cell=cell, condition=condition, points=kept, depth=self.depth + 1)


def lemma(fact: Term, own: Proof, rest: Proof = SIGNS) -> Proof:
    return Proof("lemma", (fact,), (), (own, rest))


def after(relation: Term, form: Isolated) -> Term:
    if form.function == "power":
        return Term(relation.head, tuple(call("pow", side, form.terms[0]) for side in relation.args))
    return Term(relation.head, tuple(call(form.function, side) for side in relation.args))


BOUNDED: Final = frozenset({"cos", "sin", "atan", "asin", "erf", "floor"})


INVERTIBLE: Final = frozenset({"exp", "log", "pow"})


def has_choice(term: Term) -> bool:
    return any(t.head == "Piecewise" for t in parts_of(term))


def put(cell: Cell, name: str, value: Term) -> Cell:
    return replace(cell, facts=tuple(substitute(f, {name: value}) for f in cell.facts))
