"""Powers in the terms of a series that need no sign of their base: each is a symbol of its own.

A power b**k of a base of any sign is a generator, so that a power series is one formula on both sides of 0; so may be a
power b**n with an integer n that is no index, which is put back into the value.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.kernel.signs import NEGATIVE
from verifier.kernel.tower import Tower
from verifier.kernel.visible import linear_form
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import MINUS_ONE, ONE, Term, add, integer, mul, power, rational, symbol

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
        args = tuple(map(self.taken_out, term.args))
        if term.head == "pow" and self.index.name not in free_symbols(args[0]):
            found = self.power(*args) if self.index.name in free_symbols(args[1]) else self.kept(*args)
            if found is not None:
                return found
        return Term(term.head, args, term.value)

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
        factors = base.args if base.head == "mul" else (MINUS_ONE, base.args[0]) if base.head == "neg" else (base,)
        parts = [power(self.generator(b), integer(int(slope))) for b in factors]
        if self.tower.rational(own) == 0:
            return mul(*parts)
        return mul(*parts, self.kept(base, offset) or power(base, offset))

    def kept(self, base: Term, exponent: Term) -> Term | None:
        """A symbol for a power with an integer exponent that is no number; None where none is made."""
        if not self.keeps_powers or not self._is_integer(exponent):
            return None
        whole = power(base, exponent)
        name = next((n for n, p in self.powers.items() if p == whole), f"{OWN} power {len(self.powers)}")
        self.powers[name] = whole
        return symbol(name)

    def _is_integer(self, exponent: Term) -> bool:
        return rational_value(exponent) is None and self.tower.is_integer(self.tower.normal_form(exponent))

    def generator(self, base: Term) -> Term:
        name = next((n for n, b in self.found.items() if b == base), f"{OWN} base {len(self.found)}")
        self.found[name] = base
        return symbol(name)
