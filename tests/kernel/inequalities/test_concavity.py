"""The rule `chord`: what it accepts, and what it refuses from a forger."""

from __future__ import annotations

import pytest

from tests.kernel.inequalities.test_establishing import SIGNS, shown
from verifier.model.evidence import Proof
from verifier.terms.term import ONE, TWO, ZERO, Term, div, neg, symbol

UNIT = "in [0, 1]"


def chord(low: Term = ZERO, high: Term = ONE, name: str = "x") -> Proof:
    return Proof("chord", (low, high), (name,), (SIGNS, SIGNS, SIGNS))


@pytest.mark.parametrize(
    "lhs, relation, rhs, words",
    [
        ("x*(1 - x)", ">=", "0", UNIT),
        ("x*(1 - x) + 1", ">", "0", UNIT),
        ("exp(x)", "<=", "1 + (E - 1)*x", UNIT),
        ("sqrt(x)", ">=", "x", UNIT),  # no slope at the end, but continuous
        ("x*(1 - x)", ">=", "0", "in (0, 1)"),
    ],
)
def test_a_concave_difference_is_shown_at_its_ends(lhs: str, relation: str, rhs: str, words: str) -> None:
    assert shown(lhs, relation, rhs, chord(), x=words)


@pytest.mark.parametrize(
    "lhs, relation, rhs, proof, words",
    [
        ("x**2", ">=", "x", chord(), UNIT),  # convex
        ("x*(1 - x)", ">", "0", chord(), UNIT),  # 0 at both ends
        ("x", ">=", "1/2", chord(), UNIT),  # negative at one end
        ("4", ">=", "1/(x - 1/2)**2", chord(), UNIT),  # a pole lies between
        ("0", ">=", "1/(x - 1/2)**2", chord(), UNIT),
        ("Abs(x - 1/2)", ">=", "1/4", chord(), UNIT),  # a kink lies between
        ("Piecewise((0, x < 1/2), (-1, x < 3/4), (0, True))", ">=", "0", chord(), UNIT),  # a jump
        ("-ceiling(x)*(1 - x)", ">=", "0", chord(), UNIT),
        ("floor(x)", ">=", "1", chord(ONE, TWO), "in [1/2, 2]"),  # x may lie below
        ("x*(1 - x)", ">=", "0", chord(), "real"),
        ("x*(1 - x)", ">=", "0", chord(), "nonnegative"),
        ("x*(1 - x)", ">=", "0", chord(neg(ONE), ONE), "in [-1, 1]"),  # negative at -1
        ("log(x)", ">=", "x - 1", chord(), "in (0, 1]"),  # not defined at 0, and false
        ("x", ">=", "2*x", chord(div(symbol("x"), TWO), ONE), UNIT),  # a place that names the symbol
        ("(-1)**x*(x - 1)", ">=", "0", chord(ONE, TWO), "integer, >= 1"),
        ("x*(1 - x)", ">=", "0", chord(name="z"), UNIT),
    ],
)
def test_a_forged_chord_is_refused(lhs: str, relation: str, rhs: str, proof: Proof, words: str) -> None:
    assert not shown(lhs, relation, rhs, proof, x=words)


def test_what_is_known_of_the_symbol_is_forgotten_between_the_ends() -> None:
    """x*(x - 1) >= 0 leaves the ends, and says nothing of what lies between."""
    assert not shown("x**3/6 - x**4/12", ">=", "x/12", chord(), "x*(x - 1) >= 0", x=UNIT)
