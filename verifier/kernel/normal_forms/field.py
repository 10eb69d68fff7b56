"""Quotients of polynomials over generators, with a monic relation for each generator that has one.

A generator stands for a term ("kernel") such as `exp(z)`, `sqrt(2)` or a symbol. Soundness rests on one invariant: at
every point where a term is defined, each generator in its quotient has a value that satisfies its relation, no factor of
the quotient's denominator is zero, and numerator over denominator is the value of the term. Sums, products and
reduction by relations keep it; an inverse keeps it because an inverse is only taken of what a term divides by.
So a numerator that reduces to zero proves that two terms agree wherever both are defined. One that does not says nothing.

Denominators stay lists of factors: common denominators are found by comparing the lists, and no gcd is taken until a
quotient has to name a generator. All work is counted in polynomial terms, never by a clock.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from fractions import Fraction
from functools import cache
from typing import Any, Final

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from verifier.terms.record import mutable_record, record
from verifier.terms.term import Term

Polynomial = Any  # flint.fmpq_mpoly

MOST_BITS: Final = 20_000  # in a coefficient


@record
class Bounds:
    """What one attempt may cost: terms in a polynomial, products of terms in all, and terms of what is factored."""

    terms: int
    work: int
    factored: int


SMALL: Final = Bounds(terms=1_500, work=120_000, factored=60)  # some tenths of a second at most
LARGE: Final = Bounds(terms=30_000, work=10_000_000, factored=2_000)  # for a process that can be killed


class GaveUp(Exception):
    """The normal form met a term that it has no generator for."""


class TooLarge(GaveUp):
    """The normal form grew beyond its bounds; larger ones may do."""


class Undefined(Exception):
    """A term is defined nowhere on the cell at hand."""


class RingFull(Exception):
    """More generators are needed than this ring has."""


@mutable_record
class Generator:
    """What a generator stands for: the term, the set of signs it can have, g**degree = tail, perhaps 1/g as a polynomial."""

    term: Term
    signs: int
    degree: int = 0
    tail: Polynomial = None
    data: Any = None
    is_real: bool = True
    inverse: Polynomial = None


class Quotient:
    """numer / product of factor**exponent. Factors are not constant and have leading coefficient 1."""

    __slots__ = ("factors", "numer")

    def __init__(self, numer: Polynomial, factors: tuple[tuple[Polynomial, int], ...] = ()) -> None:
        self.numer = numer
        self.factors = factors


@cache
def _ring(size: int) -> tuple[Any, tuple[Polynomial, ...], Polynomial, Polynomial]:
    """The ring with so many variables, its variables, 0 and 1; nothing in it changes."""
    ring = fmpq_mpoly_ctx.get([("g", size)], Ordering.lex)
    return ring, tuple(ring.gens()), ring.constant(0), ring.constant(1)


class Field:
    """One attempt: a polynomial ring over the rationals and the generators made so far, oldest first."""

    def __init__(self, size: int, bounds: Bounds = SMALL) -> None:
        self.bounds = bounds
        self.ring, self.gens, self.zero_poly, self.one_poly = _ring(size)
        self.generators: list[Generator] = []
        self.index: dict[object, int] = {}
        self.related: list[int] = []
        self.is_real = True  # as long as all generators are
        self.work = 0
        self._factored: dict[str, tuple[fmpq, list[tuple[Polynomial, int]]]] = {}
        self.zero = Quotient(self.zero_poly)
        self.one = Quotient(self.one_poly)

    # ---- generators

    def generator(self, key: object, made: Generator) -> int:
        """The index of the generator known under `key`; made now if there is none."""
        at = self.index.get(key)
        if at is None:
            at = len(self.generators)
            if at >= len(self.gens):
                raise RingFull
            self.index[key] = at
            self.generators.append(made)
            self.is_real = self.is_real and made.is_real
            if made.degree:
                self.related.append(at)
        return at

    def scale_of(self, key: object) -> int | None:
        """The L of the generator u**(1/L), or exp(u/L), that is known under `key`; None if there is none."""
        at = self.index.get(key)
        return None if at is None else int(self.generators[at].data[2])

    def quotient(self, at: int) -> Quotient:
        return Quotient(self.gens[at])

    def constant(self, value: Fraction | int) -> Quotient:
        return Quotient(self.ring.constant(fmpq(value.numerator, value.denominator)))

    # ---- polynomials

    def times(self, p: Polynomial, q: Polynomial) -> Polynomial:
        """The product, refused beyond the bounds; not reduced."""
        n = len(p) * len(q)
        self.work += n
        if n > 40 * self.bounds.terms or self.work > self.bounds.work:
            raise TooLarge("the normal form grew too large")
        return p * q

    def raised(self, p: Polynomial, k: int) -> Polynomial:
        """p**k for k >= 0 by repeated squaring, reduced on the way."""
        if k == 1:
            return p
        n = len(p)
        if n <= 1:
            if n and k * _bits(p) > MOST_BITS:
                raise GaveUp("a power is too large to write out")
            return self.reduced(p**k)
        if k > self.bounds.terms or (_terms_of_power(n, k) > 8 * self.bounds.terms and not self.related):
            raise TooLarge("a power is too large to expand")
        result = self.one_poly
        while k:
            if k & 1:
                result = self.reduced(self.times(result, p))
            k >>= 1
            if k:
                p = self.reduced(self.times(p, p))
        return result

    def factored(self, p: Polynomial) -> tuple[fmpq, list[tuple[Polynomial, int]]]:
        """A number, and the irreducible factors with leading coefficient 1. Whatever has degree one is irreducible."""
        if p.total_degree() == 1:
            lead = p.leading_coefficient()
            return lead, [(p if lead == 1 else p * (1 / lead), 1)]
        key = str(p)
        known = self._factored.get(key)
        if known is None:
            content, factors = p.factor()
            monic = []
            for f, k in factors:
                lead = f.leading_coefficient()
                content *= lead**k
                monic.append((f if lead == 1 else f * (1 / lead), int(k)))
            known = self._factored[key] = content, monic
        return known

    def reduced(self, p: Polynomial) -> Polynomial:
        """The polynomial with every relation applied, newest generator first, by rewriting exponents."""
        if len(p) > self.bounds.terms:
            raise TooLarge("the normal form grew too large")
        if not self.related or p.is_constant():
            return p
        degrees = p.degrees()
        for at in reversed(self.related):
            made = self.generators[at]
            while degrees[at] >= made.degree:
                p = self._rewritten(p, at, made, int(degrees[at]))
                degrees = p.degrees()
        return p

    def coefficients(self, p: Polynomial, variables: Container[int]) -> dict[tuple[int, ...], Polynomial]:
        """p as a polynomial in some of its generators: exponents of those to coefficients over the others."""
        parts: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
        for exponents, c in p.to_dict().items():
            key = tuple([int(k) if i in variables else 0 for i, k in enumerate(exponents)])
            rest = tuple([0 if i in variables else k for i, k in enumerate(exponents)])
            parts.setdefault(key, {})[rest] = c
        return {key: self.ring.from_dict(part) for key, part in parts.items()}

    def _rewritten(self, p: Polynomial, at: int, made: Generator, degree: int) -> Polynomial:
        """p with g**(q*k + r) written as tail**k * g**r."""
        q = made.degree
        parts: dict[int, dict[tuple[int, ...], Any]] = {}
        for exponents, c in p.to_dict().items():
            k, rest = divmod(int(exponents[at]), q)
            parts.setdefault(k, {})[(*exponents[:at], rest, *exponents[at + 1 :])] = c
        total = self.zero_poly
        power = self.one_poly
        for k in range(degree // q + 1):
            if k:
                power = self.reduced(self.times(power, made.tail))
            if k in parts:
                total += self.times(power, self.ring.from_dict(parts[k]))
        return total

    # ---- quotients

    def add(self, a: Quotient, b: Quotient) -> Quotient:
        if a is self.zero or b is self.zero:
            return b if a is self.zero else a
        if not a.factors and not b.factors:
            return Quotient(a.numer + b.numer)
        if a.factors == b.factors:
            return Quotient(a.numer + b.numer, a.factors)
        common = _merged(a.factors, b.factors, max)
        p = self.times(a.numer, self._cofactor(common, a.factors))
        q = self.times(b.numer, self._cofactor(common, b.factors))
        total = self.reduced(p + q)
        return Quotient(total, common) if total != 0 else self.zero

    def sum(self, quotients: Iterable[Quotient]) -> Quotient:
        rest = iter(quotients)
        total = next(rest, self.zero)
        for q in rest:
            total = self.add(total, q)
        return total

    def negative(self, a: Quotient) -> Quotient:
        return Quotient(-a.numer, a.factors)

    def subtract(self, a: Quotient, b: Quotient) -> Quotient:
        if not a.factors and not b.factors:
            return Quotient(a.numer - b.numer)
        return self.add(a, Quotient(-b.numer, b.factors))

    def multiply(self, a: Quotient, b: Quotient) -> Quotient:
        if a is self.one or b is self.one:
            return b if a is self.one else a
        if not a.factors and not b.factors:
            return Quotient(self.reduced(self.times(a.numer, b.numer)))
        n, m = self.divided(a.numer, b.factors), self.divided(b.numer, a.factors)
        numer = self.reduced(self.times(n[0], m[0]))
        if numer == 0:
            return self.zero
        return Quotient(numer, _merged(m[1], n[1], _plus))

    def scale(self, a: Quotient, value: Fraction | int) -> Quotient:
        return Quotient(a.numer * fmpq(value.numerator, value.denominator), a.factors) if value else self.zero

    def divided(
        self, numer: Polynomial, factors: tuple[tuple[Polynomial, int], ...]
    ) -> tuple[Polynomial, tuple[tuple[Polynomial, int], ...]]:
        """Numerator and factors after cancelling each factor that divides the numerator exactly."""
        if not factors or numer == 0 or len(numer) > 400:
            return numer, factors
        kept = []
        for f, k in factors:
            while k and len(f) <= len(numer) + 40:
                self.work += len(numer)
                whole, rest = divmod(numer, f)
                if rest != 0:
                    break
                numer, k = whole, k - 1
            if k:
                kept.append((f, k))
        return numer, tuple(kept)

    def inverse(self, a: Quotient) -> Quotient:
        """1/a; Undefined if a is zero as far as the relations know."""
        if a.numer == 0:
            raise Undefined
        content, factors = self.split(a.numer)
        numer = self.one_poly
        for f, k in a.factors:
            numer = self.times(numer, self.raised(f, k))
        kept = []
        for f, k in factors:
            inverse = self._inverse_of_generator(f) if self.related else None
            if inverse is None:
                kept.append((f, k))
            else:
                numer = self.times(numer, self.raised(inverse, k))
        return Quotient(self.reduced(numer * (1 / content)), tuple(kept))

    def _inverse_of_generator(self, f: Polynomial) -> Polynomial | None:
        """1/g as a polynomial, for a generator g with g**n a number (roots of numbers, of unity, parities)."""
        for at in self.related:
            if f == self.gens[at]:
                made = self.generators[at]
                if made.inverse is not None:
                    return made.inverse
                if made.tail.is_constant():
                    return self.gens[at] ** (made.degree - 1) * (1 / made.tail.leading_coefficient())
        return None

    def split(self, p: Polynomial) -> tuple[fmpq, tuple[tuple[Polynomial, int], ...]]:
        """A non-zero polynomial as coefficient, powers of generators, and one factor that no generator divides."""
        factors: list[tuple[Polynomial, int]] = []
        if len(p) == 1:
            (exponents, content), *_ = p.to_dict().items()
            factors = [(self.gens[i], int(k)) for i, k in enumerate(exponents) if k]
            return content, tuple(factors)
        content = p.leading_coefficient()
        p = p * (1 / content)
        common = [min(column) for column in zip(*p.monoms(), strict=True)]
        if any(common):
            p = p / self.ring.from_dict({tuple(common): 1})
            factors = [(self.gens[i], int(k)) for i, k in enumerate(common) if k]
        return content, (*factors, (p, 1))

    def power(self, a: Quotient, k: int) -> Quotient:
        """a**k for an integer k; a**0 is 1, also where a is 0, as the language has it."""
        if k == 0:
            return self.one
        if k < 0:
            return self.power(self.inverse(a), -k)
        if k == 1:
            return a
        return Quotient(self.raised(a.numer, k), tuple((f, e * k) for f, e in a.factors))

    def lowest(self, a: Quotient) -> tuple[Polynomial, Polynomial]:
        """Numerator and denominator without a common factor; the denominator's leading coefficient is 1."""
        numer, factors = self.divided(a.numer, a.factors)
        denom = self.one_poly
        for f, k in factors:
            denom = self.times(denom, self.raised(f, k))
        denom = self.reduced(denom)
        if not denom.is_constant():
            self.work += len(numer) * len(denom)
            if self.work > self.bounds.work:
                raise TooLarge("the normal form grew too large")
            g = numer.gcd(denom)
            if not g.is_constant():
                numer, denom = numer / g, denom / g
        lead = 1 / denom.leading_coefficient()
        return numer * lead, denom * lead

    def _cofactor(
        self, common: tuple[tuple[Polynomial, int], ...], own: tuple[tuple[Polynomial, int], ...]
    ) -> Polynomial:
        p = self.one_poly
        for f, k in common:
            left = k - next((e for g, e in own if g == f), 0)
            if left:
                p = self.times(p, self.raised(f, left))
        return p


def _merged(
    a: tuple[tuple[Polynomial, int], ...], b: tuple[tuple[Polynomial, int], ...], combine: Any
) -> tuple[tuple[Polynomial, int], ...]:
    """Both lists of factors, the exponents of common ones combined."""
    if not a or not b:
        return a or b
    merged = list(a)
    for f, k in b:
        for i, (g, e) in enumerate(merged):
            if g == f:
                merged[i] = (g, combine(e, k))
                break
        else:
            merged.append((f, k))
    return tuple(merged)


def _plus(a: int, b: int) -> int:
    return a + b


def _bits(p: Polynomial) -> int:
    c = p.leading_coefficient()
    return int(c.p.bit_length() + c.q.bit_length()) if hasattr(c.p, "bit_length") else int(c.height_bits())


def _terms_of_power(n: int, k: int) -> int:
    """How many monomials a power of n general monomials has, cut off where it is too many anyway."""
    total = 1
    for i in range(1, min(n, 12)):
        total = total * (k + i) // i
        if total > 10**7:
            break
    return total
