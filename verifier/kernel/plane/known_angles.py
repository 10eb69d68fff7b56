"""What conditions say of arg(u), and what a sector of u says of conditions on arg(u) or Abs(arg(u)).

arg(u) is defined for u not 0, and lies in (-pi, pi] (NIST DLMF 1.9(i)). A constant c that it is compared with is known as a
rational multiple of pi, or between two; a bound that is not exact is rounded to the side that says less.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.plane import sectors
from verifier.kernel.plane.sectors import Sector, principal_turn
from verifier.kernel.signs.signs import ANY, NEGATIVE, NONNEGATIVE, NONPOSITIVE, NONZERO, POSITIVE, ZERO, flipped
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

SIGNS: Final = {"gt": POSITIVE, "ge": NONNEGATIVE, "lt": NEGATIVE, "le": NONPOSITIVE, "eq": ZERO, "ne": NONZERO}
Bounds = tuple[Fraction, Fraction]


def sector_by_facts(tower: Tower, u: Term) -> Sector | None:
    """Where u lies by the facts of the cell on arg(u); None without one."""
    found = None
    for fact in tower.facts:
        for angle, signs, constant in _comparisons(fact):
            if _inside(angle) != u:
                continue
            turns = _turns(tower, constant)
            if turns is not None:
                found = found or principal_turn(may_vanish=False)
                found = _narrowed(found, signs, turns, is_size=angle.head == "Abs")
    return found


def signs_of_angle(tower: Tower, condition: Term) -> tuple[int, int]:
    """The signs that arg(u) - c, or Abs(arg(u)) - c, can have, and those that the relation allows; all for other conditions."""
    from verifier.kernel.plane.term_sectors import sector

    for angle, allowed, constant in _comparisons(condition, within_conjunctions=False):
        turns = _turns(tower, constant)
        if turns is not None:
            s = sectors.principal(sector(tower, _inside(angle)))
            return _signs(_sizes(s) if angle.head == "Abs" else s, turns), allowed
    return ANY, ANY


def _comparisons(condition: Term, within_conjunctions: bool = True) -> Iterator[tuple[Term, int, Term]]:
    """arg(u) or Abs(arg(u)), the signs that it less a constant has where the condition holds, and the constant."""
    if condition.head == "and" and within_conjunctions:
        for part in condition.args:
            yield from _comparisons(part)
    signs = SIGNS.get(condition.head)
    if signs is None:
        return
    left, right = condition.args
    if _is_angle(left) and not free_symbols(right):
        yield left, signs, right
    elif _is_angle(right) and not free_symbols(left):
        yield right, flipped(signs), left


def _is_angle(term: Term) -> bool:
    return term.head == "arg" or (term.head == "Abs" and term.args[0].head == "arg")


def _inside(angle: Term) -> Term:
    """u for arg(u) and for Abs(arg(u))."""
    return angle.args[0] if angle.head == "arg" else angle.args[0].args[0]


def _turns(tower: Tower, constant: Term) -> Bounds | None:
    """The constant in units of pi, between two rationals that are the same where it is a rational multiple of pi."""
    from verifier.kernel.normal_forms.tower import NeedsSign
    from verifier.kernel.plane.sector_balls import turns_of_constant

    try:
        f = tower.field
        exact = tower.rational(f.multiply(tower.normal_form(constant), f.inverse(tower.pi())))
    except (GaveUp, NeedsSign, Undefined):
        exact = None
    return turns_of_constant(constant) if exact is None else (exact, exact)


def _narrowed(s: Sector, signs: int, turns: Bounds, is_size: bool) -> Sector:
    """The part of the angles of a sector that lie on one side of a constant, or closer to 0 than it; nothing if that is none."""
    low, high, has_low, has_high = s.low, s.high, s.has_low, s.has_high
    includes = bool(signs & ZERO) or turns[0] != turns[1]
    if not signs & POSITIVE:
        if turns[1] < high or (turns[1] == high and not includes):
            high, has_high = turns[1], includes
        if is_size and (-turns[1] > low or (-turns[1] == low and not includes)):
            low, has_low = -turns[1], includes
    if not signs & NEGATIVE and not is_size and (turns[0] > low or (turns[0] == low and not includes)):
        low, has_low = turns[0], includes
    if low > high or (low == high and not (has_low and has_high)):
        return s
    return Sector(low, high, has_low, has_high)


def _sizes(s: Sector) -> Sector:
    """The sizes of the angles of a sector, as angles."""
    ends = sorted([(abs(s.low), s.has_low), (abs(s.high), s.has_high)])
    (least, has_least), (most, has_most) = ends
    if s.low <= 0 <= s.high:
        least, has_least = Fraction(0), True
    return Sector(least, most, has_least, has_most)


def _signs(s: Sector, turns: Bounds) -> int:
    """The signs of an angle of the sector less a constant."""
    is_exact = turns[0] == turns[1]
    meets_low = s.low < turns[1] or (s.low == turns[1] and (s.has_low or not is_exact))
    meets_high = s.high > turns[0] or (s.high == turns[0] and (s.has_high or not is_exact))
    signs = ZERO if meets_low and meets_high else 0
    signs |= NEGATIVE if s.low < turns[1] else 0
    return signs | (POSITIVE if s.high > turns[0] else 0)
