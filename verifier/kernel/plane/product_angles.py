"""The angle of a product of complex terms as the sum of their angles, where that is known to be the principal one.

For u = b_1**q_1*b_2**q_2*... the sum of all q_j*arg(b_j) is an angle of u, and the principal one if it lies in (-pi, pi]; the
sectors of the factors say in which interval it lies (`plane.sectors`), and by how many full turns it is too large. For
w = a + I*b, arg(w) is atan(b/a) where a > 0, and pi/2 - atan(a/b) where b > 0, -pi/2 - atan(a/b) where b < 0.
Sources: NIST DLMF 1.9(i), 1.9.7, 4.2(iv), 4.23.3.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from verifier.kernel.normal_forms import complex_parts, special
from verifier.kernel.normal_forms.field import GaveUp, Quotient
from verifier.kernel.plane import sectors
from verifier.kernel.plane.sectors import HALF, Sector, ray
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, ZERO
from verifier.terms.term import Term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower


def argument(tower: Tower, term: Term) -> Quotient:
    """arg(term): by its factors where their angles are known, else by its normal form."""
    whole = tower.normal_form(term)
    known = None if tower.is_real(whole) else _sum_of_angles(tower, term)
    return complex_parts.argument(tower, whole) if known is None else known


def _sum_of_angles(tower: Tower, term: Term) -> Quotient | None:
    from verifier.kernel.plane.term_sectors import powers_of

    f, powers = tower.field, powers_of(term)
    total, found = f.scale(tower.pi(), powers.turn), ray(powers.turn)
    for base, q in powers.exponents.items():
        known = _angle(tower, tower.normal_form(base))
        if known is None:
            return None
        total = f.add(total, f.scale(known[0], q))
        found = sectors.product(found, sectors.power(known[1], q))
    turns = 2 * floor((found.low + 1) / 2)
    if found.low - turns == -1 and found.has_low:
        turns -= 2
    if found.high - turns > 1:
        return None
    return f.subtract(total, f.scale(tower.pi(), turns))


def _angle(tower: Tower, w: Quotient) -> tuple[Quotient, Sector] | None:
    """arg(w) and an interval of principal angles that it lies in; None where no half-plane of w is known. w is not 0."""
    f = tower.field
    if tower.is_real(w):
        signs = tower.sign(w) & ~ZERO
        if signs not in (POSITIVE, NEGATIVE):
            return None
        return (f.zero, ray(0)) if signs == POSITIVE else (tower.pi(), ray(1))
    try:
        a, b = complex_parts.real_part(tower, w), complex_parts.imaginary_part(tower, w)
    except GaveUp:
        return None
    real, imaginary = tower.sign(a), tower.sign(b)
    if real == POSITIVE:
        angle = special.atan(tower, f.multiply(b, f.inverse(a)))
    elif imaginary in (POSITIVE, NEGATIVE):
        half = f.scale(tower.pi(), HALF if imaginary == POSITIVE else -HALF)
        angle = f.subtract(half, special.atan(tower, f.multiply(a, f.inverse(b))))
    else:
        return None
    return angle, sectors.principal(sectors.of_signs(real, imaginary))
