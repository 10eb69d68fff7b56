"""Where a refuted claim holds: it is proved there, both sides being defined at the same points."""

from __future__ import annotations

import pytest

from tests.chains import claim_between
from verifier.engine.decide import decide, with_parts
from verifier.terms.printer import text_of


@pytest.mark.parametrize(
    "lhs, rhs, symbols, conditions",
    [
        ("sqrt(x**2)", "x", {}, ["x >= 0"]),
        ("Limit(exp(x*t), t, oo)", "0", {}, ["x < 0"]),  # not x != 0, where there may be no limit
        ("Limit(t**x, t, 0, '+')", "0", {}, ["x > 0"]),
        ("0**n", "0", {"n": "integer"}, ["n > 0"]),
        ("Abs(x) + 0/(x - 2)", "x", {}, ["x > 0", "x != 2"]),
        ("(x**n)**(1/n)", "x", {"n": "integer"}, ["x > 0", "n != 0"]),
        ("sqrt((x + 2)**2)", "x + 2", {}, ["x >= -2"]),
        ("Abs(x - 3)", "3 - x", {}, ["x <= 3"]),
        ("sqrt((2*x - 3)**2)", "2*x - 3", {}, ["x >= 3/2"]),
        ("Abs(x - y)", "x - y", {"y": "real"}, ["x >= y"]),
        ("Max(x, y, z)", "x", {"y, z": "real"}, ["x >= y", "x >= z"]),
        ("Max(Min(x, 1), -1)", "x", {}, ["x >= -1", "x <= 1"]),
        ("Abs(x)/x", "1", {}, ["x > 0"]),  # not x >= 0, where neither side is defined
        ("Abs(x - 1)/(x - 1)", "-1", {}, ["x < 1"]),
        ("asin(sin(x))", "x", {}, ["x >= -(1/2*pi)", "x <= 1/2*pi"]),
        ("asin(sin(x))", "pi - x", {}, ["x >= 1/2*pi", "x <= 3/2*pi"]),
        ("acos(cos(x))", "x", {}, ["x >= 0", "x <= pi"]),
        ("atan(tan(x))", "x", {}, ["x > -(1/2*pi)", "x < 1/2*pi"]),
        ("sqrt(1 - sin(x)**2)", "cos(x)", {}, ["cos(x) >= 0"]),
        ("sqrt(log(x)**2)", "log(x)", {}, ["x >= 1"]),
        ("Abs(x) + Abs(x - 1)", "1", {}, ["x >= 0", "x <= 1"]),
        ("Abs(x**2 - 1)", "x**2 - 1", {}, ["x <= -1 or x >= 1"]),
        ("sqrt(x**2*(x - 1)**2)", "x*(x - 1)", {}, ["x <= 0 or x >= 1"]),
        ("Abs(x + y)", "Abs(x) + Abs(y)", {"y": "real"}, ["x*y >= 0"]),
        ("sqrt(x**2) + sqrt(y**2)", "x + y", {"y": "real"}, ["x >= 0", "y >= 0"]),
        ("Piecewise((0, x < 0), (x/2, x < 2), (1, True))", "x/2", {}, ["x >= 0", "x <= 2"]),
        ("floor(x)", "0", {}, ["x >= 0", "x < 1"]),
        ("sqrt(z**2)", "z", {"z": "complex"}, ["re(z) > 0"]),
        ("log(exp(z))", "z", {"z": "complex"}, ["im(z) > -pi", "im(z) <= pi"]),
        ("log(z*w)", "log(z) + log(w)", {"z, w": "complex"}, ["re(z) > 0", "re(w) > 0"]),
        ("sqrt(-z)", "I*sqrt(z)", {"z": "complex"}, ["im(z) < 0"]),
    ],
)
def test_a_part_where_one_side_needs_more_says_so(
    lhs: str, rhs: str, symbols: dict[str, str], conditions: list[str]
) -> None:
    claim = claim_between(lhs, rhs, {"x": "real", **symbols})
    found = with_parts(claim, decide(claim)).holds_where
    assert found is not None
    assert list(map(text_of, found)) == conditions


@pytest.mark.parametrize(
    "lhs, rhs", [("floor(x)", "x"), ("(x + 1)**2", "x**2 + 1"), ("x**2", "x"), ("sqrt(x**2 + 1)", "x + 1")]
)
def test_points_and_lines_are_no_parts(lhs: str, rhs: str) -> None:
    claim = claim_between(lhs, rhs, {"x": "real"})
    assert with_parts(claim, decide(claim)).holds_where is None


@pytest.mark.parametrize(
    "lhs, relation, rhs, conditions",
    [
        ("x**2", ">=", "x", ["x <= 0 or x >= 1"]),
        ("2*x", "<=", "x + 1", ["x <= 1"]),
        ("x", ">", "x**2", ["x > 0", "x < 1"]),
        ("Abs(x - 1)", "<=", "1", ["x >= 0", "x <= 2"]),
    ],
)
def test_an_inequality_holds_between_the_roots_of_its_factors(
    lhs: str, relation: str, rhs: str, conditions: list[str]
) -> None:
    claim = claim_between(lhs, rhs, {"x": "real"}, relation)
    found = with_parts(claim, decide(claim)).holds_where
    assert found is not None
    assert list(map(text_of, found)) == conditions
