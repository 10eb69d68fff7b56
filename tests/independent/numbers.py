"""Exact rationals as long as they last, mpmath numbers after that; and the two ways of having no value."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from mpmath import mp

Number = Any  # Fraction, mpf or mpc: mpmath has no types


class Undefined(Exception):
    """The term has no value at this point."""


class Unclear(Exception):
    """At this precision nobody can say: a quantity that decides something is too close to its limit."""


def rounded(value: Number) -> Number:
    """The number as mpmath's, at the working precision."""
    return mp.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def finite(value: Number) -> Number:
    """The value itself; Undefined where it is infinite or not a number."""
    if isinstance(value, Fraction) or mp.isfinite(value):
        return value
    raise Undefined


def is_zero(value: Number) -> bool:
    """Whether this is zero: certain for rationals, and Unclear for anything else that is very small."""
    if isinstance(value, Fraction):
        return value == 0
    if abs(value) > mp.mpf(10) ** (-mp.dps // 2):
        return False
    raise Unclear


def is_real(value: Number) -> bool:
    return isinstance(value, Fraction) or not value.imag


def real(value: Number) -> Number:
    """The real number that this is; Undefined where it has an imaginary part."""
    if isinstance(value, Fraction):
        return value
    if value.imag == 0:
        return value.real
    if abs(value.imag) > mp.mpf(10) ** (-mp.dps // 2):
        raise Undefined
    raise Unclear


def sign(value: Number) -> int:
    """-1, 0 or 1 for a real number."""
    value = real(value)
    return 0 if is_zero(value) else 1 if value > 0 else -1


def as_integer(value: Number) -> int | None:
    """The integer that this number is, or None; Unclear where it is too close to one to tell."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else None
    if not is_real(value):
        return None
    nearest = mp.nint(value.real)
    is_zero(value.real - nearest)  # raises where nobody can say
    return None


def exact_root(value: Number, degree: int) -> Fraction | None:
    """The exact root of a non-negative rational, if it is rational. Degrees 2 and 3 are tried."""
    if not isinstance(value, Fraction) or value < 0:
        return None
    top, bottom = (_integer_root(n, degree) for n in (value.numerator, value.denominator))
    return None if top is None or bottom is None else Fraction(top, bottom)


def _integer_root(n: int, degree: int) -> int | None:
    guess = isqrt(n) if degree == 2 else round(n ** (1 / degree)) if n < 10**40 else 0
    return next((g for g in (guess - 1, guess, guess + 1) if g >= 0 and g**degree == n), None)
