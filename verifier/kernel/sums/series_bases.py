"""Powers in the terms of a series that need no sign of their base: each is a symbol of its own.

A power b**k of a base of any sign is a generator, so that a power series is one formula on both sides of 0; so may be a
power b**n with an integer n that is no index, which is put back into the value.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.kernel.normal_forms.field import GaveUp, Quotient
from verifier.kernel.normal_forms.tower import Tower
from verifier.kernel.signs.signs import NEGATIVE
from verifier.kernel.sums.summands import Piece, Splitter
from verifier.kernel.terms.visible import linear_form
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import MINUS_ONE, ONE, Term, add, integer, mul, neg, power, rational, symbol

OWN: Final = "'own"  # names begin so that stand for powers


class Bases:
    """Symbols for powers in a summand: of a base b for b**(k - a), a the first index, and for b**n without the index."""

    def __init__(self, tower: Tower, index: Term, start: Fraction | None, keeps_powers: bool) -> None:
        self.tower = tower
        self.index = index
        self.start = start
        self.keeps_powers = keeps_powers
        self.found: dict[str, Term] = {}
        self.powers: dict[str, Term] = {}

    def taken_out(self, term: Term) -> Term:
        """The term with symbols for powers of bases that are free of the index."""
        if not term.args or self.start is None:
            return term
        if term.head == "pow" and self.index.name not in free_symbols(term.args[0]):
            is_tied = self.index.name in free_symbols(term.args[1])
            found = self.power(*term.args) if is_tied else self.kept(*term.args)
            if found is not None:
                return found
        return Term(term.head, tuple(map(self.taken_out, term.args)), term.value)

    def power(self, base: Term, exponent: Term) -> Term | None:
        """base**(s*k + r) as (base**(k - a))**s * base**(s*a + r), where both exponents are integers from 0 on."""
        form = linear_form(exponent)
        slope = form.pop(self.index, Fraction(0))
        assert self.start is not None
        form[ONE] = form.get(ONE, Fraction(0)) + slope * self.start
        if slope <= 0 or slope.denominator != 1 or any(self.index.name in free_symbols(t) for t in form):
            return None
        offset = add(*[mul(rational(c), t) if t != ONE else rational(c) for t, c in form.items()])
        own = self.tower.normal_form(offset)
        if not self.tower.is_integer(own) or self.tower.require_sign_of_integer(own) == NEGATIVE:
            return None
        parts = [power(self.generator(b), integer(int(slope))) for b in factors_of(base)]
        if self.tower.rational(own) == 0:
            return mul(*parts)
        return mul(*parts, self.kept(base, offset) or power(base, offset))

    def kept(self, base: Term, exponent: Term) -> Term | None:
        """A symbol for a power with an integer exponent that is no number; None where none is made."""
        if not self.keeps_powers or not self._is_integer(exponent):
            return None
        return named(self.powers, power(base, exponent), "power")

    def _is_integer(self, exponent: Term) -> bool:
        return rational_value(exponent) is None and self.tower.is_integer(self.tower.normal_form(exponent))

    def generator(self, base: Term) -> Term:
        return named(self.found, base, "base")


def named(found: dict[str, Term], term: Term, kind: str) -> Term:
    """The symbol that stands for a term, which is put on record."""
    name = next((n for n, t in found.items() if t == term), f"{OWN} {kind} {len(found)}")
    found[name] = term
    return symbol(name)


def factors_of(base: Term) -> tuple[Term, ...]:
    """The factors of a base, each of which has powers of its own."""
    return base.args if base.head == "mul" else (MINUS_ONE, base.args[0]) if base.head == "neg" else (base,)


class PowerSplitter(Splitter):
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


def at_first(tower: Tower, index: Term, start: Quotient, piece: Piece, bases: dict[str, Term]) -> Quotient:
    """The geometric part of a piece at the first index, where each power of a base is 1."""
    if not piece.geometric:
        return tower.field.one
    put = {index.name: tower.term_of_quotient(start), **dict.fromkeys(bases, ONE)}
    return tower.normal_form(substitute(mul(*piece.geometric), put))


def exponent_of(factor: Term) -> Term | None:
    """u where the factor is exp(u)."""
    if factor.head == "exp":
        return factor.args[0]
    if factor.head == "pow" and factor.args[0].head == "exp":
        return mul(factor.args[1], factor.args[0].args[0])
    if factor.head == "div" and factor.args[0] == ONE and (below := exponent_of(factor.args[1])) is not None:
        return neg(below)
    return None
