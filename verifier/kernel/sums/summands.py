"""A summand, or a factor, split by how it depends on the index: what can be taken out, powers, geometric parts, the rest.

Every split is an identity of rational functions in the generators: expansion of the numerator, division of it by a factor
of the denominator, and partial fractions in the index (e.g. Graham, Knuth, Patashnik, *Concrete Mathematics*, section 7.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING, Any

from verifier.kernel.normal_forms.field import GaveUp, Polynomial, Quotient
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, Term, add, call, div, integer, mul, power, rational

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

MOST_PIECES = 200
Factors = list[tuple[Polynomial, int]]


@record
class Piece:
    """coefficient * index**degree * the geometric part * the rest; only the coefficient is free of the index.

    `ratio` is the quotient of the geometric part at the next index and at this one, `chosen` the difference of an
    indicator [difference = 0], `rest` lists the other factors with their exponents.
    """

    coefficient: Term
    degree: int = 0
    geometric: tuple[Term, ...] = ()
    ratio: tuple[Term, ...] = ()
    chosen: tuple[Term, ...] = ()
    rest: tuple[tuple[Term, int], ...] = ()

    def dependent(self, index: Term) -> Term:
        """All but the coefficient and the first indicator, as a term."""
        from verifier.kernel.sums.indicators import indicator_term

        others = [indicator_term(d) for d in self.chosen[1:]]
        own = [power(index, integer(self.degree))] if self.degree > 1 else [index] * self.degree
        return term_of_factors([(t, 1) for t in (*own, *self.geometric, *others)] + list(self.rest))


def term_of_factors(factors: list[tuple[Term, int]]) -> Term:
    """The product of powers as a term, those with negative exponents in a denominator."""
    above = [t if k == 1 else power(t, integer(k)) for t, k in factors if k > 0]
    below = [t if k == -1 else power(t, integer(-k)) for t, k in factors if k < 0]
    numer = mul(*above) if above else ONE
    return div(numer, mul(*below)) if below else numer


class Splitter:
    """Splits quotients of a tower by their dependence on one index."""

    def __init__(self, tower: Tower, index: Term) -> None:
        self.tower = tower
        self.index = index
        self.dependence: dict[int, bool] = {}
        self.at = tower.field.index.get(("symbol", index), -1)
        if tower.hints.roots.get(index, 1) > 1:
            self.at = -1  # the generator is a root of the index, and so one of the other factors

    def depends(self, generator: int) -> bool:
        known = self.dependence.get(generator)
        if known is None:
            shown = self.tower.field.generators[generator].term
            known = self.dependence[generator] = self.index.name in free_symbols(shown)
        return known

    def is_free(self, p: Polynomial) -> bool:
        return not any(k > 0 and self.depends(i) for i, k in enumerate(p.degrees()))

    def pieces(self, q: Quotient) -> list[Piece]:
        """Pieces whose sum is the quotient."""
        out: list[Piece] = []
        free, linear, others = self.denominators(q)
        for numer, rest in self.divided(q.numer, others):
            for exponents, coefficient in self.by_dependence(numer):
                top = self.tower.term_of(coefficient)
                bottom = [(self.tower.term_of(f), -k) for f, k in free]
                free_part = term_of_factors([(top, 1), *bottom])
                out += self.pieces_of_monomial(free_part, exponents, linear, rest)
                if len(out) > MOST_PIECES:
                    raise GaveUp("a summand has too many terms")
        return out

    def denominators(self, q: Quotient) -> tuple[Factors, list[tuple[Fraction, int]], Factors]:
        """Factors free of the index, shifts c of factors index + c, and other factors that depend on the index."""
        free: Factors = []
        linear: dict[Fraction, int] = {}
        others: Factors = []
        for whole, e in q.factors:
            content, parts = (1, [(whole, 1)]) if len(whole) == 1 else whole.factor()
            if content != 1:
                free.append((self.tower.field.ring.constant(content), e))
            for f, k in parts:
                k = int(k) * e
                shift = self.shift(f)
                if self.is_free(f):
                    free.append((f, k))
                elif shift is not None:
                    content = f.leading_coefficient()
                    if content != 1:
                        free.append((self.tower.field.ring.constant(content), k))
                    linear[shift] = linear.get(shift, 0) + k
                else:
                    others.append((f, k))
        return free, list(linear.items()), others

    def shift(self, f: Polynomial) -> Fraction | None:
        """c where f is a multiple of index + c."""
        degrees = [int(k) for k in f.degrees()]
        if self.at < 0 or degrees[self.at] != 1 or sum(degrees) != 1:
            return None
        a = f.derivative(self.at).leading_coefficient()
        b = f - self.tower.field.gens[self.at] * a
        value = b.leading_coefficient() / a if b != 0 else 0 * a
        return Fraction(int(value.p), int(value.q))

    def divided(self, numer: Polynomial, others: Factors) -> Iterator[tuple[Polynomial, Factors]]:
        """numer over the other factors, the numerator reduced where there is one factor of several terms."""
        long = [(f, k) for f, k in others if len(f) > 1]
        if len(long) != 1:
            yield numer, others
            return
        (f, e), single = long[0], [(g, k) for g, k in others if len(g) == 1]
        for k in range(e, 0, -1):
            numer, rest = divmod(numer, f)
            if rest != 0:
                yield rest, [*single, (f, k)]
        if numer != 0:
            yield numer, single

    def by_dependence(self, numer: Polynomial) -> Iterator[tuple[tuple[int, ...], Polynomial]]:
        """The numerator as a sum of monomials in what depends on the index, with coefficients free of it."""
        groups: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
        for exponents, c in numer.to_dict().items():
            own = tuple(int(k) if k and self.depends(i) else 0 for i, k in enumerate(exponents))
            free = tuple(int(k) - o for k, o in zip(exponents, own, strict=True))
            groups.setdefault(own, {})[free] = c
        for own, monomials in groups.items():
            yield own, self.tower.field.ring.from_dict(monomials)

    def pieces_of_monomial(
        self, coefficient: Term, exponents: tuple[int, ...], linear: list[tuple[Fraction, int]], others: Factors
    ) -> Iterator[Piece]:
        powers = {i: k for i, k in enumerate(exponents) if k and i != self.at}
        rest: list[tuple[Term, int]] = []
        for f, k in others:
            if len(f) == 1:
                at = next(i for i, d in enumerate(f.degrees()) if d > 0)
                powers[at] = powers.get(at, 0) - k
            else:
                rest.append((self.tower.term_of(f), -k))
        geometric: list[Term] = []
        ratio: list[Term] = []
        chosen: list[Term] = []
        for at, k in powers.items():
            made = self.tower.field.generators[at]
            step = self.ratio(at)
            if made.data[0] == "indicator" and k > 0:
                chosen.append(made.data[1])
            elif step is not None and k:
                geometric.append(term_of_factors([(made.term, k)]))
                ratio.append(term_of_factors([(step, k)]))
            elif k:
                rest.append((made.term, k))
        degree = exponents[self.at] if self.at >= 0 else 0
        for weight, d, shift, e in partial_fractions(degree, linear):
            own = coefficient if weight == 1 else mul(rational(weight), coefficient)
            poles = [(_plus(self.index, shift), -e)] if e else []
            yield Piece(own, d, tuple(geometric), tuple(ratio), tuple(chosen), (*poles, *rest))

    def ratio(self, generator: int) -> Term | None:
        """g(index + 1)/g(index) where it is free of the index: of exp(c*index) and of the parity of c*index."""
        made = self.tower.field.generators[generator]
        if made.data[0] == "exp" and self.at >= 0:
            _, exponent, scale = made.data
            step = self.slope(exponent)
            return None if step is None else call("exp", mul(rational(Fraction(1, scale)), step))
        if made.data[0] == "parity" and made.term.head == "pow" and self.at >= 0:
            factors = _factors(made.term.args[1])
            others = [t for t in factors if t != self.index]
            whole = all(t.head == "symbol" and t.name in self.tower.integers for t in others)
            if len(others) == len(factors) - 1 and whole:
                return power(integer(-1), mul(*others)) if others else integer(-1)
        return None

    def slope(self, exponent: Quotient) -> Term | None:
        """c where the exponent, a monomial, is c*index."""
        degrees = [int(k) for k in exponent.numer.degrees()]
        if len(exponent.numer) != 1 or degrees[self.at] != 1 or not all(self.is_free(f) for f, _ in exponent.factors):
            return None
        if any(k > 0 and i != self.at and self.depends(i) for i, k in enumerate(degrees)):
            return None
        rest = exponent.numer.derivative(self.at)
        return self.tower.term_of_quotient(Quotient(rest, exponent.factors))


def _factors(term: Term) -> tuple[Term, ...]:
    return term.args if term.head == "mul" else (term,)


def _plus(index: Term, shift: Fraction) -> Term:
    return index if not shift else add(index, rational(shift))


def partial_fractions(degree: int, poles: list[tuple[Fraction, int]]) -> Iterator[tuple[Fraction, int, Fraction, int]]:
    """k**degree / product of (k + c)**e as a sum of weight * k**d / (k + c)**m, given as (weight, d, c, m)."""
    if not poles:
        yield Fraction(1), degree, Fraction(0), 0
        return
    for c, e in poles:
        yield from ((w, 0, c, e - j) for j, w in enumerate(_expansion(degree, poles, c, e)) if w)
    yield from ((w, d, Fraction(0), 0) for d, w in enumerate(_whole_part(degree, poles)) if w)


def _expansion(degree: int, poles: list[tuple[Fraction, int]], at: Fraction, order: int) -> list[Fraction]:
    """The first coefficients in t = k + at of k**degree over the other poles."""
    series = [Fraction(comb(degree, j)) * (-at) ** (degree - j) if j <= degree else Fraction(0) for j in range(order)]
    for c, e in poles:
        if c != at:
            gap = c - at
            inverse = [Fraction((-1) ** j * comb(e + j - 1, j)) / gap ** (e + j) for j in range(order)]
            series = [sum((series[i] * inverse[j - i] for i in range(j + 1)), Fraction(0)) for j in range(order)]
    return series


def _whole_part(degree: int, poles: list[tuple[Fraction, int]]) -> list[Fraction]:
    """The polynomial quotient, lowest coefficient first."""
    bottom = [Fraction(1)]
    for c, e in poles:
        for _ in range(e):
            bottom = [
                (bottom[i] * c if i < len(bottom) else Fraction(0)) + (bottom[i - 1] if i else Fraction(0))
                for i in range(len(bottom) + 1)
            ]
    top = [Fraction(0)] * degree + [Fraction(1)]
    found = [Fraction(0)] * max(0, len(top) - len(bottom) + 1)
    for d in range(len(found) - 1, -1, -1):
        found[d] = top[d + len(bottom) - 1]
        for i, b in enumerate(bottom):
            top[d + i] -= found[d] * b
    return found
