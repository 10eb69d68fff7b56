"""Asymptotic expansions f = c_1*m_1 + ... + c_n*m_n + O(m) as T -> oo, and their arithmetic.

An expansion says of a function that is defined for all large T: the difference between it and the sum is at most a constant
times the monomial m there (and is 0 where there is no m). The m_i fall, and each is greater than m; coefficients are held
fixed and may be zero. Every operation below keeps that true, at each value of the symbols held fixed for which the signs
that were asked for are the ones answered: sums, products, quotients by a function whose leading coefficient is not zero,
and power series at 0 of a function that tends to 0, by Taylor's theorem (N. G. de Bruijn, Asymptotic Methods in Analysis,
sections 1.2 to 1.6). `Imprecise` asks for longer expansions.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cmp_to_key
from typing import Final

from verifier.kernel.limits.scales import UNIT, Monomial, Scale
from verifier.kernel.normal_forms.field import GaveUp, Quotient
from verifier.terms.record import record

MOST_TERMS: Final = 24
MOST_PRODUCTS: Final = 20_000

Summand = tuple[Quotient, Monomial]


class Imprecise(GaveUp):
    """All known terms of an expansion cancel, or its error is too large: longer expansions may tell."""


@record
class Expansion:
    """The summands, greatest first, and the monomial of the error; without one the sum is exact."""

    summands: tuple[Summand, ...] = ()
    error: Monomial | None = None


ZERO: Final = Expansion()


class Expansions:
    """Arithmetic of expansions over one scale; power series are taken to `order` terms."""

    def __init__(self, scale: Scale, order: int) -> None:
        self.scale = scale
        self.field = scale.field
        self.order = order
        self.products = 0

    def of(self, value: Quotient, m: Monomial = UNIT) -> Expansion:
        return Expansion(((value, m),)) if value.numer != 0 else ZERO

    def number(self, value: Fraction | int) -> Expansion:
        return self.of(self.field.constant(value))

    # ---- arithmetic

    def sum(self, *parts: Expansion) -> Expansion:
        error: Monomial | None = None
        for p in parts:
            error = self._greater(error, p.error)
        return self._collected([s for p in parts for s in p.summands], error)

    def negative(self, f: Expansion) -> Expansion:
        return Expansion(tuple((self.field.negative(c), m) for c, m in f.summands), f.error)

    def subtract(self, f: Expansion, g: Expansion) -> Expansion:
        return self.sum(f, self.negative(g))

    def multiple(self, f: Expansion, value: Fraction | int) -> Expansion:
        return Expansion(tuple((self.field.scale(c, value), m) for c, m in f.summands), f.error) if value else ZERO

    def shifted(self, f: Expansion, c: Quotient, m: Monomial) -> Expansion:
        """f times c*m."""
        if c.numer == 0:
            return ZERO
        product = self.scale.product
        summands = tuple((self.field.multiply(c, d), product(m, n)) for d, n in f.summands)
        return Expansion(summands, None if f.error is None else product(m, f.error))

    def product(self, f: Expansion, g: Expansion) -> Expansion:
        self.products += len(f.summands) * len(g.summands)
        if self.products > MOST_PRODUCTS:
            raise GaveUp("expansions are too long")
        error: Monomial | None = None
        for a, b in ((f, g), (g, f)):
            size = self.size(a)
            if size is not None and b.error is not None:
                error = self._greater(error, self.scale.product(size, b.error))
        pairs = [(self.field.multiply(c, d), self.scale.product(m, n)) for c, m in f.summands for d, n in g.summands]
        return self._collected(pairs, error)

    def size(self, f: Expansion) -> Monomial | None:
        """A monomial that f is at most a constant times of; None for 0."""
        return f.summands[0][1] if f.summands else f.error

    def _greater(self, m: Monomial | None, n: Monomial | None) -> Monomial | None:
        if m is None or n is None:
            return n if m is None else m
        return n if self.scale.compare(n, m) > 0 else m

    def _collected(self, summands: list[Summand], error: Monomial | None) -> Expansion:
        """Summands of equal growth as one, those within the error left out, and the last of too many put into the error."""
        summands = sorted(summands, key=cmp_to_key(self._falling))
        merged: list[Summand] = []
        for c, m in summands:
            if merged and self.scale.compare(merged[-1][1], m) == 0:
                merged[-1] = (self.field.add(merged[-1][0], c), m)
            else:
                merged.append((c, m))
        merged = [(c, m) for c, m in merged if c.numer != 0]
        if error is not None:
            merged = [(c, m) for c, m in merged if self.scale.compare(m, error) > 0]
        if len(merged) > MOST_TERMS:
            error = merged[MOST_TERMS][1]
            merged = merged[:MOST_TERMS]
        return Expansion(tuple(merged), error)

    def _falling(self, s: Summand, t: Summand) -> int:
        return -self.scale.compare(s[1], t[1])

    # ---- leading terms

    def leading(self, f: Expansion) -> tuple[int, Quotient, Monomial, Expansion] | None:
        """The sign of the first coefficient that is not zero, that coefficient, its monomial, and the rest; None for 0."""
        for i, (c, m) in enumerate(f.summands):
            sign = self.scale.sign(c)
            if sign:
                return sign, c, m, Expansion(f.summands[i + 1 :], f.error)
        if f.error is not None:
            raise Imprecise("the leading term of an expansion is not known")
        return None

    def relative_rest(self, c: Quotient, m: Monomial, rest: Expansion) -> Expansion:
        """d where c*m + rest is c*m*(1 + d); it tends to 0."""
        return self.shifted(rest, self.field.inverse(c), self.scale.power(m, self.field.constant(-1)))

    def parts(self, f: Expansion) -> tuple[Expansion, Quotient, Expansion]:
        """What tends to infinity, the constant, and what tends to 0; Imprecise where the error does not."""
        if f.error is not None and self.scale.growth(f.error) >= 0:
            raise Imprecise("a function is known too roughly")
        groups: dict[int, list[Summand]] = {1: [], 0: [], -1: []}
        for c, m in f.summands:
            groups[self.scale.growth(m)].append((c, m))
        constant = self.field.sum([c for c, _ in groups[0]])
        return Expansion(tuple(groups[1])), constant, Expansion(tuple(groups[-1]), f.error)

    # ---- power series

    def series(self, coefficients: Sequence[Quotient], d: Expansion) -> Expansion:
        """c_0 + c_1*d + ... + O(d**n) for a function with these n Taylor coefficients at 0 and d that tends to 0."""
        total = self.of(coefficients[-1])
        for c in reversed(coefficients[:-1]):
            total = self.sum(self.of(c), self.product(total, d))
        size = self.size(d)
        if size is None:
            return total
        return self.sum(total, Expansion((), self.scale.power(size, self.field.constant(len(coefficients)))))

    def rational_series(self, coefficients: Sequence[Fraction | int], d: Expansion) -> Expansion:
        return self.series([self.field.constant(c) for c in coefficients], d)

    def inverse(self, f: Expansion) -> Expansion | None:
        """1/f; None where f is 0."""
        found = self.leading(f)
        if found is None:
            return None
        _, c, m, rest = found
        inner = self.rational_series([(-1) ** k for k in range(self.order)], self.relative_rest(c, m, rest))
        return self.shifted(inner, self.field.inverse(c), self.scale.power(m, self.field.constant(-1)))

    def whole_power(self, f: Expansion, n: int) -> Expansion:
        """f**n for n >= 1, by products."""
        total = f
        for bit in bin(n)[3:]:
            total = self.product(total, total)
            if bit == "1":
                total = self.product(total, f)
        return total
