"""Signs that a polynomial is seen to take at a few points: where both occur, no proof of one of them is looked for.

A point gives a value to each generator that its relation allows, and counts where all facts hold at it. Values are floating
point, so a point proves nothing: it only says that the search for a sign would be in vain, and "any sign" is always true.
"""

from __future__ import annotations

from math import cos, exp, inf, log, pi, sqrt
from typing import TYPE_CHECKING, Final

from verifier.kernel.normal_forms.field import Field, Polynomial, Quotient

if TYPE_CHECKING:
    from verifier.kernel.signs.signs import Knowledge

POINTS: Final = 12
SPREAD: Final = 5.0  # of the logarithm of a free value
MARGIN: Final = 1e-9  # of the terms' sizes: what is nearer to zero has no certain sign
NEGATIVE, POSITIVE = 1, 4
NONE: Final = 0  # no sign: too small to tell, or no value
_STEPS: Final = (0.7548776662466927, 0.5698402909980532, 0.4142135623730951)  # of a sequence that fills a square
_ONE_SIDE: Final = frozenset({1, 3, 4, 6})  # sets of signs without negative or without positive ones
_INSIDE: Final = "points inside"  # the key of a memo for a set of points, a number with their bits

Values = dict[int, float]
Monomials = list[tuple[float, list[tuple[int, int]]]]
Fact = tuple[str, Polynomial, int]  # the polynomial and its signs, and how it is written


class Unknown(Exception):
    """There is no value."""


class Samples:
    """Points of one field, and what was evaluated there."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.points: list[Values] = [{} for _ in range(POINTS)]
        self._holding: dict[tuple[str, int], tuple[int, int]] = {}  # for a polynomial and signs: where asked, and held
        self._facts: tuple[object, int, list[Fact]] = (None, 0, [])

    def copied(self, field: Field) -> Samples:
        """The same points for a copy of the field, which may get other generators."""
        made = Samples(field)
        made.points, made._holding = list(map(dict, self.points)), dict(self._holding)
        return made

    def sign(self, monomials: Monomials, at: int) -> int:
        """The sign of a polynomial at a point; NONE where it cannot be told."""
        try:
            total, size = self._total(monomials, at)
        except (Unknown, OverflowError, ZeroDivisionError):
            return NONE
        return NONE if not MARGIN * size < abs(total) < inf else POSITIVE if total > 0 else NEGATIVE

    def where_true(self, knowledge: Knowledge) -> int:
        """The points where the facts on real polynomials, and the declared signs of symbols, are seen to hold."""
        inside = (1 << POINTS) - 1
        for i, made in enumerate(self.field.generators):
            if made.signs in _ONE_SIDE and made.data[0] == "symbol":
                inside = self._where(str(i), self.field.gens[i], made.signs, inside)
        for key, f, signs in self._real_facts(knowledge):
            if not inside:
                break
            inside = self._where(key, f, signs, inside)
        return inside

    def _where(self, key: str, p: Polynomial, signs: int, among: int) -> int:
        """The points of a set where p, written as `key`, has one of these signs."""
        asked, held = self._holding.get((key, signs), (0, 0))
        new = among & ~asked
        if new:
            monomials = monomials_of(p)
            for at in range(POINTS):
                if new >> at & 1 and self.sign(monomials, at) & signs:
                    held |= 1 << at
            self._holding[key, signs] = asked | new, held
        return held & among

    def _real_facts(self, knowledge: Knowledge) -> list[Fact]:
        facts = knowledge.facts  # a list that only grows, or makes room for another one
        source, count, real = self._facts
        if source is not facts or count != len(facts):
            real = [(str(f), f, signs) for f, signs in facts if knowledge.is_over_reals(f)]
            self._facts = facts, len(facts), real
        return real

    def value(self, i: int, at: int) -> float:
        """The value of a generator at a point; Unknown where its kind has none here, or none at this point."""
        values = self.points[at]
        known = values.get(i)
        if known is None:
            known = values[i] = self._value(i, at)
        return known

    def _total(self, monomials: Monomials, at: int) -> tuple[float, float]:
        """The value of a polynomial, and the sum of its terms' sizes."""
        total = size = 0.0
        for c, powers in monomials:
            for i, k in powers:
                c *= self.value(i, at) ** k
            total += c
            size += abs(c)
        return total, size

    def _value(self, i: int, at: int) -> float:
        made = self.field.generators[i]
        if not made.is_real:
            raise Unknown
        first = ((i + 1) * _STEPS[0] + (at + 1) * _STEPS[1]) % 1
        is_first_sign = ((i + 1) * _STEPS[2] + at * 0.5) % 1 < 0.5
        match made.data[0]:
            case "symbol":
                size = exp(SPREAD * (first - 0.5))
                return -size if made.signs == NEGATIVE or (made.signs & NEGATIVE and is_first_sign) else size
            case "cos":
                return cos(2 * pi * first)
            case "sin":
                size = sqrt(max(self._total(monomials_of(made.tail), at)[0], 0.0))
                return -size if made.signs == NEGATIVE or (made.signs & NEGATIVE and is_first_sign) else size
            case "root" | "principal root":
                tail = self._total(monomials_of(made.tail), at)[0]
                if tail < 0:
                    raise Unknown
                return float(tail ** (1 / made.degree))
            case "exp":
                return exp(self._quotient(made.data[1], at) / made.data[2])
            case "log":
                size = abs(self._quotient(made.data[1], at))
                if size == 0:
                    raise Unknown
                return log(size)
            case "pi":
                return pi
        raise Unknown

    def _quotient(self, q: Quotient, at: int) -> float:
        value = self._total(monomials_of(q.numer), at)[0]
        for factor, k in q.factors:
            value /= self._total(monomials_of(factor), at)[0] ** k
        return value


def monomials_of(p: Polynomial) -> Monomials:
    """The terms of a polynomial: a number, and pairs of generator and exponent."""
    return [
        (int(c.p) / int(c.q), [(i, int(k)) for i, k in enumerate(exponents) if k])
        for exponents, c in p.to_dict().items()
    ]


def takes_both_signs(knowledge: Knowledge, p: Polynomial) -> bool:
    """Whether p is seen to be positive at one point where the facts hold, and negative at another."""
    inside = points_inside(knowledge)
    if not inside:
        return False
    seen, monomials = NONE, monomials_of(p)
    for at in range(POINTS):
        if inside >> at & 1:
            own = knowledge.samples.sign(monomials, at)
            if own == NONE:
                return False
            seen |= own
            if seen == POSITIVE | NEGATIVE:
                return True
    return False


def points_inside(knowledge: Knowledge) -> int:
    """The set of points where all facts are seen to hold; looked for once, until more is known."""
    known = knowledge.memo.get(_INSIDE)
    if known is None:
        known = knowledge.memo[_INSIDE] = knowledge.samples.where_true(knowledge)
    return known
