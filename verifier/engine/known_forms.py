"""Parameters by which an integrand has the form of a known integral, read off its factors. Nothing here is trusted."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.engine.primitive_products import factors_of
from verifier.engine.primitive_substitutions import linear_slope
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import MINUS_ONE, ONE, OO, ZERO, Term, add, div, mul, neg, power, rational, sub


def known_forms(integral: Term) -> Iterator[Proof]:
    """Applications of the rules for known integrals that may fit."""
    f, x, low, high = integral.args
    if (low, high) == (neg(OO), ZERO):
        f = substitute(f, {x.name: neg(x)})
    elif (low, high) not in ((ZERO, OO), (ZERO, ONE)):
        return
    fixed, moving = _split(f, x)
    exponent, rest = _power_of(moving, x)
    if high == ONE:
        yield from _beta(integral, x, fixed, exponent, rest)
    else:
        yield from _gamma(integral, x, fixed, exponent, rest)
        yield from _sine(integral, x, fixed, exponent, rest)


Moving = list[tuple[Term, Term]]


def _split(f: Term, x: Term) -> tuple[Term, Moving]:
    """The factor of f that is free of x, and the other factors with 1 or -1 for above or below the line."""
    above, below = ([p for a in part for p in _powers(a, x)] for part in factors_of(f))
    moving = [(a, ONE) for a in above if x.name in free_symbols(a)]
    moving += [(b, MINUS_ONE) for b in below if x.name in free_symbols(b)]
    return div(mul(*_fixed(above, x)), mul(*_fixed(below, x))), moving


def _powers(factor: Term, x: Term) -> list[Term]:
    """A power of a product with x in it as powers of its factors: the kernel checks that they may be taken apart."""
    if factor.head != "pow" or factor.args[0].head not in ("mul", "div") or x.name not in free_symbols(factor.args[0]):
        return [factor]
    base, exponent = factor.args
    above, below = factors_of(base)
    return [power(a, exponent) for a in above] + [power(b, neg(exponent)) for b in below]


def _fixed(factors: list[Term], x: Term) -> list[Term]:
    return [a for a in factors if x.name not in free_symbols(a)] or [ONE]


def _power_of(moving: Moving, base: Term) -> tuple[Term, Moving]:
    """The total exponent of the base among the factors, and the other factors."""
    total, rest = [], []
    for a, sign in moving:
        if a == base:
            total.append(sign)
        elif a.head == "pow" and a.args[0] == base:
            total.append(mul(sign, a.args[1]) if sign != ONE else a.args[1])
        else:
            rest.append((a, sign))
    return _plain(add(*total) if len(total) > 1 else total[0] if total else ZERO), rest


def _plain(term: Term) -> Term:
    """The term, as a number if it is one."""
    parts = [rational_value(a) for a in term.args] if term.head == "add" else []
    if parts and None not in parts:
        return rational(sum(p for p in parts if p is not None))
    value = rational_value(term)
    return term if value is None else rational(value)


def _gamma(integral: Term, x: Term, fixed: Term, exponent: Term, rest: Moving) -> Iterator[Proof]:
    if not rest or any(a.head != "exp" or x.name in free_symbols(sign) for a, sign in rest):
        return
    total = [a.args[0] if sign == ONE else neg(a.args[0]) for a, sign in rest]
    u = add(*total) if len(total) > 1 else total[0]
    slope = linear_slope(u, x)
    if slope is not None:
        top = substitute(u, {x.name: ZERO})
        scale = fixed if top == ZERO else mul(fixed, Term("exp", (top,)))
        yield Proof("gamma-integral", (integral, add(exponent, ONE), neg(slope), ONE, scale))
        return
    factor, moving = _split(u, x)
    q, left = _power_of(moving, x)
    if not left:
        yield Proof("gamma-integral", (integral, add(exponent, ONE), neg(factor), q, fixed))


def _beta(integral: Term, x: Term, fixed: Term, exponent: Term, rest: Moving) -> Iterator[Proof]:
    other, left = _power_of(rest, sub(ONE, x))
    if not left:
        yield Proof("beta-integral", (integral, add(exponent, ONE), add(other, ONE), fixed))


def _sine(integral: Term, x: Term, fixed: Term, exponent: Term, rest: Moving) -> Iterator[Proof]:
    if exponent == MINUS_ONE and len(rest) == 1 and rest[0][0].head == "sin" and rest[0][1] == ONE:
        slope = linear_slope(rest[0][0].args[0], x)
        if slope is not None:
            yield Proof("sine-integral", (integral, slope, fixed))
