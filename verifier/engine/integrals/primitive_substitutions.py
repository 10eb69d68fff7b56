"""Antiderivatives c*G(u) by one substitution: u is a part of the integrand, and f/G'(u) a constant. Candidates only."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.engine.points.floats import Floats
from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.signs.signs import Contradiction
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Domain
from verifier.model.evidence import Point
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import HALF, ONE, TWO, ZERO, Term, add, call, div, integer, mul, neg, power, rational, sub

MOST_PARTS: Final = 16
MOST_SIZE: Final = 400
MOST_DENOMINATOR: Final = 1000
CLOSE: Final = 1e-9
REALS: Final = Domain()
_PLACES: Final = (Fraction(31, 100), Fraction(53, 100), Fraction(79, 100))


def by_substitution(f: Term, x: Term) -> Term | None:
    """c*G(u) for a part G(u) of the integrand, its logarithm, square or reciprocal, where f/G' is a constant c."""
    for u in inner_parts(f, x):
        for candidate in (u, call("log", u), power(u, TWO), div(ONE, u), *_around(u, x)):
            slope = slope_of(candidate, x)
            if slope.size < MOST_SIZE and (c := _ratio(f, slope, x)) is not None:
                return mul(c, candidate)
    return None


def _around(u: Term, x: Term) -> list[Term]:
    """Functions of what stands inside a wave, the arc tangent, and the slope of a sum's logarithm, as for 1/cosh(x)**2."""
    if u.head == "add":
        return [div(slope_of(u, x), u)]
    if u.head in ("cos", "sin"):
        other = call("sin" if u.head == "cos" else "cos", *u.args)
        return [other, call("log", div(add(ONE, other), sub(ONE, other)))]
    return [call("atan", u), call("log", add(ONE, call("exp", neg(u.args[0]))))] if u.head == "exp" else []


def inner_parts(f: Term, x: Term) -> list[Term]:
    found: dict[Term, None] = {}
    waiting = [f]
    while waiting:
        t = waiting.pop(0)
        if x.name in free_symbols(t) and t != x:
            if t != f or t.head in ("exp", "pow"):
                found[t] = None
            if t.head == "pow":
                found[power(t.args[0], raised(t.args[1], 1))] = None
            waiting += t.args
    return list(found)[:MOST_PARTS]


def _ratio(f: Term, slope: Term, x: Term) -> Term | None:
    """The ratio f/slope, where it is the same number at three places for some values of the other symbols."""
    names = sorted((free_symbols(f) | free_symbols(slope)) - {x.name})
    others = {n: Fraction(37 + 21 * i, 100) for i, n in enumerate(names)}
    ratio = div(f, slope)
    points = [Point(others | {x.name: at}) for at in _PLACES]
    seen = [v for v in (Floats(REALS, p).value(ratio) for p in points) if v is not None]
    if len(seen) < len(points) or any(abs(v - seen[0]) > CLOSE * abs(v) for v in seen):
        return None
    near = Fraction(seen[0]).limit_denominator(MOST_DENOMINATOR)
    if not names and abs(float(near) - seen[0]) <= CLOSE * abs(seen[0]):
        return rational(near)
    plain = _in_lowest_terms(ratio)
    return substitute(ratio, {x.name: HALF}) if plain is None or x.name in free_symbols(plain) else plain


def _in_lowest_terms(quotient: Term) -> Term | None:
    """The quotient without what its sides have in common; None where it has no normal form on the real numbers."""
    try:
        return with_tower(Cell(REALS), (), lambda tower: tower.term_of_quotient(tower.normal_form(quotient)))
    except (Contradiction, GaveUp, NeedsSign, Undefined):
        return None


def linear_slope(u: Term, x: Term) -> Term | None:
    """The slope a of u = a*x + b, free of x; None where it depends on x or does not depend on it at all."""
    if x.name not in free_symbols(u):
        return None
    a = slope_of(u, x)
    return None if x.name in free_symbols(a) or a == ZERO else a


def slope_of(u: Term, x: Term) -> Term:
    """The derivative of u, or u itself where there is none."""
    try:
        return differentiate(u, x.name)
    except Unsupported:
        return u


def raised(exponent: Term, k: int) -> Term:
    """The exponent and k, as one number where it is one."""
    n = rational_value(exponent)
    return add(exponent, integer(k)) if n is None else rational(n + k)
