"""Roots whose product is known: sqrt(5 + sqrt(5))*sqrt(5 - sqrt(5)) = sqrt(20), sqrt(1 + I*x)*sqrt(1 - I*x) = sqrt(1 + x**2).

As two generators they would be independent. So the second one is written by the first:
- sqrt(u) = sqrt(u*v)/sqrt(v) for u >= 0 and v > 0 (NIST DLMF 4.8(ii)), where the root of the constant u*v is no new one;
- sqrt(a + r) = sqrt((a + d)/2) + sqrt((a - d)/2) for a > 0, r > 0, d**2 = a**2 - r**2 and 0 <= d < a, and the difference
  of the two for -r, as the squares of both sides are equal and neither side is negative: a nested root becomes two plain
  ones where a, d and r**2 are rational; if not itself, then perhaps the root of (a + r)*r = r**2 + a*r (A. Borodin et
  al., "Decreasing the nesting depth of expressions involving square roots", J. Symbolic Computation 1, 1985);
- for w = a + I*b off the negative axis and 0, with r = |w|, s = sqrt(w) and t = conj(s) = sqrt(conj(w)): s*t = r,
  s**2 + t**2 = 2*a, s**2 - t**2 = 2*I*b. So sqrt(r + a) = (s + t)/sqrt(2), as re(s) > 0; sqrt(r - a) = (s - t)/(I*sqrt(2)) for
  b > 0, as im(s) > 0, and its opposite for b < 0; for a > 0, where the angle of s lies between -pi/4 and pi/4,
  sqrt(r + b) = ((1 - I)*s + (1 + I)*t)/2 and sqrt(r - b) = ((1 + I)*s + (1 - I)*t)/2, as these are real parts that are positive;
- w**q = (w*conj(w))**q/conj(w)**q for w off the negative real axis and 0: arg(conj(w)) = -arg(w) there (DLMF 1.9.11, 4.2.26).
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

from verifier.kernel.normal_forms import complex_parts, roots
from verifier.kernel.normal_forms.field import GaveUp, Polynomial, Quotient
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, ZERO

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

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
        if not _is_constant(tower, product) or tower.knowledge.sign(made.data[1]) != POSITIVE:
            continue
        plain = roots.root(tower, Quotient(product), HALF) if len(product) == 1 else square_root_of_sum(tower, product)
        if plain is not None:
            return f.multiply(plain, f.inverse(f.quotient(at)))
    return None


def _is_constant(tower: Tower, p: Polynomial) -> bool:
    """Whether only numbers and their roots occur."""
    made = [tower.field.generators[i] for i, k in enumerate(p.degrees()) if k]
    return all(g.data[0] == "root" and g.tail.is_constant() for g in made)


def square_root_of_sum(tower: Tower, p: Polynomial) -> Quotient | None:
    """sqrt(a + r) >= 0 by roots of rationals, for a rational a and a root r of one; None where there is no such form."""
    f = tower.field
    parts = p.to_dict()
    if len(parts) != 2 or not _is_constant(tower, p):
        return None
    rational, nested = (f.ring.from_dict({e: c}) for e, c in sorted(parts.items(), key=lambda part: any(part[0])))
    square = f.reduced(f.times(nested, nested))
    if not rational.is_constant() or not square.is_constant():
        return None
    a, of_root = (Fraction(int(c.p), int(c.q)) for c in (rational.leading_coefficient(), square.leading_coefficient()))
    is_sum = nested.leading_coefficient() > 0
    plain = _sum_of_roots(tower, a, of_root, is_sum)
    if plain is None and is_sum:  # sqrt(p) = sqrt(p*r)/sqrt(r), where p*r = r**2 + a*r
        of_product = _sum_of_roots(tower, of_root, a**2 * of_root, a > 0)
        plain = of_product and f.multiply(of_product, f.inverse(roots.root(tower, Quotient(nested), HALF)))
    return plain


def _sum_of_roots(tower: Tower, a: Fraction, of_root: Fraction, is_sum: bool) -> Quotient | None:
    """sqrt(a + r), or sqrt(a - r), where r is the positive root of a rational; None where the rule does not say what it is."""
    d = root_of_square(a**2 - of_root)
    if d is None or a < 0:
        return None
    larger, smaller = (roots.number_root(tower, half, HALF) for half in ((a + d) / 2, (a - d) / 2))
    return tower.field.add(larger, smaller) if is_sum else tower.field.subtract(larger, smaller)


def root_of_square(value: Fraction) -> Fraction | None:
    """The root of the square of a rational that is not negative; None for any other."""
    if value < 0:
        return None
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(top, bottom) if top**2 == value.numerator and bottom**2 == value.denominator else None


def square_root_by_complex_root(tower: Tower, p: Polynomial) -> Quotient | None:
    """sqrt(p) for p > 0 by the principal root that the tower has of w = a + I*b, for p = |w| + a and the like; else None."""
    f = tower.field
    nested = [i for i in f.related if p.degrees()[i] == 1 and f.generators[i].data[0] == "root"]
    partners = [g.data[1] for g in map(f.generators.__getitem__, f.related) if g.data[0] == "principal root"]
    for at in nested if partners else ():
        slope = p.derivative(at)
        size, rest = Quotient(slope * f.gens[at]), Quotient(p - slope * f.gens[at])
        if f.generators[at].data[2] != 2 or tower.sign(size) != POSITIVE or not tower.is_real(rest):
            continue
        for w in partners:
            try:
                found = _by_root_of(tower, w, size, rest)
            except GaveUp:
                continue
            if found is not None:
                return found
    return None


def _by_root_of(tower: Tower, w: Quotient, size: Quotient, rest: Quotient) -> Quotient | None:
    """sqrt(size + rest) by the root of w, where the two are a multiple of |w| and a part of w, or of its opposite."""
    f = tower.field
    conjugate = complex_parts.conjugate(tower, w)
    parts = complex_parts.real_part(tower, w), complex_parts.imaginary_part(tower, w)
    signs = tower.sign(parts[0]), tower.sign(parts[1])
    square = f.multiply(w, conjugate)
    for part, is_real in zip(parts, (True, False), strict=True):
        scale = _ratio(tower, rest, part)
        if scale is None or f.subtract(f.multiply(size, size), f.scale(square, scale**2)).numer != 0:
            continue
        s, t = (roots.root(tower, u, HALF) for u in (w, conjugate))
        unit, half = complex_parts.imaginary_unit(tower), roots.number_root(tower, abs(scale), HALF)
        if not is_real and signs[0] == POSITIVE:
            turn = f.scale(f.subtract(f.one, unit) if scale > 0 else f.add(f.one, unit), HALF)
            return f.multiply(half, f.add(f.multiply(turn, s), f.multiply(complex_parts.conjugate(tower, turn), t)))
        half = f.multiply(half, roots.number_root(tower, HALF, HALF))
        if is_real and scale > 0 and is_off_cut(tower, w, conjugate):
            return f.multiply(half, f.add(s, t))
        if is_real and scale < 0 and signs[1] in (POSITIVE, NEGATIVE):
            both = f.subtract(s, t) if signs[1] == POSITIVE else f.subtract(t, s)
            return f.multiply(half, f.multiply(both, f.inverse(unit)))
    return None


def _ratio(tower: Tower, a: Quotient, b: Quotient) -> Fraction | None:
    """The rational that a polynomial is a multiple by of another; None where there is none but 0."""
    if a.factors or b.factors or a.numer == 0 or b.numer == 0:
        return None
    ratio = a.numer.leading_coefficient() / b.numer.leading_coefficient()
    return Fraction(int(ratio.p), int(ratio.q)) if a.numer == b.numer * ratio else None


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
