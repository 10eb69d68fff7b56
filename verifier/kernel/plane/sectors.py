"""Sectors: what is known of the angle of a complex value, and what follows for products, powers and sums.

A sector is an interval of angles in units of pi. A value u lies in it if u = |u|*exp(I*pi*t) for some t in the interval, or
if u is 0 and the sector says that it may be. Angles are not reduced: t and t + 2 are the same direction. An end belongs
to the interval only if the sector says so, which matters where an end lies on a cut.

- u*v has the sum of the angles, 1/u the opposite angle, u**n for an integer n the n-fold (NIST DLMF 1.9(i)).
- u**q is principal, exp(q*log(u)), where the angle of u is taken in (-1, 1] (DLMF 4.2.5, 4.2(iv)): an angle on the
  cut is 1, that of the upper side. So the angle of u**q is q*t for the t of u in (-1, 1], and 0**q is 0 for q > 0.
- Values whose angles lie in an interval shorter than 1, or in one of length 1 without one of its ends, make up a convex
  cone: a sum of them lies in it, and is 0 only if all of them are. It has the angle of an end only if all that are not 0
  have it, as the distances from the line through that end add up and none is negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final

from verifier.kernel.signs.signs import ANY, NEGATIVE, POSITIVE, ZERO
from verifier.terms.record import record

HALF: Final = Fraction(1, 2)


@record
class Sector:
    """The angles from `low` to `high`, which are equal for one angle alone, in units of pi; and whether 0 is in it."""

    low: Fraction
    high: Fraction
    has_low: bool
    has_high: bool
    may_vanish: bool = False

    @property
    def width(self) -> Fraction:
        """The length of the interval of angles."""
        return self.high - self.low

    @property
    def is_positive(self) -> bool:
        """Whether it holds positive numbers only."""
        return self.low == self.high and self.low % 2 == 0 and not self.may_vanish

    def contains(self, angle: Fraction) -> bool:
        """Whether a value other than 0 of the sector can have this angle, or one that differs from it by full turns."""
        angle += 2 * ceil((self.low - angle) / 2)  # the first one from the low end on
        if angle == self.low and not self.has_low:
            angle += 2
        return angle < self.high or (angle == self.high and self.has_high)

    def meets_half_plane(self, middle: Fraction) -> bool:
        """Whether the sector has values in the open half-plane around an angle."""
        turns = 2 * (floor((self.low - middle - HALF) / 2) + 1)  # of the first such half-plane that ends above `low`
        return middle + turns - HALF < self.high


def ray(angle: Fraction | int, may_vanish: bool = False) -> Sector:
    """The values with one angle."""
    return Sector(Fraction(angle), Fraction(angle), True, True, may_vanish)


def principal_turn(may_vanish: bool) -> Sector:
    """All values, by their principal angles; without 0 if they may not vanish."""
    return Sector(Fraction(-1), Fraction(1), False, True, may_vanish)


EVERYWHERE: Final = principal_turn(may_vanish=True)


def half_plane(middle: Fraction) -> Sector:
    """The values whose angle differs from this one by less than a right angle."""
    return Sector(middle - HALF, middle + HALF, False, False)


def product(a: Sector, b: Sector) -> Sector:
    """Where u*v lies, for u and v in these sectors."""
    return Sector(
        a.low + b.low,
        a.high + b.high,
        a.has_low and b.has_low,
        a.has_high and b.has_high,
        a.may_vanish or b.may_vanish,
    )


def power(s: Sector, q: Fraction) -> Sector:
    """Where u**q lies, for u in the sector and a rational q that is not 0; u is not 0 where it is defined for q < 0."""
    if q.denominator != 1:
        s = principal(s)
    may_vanish = s.may_vanish and q > 0
    if q > 0:
        return Sector(q * s.low, q * s.high, s.has_low, s.has_high, may_vanish)
    return Sector(q * s.high, q * s.low, s.has_high, s.has_low, may_vanish)


def principal(s: Sector) -> Sector:
    """The same sector by angles in (-1, 1]; all such angles for one that crosses the cut."""
    turns = 2 * floor((s.low + 1) / 2)
    low, high = s.low - turns, s.high - turns
    if low == -1 and s.has_low:  # the cut has the angle 1, and what is beyond it does not
        return ray(1, s.may_vanish) if high == low else principal_turn(s.may_vanish)
    return Sector(low, high, s.has_low, s.has_high, s.may_vanish) if high <= 1 else principal_turn(s.may_vanish)


def opposite_angles(s: Sector) -> Sector:
    """Where the conjugate of u lies, for u in the sector."""
    return Sector(-s.high, -s.low, s.has_high, s.has_low, s.may_vanish)


def total(parts: Sequence[Sector]) -> Sector:
    """Where a sum of values lies, one in each of these sectors.

    If they share no convex cone, nothing is known of its angle; it is not 0 if it has two parts that are never opposite.
    """
    for first in parts:
        cone = _cone(first, parts)
        if cone is not None:
            return cone
    may_cancel = len(parts) != 2 or bool(_overlaps(parts[0], product(parts[1], ray(1))))
    return principal_turn(may_cancel or all(s.may_vanish for s in parts))


def _cone(first: Sector, parts: Sequence[Sector]) -> Sector | None:
    """The cone of sums with the low end of this sector as its own; None if it is no convex one."""
    low, high, has_high, every_low, some_low, turned = first.low, first.low, True, True, False, []
    for s in parts:
        turns = 2 * ceil((low - s.low) / 2)
        turned.append(Sector(s.low + turns, s.high + turns, s.has_low, s.has_high, s.may_vanish))
        high = max(high, s.high + turns)
    if high - low > 1:
        return None
    for s in turned:
        reaches_low, reaches_high = s.low == low and s.has_low, s.high == high and s.has_high
        every_low = every_low and (reaches_low or s.may_vanish)
        some_low = some_low or reaches_low
        has_high = has_high and (reaches_high or s.may_vanish)
    some_high = any(s.high == high and s.has_high for s in turned)
    if high - low == 1 and some_low and some_high:
        return None
    return Sector(low, high, every_low and some_low, has_high and some_high, all(s.may_vanish for s in parts))


def common(a: Sector, b: Sector) -> Sector:
    """Where a value lies that lies in both; the narrower of the two where the common angles are no single interval."""
    may_vanish = a.may_vanish and b.may_vanish
    a, b = sorted((a, b), key=lambda s: (s.width, s.has_low + s.has_high))
    found = _overlaps(a, b) if b.width < 2 else []
    s = found[0] if len(found) == 1 else a
    return Sector(s.low, s.high, s.has_low, s.has_high, may_vanish)


def _overlaps(a: Sector, b: Sector) -> list[Sector]:
    """The intervals of angles of one sector that the other has, for each number of full turns between them."""
    found = []
    for turns in range(2 * ceil((a.low - b.high) / 2), 2 * floor((a.high - b.low) / 2) + 1, 2):
        low, high = max(a.low, b.low + turns), min(a.high, b.high + turns)
        has_low = (a.low < low or a.has_low) and (b.low + turns < low or b.has_low)
        has_high = (a.high > high or a.has_high) and (b.high + turns > high or b.has_high)
        if low < high or (has_low and has_high):
            found.append(Sector(low, high, has_low, has_high))
    return found


def of_signs(real: int, imaginary: int) -> Sector:
    """The narrowest sector of values whose real and imaginary parts have these sets of signs."""
    directions = [
        (real & POSITIVE, imaginary & ZERO),
        (real & POSITIVE, imaginary & POSITIVE),
        (real & ZERO, imaginary & POSITIVE),
        (real & NEGATIVE, imaginary & POSITIVE),
        (real & NEGATIVE, imaginary & ZERO),
        (real & NEGATIVE, imaginary & NEGATIVE),
        (real & ZERO, imaginary & NEGATIVE),
        (real & POSITIVE, imaginary & NEGATIVE),
    ]  # the rays at multiples of a right angle, and the open quadrants after each
    may_vanish = bool(real & ZERO and imaginary & ZERO)
    held = [i for i, (a, b) in enumerate(directions) if a and b]
    if not held:
        return EVERYWHERE  # it is 0
    gaps = [(after - before, after) for before, after in zip(held, [*held[1:], held[0] + 8], strict=True)]
    widest, first = max(gaps)
    last = first + 8 - widest
    low, high = Fraction(first // 2, 2), Fraction((last + 1) // 2, 2)
    return Sector(low, high, first % 2 == 0, last % 2 == 0, may_vanish)


def sign_of_part(s: Sector, turn: Fraction) -> int:
    """The signs of re(u*exp(-I*pi*turn)) for u in the sector: of the real part for 0, of the imaginary part for 1/2."""
    signs = ZERO if s.may_vanish or s.contains(turn + HALF) or s.contains(turn - HALF) else 0
    signs |= POSITIVE if s.meets_half_plane(turn) else 0
    signs |= NEGATIVE if s.meets_half_plane(turn + 1) else 0
    return signs or ANY
