"""Points, conditions and constants as the author sees them."""

from __future__ import annotations

from fractions import Fraction
from math import inf, log, nan

import pytest

from tests.session.building import REFUTED
from verifier.api import check
from verifier.engine.outcome import Outcome
from verifier.model.evidence import Point
from verifier.model.result import Condition
from verifier.model.verdict import Verdict
from verifier.session import shown
from verifier.session.comparison import suggestions
from verifier.terms.printer import text_of
from verifier.terms.term import ONE, ZERO, Term, add, call, div, mul, symbol


@pytest.mark.parametrize(
    "value, text",
    [
        (Fraction(1, 2), "1/2"),
        (Fraction(-3), "-3"),
        ((Fraction(1), Fraction(0)), "1"),
        ((Fraction(0), Fraction(1)), "I"),
        ((Fraction(0), Fraction(-1)), "-I"),
        ((Fraction(1, 2), Fraction(-3, 4)), "1/2 - 3/4*I"),
        ((Fraction(-1), Fraction(1)), "-1 + I"),
    ],
)
def test_a_point_is_exact(value: Fraction | tuple[Fraction, Fraction], text: str) -> None:
    assert shown.exact(value) == text


def test_a_declared_function_is_shown_with_its_parameters() -> None:
    point = Point({"x": Fraction(1)}, {"f": (("t",), mul(symbol("t"), symbol("t")))})
    outcome = Outcome(Verdict.REFUTED, point=point, values=("1", "2"))
    counterexample = shown.counterexample(outcome)
    assert counterexample is not None
    assert counterexample.point == (("x", "1"), ("f(t)", "t*t"))


def test_without_a_point_there_is_no_counterexample() -> None:
    assert shown.counterexample(Outcome(Verdict.PROVED)) is None
    assert shown.counterexample(REFUTED) is not None


def test_a_name_held_independent_is_shown_as_the_author_wrote_it() -> None:
    condition = call("ne", symbol("a'"), ZERO)
    outcome = Outcome(Verdict.CONDITIONAL, conditions=((condition, "rhs"), (condition, "rhs")))
    assert shown.conditions(outcome) == (Condition("a != 0", "rhs"),)


def test_a_term_that_must_be_defined_is_said_to_equal_itself() -> None:
    k, total = symbol("'0"), Term("Sum", (div(ONE, symbol("'0")), symbol("'0"), symbol("k"), symbol("n")))
    assert shown.condition_text(call("defined", total)) == "Sum(1/i, (i, k, n)) = Sum(1/i, (i, k, n))"
    assert shown.condition_text(call("or", call("defined", k), call("gt", k, ZERO))) == "k = k or k > 0"


def test_two_names_never_become_one() -> None:
    term = call("ne", add(symbol("k'"), symbol("k")), ZERO)
    assert shown.condition_text(term) == "k' + k != 0"


@pytest.mark.parametrize(
    "value, text",
    [
        (-1.0, "-1"),
        (2 / 3, "2/3"),
        (1 / log(2), "1/log(2)"),
        (-3 * log(2) / 2, "-3*log(2)/2"),
        (3 / (2 * log(10)), "3/(2*log(10))"),
        (0.3183098861837907, "1/pi"),
    ],
)
def test_a_simple_constant_is_recognized(value: float, text: str) -> None:
    assert text in [text_of(term) for term, _ in suggestions(value)]


@pytest.mark.parametrize("value", [0.0, 1.2345, 13.0, 1 / 13, 1.7e308, inf, nan])
def test_any_other_constant_is_not(value: float) -> None:
    assert list(suggestions(value)) == []


@pytest.mark.parametrize(
    "lhs, rhs", [("exp(690)", "exp(-690)"), ("exp(709)", "-exp(1419/2)"), ("exp(-10**40)", "0"), ("exp(10**30)", "1")]
)
def test_values_beyond_floating_point_refute_like_any_other(lhs: str, rhs: str) -> None:
    assert check(lhs, rhs).verdict is Verdict.REFUTED


def test_a_limit_keeps_its_side() -> None:
    term = Term("Limit", (symbol("x"), symbol("x"), ZERO), "+-")
    assert shown.in_author_names(term) == term
