"""Parameters by which an integrand has the form of a known integral, read off its factors. Nothing here is trusted."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.engine.integrals.factors_of_integrands import Moving, power_of, split
from verifier.engine.integrals.listed_forms import listed_forms
from verifier.engine.integrals.primitive_substitutions import linear_slope
from verifier.model.evidence import Proof
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import MINUS_ONE, ONE, OO, ZERO, Term, add, mul, neg, sub


def known_forms(integral: Term) -> Iterator[Proof]:
    """Applications of the rules for known integrals that may fit."""
    f, x, low, high = integral.args
    if (low, high) == (neg(OO), ZERO):
        f = substitute(f, {x.name: neg(x)})
    elif low != ZERO:
        return
    if (low, high) not in ((neg(OO), ZERO), (ZERO, OO), (ZERO, ONE)):
        yield from listed_forms(integral, f)
        return
    fixed, moving = split(f, x)
    exponent, rest = power_of(moving, x)
    if high == ONE:
        yield from _beta(integral, x, fixed, exponent, rest)
    else:
        yield from _gamma(integral, x, fixed, exponent, rest)
        yield from _sine(integral, x, fixed, exponent, rest)
    yield from listed_forms(integral, f)


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
    factor, moving = split(u, x)
    q, left = power_of(moving, x)
    if not left:
        yield Proof("gamma-integral", (integral, add(exponent, ONE), neg(factor), q, fixed))


def _beta(integral: Term, x: Term, fixed: Term, exponent: Term, rest: Moving) -> Iterator[Proof]:
    other, left = power_of(rest, sub(ONE, x))
    if not left:
        yield Proof("beta-integral", (integral, add(exponent, ONE), add(other, ONE), fixed))


def _sine(integral: Term, x: Term, fixed: Term, exponent: Term, rest: Moving) -> Iterator[Proof]:
    if exponent == MINUS_ONE and len(rest) == 1 and rest[0][0].head == "sin" and rest[0][1] == ONE:
        slope = linear_slope(rest[0][0].args[0], x)
        if slope is not None:
            yield Proof("sine-integral", (integral, slope, fixed))
