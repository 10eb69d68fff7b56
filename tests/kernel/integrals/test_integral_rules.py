"""Forged rewritings of integrals are refused: other bounds, wrong factors, parameters out of range, capture."""

from __future__ import annotations

import pytest

from tests.kernel.integrals.test_definite_integrals import claim, term
from verifier.kernel.cell import Cell, Refused
from verifier.kernel.integrals.integral_rules import rewritten
from verifier.kernel.judge import lowered
from verifier.model.evidence import Proof
from verifier.terms.term import Term

SIDES = {"s": "positive", "a": "positive", "q": "positive"}


def core(text: str, symbols: dict[str, str] | None = None) -> tuple[Cell, Term]:
    cell, lhs, _ = lowered(claim(text, text, symbols))
    return cell, lhs


def rewrite(rule: str, integral: str, parameters: list[str], symbols: dict[str, str] | None = None) -> Term:
    cell, side = core(integral, symbols)
    terms = (side, *(core(p, symbols)[1] for p in parameters))
    return rewritten(cell, (side,), Proof(rule, terms))[0]


@pytest.mark.parametrize(
    ("rule", "integral", "parameters", "symbols"),
    [
        ("gamma-integral", "Integral(t**(s - 1)*exp(-t), (t, 0, oo))", ["s", "1", "1", "1"], SIDES),
        ("gamma-integral", "Integral(3*t*exp(-2*t**2), (t, 0, oo))", ["2", "2", "2", "3"], {}),
        ("gamma-integral", "Integral(exp(t), (t, -oo, 0))", ["1", "1", "1", "1"], {}),
        ("gamma-integral", "Integral(exp(-t)/t, (t, 0, oo))", ["0", "1", "1", "1"], {}),
        ("beta-integral", "Integral(t*(1 - t)**2, (t, 0, 1))", ["2", "3", "1"], {}),
        ("sine-integral", "Integral(sin(2*t)/t, (t, 0, oo))", ["2", "1"], {}),
        ("sine-integral", "Integral(sin(2*t)/t, (t, -oo, 0))", ["2", "1"], {}),
        ("combined-integrals", "Integral(2*t, (t, 0, 1))", ["0", "2", "Integral(t, (t, 0, 1))"], {}),
        ("combined-integrals", "Integral(t*exp(t), (t, 0, 1))", ["t*exp(t)", "-1", "Integral(exp(x), (x, 0, 1))"], {}),
        ("scaled-integral", "Integral(2*t, (t, 0, oo))", ["2", "Integral(x, (x, 0, oo))"], {}),
        ("scaled-integral", "Integral(exp(I*a + t), (t, a, 1))", ["exp(I*a)", "Integral(exp(t), (t, a, 1))"], SIDES),
        ("reversed-interval", "Integral(1/t, (t, 0, 1))", [], {}),
        ("change-of-variable", "Integral(sqrt(u), (u, 0, 4))", ["x**2", "x", "0", "2"], {}),
        ("change-of-variable", "Integral(u**2, (u, 0, 1))", ["x**2", "x", "-1", "0"], {}),
        ("change-of-variable", "Integral(u**2, (u, 1, 1))", ["x**2", "x", "-1", "1"], {}),
        ("change-of-variable", "Integral(u, (u, 0, 1))", ["1 - x", "x", "0", "1"], {}),
    ],
)
def test_a_rule_that_fits_is_accepted(rule: str, integral: str, parameters: list[str], symbols: dict[str, str]) -> None:
    assert rewrite(rule, integral, parameters, symbols)


@pytest.mark.parametrize(
    ("integral", "parameters", "symbols"),
    [
        ("Integral(2*t, (t, 0, 1))", ["3", "Integral(t, (t, 0, 1))"], {}),
        ("Integral(2*t, (t, 0, 1))", ["2", "Integral(t, (t, 0, 2))"], {}),
        ("Integral(0/t, (t, 1, oo))", ["0", "Integral(1/t, (t, 1, oo))"], {}),
        ("Integral(c/t, (t, 1, oo))", ["c", "Integral(1/t, (t, 1, oo))"], {"c": "real"}),
        ("Integral(1, (t, 1, 2))", ["t", "Integral(1/t, (t, 1, 2))"], {"t": "nonzero"}),
        ("Integral(t**2, (t, 1, 2))", ["t", "Integral(t, (t, 1, 2))"], {}),
        ("Integral(t/t, (t, 0, c))", ["1", "Integral(1, (t, 0, c))"], {"c": "real"}),
        ("Integral(2*t, (t, 1, 1))", ["2", "Integral(t, (t, 1, 1))"], {}),
        ("Integral(t, (t, 0, 1/c))", ["1", "Integral(t, (t, 0, 1/c))"], {"c": "real"}),
        ("Integral(I*t, (t, 0, c))", ["I", "Integral(t, (t, 0, c))"], {"c": "complex"}),
        ("Integral(t, (t, 0, 1))", ["1"], {}),
        ("Integral(t, (t, 0, 1))", ["1", "2"], {}),
    ],
)
def test_a_factor_that_may_vanish_or_does_not_fit_is_refused(
    integral: str, parameters: list[str], symbols: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        rewrite("scaled-integral", integral, parameters, symbols)


@pytest.mark.parametrize(
    ("rule", "integral", "parameters", "symbols"),
    [
        ("gamma-integral", "Integral(t**(s - 1)*exp(-t), (t, 0, oo))", ["s", "2", "1", "1"], SIDES),
        ("gamma-integral", "Integral(t**(s - 1)*exp(-t), (t, 0, oo))", ["s + 1", "1", "1", "1"], SIDES),
        ("gamma-integral", "Integral(t**(s - 1)*exp(-t), (t, 1, oo))", ["s", "1", "1", "1"], SIDES),
        ("gamma-integral", "Integral(t**(s - 1)*exp(-t), (t, oo, 0))", ["s", "1", "1", "1"], SIDES),
        ("gamma-integral", "Integral(exp(-a*t), (t, 0, oo))", ["1", "a", "1", "1"], {}),
        ("gamma-integral", "Integral(exp(t), (t, 0, oo))", ["1", "-1", "1", "1"], {}),
        ("gamma-integral", "Integral(exp(-1/t), (t, 0, oo))", ["1", "1", "-1", "1"], {}),
        ("gamma-integral", "Integral(exp(-t), (t, 0, oo))", ["1", "1", "1", "c/c"], {"c": "real"}),
        ("gamma-integral", "Integral(exp(-t)*(t - 1)/(t - 1), (t, 0, oo))", ["1", "1", "1", "1"], {}),
        ("beta-integral", "Integral(t*(1 - t)**2, (t, 0, 1))", ["3", "2", "1"], {}),
        ("beta-integral", "Integral(t*(1 - t)**2, (t, 0, 2))", ["2", "3", "1"], {}),
        ("sine-integral", "Integral(sin(t)/t**2, (t, 0, oo))", ["1", "1"], {}),
        ("sine-integral", "Integral(sin(t)/t, (t, -oo, oo))", ["1", "1"], {}),
        ("combined-integrals", "Integral(2*t, (t, 0, 1))", ["0", "2", "Integral(t, (t, 0, 2))"], {}),
        ("combined-integrals", "Integral(2*t, (t, 0, 1))", ["0", "3", "Integral(t, (t, 0, 1))"], {}),
        ("combined-integrals", "Integral(2*t, (t, 0, 1))", ["0", "2"], {}),
        ("combined-integrals", "Integral(t**2, (t, 0, 1))", ["0", "t", "Integral(t, (t, 0, 1))"], {}),
        ("combined-integrals", "Integral(0, (t, -1, 1))", ["sign(t)"], {}),
        ("combined-integrals", "Integral(1/t, (t, 0, 1))", ["0", "1", "Integral(1/t, (t, 0, 1))"], {}),
        ("combined-integrals", "Integral(exp(-t), (t, 0, oo))", ["0", "1", "Integral(exp(-t), (t, 0, oo))"], {}),
        ("change-of-variable", "Integral(log(u), (u, 1, 4))", ["x**2", "x", "-1", "2"], {}),
        ("change-of-variable", "Integral(sqrt(u), (u, 1, 4))", ["x**3 - 4", "x", "5**(1/3)", "1"], {}),
        ("change-of-variable", "Integral(u, (u, 0, 4))", ["x**2", "x", "0", "3"], {}),
        ("change-of-variable", "Integral(u, (u, -1, 1))", ["1/x", "x", "-1", "1"], {}),
        ("change-of-variable", "Integral(u, (u, 0, 1))", ["sqrt(x)", "x", "0", "1"], {}),
        ("change-of-variable", "Integral(u, (u, -1, 1))", ["sign(x)", "x", "-1", "1"], {}),
        ("change-of-variable", "Integral(sign(u), (u, -1, 1))", ["x", "x", "-1", "1"], {}),
        ("change-of-variable", "Integral(u, (u, 0, 1))", ["c*x", "x", "0", "1/c"], {"c": "real"}),
        ("change-of-variable", "Integral(exp(-u), (u, 0, oo))", ["x", "x", "0", "1"], {}),
        ("change-of-variable", "Integral(u, (u, 0, 1))", ["x", "x", "0"], {}),
        ("reversed-interval", "t", [], {}),
        ("reversed-interval", "Integral(t, t)", [], {}),
        ("no-rule", "Integral(t, (t, 0, 1))", [], {}),
    ],
)
def test_a_forged_rewriting_is_refused(
    rule: str, integral: str, parameters: list[str], symbols: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        rewrite(rule, integral, parameters, symbols)


def test_an_integrand_is_rewritten_under_its_own_variable() -> None:
    cell, side = core("Integral(Integral(x*y, (y, 0, x)), (x, 0, 1))")
    body = side.args[0]
    inner = Proof("fundamental-theorem", (body, term("x*y**2/2")))
    left = rewritten(cell, (side,), Proof("inside-integral", (side,), (), (inner,)))[0]
    assert left.args[0].head == "Integral"  # the outer variable has another name there: nothing was replaced
    t = Term("symbol", (), "t_0")
    opened = Term("Integral", (Term("mul", (t, term("y"))), term("y"), term("0"), t))
    fitting = Proof("fundamental-theorem", (opened, term("t_0*y**2/2")))
    found = rewritten(cell, (side,), Proof("inside-integral", (side,), (), (fitting,)))[0]
    assert found.head == "Integral"
    assert found != side
    with pytest.raises(Refused):
        rewritten(cell, (side,), Proof("inside-integral", (side,)))


def test_rewritings_are_not_nested_without_end() -> None:
    cell, side = core("Integral(x, (x, 0, 1))")
    proof = Proof("reversed-interval", (side,))
    for _ in range(50):
        proof = Proof("inside-integral", (side,), (), (proof,))
    with pytest.raises(Refused):
        rewritten(cell, (side,), proof)


@pytest.mark.parametrize(
    ("limit", "place"),
    [
        ("Limit(Integral(log(x), (x, T, 1)), T, 0, '+')", "-1"),
        ("Limit(Integral(log(x), (x, T, 1)), T, 0, '+')", "0"),
        ("Limit(Integral(log(x), (x, T, 1)), T, 0)", "1/2"),
        ("Limit(Integral(exp(-x), (x, 0, T)), T, oo)", "1/c"),
        ("Integral(exp(-x), (x, 0, 1))", "1"),
    ],
)
def test_the_body_of_a_limit_is_rewritten_only_beside_its_point(limit: str, place: str) -> None:
    cell, side = core(limit, {"c": "real"})
    t = Term("symbol", (), "t_0")
    opened = Term("Integral", (*core("Integral(log(x), (x, 0, 1))")[1].args[:2], t, term("1")))
    inner = Proof("fundamental-theorem", (opened, term("x*log(x) - x")))
    with pytest.raises(Refused):
        rewritten(cell, (side,), Proof("inside-limit", (side, core(place, {"c": "real"})[1]), (), (inner,)))
