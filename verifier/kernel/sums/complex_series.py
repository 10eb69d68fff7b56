"""`Sum(f, (k, a, oo))` over the complex numbers: geometric series with powers of the index as weights, and exponential ones.

A piece P(k)*z**k with a polynomial P, not 0, has terms that tend to 0 only if |z| < 1, and then converges absolutely; with
k! below it converges for every z. The values are those of `sums.series_values`: identities of rational functions, and
exp(z). A power b**k of a complex base is a generator of its own, as over the reals, and so is (1/b)**k for b**(-k); only
sums, products and quotients are looked through for bases, where it does not matter which values such a generator takes.
Sources: Rudin, Principles of Mathematical Analysis, theorems 3.23, 3.26, 3.39; NIST DLMF 4.2.19.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.derivatives.guards import UNDEFINED, UNKNOWN, Conditions, guarded
from verifier.kernel.domains.places import TowerPlace
from verifier.kernel.normal_forms import complex_parts
from verifier.kernel.normal_forms.field import GaveUp, Generator, Quotient, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.signs.signs import ANY, POSITIVE
from verifier.kernel.signs.signs import ZERO as ZERO_SIGN
from verifier.kernel.sums import closed_sums, ranges, series_values
from verifier.kernel.sums.series_bases import PowerSplitter, at_first, exponent_of, factors_of, named
from verifier.kernel.sums.series_domains import collect_needs_of_terms
from verifier.kernel.sums.summands import Piece, term_of_factors
from verifier.kernel.terms.casework import Casework, Unsettled
from verifier.kernel.terms.operators import is_infinite
from verifier.kernel.terms.visible import linear_form
from verifier.model.chain import Declaration, NumberSet
from verifier.model.claim import Domain
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import (
    MINUS_ONE,
    ONE,
    OO,
    ZERO,
    Term,
    add,
    call,
    div,
    integer,
    mul,
    neg,
    power,
    rational,
    sub,
)

_LOOKED_THROUGH: Final = frozenset({"add", "neg", "mul", "div"})


def complex_series_value(term: Term, integers: frozenset[str], reals: frozenset[str]) -> Term:
    """The value of a lowered sum to infinity whose parts are resolved; the term itself where it is not found."""
    body, index, lower, upper = term.args
    if upper != OO or is_infinite(lower) or is_infinite(body):
        return term
    others = free_symbols(term) - integers - reals
    kinds = [*((n, NumberSet.INTEGER) for n in sorted(integers)), *((n, NumberSet.COMPLEX) for n in sorted(others))]
    cell = Cell(Domain(tuple(Declaration(n, numbers=kind) for n, kind in kinds), (), True))

    def leaf(facts: tuple[Term, ...], put: Mapping[str, Term]) -> Term:
        summand, start = substitute(body, put), substitute(lower, put)
        return with_tower(cell, facts, lambda tower: _value(tower, index, summand, start))

    try:
        value = Casework(leaf).explore()
    except Unsettled:
        return term
    return term if value == UNKNOWN else value


def _value(tower: Tower, index: Term, body: Term, lower: Term) -> Term:
    """The series in a tower; GaveUp where a piece is of no known kind."""
    start = tower.normal_form(lower)
    first = tower.rational(start)
    if first is None or first.denominator != 1:
        raise GaveUp("a complex series that starts at a symbol")
    place = ranges.index_of(tower)
    inner = ranges.above(tower, start)
    bases, needs, shown = _Bases(place, first), Conditions(), substitute(body, {index.name: place})
    summand = bases.taken_out(shown)
    collect_needs_of_terms(TowerPlace(inner), shown, place, lower, needs)
    try:
        pieces = PowerSplitter(inner, place, bases.found).pieces(inner.normal_form(summand))
    except (NeedsSign, Undefined) as problem:
        raise GaveUp("a sign under the index is open, or a term is undefined") from problem
    return _Series(tower, place, start, bases, needs).of(pieces)


class _Bases:
    """Generators for the powers of bases b, and of 1/b, in what sums, products and quotients are made of."""

    def __init__(self, index: Term, start: Fraction) -> None:
        self.index = index
        self.start = start
        self.found: dict[str, Term] = {}

    def taken_out(self, term: Term) -> Term:
        if term.head == "pow" and self.index.name not in free_symbols(term.args[0]):
            return self.power(*term.args) or term
        if term.head not in _LOOKED_THROUGH:
            return term
        return Term(term.head, tuple(map(self.taken_out, term.args)), term.value)

    def power(self, base: Term, exponent: Term) -> Term | None:
        """base**(s*k + r) as (base**(k - a))**s * base**(s*a + r), where both exponents are integers from 0 on."""
        form = linear_form(exponent)
        slope = form.pop(self.index, Fraction(0))
        offset = form.pop(ONE, Fraction(0)) + slope * self.start
        if slope < 0:
            return self.power(div(ONE, base), neg(exponent))
        if form or not slope or offset < 0 or {slope.denominator, offset.denominator} != {1}:
            return None
        parts = [power(self.generator(b), integer(int(slope))) for b in factors_of(base)]
        return mul(*parts, power(base, rational(offset))) if offset else mul(*parts)

    def generator(self, base: Term) -> Term:
        return named(self.found, base, "base")


class _Series:
    """Sums the pieces of a summand."""

    def __init__(self, tower: Tower, index: Term, start: Quotient, bases: _Bases, needs: Conditions) -> None:
        self.tower = tower
        self.index = index
        self.start = start
        self.bases = bases
        self.needs = needs
        self.convergence: dict[Term, tuple[list[Term], list[int]]] = {}  # by ratio: conditions, and degrees of pieces
        self.divergent = 0

    def of(self, pieces: list[Piece]) -> Term:
        """The sum of all pieces; one that diverges beside ones that converge is not judged."""
        f = self.tower.field
        total = f.zero
        for piece in pieces:
            weight = self.tower.normal_form(piece.coefficient)
            if self.tower.require_sign_if_zero(weight) != ZERO_SIGN:
                total = f.add(total, self.piece(weight, piece))
        if self.divergent == 1 and not self.convergence:
            return UNDEFINED
        if self.divergent:
            raise GaveUp("a series that diverges beside others")
        for conditions, degrees in self.convergence.values():
            is_exact = len(self.convergence) == 1 and len(set(degrees)) == len(degrees)
            for condition in conditions:
                (self.needs.need if is_exact else self.needs.need_loosely)(condition)
        return guarded(self.tower.term_of_quotient(total), self.needs)

    def piece(self, weight: Quotient, piece: Piece) -> Quotient:
        if piece.chosen:
            raise GaveUp("a complex series with a choice in its terms")
        z = self.tower.normal_form(mul(*piece.ratio)) if piece.ratio else self.tower.field.one
        own = at_first(self.tower, self.index, self.start, piece, self.bases.found)
        first = self.tower.field.multiply(weight, own)
        if not piece.rest:
            return self.geometric(first, z, piece)
        return self.tower.field.multiply(first, self.exponential(z, piece))

    def geometric(self, first: Quotient, z: Quotient, piece: Piece) -> Quotient:
        """As over the reals, with the ratio z and 1/(z - 1) as generators: they are shown as the author wrote them."""
        if self.is_outside(z):
            self.divergent += 1
            return self.tower.field.zero
        self.converges(z, piece)
        shown = _product(_factors(piece.ratio))
        ratio, inverse = (self.generator(t) for t in (shown, div(ONE, sub(shown, ONE))))
        antidifference = closed_sums.geometric_antidifference(self.tower, piece.degree, ratio, self.start, inverse)
        return self.tower.field.negative(self.tower.field.multiply(first, antidifference))

    def generator(self, shown: Term) -> Quotient:
        """A term of which nothing is known, and which is shown as it is."""
        made = Generator(shown, ANY, data=("shown",), is_real=False)
        return self.tower.field.quotient(self.tower.field.generator(("shown", shown), made))

    def converges(self, z: Quotient, piece: Piece) -> None:
        """Note that a piece converges for |z| < 1 only."""
        key = self.tower.term_of_quotient(z)
        self.convergence.setdefault(key, (self.conditions_inside(piece.ratio), []))[1].append(piece.degree)

    def conditions_inside(self, ratio: tuple[Term, ...]) -> list[Term]:
        """That |z| < 1 for the product z of these factors: of exponentials that re(u) < 0, of real terms that -1 < z < 1."""
        tower, factors = self.tower, _factors(ratio)
        bases = [f for f in factors if exponent_of(f) is None]
        exponents = [u for u in map(exponent_of, factors) if u is not None]
        try:
            growth = complex_parts.real_part(tower, tower.normal_form(add(ZERO, *exponents)))
            product = tower.normal_form(mul(ONE, *bases))
        except (GaveUp, NeedsSign):
            return [call("lt", call("Abs", _product(factors)), ONE)]
        if not bases:
            return [call("lt", tower.term_of_quotient(growth), ZERO)]
        size = [call("exp", tower.term_of_quotient(growth))] if growth.numer != 0 else []
        if tower.knowledge.is_quotient_over_reals(product):
            z = mul(tower.term_of_quotient(product), *size)
            return [call("gt", z, MINUS_ONE), call("lt", z, ONE)]
        sizes = [(call("Abs", f.args[1] if _is_reciprocal(f) else f), _is_reciprocal(f)) for f in bases]
        above, below = ([t for t, is_below in sizes if is_below == side] for side in (False, True))
        return [
            call("lt", term_of_factors([(t, 1) for t in (*above, *size)]), term_of_factors([(t, 1) for t in below]))
        ]

    def is_outside(self, z: Quotient) -> bool:
        """Whether |z| is certainly 1 at least."""
        f, tower = self.tower.field, self.tower
        try:
            size = complex_parts.absolute_value(tower, z)
        except (GaveUp, NeedsSign):
            return False
        return not tower.sign(f.subtract(f.one, size)) & POSITIVE

    def exponential(self, z: Quotient, piece: Piece) -> Quotient:
        """The sum of a piece with one factorial of the index below."""
        if [(t.head, k) for t, k in piece.rest] != [("gamma", -1)]:
            raise GaveUp("a complex series of no known kind")
        form = linear_form(piece.rest[0][0].args[0])
        head = form.pop(ONE, Fraction(0)) + self.bases.start - 1
        if form != {self.index: Fraction(1)} or head.denominator != 1 or head < 0:
            raise GaveUp("a series with other gamma functions than factorials")
        return series_values.exponential(self.tower, piece.degree, z, self.bases.start, int(head))


def _factors(ratio: tuple[Term, ...]) -> list[Term]:
    return [f for r in ratio for f in (r.args if r.head == "mul" else (r,))]


def _product(factors: list[Term]) -> Term:
    """The product, with reciprocals in a denominator."""
    return term_of_factors([(f.args[1], -1) if _is_reciprocal(f) else (f, 1) for f in factors])


def _is_reciprocal(factor: Term) -> bool:
    return factor.head == "div" and factor.args[0] == ONE
