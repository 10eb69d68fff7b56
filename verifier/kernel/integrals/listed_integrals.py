"""Integrals that are looked up: each a form of the integrand with parameters, where it exists, and its value.

A form is compared with the integrand on all of the open interval between the bounds (`known_integrals`); what the parameters
have to be is shown. Each integral exists, absolutely or (marked) as an improper one, wherever its parameters are as listed,
or, if it has conditions of existence, exactly under these, unless its factor is 0. A half line stands for its mirror image too.

| name | integrand, times c | bounds | value, times c | source |
| --- | --- | --- | --- | --- |
| `beta-half-line` | t**(s-1)*(1 + a*t**k)**(-r) | 0, oo | B(s/k, r - s/k)/(k*a**(s/k)), if s > 0 and r*k > s | 3.241.4 |
| `beta-angles` | sin(t)**(2*p-1)*cos(t)**(2*q-1) | 0, pi/2 | B(p, q)/2, if p > 0 and q > 0 | 3.621.5 |
| `logarithmic-gamma` | t**(p-1)*(-log(t))**(s-1) | 0, 1 | gamma(s)/p**s, if s > 0 | 4.272.6 |
| `bell-wave` | exp(-a*t**2)*cos(b*t) | 0, oo | sqrt(pi/a)*exp(-b**2/(4*a))/2 | 3.896.4 |
| `two-bells` | exp(-a*t**2 - b/t**2) | 0, oo | sqrt(pi/a)*exp(-2*sqrt(a*b))/2 | 3.325 |
| `exponential-quotient` | (exp(-a*t) - exp(-b*t))/t | 0, oo | log(b/a) | 3.434.2 |
| `damped-sine` | exp(-a*t)*sin(b*t)/t | 0, oo | atan(b/a) | 3.941.1 |
| `squared-sine` | sin(b*t)**2/t**2 | 0, oo | abs(b)*pi/2 | 3.821.9 |
| `wave-over-square` | cos(b*t)/(t**2 + a**2) | 0, oo | pi*exp(-a*abs(b))/(2*a) | 3.723.2 |
| `moving-wave-over-square` (improper) | t*sin(b*t)/(t**2 + a**2) | 0, oo | pi*exp(-a*b)/2 | 3.723.3 |
| `logarithm-over-square` | log(t)/(t**2 + a**2) | 0, oo | pi*log(a)/(2*a) | 4.231.8 |
| `logarithm-of-sine` | log(sin(t)) | 0, pi/2 | -pi*log(2)/2 | 4.224.3 |
| `logarithm-of-half-wave` | log(sin(t)) | 0, pi | -pi*log(2) | 4.224.3 |
| `logarithm-of-cosine` | log(cos(t)) | 0, pi/2 | -pi*log(2)/2 | 4.224.6 |
| `logarithm-beyond-one` | log(t)/(1 - t) | 0, 1 | -pi**2/6 | 4.231.2 |
| `logarithm-before-one` | log(1 - t)/t | 0, 1 | -pi**2/6 | 4.291.2 |
| `logarithm-past-one` | log(1 + t)/t | 0, 1 | pi**2/12 | 4.291.1 |
| `planck` | t**(2*n-1)/(exp(a*t) - 1) | 0, oo | (-1)**(n-1)*(2*pi/a)**(2*n)*B(2*n)/(4*n) | 3.411.2 |

Sources are formulas of I. S. Gradshteyn and I. M. Ryzhik, Table of Integrals, Series, and Products. B(p, q) is
gamma(p)*gamma(q)/gamma(p + q), and B(2*n) a Bernoulli number for a positive whole number n.
"""

from __future__ import annotations

from typing import Final

from verifier.kernel.cell import Cell, Refused
from verifier.kernel.integrals.definite_integrals import is_definite
from verifier.kernel.integrals.improper_integrals import follows
from verifier.kernel.integrals.known_integrals import HALF_LINES, value_by_form
from verifier.kernel.sums.closed_sums import MOST_DEGREE, power_sum
from verifier.kernel.terms.lowering import absolute_value
from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import (
    HALF,
    ONE,
    PI,
    TWO,
    ZERO,
    Term,
    add,
    call,
    div,
    integer,
    mul,
    neg,
    power,
    rational,
    sub,
    symbol,
)

QUARTER_TURN: Final = ((ZERO, div(PI, TWO)), (ZERO, mul(HALF, PI)))
HALF_TURN: Final = ((ZERO, PI),)
UNIT: Final = ((ZERO, ONE),)
LARGEST_ORDER: Final = MOST_DEGREE // 2
PLANCK: Final = "planck"

_T: Final = symbol("'t")
_A, _B, _K, _P, _Q, _R, _S = (symbol(f"'{name}") for name in "abkpqrs")


@record
class Listed:
    """An integral of the table, its parameters in the order in which a proof gives them, before its factor."""

    bounds: tuple[tuple[Term, Term], ...]
    parameters: tuple[Term, ...]
    form: Term
    value: Term
    demands: tuple[Term, ...] = ()
    exists: tuple[Term, ...] = ()


def _positive(*terms: Term) -> tuple[Term, ...]:
    return tuple(call("gt", t, ZERO) for t in terms)


def _exp(u: Term) -> Term:
    return call("exp", u)


def _log(u: Term) -> Term:
    return call("log", u)


def _beta(p: Term, q: Term) -> Term:
    return div(mul(call("gamma", p), call("gamma", q)), call("gamma", add(p, q)))


def _root(u: Term) -> Term:
    return power(u, HALF)


_SQUARE: Final = power(_T, TWO)
_BELL: Final = _exp(neg(mul(_A, _SQUARE)))
_OVER_SQUARE: Final = add(_SQUARE, power(_A, TWO))
_SHARE: Final = div(_S, _K)

TABLE: Final[dict[str, Listed]] = {
    "beta-half-line": Listed(
        HALF_LINES,
        (_S, _A, _K, _R),
        mul(power(_T, sub(_S, ONE)), power(add(ONE, mul(_A, power(_T, _K))), neg(_R))),
        div(mul(call("gamma", _SHARE), call("gamma", sub(_R, _SHARE))), mul(_K, power(_A, _SHARE), call("gamma", _R))),
        _positive(_A, _K),
        (call("gt", _S, ZERO), call("gt", mul(_R, _K), _S)),
    ),
    "beta-angles": Listed(
        QUARTER_TURN,
        (_P, _Q),
        mul(power(call("sin", _T), sub(mul(TWO, _P), ONE)), power(call("cos", _T), sub(mul(TWO, _Q), ONE))),
        mul(HALF, _beta(_P, _Q)),
        (),
        _positive(_P, _Q),
    ),
    "logarithmic-gamma": Listed(
        UNIT,
        (_P, _S),
        mul(power(_T, sub(_P, ONE)), power(neg(_log(_T)), sub(_S, ONE))),
        div(call("gamma", _S), power(_P, _S)),
        _positive(_P),
        _positive(_S),
    ),
    "bell-wave": Listed(
        HALF_LINES,
        (_A, _B),
        mul(_BELL, call("cos", mul(_B, _T))),
        mul(HALF, _root(div(PI, _A)), _exp(neg(div(power(_B, TWO), mul(integer(4), _A))))),
        _positive(_A),
    ),
    "two-bells": Listed(
        HALF_LINES,
        (_A, _B),
        mul(_BELL, _exp(neg(div(_B, _SQUARE)))),
        mul(HALF, _root(div(PI, _A)), _exp(neg(mul(TWO, _root(mul(_A, _B)))))),
        (*_positive(_A), call("ge", _B, ZERO)),
    ),
    "exponential-quotient": Listed(
        HALF_LINES[:1],
        (_A, _B),
        div(sub(_exp(neg(mul(_A, _T))), _exp(neg(mul(_B, _T)))), _T),
        _log(div(_B, _A)),
        _positive(_A, _B),
    ),
    "damped-sine": Listed(
        HALF_LINES[:1],
        (_A, _B),
        div(mul(_exp(neg(mul(_A, _T))), call("sin", mul(_B, _T))), _T),
        call("atan", div(_B, _A)),
        _positive(_A),
    ),
    "squared-sine": Listed(
        HALF_LINES,
        (_B,),
        div(power(call("sin", mul(_B, _T)), TWO), _SQUARE),
        mul(absolute_value(_B), PI, HALF),
    ),
    "wave-over-square": Listed(
        HALF_LINES,
        (_A, _B),
        div(call("cos", mul(_B, _T)), _OVER_SQUARE),
        div(mul(PI, _exp(neg(mul(_A, absolute_value(_B))))), mul(TWO, _A)),
        _positive(_A),
    ),
    "moving-wave-over-square": Listed(
        HALF_LINES,
        (_A, _B),
        div(mul(_T, call("sin", mul(_B, _T))), _OVER_SQUARE),
        mul(HALF, PI, _exp(neg(mul(_A, _B)))),
        _positive(_A, _B),
    ),
    "logarithm-over-square": Listed(
        HALF_LINES[:1],
        (_A,),
        div(_log(_T), _OVER_SQUARE),
        div(mul(PI, _log(_A)), mul(TWO, _A)),
        _positive(_A),
    ),
    "logarithm-of-sine": Listed(QUARTER_TURN, (), _log(call("sin", _T)), neg(mul(HALF, PI, _log(TWO)))),
    "logarithm-of-half-wave": Listed(HALF_TURN, (), _log(call("sin", _T)), neg(mul(PI, _log(TWO)))),
    "logarithm-of-cosine": Listed(QUARTER_TURN, (), _log(call("cos", _T)), neg(mul(HALF, PI, _log(TWO)))),
    "logarithm-beyond-one": Listed(UNIT, (), div(_log(_T), sub(ONE, _T)), neg(div(power(PI, TWO), integer(6)))),
    "logarithm-before-one": Listed(UNIT, (), div(_log(sub(ONE, _T)), _T), neg(div(power(PI, TWO), integer(6)))),
    "logarithm-past-one": Listed(UNIT, (), div(_log(add(ONE, _T)), _T), div(power(PI, TWO), integer(12))),
}


def listed_integral(cell: Cell, name: str, terms: tuple[Term, ...]) -> Term:
    """What an integral is by the entry of that name, for (integral, parameters, factor): a value under its conditions."""
    listed = planck(terms) if name == PLANCK else TABLE.get(name)
    if listed is None or len(terms) != len(listed.parameters) + 2 or not is_definite(terms[0]):
        raise Refused("a listed integral takes the name of an entry, an integral, its parameters and a factor")
    integral, *parameters, c = terms
    if not all(free_symbols(p) <= free_symbols(integral) for p in (*parameters, c)):
        raise Refused("a parameter has symbols of its own")
    put = {own.name: given for own, given in zip(listed.parameters, parameters, strict=True)}
    if not all(follows(cell, substitute(d, put)) for d in listed.demands):
        raise Refused("a parameter is not known to be as listed")
    exists = tuple(substitute(e, put) for e in listed.exists)

    def form(t: Term) -> Term:
        return mul(c, substitute(listed.form, {**put, _T.name: t}))

    value = mul(c, substitute(listed.value, put))
    return value_by_form(cell, integral, listed.bounds, form, (*parameters, c), exists, value)


def planck(terms: tuple[Term, ...]) -> Listed:
    """For a whole number n: the second parameter, which is no term in the form but its exponent."""
    n = rational_value(terms[2]) if len(terms) == 4 else None
    if n is None or n.denominator != 1 or not 1 <= n <= LARGEST_ORDER:
        raise Refused("the order is no small whole number")
    k = 2 * n.numerator  # the Bernoulli number B(k) is the slope of Faulhaber's polynomial at 0 (NIST DLMF 24.4.1)
    value = mul(rational(abs(power_sum(k)[1]) / (2 * k)), power(div(mul(TWO, PI), _A), integer(k)))
    form = div(power(_T, integer(k - 1)), sub(_exp(mul(_A, _T)), ONE))
    return Listed(HALF_LINES[:1], (_A, _K), form, value, _positive(_A))
