"""Scalars that matrices make: products of shape 1x1, traces, determinants. Each is a symbol of its own in scalar claims.

A claim that holds for all values of such a symbol holds for the value it has. Equal scalars get one symbol where these
rules show it:
- a 1x1 matrix equals its transpose;
- Trace(A*B) = Trace(B*A), Trace(A) = Trace(A.T), Trace is linear, Trace(Identity(n)) = n, and the trace of a 1x1 matrix is
  its entry (Petersen and Pedersen, The Matrix Cookbook, equations 11 to 16);
- Determinant(A*B) = Determinant(A)*Determinant(B), Determinant(A.T) = Determinant(A), Determinant(Inverse(A)) =
  1/Determinant(A), Determinant(c*A) = c**n*Determinant(A) for square A of n rows (the same, equations 18 to 22);
- Determinant(Identity(m) + c*A*B) = Determinant(Identity(n) + c*B*A) (Horn and Johnson, Matrix Analysis, 1.3.P17).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from verifier.kernel.matrices.word_rules import Rewriter
from verifier.kernel.matrices.words import (
    Combination,
    Letter,
    Monomial,
    Word,
    constant,
    gathered,
    is_square,
    mul_term,
    plus,
    scaled,
    term_of,
    term_of_scalar,
    term_of_word,
    times_monomial,
    word_of,
    word_order,
)
from verifier.kernel.unsupported import TooLarge
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import substitute
from verifier.terms.term import ONE, Term, call, power, symbol

MOST_DEPTH: Final = 12
NUMBER: Final = (ONE, ONE)


class Scalars:
    """Symbols for the scalars of one claim, in the order in which they are met.

    `terms` has for each symbol the term it stands for, `words` the product it is where it is one of shape 1x1, `squares`
    the symbols that are a sum of squares, c.T*c, over the reals, and `sums` the sum that a symbol is the determinant of.
    """

    def __init__(self) -> None:
        self.rewriter = Rewriter(self.product)
        self.names: dict[object, str] = {}
        self.terms: dict[str, Term] = {}
        self.words: dict[str, Word] = {}
        self.squares: list[str] = []
        self.sums: dict[str, Combination] = {}

    def named(self, key: object, term: Callable[[], Term]) -> Term:
        """The symbol of a scalar; an author cannot write its name."""
        if key not in self.names:
            name = f"'s{len(self.names)}"
            self.names[key] = name
            self.terms[name] = substitute(term(), self.terms)
        return symbol(self.names[key])

    # ---- products of shape 1x1

    def product(self, word: Word) -> tuple[Term, Fraction]:
        """A symbol and a factor that together are a product of shape 1x1; the same symbol for its transpose."""
        turned, c = self._turned(word)
        if turned == word and c != 1:
            return ONE, Fraction(0)  # x = c*x
        if turned is None or word_order(turned) >= word_order(word):
            turned, c = word, Fraction(1)
        made = self.named(("product", turned), lambda: term_of_word(turned, NUMBER))
        self.words[made.name] = turned
        if self.is_gram(turned) and made.name not in self.squares:
            self.squares.append(made.name)
        return made, c

    def is_gram(self, word: Word) -> bool:
        """Whether the word is visibly M.T*M."""
        half, odd = divmod(len(word), 2)
        return not odd and self.rewriter.transposed_word(word[half:]) == word[:half]

    def _turned(self, word: Word) -> tuple[Word | None, Fraction]:
        """The transpose of a word as a multiple of one word in its normal form, if it is one."""
        turned, factor = self.rewriter.transposed_word(word), Fraction(1)
        for _ in range(MOST_DEPTH):
            found = self.rewriter.rewritten(turned)
            if found is None:
                return turned, factor
            if len(found) != 1 or found[0][0][1]:
                return None, factor
            turned, factor = found[0][0][0], factor * found[0][1]
        return None, factor

    # ---- traces

    def trace(self, a: Combination, depth: int = 0) -> Combination:
        """The trace as a combination of the empty word."""
        if depth > MOST_DEPTH:
            raise TooLarge("a trace with too many rewritings")
        total = gathered(NUMBER, [])
        for (word, monomial), c in a.items:
            total = plus(total, scaled(self._trace_of(word, a, depth), c, monomial))
        return total

    def _trace_of(self, word: Word, a: Combination, depth: int) -> Combination:
        if not word:
            return size_of(a)
        candidates = []
        for one in (word, self.rewriter.transposed_word(word)):
            for i in range(len(one)):
                turned = one[i:] + one[:i]
                shape = (turned[0].shape[0], turned[-1].shape[1])
                simpler = self.rewriter.reduced(word_of(turned, shape))
                own = simpler.items[0] if len(simpler.items) == 1 else None
                if own is not None and own[0][1] == () and own[0][0] in _rotations(word):
                    if own[1] != 1:
                        return gathered(NUMBER, [])  # x = c*x
                elif _only_word(simpler) != turned:
                    return self.trace(simpler, depth + 1) if shape != NUMBER else simpler
                candidates.append(turned)
        least = min(candidates, key=word_order)
        made = self.named(("trace", least), lambda: call("Trace", term_of_word(least, a.shape)))
        return gathered(NUMBER, [(((), ((made, 1),)), Fraction(1))])

    # ---- determinants

    def determinant(self, a: Combination) -> Combination:
        """The determinant as a combination of the empty word, each of its symbols a determinant that may be 0."""
        if len(a.items) == 1:
            (word, monomial), c = a.items[0]
            if all(is_square(letter.shape) for letter in word):
                return self._product_of(word, monomial, c, a.shape[0])
        forms = [a, self.rewriter.transposed(a), *self._rotated(a)]
        number = next((f for f in forms if f.shape == NUMBER), None)
        if number is not None:
            return number
        least = min(forms, key=lambda x: x.order)
        made = self.named(("determinant", least), lambda: call("Determinant", term_of(least)))
        self.sums[made.name] = least
        return gathered(NUMBER, [(((), ((made, 1),)), Fraction(1))])

    def _rotated(self, a: Combination) -> list[Combination]:
        """Matrices with the same determinant as Identity + c*A*B: Identity + c*B*A."""
        words = a.words()
        if len(a.items) != 2 or len(words) != 2 or a.items[0][0] != ((), ()) or a.items[0][1] != 1:
            return []
        (word, monomial), c = a.items[1]
        found = []
        for turned in _rotations(word)[1:]:
            shape = (turned[0].shape[0], turned[-1].shape[1])
            other = plus(constant(shape), gathered(shape, [((turned, monomial), c)]))
            found.append(self.rewriter.reduced(other))
        return found

    def nonzero(self, a: Combination) -> Combination:
        """A number that is 0 exactly where the determinant is: sizes are positive, so c stands for c**n."""
        if len(a.items) == 1:
            (word, monomial), c = a.items[0]
            if all(is_square(letter.shape) for letter in word):
                scalars = monomial
                for letter in word:
                    scalars = times_monomial(scalars, self._of_letter(letter))
                return gathered(NUMBER, [(((), scalars), c)])
        return self.determinant(a)

    def _product_of(self, word: Word, monomial: Monomial, c: Fraction, size: Term) -> Combination:
        """c**n times the determinants of the letters."""
        scalars: Monomial = ()
        for letter in word:
            scalars = times_monomial(scalars, self._of_letter(letter))
        if c != 1 or monomial:
            scalars = times_monomial(scalars, ((power(mul_term(None, monomial, c), size), 1),))
        return gathered(NUMBER, [(((), scalars), Fraction(1))])

    def _of_letter(self, letter: Letter) -> Monomial:
        if isinstance(letter.base, Combination):
            return ((term_of_scalar(self.determinant(letter.base)), -1),)
        name = letter.base
        made = self.named(("determinant", name), lambda: call("Determinant", symbol(name)))
        return ((made, -1 if letter.inverse else 1),)


def _rotations(word: Word) -> list[Word]:
    return [word[i:] + word[:i] for i in range(len(word))]


def size_of(a: Combination) -> Combination:
    """The number of rows, as a combination of the empty word."""
    size = a.shape[0]
    value = rational_value(size)
    return gathered(NUMBER, [(((), ()), value) if value is not None else (((), ((size, 1),)), Fraction(1))])


def _only_word(a: Combination) -> Word | None:
    """The word of a combination that is nothing else."""
    if len(a.items) == 1 and a.items[0][0][1] == () and a.items[0][1] == 1:
        return a.items[0][0][0]
    return None
