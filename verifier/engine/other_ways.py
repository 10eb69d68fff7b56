"""Proofs that are looked for where the normal form shows nothing, each for claims of one kind: None for those of another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifier.engine.kinds import has_definite_integral
from verifier.engine.search import find_proof_across_gaps, find_proof_by_alternatives, find_proof_by_equation
from verifier.kernel.cell import Cell
from verifier.kernel.derivatives.gaps import is_derivative
from verifier.kernel.inequalities.establishing import where_defined
from verifier.kernel.judge import lowered
from verifier.kernel.normal_forms.field import Bounds
from verifier.kernel.relations import statement
from verifier.model.claim import Claim
from verifier.model.evidence import Proof
from verifier.terms.heads import heads
from verifier.terms.term import Term

Way = Callable[[Claim, Bounds], Proof | None]


def across_gaps(claim: Claim, bounds: Bounds) -> Proof | None:
    """For a derivative across the points where its rules say nothing."""
    if claim.relation != "=" or not any(map(is_derivative, (claim.lhs, claim.rhs))):
        return None
    return find_proof_across_gaps(claim, *lowered(claim, bounds))


def by_equation(claim: Claim, bounds: Bounds) -> Proof | None:
    """With a symbol replaced by what an assumed equation says of it."""
    if not any("eq" in heads(c) for c in claim.domain.conditions):
        return None
    stated = claim if claim.relation == "=" else statement(claim)
    return find_proof_by_equation(
        *lowered(stated, bounds), _by_integrals if has_definite_integral(claim) else _by_nothing
    )


def _by_integrals(cell: Cell, lhs: Term, rhs: Term) -> Proof | None:
    from verifier.engine.integrals.definite_integrals import find_proof_by_antiderivatives

    return find_proof_by_antiderivatives(cell, lhs, rhs)


def _by_nothing(cell: Cell, lhs: Term, rhs: Term) -> None:
    return None


def by_alternatives(claim: Claim, bounds: Bounds) -> Proof | None:
    """With the cell cut where one of two assumed alternatives fails, so that the other one is known there."""
    if not any("or" in heads(c) for c in claim.domain.conditions):
        return None
    stated = claim if claim.relation == "=" else statement(claim)
    return find_proof_by_alternatives(*lowered(stated, bounds))


def by_differences(claim: Claim, bounds: Bounds) -> Proof | None:
    """For a closed form of a sum, whose differences are its terms."""
    if claim.relation != "=" or "Sum" not in heads(claim.lhs) | heads(claim.rhs):
        return None
    from verifier.engine.sums.telescoping import find_proof_by_telescoping

    return _where_defined(find_proof_by_telescoping, claim, bounds)


def by_residues(claim: Claim, bounds: Bounds) -> Proof | None:
    """For whole parts of fractions of an integer, by its remainders."""
    if claim.relation != "=" or not {"floor", "ceiling"} & (heads(claim.lhs) | heads(claim.rhs)):
        return None
    from verifier.engine.sums.remainders import find_proof_by_residues

    return find_proof_by_residues(*lowered(claim, bounds))


def by_recurrence(claim: Claim, bounds: Bounds) -> Proof | None:
    """For a sum or a product up to n, or a binomial coefficient, by induction on n."""
    if claim.relation != "=" or not {"Sum", "Product", "binomial"} & (heads(claim.lhs) | heads(claim.rhs)):
        return None
    from verifier.engine.sums.recurrences import find_proof_by_recurrence

    return _where_defined(find_proof_by_recurrence, claim, bounds)


def _where_defined(find: Callable[[Cell, Term, Term], Proof | None], claim: Claim, bounds: Bounds) -> Proof | None:
    """What is found on the whole cell, or else where both sides are defined."""
    cell, lhs, rhs = lowered(claim, bounds)
    proof = find(cell, lhs, rhs)
    if proof is not None:
        return proof
    inner = where_defined(cell, lhs, rhs)
    proof = None if inner == cell else find(inner, lhs, rhs)
    return None if proof is None else Proof("where-defined", parts=(proof,))


WAYS: Final[tuple[Way, ...]] = (across_gaps, by_equation, by_alternatives, by_residues, by_differences, by_recurrence)
