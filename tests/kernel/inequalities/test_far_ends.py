"""The rule `far-end`: what it accepts, and what it refuses from a forger."""

from __future__ import annotations

import pytest

from tests.kernel.inequalities.test_establishing import SIGNS, shown
from verifier.model.evidence import Proof
from verifier.terms.term import ONE, OO, Term, neg


def far(mode: str, end: Term = OO, name: str = "x") -> Proof:
    return Proof("far-end", (end,), (name, mode), (SIGNS, SIGNS))


@pytest.mark.parametrize(
    "lhs, relation, rhs, proof, words",
    [
        ("1/x", ">=", "0", far("weak"), "positive"),
        ("erf(x)", "<=", "1", far("weak"), "real"),
        ("erf(x)", "<", "1", far("growth"), "real"),
        ("atan(x)", ">", "-2", far("end", neg(OO)), "real"),
        ("exp(x)", ">=", "0", far("weak", neg(OO)), "real"),
        ("atan(x)", "<", "pi/2", far("growth"), "real"),
        ("1 - erf(x)", "<", "exp(-x**2)/(sqrt(pi)*x)", far("growth"), "positive"),
        ("log(1 + 1/n)", ">", "2/(2*n + 1)", far("growth", name="n"), "positive"),
        ("2 + 1/n", ">", "1", far("end", name="n"), "positive integer"),  # the difference is one of a real symbol too
    ],
)
def test_what_falls_to_a_limit_is_above_it(lhs: str, relation: str, rhs: str, proof: Proof, words: str) -> None:
    assert shown(lhs, relation, rhs, proof, **{proof.names[0]: words})


@pytest.mark.parametrize(
    "lhs, relation, rhs, proof, words",
    [
        ("1/x", ">=", "1/2", far("weak"), "positive"),  # the limit is negative
        ("1/x", ">", "0", far("end"), "positive"),  # the limit is 0
        ("1/x", ">", "0", far("weak"), "positive"),
        ("-1/x", ">=", "0", far("weak"), "positive"),  # it grows
        ("exp(x)", "<=", "0", far("weak"), "real"),
        ("x/(1 + x**2)", "<=", "0", far("weak"), "positive"),  # grows, then falls
        ("1/(x - 2)", ">=", "0", far("weak"), "positive"),  # a pole lies beyond
        ("1/(x - 2)**2", "<=", "0", far("weak", neg(OO)), "real"),
        ("1 - floor(x)", ">=", "0", far("weak"), "positive"),  # it jumps
        ("sin(x)", ">=", "-2", far("weak"), "real"),  # no limit
        ("exp(-x)", ">=", "0", far("weak", ONE), "real"),  # no end
        ("exp(-x)", ">=", "0", far("weak", name="z"), "real"),
        ("exp(-x)", ">=", "0", far("start"), "real"),
        ("sign(x)", "<=", "0", far("weak", neg(OO)), "real"),  # a jump lies between
        ("log(x)", ">=", "0", far("weak", neg(OO)), "in (0, 1)"),  # not defined beyond 0
        ("Piecewise((-1, x < 5), (1/x, True))", ">=", "0", far("weak"), "positive"),
    ],
)
def test_a_forged_far_end_is_refused(lhs: str, relation: str, rhs: str, proof: Proof, words: str) -> None:
    assert not shown(lhs, relation, rhs, proof, x=words)


def test_what_is_known_of_the_symbol_is_not_known_beyond() -> None:
    """-1/x <= ... below 3: the difference falls there only."""
    assert not shown("(x - 3)**2 - 10", "<=", "0", far("weak"), "x < 3", x="real")
    assert not shown("Max(3 - x, 0) - Max(x - 4, 0)", ">=", "0", far("weak"), "x < 3", x="real")
