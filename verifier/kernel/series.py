"""`Sum(f, (k, a, oo))` worked out: a term with the sum's value and natural domain, or the sum as it stands.

Domain: real chains, an integer a. The sum is the limit of its partial sums (not a continued function); it is defined where
every term is and the partial sums converge. A summand is split into pieces (`kernel.summands`), each of a kind whose sum and
convergence are known (`kernel.series_values`). A sum of convergent series and one divergent one diverges; of two
divergent ones nothing is known. A power b**k of a base of any sign is a generator of its own, so that a power series is
one formula on both sides of 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from verifier.kernel import ranges, series_values
from verifier.kernel.casework import Casework, Unsettled
from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.field import GaveUp, Quotient, Undefined
from verifier.kernel.guards import UNDEFINED, UNKNOWN, Conditions, guarded
from verifier.kernel.natural_domain import requirements
from verifier.kernel.operators import is_infinite
from verifier.kernel.places import TowerPlace
from verifier.kernel.signs import NEGATIVE, POSITIVE, ZERO
from verifier.kernel.summands import Piece, Splitter
from verifier.kernel.summation import solved
from verifier.kernel.tower import SIGNS_OF_RELATION, NeedsSign, Tower
from verifier.kernel.visible import linear_form
from verifier.model.chain import Declaration, NumberSet
from verifier.model.claim import Domain
from verifier.model.verdict import Answer
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import MINUS_ONE, ONE, OO, Term, add, call, integer, mul, neg, power, rational, symbol
from verifier.terms.term import ZERO as ZERO_TERM

BASE: Final = "'base"
MOST_TELESCOPED: Final = 40


def series_value(term: Term, integers: frozenset[str]) -> Term:
    """The value of a lowered sum to infinity whose parts are resolved; the term itself where it is not found."""
    body, index, lower, upper = term.args
    if upper != OO or is_infinite(lower) or is_infinite(body):
        return term
    declared = tuple(Declaration(n, numbers=NumberSet.INTEGER) for n in sorted(integers))
    cell = Cell(Domain(declared))

    def leaf(facts: tuple[Term, ...], put: Mapping[str, Term]) -> Term:
        summand, start = substitute(body, put), substitute(lower, put)
        return with_tower(cell, facts, lambda tower: _value(tower, index, summand, start))

    work = Casework(leaf)
    try:
        value = work.explore()
    except Unsettled:
        return term
    return term if value == UNKNOWN else value


def _value(tower: Tower, index: Term, body: Term, lower: Term) -> Term:
    """The series in a tower; GaveUp where a piece is of no known kind."""
    start = tower.normal_form(lower)
    if not tower.is_integer(start):
        raise GaveUp("a sum whose bound may be no integer")
    inner = ranges.above(tower, start)
    place = ranges.index_of(tower)
    bases = _Bases(place, tower.rational(start))
    summand = bases.taken_out(substitute(body, {index.name: place}))
    needs = Conditions()
    _collect_needs_of_terms(TowerPlace(inner), substitute(body, {index.name: place}), place, needs)
    try:
        pieces = _Splitter(inner, place, bases.found).pieces(inner.normal_form(summand))
    except NeedsSign as open_sign:
        raise _without(open_sign, place) from open_sign
    except Undefined as undefined:
        raise GaveUp("a term of the series may be undefined") from undefined
    series = _Series(tower, place, start, bases, needs)
    return series.of(pieces)


def _without(open_sign: NeedsSign, index: Term) -> Exception:
    """The sign that is open, if it is one of the terms outside of the sum."""
    names = free_symbols(open_sign.term)
    is_inside = index.name in names or any(n.startswith(BASE) for n in names)
    return GaveUp("a sign under the index is open") if is_inside else open_sign


def _collect_needs_of_terms(inside: TowerPlace, body: Term, index: Term, needs: Conditions) -> None:
    """What every term needs, as far as it does not hold for every index from the bound on."""
    for r in requirements(body, inside):
        if inside.decide(r.condition) is Answer.YES:
            continue
        if index.name in free_symbols(Term("and", (r.condition, *r.guards))) or r.guards:
            _ask_for_alternatives(inside, r.condition, index)
            raise GaveUp("where all the terms are defined is not known")
        (needs.need if r.exact else needs.need_loosely)(r.condition)


def _ask_for_alternatives(inside: TowerPlace, condition: Term, index: Term) -> None:
    """NeedsSign where an alternative that is free of the index would settle the condition."""
    for c in condition.args if condition.head == "or" else ():
        if c.head in SIGNS_OF_RELATION and index.name not in free_symbols(c) and inside.decide(c) is Answer.UNKNOWN:
            inside.tower.require_sign(inside.tower.difference(c))


class _Bases:
    """Generators b**(k - a) for the powers of bases b in a summand, a the first index."""

    def __init__(self, index: Term, start: Fraction | None) -> None:
        self.index = index
        self.start = start
        self.found: dict[str, Term] = {}

    def taken_out(self, term: Term) -> Term:
        if not term.args or self.start is None:
            return term
        args = tuple(map(self.taken_out, term.args))
        if term.head == "pow" and self.index.name not in free_symbols(args[0]):
            found = self.power(*args)
            if found is not None:
                return found
        return Term(term.head, args, term.value)

    def power(self, base: Term, exponent: Term) -> Term | None:
        """base**(s*k + r) as (base**(k - a))**s * base**(s*a + r), where both exponents are integers from 0 on."""
        form = linear_form(exponent)
        slope = form.pop(self.index, Fraction(0))
        assert self.start is not None
        offset = form.pop(ONE, Fraction(0)) + slope * self.start
        if form or slope <= 0 or offset < 0 or {slope.denominator, offset.denominator} != {1}:
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


@mutable_record
class _Convergence:
    """Where series of one ratio z converge: conditions, and the kinds of its pieces."""

    conditions: dict[Term, None]
    kinds: list[str]

    @property
    def is_exact(self) -> bool:
        """Whether the sum of the pieces certainly diverges where a condition fails.

        Different powers of the index never cancel, nor does one simple pole against them; others may for some values.
        """
        powers = [k for k in self.kinds if k.startswith("power")]
        others = [k for k in self.kinds if not k.startswith("power")]
        return len(set(powers)) == len(powers) and (others in ([], ["pole"]) or self.kinds == ["binomial"])


def _exponent(factor: Term) -> Term | None:
    """u where the factor is exp(u)."""
    if factor.head == "exp":
        return factor.args[0]
    if factor.head == "pow" and factor.args[0].head == "exp":
        return mul(factor.args[1], factor.args[0].args[0])
    if factor.head == "div" and factor.args[0] == ONE and (below := _exponent(factor.args[1])) is not None:
        return neg(below)
    return None


def _has_exponential(term: Term) -> bool:
    return term.head == "exp" or any(map(_has_exponential, term.args))


class _Series:
    """Sums the pieces of a summand."""

    def __init__(self, tower: Tower, index: Term, start: Quotient, bases: _Bases, needs: Conditions) -> None:
        self.tower = tower
        self.index = index
        self.start = start
        self.bases = bases
        self.needs = needs
        self.convergence: dict[Term, _Convergence] = {}  # by ratio
        self.divergent = 0
        self.poles: list[tuple[Quotient, Fraction]] = []  # weight and c of weight/(k + c)

    def of(self, pieces: list[Piece]) -> Term:
        f = self.tower.field
        total = f.zero
        for piece in pieces:
            weight = self.tower.normal_form(piece.coefficient)
            if self.tower.require_sign_if_zero(weight) != ZERO:
                total = f.add(total, self.piece(weight, piece))
        total = f.add(total, self.telescoped())
        if self.divergent == 1 and not self.convergence:
            return UNDEFINED
        if self.divergent:
            raise GaveUp("several series that diverge alone")
        self.collect_convergence()
        return guarded(self.tower.term_of_quotient(total), self.needs)

    def collect_convergence(self) -> None:
        """With one ratio the series diverges outside of its conditions; with more, terms might cancel there."""
        for found in self.convergence.values():
            is_exact = found.is_exact and len(self.convergence) == 1
            for condition in found.conditions:
                (self.needs.need if is_exact else self.needs.need_loosely)(condition)

    def converges(self, z: Quotient, ratio: tuple[Term, ...], kind: str) -> None:
        """Note that a piece of this kind converges for -1 < z < 1; a simple pole alone does so at -1 too."""
        shown = self.tower.term_of_quotient(z)
        found = self.convergence.setdefault(shown, _Convergence({}, []))
        found.kinds.append(kind)
        exponents = [_exponent(factor) for factor in ratio]
        if exponents and None not in exponents and _has_exponential(shown):
            total = self.tower.normal_form(add(*[e for e in exponents if e is not None]))
            found.conditions = {call("lt", self.tower.term_of_quotient(total), ZERO_TERM): None}
            return
        low = "ge" if set(found.kinds) == {"pole"} else "gt"
        found.conditions = dict.fromkeys((call(low, shown, MINUS_ONE), call("lt", shown, ONE)))

    def piece(self, weight: Quotient, piece: Piece) -> Quotient:
        """The sum of one piece; zero where it is noted as divergent or waits for others."""
        f, tower = self.tower.field, self.tower
        if piece.chosen:
            return f.multiply(weight, self.chosen(piece))
        z = tower.normal_form(mul(*piece.ratio)) if piece.ratio else f.one
        first = f.multiply(weight, self.first(piece))
        if not piece.rest:
            return self.geometric(first, z, piece)
        if len(piece.rest) == 1 and piece.rest[0][1] < 0 and piece.rest[0][0].head != "gamma":
            return self.pole(first, z, piece)
        return f.multiply(first, self.with_gammas(z, piece))

    def first(self, piece: Piece) -> Quotient:
        """The geometric part at the first index."""
        if not piece.geometric:
            return self.tower.field.one
        put = {self.index.name: self.tower.term_of_quotient(self.start), **dict.fromkeys(self.bases.found, ONE)}
        return self.tower.normal_form(substitute(mul(*piece.geometric), put))

    def chosen(self, piece: Piece) -> Quotient:
        f, tower = self.tower.field, self.tower
        place = solved(tower, self.index, piece.chosen[0])
        gap = f.subtract(place, self.start)
        if tower.require_sign_of_integer(gap) == NEGATIVE:
            return f.zero
        put = {
            self.index.name: tower.term_of_quotient(place),
            **{n: power(b, tower.term_of_quotient(gap)) for n, b in self.bases.found.items()},
        }
        return tower.normal_form(substitute(piece.dependent(self.index), put))

    def geometric(self, first: Quotient, z: Quotient, piece: Piece) -> Quotient:
        f, tower = self.tower.field, self.tower
        if self.is_outside(z):
            self.divergent += 1
            return f.zero
        self.converges(z, piece.ratio, f"power {piece.degree}")
        return f.multiply(first, series_values.geometric(tower, piece.degree, z, self.start))

    def is_outside(self, z: Quotient) -> bool:
        """Whether z certainly is not between -1 and 1."""
        f, tower = self.tower.field, self.tower
        gaps = (f.subtract(f.one, z), f.add(f.one, z))
        return any(not tower.sign(gap) & POSITIVE for gap in gaps)

    def pole(self, first: Quotient, z: Quotient, piece: Piece) -> Quotient:
        """The sum of a piece z**k / (k + c)**m."""
        f, tower = self.tower.field, self.tower
        below, exponent = piece.rest[0]
        shift = self.offset(below, 1)
        z_value = tower.rational(z)
        if piece.degree:
            raise GaveUp("a power of the index over another one")
        if z_value == 1 and exponent == -1:
            self.poles.append((first, shift))
            return f.zero
        head = shift + self.first_index()
        if exponent == -1:
            if z_value is not None and not -1 <= z_value < 1:
                self.divergent += 1
                return f.zero
            self.converges(z, piece.ratio, "pole")
            return f.multiply(first, series_values.logarithmic(tower, z, head))
        if z_value not in (1, -1):
            raise GaveUp("a polylogarithm")
        return f.multiply(first, series_values.zeta(tower, -exponent, head, z_value == -1))

    def telescoped(self) -> Quotient:
        """The sum of weight/(k + c) over the poles: it converges if the weights add up to 0."""
        f, tower = self.tower.field, self.tower
        if not self.poles:
            return f.zero
        if tower.require_sign_if_zero(f.sum(w for w, _ in self.poles)) != ZERO:
            self.divergent += 1
            return f.zero
        least = min(c for _, c in self.poles)
        total = f.zero
        for weight, c in self.poles:
            count = c - least
            if count.denominator != 1 or count > MOST_TELESCOPED:
                raise GaveUp("a sum of simple poles that does not telescope")
            for j in range(int(count)):
                place = f.add(self.start, f.constant(least + j))
                total = f.subtract(total, f.multiply(weight, f.inverse(place)))
        return total

    def with_gammas(self, z: Quotient, piece: Piece) -> Quotient:
        """The sum of a piece with factorials of the index below, and at most one gamma function above."""
        f, tower = self.tower.field, self.tower
        above = [t for t, k in piece.rest if t.head == "gamma" and k == 1]
        below = [t for t, k in piece.rest if t.head == "gamma" and k == -1]
        if len(below) != 1 or len(above) > 1 or len(piece.rest) != len(above) + len(below):
            raise GaveUp("a series of no known kind")
        start = self.first_index()
        argument = linear_form(below[0].args[0])
        slope = argument.get(self.index, Fraction(0))
        head = self.offset(below[0].args[0], int(slope)) + slope * start - 1
        if head.denominator != 1 or head < 0:
            raise GaveUp("a series with other gamma functions than factorials")
        if not above and slope == 1:
            return series_values.exponential(tower, piece.degree, z, start, int(head))
        if not above and slope == 2 and not piece.degree:
            return series_values.every_second(tower, z, int(head))
        if not above or slope != 1 or head:
            raise GaveUp("a series of no known kind")
        shown = add(substitute(above[0].args[0], {self.index.name: ZERO_TERM}), rational(start))
        top = tower.normal_form(shown)
        is_linear = linear_form(above[0].args[0]).get(self.index) == 1
        if not is_linear or self.index.name in free_symbols(shown) or tower.require_sign(top) != POSITIVE:
            raise GaveUp("a binomial series with a negative number above")
        if tower.require_sign(f.subtract(f.one, z)) != POSITIVE:
            self.divergent += 1
            return f.zero
        at_least_one = f.subtract(top, f.one)
        self.converges(
            z, piece.ratio, "binomial that may converge at -1" if tower.sign(at_least_one) & NEGATIVE else "binomial"
        )
        return series_values.binomial(tower, piece.degree, z, start, top)

    def first_index(self) -> Fraction:
        value = self.tower.rational(self.start)
        if value is None:
            raise GaveUp("a series that starts at a symbol")
        return value

    def offset(self, term: Term, slope: int) -> Fraction:
        """c where the term is slope*index + c; slope is 1 or 2."""
        form = linear_form(term)
        c = form.pop(ONE, Fraction(0))
        if form != {self.index: Fraction(slope)} or slope not in (1, 2):
            raise GaveUp("a series with a factor that is not linear in the index")
        return c
