"""A look at points: false claims are refuted with an exact point, true ones never are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.engine.points.test_points import claim
from verifier.engine.refute import Look, look
from verifier.model.evidence import Point


def see(lhs: str, rhs: str, assume: Sequence[str] = (), complex_numbers: bool = False, **symbols: str) -> Look:
    return look(claim(lhs, rhs, assume, complex_numbers, **symbols))


@pytest.mark.parametrize(
    "lhs, rhs",
    [
        ("x*y", "x*y + 1e-60"),
        ("exp(x)", "exp(x) + 1e-60"),
        ("sin(x)**2 + cos(x)**2", "1 + 1e-40"),
        ("sign(x)**2", "1"),
        ("sign(x - x)", "-1"),
        ("Piecewise((1, x == 0), (0, True))", "0"),
        ("Piecewise((x + 1, x > 1000), (x, True))", "x"),
        ("Piecewise((2, x == 3), (x, True))", "x"),
        ("Piecewise((x, x == y), (y, True))", "y + KroneckerDelta(x, y)"),
        ("sqrt((x - 100)**2)", "x - 100"),
        ("sqrt((x + 100)**2)", "x + 100"),
        ("log(x**2)", "2*log(x) + 1e-30"),
        ("sqrt(x**2)", "x"),
        ("(x**a)**b", "x**(a*b)"),
        ("asin(sin(x))", "x"),
        ("atan(x) + atan(1/x)", "pi/2"),
        ("Abs(x + y)", "Abs(x) + Abs(y)"),
        ("Max(x, y)", "x"),
        ("Integral(sqrt(t), (t, 0, 4))", "16/3 + 1e-9"),
        ("tanh(100)", "1"),
        ("exp(-10**3)", "0"),
        ("Derivative(x**2, x)", "x"),
        ("binomial(n, 2)", "n*(n + 1)/2"),
        ("floor(x) + 1", "ceiling(x)"),
        ("x", "y"),
    ],
)
def test_a_false_claim_is_refuted(lhs: str, rhs: str) -> None:
    assert see(lhs, rhs).counterexample is not None


@pytest.mark.parametrize(
    "lhs, rhs",
    [
        ("log(exp(z))", "z"),
        ("sqrt(z**2)", "z"),
        ("log(z**2)", "2*log(z)"),
        ("sqrt(1/z)", "1/sqrt(z)"),
        ("sqrt(z*w)", "sqrt(z)*sqrt(w)"),
        ("conjugate(log(z))", "log(conjugate(z))"),
        ("conjugate(exp(log(z)/2))", "exp(log(z)/2)"),
        ("Abs(z)**2", "z**2"),
        ("acosh(z)", "I*acos(z)"),
    ],
)
def test_a_false_claim_of_complex_numbers_is_refuted(lhs: str, rhs: str) -> None:
    assert see(lhs, rhs, complex_numbers=True, z="complex", w="complex").counterexample is not None


@pytest.mark.parametrize(
    "lhs, rhs, symbols",
    [
        ("Sum(sign(k), (k, 0, n))", "Sum(1, (k, 0, n))", {"n": "natural"}),
        ("Sum(k, (k, 3, n))", "n*(n + 1)/2 - 3", {"n": "positive integer"}),
        ("Sum(x[i], (i, 1, n))", "Sum(x[i], (i, 0, n))", {"x": "indexed real", "n": "natural"}),
        ("Sum(x[i], (i, 1, n))**2", "Sum(x[i]**2, (i, 1, n))", {"x": "indexed real", "n": "natural"}),
        ("f(x + y)", "f(x) + f(y)", {"f": "function"}),
        ("Derivative(f(g(x)), x)", "Derivative(f(x), x)*Derivative(g(x), x)", {"f": "function", "g": "function"}),
        ("(-1)**n", "1", {"n": "integer"}),
    ],
)
def test_sums_functions_and_integers_are_refuted_too(lhs: str, rhs: str, symbols: dict[str, str]) -> None:
    assert see(lhs, rhs, **symbols).counterexample is not None


@pytest.mark.parametrize(
    "lhs, rhs",
    [
        ("x/x", "1"),
        ("0*log(x)", "0"),
        ("exp(log(x))", "x"),
        ("log(x**2)", "2*log(x)"),
        ("Integral(1/t**2, (t, -1, x))", "-1/x - 1"),
        ("Integral(sqrt(t), (t, 0, 4))", "16/3"),
        ("Integral(Abs(t), (t, -1, 1))", "1"),
        ("sqrt(x)**2", "x"),
        ("sqrt(2)*sqrt(3)", "sqrt(6)"),
        ("Derivative(log(x), x)", "1/x"),
        ("Derivative(Abs(x), x)", "sign(x)"),
        ("Sum(k, (k, 0, n))", "n*(n + 1)/2"),
        ("factorial(n)/factorial(n - 1)", "n"),
        ("gamma(x + 2)", "(x + 1)*x*gamma(x)"),
    ],
)
def test_a_claim_that_holds_where_both_sides_are_defined_is_not_refuted(lhs: str, rhs: str) -> None:
    found = see(lhs, rhs, n="natural") if "n" in lhs.replace("sign", "").replace("Integral", "") else see(lhs, rhs)
    assert found.counterexample is None
    assert found.witness is not None
    assert 0 < found.effective <= found.points


def test_agreement_is_not_asked_where_both_sides_may_be_0() -> None:
    found = see("Abs(sin(x) - sin(y))", "2*Abs(cos((x + y)/2))*Abs(sin((x - y)/2))", x="real", y="real")
    assert found.digits is not None
    assert found.digits >= 15
    assert see("0", "(x + 1)**2 - x**2 - 2*x - 1", x="real").digits is None


def test_agreement_in_digits_and_a_witness_where_both_sides_are_defined() -> None:
    found = see("sqrt(x)**2", "x")
    assert found.digits is not None
    assert found.digits >= 15
    assert found.witness is not None
    assert found.witness.values["x"] >= 0  # type: ignore[operator]


def test_zero_effective_points_are_nothing_known_not_agreement() -> None:
    found = see("log(x)", "log(-x)")
    assert (found.counterexample, found.effective, found.witness, found.digits) == (None, 0, None, None)
    assert found.undefined_everywhere
    assert see("1/0", "2/0").undefined_everywhere
    unclear = see("Integral(gamma(x)/x**x, (x, 1, oo))", "2")
    assert not unclear.undefined_everywhere
    assert unclear.effective == 0


def test_without_a_point_in_the_domain_nothing_is_refuted() -> None:
    found = see("x", "x + 1", ["x > 1", "x < 1"], x="real")
    assert found.no_point
    assert found.counterexample is None


def test_the_first_counterexample_is_a_simple_one() -> None:
    found = see("-(y/a - (1 - y)/(1 - a))", "y/a + (1 - y)/(1 - a)", a="in (0, 1)", y="in [0, 1]")
    assert found.counterexample is not None
    assert found.counterexample.values["a"] == Fraction(1, 2)


def test_a_counterexample_shows_only_entries_that_count() -> None:
    found = see("x[1] + x[2]", "x[1] - x[2]", x="indexed real")
    assert found.counterexample is not None
    assert found.counterexample.values.keys() == {"x[1]", "x[2]"}


def test_points_may_be_given() -> None:
    made = claim("x**2", "x")
    given = [Point({"x": Fraction(v)}) for v in (0, 1)]
    assert look(made, given).counterexample is None
    assert look(made, [*given, Point({"x": Fraction(3)})]).counterexample == Point({"x": Fraction(3)})


@pytest.mark.parametrize(
    "lhs, relation, rhs, refuted",
    [
        ("x**2", ">=", "0", False),
        ("x**2", ">", "0", True),
        ("x", "<=", "Abs(x)", False),
        ("x", "<", "Abs(x)", True),
        ("log(x)", "<=", "x - 1", False),
        ("sqrt(x)", "<=", "x", True),
    ],
)
def test_order_relations_are_refuted_where_they_certainly_fail(
    lhs: str, relation: str, rhs: str, refuted: bool
) -> None:
    found = look(replace(claim(lhs, rhs), relation=relation))
    assert (found.counterexample is not None) is refuted
    assert found.effective > 0
