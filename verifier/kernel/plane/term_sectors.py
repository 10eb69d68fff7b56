"""The sector that a complex term lies in, by the way it is written; asked of a tower where its signs leave a condition open.

Every sector holds the values of the term at all points of the cell where the term, with all that is in it, is defined.
A product is read as powers of bases, so that equal bases are taken once: b**p*b**q = b**(p + q) for b not 0 (NIST DLMF
4.2(iv), 4.8(ii)); a quotient has the base 1/b. What is no product, power or sum is asked of the normal form: the signs of
its real and imaginary part give a quadrant or a half-plane.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.kernel.normal_forms import complex_parts
from verifier.kernel.normal_forms.field import GaveUp, Quotient, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.plane import known_angles, sectors
from verifier.kernel.plane.sectors import EVERYWHERE, HALF, Sector, ray
from verifier.kernel.signs.signs import NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE, ZERO
from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ZERO as ZERO_TERM
from verifier.terms.term import Term, add, div, rational

UNKNOWN: Final = (GaveUp, NeedsSign, Undefined)
MOST_SIZE: Final = 480
SIGNS_OF_ORDER: Final = {"gt": POSITIVE, "ge": NONNEGATIVE, "lt": NEGATIVE, "le": NONPOSITIVE}


@record
class Powers:
    """exp(I*pi*turn) times bases to rational powers; those bases that are divided by somewhere are not 0."""

    turn: Fraction
    exponents: dict[Term, Fraction]
    divisors: frozenset[Term]


def sector(tower: Tower, term: Term) -> Sector:
    """A sector that the term lies in, over the complex numbers."""
    known = tower.sectors.get(term)
    if known is None:
        known = _by_facts(tower, term)
        if (known.may_vanish or known.width) and term.size <= MOST_SIZE:
            known = sectors.common(known, _sector(tower, term))
        tower.sectors[term] = known
    return known


def _by_facts(tower: Tower, term: Term) -> Sector:
    """What the facts of the cell say of this very term, or of 1/u for u; only real numbers have an order."""
    found = EVERYWHERE
    terms = (term, div(*reversed(term.args))) if term.head == "div" else (term,)
    for fact in tower.facts:
        if fact.head in SIGNS_OF_ORDER and fact.args[1] == ZERO_TERM and fact.args[0] in terms:
            found = sectors.common(found, sectors.of_signs(SIGNS_OF_ORDER[fact.head], ZERO))
    by_angle = known_angles.sector_by_facts(tower, term)
    return found if by_angle is None else sectors.common(found, by_angle)


def _sector(tower: Tower, term: Term) -> Sector:
    if term.head == "guard":
        return sector(tower, term.args[0])
    if term.head == "conjugate":
        return sectors.opposite_angles(sector(tower, term.args[0]))
    if term.head == "Abs":
        return ray(0, sector(tower, term.args[0]).may_vanish)
    if term.head == "add":
        return _of_sum(tower, term)
    if term.head == "exp":
        return _of_exponential(tower, term)
    powers = powers_of(term)
    if powers.exponents == {term: 1}:
        return _by_parts(tower, term)
    found = of_powers(tower, powers)
    return found if found.width < 1 else sectors.common(found, _by_parts(tower, term))


# ---- products


def powers_of(term: Term) -> Powers:
    """The term as powers of bases; a term that is no product or rational power is a base itself."""
    exponents: dict[Term, Fraction] = {}
    divisors: set[Term] = set()
    turn = _collect(term, Fraction(1), exponents, divisors)
    return Powers(turn, {b: q for b, q in exponents.items() if q}, frozenset(divisors))


def _collect(term: Term, q: Fraction, exponents: dict[Term, Fraction], divisors: set[Term]) -> Fraction:
    """Adds the bases of term**q, where q is an integer unless the term is a base; the turn of its constants."""
    head, args = term.head, term.args
    value = rational_value(term)
    if value and value < 0 and q.denominator == 1:
        return q + _collect(rational(-value), q, exponents, divisors)
    if value is None and q.denominator == 1:
        if head == "neg":
            return q + _collect(args[0], q, exponents, divisors)
        if head == "mul":
            return sum((_collect(a, q, exponents, divisors) for a in args), Fraction(0))
        if head == "div":
            return _collect(args[0], q, exponents, divisors) + _collect(args[1], -q, exponents, divisors)
        if head == "constant" and term.value == "I":
            return q * HALF
    p = rational_value(args[1]) if head == "pow" else None
    if p and (q.denominator == 1 or -1 < p <= 1):  # p*arg(b) is principal then, as arg(b) is
        return _collect(args[0], p * q, exponents, divisors)
    exponents[term] = exponents.get(term, Fraction(0)) + q
    if q < 0:
        divisors.add(term)
    return Fraction(0)


def of_powers(tower: Tower, powers: Powers) -> Sector:
    """The product of the sectors of the powers."""
    found = ray(powers.turn)
    for base, q in powers.exponents.items():
        own = without_zero(sector(tower, base)) if base in powers.divisors else sector(tower, base)
        found = sectors.product(found, sectors.power(own, q))
    return found


def without_zero(s: Sector) -> Sector:
    """The sector without the value 0."""
    return Sector(s.low, s.high, s.has_low, s.has_high)


# ---- sums


def _of_sum(tower: Tower, term: Term) -> Sector:
    from verifier.kernel.plane.sector_sizes import of_sum

    if not free_symbols(term):
        found = _of_constant(tower, term)
        if found is not None:
            return found
    parts = [a for a in term.args if rational_value(a) != 0]
    closed = [a for a in parts if not free_symbols(a)]
    if 1 < len(closed) < len(parts):
        parts = [a for a in parts if free_symbols(a)] + [add(*closed)]
    found = sectors.total([sector(tower, a) for a in parts])
    if found.width >= 1:
        found = sectors.common(found, _by_parts(tower, term))
    if found.width >= 1 or found.may_vanish:
        found = sectors.common(found, of_sum(tower, parts))
    return found


# ---- constants


def _of_constant(tower: Tower, term: Term) -> Sector | None:
    """A narrow sector of a constant by its ball, exactly one angle where a small power is seen to be real; None at 0."""
    from verifier.kernel.plane.sector_balls import angle_of_constant

    bounds = angle_of_constant(term)
    if bounds is None:
        return None
    low, high = bounds
    for n in (1, 2, 3, 4, 6, 8, 12):
        k = round((low + high) / 2 * n)
        if low <= Fraction(k, n) <= high and _is_real_power(tower, term, n):
            return ray(Fraction(k, n))  # an angle of 1/n turns, and the only one that near
    return Sector(low, high, True, True)


def _is_real_power(tower: Tower, term: Term, n: int) -> bool:
    try:
        return tower.is_real(tower.field.power(tower.normal_form(term), n))
    except UNKNOWN:
        return False


# ---- the normal form


def _by_parts(tower: Tower, term: Term) -> Sector:
    """The sector of a term by the signs of its parts in the normal form."""
    try:
        q = tower.normal_form(term)
        if tower.is_real(q):
            return sectors.of_signs(tower.sign(q), ZERO)
        may_vanish = bool(tower.sign(q) & ZERO)
        signs = (tower.sign(part(tower, q)) for part in (complex_parts.real_part, complex_parts.imaginary_part))
        found = sectors.of_signs(*signs)
    except UNKNOWN:
        return EVERYWHERE
    return found if may_vanish else without_zero(found)


def _of_exponential(tower: Tower, term: Term) -> Sector:
    """exp(u) has the angle im(u) (NIST DLMF 4.2(iii), 1.9(i)), which is compared with multiples of a right angle."""
    try:
        u = tower.normal_form(term.args[0])
        if tower.is_real(u):
            return ray(0)
        angle = complex_parts.imaginary_part(tower, u)
        below = [_compared(tower, angle, k) for k in range(-2, 3)]
    except UNKNOWN:
        return sectors.principal_turn(may_vanish=False)
    lows = [(Fraction(k, 2), bool(s & ZERO)) for k, s in zip(range(-2, 3), below, strict=True) if not s & NEGATIVE]
    highs = [(Fraction(k, 2), bool(s & ZERO)) for k, s in zip(range(-2, 3), below, strict=True) if not s & POSITIVE]
    if not lows or not highs:
        return sectors.principal_turn(may_vanish=False)
    (low, has_low), (high, has_high) = lows[-1], highs[0]
    return Sector(low, high, has_low, has_high) if low < high else ray(low)


def _compared(tower: Tower, angle: Quotient, quarters: int) -> int:
    """The signs of an angle less a multiple of pi/2."""
    return tower.sign(tower.field.subtract(angle, tower.field.scale(tower.pi(), Fraction(quarters, 2))))
