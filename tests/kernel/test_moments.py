"""Expectation, variance and covariance: linearity, declared independence, distributions that refute, forged ones refused."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from tests.chains import claim_between, outcome_of
from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.model.verdict import Verdict
from verifier.terms.printer import text_of

PROVED, CONDITIONAL, REFUTED, UNDECIDED = Verdict
SYMBOLS = {"X, Y": "random", "U, V, W": "independent random", "a, b, mu": "real"}


@pytest.mark.parametrize(
    "lhs, rhs, verdict",
    [
        ("Expectation(a*X + b*Y)", "a*Expectation(X) + b*Expectation(Y)", PROVED),
        ("Expectation(a*X + b)", "a*Expectation(X)", REFUTED),
        ("Expectation(X**2)", "Expectation(X)**2", REFUTED),
        ("Expectation(X*Y)", "Expectation(X)*Expectation(Y)", REFUTED),
        ("Expectation(U*V)", "Expectation(U)*Expectation(V)", PROVED),
        ("Expectation(U*V*W)", "Expectation(U)*Expectation(V)*Expectation(W)", PROVED),
        ("Expectation(U**2*V)", "Expectation(U**2)*Expectation(V)", PROVED),
        ("Expectation(U**2*V)", "Expectation(U)**2*Expectation(V)", REFUTED),
        ("Expectation(U*X)", "Expectation(U)*Expectation(X)", REFUTED),
        ("Variance(a*X + b)", "a**2*Variance(X)", PROVED),
        ("Variance(a*X + b)", "a*Variance(X)", REFUTED),
        ("Variance(a*X + b)", "a**2*Variance(X) + b", REFUTED),
        ("Variance(X)", "Expectation(X**2) - Expectation(X)**2", PROVED),
        ("Variance(X)", "Expectation((X - Expectation(X))**2)", PROVED),
        ("Variance(X + Y)", "Variance(X) + Variance(Y) + 2*Covariance(X, Y)", PROVED),
        ("Variance(X + Y)", "Variance(X) + Variance(Y)", REFUTED),
        ("Variance(U + V)", "Variance(U) + Variance(V)", PROVED),
        ("Variance(U - V)", "Variance(U) + Variance(V)", PROVED),
        ("Variance(U - V)", "Variance(U) - Variance(V)", REFUTED),
        ("Covariance(X, X)", "Variance(X)", PROVED),
        ("Covariance(a*X, b*Y)", "a*b*Covariance(X, Y)", PROVED),
        ("Covariance(X + a, Y + b)", "Covariance(X, Y)", PROVED),
        ("Covariance(X + U, Y)", "Covariance(X, Y) + Covariance(U, Y)", PROVED),
        ("Covariance(U, V)", "0", PROVED),
        ("Covariance(X, Y)", "0", REFUTED),
        ("Expectation((X - mu)**2)", "Variance(X) + (Expectation(X) - mu)**2", PROVED),
        ("Expectation((X - mu)**2)", "Variance(X)", REFUTED),
        ("Expectation(X/a)", "Expectation(X)/a", PROVED),
        ("Expectation(a*X/a)", "Expectation(X)", CONDITIONAL),
        ("Variance(U*V)", "Variance(U)*Variance(V)", REFUTED),
        ("Expectation(exp(X))", "exp(Expectation(X))", REFUTED),
        ("Expectation(exp(X))", "Expectation(exp(X))", UNDECIDED),
        ("Expectation(3)", "3", UNDECIDED),
        ("X", "X", UNDECIDED),
    ],
)
def test_a_claim_about_random_symbols_has_its_verdict(lhs: str, rhs: str, verdict: Verdict) -> None:
    assert outcome_of(lhs, rhs, SYMBOLS).verdict is verdict


def test_a_divisor_is_a_condition() -> None:
    outcome = outcome_of("Expectation(a*X/a)", "Expectation(X)", SYMBOLS)
    assert [(text_of(c), side) for c, side in outcome.conditions] == [("a != 0", "lhs")]


def test_assumed_moments_are_used() -> None:
    assume = ["Expectation(X) = mu"]
    assert outcome_of("Expectation((X - mu)**2)", "Variance(X)", SYMBOLS, assume=assume).verdict is PROVED
    assert outcome_of("Expectation(X**2)", "Variance(X)", SYMBOLS, assume=["Expectation(X) = 0"]).verdict is PROVED
    assert outcome_of("Expectation(X**3)", "0", SYMBOLS, assume=["Expectation(X) = 0"]).verdict is not PROVED


CLAIM = claim_between("Variance(U + V)", "Variance(U) + Variance(V)", SYMBOLS)


def distribution(**columns: str) -> Point:
    return Point({f"{n}[{k}]": Fraction(v) for n, c in columns.items() for k, v in enumerate(c.split(), 1)})


@pytest.mark.parametrize(
    "columns",
    [{"U": "0 1", "V": "0 1"}, {"U": "0 1 0 1", "V": "0 0 1"}, {"U": "0 1"}, {}, {"U": "0 1 0 1", "V": "0 0 1 1"}],
)
def test_dependent_or_broken_distributions_refute_nothing(columns: Mapping[str, str]) -> None:
    with pytest.raises(Refused):
        judge(CLAIM, Counterexample(distribution(**columns)))


@pytest.mark.parametrize("proof", [Proof("moments"), Proof("normal-form"), Proof("moments", parts=(Proof("same"),))])
def test_a_forged_proof_is_refused(proof: Proof) -> None:
    claim = claim_between("Variance(U*V)", "Variance(U)*Variance(V)", SYMBOLS)
    with pytest.raises(Refused):
        judge(claim, Equality(proof, distribution(U="-1 1 -1 1", V="0 0 0 0")))
