"""Listed integrals against quadrature, and forgeries: other bounds, parameters out of range, other integrands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import pytest

from tests.kernel.integrals.test_integral_rules import core
from verifier.kernel.cell import Refused
from verifier.kernel.integrals.integral_rules import rewritten
from verifier.kernel.integrals.listed_integrals import LARGEST_ORDER, PLANCK, TABLE, Listed, planck
from verifier.model.evidence import Proof
from verifier.terms.term import OO, Term, integer, symbol

NUMBERS = {
    "'a": (0.7, 1.9), "'b": (1.3, 0.4), "'k": (1.5, 2.0), "'p": (0.8, 1.7), "'q": (1.2, 0.9),
    "'r": (2.6, 3.1), "'s": (0.9, 2.2),
}  # fmt: skip
OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": lambda *v: mpmath.fsum(v),
    "mul": lambda *v: mpmath.fprod(v),
    "neg": lambda v: -v,
    "div": lambda a, b: a / b,
    "pow": lambda a, b: a**b,
    "exp": mpmath.exp,
    "log": mpmath.log,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "atan": mpmath.atan,
    "gamma": mpmath.gamma,
    "ge": lambda a, b: a >= b,
    "Piecewise": lambda *v: next(x for x, holds in zip(v[::2], v[1::2], strict=True) if holds),
}


def evaluate(term: Term, values: dict[str, Any]) -> Any:
    match term.head:
        case "number":
            return mpmath.mpf(term.number.numerator) / term.number.denominator
        case "symbol":
            return values[term.name]
        case "constant":
            return mpmath.pi
        case "true":
            return True
    return OPERATIONS[term.head](*(evaluate(a, values) for a in term.args))


def quadrature(listed: Listed, values: dict[str, Any], *, waves: bool) -> Any:
    def f(t: Any) -> Any:
        return evaluate(listed.form, {**values, "'t": t})

    high = listed.bounds[0][1]
    if high == OO:
        if waves:  # zero after zero, as the integral is an improper one
            period = mpmath.pi / values["'b"]
            first = mpmath.quad(f, [0, period / 4, period / 2, period])
            return first + mpmath.nsum(lambda n: mpmath.quad(f, [n * period, (n + 1) * period]), [1, mpmath.inf])
        return mpmath.quad(f, [0, 0.01, 0.1, 0.5, 1, 2, 5, 20, 200, mpmath.inf])
    end = evaluate(high, {})
    return mpmath.quad(f, [0, end / 100, end / 2, end * 0.99, end])


@pytest.mark.parametrize("sample", [0, 1])
@pytest.mark.parametrize("name", [*TABLE])
def test_values_agree_with_quadrature(name: str, sample: int) -> None:
    listed = TABLE[name]
    values = {p.name: mpmath.mpf(str(NUMBERS[p.name][sample])) for p in listed.parameters}
    waves = name in ("moving-wave-over-square", "wave-over-square", "squared-sine", "damped-sine")
    found = quadrature(listed, values, waves=waves)
    assert abs(found - evaluate(listed.value, values)) < 1e-6 * (1 + abs(found))


@pytest.mark.parametrize("order", [1, 2, 3, LARGEST_ORDER])
def test_planck_integrals_are_values_of_zeta(order: int) -> None:
    listed = planck((symbol("i"), symbol("a"), integer(order), integer(1)))
    value = evaluate(listed.value, {"'a": mpmath.mpf(2)})
    expected = mpmath.factorial(2 * order - 1) * mpmath.zeta(2 * order) / mpmath.mpf(2) ** (2 * order)
    assert abs(value - expected) < 1e-9 * abs(expected)


def rewrite(name: str, integral: str, parameters: list[str], symbols: dict[str, str] | None = None) -> Term:
    cell, side = core(integral, symbols)
    terms = (side, *(core(p, symbols)[1] for p in parameters))
    return rewritten(cell, (side,), Proof("listed-integral", terms, (name,)))[0]


POSITIVE = {"a": "positive", "b": "positive", "p": "positive"}


@pytest.mark.parametrize(
    ("name", "integral", "parameters"),
    [
        ("beta-half-line", "Integral(1/(1 + x)**2, (x, 0, oo))", ["1", "1", "1", "2", "1"]),
        ("beta-half-line", "Integral(1/(1 + x**2), (x, -oo, 0))", ["1", "1", "2", "1", "1"]),
        ("beta-angles", "Integral(sin(x)**2, (x, 0, pi/2))", ["3/2", "1/2", "1"]),
        ("logarithmic-gamma", "Integral(x*log(x), (x, 0, 1))", ["2", "2", "-1"]),
        ("bell-wave", "Integral(exp(-x**2)*cos(3*x), (x, 0, oo))", ["1", "3", "1"]),
        ("exponential-quotient", "Integral((exp(-a*x) - exp(-b*x))/x, (x, 0, oo))", ["a", "b", "1"]),
        ("damped-sine", "Integral(exp(-a*x)*sin(p*x)/x, (x, 0, oo))", ["a", "p", "1"]),
        ("wave-over-square", "Integral(5*cos(x)/(x**2 + 4), (x, 0, oo))", ["2", "1", "5"]),
        ("logarithm-of-sine", "Integral(log(sin(x)), (x, 0, pi/2))", ["1"]),
        (PLANCK, "Integral(x**3/(exp(x) - 1), (x, 0, oo))", ["1", "2", "1"]),
    ],
)
def test_an_entry_that_fits_is_accepted(name: str, integral: str, parameters: list[str]) -> None:
    assert rewrite(name, integral, parameters, POSITIVE)


@pytest.mark.parametrize(
    ("name", "integral", "parameters", "symbols"),
    [
        ("beta-half-line", "Integral(1/(1 + x)**2, (x, 0, 1))", ["1", "1", "1", "2", "1"], {}),
        ("beta-half-line", "Integral(1/(1 - x)**2, (x, 0, oo))", ["1", "-1", "1", "2", "1"], {}),
        ("beta-half-line", "Integral(1/(1 + a*x)**2, (x, 0, oo))", ["1", "a", "1", "2", "1"], {"a": "real"}),
        ("beta-half-line", "Integral(1/(1 + x)**2, (x, 0, oo))", ["1", "1", "1", "3", "1"], {}),
        ("beta-angles", "Integral(sin(x)**2, (x, 0, pi))", ["3/2", "1/2", "1"], {}),
        ("beta-angles", "Integral(sin(x)**2, (x, 0, pi/2))", ["1/2", "3/2", "1"], {}),
        ("logarithmic-gamma", "Integral(x*log(x), (x, 0, 1))", ["2", "2", "1"], {}),
        ("bell-wave", "Integral(exp(x**2)*cos(x), (x, 0, oo))", ["-1", "1", "1"], {}),
        ("bell-wave", "Integral(exp(-x**2)*cos(x), (x, 1, oo))", ["1", "1", "1"], {}),
        ("two-bells", "Integral(exp(-x**2 + 1/x**2), (x, 0, oo))", ["1", "-1", "1"], {}),
        ("exponential-quotient", "Integral((exp(-x) - exp(-x/2))/x, (x, 0, oo))", ["1/2", "1", "1"], {}),
        ("exponential-quotient", "Integral((exp(x) - exp(2*x))/x, (x, 0, oo))", ["-1", "-2", "1"], {}),
        ("exponential-quotient", "Integral((exp(x) - exp(2*x))/x, (x, -oo, 0))", ["1", "2", "1"], {}),
        ("damped-sine", "Integral(exp(-a*x)*sin(x)/x, (x, 0, oo))", ["a", "1", "1"], {"a": "nonnegative"}),
        ("squared-sine", "Integral(sin(x)/x**2, (x, 0, oo))", ["1", "1"], {}),
        ("wave-over-square", "Integral(cos(x)/(x**2 + a**2), (x, 0, oo))", ["a", "1", "1"], {"a": "nonzero"}),
        ("moving-wave-over-square", "Integral(x*sin(b*x)/(x**2 + 1), (x, 0, oo))", ["1", "b", "1"], {"b": "real"}),
        ("logarithm-of-sine", "Integral(log(sin(x)), (x, 0, pi))", ["1"], {}),
        ("logarithm-of-sine", "Integral(log(cos(x)), (x, 0, pi/2))", ["1"], {}),
        ("logarithm-of-sine", "Integral(log(sin(x)), (x, 0, pi/2))", ["1", "1"], {}),
        (PLANCK, "Integral(x**2/(exp(x) - 1), (x, 0, oo))", ["1", "3/2", "1"], {}),
        (PLANCK, "Integral(x**3/(exp(x) + 1), (x, 0, oo))", ["1", "2", "1"], {}),
        ("no-entry", "Integral(x, (x, 0, 1))", ["1"], {}),
        ("logarithm-of-sine", "Integral(log(sin(x)), (x, 0, pi/2))", ["c/c"], {"c": "real"}),
    ],
)
def test_a_forged_entry_is_refused(name: str, integral: str, parameters: list[str], symbols: dict[str, str]) -> None:
    with pytest.raises(Refused):
        rewrite(name, integral, parameters, symbols)


def test_conditions_of_existence_stand_with_the_value() -> None:
    value = rewrite(
        "beta-half-line", "Integral(x**(s - 1)/(1 + x), (x, 0, oo))", ["s", "1", "1", "1", "1"], {"s": "real"}
    )
    assert value.head == "guard"
    plain = rewrite(
        "beta-half-line", "Integral(x**(s - 1)/(1 + x), (x, 0, oo))", ["s", "1", "1", "1", "1"], {"s": "in (0, 1)"}
    )
    assert plain.head != "guard"
