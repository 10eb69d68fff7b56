"""Forged evidence for claims with antiderivatives is refused."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest

from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle

NORMAL_FORM = Proof("normal-form")
PROOF = Proof("antiderivative", parts=(NORMAL_FORM, NORMAL_FORM))


def claim(lhs: str, rhs: str, assume: Iterable[str] = ()) -> Claim:
    chain = read_pair(lhs, rhs, {}, {}, assume).chain
    return claim_of(settle(chain), *(s.written.term for s in chain.steps))


def at(x: str) -> Point:
    return Point({"x": Fraction(x)})


def test_a_proof_by_derivatives_is_accepted() -> None:
    assert judge(claim("Integral(2*x, x)", "x**2 + 5"), Equality(PROOF, at("1/2"))).verdict.value == "proved"


@pytest.mark.parametrize("rhs", ["sign(x)", "Heaviside(x)", "floor(x)", "Piecewise((1, x > 0), (2, True))"])
def test_a_side_that_jumps_is_no_constant(rhs: str) -> None:
    with pytest.raises(Refused):
        judge(claim("Integral(0, x)", rhs), Equality(PROOF, at("1/2")))


def test_the_rule_needs_an_antiderivative_and_both_parts() -> None:
    with pytest.raises(Refused):
        judge(claim("2*x", "2*x"), Equality(PROOF, at("1/2")))
    with pytest.raises(Refused):
        judge(claim("Integral(2*x, x)", "x**2"), Equality(Proof("antiderivative", parts=(NORMAL_FORM,)), at("1/2")))


def test_the_rule_shows_no_part_of_a_claim() -> None:
    cut = Proof("cells", (read_pair("x", "x").chain.steps[0].written.term,), (), (PROOF, PROOF, PROOF))
    with pytest.raises(Refused):
        judge(claim("Integral(0, x)", "sign(x)"), Equality(cut, at("1/2")))


def test_a_counterexample_needs_an_interval() -> None:
    point = Counterexample(at("1"))
    assert judge(claim("Integral(2*x, x)", "x**3"), point).verdict.value == "refuted"
    with pytest.raises(Refused):
        judge(claim("Integral(2*x, x)", "x**3", ["x**2 = 1"]), point)
    with pytest.raises(Refused):
        judge(claim("Integral(2*x, x)", "x**3", ["x >= 1"]), point)


def test_a_factor_with_the_variable_is_unsupported() -> None:
    with pytest.raises(Unsupported):
        judge(claim("x*Integral(1, x)", "x**2"), Equality(PROOF, at("1")))
