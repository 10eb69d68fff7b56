"""Floats of terms at many points: what one point lacks is known at the others."""

from __future__ import annotations

import math

import pytest

from verifier.engine.inequalities.estimates import estimates, seem_true
from verifier.terms.term import ONE, ZERO, Term, add, call, div, integer, mul, neg, power, symbol

X, Y = symbol("x"), symbol("y")


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (add(X, mul(X, X)), [0.0, 2.0, 6.0]),
        (call("log", X), [None, 0.0, math.log(2)]),
        (add(ONE, div(ONE, X)), [None, 2.0, 1.5]),
        (power(neg(X), div(ONE, integer(2))), [0.0, None, None]),
        (power(neg(X), Y), [None, None, None]),
        (call("exp", mul(integer(1000), X)), [1.0, math.inf, math.inf]),
        (add(X, Y), [None, None, None]),
        (call("guard", X, call("gt", div(ONE, X), ZERO)), [None, 1.0, 2.0]),
        (call("Piecewise", ZERO, call("lt", X, ONE), call("log", X), call("true")), [0.0, 0.0, math.log(2)]),
    ],
)
def test_a_term_is_estimated_at_each_point(term: Term, expected: list[float | None]) -> None:
    assert estimates(term, [{"x": 0.0}, {"x": 1.0}, {"x": 2.0}]) == expected


def test_a_condition_that_floats_do_not_know_is_neither_true_nor_false() -> None:
    known = call("gt", call("log", X), ONE)
    points = [{"x": -1.0}, {"x": 1.0}, {"x": 3.0}]
    assert seem_true(known, points) == [None, False, True]
    assert seem_true(call("not", known), points) == [None, True, False]
