"""Which signs a polynomial over generators can have, given what is known on the cell at hand.

A sign is a set: any of NEGATIVE, ZERO, POSITIVE as bits. Every function returns a superset of the signs that occur at
points where the facts hold and the generators have their declared signs, so a set of one is a proof. "Almost
everywhere" never counts: x**2 can be zero for real x, and is said to be.

Sources: interval substitution t -> (lo + hi*t)/(1 + t) maps t > 0 onto (lo, hi) (the Moebius step of real root
isolation, e.g. Basu, Pollack, Roy, *Algorithms in Real Algebraic Geometry*, ch. 10); Fourier-Motzkin elimination
decides linear facts (Schrijver, *Theory of Linear and Integer Programming*, section 12.2).
"""

from __future__ import annotations

from collections.abc import Container
from fractions import Fraction
from functools import cache
from math import prod
from typing import Final

from flint import fmpq

from verifier.kernel.normal_forms.field import Field, Polynomial, Quotient
from verifier.kernel.signs.closed_ranges import sign_on_closed_range
from verifier.kernel.signs.conjugates import sign_by_norm
from verifier.kernel.signs.exponents import Bounds, bounds_by_exponent, sign_by_exponents
from verifier.kernel.signs.linear import implied_sign
from verifier.kernel.signs.quadratics import sign_by_square, vanishing_parts
from verifier.kernel.signs.real_roots import sign_by_roots
from verifier.kernel.signs.sampled_signs import Samples, points_inside, takes_both_signs

NEGATIVE: Final = 1
ZERO: Final = 2
POSITIVE: Final = 4
ANY: Final = 7
NONZERO: Final = 5
NONNEGATIVE: Final = 6
NONPOSITIVE: Final = 3
FEW_GENERATORS: Final = 3
DECIDED: Final = frozenset({NEGATIVE, ZERO, POSITIVE})

_FLIPPED: Final = (0, 4, 2, 6, 1, 5, 3, 7)


class Contradiction(Exception):
    """No point satisfies what is known: the cell is empty."""


def flipped(signs: int) -> int:
    return _FLIPPED[signs]


@cache
def sign_of_product(a: int, b: int) -> int:
    out = 0
    if (a | b) & ZERO:
        out |= ZERO if (a & ZERO or b & ZERO) else 0
    if a & POSITIVE:
        out |= b & NONZERO
    if a & NEGATIVE:
        out |= flipped(b) & NONZERO
    return out


@cache
def sign_of_sum(a: int, b: int) -> int:
    if a == ZERO or b == ZERO:
        return a | b if a == b else (b if a == ZERO else a)
    if not (a | b) & NEGATIVE:
        return POSITIVE if a == POSITIVE or b == POSITIVE else NONNEGATIVE
    if not (a | b) & POSITIVE:
        return NEGATIVE if a == NEGATIVE or b == NEGATIVE else NONPOSITIVE
    return ANY


def sign_of_power(signs: int, k: int) -> int:
    if k == 0:
        return POSITIVE
    if k % 2:
        return signs
    return (signs & ZERO) | (POSITIVE if signs & NONZERO else 0)


def only_whether_zero(signs: int) -> int:
    """What the signs say of a term that need not be real: it is zero, it is not, or neither is known."""
    return signs if signs == ZERO else ANY if signs & ZERO else NONZERO


def sign_of_number(value: object) -> int:
    return ZERO if value == 0 else POSITIVE if value > 0 else NEGATIVE  # type: ignore[operator]


class Knowledge:
    """What is known of the signs of polynomials on one cell; grows by `learn`."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.facts: list[tuple[Polynomial, int]] = []  # leading coefficient 1, not constant, not a product
        self.memo: dict[str, int] = {}
        self.bounds: dict[int, Bounds] = {}  # strict bounds of real generators
        self.samples = Samples(field)
        self.depth = 0  # of squares completed inside one another

    def learn(self, p: Polynomial, signs: int) -> None:
        """Records that p has one of these signs here; Contradiction if it cannot."""
        if p.is_constant():
            if not sign_of_number(p.leading_coefficient() if p != 0 else 0) & signs:
                raise Contradiction
            return
        content, factors = self.field.factored(p)
        unknown = [(f, k) for f, k in factors if sign_of_power(self._quick_sign(f), k) != POSITIVE]
        signs = signs if content > 0 else flipped(signs)
        if not unknown:
            if not signs & POSITIVE:
                raise Contradiction
            return
        self._learn_factors(unknown, signs)
        self.memo.clear()

    def _learn_factors(self, unknown: list[tuple[Polynomial, int]], signs: int) -> None:
        if signs == ZERO:
            unknown = [(f, k) for f, k in unknown if self._quick_sign(f) & ZERO]
            if not unknown:
                raise Contradiction
        if not signs & ZERO:
            for f, _ in unknown:
                self._record(f, NONZERO)
        if len(unknown) == 1 and unknown[0][1] % 2:
            self._record(unknown[0][0], signs)
        elif len(unknown) == 1:
            if not signs & POSITIVE:
                self._record(unknown[0][0], ZERO)
        else:
            odd = self.field.one_poly
            for f, k in unknown:
                odd = odd * f if k % 2 else odd
            if not odd.is_constant() and not (signs & ZERO and any(k % 2 == 0 for _, k in unknown)):
                self.facts.append((odd, signs))
            for f, k in unknown:
                others = POSITIVE
                for g, e in unknown:
                    if g is not f:
                        others = sign_of_product(others, sign_of_power(self._quick_sign(g), e))
                if others in (POSITIVE, NEGATIVE) and k % 2:
                    self._record(f, signs if others == POSITIVE else flipped(signs))

    def _record(self, f: Polynomial, signs: int) -> None:
        self.memo.clear()
        signs &= self._quick_sign(f)
        if not signs:
            raise Contradiction
        if signs == ANY:
            return
        at = _single_generator(f)
        if at is not None and f == self.field.gens[at]:
            made = self.field.generators[at]
            made.signs &= signs
            if made.degree and not signs & ZERO and not made.tail.degrees()[at]:
                self.learn(made.tail, NONZERO)  # g**n = tail, and g is not zero
            if made.degree and signs == ZERO and not made.tail.degrees()[at]:
                self.learn(made.tail, ZERO)
        self.facts = [(g, s) for g, s in self.facts if g != f]
        self.facts.append((f, signs))
        self._note_bounds(f, signs)
        self.memo.clear()
        if signs == ZERO and at is None:
            for part in vanishing_parts(self, f):
                self.learn(part, ZERO)

    def _note_bounds(self, f: Polynomial, signs: int) -> None:
        """x - c > 0 and the like bound a generator."""
        if signs & ZERO or signs == NONZERO or f.total_degree() != 1:
            return
        at = _single_generator(f)
        if at is None:
            return
        rest = self.field.gens[at] - f
        c = rest.leading_coefficient() if rest != 0 else fmpq(0)
        value = Fraction(int(c.p), int(c.q))
        low, high = self.bounds.get(at, (None, None))
        if signs == POSITIVE:
            low = value if low is None else max(low, value)
        else:
            high = value if high is None else min(high, value)
        if low is not None and high is not None and low >= high:
            raise Contradiction
        self.bounds[at] = (low, high)

    # ---- asking

    def sign(self, p: Polynomial) -> int:
        """The signs p can have."""
        if p.is_constant():
            return sign_of_number(p.leading_coefficient() if p != 0 else 0)
        key = str(p)
        known = self.memo.get(key)
        if known is None:
            known = self.memo[key] = self._sign(p)
        return known

    def _sign(self, p: Polynomial) -> int:
        signs = self.by_coefficients(p)
        if signs in (POSITIVE, NEGATIVE):
            return signs
        content, factors = self.field.factored(p)
        decided, product, left = sign_of_number(content), POSITIVE, []
        for f, k in factors:
            own = sign_of_power(self._sign_of_irreducible(f), k)
            if own in DECIDED or k % 2 == 0:
                decided = sign_of_product(decided, own)
            else:
                product = sign_of_product(product, own)
                left.append(f)
        if 1 < len(left) < sum(k for _, k in factors):  # facts are learned without positive factors
            product &= self._quick_sign(prod(left, start=self.field.one_poly))
        signs &= sign_of_product(decided, product)
        for g, s in self.facts:
            if len(g) == len(p):
                monic, lead = _monic(p)
                if g == monic:
                    signs &= s if lead > 0 else flipped(s)
        return signs if self.is_over_reals(p) else only_whether_zero(signs)

    def is_over_reals(self, p: Polynomial) -> bool:
        """Whether every generator in p is real. Squares of others are not positive: of those only zero or not is known."""
        return self.field.is_real or all(self.field.generators[i].is_real for i in _used(p))

    def is_quotient_over_reals(self, q: Quotient) -> bool:
        """Whether every generator in q is real."""
        return self.is_over_reals(q.numer) and all(self.is_over_reals(f) for f, _ in q.factors)

    def _quick_sign(self, f: Polynomial) -> int:
        """From coefficients and the facts on f itself."""
        known = self.by_coefficients(f)
        for g, s in self.facts:
            if g == f:
                known &= s
        return known

    def _sign_of_irreducible(self, f: Polynomial) -> int:
        key = "irreducible " + str(f)
        known = self.memo.get(key)
        if known is None:
            known = self._quick_sign(f)
            if known not in DECIDED and self.is_over_reals(f):
                known &= sign_by_exponents(self, f)
            if known not in DECIDED and self.is_over_reals(f):
                known &= sign_by_norm(self, f) if takes_both_signs(self, f) else self._by_all_means(f, known)
            self.memo[key] = known
        return known

    def _by_all_means(self, f: Polynomial, known: int) -> int:
        """From one method after the other, until the sign is decided."""
        known &= self.by_bounds(f)
        if known not in DECIDED:
            known &= self._by_cosines(f)
        if known not in DECIDED:
            known &= implied_sign(f, self._real_facts(), self._sign_of_monomial)
        for method in (sign_by_roots, sign_on_closed_range, sign_by_norm, sign_by_square):
            if known not in DECIDED:
                known &= method(self, f)
        return known

    def is_contradictory(self, beyond: Container[tuple[Polynomial, int]] = ()) -> bool:
        """Whether some fact is seen to fail wherever the others hold; False says nothing.

        Asked beyond facts that are consistent, only what is new is tried, and what in few generators has one in common with it.
        """
        if points_inside(self):
            return False
        facts = self.facts
        news = {i for i, fact in enumerate(facts) if fact not in beyond}
        touched = {g for i in news for g in _used(facts[i][0])}
        try:
            for i, (f, signs) in enumerate(facts):
                if i not in news and (len(own := _used(f)) > FEW_GENERATORS or touched.isdisjoint(own)):
                    continue
                self.facts = facts[:i] + facts[i + 1 :]
                self.memo.clear()
                if not self._sign(f) & signs:
                    return True
        finally:
            self.facts = facts
            self.memo.clear()
        return False

    def _real_facts(self) -> list[tuple[Polynomial, int]]:
        return [(p, s) for p, s in self.facts if self.is_over_reals(p)]

    def _sign_of_monomial(self, exponents: tuple[int, ...]) -> int:
        signs = POSITIVE
        for i, k in enumerate(exponents):
            if k:
                made = self.field.generators[i]
                signs = sign_of_product(signs, sign_of_power(made.signs, int(k)) if made.is_real else ANY)
        return signs

    def by_coefficients(self, p: Polynomial) -> int:
        """From the signs of coefficients and generators alone."""
        generators = self.field.generators
        if not self.is_over_reals(p):
            return NONZERO if len(p) == 1 and all(not generators[i].signs & ZERO for i in _used(p)) else ANY
        total = 0
        for exponents, c in zip(p.monoms(), p.coeffs(), strict=True):
            own = POSITIVE if c > 0 else NEGATIVE
            for i, k in enumerate(exponents):
                if k:
                    own = sign_of_product(own, sign_of_power(generators[i].signs, int(k)))
            total = own if not total else sign_of_sum(total, own)
            if total == ANY:
                return ANY
        return total

    def by_bounds(self, p: Polynomial) -> int:
        """After each bounded generator is written as a positive one, from the coefficients."""
        bounded = {i: b for i in _used(p) if (b := self._bounds_with_sign(i)) is not None}
        signs_of = dict.fromkeys(bounded, POSITIVE)
        for i, (low, high) in bounded.items():
            degree = int(p.degrees()[i])
            if degree * len(p) > 200:
                return ANY
            t = self.field.gens[i]
            parts: dict[int, dict[tuple[int, ...], fmpq]] = {}
            for exponents, c in p.to_dict().items():
                parts.setdefault(int(exponents[i]), {})[(*exponents[:i], 0, *exponents[i + 1 :])] = c
            if low is not None and high is not None:
                top, bottom = _q(low) + _q(high) * t, 1 + t
            elif low is not None:
                top, bottom = _q(low) + t, self.field.one_poly
            else:
                assert high is not None
                top, bottom = _q(high) - t, self.field.one_poly
            p = sum(
                (self.field.ring.from_dict(part) * top**k * bottom ** (degree - k) for k, part in parts.items()),
                self.field.zero_poly,
            )
        if not bounded or p == 0:
            return ANY if p != 0 else ZERO
        total = 0
        for exponents, c in p.to_dict().items():
            own = sign_of_number(c)
            for i, k in enumerate(exponents):
                if k:
                    signs = signs_of.get(i, self.field.generators[i].signs)
                    own = sign_of_product(own, sign_of_power(signs, int(k)))
            total = own if not total else sign_of_sum(total, own)
        return total

    def _bounds_with_sign(self, at: int) -> Bounds | None:
        """The strict bounds of a generator, 0 among them where its sign says so; None where it has none but that."""
        known = self.bounds.get(at) or bounds_by_exponent(self, at)
        if known is None:
            return None
        low, high = known
        signs = self.field.generators[at].signs
        low = Fraction(0) if low is None and signs == POSITIVE else low
        return low, Fraction(0) if high is None and signs == NEGATIVE else high

    def _by_cosines(self, p: Polynomial) -> int:
        """For a polynomial of degree one in a real cosine or sine: its values lie between those at -1 and at 1."""
        for i in _used(p):
            if self.field.generators[i].data[0] in ("cos", "sin") and int(p.degrees()[i]) == 1:
                slope = p.derivative(i)
                rest = p - slope * self.field.gens[i]
                first = self.sign(rest + slope)
                if first & NONZERO != NONZERO:
                    last = self.sign(rest - slope)
                    if (first | last) & NONZERO != NONZERO:
                        return sign_of_sum(first, last) if self._is_inside(i) else first | last
        return ANY

    def _is_inside(self, at: int) -> bool:
        """Whether a cosine or sine is neither 1 nor -1: its sine or cosine is not zero."""
        other = {"cos": "sin", "sin": "cos"}[self.field.generators[at].data[0]]
        key = next((k[1] for k, i in self.field.index.items() if i == at and isinstance(k, tuple)), None)
        partner = self.field.index.get((other, key))
        return partner is not None and not self.field.generators[partner].signs & ZERO


def _q(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _monic(p: Polynomial) -> tuple[Polynomial, fmpq]:
    lead = p.leading_coefficient()
    return (p, lead) if lead == 1 else (p * (1 / lead), lead)


def _used(p: Polynomial) -> list[int]:
    return [i for i, k in enumerate(p.degrees()) if k] if p != 0 else []


def _single_generator(p: Polynomial) -> int | None:
    used = _used(p)
    return used[0] if len(used) == 1 else None
