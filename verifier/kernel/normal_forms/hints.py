"""What an attempt at normal forms learned for the next one."""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from math import lcm

from verifier.kernel.normal_forms.field import GaveUp
from verifier.terms.record import mutable_record
from verifier.terms.term import Term

RangeKey = tuple[str, Term, Term, Term]  # operator, body, and the bounds without whole numbers


class Restart(Exception):
    """A finer generator was recorded in the hints: start again."""


@mutable_record
class Hints:
    """What an attempt learned for the next one. Keys are terms, so that they mean the same in every attempt."""

    size: int = 8
    exponents: dict[Term, int] = field(default_factory=dict)  # exp(t) is needed as exp(t/L)**k
    roots: dict[Term, int] = field(default_factory=dict)  # u is needed as (u**(1/L))**k
    angles: list[dict[Term, Fraction]] = field(default_factory=list)
    angle_scales: dict[tuple[tuple[Term, Fraction], ...], int] = field(default_factory=dict)
    shifts: dict[Term, int] = field(default_factory=dict)  # lowest n with gamma(t + n) seen
    circular: bool = True  # over the complex numbers: cosines and sines of real angles are generators
    unity: int = 2  # exp(I*pi/unity) is the generator of roots of unity; 2 is I itself
    ranges: dict[RangeKey, tuple[int, int]] = field(
        default_factory=dict
    )  # offsets of the bounds of a sum: the narrowest
    inner: dict[tuple[Term, Term], Hints] = field(default_factory=dict)  # of what stands under a bound index, by range

    def is_blank(self) -> bool:
        """Whether nothing was learned yet but the size."""
        tables = self.exponents, self.roots, self.angles, self.angle_scales, self.shifts, self.ranges, self.inner
        return self.circular and self.unity == 2 and not any(tables)

    def refine(
        self, table: dict[Term, int], key: Term, exponent: Fraction, at_hand: int | None = None
    ) -> tuple[int, int]:
        """exponent * L as an integer, and L: the one on record, made larger where that is no integer.

        A generator `at_hand` was made with its own L, which is used as long as it will do; Restart where it does not.
        """
        numerator, denominator = exponent.as_integer_ratio()
        if at_hand is not None and at_hand % denominator == 0:
            return numerator * (at_hand // denominator), at_hand
        scale = table.get(key, 1)
        if scale % denominator:
            scale = lcm(scale, denominator)
            if scale > 5040:
                raise GaveUp("an exponent has too large a denominator")
            table[key] = scale
        if at_hand is not None:
            raise Restart
        return numerator * (scale // denominator), scale

    def under_index(self, lower: Term, upper: Term) -> Hints:
        """Those of terms under an index with this range: roots and gamma functions apart, as signs and poles depend on it."""
        found = self.inner.get((lower, upper))
        if found is None:
            found = self.inner[lower, upper] = Hints(
                self.size, self.exponents, {}, self.angles, self.angle_scales, {}, self.circular, self.unity
            )
        found.size = max(found.size, self.size)
        found.circular = found.circular and self.circular
        return found

    def forget_shifts(self) -> None:
        """Forget the lowest gamma functions: they may stand where a later attempt does not look."""
        self.shifts.clear()
        for inner in self.inner.values():
            inner.forget_shifts()
