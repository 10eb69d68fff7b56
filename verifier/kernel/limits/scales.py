"""Scales of growth: products of powers of T, log T, log log T, ... and exponentials of such, compared as T -> oo.

A monomial is exp(c_1*a_1 + ... + c_n*a_n) where the a_i are atoms, each a positive function that tends to infinity, in falling
order: each tends to infinity faster than any multiple of the next. An atom is T, log T, log log T, ... (the numbers 0, 1, 2,
...) or another monomial. So T**c is exp(c*log T), with the atom 1; exp(c*T) has the atom 0, and exp(c*T**2) the monomial
T**2. A monomial tends to infinity or to 0 as its first exponent that is not zero is positive or negative, and is 1 if there
is none (G. H. Hardy, Orders of Infinity, chapters III and IV; D. Gruntz, On Computing Limits in a Symbolic Manipulation
System, section 3.1). Exponents are quotients over the symbols held fixed; each comparison asks for the signs it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from verifier.kernel.normal_forms.field import Field, GaveUp, Quotient
from verifier.terms.record import record

MOST_COMPARISONS: Final = 40_000
MOST_HEIGHT: Final = 5


@record
class Monomial:
    """exp of the sum of the exponents times their atoms, atoms falling; `height` counts exponentials in exponentials."""

    exponents: tuple[tuple[Quotient, Atom], ...] = ()
    height: int = 0


Atom = int | Monomial
UNIT: Final = Monomial()


@dataclass(slots=True)
class Scale:
    """Arithmetic and order of monomials; `sign` says for sure whether a quotient is negative, zero or positive, or raises."""

    field: Field
    sign: Callable[[Quotient], int]
    comparisons: int = 0

    def power_of_logarithm(self, k: int, exponent: Quotient) -> Monomial:
        """The k times iterated logarithm of T, to a power; for k = 0 a power of T itself."""
        return Monomial(((exponent, k + 1),))

    def function_of(self, atom: Atom) -> Monomial:
        """The atom as a monomial."""
        return self.power_of_logarithm(atom, self.field.one) if isinstance(atom, int) else atom

    def exponential(self, summands: list[tuple[Quotient, Monomial]]) -> Monomial:
        """exp of a sum of multiples of monomials that tend to infinity, greatest first."""
        exponents = tuple((c, self._atom(m)) for c, m in summands)
        height = 1 + max((m.height for _, m in summands), default=0)
        if height > MOST_HEIGHT:
            raise GaveUp("exponentials are nested too deep")
        return Monomial(exponents, height)

    def _atom(self, m: Monomial) -> Atom:
        if len(m.exponents) == 1:
            c, atom = m.exponents[0]
            if isinstance(atom, int) and atom and self.field.subtract(c, self.field.one).numer == 0:
                return atom - 1
        return m

    # ---- order

    def growth(self, m: Monomial) -> int:
        """1 if the monomial tends to infinity, 0 if it is 1, -1 if it tends to 0."""
        for c, _ in m.exponents:
            sign = self.sign(c)
            if sign:
                return sign
        return 0

    def compare(self, m: Monomial, n: Monomial) -> int:
        """The growth of m/n."""
        return 0 if m is n else self.growth(self.product(m, n, -1))

    def _compare_atoms(self, a: Atom, b: Atom) -> int:
        if isinstance(a, int) and isinstance(b, int):
            return (a < b) - (a > b)
        return self.compare(self.function_of(a), self.function_of(b))

    # ---- arithmetic

    def product(self, m: Monomial, n: Monomial, sign: int = 1) -> Monomial:
        """m*n, or m/n where the sign is -1."""
        self.comparisons += 1
        if self.comparisons > MOST_COMPARISONS:
            raise GaveUp("too many comparisons of growth")
        left, right = list(m.exponents), [(c if sign > 0 else self.field.negative(c), a) for c, a in n.exponents]
        merged: list[tuple[Quotient, Atom]] = []
        while left and right:
            order = self._compare_atoms(left[0][1], right[0][1])
            if order:
                merged.append((left if order > 0 else right).pop(0))
                continue
            (c, atom), (d, _) = left.pop(0), right.pop(0)
            total = self.field.add(c, d)
            if total.numer != 0:
                merged.append((total, atom))
        return Monomial((*merged, *left, *right), max(m.height, n.height))

    def power(self, m: Monomial, exponent: Quotient) -> Monomial:
        """m to a fixed power."""
        if exponent.numer == 0:
            return UNIT
        return Monomial(tuple((self.field.multiply(c, exponent), a) for c, a in m.exponents), m.height)
