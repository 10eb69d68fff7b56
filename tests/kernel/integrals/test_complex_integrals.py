"""Integrals of complex functions over the real line: values, conditions, false ones, and what the kernel refuses."""

from __future__ import annotations

import pytest

from verifier.engine.decide import decide
from verifier.kernel.cell import Refused
from verifier.kernel.integrals.definite_integrals import value_of_integral
from verifier.kernel.judge import lowered
from verifier.kernel.limits.decay import vanishes_at_infinity
from verifier.model.claim import Claim
from verifier.model.verdict import Verdict
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle
from verifier.terms.printer import text_of
from verifier.terms.term import symbol

SYMBOLS = {
    "a": "positive",
    "T": "positive",
    "s": "complex",
    "z": "complex",
    "m": "integer",
    "n": "integer",
    "v": "nonzero",
}
RIGHT = ("re(s) > 0",)


def claim(lhs: str, rhs: str, assume: tuple[str, ...] = ()) -> Claim:
    chain = read_pair(lhs, rhs, SYMBOLS, {}, assume).chain
    return claim_of(settle(chain), *(s.written.term for s in chain.steps))


@pytest.mark.parametrize(
    ("lhs", "rhs", "assume"),
    [
        ("Integral(exp(-I*v*t), (t, -T, T))", "2*sin(v*T)/v", ()),
        ("Integral(exp(-I*v*t), (t, 0, T))", "(1 - exp(-I*v*T))/(I*v)", ()),
        ("Integral(exp(I*v*t), (t, T, -T))", "-2*sin(v*T)/v", ()),
        ("Integral(t*exp(I*t), (t, 0, pi))", "-2 + I*pi", ()),
        ("Integral(1/(t + I), (t, -1, 1))", "log(1 + I) - log(-1 + I)", ()),
        ("Integral(Abs(exp(I*t))**2, (t, 0, 2*pi)) + 0*I", "2*pi", ()),
        ("Integral(exp(I*(m - n)*x), (x, -pi, pi))/(2*pi)", "KroneckerDelta(m, n)", ()),
        ("Integral(exp(I*n*x), (x, 0, 2*pi))/(2*pi)", "KroneckerDelta(n, 0)", ()),
        ("Integral(exp(-a*t)*exp(-I*w*t), (t, 0, oo))", "1/(a + I*w)", ()),
        ("Integral(t*exp(-a*t)*exp(-I*w*t), (t, 0, oo))", "1/(a + I*w)**2", ()),
        ("Integral(exp(a*t)*exp(-I*w*t), (t, -oo, 0))", "1/(a - I*w)", ()),
        ("Integral(exp(-a*Abs(t))*exp(-I*w*t), (t, -oo, oo))", "2*a/(a**2 + w**2)", ()),
        ("Integral(exp(-s*t), (t, 0, oo))", "1/s", RIGHT),
        ("Integral(t*exp(-s*t), (t, 0, oo))", "1/s**2", RIGHT),
        ("Integral(cos(w*t)*exp(-s*t), (t, 0, oo))", "s/(s**2 + w**2)", RIGHT),
    ],
)
def test_these_are_proved(lhs: str, rhs: str, assume: tuple[str, ...]) -> None:
    assert decide(claim(lhs, rhs, assume)).verdict is Verdict.PROVED


def test_a_hole_of_the_other_side_is_a_condition() -> None:
    outcome = decide(claim("Integral(exp(-I*w*t), (t, -T, T))", "2*sin(w*T)/w"))
    assert outcome.verdict is Verdict.CONDITIONAL
    assert [text_of(c) for c, _ in outcome.conditions] == ["w != 0"]


@pytest.mark.parametrize(
    ("lhs", "rhs", "assume"),
    [
        ("Integral(exp(-I*w*t), (t, -T, T))", "2*cos(w*T)/w", ()),
        ("Integral(exp(-I*v*t), (t, 0, T))", "(1 - exp(I*v*T))/(I*v)", ()),
        ("Integral(exp(I*(m - n)*x), (x, -pi, pi))", "KroneckerDelta(m, n)", ()),
        ("Integral(exp(-a*t)*exp(-I*w*t), (t, 0, oo))", "1/(a - I*w)", ()),
        ("Integral(exp(-s*t), (t, 0, oo))", "-1/s", RIGHT),
    ],
)
def test_false_ones_are_refuted(lhs: str, rhs: str, assume: tuple[str, ...]) -> None:
    assert decide(claim(lhs, rhs, assume)).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("integral", "primitive"),
    [
        ("Integral(1/t, (t, -1, 1)) + 0*I", "log(t)"),  # a pole between the bounds
        ("Integral(1/(I*t**2), (t, -1, 1))", "I/t"),
        ("Integral(exp(I*w*t), (t, 0, oo))", "exp(I*w*t)/(I*w)"),  # no limit at infinity
        ("Integral(exp(-s*t), (t, 0, oo))", "-exp(-s*t)/s"),  # nothing is known of s
        ("Integral(t, (t, 0, z))", "t**2/2"),  # no real bound
        ("Integral(I*t, (t, 0, 1))", "t**2/2"),
        ("Integral(1/(t - 1/2 + I*t - I/2), (t, 0, 1))", "log(t - 1/2)/(1 + I)"),
        ("Integral(I/(2*sqrt(-1 + I*t)), (t, -1, 1))", "sqrt(-1 + I*t)"),  # across the cut
        ("Integral(I*sign(t), (t, -1, 1))", "I*Abs(t)"),  # a jump
    ],
)
def test_these_antiderivatives_are_refused(integral: str, primitive: str) -> None:
    cell, side, other = lowered(claim(integral, f"I*({primitive})"))
    whole = next(p for p in (side, *side.args) if p.head == "Integral")
    with pytest.raises(Refused):
        value_of_integral(cell, whole, other.args[1])


@pytest.mark.parametrize(
    ("term", "sign", "vanishes"),
    [
        ("exp(-a*t + I*t)", 1, True),
        ("t**3*exp(-a*t)*exp(I*t)/(a + I)", 1, True),
        ("exp(-a*t + I*t)", -1, False),
        ("exp(a*t + I*t)", -1, True),
        ("exp(I*t)", 1, False),
        ("exp(-a*t)*exp(2*a*t)*I", 1, False),
        ("I*exp(-a*t) + 1", 1, False),
        ("cos(t)*exp(-a*t)*I", 1, True),
        ("cos(I*t)*exp(-a*t)", 1, False),
        ("exp(-a*t**2 + I*t)", 1, False),
        ("I/t", 1, False),
        ("exp(-a*t)/exp(I*t)", 1, True),
        ("exp(-a*t + sin(2*pi*t))*I", 1, False),
    ],
)
def test_what_tends_to_zero(term: str, sign: int, vanishes: bool) -> None:
    cell, side, _ = lowered(claim(term, "I"))
    assert vanishes_at_infinity(cell, side, symbol("t"), sign) is vanishes
