"""Proofs of claims that say an order, an equivalence or an implication, by the search for proofs of conditions."""

from __future__ import annotations

from itertools import islice
from typing import Final

from verifier.engine.inequalities.goals import MOST_GOALS, Budget, Goal, NotShown
from verifier.engine.inequalities.places import filtered
from verifier.engine.inequalities.search import Search
from verifier.engine.points.points import sample
from verifier.kernel.cell import Cell, Refused
from verifier.kernel.inequalities.establishing import where_defined
from verifier.kernel.judge import lowered
from verifier.kernel.normal_forms.field import Bounds, GaveUp
from verifier.kernel.proving import condition_of, implied
from verifier.kernel.relations import statement
from verifier.model.claim import Claim
from verifier.model.evidence import Proof
from verifier.terms.heads import parts_of
from verifier.terms.term import ONE, Term

MOST_POINTS: Final = 24
GOALS_FOR_A_CHOICE: Final = 60


def proof_of_conditions(claim: Claim, bounds: Bounds) -> Proof | None:
    """A proof of a claim between values (`relations.valued`) by the rules for conditions; None where none is found."""
    stated = claim if claim.relation == "=" else statement(claim)
    cell, lhs, rhs = lowered(stated, bounds)
    try:
        return find_proof_of_condition(cell, lhs, rhs, float_points(claim, MOST_POINTS))
    except (NotShown, Refused, GaveUp):
        return None


def float_points(claim: Claim, count: int) -> list[dict[str, float]]:
    """At most so many points of the declared domain, in floats."""
    return [
        {n: float(v) for n, v in p.values.items() if not isinstance(v, tuple)}
        for p in islice(sample(claim.domain, (claim.lhs, claim.rhs)), count)
    ]


def find_proof_of_condition(cell: Cell, lhs: Term, rhs: Term, points: list[dict[str, float]]) -> Proof:
    """A proof that the sides, values of conditions, are equal on the cell; NotShown where none is found."""
    first, second = condition_of(lhs), condition_of(rhs)
    if first is not None and second is not None:
        inner = where_defined(cell, first, second)
        there = _shown(inner, first, second, points)
        return Proof("equivalence", parts=(there, _shown(inner, second, first, points)))
    if rhs != ONE or first is None:
        raise NotShown
    premise, conclusion = implied(lhs)
    if premise is not None and conclusion is not None:
        inner = where_defined(cell, premise, conclusion)
        return Proof("implication", parts=(_shown(inner, premise, conclusion, points),))
    goal = Goal(where_defined(cell, first), first, tuple(points))
    choices = len({t for t in parts_of(first) if t.head == "Piecewise"})
    budget = Budget(MOST_GOALS + GOALS_FOR_A_CHOICE * choices)
    return Proof("condition", parts=(Search(budget).show(goal),))


def _shown(cell: Cell, premise: Term, conclusion: Term, points: list[dict[str, float]]) -> Proof:
    goal = Goal(cell.with_fact(premise), conclusion, tuple(filtered(points, premise)))
    return Search().show(goal)
