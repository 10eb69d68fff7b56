"""`Sum(f, (k, a, oo))` over the complex numbers: geometric series with powers of the index as weights, and exponential ones.

A piece P(k)*z**k with a polynomial P, not 0, has terms that tend to 0 only if |z| < 1, and then converges absolutely; with
k! below it converges for every z. The values are those of `kernel.series_values`: identities of rational functions, and
exp(z). A power b**k of a complex base is a generator of its own, as over the reals, and so is (1/b)**k for b**(-k); only
sums, products and quotients are looked through for bases, where it does not matter which values such a generator takes.
Sources: Rudin, Principles of Mathematical Analysis, theorems 3.23, 3.26, 3.39; NIST DLMF 4.2.19.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from verifier.kernel import closed_sums, complex_parts, ranges, series_values
from verifier.kernel.casework import Casework, Unsettled
from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.field import GaveUp, Generator, Quotient, Undefined
from verifier.kernel.guards import UNDEFINED, UNKNOWN, Conditions, guarded
from verifier.kernel.natural_domain import requirements
from verifier.kernel.operators import is_infinite
from verifier.kernel.places import TowerPlace
from verifier.kernel.signs import ANY, POSITIVE
from verifier.kernel.signs import ZERO as ZERO_SIGN
from verifier.kernel.summands import Piece, Splitter, term_of_factors
from verifier.kernel.tower import NeedsSign, Tower
from verifier.kernel.visible import linear_form
from verifier.model.chain import Declaration, NumberSet
from verifier.model.claim import Domain
from verifier.model.verdict import Answer
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
    symbol,
)

BASE: Final = "'base"
_LOOKED_THROUGH = frozenset({"add", "neg", "mul", "div"})


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
    collect_needs_of_terms(TowerPlace(inner), shown, place, needs)
    try:
        pieces = _Splitter(inner, place, bases.found).pieces(inner.normal_form(summand))
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
        factors = base.args if base.head == "mul" else (MINUS_ONE, base.args[0]) if base.head == "neg" else (base,)
        parts = [power(self.generator(b), integer(int(slope))) for b in factors]
        return mul(*parts, power(base, rational(offset))) if offset else mul(*parts)

    def generator(self, base: Term) -> Term:
        name = next((n for n, b in self.found.items() if b == base), f"{BASE}{len(self.found)}")
        self.found[name] = base
        return symbol(name)


class _Splitter(Splitter):
    """Splits a summand in which some symbols stand for powers of a base."""

    def __init__(self, tower: Tower, index: Term, bases: dict[str, Term]) -> None:
        super().__init__(tower, index)
        self.bases = bases

    def depends(self, generator: int) -> bool:
        return super().depends(generator) or self.base(generator) is not None

    def ratio(self, generator: int) -> Term | None:
        return self.base(generator) or super().ratio(generator)

    def base(self, generator: int) -> Term | None:
        made = self.tower.field.generators[generator]
        names = free_symbols(made.term) & self.bases.keys()
        if names and made.term.head != "symbol":
            raise GaveUp("a power of a base inside of another function")
        return self.bases[made.term.name] if names else None


def _slope(exponent: Term, index: Term) -> Fraction:
    """c where the exponent is c*index and terms without the index as a factor."""
    return linear_form(exponent).get(index, Fraction(0))


def collect_needs_of_terms(inside: TowerPlace, body: Term, index: Term, needs: Conditions) -> None:
    """What every term needs, as far as it does not hold for every index from the bound on."""
    for r in requirements(body, inside):
        if inside.decide(r.condition) is Answer.YES:
            continue
        condition = _for_all(r.condition, index)
        if index.name in free_symbols(Term("and", (condition, *r.guards))) or r.guards:
            raise GaveUp("where all the terms are defined is not known")
        (needs.need if r.exact else needs.need_loosely)(condition)


def _for_all(condition: Term, index: Term) -> Term:
    """b != 0 for `b != 0 or u >= 0`, if u falls below 0 as the index grows; any other condition as it is."""
    if condition.head != "or" or [c.head for c in condition.args] != ["ne", "ge"]:
        return condition
    nonzero, natural = condition.args
    is_bounded = natural.args[1] == ZERO and _slope(natural.args[0], index) < 0
    form = linear_form(natural.args[0])
    is_linear = not any(index.name in free_symbols(t) for t in form if t != index)
    return nonzero if is_bounded and is_linear else condition


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
        first = self.tower.field.multiply(weight, self.first(piece))
        if not piece.rest:
            return self.geometric(first, z, piece)
        return self.tower.field.multiply(first, self.exponential(z, piece))

    def first(self, piece: Piece) -> Quotient:
        """The geometric part at the first index."""
        if not piece.geometric:
            return self.tower.field.one
        put = {self.index.name: self.tower.term_of_quotient(self.start), **dict.fromkeys(self.bases.found, ONE)}
        return self.tower.normal_form(substitute(mul(*piece.geometric), put))

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


def exponent_of(factor: Term) -> Term | None:
    """u where the factor is exp(u)."""
    if factor.head == "exp":
        return factor.args[0]
    if factor.head == "pow" and factor.args[0].head == "exp":
        return mul(factor.args[1], factor.args[0].args[0])
    if factor.head == "div" and factor.args[0] == ONE and (below := exponent_of(factor.args[1])) is not None:
        return neg(below)
    return None


def _factors(ratio: tuple[Term, ...]) -> list[Term]:
    return [f for r in ratio for f in (r.args if r.head == "mul" else (r,))]


def _product(factors: list[Term]) -> Term:
    """The product, with reciprocals in a denominator."""
    return term_of_factors([(f.args[1], -1) if _is_reciprocal(f) else (f, 1) for f in factors])


def _is_reciprocal(factor: Term) -> bool:
    return factor.head == "div" and factor.args[0] == ONE
