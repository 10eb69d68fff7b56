"""Roots whose product is known: sqrt(5 + sqrt(5))*sqrt(5 - sqrt(5)) = sqrt(20), sqrt(1 + I*x)*sqrt(1 - I*x) = sqrt(1 + x**2).

As two generators they would be independent. So the second one is written by the first:
- sqrt(u) = sqrt(u*v)/sqrt(v) for u >= 0 and v > 0 (NIST DLMF 4.8(ii)), where u*v is a constant;
- w**q = (w*conj(w))**q/conj(w)**q for w off the negative real axis and 0: arg(conj(w)) = -arg(w) there (DLMF 1.9.11, 4.2.26).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.kernel import complex_parts, roots
from verifier.kernel.field import GaveUp, Polynomial, Quotient
from verifier.kernel.signs import POSITIVE, ZERO

if TYPE_CHECKING:
    from verifier.kernel.tower import Tower

HALF = Fraction(1, 2)


def square_root_by_partner(tower: Tower, p: Polynomial) -> Quotient | None:
    """sqrt(p) for p >= 0 by a square root that the tower has; None without one that fits."""
    f = tower.field
    nested = [i for i in f.related if p.degrees()[i] and f.generators[i].is_real]
    for at in f.related if nested else ():
        made = f.generators[at]
        if made.data[0] != "root" or made.data[2] != 2 or not any(made.data[1].degrees()[i] for i in nested):
            continue
        product = f.reduced(f.times(p, made.data[1]))
        if _is_constant(tower, product) and tower.knowledge.sign(made.data[1]) == POSITIVE:
            return f.multiply(roots.root(tower, Quotient(product), HALF), f.inverse(f.quotient(at)))
    return None


def _is_constant(tower: Tower, p: Polynomial) -> bool:
    """Whether only numbers and their roots occur."""
    made = [tower.field.generators[i] for i, k in enumerate(p.degrees()) if k]
    return all(g.data[0] == "root" and g.tail.is_constant() for g in made)


def power_by_conjugate(tower: Tower, w: Quotient, q: Fraction) -> Quotient | None:
    """w**q, principal, by a root of the conjugate that the tower has; None without one, or where w may be on the cut."""
    f = tower.field
    try:
        conjugate = complex_parts.conjugate(tower, w)
        key = tower.term_of_quotient(conjugate)
        if ("principal root", key) not in f.index or not is_off_cut(tower, w, conjugate):
            return None
        size = f.multiply(w, conjugate)
    except GaveUp:
        return None
    return f.multiply(roots.root(tower, size, q), f.inverse(roots.root(tower, conjugate, q)))


def is_off_cut(tower: Tower, w: Quotient, conjugate: Quotient) -> bool:
    """Whether w is seen to be off the negative real axis and 0."""
    f = tower.field
    if tower.sign(f.add(w, conjugate)) == POSITIVE:
        return True
    twice_imaginary = f.multiply(f.subtract(w, conjugate), f.inverse(complex_parts.imaginary_unit(tower)))
    return not tower.sign(twice_imaginary) & ZERO
