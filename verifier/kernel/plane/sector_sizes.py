"""The sector of a sum whose summands share no cone, by how large they are beside each other.

With a_i the angle of a summand beside a pivot p, and r_i its size, re(S/p) is the sum of r_i*cos(a_i), and each cosine is at
least the smallest one on the sector of its angle. Where this is positive, S lies in the half-plane around p; turned by
right angles, in the others. Three ways to see it:
- a summand p is larger than all others together, whatever their angles are: each cosine is -1 at least (DLMF 1.9.8);
- the quotients of all sizes are constants: 1 - sqrt(2)*t for |t| = 1 and an angle of t below pi/4;
- S = A + B + C, with |A|*|C| = q*|B|**2 for a constant q: as r*a + s*b >= 2*sqrt(r*s*a*b) for a, b >= 0, what A and C have along
  -B is longer than B where 4*q*cos(a)*cos(c) > 1: quadratics without a root in the sector.
All sums of constants are compared by balls, and exactly where they may be equal. (The means: NIST DLMF 1.7(iii); the rest is
elementary.)
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from verifier.kernel.normal_forms import complex_parts
from verifier.kernel.normal_forms.field import Quotient
from verifier.kernel.normal_forms.tower import Tower
from verifier.kernel.plane import sectors, term_sectors
from verifier.kernel.plane.sectors import EVERYWHERE, HALF, Sector, half_plane, product, ray
from verifier.kernel.plane.term_sectors import UNKNOWN, Powers
from verifier.kernel.signs.signs import POSITIVE
from verifier.terms.heads import heads
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import MINUS_ONE, ONE, PI, Term, add, call, mul, power, rational

MOST_SUMMANDS: Final = 5
_PLAIN: Final = frozenset("number constant symbol add neg mul div exp".split())
QUARTERS: Final = (Fraction(0), HALF, Fraction(1), -HALF)


@record
class Summand:
    """A summand that is not 0, its sector, and what it is a product of."""

    sector: Sector
    powers: Powers


def of_sum(tower: Tower, terms: Sequence[Term]) -> Sector:
    """A sector of the sum of these terms."""
    if not 2 <= len(terms) <= MOST_SUMMANDS:
        return EVERYWHERE
    return sectors.common(_by_angles(tower, terms), _around_the_largest(tower, terms))


def _by_angles(tower: Tower, terms: Sequence[Term]) -> Sector:
    """The half-planes that the sum is seen to lie in by the angles of its summands."""
    summands = [Summand(term_sectors.sector(tower, t), term_sectors.powers_of(t)) for t in terms]
    if any(s.sector.may_vanish for s in summands):
        return EVERYWHERE
    found = EVERYWHERE
    if len(summands) == 3:
        for i, middle in enumerate(summands):
            outer = summands[:i] + summands[i + 1 :]
            found = sectors.common(found, _of_quadratic(tower, middle, outer))
    sizes = [_size(tower, _over(s, summands[0])) for s in summands]
    known = [size for size in sizes if size is not None]
    if len(known) == len(sizes):
        for pivot in (None, *summands):
            found = sectors.common(found, _in_half_planes(tower, summands, known, pivot))
    return found


def _around_the_largest(tower: Tower, terms: Sequence[Term]) -> Sector:
    """The half-plane around a summand that is seen to be larger than all others together.

    It is looked for where sizes are known: by a fact that speaks of one, or as the terms are rational and exponentials.
    """
    if not (all(_PLAIN.issuperset(heads(t)) for t in terms) or any("Abs" in heads(fact) for fact in tower.facts)):
        return EVERYWHERE
    f = tower.field
    try:
        sizes = [complex_parts.absolute_value(tower, tower.normal_form(t)) for t in terms]
    except UNKNOWN:
        return EVERYWHERE
    total = f.sum(sizes)
    for term, size in zip(terms, sizes, strict=True):
        if tower.sign(f.subtract(f.scale(size, 2), total)) == POSITIVE:
            return product(term_sectors.without_zero(term_sectors.sector(tower, term)), half_plane(Fraction(0)))
    return EVERYWHERE


def _of_quadratic(tower: Tower, middle: Summand, outer: Sequence[Summand]) -> Sector:
    """The half-plane opposite to the middle one of three summands, if the outer ones outweigh it there."""
    angles = [_least_cosine(_angle(tower, s, middle), Fraction(1)) for s in outer]
    if any(distance >= HALF for distance, _ in angles):
        return EVERYWHERE
    first, last = (_over(s, middle) for s in outer)
    size = _size(tower, _joined(first, last, 1))
    if size is None:
        return EVERYWHERE
    ahead = add(mul(rational(4), size, *[_cosine(distance) for distance, _ in angles]), MINUS_ONE)
    if not _is_positive(ahead, all(is_reached for _, is_reached in angles)):
        return EVERYWHERE
    return product(middle.sector, half_plane(Fraction(1)))


def _in_half_planes(tower: Tower, summands: Sequence[Summand], sizes: Sequence[Term], pivot: Summand | None) -> Sector:
    """The half-planes around a pivot, or around 1, that a sum with known sizes is seen to lie in."""
    angles = [s.sector if pivot is None else _angle(tower, s, pivot) for s in summands]
    found = EVERYWHERE
    for turn in QUARTERS:
        least = [_least_cosine(angle, turn) for angle in angles]
        total = add(*[mul(size, _cosine(distance)) for size, (distance, _) in zip(sizes, least, strict=True)])
        if _is_positive(total, all(is_reached for _, is_reached in least)):
            found = sectors.common(found, product(ray(0) if pivot is None else pivot.sector, half_plane(turn)))
    return found


# ---- angles


def _angle(tower: Tower, s: Summand, other: Summand) -> Sector:
    """The sector of a quotient of two summands: by common bases, and by the sectors of both."""
    apart = product(s.sector, sectors.opposite_angles(other.sector))
    return sectors.common(apart, term_sectors.of_powers(tower, _over(s, other)))


def _over(s: Summand, other: Summand) -> Powers:
    return _joined(s.powers, other.powers, -1)


def _joined(a: Powers, b: Powers, sign: int) -> Powers:
    """a*b, or a/b; what they are made of is not 0."""
    exponents = dict(a.exponents)
    for base, q in b.exponents.items():
        exponents[base] = exponents.get(base, Fraction(0)) + sign * q
    exponents = {base: q for base, q in exponents.items() if q}
    return Powers(a.turn + sign * b.turn, exponents, frozenset((*a.exponents, *b.exponents)))


def _least_cosine(s: Sector, turn: Fraction) -> tuple[Fraction, bool]:
    """d with cos(pi*d) the greatest lower bound of the cosines of angles less a turn, and whether one of them has it."""
    if s.contains(turn + 1):
        return Fraction(1), True
    ends = [(abs((end - turn + 1) % 2 - 1), is_held) for end, is_held in ((s.low, s.has_low), (s.high, s.has_high))]
    return max(ends)


def _cosine(distance: Fraction) -> Term:
    return call("cos", mul(rational(distance), PI))


# ---- sizes


def _size(tower: Tower, powers: Powers) -> Term | None:
    """The size of a product of powers that are not 0, if it is a constant; None where that is not seen."""
    f = tower.field
    squares: dict[Term, tuple[Quotient, Fraction]] = {}
    try:
        for base, q in powers.exponents.items():
            value = tower.normal_form(base)
            square = f.multiply(value, complex_parts.conjugate(tower, value))
            key = tower.term_of_quotient(square)
            squares[key] = square, q + squares.get(key, (square, Fraction(0)))[1]
        whole = f.one
        for square, q in squares.values():
            whole = f.multiply(whole, f.power(square, int(q))) if q.denominator == 1 else whole
        closed = [(tower.term_of_quotient(whole), HALF)] if tower.rational(whole) != 1 else []
    except UNKNOWN:
        return None
    closed += [(key, q / 2) for key, (_, q) in squares.items() if q.denominator != 1]
    if any(free_symbols(key) for key, _ in closed):
        return None
    return mul(ONE, *[power(key, rational(q)) for key, q in closed])


def _is_positive(constant: Term, is_reached: bool) -> bool:
    """Whether a real constant is positive; or 0, unless it is reached."""
    from verifier.kernel.normal_forms.constants import are_equal
    from verifier.kernel.plane.sector_balls import real_constant

    value = real_constant(constant)
    if value is None or value < 0:
        return False
    return bool(value > 0) or (not is_reached and are_equal(constant, rational(0), is_complex=True))
