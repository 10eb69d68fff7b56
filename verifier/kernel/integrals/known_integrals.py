"""Integrals that are known though the integrand has no elementary antiderivative: gamma, beta, and the sine over its angle.

`gamma-integral`: c*t**(s - 1)*exp(-a*t**q) from 0 to oo, for a > 0 and q > 0, is c*gamma(s/q)/(q*a**(s/q)); it exists, unless
c = 0, exactly for s > 0 (NIST DLMF 5.9.1, with u = a*t**q). `beta-integral`: c*t**(p - 1)*(1 - t)**(q - 1) from 0 to 1 is
c*gamma(p)*gamma(q)/gamma(p + q); it exists, unless c = 0, exactly for p > 0 and q > 0 (DLMF 5.12.1). `sine-integral`:
c*sin(a*t)/t from 0 to oo, as an improper integral, is c*sign(a)*pi/2 (DLMF 6.2.8, 6.2.14). The integrand is compared on all
of the open interval; an integral from -oo to 0 is one from 0 to oo of the mirrored integrand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifier.kernel.cell import Cell, Needs, Refused, prove_on
from verifier.kernel.derivatives.continuity import requirements_of
from verifier.kernel.derivatives.guards import Conditions, guarded
from verifier.kernel.integrals.definite_integrals import is_definite
from verifier.kernel.integrals.improper_integrals import INFINITE, demand_free, follows, fresh_variable, inside
from verifier.kernel.normal_forms.field import GaveUp, TooLarge, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import HALF, MINUS_ONE, ONE, PI, TRUE, ZERO, Term, add, call, div, mul, neg, power, sub

HALF_LINES: Final = ((ZERO, INFINITE[0]), (INFINITE[1], ZERO))


def gamma_integral(cell: Cell, terms: tuple[Term, ...]) -> Term:
    integral, s, a, q, c = _parameters(terms, 5)
    _demand(cell, call("gt", a, ZERO), call("gt", q, ZERO))
    value = mul(c, div(call("gamma", div(s, q)), mul(q, power(a, div(s, q)))))

    def form(t: Term) -> Term:
        return mul(c, power(t, sub(s, ONE)), call("exp", neg(mul(a, power(t, q)))))

    return value_by_form(cell, integral, HALF_LINES, form, (s, a, q, c), (call("gt", s, ZERO),), value)


def beta_integral(cell: Cell, terms: tuple[Term, ...]) -> Term:
    integral, p, q, c = _parameters(terms, 4)
    value = mul(c, div(mul(call("gamma", p), call("gamma", q)), call("gamma", add(p, q))))

    def form(t: Term) -> Term:
        return mul(c, power(t, sub(p, ONE)), power(sub(ONE, t), sub(q, ONE)))

    exist = (call("gt", p, ZERO), call("gt", q, ZERO))
    return value_by_form(cell, integral, ((ZERO, ONE),), form, (p, q, c), exist, value)


def sine_integral(cell: Cell, terms: tuple[Term, ...]) -> Term:
    integral, a, c = _parameters(terms, 3)
    sign = call("Piecewise", ONE, call("gt", a, ZERO), MINUS_ONE, call("lt", a, ZERO), ZERO, TRUE)

    def form(t: Term) -> Term:
        return mul(c, div(call("sin", mul(a, t)), t))

    return value_by_form(cell, integral, HALF_LINES, form, (a, c), (), mul(c, sign, PI, HALF))


def _parameters(terms: tuple[Term, ...], count: int) -> tuple[Term, ...]:
    if len(terms) != count or not is_definite(terms[0]):
        raise Refused("a known integral takes an integral and its parameters")
    if not all(free_symbols(p) <= free_symbols(terms[0]) for p in terms[1:]):
        raise Refused("a parameter has symbols of its own")
    return terms


def value_by_form(
    cell: Cell,
    integral: Term,
    bounds: tuple[tuple[Term, Term], ...],
    form: Callable[[Term], Term],
    parameters: tuple[Term, ...],
    exist: tuple[Term, ...],
    value: Term,
) -> Term:
    """The value where the integral exists, after a proof that the integrand has the form; the last parameter is its factor."""
    f, x, low, high = integral.args
    if cell.domain.complex_numbers or (low, high) not in bounds:
        raise Refused("the integral is not between the bounds of a known one")
    if any(requirements_of(cell, p) for p in parameters):
        raise Refused("a parameter may be undefined")
    t = fresh_variable(cell, integral, *parameters)
    body = substitute(f, {x.name: neg(t) if low == INFINITE[1] else t})
    inner = inside(cell, t, ZERO, high if low == ZERO else INFINITE[0], (body,))
    needs = Conditions()
    for r in requirements_of(inner, body):
        demand_free(r, t)
        needs.need(r.condition)
        inner = inner.with_fact(r.condition)
    try:
        if prove_on(inner, body, form(t)) != Needs():
            raise Refused("the integrand may have another natural domain")
    except TooLarge:
        raise
    except (GaveUp, NeedsSign, Undefined) as problem:
        raise Refused("the integrand was not shown to have the form") from problem
    never_zero = follows(cell, call("ne", parameters[-1], ZERO))
    for condition in exist:
        if not follows(cell, condition):
            (needs.need if never_zero else needs.need_loosely)(condition)
    return guarded(value, needs)


def _demand(cell: Cell, *conditions: Term) -> None:
    if not all(follows(cell, c) for c in conditions):
        raise Refused("a parameter is not known to be positive")
