"""`Product(f, (k, a, oo))` of a rational function of the index, worked out by gamma functions; else the product as it stands.

Domain: real chains, a number a. The product is the limit of its partial products. Let f be the product of (k + s)**e over
shifts s and whole e, with the e adding up to 0, and so the e*s. Since the product of k + s for a <= k < n is
gamma(n + s)/gamma(a + s), and gamma(n + s)/gamma(n) over n**s tends to 1 (NIST DLMF 5.5.1, 5.11.12, for complex s too), the
partial products tend to the product of gamma(a + s)**(-e) (DLMF 5.8.5; Whittaker and Watson, 12.13).

Two shifts h - d and h + d, of equal e, are those of (k + h)**2 - d**2. With a + h = m the factor is, by the reflection formula
(DLMF 5.5.3) and 5.5.1, where no divisor is 0:
    1/(gamma(m - d)*gamma(m + d)) = sin(pi*d)/(pi*d) over the product of j**2 - d**2, j = 1, ..., m - 1, for a whole m >= 1,
    1/(gamma(m - d)*gamma(m + d)) = cos(pi*d)/pi over the product of j**2 - d**2, j = 1/2, ..., m - 1, for m = 1/2, 3/2, ...
For d = 0 the quotient of the sine stands for 1, and for an imaginary d = i*t these are sinh(pi*t)/(pi*t) and cosh(pi*t)/pi.
Single shifts are numbers with a + s > 0, so that no factor is 0 or undefined; a pair below the line has an imaginary d.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.derivatives.guards import UNKNOWN, Conditions, guarded
from verifier.kernel.domains.places import TowerPlace
from verifier.kernel.normal_forms.field import GaveUp, Polynomial, Quotient, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, ZERO
from verifier.kernel.sums import ranges
from verifier.kernel.sums.series_domains import collect_needs_of_terms
from verifier.kernel.sums.summands import Splitter
from verifier.kernel.terms.casework import Casework, Unsettled
from verifier.kernel.terms.operators import is_infinite
from verifier.model.chain import Declaration, NumberSet
from verifier.model.claim import Domain
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, OO, Term, call, constant, div, integer, mul, power, rational
from verifier.terms.term import ZERO as ZERO_TERM

MOST_STEPS: Final = 20
HALF: Final = Fraction(1, 2)
PI: Final = constant("pi")


def product_value(term: Term, integers: frozenset[str]) -> Term:
    """The value of a lowered product to infinity whose parts are resolved; the term itself where it is not found."""
    body, index, lower, upper = term.args
    if upper != OO or is_infinite(lower) or is_infinite(body):
        return term
    cell = Cell(Domain(tuple(Declaration(n, numbers=NumberSet.INTEGER) for n in sorted(integers))))

    def leaf(facts: tuple[Term, ...], put: Mapping[str, Term]) -> Term:
        factor = substitute(body, put)
        return with_tower(cell, facts, lambda tower: _value(tower, index, factor, lower))

    try:
        value = Casework(leaf).explore()
    except Unsettled:
        return term
    return term if value == UNKNOWN else value


def _value(tower: Tower, index: Term, body: Term, lower: Term) -> Term:
    """The product in a tower; GaveUp where it is of no known kind."""
    start = tower.rational(tower.normal_form(lower))
    if start is None or start.denominator != 1:
        raise GaveUp("an infinite product that does not start at a number")
    place = ranges.index_of(tower)
    inner = ranges.above(tower, tower.field.constant(start))
    factor = substitute(body, {index.name: place})
    needs = Conditions()
    collect_needs_of_terms(TowerPlace(inner), factor, place, lower, needs)
    try:
        whole = inner.normal_form(factor)
        found = _Factors(tower, inner, place, whole)
    except NeedsSign as open_sign:
        if place.name in free_symbols(open_sign.term):
            raise GaveUp("a sign under the index is open") from open_sign
        raise
    except Undefined as undefined:
        raise GaveUp("a factor may be undefined") from undefined
    return guarded(_of_factors(tower, start, found, needs), needs)


@record
class _Pair:
    """The factor (index + middle)**2 - square, raised to a power; `half` is the root of the square where it is known."""

    middle: Fraction
    square: Quotient
    exponent: int
    half: Quotient | None = None


class _Factors:
    """A rational function of the index as factors index + s, and pairs of them; it tends to 1 fast enough."""

    def __init__(self, tower: Tower, inner: Tower, index: Term, whole: Quotient) -> None:
        self.tower = tower
        self.inner = inner
        self.split = Splitter(inner, index)
        self.lead = tower.field.one
        self.shifts: list[tuple[Quotient, int]] = []
        self.pairs: list[_Pair] = []
        if whole.numer == 0:
            raise GaveUp("a product of zeros")
        for p, e in [(whole.numer, 1), *((q, -e) for q, e in whole.factors)]:
            content, parts = p.factor()
            self.scale(tower.field.constant(Fraction(int(content.p), int(content.q))), e)
            for q, k in parts:
                self.take(q, int(k) * e)
        self.numbers = self.paired()
        self.demand_convergence()

    def scale(self, by: Quotient, e: int) -> None:
        self.lead = self.tower.field.multiply(self.lead, self.tower.field.power(by, e))

    def take(self, p: Polynomial, e: int) -> None:
        """Note an irreducible factor, divided by its leading coefficient."""
        f, at = self.tower.field, self.split.at
        degrees = [int(k) for k in p.degrees()]
        if at < 0 or any(k and i != at and self.split.depends(i) for i, k in enumerate(degrees)) or degrees[at] > 2:
            raise GaveUp("a factor that is not of the first or second degree in the index")
        parts = {k[at]: self.outside(c) for k, c in self.inner.field.coefficients(p, {at}).items()}
        top = parts[degrees[at]]
        if not degrees[at]:
            return self.scale(top, e)
        if self.tower.require_sign_if_zero(top) == ZERO:
            raise GaveUp("a factor whose degree in the index falls")
        self.scale(top, e)
        rest = [f.multiply(parts.get(i, f.zero), f.inverse(top)) for i in range(degrees[at])]
        if degrees[at] == 1:
            self.shifts.append((rest[0], e))
            return None
        middle = _number(self.tower, rest[1])
        if middle is None:
            raise GaveUp("a pair of factors whose middle is no number")
        middle /= 2
        self.pairs.append(_Pair(middle, f.subtract(f.constant(middle**2), rest[0]), e))
        return None

    def outside(self, coefficient: Polynomial) -> Quotient:
        return self.tower.normal_form(self.inner.term_of(coefficient))

    def paired(self) -> list[tuple[Fraction, int]]:
        """The shifts that are numbers; each other one is made a pair with one that has the same distance from a number."""
        f = self.tower.field
        numbers: list[tuple[Fraction, int]] = []
        others: list[tuple[Quotient, int]] = []
        for shift, e in self.shifts:
            value = _number(self.tower, shift)
            if value is not None:
                numbers.append((value, e))
                continue
            for j, (other, k) in enumerate(others):
                twice = _number(self.tower, f.add(shift, other))
                if twice is not None and k == e:
                    half = f.scale(f.subtract(shift, other), HALF)
                    self.pairs.append(_Pair(twice / 2, f.power(half, 2), e, half))
                    del others[j]
                    break
            else:
                others.append((shift, e))
        if others:
            raise GaveUp("a factor with no counterpart")
        return numbers

    def demand_convergence(self) -> None:
        """GaveUp unless the leading coefficients come to 1, the exponents to 0, and the shifts by their exponents to 0."""
        degree = sum(e for _, e in self.numbers) + 2 * sum(p.exponent for p in self.pairs)
        shifted = sum((s * e for s, e in self.numbers), Fraction(0))
        shifted += 2 * sum((p.middle * p.exponent for p in self.pairs), Fraction(0))
        if _number(self.tower, self.lead) != 1 or degree or shifted:
            raise GaveUp("an infinite product that is not seen to converge")


def _number(tower: Tower, q: Quotient) -> Fraction | None:
    """The value of a quotient that is a number once it is in lowest terms."""
    numer, below = tower.field.lowest(q)
    if numer == 0:
        return Fraction(0)
    if not (numer.is_constant() and below.is_constant()):
        return None
    value = numer.leading_coefficient() / below.leading_coefficient()
    return Fraction(int(value.p), int(value.q))


def _of_factors(tower: Tower, start: Fraction, found: _Factors, needs: Conditions) -> Term:
    """The product of the values that the factors contribute."""
    values: list[Term] = []
    for shift, e in found.numbers:
        if start + shift <= 0:
            raise GaveUp("a factor that is 0 or negative at first")
        values.append(power(call("gamma", rational(start + shift)), integer(-e)))
    for pair in found.pairs:
        values.append(_of_pair(tower, start + pair.middle, pair, needs))
    return mul(*values) if values else ONE


def _of_pair(tower: Tower, at: Fraction, pair: _Pair, needs: Conditions) -> Term:
    """(1/(gamma(at - d)*gamma(at + d)))**e for d**2 = pair.square."""
    f = tower.field
    sign = tower.require_sign(pair.square) if pair.half is None else POSITIVE
    if at <= 0 or at.denominator > 2 or at > MOST_STEPS or (pair.exponent < 0 and sign != NEGATIVE):
        raise GaveUp("a pair of factors of no known kind")
    if pair.half is not None and at.denominator == 1 and tower.require_sign_if_zero(pair.half) == ZERO:
        sign = ZERO
    value = _of_first_pair(tower, at, pair, sign)
    j = HALF if at.denominator == 2 else Fraction(1)
    below = f.one
    while j < at:
        gap = f.subtract(f.constant(j * j), pair.square)
        if sign == POSITIVE:
            needs.need_loosely(call("ne", tower.term_of_quotient(gap), ZERO_TERM))
        below, j = f.multiply(below, gap), j + 1
    own = value if below == f.one else div(value, tower.term_of_quotient(below))
    return power(own, integer(pair.exponent))


def _of_first_pair(tower: Tower, at: Fraction, pair: _Pair, sign: int) -> Term:
    """sin(pi*d)/(pi*d) for a whole `at`, cos(pi*d)/pi for others, each hyperbolic for an imaginary d."""
    is_half = at.denominator == 2
    if sign == ZERO:
        return div(ONE, PI) if is_half else ONE
    heads = ("sin", "cos") if sign == POSITIVE else ("sinh", "cosh")
    if pair.half is not None:
        root = tower.term_of_quotient(pair.half)
    else:
        size = pair.square if sign == POSITIVE else tower.field.negative(pair.square)
        root = power(tower.term_of_quotient(size), rational(HALF))
    angle = mul(PI, root)
    return div(_wave(heads[is_half], angle), PI if is_half else angle)


def _wave(head: str, angle: Term) -> Term:
    """The function in lowered terms: hyperbolic ones by exponentials."""
    if head in ("sin", "cos"):
        return call(head, angle)
    up, down = call("exp", angle), call("exp", mul(integer(-1), angle))
    return div(call("add", up, down if head == "cosh" else mul(integer(-1), down)), integer(2))
