"""Orders between terms with definite integrals: by their integrands, or by the values of the integrals.

Nothing here is trusted. That the integrals exist is shown beside the order (`kernel.integrals.existing_integrals`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from verifier.engine.inequalities.conditions import MOST_POINTS, find_proof_of_condition, float_points
from verifier.engine.inequalities.goals import NotShown
from verifier.engine.integrals.definite_integrals import PROBLEMS, evaluated, rewriting
from verifier.engine.search import NotFound, find_proof
from verifier.kernel.cell import Cell, Refused
from verifier.kernel.integrals.definite_integrals import outer_integrals
from verifier.kernel.integrals.existing_integrals import CONTINUOUS, EXISTING, continuous
from verifier.kernel.judge import lowered
from verifier.kernel.normal_forms.field import Bounds, GaveUp
from verifier.kernel.relations import statement
from verifier.model.claim import Claim
from verifier.model.evidence import Proof
from verifier.terms.term import Term


def proofs_of_order(claim: Claim, bounds: Bounds) -> Iterator[Proof]:
    """Proofs of an order between real terms with definite integrals, as they are found."""
    cell, lhs, rhs = lowered(claim, bounds)
    _, stated, one = lowered(statement(claim), bounds)
    exist = [_existence(cell, i, (lhs, rhs)) for i in dict.fromkeys((*outer_integrals(lhs), *outer_integrals(rhs)))]
    first = [proof for proof in exist if proof is not None]
    points = float_points(claim, MOST_POINTS)
    with suppress(NotShown, Refused, GaveUp):
        yield _after(first, find_proof_of_condition(cell, stated, one, points))
    used, (valued,) = evaluated(cell, (stated,))
    if used:
        with suppress(NotFound, Refused):
            yield _after([*first, *used], find_proof(cell, valued, one))
        with suppress(NotShown, Refused, GaveUp):
            yield _after([*first, *used], find_proof_of_condition(cell, valued, one, points))


def _existence(cell: Cell, integral: Term, sides: tuple[Term, Term]) -> Proof | None:
    """The start of a proof that says where the integral exists; None where nothing is known of it."""
    try:
        continuous(cell, integral, sides)
        return Proof(CONTINUOUS, (integral,))
    except PROBLEMS:
        found = rewriting(cell, sides, integral)
        return None if found is None else Proof(EXISTING, (integral,), (), (found[0],))


def _after(steps: list[Proof], rest: Proof) -> Proof:
    for step in reversed(steps):
        rest = Proof(step.rule, step.terms, step.names, (*step.parts, rest))
    return rest
