"""Whether a polynomial over the rationals may have a real root in an interval, and a point inside one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb, fmpq, fmpz_poly


def has_root_between(p: fmpz_poly, low: Fraction | None, high: Fraction | None, closed: bool) -> bool:
    """Whether p may have a real root in the interval (its ends included if `closed`); True where unsure."""
    for end in (low, high):
        if end is not None and p(_q(end)) == 0:
            if closed:
                return True
            p = p // fmpz_poly([-int(end.numerator), int(end.denominator)])
            return has_root_between(p, low, high, closed) if p.degree() > 0 else False
    roots: Any = p.complex_roots()
    for root, _ in roots:
        if not root.imag.contains(0):
            continue
        x = root.real
        if (low is not None and x < _arb(low)) or (high is not None and x > _arb(high)):
            continue
        return True
    return False


def _arb(value: Fraction) -> Any:
    return arb(_q(value))


def between(low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is not None and high is not None:
        return (low + high) / 2
    if low is not None:
        return low + 1
    return high - 1 if high is not None else Fraction(0)


def _q(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)
