"""Sums of words: matrix expressions over letters that do not commute, with coefficients that do.

A letter is a declared matrix, its transpose, its inverse or both, or the inverse of a sum. A word is a product of letters
that fit; the empty word is the identity. A monomial is a product of powers of scalars, which are terms. A combination maps
(word, monomial) to a rational, so that equal combinations stand for equal matrices: sums, products and transposes are
those of the algebra of matrices over a commutative ring (Horn and Johnson, Matrix Analysis, section 0.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from verifier.kernel.matrices.shapes import Shape
from verifier.kernel.unsupported import TooLarge
from verifier.terms.record import record
from verifier.terms.term import ONE, Term, add, call, div, integer, mul, neg, power, rational, symbol

MOST_TERMS: Final = 400
LONGEST_WORD: Final = 24

Monomial = tuple[tuple[Term, int], ...]
Key = tuple["Word", Monomial]
Parts = Mapping[Key, Fraction]


@record
class Letter:
    """`base` is the name of a matrix, or the combination that is inverted; `shape` is the letter's own, as it stands."""

    base: str | Combination
    shape: Shape
    inverse: bool = False
    transposed: bool = False

    @property
    def order(self) -> tuple[object, ...]:
        """Plain letters come before transposes, those before inverses, names before sums."""
        if isinstance(self.base, str):
            return (0, self.inverse, self.transposed, self.base)
        return (1, self.base.order)


Word = tuple[Letter, ...]


def word_order(word: Word) -> tuple[object, ...]:
    """Shorter words first, then letter by letter: an order that products respect."""
    return (len(word), tuple(letter.order for letter in word))


@record
class Combination:
    """A sum of words of one shape with their coefficients, none of them 0, in one fixed order."""

    shape: Shape
    items: tuple[tuple[Key, Fraction], ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        return tuple((word_order(w), repr(m), c) for (w, m), c in self.items)

    def words(self) -> tuple[Word, ...]:
        return tuple(dict.fromkeys(w for (w, _), _ in self.items))


def gathered(shape: Shape, items: Iterable[tuple[Key, Fraction]]) -> Combination:
    """The combination with equal keys added up; TooLarge beyond MOST_TERMS."""
    parts: dict[Key, Fraction] = {}
    for key, c in items:
        known = parts.get(key)
        parts[key] = c if known is None else known + c
        if len(parts) > MOST_TERMS or len(key[0]) > LONGEST_WORD:
            raise TooLarge("a sum of products of matrices that grows too large")
    kept = [(k, c) for k, c in parts.items() if c]
    if len(kept) > 1:
        kept.sort(key=lambda item: (word_order(item[0][0]), repr(item[0][1])))
    return Combination(shape, tuple(kept))


def constant(shape: Shape, value: Fraction | int = 1) -> Combination:
    """A multiple of the identity."""
    return gathered(shape, [(((), ()), Fraction(value))])


def word_of(word: Word, shape: Shape) -> Combination:
    return gathered(shape, [((word, ()), Fraction(1))])


def plus(a: Combination, b: Combination) -> Combination:
    return gathered(a.shape, (*a.items, *b.items))


def scaled(a: Combination, factor: Fraction | int, monomial: Monomial = ()) -> Combination:
    return gathered(a.shape, [((w, times_monomial(m, monomial)), c * factor) for (w, m), c in a.items])


def minus(a: Combination, b: Combination) -> Combination:
    return plus(a, scaled(b, -1))


def times(a: Combination, b: Combination) -> Combination:
    """The product, words not reduced."""
    if len(a.items) * len(b.items) > 4 * MOST_TERMS:
        raise TooLarge("a product of sums of matrices that grows too large")
    shape = (a.shape[0], b.shape[1])
    return gathered(shape, [((v + w, times_monomial(m, n)), c * d) for (v, m), c in a.items for (w, n), d in b.items])


def times_monomial(a: Monomial, b: Monomial) -> Monomial:
    """The product of two monomials, its scalars in one fixed order."""
    if not a or not b:
        return a or b
    powers = dict(a)
    for scalar, k in b:
        powers[scalar] = powers.get(scalar, 0) + k
    return tuple(sorted(((s, k) for s, k in powers.items() if k), key=lambda item: repr(item[0])))


def flipped(letter: Letter) -> Letter:
    """The transpose of a letter that is no inverse of a sum."""
    return Letter(letter.base, letter.shape[::-1], letter.inverse, not letter.transposed)


def is_square(shape: Shape) -> bool:
    return shape[0] == shape[1]


# ---- as terms, in the author's names


def term_of(a: Combination) -> Term:
    """The combination as a matrix term; an empty one as 0 times an identity where it is square."""
    if not a.items:
        return mul(integer(0), call("Identity", a.shape[0])) if is_square(a.shape) else integer(0)
    return _sum([(mul_term(term_of_word(w, a.shape), m, abs(c)), c) for (w, m), c in a.items])


def term_of_scalar(a: Combination) -> Term:
    """The same for a combination of the empty word only, as a scalar term."""
    return _sum([(mul_term(None, m, abs(c)), c) for (_, m), c in a.items]) if a.items else integer(0)


def _sum(parts: list[tuple[Term, Fraction]]) -> Term:
    return add(*[term if c > 0 else neg(term) for term, c in parts])


def mul_term(word: Term | None, monomial: Monomial, c: Fraction) -> Term:
    above = [power(s, integer(k)) if k > 1 else s for s, k in monomial if k > 0]
    below = [power(s, integer(-k)) if k < -1 else s for s, k in monomial if k < 0]
    factors = [*([rational(c)] if c != 1 else []), *above, *([] if word is None else [word])]
    product = mul(*factors) if factors else ONE
    return div(product, mul(*below)) if below else product


def term_of_word(word: Word, shape: Shape) -> Term:
    return mul(*map(term_of_letter, word)) if word else call("Identity", shape[0])


def term_of_letter(letter: Letter) -> Term:
    """The letter as an author writes it; the inverse of a sum as the inverse of that sum."""
    if isinstance(letter.base, Combination):
        return call("Inverse", term_of(letter.base))
    term = symbol(letter.base)
    if letter.inverse:
        term = call("Inverse", term)
    return call("Transpose", term) if letter.transposed else term
