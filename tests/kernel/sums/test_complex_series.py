"""Series over the complex numbers: their values, where they converge, and false ones."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.engine.decide import decide
from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.shown import about
from verifier.model.claim import Claim
from verifier.model.evidence import Point
from verifier.model.verdict import Verdict
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle
from verifier.terms.printer import text_of

INSIDE = ("Abs(q) < 1",)
NEARER = ("Abs(a) < Abs(z)",)
SYMBOLS = {"a": "complex", "c": "complex", "q": "complex", "z": "complex", "r": "in (-1, 1)", "s": "positive"}


def claim(lhs: str, rhs: str, assume: tuple[str, ...] = ()) -> Claim:
    names = {n: w for n, w in SYMBOLS.items() if n in lhs + rhs + "".join(assume)}
    chain = read_pair(lhs, rhs, names, {}, assume).chain
    return claim_of(settle(chain), *(s.written.term for s in chain.steps))


@pytest.mark.parametrize(
    ("lhs", "rhs", "assume"),
    [
        ("Sum(q**n, (n, 0, oo))", "1/(1 - q)", INSIDE),
        ("Sum(q**n, (n, 1, oo))", "q/(1 - q)", INSIDE),
        ("Sum(n*q**n, (n, 0, oo))", "q/(1 - q)**2", INSIDE),
        ("Sum(n**2*q**n, (n, 0, oo))", "q*(1 + q)/(1 - q)**3", INSIDE),
        ("Sum((-1)**n*q**(2*n), (n, 0, oo))", "1/(1 + q**2)", INSIDE),
        ("Sum(c*q**n, (n, 0, oo))", "c/(1 - q)", INSIDE),
        ("Sum(conjugate(q)**n, (n, 0, oo))", "1/(1 - conjugate(q))", INSIDE),
        ("Sum(q**n/factorial(n), (n, 0, oo))", "exp(q)", ()),
        ("Sum(n*q**n/factorial(n), (n, 0, oo))", "q*exp(q)", ()),
        ("Sum(a**n*z**(-n), (n, 0, oo))", "z/(z - a)", NEARER),
        ("Sum(a**n*z**(-n), (n, 1, oo))", "a/(z - a)", NEARER),
        ("Sum(n*a**n*z**(-n), (n, 0, oo))", "a*z/(z - a)**2", NEARER),
        ("Sum(a**n*z**(-n - 1), (n, 0, oo))", "1/(z - a)", NEARER),
        ("Sum(z**(-n), (n, 0, oo))", "z/(z - 1)", ("Abs(z) > 1",)),
        ("Sum(r**n*exp(-I*w*n), (n, 0, oo))", "1/(1 - r*exp(-I*w))", ()),
        ("Sum((n + 1)*r**n*exp(-I*w*n), (n, 0, oo))", "1/(1 - r*exp(-I*w))**2", ()),
        ("Sum(exp(-(s + I*w)*n), (n, 0, oo))", "1/(1 - exp(-(s + I*w)))", ()),
        ("Sum((I/2)**n, (n, 0, oo))", "2/(2 - I)", ()),
    ],
)
def test_these_are_proved(lhs: str, rhs: str, assume: tuple[str, ...]) -> None:
    assert decide(claim(lhs, rhs, assume)).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("lhs", "rhs", "conditions"),
    [
        ("Sum(q**n, (n, 0, oo))", "1/(1 - q)", ["Abs(q) < 1"]),
        ("Sum(a**n*z**(-n), (n, 0, oo))", "z/(z - a)", ["Abs(a) < Abs(z)"]),
        ("Sum(t**n*exp(-I*w*n), (n, 0, oo))", "1/(1 - t*exp(-I*w))", ["t > -1", "t < 1"]),
        ("Sum(exp(-(t + I*w)*n), (n, 0, oo))", "1/(1 - exp(-(t + I*w)))", ["t > 0"]),
    ],
)
def test_these_converge_under_conditions(lhs: str, rhs: str, conditions: list[str]) -> None:
    outcome = decide(claim(lhs, rhs))
    assert outcome.verdict is Verdict.CONDITIONAL
    assert [text_of(c) for c, _ in outcome.conditions] == conditions


@pytest.mark.parametrize(
    ("lhs", "rhs", "assume"),
    [
        ("Sum(q**n, (n, 0, oo))", "1/(1 + q)", INSIDE),
        ("Sum(n*q**n, (n, 0, oo))", "1/(1 - q)**2", INSIDE),
        ("Sum(conjugate(q)**n, (n, 0, oo))", "1/(1 - q)", INSIDE),
        ("Sum(q**n/factorial(n), (n, 1, oo))", "exp(q)", ()),
        ("Sum(a**n*z**(-n), (n, 0, oo))", "z/(z + a)", NEARER),
        ("Sum(r**n*exp(-I*w*n), (n, 0, oo))", "1/(1 - r*exp(I*w))", ()),
    ],
)
def test_false_ones_are_refuted(lhs: str, rhs: str, assume: tuple[str, ...]) -> None:
    assert decide(claim(lhs, rhs, assume)).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("lhs", "assume"),
    [
        ("Sum(q**n, (n, 0, oo))", ("Abs(q) > 1",)),
        ("Sum(q**n, (n, 0, oo))", ("Abs(q) = 1",)),
        ("Sum((1 + I)**n, (n, 0, oo))", ()),
        ("Sum(exp(I*w*n), (n, 0, oo))", ()),
    ],
)
def test_diverging_ones_have_no_value(lhs: str, assume: tuple[str, ...]) -> None:
    assert decide(claim(lhs, lhs, assume)).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    "term",
    ["q**n", "n**2*q**n", "(q/2)**n*exp(I*n)", "(-1)**n*q**(2*n)/factorial(n)", "n*(2*I)**(-n)", "(n + 3)*q**(n + 2)"],
)
@pytest.mark.parametrize("start", [0, 1, 3])
def test_values_are_those_of_partial_sums(term: str, start: int) -> None:
    sides = claim(f"Sum({term}, (n, {start}, oo)) + 0*q", f"Sum({term}, (n, {start}, 140)) + 0*q")
    point = Point({"q": (Fraction(2, 5), Fraction(-1, 2))})
    series, partial = (about(compile_term(s, True).run(point, 128)) for s in (sides.lhs, sides.rhs))
    assert series is not None
    assert partial is not None
    assert abs(series - partial) < 1e-9
