"""`Sum(f, (k, a, oo))` worked out: a term with the sum's value and natural domain, or the sum as it stands.

Domain: real chains, an integer a. The sum is the limit of its partial sums (not a continued function); it is defined where
every term is and the partial sums converge. A summand is split into pieces (`sums.summands`), each of a kind whose sum and
convergence are known (`sums.series_values`). A sum of convergent series and one divergent one diverges; of two
divergent ones nothing is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.derivatives.guards import UNDEFINED, UNKNOWN, Conditions, guarded
from verifier.kernel.domains.places import TowerPlace
from verifier.kernel.normal_forms import special
from verifier.kernel.normal_forms.field import GaveUp, Polynomial, Quotient, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower, used
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, ZERO
from verifier.kernel.sums import ranges, series_values
from verifier.kernel.sums.series_bases import OWN, Bases, PowerSplitter, at_first, exponent_of
from verifier.kernel.sums.series_domains import collect_needs_of_terms
from verifier.kernel.sums.summands import Piece
from verifier.kernel.sums.summation import solved
from verifier.kernel.terms.casework import Casework, Unsettled
from verifier.kernel.terms.operators import is_infinite
from verifier.kernel.terms.visible import linear_form
from verifier.model.chain import Declaration, NumberSet
from verifier.model.claim import Domain
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import MINUS_ONE, ONE, OO, Term, add, call, integer, mul, power, rational
from verifier.terms.term import ZERO as ZERO_TERM

MOST_TELESCOPED: Final = 40
HALF: Final = Fraction(1, 2)
EXACT: Final = (["binomial that converges at -1"], ["binomial that diverges at -1"])


def series_value(term: Term, integers: frozenset[str]) -> Term:
    """The value of a lowered sum to infinity whose parts are resolved; the term itself where it is not found."""
    body, index, lower, upper = term.args
    if upper != OO or is_infinite(lower) or is_infinite(body):
        return term
    declared = tuple(Declaration(n, numbers=NumberSet.INTEGER) for n in sorted(integers))
    cell = Cell(Domain(declared))

    for keeps_powers in (False, True):

        def leaf(facts: tuple[Term, ...], put: Mapping[str, Term], keeps_powers: bool = keeps_powers) -> Term:
            summand, start = substitute(body, put), substitute(lower, put)
            return with_tower(cell, facts, lambda tower: _value(tower, index, summand, start, keeps_powers))

        try:
            value = Casework(leaf).explore()
        except Unsettled:
            continue
        if value != UNKNOWN:
            return value
    return term


def _value(tower: Tower, index: Term, body: Term, lower: Term, keeps_powers: bool) -> Term:
    """The series in a tower; GaveUp where a piece is of no known kind."""
    start = tower.normal_form(lower)
    if not tower.is_integer(start):
        raise GaveUp("a sum whose bound may be no integer")
    place = ranges.index_of(tower)
    if tower.rational(start) is None:
        body, lower, start = substitute(body, {index.name: add(lower, index)}), ZERO_TERM, tower.field.zero
    inner = ranges.above(tower, start)
    bases = Bases(tower, place, tower.rational(start), keeps_powers)
    summand = bases.taken_out(substitute(body, {index.name: place}))
    needs = Conditions()
    collect_needs_of_terms(TowerPlace(inner), substitute(body, {index.name: place}), place, lower, needs)
    try:
        pieces = PowerSplitter(inner, place, bases.found).pieces(inner.normal_form(summand))
    except NeedsSign as open_sign:
        raise _without(open_sign, place) from open_sign
    except Undefined as undefined:
        raise GaveUp("a term of the series may be undefined") from undefined
    series = _Series(tower, place, start, bases, needs)
    return substitute(series.of(pieces), bases.powers)


def _without(open_sign: NeedsSign, index: Term) -> Exception:
    """The sign that is open, if it is one of the terms outside of the sum."""
    names = free_symbols(open_sign.term)
    is_inside = index.name in names or any(n.startswith(OWN) for n in names)
    return GaveUp("a sign under the index is open") if is_inside else open_sign


@mutable_record
class _Convergence:
    """Where series of one ratio z converge: conditions, and the kinds of its pieces."""

    conditions: dict[Term, None]
    kinds: list[str]
    may_vanish: bool = False  # one of the pieces may be 0 throughout

    @property
    def is_exact(self) -> bool:
        """Whether the sum of the pieces certainly diverges where a condition fails.

        Different powers of the index never cancel, nor does one simple pole against them; others may for some values.
        """
        powers = [k for k in self.kinds if k.startswith("power")]
        others = [k for k in self.kinds if not k.startswith("power")]
        if self.may_vanish:
            return False
        return len(set(powers)) == len(powers) and (others in ([], ["pole"]) or self.kinds in EXACT)


def _without_double(rest: tuple[tuple[Term, int], ...], index: Term) -> tuple[tuple[Term, int], ...]:
    """The factors with 4**k/sqrt(pi)*gamma(k + 1/2)*gamma(k + 1) for gamma(2*k + 1), but 4**k/sqrt(pi) (DLMF 5.5.5)."""
    factors = dict(rest)
    double = next(
        (t for t, k in rest if k == 1 and t.head == "gamma" and linear_form(t.args[0]) == {index: 2, ONE: 1}), None
    )
    single = next((t for t in factors if t.head == "gamma" and linear_form(t.args[0]) == {index: 1, ONE: 1}), None)
    if double is None or single is None or factors[single] != -2:
        return rest
    del factors[double]
    factors[single] = -1
    return (*factors.items(), (call("gamma", add(index, rational(HALF))), 1))


def _has_exponential(term: Term) -> bool:
    return term.head == "exp" or any(map(_has_exponential, term.args))


class _Series:
    """Sums the pieces of a summand."""

    def __init__(self, tower: Tower, index: Term, start: Quotient, bases: Bases, needs: Conditions) -> None:
        self.tower = tower
        self.index = index
        self.start = start
        self.bases = bases
        self.needs = needs
        self.convergence: dict[Term, _Convergence] = {}  # by ratio
        self.divergent = 0
        self.may_vanish = False  # the weight of the piece at hand
        self.poles: list[tuple[Quotient, Fraction]] = []  # weight and c of weight/(k + c)

    def of(self, pieces: list[Piece]) -> Term:
        f = self.tower.field
        total = f.zero
        for piece in pieces:
            weight = self.tower.normal_form(piece.coefficient)
            self.may_vanish = self.is_open(weight, piece)
            if self.may_vanish or self.tower.require_sign_if_zero(weight) != ZERO:
                total = f.add(total, self.piece(weight, piece))
        total = f.add(total, self.telescoped())
        if self.divergent == 1 and not self.convergence:
            return UNDEFINED
        if self.divergent:
            raise GaveUp("several series that diverge alone")
        self.collect_convergence()
        return guarded(self.tower.term_of_quotient(total), self.needs)

    def is_open(self, weight: Quotient, piece: Piece) -> bool:
        """Whether it is left open if the weight is 0: where the piece converges in any case, or it is hard to say."""
        if not self.tower.sign(weight) & ZERO or weight.numer == 0:
            return False
        if piece.chosen or (piece.rest and all(t.head == "gamma" and k < 0 for t, k in piece.rest)):
            return True
        return any(map(self.is_hard_to_say, self.tower.field.factored(weight.numer)[1]))

    def is_hard_to_say(self, factor: tuple[Polynomial, int]) -> bool:
        """Whether cases where a factor is 0 and is not would help nobody: of sums of functions, and of powers of any sign."""
        p = factor[0]
        if not self.tower.knowledge.sign(p) & ZERO:
            return False
        terms = [self.tower.field.generators[i].term for i in used(p)]
        return any(t.head != "symbol" for t in terms if len(p) > 1) or any(
            t.head == "symbol" and t.name.startswith(OWN) for t in terms
        )

    def diverges(self) -> None:
        """Note that a piece diverges whose weight is not 0."""
        if self.may_vanish:
            raise GaveUp("a series that diverges unless its weight is 0")
        self.divergent += 1

    def collect_convergence(self) -> None:
        """With one ratio the series diverges outside of its conditions; with more, terms might cancel there."""
        for found in self.convergence.values():
            is_exact = found.is_exact and len(self.convergence) == 1
            for condition in found.conditions:
                (self.needs.need if is_exact else self.needs.need_loosely)(condition)

    def converges(self, z: Quotient, ratio: tuple[Term, ...], kind: str) -> None:
        """Note that a piece of this kind converges for -1 < z < 1.

        A simple pole alone does so at -1 too, and a binomial series whose terms fall to 0 there (its value is by Abel's theorem).
        """
        shown = self.tower.term_of_quotient(z)
        found = self.convergence.setdefault(shown, _Convergence({}, []))
        found.kinds.append(kind)
        found.may_vanish = found.may_vanish or self.may_vanish
        exponents = [exponent_of(factor) for factor in ratio]
        if exponents and None not in exponents and _has_exponential(shown):
            total = self.tower.normal_form(add(*[e for e in exponents if e is not None]))
            found.conditions = {call("lt", self.tower.term_of_quotient(total), ZERO_TERM): None}
            return
        low = "ge" if set(found.kinds) <= {"pole", "binomial that converges at -1"} else "gt"
        found.conditions = dict.fromkeys((call(low, shown, MINUS_ONE), call("lt", shown, ONE)))

    def piece(self, weight: Quotient, piece: Piece) -> Quotient:
        """The sum of one piece; zero where it is noted as divergent or waits for others."""
        f, tower = self.tower.field, self.tower
        if piece.chosen:
            return f.multiply(weight, self.chosen(piece))
        z = tower.normal_form(mul(*piece.ratio)) if piece.ratio else f.one
        first = f.multiply(weight, at_first(tower, self.index, self.start, piece, self.bases.found))
        if not piece.rest:
            return self.geometric(first, z, piece)
        if len(piece.rest) == 1 and piece.rest[0][1] < 0 and piece.rest[0][0].head != "gamma":
            return self.pole(first, z, piece)
        return f.multiply(first, self.with_gammas(z, piece))

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
            self.diverges()
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
                self.diverges()
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
        rest = _without_double(piece.rest, self.index)
        if rest != piece.rest:
            four = f.constant(4)
            weight = f.multiply(
                f.power(four, int(self.first_index())), f.inverse(special.gamma(tower, f.constant(HALF)))
            )
            halved = replace(piece, ratio=(*piece.ratio, integer(4)), rest=rest)
            return f.multiply(weight, self.with_gammas(f.multiply(four, z), halved))
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
        form = linear_form(above[0].args[0])
        is_linear = form.pop(self.index, None) == 1 and not any(self.index.name in free_symbols(t) for t in form)
        if not is_linear or tower.require_sign(top) != POSITIVE:
            raise GaveUp("a binomial series with a negative number above")
        if tower.require_sign(f.subtract(f.one, z)) != POSITIVE:
            self.diverges()
            return f.zero
        growth = tower.sign(f.add(top, f.constant(piece.degree - 1)))  # of the terms at -1, which alternate
        at_end = "diverges" if not growth & NEGATIVE else "converges" if growth == NEGATIVE else "may converge"
        self.converges(z, piece.ratio, f"binomial that {at_end} at -1")
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
