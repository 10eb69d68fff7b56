"""Zeilberger's method of order one: c and T with f - c*g = T(k + 1) - T(k), where f and g have rational quotients.

Nothing here is trusted: the kernel checks the difference. Sources: Gosper, Decision procedure for indefinite hypergeometric
summation (1978); Petkovsek, Wilf and Zeilberger, A = B, chapters 5 and 6, whose names a, b, c and x are used here.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import count, takewhile
from typing import Any, Final

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.normal_forms.field import Field, GaveUp, Polynomial, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.signs.signs import Contradiction
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, ZERO, Term, add, call, div, integer, mul, power, rational

MOST_UNKNOWNS: Final = 8
MOST_SIGNS: Final = 4
LARGEST_GAP: Final = 12


def certificate(cell: Cell, f: Term, g: Term, k: Term) -> tuple[Term, Term] | None:
    """c, without k, and T, a rational multiple of g; None where there are none, or the terms are of another kind.

    They are looked for where all that is asked for is positive: where it is not, terms vanish, and the kernel sees to it.
    """
    for _ in range(MOST_SIGNS):
        try:
            return with_tower(cell, (), lambda tower: _Search(tower, k).certificate(f, g))
        except NeedsSign as open_sign:
            cell = cell.with_fact(call("gt", open_sign.term, ZERO))
        except (Contradiction, GaveUp, Undefined, ZeroDivisionError):
            break
    return None


class _NotRational(GaveUp):
    """A quotient of terms is no rational function of the index."""


class _Search:
    """Polynomials in the index of one tower, whose coefficients are polynomials in its other generators."""

    def __init__(self, tower: Tower, k: Term) -> None:
        self.tower, self.k = tower, k
        self.field: Field = tower.field
        own = tower.normal_form(k)
        if own.factors or own.numer not in self.field.gens:
            raise _NotRational("the index has one value only, or a root of it is needed")
        self.at = self.field.gens.index(own.numer)

    def certificate(self, f: Term, g: Term) -> tuple[Term, Term] | None:
        above, below = self._rational(div(f, g))
        a, b = self._rational(div(substitute(g, {self.k.name: add(self.k, ONE)}), g))
        a, b, c = self._gosper_form(*self._lowest(a * below, b * self._shifted(below, 1)))
        b = self._shifted(b, -1)
        found = self._solved(a, b, c * above, c * below)
        if found is None:
            return None
        (*x, factor), bottom = found
        whole = sum((p * self.field.gens[self.at] ** i for i, p in enumerate(x)), self.field.zero_poly)
        numer, denom = self._lowest(b * whole, bottom * c * below)
        return self._term(*self._lowest(factor, bottom)), mul(self._term(numer, denom), g)

    def _rational(self, term: Term) -> tuple[Polynomial, Polynomial]:
        numer, denom = self.field.lowest(self.tower.normal_form(term))
        for i, degree in enumerate(map(max, zip(numer.degrees(), denom.degrees(), strict=True))):
            if degree and i != self.at:
                made = self.field.generators[i]
                if made.degree or self.k.name in free_symbols(made.term):
                    raise _NotRational("the quotient of two terms is not rational in the index")
        return numer, denom

    def _term(self, numer: Polynomial, denom: Polynomial) -> Term:
        """The quotient by its factors, so that it is seen where they vanish."""
        top, bottom = map(self._product, (numer, denom))
        return div(top, bottom)

    def _product(self, p: Polynomial) -> Term:
        content, factors = self.field.factored(p)
        parts = [self.tower.term_of(f) if k == 1 else power(self.tower.term_of(f), integer(k)) for f, k in factors]
        if content != 1 or not parts:
            parts.insert(0, rational(Fraction(int(content.p), int(content.q))))
        return parts[0] if len(parts) == 1 else mul(*parts)

    def _lowest(self, p: Polynomial, q: Polynomial) -> tuple[Polynomial, Polynomial]:
        common = p.gcd(q)
        return p / common, q / common

    def _shifted(self, p: Polynomial, by: int) -> Polynomial:
        gens = list(self.field.gens)
        gens[self.at] = gens[self.at] + by
        return p.compose(*gens)

    def _coefficients(self, p: Polynomial) -> list[Polynomial]:
        """The coefficients of powers of the index, the constant one first."""
        parts: list[dict[Any, Any]] = [{} for _ in range(int(p.degrees()[self.at]) + 1)]
        for exponents, value in p.to_dict().items():
            parts[exponents[self.at]][(*exponents[: self.at], 0, *exponents[self.at + 1 :])] = value
        return [self.field.ring.from_dict(part) for part in parts]

    def _gosper_form(self, a: Polynomial, b: Polynomial) -> tuple[Polynomial, Polynomial, Polynomial]:
        """a, b, c with the same a(k)/b(k) * c(k + 1)/c(k), where a(k) and b(k + h) have no common factor for any h >= 0."""
        c = self.field.one_poly
        while True:
            gaps = [
                (gap, p)
                for p, _ in self.field.factored(a)[1]
                for q, _ in self.field.factored(b)[1]
                if (gap := self._gap(p, q)) is not None
            ]
            if not gaps:
                return a, b, c
            gap, p = min(gaps, key=lambda found: found[0])
            a, b = a / p, b / self._monic(self._shifted(p, -gap))
            for i in range(1, gap + 1):
                c = c * self._shifted(p, -i)

    def _monic(self, p: Polynomial) -> Polynomial:
        return p * (1 / p.leading_coefficient())

    def _gap(self, p: Polynomial, q: Polynomial) -> int | None:
        """The h >= 0 for which p(k) is a multiple of q(k + h); None where there is none."""
        left, right = self._coefficients(p), self._coefficients(q)
        d = len(left) - 1
        if d < 1 or len(right) != d + 1:
            return None
        distance = left[d - 1] * right[d] - right[d - 1] * left[d]
        one = left[d] * right[d] * d
        gap = next((h for h in range(LARGEST_GAP + 1) if distance == one * h), None)
        if gap is None or left[d] * self._shifted(q, gap) != right[d] * p:
            return None
        return gap

    def _solved(
        self, a: Polynomial, b: Polynomial, above: Polynomial, below: Polynomial
    ) -> tuple[list[Polynomial], Polynomial] | None:
        """x_0, ..., x_d and y, over one divisor, with a*x(k + 1) - b*x(k) = above - y*below."""
        k = self.field.gens[self.at]
        columns = [a * (k + 1) ** i - b * k**i for i in range(self._degree(a, b, above, below) + 1)] + [below]
        entries = [self._coefficients(p) for p in (*columns, above)]
        height = max(map(len, entries))
        zero = self.field.zero_poly
        return _solution([[e[i] if i < len(e) else zero for e in entries] for i in range(height)])

    def _degree(self, a: Polynomial, b: Polynomial, above: Polynomial, below: Polynomial) -> int:
        """As high as x can be (A = B, section 5.4); -1 if there is none."""
        left, right = self._coefficients(a), self._coefficients(b)
        most = max(len(self._coefficients(p)) for p in (above, below)) - 1
        height = max(len(left), len(right)) - 1
        degree = most - height
        if len(left) == len(right) and left[-1] == right[-1]:
            degree += 1
            if height:
                distance = right[-2] - left[-2]
                fits = takewhile(lambda d: d <= MOST_UNKNOWNS, count())
                degree = max(degree, next((d for d in fits if distance == left[-1] * d), -1))
        return min(degree, MOST_UNKNOWNS)


def _solution(rows: list[list[Polynomial]]) -> tuple[list[Polynomial], Polynomial] | None:
    """The unknowns of a linear system, over one divisor, what is free being 0; None without a solution."""
    width = len(rows[0]) - 1
    pivots: list[int] = []
    for column in range(width):
        done = len(pivots)
        chosen = min(
            (i for i in range(done, len(rows)) if rows[i][column] != 0),
            key=lambda i: len(rows[i][column]),
            default=None,
        )
        if chosen is None:
            continue
        rows[done], rows[chosen] = rows[chosen], rows[done]
        pivot = rows[done]
        for i, row in enumerate(rows):
            if i != done and row[column] != 0:
                rows[i] = _without_content(
                    [pivot[column] * p - row[column] * q for p, q in zip(row, pivot, strict=True)]
                )
        pivots.append(column)
    if any(row[-1] != 0 for row in rows[len(pivots) :]):
        return None
    bottom = rows[0][-1] * 0 + 1
    for row, column in zip(rows, pivots, strict=False):
        bottom = bottom * (row[column] / bottom.gcd(row[column]))
    values = [bottom * 0] * width
    for row, column in zip(rows, pivots, strict=False):
        values[column] = row[-1] * (bottom / row[column])
    return values, bottom


def _without_content(row: list[Polynomial]) -> list[Polynomial]:
    common = row[0] * 0
    for p in row:
        common = common.gcd(p)
    return row if common == 0 or common.is_constant() else [p / common for p in row]
