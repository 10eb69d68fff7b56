"""Forged antiderivatives are refused: poles, jumps and kinks between the bounds, foreign symbols, wrong slopes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from verifier.kernel.cell import Refused
from verifier.kernel.integrals.definite_integrals import value_of_integral
from verifier.kernel.integrals.integral_rules import rewritten
from verifier.kernel.judge import judge, lowered, under
from verifier.kernel.proving import replay
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle
from verifier.terms.term import Term

NORMAL_FORM = Proof("normal-form")


def claim(lhs: str, rhs: str, symbols: dict[str, str] | None = None) -> Claim:
    chain = read_pair(lhs, rhs, symbols or {}, {}, ()).chain
    return claim_of(settle(chain), *(s.written.term for s in chain.steps))


def term(text: str) -> Term:
    return read_pair(text, text).chain.steps[0].written.term


def value(integral: str, primitive: str, symbols: dict[str, str] | None = None) -> Term:
    cell, lhs, _ = lowered(claim(integral, integral, symbols))
    return value_of_integral(cell, lhs, term(primitive))


@pytest.mark.parametrize(
    ("integral", "primitive", "symbols"),
    [
        ("Integral(t**2, (t, 0, 1))", "t**3/3", {}),
        ("Integral(t, (t, 1, 0))", "t**2/2 + 5", {}),
        ("Integral(1/t, (t, 1, x))", "log(t)", {"x": "positive"}),
        ("Integral(1/t, (t, x, -1))", "log(-t)", {"x": "negative"}),
        ("Integral(sqrt(t), (t, 0, 4))", "2*t**(3/2)/3", {}),
        ("Integral(sin(t), (t, a, b))", "-cos(t)", {}),
        ("Integral(Abs(t), (t, 1, 2))", "t**2/2", {}),
        ("Integral(1/sqrt(t), (t, 0, 1))", "2*sqrt(t)", {}),
        ("Integral(1/sqrt(t), (t, 1, 0))", "2*sqrt(t)", {}),
        ("Integral(exp(-t), (t, 0, oo))", "-exp(-t)", {}),
        ("Integral(exp(t), (t, 0, -oo))", "exp(t)", {}),
        ("Integral(exp(-a*t), (t, 0, oo))", "-exp(-a*t)/a", {"a": "positive"}),
    ],
)
def test_an_antiderivative_on_the_whole_interval_is_accepted(
    integral: str, primitive: str, symbols: dict[str, str]
) -> None:
    assert value(integral, primitive, symbols)


@pytest.mark.parametrize(
    ("integral", "primitive"),
    [
        ("Integral(1/t**2, (t, -1, 1))", "-1/t"),
        ("Integral(1/t, (t, -1, 1))", "log(Abs(t))"),
        ("Integral(1/t, (t, 1, x))", "log(t)"),
        ("Integral(1/t**2, (t, -1, x))", "-1/t"),
        ("Integral(sec(t)**2, (t, 0, 3))", "tan(t)"),
        ("Integral(t**2, (t, 0, 1))", "t**3/2"),
        ("Integral(t**2, (t, 0, 1))", "t**3/3 + sign(t - 1/2)"),
        ("Integral(t**2, (t, 0, 1))", "t**3/3 + floor(2*t)"),
        ("Integral(t**2, (t, 0, 1))", "t**3/3 + atan(1/(t - 1/2)) + atan(t - 1/2)"),
        ("Integral(t**2, (t, 0, 1))", "t**3/3 + Piecewise((0, t < 1/2), (1, True))"),
        ("Integral(t**2, (t, 0, 1))", "t**3/3 + x"),
        ("Integral(0, (t, -1, 1))", "sign(t)"),
        ("Integral(0, (t, 0, 1))", "Heaviside(t - 1/2)"),
        ("Integral(1/sqrt(t), (t, -1, 1))", "2*sqrt(t)"),
        ("Integral(1/sqrt(t), (t, 0, x))", "2*sqrt(t)"),
        ("Integral(1/sqrt(Abs(t)), (t, -1, 1))", "2*sign(t)*sqrt(Abs(t))"),
        ("Integral(exp(-t), (t, 0, oo))", "exp(-t)"),
        ("Integral(exp(-t), (t, 0, oo))", "1 - exp(-t) + sign(t - 5)"),
        ("Integral(exp(-t), (t, oo, oo))", "-exp(-t)"),
        ("Integral(cos(t), (t, 0, oo))", "sin(t)"),
        ("Integral(1/t**2, (t, -1, oo))", "-1/t"),
        ("Integral(t, t)", "t**2/2"),
        ("Integral(1/(t - c), (t, 0, 1))", "log(t - c)"),
    ],
)
def test_what_is_no_antiderivative_on_the_whole_interval_is_refused(integral: str, primitive: str) -> None:
    with pytest.raises(Refused):
        value(integral, primitive)


@pytest.mark.parametrize(
    ("integral", "primitive"),
    [
        ("Integral(1/t, (t, 0, 1))", "log(t)"),
        ("Integral(t, (t, 0, oo))", "t**2/2"),
        ("Integral(1/t, (t, 1, oo))", "log(t)"),
    ],
)
def test_an_integral_that_diverges_is_undefined(integral: str, primitive: str) -> None:
    found = value(integral, primitive)
    cell, _, _ = lowered(claim("0", "0"))
    with pytest.raises(Refused, match="defined nowhere"):
        under(cell, replay(cell, found, term("0"), NORMAL_FORM))


NOT_ENCLOSED = "Integral(1/(exp(t) + 1), (t, 0, oo))"
EVALUATION = (lowered(claim(NOT_ENCLOSED, "log(2)"))[1], term("-log(1 + exp(-t))"))


def test_a_point_may_bring_what_evaluates_its_integrals() -> None:
    step = claim(NOT_ENCLOSED, "log(2)")
    evaluation = Proof("fundamental-theorem", EVALUATION)
    proof = replace(evaluation, parts=(NORMAL_FORM,))
    assert judge(step, Equality(proof, Point(), (evaluation,))).verdict.value == "proved"
    assert judge(replace(step, rhs=term("2")), Counterexample(Point(), (evaluation,))).verdict.value == "refuted"
    for evidence in (
        Equality(proof, Point()),
        Equality(proof, Point(), (Proof("fundamental-theorem", (EVALUATION[0], term("log(1 + exp(-t))"))),)),
        Equality(NORMAL_FORM, Point(), (evaluation,)),
        Equality(proof, Point(), (Proof("normal-form"),)),
        Equality(proof, Point(), (Proof("split-interval", (EVALUATION[0], term("-1"))),)),
        Counterexample(Point(), (evaluation,)),
        Counterexample(Point()),
    ):
        with pytest.raises(Refused):
            judge(step, evidence)


@pytest.mark.parametrize(
    ("integral", "place", "symbols"),
    [
        ("Integral(log(t), (t, 0, 1))", "2", {}),
        ("Integral(log(t), (t, 0, 1))", "0", {}),
        ("Integral(log(t), (t, 0, 1))", "1", {}),
        ("Integral(log(t), (t, 0, 1))", "x", {"x": "real"}),
        ("Integral(c*log(t), (t, 0, 1))", "c", {"c": "real"}),
        ("Integral(c*log(t), (t, 0, 1))", "1/c", {"c": "> 1/2"}),
        ("Integral(log(t), (t, a, b))", "(a + b)/2", {}),
        ("Integral(t, (t, oo, -oo))", "t", {}),
        ("Integral(t, t)", "1", {}),
    ],
)
def test_an_interval_is_split_inside_unless_the_integrand_is_continuous(
    integral: str, place: str, symbols: dict[str, str]
) -> None:
    cell, side, _ = lowered(claim(integral, integral, symbols))
    with pytest.raises(Refused):
        rewritten(cell, (side,), Proof("split-interval", (side, term(place))))


def test_an_interval_is_split_in_either_direction() -> None:
    for integral, place in (("Integral(t, (t, 1, -1))", "0"), ("Integral(t, (t, -oo, oo))", "3")):
        cell, side, _ = lowered(claim(integral, integral))
        assert rewritten(cell, (side,), Proof("split-interval", (side, term(place))))[0].head == "add"


def test_a_proof_counts_with_its_integral_and_its_part() -> None:
    step = claim("Integral(t**2, (t, 0, 1))", "1/3")
    terms = (lowered(step)[1], term("t**3/3"))
    assert (
        judge(step, Equality(Proof("fundamental-theorem", terms, (), (NORMAL_FORM,)), Point())).verdict.value
        == "proved"
    )
    for forged in (
        Proof("fundamental-theorem", terms),
        Proof("fundamental-theorem", terms[:1], (), (NORMAL_FORM,)),
        Proof("fundamental-theorem", terms, ("t",), (NORMAL_FORM,)),
        Proof("fundamental-theorem", terms[::-1], (), (NORMAL_FORM,)),
        Proof("fundamental-theorem", (term("t**2"), term("t**3/3")), (), (NORMAL_FORM,)),
    ):
        with pytest.raises(Refused):
            judge(step, Equality(forged, Point()))


def test_a_false_value_has_no_proof() -> None:
    step = claim("Integral(t**2, (t, 0, 1))", "1/2")
    proof = Proof("fundamental-theorem", (lowered(step)[1], term("t**3/3")), (), (NORMAL_FORM,))
    with pytest.raises(Refused):
        judge(step, Equality(proof, Point()))


def test_what_the_bounds_and_the_integrand_need_is_needed() -> None:
    step = claim("0*Integral(1/c, (t, 0, 1/d))", "0")
    proof = Proof("fundamental-theorem", (lowered(step)[1].args[1], term("t/c")), (), (NORMAL_FORM,))
    found = judge(step, Equality(proof, Point({"c": Fraction(1), "d": Fraction(2)})))
    assert found.verdict.value == "conditional"
    assert len(found.conditions) == 2
