"""Matrix terms of any size as combinations of words, and scalar terms with symbols for the scalars that matrices make.

What a term needs in order to be defined is gathered beside it: every scalar that was a coefficient, as it was written, and
one over the determinant of every matrix that is inverted. Their sum is defined exactly where the term is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.kernel.matrices.contractions import contracted
from verifier.kernel.matrices.entries import exact
from verifier.kernel.matrices.shapes import HEADS, Misfit, Shape, ShapeFinder, Shapes
from verifier.kernel.matrices.word_rules import inverse_of
from verifier.kernel.matrices.word_scalars import NUMBER, Scalars
from verifier.kernel.matrices.words import (
    Combination,
    Letter,
    Monomial,
    constant,
    gathered,
    is_square,
    plus,
    scaled,
    term_of_scalar,
    times,
    word_of,
)
from verifier.kernel.unsupported import Unsupported
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import bound_name, free_symbols
from verifier.terms.term import ONE, Term, div

MOST_POWER: Final = 8


class Translator:
    """Translates the terms of one claim; raises Unsupported, TooLarge and Misfit."""

    def __init__(self, shapes: Shapes, complex_numbers: bool = False, sizes: tuple[str, ...] = ()) -> None:
        self.shapes = shapes
        self.complex_numbers = complex_numbers
        self.sizes = sizes
        self.finder = ShapeFinder(shapes)
        self.scalars = Scalars()
        self.rewriter = self.scalars.rewriter
        self.needs: dict[Term, None] = {}
        self.inverted: dict[Combination, None] = {}
        self.nonnegative: dict[Term, None] = {}
        self.memo: dict[Term, Combination] = {}

    def take_needs(self) -> tuple[Term, ...]:
        """What was gathered since the last call; what is translated again is gathered again."""
        needs = tuple(self.needs)
        self.needs = {}
        self.memo = {}
        return needs

    def mentions(self, term: Term) -> bool:
        """Whether a matrix occurs in the term, or one of its entries."""
        own = term.head in HEADS or (term.head in ("symbol", "index") and term.name in self.shapes)
        return own or any(map(self.mentions, term.args))

    # ---- scalars

    def scalar(self, term: Term) -> Term:
        """The scalar term or condition as written, each product, trace or determinant of matrices in it a polynomial."""
        if self.finder.of(term) is not None:
            raise Misfit
        if not self.mentions(term):
            return term
        match term.head:
            case "Trace":
                return term_of_scalar(self.scalars.trace(self.matrix(term.args[0])))
            case "Determinant":
                return term_of_scalar(self.scalars.determinant(self.matrix(term.args[0])))
            case "mul" if any(map(self.finder.of, term.args)):
                return term_of_scalar(self.product(term))
            case "Transpose":
                return self.scalar(term.args[0])
            case "Inverse":
                return div(ONE, self.scalar(term.args[0]))
            case "Derivative":
                return self._slope(term)
            case "symbol" | "index" | "Matrix" | "Subs" | "Identity":
                raise Unsupported(f"`{term.head}` among matrices of symbolic size")
        if term.head == "Sum":
            return term_of_scalar(contracted(self, term))
        if bound_name(term) is not None and any(map(self.mentions, term.args)):
            raise Unsupported(f"`{term.head}` over matrices of symbolic size")
        if term.head in ("eq", "ne") and any(map(self.finder.of, term.args)):
            raise Unsupported("an equation between matrices of symbolic size as a condition")
        return Term(term.head, tuple(map(self.scalar, term.args)), term.value)

    def _slope(self, term: Term) -> Term:
        """A derivative by scalars of which nothing that a symbol stands for depends."""
        body = self.scalar(term.args[0])
        if self.depends(body, *term.args[1::2]):
            raise Unsupported("a derivative by a scalar on which an inverse depends")
        return Term("Derivative", (body, *term.args[1:]))

    def depends(self, term: Term, *variables: Term) -> bool:
        """Whether what a symbol of matrices in the term stands for depends on one of the variables."""
        names = frozenset().union(*map(free_symbols, variables))
        held = (self.scalars.terms[n] for n in free_symbols(term) if n in self.scalars.terms)
        return any(self.mentions(v) for v in variables) or any(names & free_symbols(t) for t in held)

    def coefficient(self, term: Term) -> Combination:
        """A scalar term as a combination of the empty word; it is needed as it is written."""
        faithful = self.scalar(term)
        self.needs[faithful] = None
        return polynomial(faithful)

    # ---- matrices

    def matrix(self, term: Term) -> Combination:
        """A matrix term as a combination in normal form, a scalar as one of the empty word."""
        shape = self.finder.of(term)
        if shape is None:
            return self.coefficient(term)
        done = self.memo.get(term)
        if done is None:
            done = self.memo[term] = self.rewriter.reduced(self._matrix(term, shape))
        return done

    def _matrix(self, term: Term, shape: Shape) -> Combination:
        match term.head:
            case "symbol":
                return word_of((Letter(term.name, shape),), shape)
            case "Identity":
                if not _is_size(shape[0], self.sizes):
                    raise Unsupported("an identity whose size is not a declared positive integer")
                return constant(shape)
            case "add":
                total = self.matrix(term.args[0])
                for a in term.args[1:]:
                    total = plus(total, self.matrix(a))
                return total
            case "neg":
                return scaled(self.matrix(term.args[0]), -1)
            case "mul":
                return self.product(term)
            case "div":
                return _times_scalar(self.matrix(term.args[0]), self.coefficient(div(ONE, term.args[1])))
            case "pow":
                return self._power(term)
            case "Transpose":
                return self.rewriter.transposed(self.matrix(term.args[0]))
            case "Inverse":
                return self.inverse(self.matrix(term.args[0]))
            case "Derivative" | "Subs":
                from verifier.kernel.matrices.gradients import gradient

                return self.matrix(gradient(self, term))
        raise Unsupported(f"`{term.head}` of matrices of symbolic size")

    def product(self, term: Term) -> Combination:
        """A product from the left; what has become a number is a coefficient from there on."""
        total = constant(NUMBER)
        for a in term.args:
            factor = self.matrix(a)
            if total.shape == NUMBER or factor.shape == NUMBER:
                number, other = (total, factor) if total.shape == NUMBER else (factor, total)
                total = _times_scalar(other, number)
            else:
                total = self.rewriter.reduced(times(total, factor))
        if len(term.args) == 2 and total.shape == NUMBER:
            self._note_square(self.matrix(term.args[0]), self.matrix(term.args[1]), total)
        return total

    def _note_square(self, first: Combination, second: Combination, product: Combination) -> None:
        """p.T*p is a sum of squares over the reals."""
        if second.shape[1] == ONE and self.rewriter.transposed(second).items == first.items:
            self.nonnegative[term_of_scalar(product)] = None

    def _power(self, term: Term) -> Combination:
        base = self.matrix(term.args[0])
        k = exact(self.scalar(term.args[1]))
        if k is None or k.denominator != 1 or abs(k) > MOST_POWER:
            raise Unsupported("a power of a matrix whose exponent is no small whole number")
        if k < 0:
            base = self.inverse(base)
        total = constant(base.shape)
        for _ in range(abs(int(k))):
            total = self.rewriter.reduced(times(total, base))
        return total

    def inverse(self, a: Combination) -> Combination:
        """The inverse; one over the determinant is needed."""
        if not is_square(a.shape):
            raise Misfit
        if not a.items:
            raise Unsupported("the inverse of a matrix that is 0")
        self.needs[div(ONE, term_of_scalar(self.scalars.nonzero(a)))] = None
        self.inverted[a] = None
        if len(a.items) == 1 and all(is_square(letter.shape) for letter in a.items[0][0][0]):
            return self._inverse_of_product(a)
        return word_of((self.rewriter.invert_sum(a),), a.shape)

    def _inverse_of_product(self, a: Combination) -> Combination:
        """(c*A*B)**-1 = B**-1*A**-1/c for square A and B (Petersen and Pedersen, The Matrix Cookbook, equation 1)."""
        (word, monomial), c = a.items[0]
        total = gathered(a.shape, [(((), _inverted(monomial)), 1 / c)])
        for letter in reversed(word):
            if isinstance(letter.base, Combination):
                total = times(total, letter.base)
            else:
                total = times(total, word_of((inverse_of(letter),), letter.shape))
        return self.rewriter.reduced(total)


def _is_size(term: Term, sizes: tuple[str, ...]) -> bool:
    value = rational_value(term)
    if value is not None:
        return value.denominator == 1 and value >= 1
    return term.head == "symbol" and term.name in sizes


def _inverted(monomial: Monomial) -> Monomial:
    return tuple((s, -k) for s, k in monomial)


def _times_scalar(a: Combination, number: Combination) -> Combination:
    """A combination times a number, which is a combination of the empty word."""
    items = [((w, m), c) for (w, m), c in a.items]
    total = gathered(a.shape, [])
    for (_, monomial), c in number.items:
        total = plus(total, scaled(gathered(a.shape, items), c, monomial))
    return total


def polynomial(term: Term) -> Combination:
    """A scalar term as a polynomial in what is no sum, product or whole power; equal where the term is defined."""
    match term.head:
        case "guard":
            return polynomial(term.args[0])
        case "add":
            total = gathered(NUMBER, [])
            for a in term.args:
                total = plus(total, polynomial(a))
            return total
        case "neg":
            return scaled(polynomial(term.args[0]), -1)
        case "mul":
            total = constant(NUMBER)
            for a in term.args:
                total = times(total, polynomial(a))
            return total
        case "div":
            below = polynomial(term.args[1])
            if len(below.items) == 1:
                (_, monomial), c = below.items[0]
                return scaled(polynomial(term.args[0]), 1 / c, _inverted(monomial))
        case "pow":
            k = rational_value(term.args[1])
            if k is not None and k.denominator == 1 and 0 <= k <= MOST_POWER:
                total = constant(NUMBER)
                for _ in range(int(k)):
                    total = times(total, polynomial(term.args[0]))
                return total
    value = rational_value(term)
    if value is not None:
        return gathered(NUMBER, [(((), ()), value)])
    return gathered(NUMBER, [(((), ((term, 1),)), Fraction(1))])
