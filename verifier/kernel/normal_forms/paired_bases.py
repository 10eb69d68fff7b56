"""Two factors whose angles add up to the principal one: (u*v)**q = u**q*v**q and log(u*v) = log(u) + log(v).

That is so (NIST DLMF 4.2(iv), 4.8(i)-(ii)) where r*u + v = s with real r >= 0 and s >= 0. For im(u) != 0 and r > 0, u and v lie
on opposite sides of the real axis, so that arg(u) + arg(v) is between -pi and pi. Where im(u) = 0 or r = 0, v is real, and
u and v are not both negative: for r = 0, v = s; else r*u + v would be negative. Where one of them is 0, both powers are.

So is (u/v)**q = u**q/v**q and log(u/v) = log(u) - log(v) where s > 0 and v is off the negative real axis. For im(u) > 0 and
r > 0, arg(u) = arg(s - v) < arg(-v) = arg(v) + pi; for im(u) < 0, arg(u) > arg(v) - pi; elsewhere v is positive.

The factors are those of a polynomial in whole complex symbols, z - c*z**2 = z*(1 - c*z), or bases that the tower has roots or
logarithms of already, 1 + z**2 = (1 - I*z)*(1 + I*z).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Final

from verifier.kernel.normal_forms import complex_parts, whole_symbols
from verifier.kernel.normal_forms.field import GaveUp, Quotient
from verifier.kernel.signs.signs import NEGATIVE, ZERO

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

MOST_BASES: Final = 6


def pair(tower: Tower, w: Quotient) -> list[tuple[Quotient, int]] | None:
    """u and v with exponents 1, or 1 and -1, whose product is w and whose angles add up to its; None where none are seen."""
    for u, v in _candidates(tower, w):
        for first, second in _with_opposites(tower, u, v):
            if _add_up(tower, first, second) or _add_up(tower, second, first):
                return [(first, 1), (second, 1)]
    return _quotient(tower, w) if w.factors else None


def _quotient(tower: Tower, w: Quotient) -> list[tuple[Quotient, int]] | None:
    from verifier.kernel.plane.term_sectors import sector

    numer, denom = tower.field.lowest(w)
    for u, v in _with_opposites(tower, Quotient(numer), Quotient(denom)):
        is_near = _add_up(tower, u, v, strictly=True)
        if is_near and not sector(tower, tower.term_of_quotient(v)).contains(Fraction(1)):
            return [(u, 1), (v, -1)]
    return None


def _with_opposites(
    tower: Tower, u: Quotient, v: Quotient
) -> tuple[tuple[Quotient, Quotient], tuple[Quotient, Quotient]]:
    return (u, v), (tower.field.negative(u), tower.field.negative(v))


def _candidates(tower: Tower, w: Quotient) -> Iterator[tuple[Quotient, Quotient]]:
    f = tower.field
    if not w.factors:
        factors = whole_symbols.factors(tower, w.numer)
        if len(factors) == 2:
            yield Quotient(factors[0]), Quotient(factors[1])
    bases = [g.data[1] for g in f.generators if g.data[0] in ("principal root", "log") and not g.is_real]
    for u, v in combinations(bases[:MOST_BASES], 2):
        if f.subtract(f.multiply(u, v), w).numer == 0:
            yield u, v


def _add_up(tower: Tower, u: Quotient, v: Quotient, strictly: bool = False) -> bool:
    """Whether r*u + v = s is seen for real r >= 0 and s >= 0, or s > 0."""
    f = tower.field
    try:
        heights = [complex_parts.imaginary_part(tower, x) for x in (u, v)]
        widths = [complex_parts.real_part(tower, x) for x in (u, v)]
        if heights[0].numer == 0:
            return False
        numer, denom = f.lowest(f.multiply(f.negative(heights[1]), f.inverse(heights[0])))
    except GaveUp:
        return False
    if denom != 1 or not tower.is_real(Quotient(numer)) or tower.sign(Quotient(numer)) & NEGATIVE:
        return False
    s = f.add(f.multiply(Quotient(numer), widths[0]), widths[1])
    return not tower.sign(s) & (NEGATIVE | ZERO if strictly else NEGATIVE)
