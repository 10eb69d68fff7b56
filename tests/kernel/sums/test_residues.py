"""The rule `residues`: what it accepts, and what it refuses from a forger."""

from __future__ import annotations

import pytest

from tests.relations import claim_between
from verifier.kernel.cell import Needs, Refused
from verifier.kernel.judge import lowered
from verifier.kernel.normal_forms.field import GaveUp
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.proving import replay
from verifier.model.evidence import Proof
from verifier.terms.term import Term, div, integer

PLAIN = Proof("normal-form")


def residues(q: Term, count: int, name: str = "n") -> Proof:
    return Proof("residues", (q,), (name,), (PLAIN,) * count)


def is_shown(lhs: str, rhs: str, proof: Proof, **symbols: str) -> bool:
    cell, left, right = lowered(claim_between(lhs, "=", rhs, **symbols))
    try:
        return replay(cell, left, right, proof) == Needs()
    except (Refused, NeedsSign, GaveUp):
        return False


def test_each_remainder_is_shown() -> None:
    assert is_shown("floor((n + 2)/3)", "ceiling(n/3)", residues(integer(3), 3), n="integer")
    assert is_shown("floor((n + 2)/3)", "ceiling(n/3)", residues(integer(6), 6), n="integer")


@pytest.mark.parametrize(
    "lhs, rhs, proof, words",
    [
        ("floor((n + 2)/3)", "ceiling(n/3)", residues(integer(3), 2), "integer"),  # a remainder is left out
        ("floor(n/2)", "n/2", residues(integer(2), 1), "integer"),
        ("floor(n/2)", "n/2", residues(integer(1), 1), "integer"),
        ("floor(n/2)", "n/2", residues(integer(2), 2), "integer"),
        ("floor(n/2)", "n/2", residues(integer(0), 0), "integer"),
        ("floor(n/2)", "n/2", residues(integer(-1), 0), "integer"),
        ("floor(n)", "n", residues(integer(1), 1), "real"),  # no integer
        ("floor(n)", "n", residues(div(integer(1), integer(2)), 1), "integer"),
        ("floor(m)", "m", residues(integer(1), 1, "m"), "integer"),  # m is real
        ("floor(n/2)/n", "floor(n/2)/n + 0*log(n)", residues(integer(2), 2), "integer"),  # under a condition
    ],
)
def test_a_forged_proof_by_remainders_is_refused(lhs: str, rhs: str, proof: Proof, words: str) -> None:
    assert not is_shown(lhs, rhs, proof, n=words, m="real")


def test_the_fresh_integer_is_no_symbol_of_the_claim() -> None:
    """With the claim's own m for the quotient, n + m would be 3*m or 3*m + 1."""
    assert not is_shown("floor((n + m)/3)", "m", residues(integer(2), 2), n="integer", m="integer")
