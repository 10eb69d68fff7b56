"""Sums by differences: what the kernel refuses of a proof."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.chains import claim_between
from verifier.engine.sums.telescoping import find_proof_by_telescoping
from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge, lowered
from verifier.model.evidence import Equality, Point, Proof
from verifier.model.verdict import Verdict
from verifier.terms.term import call, integer, symbol

CLAIM = claim_between("Sum(k*factorial(k), (k, 1, n))", "factorial(n + 1) - 1", {"n": "natural"})
WITNESS = Point({"n": Fraction(2)})


def test_the_proof_found_is_accepted() -> None:
    proof = find_proof_by_telescoping(*lowered(CLAIM))
    assert proof is not None
    assert judge(CLAIM, Equality(proof, WITNESS)).verdict is Verdict.PROVED


def test_forged_proofs_are_refused() -> None:
    proof = find_proof_by_telescoping(*lowered(CLAIM))
    assert proof is not None
    total, whole = proof.terms
    first, rest = proof.parts
    forged = [
        Proof("telescoping", (total, whole), (), (rest,)),
        Proof("telescoping", (total, whole), (), ()),
        Proof("telescoping", (total,), (), (first, rest)),
        Proof("telescoping", (total, symbol("k")), (), (first, rest)),
        Proof("telescoping", (total, call("add", whole, symbol("other"))), (), (first, rest)),
        Proof("telescoping", (integer(1), whole), (), (first, rest)),
        Proof("telescoping", (total, whole), (), (Proof("antiderivative", parts=(first, first)), rest)),
    ]
    for f in forged:
        with pytest.raises(Refused):
            judge(CLAIM, Equality(f, WITNESS))


def test_a_sum_whose_range_may_end_before_it_begins_is_not_its_closed_form() -> None:
    claim = claim_between("Sum(1/(k*(k + 1)), (k, 3, n))", "1/3 - 1/(n + 1)", {"n": "natural"})
    proof = find_proof_by_telescoping(*lowered(claim))
    assert proof is None
