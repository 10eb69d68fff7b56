"""Real roots of a polynomial over the rationals in an interval, and the signs of one that has none there."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from flint import arb, fmpq, fmpq_poly, fmpz_poly

from verifier.kernel.normal_forms.field import Polynomial

if TYPE_CHECKING:
    from verifier.kernel.signs.signs import Knowledge

MOST_DEGREE: Final = 24
NEGATIVE, ZERO, POSITIVE, ANY = 1, 2, 4, 7


def sign_by_roots(knowledge: Knowledge, p: Polynomial) -> int:
    """For a polynomial in one real generator: no real root within its bounds means one sign."""
    degrees = [(i, int(k)) for i, k in enumerate(p.degrees()) if k > 0]
    if len(degrees) != 1 or degrees[0][1] > MOST_DEGREE:
        return ANY
    ((at, degree),) = degrees
    low, high = knowledge.bounds.get(at, (None, None))
    made = knowledge.field.generators[at]
    if low is None and not made.signs & NEGATIVE:
        low = Fraction(0)
    if high is None and not made.signs & POSITIVE:
        high = Fraction(0)
    if low is not None and high is not None and low >= high:
        return ANY
    if low is None and high is None and degree % 2:
        return ANY  # an odd degree has a root
    coefficients = [fmpq(0)] * (degree + 1)
    for exponents, c in p.to_dict().items():
        coefficients[int(exponents[at])] = c
    poly = fmpq_poly(coefficients)
    if has_root_between(poly.numer(), low, high, closed=bool(made.signs & ZERO)):
        return ANY
    value = poly(_q(between(low, high)))
    return ZERO if value == 0 else POSITIVE if value > 0 else NEGATIVE


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
