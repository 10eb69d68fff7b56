"""Sums of arctangents and arcsines that are 0 because their cosine is 1 and they are smaller than a full turn.

For real A with cos(A) = 1 and |A| < 2*pi, A = 0. The cosine of n1*atan(u1) + n2*asin(u2) + ... + q*pi, n integers, follows
from the addition formulas (NIST DLMF 4.21); the size of the sum from -pi/2 < atan(u) < pi/2, -pi/2 <= asin(u) <= pi/2
(DLMF 4.23(ii)), from the signs of the u, and from what is known of other summands. This holds where all u are defined, so
wherever both sides of a claim are.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final

from verifier.kernel.normal_forms import angles
from verifier.kernel.normal_forms.field import Quotient
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

MOST_SUMMANDS: Final = 8
HALF: Final = Fraction(1, 2)
HALF_TURNS: Final = tuple(Fraction(k, 2) for k in range(-4, 5))


def vanishes(tower: Tower, a: Quotient) -> bool:
    """Whether the real quotient is such a sum and is shown to be 0 on the cell; may raise NeedsSign and its like."""
    parts = _parts(tower, a)
    if parts is None:
        return False
    coefficients, rest = parts
    scale = lcm(*(c.denominator for i, c in coefficients.items() if tower.field.generators[i].data[0] != "pi"))
    scaled = {i: c * scale for i, c in coefficients.items()}
    if not _is_less_than_a_turn(tower, scaled, tower.field.scale(rest, scale)):
        return False
    cosine, _ = angles.cosine_and_sine(tower, tower.field.scale(a, scale))
    return bool(tower.field.subtract(cosine, tower.field.one).numer == 0)


def _parts(tower: Tower, a: Quotient) -> tuple[dict[int, Fraction], Quotient] | None:
    """Arctangents, arcsines and pi with their coefficients, and all other summands; None without an inverse function."""
    if tower.is_complex or a.factors or not 2 <= len(a.numer) <= MOST_SUMMANDS:
        return None
    found = {}
    rest = tower.field.zero_poly
    for exponents, c in a.numer.to_dict().items():
        used = [(i, k) for i, k in enumerate(exponents) if k]
        if len(used) == 1 and used[0][1] == 1 and tower.field.generators[used[0][0]].data[0] in ("atan", "asin", "pi"):
            found[used[0][0]] = Fraction(int(c.p), int(c.q))
        else:
            rest = rest + tower.field.ring.from_dict({exponents: c})
    turns = [i for i in found if tower.field.generators[i].data[0] == "pi"]
    if len(turns) == len(found):
        return None
    if rest != 0:
        for i in turns:
            c = found.pop(i)
            rest = rest + tower.field.scale(tower.pi(), c).numer
    return found, Quotient(rest)


def _is_less_than_a_turn(tower: Tower, coefficients: dict[int, Fraction], rest: Quotient) -> bool:
    """Whether the sum certainly lies between -2*pi and 2*pi, both excluded."""
    low, high = _ends(tower, rest) if rest.numer != 0 else (Fraction(0), Fraction(0))
    if low is None or high is None:
        return False
    low_is_open = high_is_open = False
    for i, c in coefficients.items():
        ends = _range(tower, i)
        bottom, top = ends if c > 0 else ends[::-1]
        low, high = low + c * bottom, high + c * top
        if tower.field.generators[i].data[0] == "atan":  # its outer ends are no values of it
            low_is_open |= abs(bottom) == HALF
            high_is_open |= abs(top) == HALF
    return (low > -2 or (low == -2 and low_is_open)) and (high < 2 or (high == 2 and high_is_open))


def _ends(tower: Tower, rest: Quotient) -> tuple[Fraction | None, Fraction | None]:
    """Between which multiples of pi/2 the quotient is seen to lie, in multiples of pi."""

    def sign_beyond(end: Fraction) -> int:
        return tower.sign(tower.field.subtract(rest, tower.field.scale(tower.pi(), end)))

    low = next((e for e in reversed(HALF_TURNS) if not sign_beyond(e) & NEGATIVE), None)
    high = next((e for e in HALF_TURNS if not sign_beyond(e) & POSITIVE), None) if low is not None else None
    return low, high


def _range(tower: Tower, i: int) -> tuple[Fraction, Fraction]:
    """Between which multiples of pi the generator lies: atan(1) = pi/4 and asin(1/2) = pi/6 are bounds too."""
    made = tower.field.generators[i]
    if made.data[0] == "pi":
        return Fraction(1), Fraction(1)
    head, u = made.data
    knot, angle = (Fraction(1), Fraction(1, 4)) if head == "atan" else (HALF, Fraction(1, 6))
    low, high = -HALF, HALF
    if not made.signs & NEGATIVE:
        low = Fraction(0)
    elif not tower.sign(tower.field.add(u, tower.field.constant(knot))) & NEGATIVE:
        low = -angle
    if not made.signs & POSITIVE:
        high = Fraction(0)
    elif not tower.sign(tower.field.subtract(u, tower.field.constant(knot))) & POSITIVE:
        high = angle
    return low, high
