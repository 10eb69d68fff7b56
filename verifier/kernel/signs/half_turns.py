"""In which half turn an angle lies on a cell, and the signs of its cosine and sine there.

sin is positive inside (2*m*pi, (2*m + 1)*pi), negative inside ((2*m - 1)*pi, 2*m*pi), zero at the ends; cos(t) = sin(t + pi/2)
(NIST DLMF 4.16).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from verifier.kernel.signs.signs import ANY, NEGATIVE, NONNEGATIVE, POSITIVE, ZERO, flipped

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.field import Quotient
    from verifier.kernel.normal_forms.tower import Tower

HALF_TURNS: Final = (0, -1, 1, -2, 2, -3)


def signs_of_cosine_and_sine(tower: Tower, angle: Quotient) -> tuple[int, int]:
    """The signs that the cosine and the sine of a real angle can have on the cell."""
    if not _is_bounded(tower, angle):
        return ANY, ANY
    quarter = tower.field.scale(tower.pi(), Fraction(1, 2))
    return _sign_of_sine(tower, tower.field.add(angle, quarter)), _sign_of_sine(tower, angle)


def _is_bounded(tower: Tower, angle: Quotient) -> bool:
    """Whether anything is known of what the angle is made of that could bound it."""
    polynomials = (angle.numer, *(f for f, _ in angle.factors))
    used = {i for p in polynomials for i, k in enumerate(p.degrees()) if k > 0} - {tower.field.index.get("pi", -1)}
    known = tower.knowledge
    return bool(used) and all(
        i in known.bounds or any(f.degrees()[i] == 1 and signs != 5 for f, signs in known.facts) for i in used
    )


def _sign_of_sine(tower: Tower, angle: Quotient) -> int:
    for m in HALF_TURNS:
        above = tower.sign(tower.field.subtract(angle, tower.field.scale(tower.pi(), m)))
        if above & NEGATIVE:
            continue
        below = tower.sign(tower.field.subtract(angle, tower.field.scale(tower.pi(), m + 1)))
        if below & POSITIVE:
            continue
        signs = NONNEGATIVE if (above | below) & ZERO else POSITIVE
        return flipped(signs) if m % 2 else signs
    return ANY
