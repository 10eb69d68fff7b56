"""An integrand as a factor without the variable, a power of the variable, and other factors."""

from __future__ import annotations

from verifier.engine.integrals.primitive_products import factors_of
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import MINUS_ONE, ONE, ZERO, Term, add, div, mul, neg, power, rational

Moving = list[tuple[Term, Term]]


def split(f: Term, x: Term) -> tuple[Term, Moving]:
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


def power_of(moving: Moving, base: Term) -> tuple[Term, Moving]:
    """The total exponent of the base among the factors, and the other factors."""
    total, rest = [], []
    for a, sign in moving:
        if a == base:
            total.append(sign)
        elif a.head == "pow" and a.args[0] == base:
            total.append(mul(sign, a.args[1]) if sign != ONE else a.args[1])
        else:
            rest.append((a, sign))
    return plain(add(*total) if len(total) > 1 else total[0] if total else ZERO), rest


def plain(term: Term) -> Term:
    """The term, as a number if it is one."""
    parts = [rational_value(a) for a in term.args] if term.head == "add" else []
    if parts and None not in parts:
        return rational(sum(p for p in parts if p is not None))
    value = rational_value(term)
    return term if value is None else rational(value)
