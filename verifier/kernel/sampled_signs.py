"""Signs that a polynomial is seen to take at a few points: where both occur, no proof of one of them is looked for.

A point gives a value to each generator that its relation allows, and counts where all facts hold at it. Values are floating
point, so a point proves nothing: it only says that the search for a sign would be in vain, and "any sign" is always true.
"""

from __future__ import annotations

from math import cos, exp, inf, log, pi, sqrt
from typing import TYPE_CHECKING, Final

from verifier.kernel.field import Field, Polynomial, Quotient

if TYPE_CHECKING:
    from verifier.kernel.signs import Knowledge

POINTS: Final = 12
SPREAD: Final = 5.0  # of the logarithm of a free value
MARGIN: Final = 1e-9  # of the terms' sizes: what is nearer to zero has no certain sign
NEGATIVE, POSITIVE = 1, 4
_STEPS: Final = (
    0.7548776662466927,
    0.5698402909980532,
    0.4142135623730951,
)  # of an additive sequence that fills a square

EVERYWHERE: Final = (1 << POINTS) - 1  # a set of points is a number with their bits
_ONE_SIDE: Final = frozenset({1, 3, 4, 6})  # sets of signs without negative or without positive ones
_INSIDE: Final = "inside"  # the key of a memo for the points where all facts hold

Values = dict[int, float]
Monomials = list[tuple[float, list[tuple[int, int]]]]


class Unknown(Exception):
    """There is no value."""


class Samples:
    """Points of one field, and what was evaluated there."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.points: list[Values] = [{} for _ in range(POINTS)]
        self.holding: dict[
            tuple[str, int], tuple[int, int]
        ] = {}  # of a polynomial and signs: where asked, and where held

    def copied(self, field: Field) -> Samples:
        """The same points for a copy of the field, which may get other generators."""
        made = Samples(field)
        made.points, made.holding = list(map(dict, self.points)), dict(self.holding)
        return made

    def where(self, p: Polynomial, signs: int, among: int) -> int:
        """The points of a set where p has one of these signs."""
        key = str(p), signs
        asked, held = self.holding.get(key, (0, 0))
        open_ones = among & ~asked
        if open_ones:
            monomials = monomials_of(p)
            for at in range(POINTS):
                if open_ones >> at & 1 and (self.sign(monomials, at) or 0) & signs:
                    held |= 1 << at
            self.holding[key] = asked | open_ones, held
        return held & among

    def sign(self, monomials: Monomials, at: int) -> int | None:
        """The sign of a polynomial at a point, 0 where it is too small to tell; None where a value is not known."""
        try:
            total, size = self._total(monomials, at)
        except (Unknown, OverflowError, ZeroDivisionError):
            return None
        if not size < inf:
            return None
        return 0 if abs(total) <= MARGIN * size else POSITIVE if total > 0 else NEGATIVE

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
    samples, seen, monomials = knowledge.samples, 0, monomials_of(p)
    for at in range(POINTS):
        if inside >> at & 1:
            own = samples.sign(monomials, at)
            if own is None:
                return False
            seen |= own
            if seen == POSITIVE | NEGATIVE:
                return True
    return False


def points_inside(knowledge: Knowledge) -> int:
    """The points where all facts are seen to hold; looked for once, until more is known."""
    known = knowledge.memo.get(_INSIDE)
    if known is None:
        known = knowledge.memo[_INSIDE] = _satisfying(knowledge)
    return known


def _satisfying(knowledge: Knowledge) -> int:
    samples, inside = knowledge.samples, EVERYWHERE
    for made, g in zip(knowledge.field.generators, knowledge.field.gens):  # noqa: B905 - the first ones
        if made.data[0] == "symbol" and made.signs in _ONE_SIDE:
            inside = samples.where(g, made.signs, inside)
    for f, signs in knowledge.facts:
        if not inside:
            break
        if knowledge.is_over_reals(f):
            inside = samples.where(f, signs, inside)
    return inside
