"""Exact zero test of algebraic constants in FLINT's field of algebraic numbers (qqbar).

The field is reached through a private module of python-flint; without it, nothing is shown. Its equality test is exact:
algebraic numbers are kept as minimal polynomial and isolating ball (F. Johansson, "Calcium", ISSAC 2021, section 3).
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any, Final

from verifier.kernel.normal_forms.roots import prime_powers
from verifier.terms.rationals import rational_value
from verifier.terms.term import Term

MOST_KEPT: Final = 32  # answers: the search asks, and then the judge
MOST_ROOTS: Final = 10
MOST_DEGREE: Final = 24
MOST_PRODUCT: Final = 64  # degree of the field that all roots and angles span, at most: sums may have that degree


# what python-flint raises where the field has no value, or gives up
FAILURES: Final = (AssertionError, ValueError, OverflowError, NotImplementedError, TypeError, ZeroDivisionError)


class NotAlgebraic(Exception):
    """A term that is not visibly an algebraic number, or is too costly to be one."""


@lru_cache(maxsize=MOST_KEPT)
def are_equal(lhs: Term, rhs: Term, is_complex: bool) -> bool:
    """Whether both lowered terms are algebraic numbers and equal; False where that was not shown."""
    field = algebraic_field()
    if field is None:
        return False
    walk = AlgebraicNumbers(field, is_complex)
    try:
        left, right = walk.value(lhs), walk.value(rhs)
    except (NotAlgebraic, *FAILURES):
        return False
    return field.is_zero(left - right) is True


def algebraic_field() -> Any:
    try:
        from flint.types._gr import gr_complex_qqbar_ctx  # type: ignore[import-not-found]

        return gr_complex_qqbar_ctx.new()
    except (ImportError, AttributeError):
        return None


class AlgebraicNumbers:
    """The values of lowered constants, one after the other; NotAlgebraic where a term is none, or is too costly."""

    def __init__(self, field: Any, is_complex: bool) -> None:
        self.field = field
        self.is_complex = is_complex
        self.memo: dict[Term, Any] = {}
        self.roots = 0
        self.degree = 1
        self.radicals: dict[int, int] = {}  # the degree of the roots of a prime, and of -1 those of unity

    def value(self, term: Term) -> Any:
        done = self.memo.get(term)
        if done is None:
            done = self.memo[term] = self._value(term)
        return done

    def _value(self, term: Term) -> Any:
        match term.head:
            case "number":
                q = term.number
                if max(q.numerator.bit_length(), q.denominator.bit_length()) > 2000:
                    raise NotAlgebraic
                return self.field(q.numerator) / self.field(q.denominator)
            case "constant" if term.value == "I" and self.is_complex:
                return self.field.i()
            case "add":
                total = self.value(term.args[0])
                for a in term.args[1:]:
                    total = total + self.value(a)
                return total
            case "neg":
                return -self.value(term.args[0])
            case "mul":
                product = self.value(term.args[0])
                for a in term.args[1:]:
                    product = product * self.value(a)
                return product
            case "div":
                return self.value(term.args[0]) / self._nonzero(self.value(term.args[1]))
            case "pow":
                return self._power(term)
            case "cos" | "sin":
                return self._of_pi(term.head, term.args[0])
            case _:
                raise NotAlgebraic

    def _nonzero(self, value: Any) -> Any:
        if self.field.is_zero(value) is not False:
            raise NotAlgebraic
        return value

    def _power(self, term: Term) -> Any:
        base, q = self.value(term.args[0]), rational_value(term.args[1])
        if q is None or abs(q.numerator) > 64 or q.denominator > MOST_DEGREE:
            raise NotAlgebraic
        if q.denominator == 1:
            return (self._nonzero(base) if q < 0 else base) ** q.numerator
        self.roots += 1
        if self.roots > MOST_ROOTS:
            raise NotAlgebraic
        self.widen_by_root(rational_value(term.args[0]), q.denominator)
        if not self.is_complex and self.field.is_zero(base) is not True and self.field.is_one(base.sgn()) is not True:
            raise NotAlgebraic
        if q < 0:
            self._nonzero(base)
        root = base.sqrt() if q.denominator == 2 else base ** (self.field(1) / self.field(q.denominator))
        return root**q.numerator

    def widen_by_root(self, base: Fraction | None, degree: int) -> None:
        """Counts how far a root of a rational, or of another number, extends the field of the numbers before."""
        if base is None:
            self.degree *= degree
        else:
            for prime, _ in [*prime_powers(abs(base.numerator or 1)), *prime_powers(base.denominator)]:
                self.widen_by_radical(prime, degree)
            if base < 0:
                self.widen_by_radical(-1, degree)
        if self.degree > MOST_PRODUCT:
            raise NotAlgebraic

    def widen_by_radical(self, prime: int, degree: int) -> None:
        before = self.radicals.get(prime, 1)
        self.radicals[prime] = lcm(before, degree)
        self.degree *= self.radicals[prime] // before

    def _of_pi(self, head: str, angle: Term) -> Any:
        """cos and sin of a rational multiple of pi through exp(I*pi*q)."""
        q = multiple_of_pi(angle)
        if q is None or q.denominator > MOST_DEGREE:
            raise NotAlgebraic
        self.widen_by_root(Fraction(-1), q.denominator)
        turn = self.field(-1) ** (self.field(q.numerator % (2 * q.denominator)) / self.field(q.denominator))
        back = self.field(1) / turn
        if head == "cos":
            return (turn + back) / self.field(2)
        return (turn - back) / (self.field(2) * self.field.i())


def multiple_of_pi(term: Term) -> Fraction | None:
    """q for a term q*pi."""
    if term.head == "constant" and term.value == "pi":
        return Fraction(1)
    if term.head == "neg":
        inner = multiple_of_pi(term.args[0])
        return None if inner is None else -inner
    if term.head == "div":
        inner, bottom = multiple_of_pi(term.args[0]), rational_value(term.args[1])
        return inner / bottom if inner is not None and bottom else None
    if term.head == "mul":
        factors = [a for a in term.args if rational_value(a) is None]
        inner = multiple_of_pi(factors[0]) if len(factors) == 1 else None
        if inner is None:
            return None
        for a in term.args:
            inner *= rational_value(a) or 1
        return inner
    if term.head == "number" and term.number == 0:
        return term.number
    return None
