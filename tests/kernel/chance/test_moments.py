"""Expectation, variance and covariance: linearity, declared independence, distributions that refute, forged ones refused."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.chains import claim_between, outcome_of
from tests.relations import decided
from verifier.kernel.balls.evaluation import holds
from verifier.kernel.cell import Refused
from verifier.kernel.chance.moment_bounds import Monomial, bounds
from verifier.kernel.judge import judge
from verifier.model.chain import Declaration, Kind, NumberSet
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.model.verdict import Answer, Verdict
from verifier.terms.printer import text_of
from verifier.terms.term import call, integer, symbol

PROVED, CONDITIONAL, REFUTED, UNDECIDED = Verdict
SYMBOLS = {
    "X, Y": "random",
    "P, Q": "random positive",
    "U, V, W": "independent random",
    "a, b, mu": "real",
    "n": "positive integer",
}


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
        ("sqrt(Variance(X))**2", "Variance(X)", PROVED),
        ("sqrt(Covariance(X, Y))**2", "Covariance(X, Y)", CONDITIONAL),
        ("Derivative(Variance(X - a*Y), a)", "-2*Covariance(X, Y) + 2*a*Variance(Y)", PROVED),
        ("Derivative(Variance(X - a*Y), a)", "-2*Covariance(X, Y) + a*Variance(Y)", REFUTED),
        ("Derivative(Expectation(X**2), X)", "2*Expectation(X)", UNDECIDED),
        ("Sum(Expectation(k*X), (k, 1, n))", "n*(n + 1)/2*Expectation(X)", PROVED),
        ("Expectation(exp(X))", "exp(Expectation(X))", REFUTED),
        ("Expectation(exp(X))", "Expectation(exp(X))", UNDECIDED),
        ("Expectation(3)", "3", UNDECIDED),
        ("X", "X", UNDECIDED),
    ],
)
def test_a_claim_about_random_symbols_has_its_verdict(lhs: str, rhs: str, verdict: Verdict) -> None:
    assert outcome_of(lhs, rhs, SYMBOLS).verdict is verdict


@pytest.mark.parametrize(
    "lhs, relation, rhs, verdict",
    [
        ("Expectation(X)**2", "<=", "Expectation(X**2)", PROVED),
        ("Expectation(X)**2", "<", "Expectation(X**2)", REFUTED),
        ("Variance(X)", ">=", "0", PROVED),
        ("Covariance(X, Y)", ">=", "0", REFUTED),
        ("Expectation(X*Y)**2", "<=", "Expectation(X**2)*Expectation(Y**2)", PROVED),
        ("Expectation(X*Y)**2", "<=", "Expectation(X)**2*Expectation(Y)**2", REFUTED),
        ("Covariance(X, Y)**2", "<=", "Variance(X)*Variance(Y)", PROVED),
        ("Abs(Covariance(X, Y))", "<=", "sqrt(Variance(X)*Variance(Y))", PROVED),
        ("Abs(Covariance(X, Y))", "<=", "Variance(X)*Variance(Y)", REFUTED),
        ("Variance(X + Y)", "<=", "2*Variance(X) + 2*Variance(Y)", PROVED),
        ("Variance(X + Y)", "<=", "Variance(X) + Variance(Y)", REFUTED),
        ("Expectation(P*Q)", ">", "0", PROVED),
        ("Expectation(P*X)", ">", "0", REFUTED),
        ("Expectation(P*X**2)", ">=", "0", PROVED),
        ("Covariance(P, Q)", ">=", "0", REFUTED),
    ],
)
def test_moments_have_the_signs_that_moments_can_have(lhs: str, relation: str, rhs: str, verdict: Verdict) -> None:
    symbols = {name: words for names, words in SYMBOLS.items() for name in names.split(", ")}
    assert decided(lhs, relation, rhs, **symbols).verdict is verdict


VALUES = st.fractions(-4, 4, max_denominator=3)
X, Y = symbol("X"), symbol("Y")
MONOMIALS = [tuple((t, k) for t, k in ((X, i), (Y, j)) if k) for i in range(5) for j in range(5) if i + j]


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=5), st.sets(st.sampled_from(MONOMIALS)), st.booleans())
def test_every_bound_holds_at_every_distribution(
    outcomes: list[tuple[Fraction, Fraction]], monomials: set[Monomial], positive: bool
) -> None:
    if positive:
        outcomes = [(abs(x) + 1, abs(y) + 1) for x, y in outcomes]
    conditions = {t: (call("gt", t, integer(0)),) if positive else () for t in (X, Y)}
    random = {t.name: Declaration(t.name, Kind.RANDOM, NumberSet.REAL, conditions[t]) for t in (X, Y)}
    names = {m: f"e{i}" for i, m in enumerate(sorted(monomials, key=repr))}
    point = Point(
        {
            name: Fraction(
                sum(prod((o[t is Y] ** k for t, k in m), start=Fraction(1)) for o in outcomes), len(outcomes)
            )
            for m, name in names.items()
        }
    )
    for bound in bounds(random, names):
        assert holds(bound, point) is Answer.YES


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
