"""Polynomials whose coefficients are terms, the constant one first; what are numbers are added and multiplied as numbers."""

from __future__ import annotations

from functools import reduce
from typing import Final

from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import MINUS_ONE, ONE, ZERO, Term, add, div, integer, mul, power, rational

Polynomial = list[Term]

MOST_DEGREE: Final = 8


def polynomial(f: Term, x: Term) -> Polynomial | None:
    """The coefficients of f as a polynomial in x; None if it is none."""
    if x.name not in free_symbols(f):
        return [f]
    if f == x:
        return [ZERO, ONE]
    parts = [polynomial(a, x) for a in f.args]
    known = [p for p in parts if p is not None]
    if len(known) < len(parts):
        return None
    match f.head:
        case "add":
            return reduce(total, known)
        case "neg":
            return [negative(c) for c in known[0]]
        case "mul":
            return reduce(product, known)
        case "div" if len(known[1]) == 1:
            return [over(c, f.args[1]) for c in known[0]]
        case "pow":
            n = rational_value(f.args[1])
            if n is not None and n.denominator == 1 and 0 <= n <= MOST_DEGREE:
                return reduce(product, [known[0]] * int(n), [ONE])
    return None


def total(p: Polynomial, q: Polynomial) -> Polynomial:
    n = max(len(p), len(q))
    summed = [plus(a, b) for a, b in zip([*p, *[ZERO] * n][:n], [*q, *[ZERO] * n][:n], strict=True)]
    while len(summed) > 1 and summed[-1] == ZERO:
        summed.pop()
    return summed


def product(p: Polynomial, q: Polynomial) -> Polynomial:
    found = [ZERO] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for k, b in enumerate(q):
            found[i + k] = plus(found[i + k], times(a, b))
    return found


def composed(p: Polynomial, q: Polynomial) -> Polynomial:
    """p(q), by Horner's rule."""
    return reduce(lambda found, c: total(product(found, q), [c]), reversed(p), [ZERO])


def integrated(p: Polynomial) -> Polynomial:
    return [ZERO, *(over(c, integer(k)) for k, c in enumerate(p, 1))]


def term_of(p: Polynomial, x: Term) -> Term:
    return add(*[c if not k else mul(c, power(x, integer(k))) for k, c in enumerate(p) if c != ZERO], ZERO)


def plus(a: Term, b: Term) -> Term:
    if ZERO in (a, b):
        return b if a == ZERO else a
    left, right = rational_value(a), rational_value(b)
    return add(a, b) if left is None or right is None else rational(left + right)


def times(a: Term, b: Term) -> Term:
    if ZERO in (a, b):
        return ZERO
    left, right = rational_value(a), rational_value(b)
    if left is not None and right is not None:
        return rational(left * right)
    return b if left == 1 else a if right == 1 else mul(a, b)


def over(a: Term, b: Term) -> Term:
    left, right = rational_value(a), rational_value(b)
    if left is not None and right:
        return rational(left / right)
    return a if right == 1 else div(a, b)


def negative(a: Term) -> Term:
    return times(MINUS_ONE, a)
