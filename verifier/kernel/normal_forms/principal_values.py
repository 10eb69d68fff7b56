"""Inverse functions of their own functions over the complex numbers: asin(sin(t)) = t and atan(sin(t)/cos(t)) = t.

For -pi/2 < re(t) < pi/2: sine and tangent map that strip one to one, and the principal inverses map back onto it (NIST DLMF
4.23(ii), 4.23.19, 4.23.26, figures 4.23.2 and 4.15.7-4.15.9).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.kernel.normal_forms import complex_parts, special
from verifier.kernel.normal_forms.field import GaveUp, Quotient
from verifier.kernel.signs.signs import POSITIVE
from verifier.terms.term import Term, call

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower


def value(tower: Tower, term: Term) -> Quotient:
    """The normal form of a function that has its own rule (`normal_forms.special`)."""
    known = inverse(tower, term) if tower.is_complex else None
    return known or special.FUNCTIONS[term.head](tower, *[tower.normal_form(a) for a in term.args])


def inverse(tower: Tower, term: Term) -> Quotient | None:
    """asin or atan of the function it inverts, where the angle is seen to lie in the strip; None for other terms."""
    angle = _angle_of(term)
    if angle is None:
        return None
    t = tower.normal_form(angle)
    try:
        width = complex_parts.real_part(tower, t)
    except GaveUp:
        return None
    half = tower.field.scale(tower.pi(), Fraction(1, 2))
    ends = tower.field.subtract(half, width), tower.field.add(half, width)
    return t if all(tower.sign(end) == POSITIVE for end in ends) else None


def _angle_of(term: Term) -> Term | None:
    u = term.args[0]
    if term.head == "asin":
        return u.args[0] if u.head == "sin" else None
    if term.head != "atan" or u.head != "div" or u.args[0].head != "sin":
        return None
    return u.args[0].args[0] if u.args[1] == call("cos", *u.args[0].args) else None
