"""Inductions for equations with sums: what is found, and what the kernel refuses of a forged proof."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

import pytest

from tests.chains import claim_between
from verifier.engine.sums.recurrences import find_proof_by_recurrence
from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge, lowered
from verifier.kernel.normal_forms.field import GaveUp
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.model.evidence import Equality, Point, Proof
from verifier.model.verdict import Verdict
from verifier.terms.term import ONE, Term, add, integer, symbol

SQUARES = claim_between("Sum(binomial(n, k)**2, (k, 0, n))", "binomial(2*n, n)", {"n": "natural"})
WITNESS = Point({"n": Fraction(2)})


def found() -> Proof:
    proof = find_proof_by_recurrence(*lowered(SQUARES))
    assert proof is not None
    return proof


def test_the_proof_found_is_accepted() -> None:
    assert judge(SQUARES, Equality(found(), WITNESS)).verdict is Verdict.PROVED


def test_forged_inductions_are_refused() -> None:
    proof = found()
    (start, c), parts = proof.terms, proof.parts
    forged = [
        Proof("recurrence", (start, c), ("n",), parts[:1]),
        Proof("recurrence", (start,), ("n",), parts),
        Proof("recurrence", (start, c), ("m",), parts),
        Proof("recurrence", (start, c), (), parts),
        Proof("recurrence", (ONE, c), ("n",), parts),  # n may be 0
        Proof("recurrence", (start, add(c, ONE)), ("n",), parts),
        Proof("recurrence", (start, symbol("other")), ("n",), parts),
        Proof("recurrence", (start, c), ("n",), (parts[1], parts[1])),
        Proof("recurrence", (start, c), ("n",), (parts[0], parts[0])),
    ]
    for f in forged:
        assert is_refused(f)


def test_forged_rewritings_of_a_sum_are_refused() -> None:
    proof = found()
    step = proof.parts[1]
    assert step.rule == "creative-telescoping"
    ahead, total, c, whole, e = step.terms
    terms: list[tuple[Term, ...]] = [
        (total, ahead, c, whole, e),
        (ahead, total, c, add(whole, symbol("k")), e),
        (ahead, total, add(c, ONE), whole, e),
        (ahead, total, symbol("k"), whole, e),
        (ahead, total, c, symbol("other"), e),
        (ahead, total, c, whole, add(e, ONE)),  # the differences have no value at the end
        (ahead, total, c, whole, integer(3)),
        (ahead, total, c, whole),
        (ahead, c, total, whole, e),
    ]
    altered = [Proof(step.rule, t, step.names, step.parts) for t in terms]
    parts = [Proof(step.rule, step.terms, step.names, p) for p in ((), step.parts[:1], (*step.parts, *step.parts))]
    for forged in chain(altered, parts):
        assert is_refused(Proof(proof.rule, proof.terms, proof.names, (proof.parts[0], forged)))


def is_refused(proof: Proof) -> bool:
    try:
        judge(SQUARES, Equality(proof, WITNESS))
    except (Refused, GaveUp, NeedsSign):
        return True
    return False


@pytest.mark.parametrize(
    "lhs, rhs",
    [
        ("Sum(binomial(n, k)**2, (k, 0, n))", "binomial(2*n, n) + 1"),
        ("Sum(binomial(n, k)**2, (k, 0, n))", "binomial(2*n, n)*(1 + n*(n - 1))"),
        ("Sum(binomial(n, k)/(k + 1), (k, 0, n))", "2**(n + 1)/(n + 1)"),
        ("Sum(1/(k - 3), (k, 1, n))", "Sum(1/(k - 3), (k, 1, n)) + 0*n"),  # undefined from n = 3 on
    ],
)
def test_no_proof_of_what_fails(lhs: str, rhs: str) -> None:
    assert find_proof_by_recurrence(*lowered(claim_between(lhs, rhs, {"n": "natural"}))) is None


def test_of_an_index_only_bounds_from_above_are_kept() -> None:
    """What else is known of n is forgotten for the step, so that it must not be used for it."""
    lhs, rhs = "Sum(k, (k, 1, n))", "n*(n + 1)/2 + (n - 2)*(n - 3)"
    assert find_proof_by_recurrence(*lowered(claim_between(lhs, rhs, {"n": "integer, in [2, 3]"}))) is not None
    assert find_proof_by_recurrence(*lowered(claim_between(lhs, rhs, {"n": "integer, in [2, 4]"}))) is None
    assert find_proof_by_recurrence(*lowered(claim_between(lhs, rhs, {"n": "integer, >= 2"}))) is None
