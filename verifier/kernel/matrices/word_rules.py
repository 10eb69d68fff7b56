"""Words in their simplest form: inverses cancel, assumed equations are applied, products of shape 1x1 become scalars.

Every rule replaces a word by a combination of words that come before it in `words.word_order`, so that rewriting ends:
- `A*Inverse(A)` and `Inverse(A)*A` vanish, for a letter and its inverse (Horn and Johnson, section 0.5).
- For S the inverse of c*w + rest, w its last word with a rational coefficient c: S*w is (1 - S*rest)/c, since S*(c*w +
  rest) is the identity; w*S likewise.
- An assumed equation between matrices, solved for its last word, and its transpose. If a product of two square letters is
  a multiple of the identity, so is the product in the other order, and each is a multiple of the other's inverse.
- A product of letters that begins with one row and ends with one column is a number, and numbers commute.
Each holds wherever the inverses that occur exist.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Final

from verifier.kernel.matrices.words import (
    Combination,
    Key,
    Letter,
    Monomial,
    Word,
    flipped,
    gathered,
    is_square,
    times_monomial,
    word_order,
)
from verifier.kernel.unsupported import TooLarge
from verifier.terms.term import ONE, Term

MOST_STEPS: Final = 4_000

Replacement = tuple[tuple[Key, Fraction], ...]


class Rewriter:
    """Rules, and words in their normal form by them. `scalar` names a word of shape 1x1 by a scalar term and a factor."""

    def __init__(self, scalar: Callable[[Word], tuple[Term, Fraction]]) -> None:
        self.scalar = scalar
        self.rules: dict[Word, Replacement] = {}
        self.inverted: dict[Letter, Combination] = {}
        self.steps = 0

    # ---- rules

    def invert_sum(self, a: Combination) -> Letter:
        """The letter that is the inverse of a sum, with its rules."""
        letter = Letter(a, a.shape, inverse=True)
        if letter not in self.inverted:
            self.inverted[letter] = a
            lead, c = _lead(a)
            if lead:
                rest = [(key, value) for key, value in a.items if key[0] != lead]
                one: list[tuple[Key, Fraction]] = [(((), ()), 1 / c)]
                self.add((letter, *lead), (*one, *[(((letter, *w), m), -d / c) for (w, m), d in rest]))
                self.add((*lead, letter), (*one, *[(((*w, letter), m), -d / c) for (w, m), d in rest]))
        return letter

    def assume_zero(self, a: Combination) -> None:
        """Learn that a combination is zero on the whole domain."""
        lead, c = _lead(a)
        if not lead:
            return
        replacement = tuple((key, -value / c) for key, value in a.items if key[0] != lead)
        self.add(lead, replacement)
        if len(lead) == 1 and len(replacement) == 1:
            self._assume_letter(lead[0], *replacement[0])
        if len(lead) == 2 and len(replacement) == 1 and replacement[0][0] == ((), ()):
            self._assume_inverses(*lead, replacement[0][1])

    def _assume_letter(self, letter: Letter, key: Key, c: Fraction) -> None:
        """A square letter that is a multiple of another: so are their inverses."""
        word, monomial = key
        if len(word) == 1 and not monomial and not letter.inverse and is_square(letter.shape):
            self.add((inverse_of(letter),), ((((inverse_of(word[0]),), ()), 1 / c),))

    def _assume_inverses(self, x: Letter, y: Letter, c: Fraction) -> None:
        """x*y is c times the identity, both square: each is a multiple of the other's inverse."""
        if is_square(x.shape) and is_square(y.shape):
            self.add((y, x), ((((), ()), c),))
            for one, other in ((x, y), (y, x)):
                if not one.inverse:
                    self.add((inverse_of(one),), ((((other,), ()), 1 / c),))

    def add(self, word: Word, replacement: Replacement) -> None:
        """Add a rule unless it would not go downwards in the order of words."""
        if all(word_order(w) < word_order(word) for (w, _), _ in replacement):
            self.rules.setdefault(word, replacement)

    # ---- normal forms

    def reduced(self, a: Combination) -> Combination:
        """The combination with every word in its normal form, and numbers taken out of words."""
        done: list[tuple[Key, Fraction]] = []
        waiting = list(a.items)
        while waiting:
            (word, monomial), c = waiting.pop()
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise TooLarge("a product of matrices with too many rewritings")
            found = self.rewritten(word)
            if found is not None:
                waiting += [((w, times_monomial(monomial, m)), c * d) for (w, m), d in found]
                continue
            rest, numbers, factor = self._without_numbers(word)
            key = (rest, times_monomial(monomial, numbers))
            if rest != word and self.rewritten(rest) is not None:
                waiting.append((key, c * factor))
            else:
                done.append((key, c * factor))
        return gathered(a.shape, done)

    def rewritten(self, word: Word) -> Replacement | None:
        """One step at the first place where a rule applies; None for a word that no rule changes."""
        for i in range(len(word)):
            if i + 1 < len(word) and cancel(word[i], word[i + 1]):
                return (((word[:i] + word[i + 2 :], ()), Fraction(1)),)
            for j in range(i + 1, len(word) + 1):
                found = self.rules.get(word[i:j])
                if found is not None:
                    return tuple(((word[:i] + w + word[j:], m), c) for (w, m), c in found)
        return None

    def _without_numbers(self, word: Word) -> tuple[Word, Monomial, Fraction]:
        """The word without its stretches of shape 1x1, and these as scalars with a factor."""
        cuts = [i for i in range(len(word) + 1) if _size_at(word, i) == ONE]
        numbers: Monomial = ()
        factor = Fraction(1)
        if len(cuts) < 2:
            return word, numbers, factor
        for i, j in pairwise(cuts):
            scalar, c = self.scalar(word[i:j])
            numbers, factor = times_monomial(numbers, ((scalar, 1),) if c else ()), factor * c
        return word[: cuts[0]] + word[cuts[-1] :], numbers, factor

    # ---- transposes and inverses

    def transposed(self, a: Combination) -> Combination:
        """The transpose: words reversed, letters transposed (Horn and Johnson, section 0.2.5)."""
        items = [((self.transposed_word(w), m), c) for (w, m), c in a.items]
        return self.reduced(gathered(a.shape[::-1], items))

    def transposed_word(self, word: Word) -> Word:
        return tuple(self._transposed_letter(letter) for letter in reversed(word))

    def _transposed_letter(self, letter: Letter) -> Letter:
        """The inverse of a sum becomes the inverse of the sum's transpose."""
        if isinstance(letter.base, str):
            return flipped(letter)
        return self.invert_sum(self.transposed(letter.base))


def _size_at(word: Word, i: int) -> Term | None:
    """The size between two letters of a word, or at its ends."""
    if not word:
        return None
    return word[i].shape[0] if i < len(word) else word[-1].shape[1]


def inverse_of(letter: Letter) -> Letter:
    """The inverse of a letter with a name, or of the inverse of one."""
    return Letter(letter.base, letter.shape, not letter.inverse, letter.transposed)


def cancel(a: Letter, b: Letter) -> bool:
    """Whether two letters side by side are inverse to each other."""
    return isinstance(a.base, str) and a.base == b.base and a.transposed == b.transposed and a.inverse != b.inverse


def _lead(a: Combination) -> tuple[Word, Fraction]:
    """The last word and its coefficient if that is rational; else no word."""
    if not a.items:
        return (), Fraction(0)
    last = a.items[-1][0][0]
    own = [(m, c) for (w, m), c in a.items if w == last]
    return (last, own[0][1]) if len(own) == 1 and own[0][0] == () else ((), Fraction(0))
