"""Sums of powers of the index times a geometric part in closed form, for a range that has at least no terms.

An antidifference A of f, A(k + 1) - A(k) = f(k), gives Sum(f, (k, a, b)) = A(b + 1) - A(a) for integers a <= b + 1. For
k**p it is a Bernoulli polynomial (Faulhaber; NIST DLMF 24.4.1, 24.4.7); for k**p * r**k with r != 1 it is r**k times a
polynomial over powers of r - 1, found from the top power down (Graham, Knuth, Patashnik, *Concrete Mathematics*, 2.6).
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import comb
from typing import TYPE_CHECKING, Final

from verifier.kernel.normal_forms.field import GaveUp, Quotient

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

MOST_DEGREE: Final = 20


@cache
def power_sum(degree: int) -> tuple[Fraction, ...]:
    """Coefficients of the polynomial S with S(k + 1) - S(k) = k**degree and S(0) = 0, lowest first."""
    if degree > MOST_DEGREE:
        raise GaveUp("a power of the index is too high")
    found = [Fraction(0)] * (degree + 2)
    left = [Fraction(0)] * degree + [Fraction(1)]
    for d in range(degree, -1, -1):
        found[d + 1] = left[d] / (d + 1)
        for j in range(d + 1):  # (k + 1)**(d + 1) - k**(d + 1)
            left[j] -= found[d + 1] * comb(d + 1, j)
    return tuple(found)


def polynomial(tower: Tower, coefficients: tuple[Fraction, ...], at: Quotient) -> Quotient:
    """The value of a polynomial with rational coefficients."""
    f = tower.field
    total = f.zero
    for c in reversed(coefficients):
        total = f.add(f.multiply(total, at), f.constant(c))
    return total


def sum_of_powers(tower: Tower, degree: int, lower: Quotient, behind: Quotient) -> Quotient:
    """The sum of k**degree for lower <= k < behind."""
    coefficients = power_sum(degree)
    return tower.field.subtract(polynomial(tower, coefficients, behind), polynomial(tower, coefficients, lower))


def geometric_antidifference(
    tower: Tower, degree: int, ratio: Quotient, at: Quotient, inverse: Quotient | None = None
) -> Quotient:
    """A(at) for the A with ratio*A(k + 1) - A(k) = k**degree; ratio is not 1, and `inverse` is 1/(ratio - 1)."""
    if degree > MOST_DEGREE:
        raise GaveUp("a power of the index is too high")
    f = tower.field
    inverse = inverse or f.inverse(f.subtract(ratio, f.one))
    found: list[Quotient] = []
    for p in range(degree + 1):
        lower = f.sum(f.scale(a, comb(p, j)) for j, a in enumerate(found))
        top = f.subtract(f.power(at, p), f.multiply(ratio, lower))
        found.append(f.multiply(top, inverse))
    return found[degree]
