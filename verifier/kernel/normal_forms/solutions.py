"""The solutions of an equation between rational functions in one symbol, as the roots of a polynomial over the rationals.

Soundness: a side is built from numbers and the symbol by + - * / and integer powers, so at each number it is undefined
(a divisor is 0, or a base under a negative power) or the quotient of two polynomials with a divisor that is not 0 there.
The equation holds at a number that is no pole exactly if that is a root of the numerator of the difference. Two equations
hold at the same numbers where both are defined if, the poles of both removed, their numerators have the same roots in the
complex numbers: if their square-free parts are equal up to a factor. What restricts the symbol only makes this weaker.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from flint import fmpq, fmpq_poly

from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.term import Term, add, call, div, integer, neg, rational, sub

MOST_KEPT: Final = 64  # equations: each line is asked for by two steps, their search and their judge
MOST_DEGREE: Final = 24
MOST_ROOTS: Final = 6
LONGEST_NUMBER: Final = 4096  # bits of a coefficient

Polynomial = Any
"""An `fmpq_poly`: python-flint declares no types for it."""


@record
class Solutions:
    """An equation holds where it is defined exactly at the roots of `numerator`, and is undefined at those of `poles`.

    A numerator of 0 means everywhere.
    """

    numerator: Polynomial
    poles: Polynomial


@record
class _Quotient:
    """numerator/denominator where `poles` is not 0; every root of the denominator is one of the poles."""

    numerator: Polynomial
    denominator: Polynomial
    poles: Polynomial


class _NotRational(Exception):
    """The term is no rational function of the symbol within the bounds, or is defined nowhere."""


@lru_cache(maxsize=MOST_KEPT)
def solutions(equation: Term, name: str) -> Solutions | None:
    """The solutions of `left = right` in the symbol; None unless both sides are rational functions of it alone."""
    if equation.head != "eq":
        return None
    try:
        left, right = (_quotient(side, name) for side in equation.args)
        poles = _checked(left.poles * right.poles)
        return Solutions(_checked(left.numerator * right.denominator - right.numerator * left.denominator), poles)
    except _NotRational:
        return None


def have_same_solutions(a: Solutions, b: Solutions) -> bool:
    """Whether both equations hold at the same numbers wherever both are defined, as far as their roots tell."""
    poles = a.poles * b.poles
    p, q = _without(a.numerator, poles), _without(b.numerator, poles)
    return bool(p == q)


def have_same_poles(a: Solutions, b: Solutions) -> bool:
    """Whether both equations are defined at the same numbers."""
    return bool(radical(a.poles) == radical(b.poles))


def have_common_solutions(a: Solutions, b: Solutions) -> bool:
    """Whether both may hold at one number, real or complex."""
    return bool(a.numerator.gcd(b.numerator).degree() != 0)


def holds_at(equation: Solutions, value: Fraction) -> bool | None:
    """Whether the equation holds at the number; None where it is undefined."""
    x = fmpq(value.numerator, value.denominator)
    return None if equation.poles(x) == 0 else bool(equation.numerator(x) == 0)


def rational_roots(equation: Solutions) -> list[Fraction]:
    """The rational numbers at which the equation holds, at most so many; none where it holds everywhere."""
    if equation.numerator.degree() < 1:
        return []
    linear = [f for f, _ in equation.numerator.numer().factor()[1] if f.degree() == 1]
    roots = [Fraction(-int(f[0]), int(f[1])) for f in linear[:MOST_ROOTS]]
    return [r for r in roots if holds_at(equation, r) is not None]


def real_roots(equation: Solutions) -> list[Term]:
    """The real numbers at which the equation holds as far as square roots tell, rational ones first; at most so many."""
    roots = [rational(r) for r in rational_roots(equation)]
    if equation.numerator.degree() > 1:
        for factor, _ in equation.numerator.numer().factor()[1]:
            if factor.degree() == 2:
                roots += _roots_of_quadratic(*(int(factor[i]) for i in (2, 1, 0)))
    return roots[:MOST_ROOTS]


def _roots_of_quadratic(a: int, b: int, c: int) -> list[Term]:
    """(-b + sqrt(D))/(2*a) and (-b - sqrt(D))/(2*a), if the discriminant D is positive."""
    discriminant = b * b - 4 * a * c
    if discriminant <= 0:
        return []
    root = call("sqrt", integer(discriminant))
    tops = (root, neg(root)) if not b else (add(integer(-b), root), sub(integer(-b), root))
    return [div(top, integer(2 * a)) for top in tops]


def radical(p: Polynomial) -> Polynomial:
    """The monic polynomial with the same roots, each of them simple; 0 for 0."""
    if p.degree() < 1:
        return p if p == 0 else p / p
    p = p if p.degree() == 1 else p // p.gcd(p.derivative())
    return p / p.leading_coefficient()


def _without(p: Polynomial, others: Polynomial) -> Polynomial:
    """The radical of p without the roots of the others."""
    p = radical(p)
    return p if p == 0 or others.degree() < 1 else p // p.gcd(others)


def _checked(p: Polynomial) -> Polynomial:
    if p.degree() > MOST_DEGREE or any(c.height_bits() > LONGEST_NUMBER for c in p.coeffs()):
        raise _NotRational
    return p


def _quotient(term: Term, name: str) -> _Quotient:
    one = fmpq_poly([1])
    value = rational_value(term)
    if value is not None:
        return _Quotient(_checked(fmpq_poly([fmpq(value.numerator, value.denominator)])), one, one)
    match term.head:
        case "symbol" if term.name == name:
            return _Quotient(fmpq_poly([0, 1]), one, one)
        case "add":
            return _combined(term, name, _sum)
        case "mul":
            return _combined(term, name, _product)
        case "neg":
            inner = _quotient(term.args[0], name)
            return _Quotient(-inner.numerator, inner.denominator, inner.poles)
        case "div":
            return _product(_quotient(term.args[0], name), _inverse(_quotient(term.args[1], name)))
        case "pow":
            return _power(_quotient(term.args[0], name), term.args[1])
    raise _NotRational


def _combined(term: Term, name: str, combine: Any) -> _Quotient:
    first, *rest = (_quotient(a, name) for a in term.args)
    for other in rest:
        first = combine(first, other)
    return first


def _sum(a: _Quotient, b: _Quotient) -> _Quotient:
    return _Quotient(
        _checked(a.numerator * b.denominator + b.numerator * a.denominator),
        _checked(a.denominator * b.denominator),
        _checked(a.poles * b.poles),
    )


def _product(a: _Quotient, b: _Quotient) -> _Quotient:
    return _Quotient(
        _checked(a.numerator * b.numerator), _checked(a.denominator * b.denominator), _checked(a.poles * b.poles)
    )


def _inverse(q: _Quotient) -> _Quotient:
    if q.numerator == 0:
        raise _NotRational
    return _Quotient(q.denominator, q.numerator, _checked(q.poles * q.numerator))


def _power(base: _Quotient, exponent: Term) -> _Quotient:
    """An integer power; the power 0 is 1 wherever its base is defined, also at 0."""
    k = rational_value(exponent)
    if k is None or k.denominator != 1 or abs(k) > MOST_DEGREE:
        raise _NotRational
    if k < 0:
        base = _inverse(base)
    n = abs(int(k))
    if n * max(base.numerator.degree(), base.denominator.degree()) > MOST_DEGREE:
        raise _NotRational
    return _Quotient(_checked(base.numerator**n), _checked(base.denominator**n), base.poles)
