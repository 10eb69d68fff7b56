"""Rigorous evaluation of a term, as written, at an exact point: what refutes.

Soundness. `Program.run` returns a finite enclosure only if the term is certainly defined at the point, in the sense of
the natural domain, and the value then lies in it. The argument has three steps.

1. Every operation is strict: it runs after the operations of the sub-terms it needs, each of which has left an
   enclosure of the value of a sub-term that is defined, or has raised. An operation that is not defined everywhere
   shows from the enclosures of its arguments that they lie in its domain, or raises (`ball_values`, `ball_functions`,
   `ball_complex`). It then encloses its own value, by python-flint's guarantee for `arb` and `acb`, or exactly in
   `fmpq`.
2. What is not always needed is a block that is run only when the conditions before it are decided (`ball_code`): the
   branches of a `Piecewise`, the body of a sum, an integrand. An undecided condition is never guessed: the value lies
   in the hull of both ways, if both have one.
3. Operators that calculus has to resolve are replaced by terms with the same value and natural domain
   (`derivatives.calculus`); where nothing is known of either, those say `unknown` or carry a guard, and the run raises.

So two disjoint finite enclosures, or two different exact rationals, prove that both sides are defined at the point
and differ. Overlapping ones prove nothing. `UNDEFINED` is returned only if a sub-term that is needed is certainly
undefined; everything else without an enclosure is `WIDE` or `UNSUPPORTED`, and says nothing about the term.

Values: over the reals in a real chain, principal branches over the complex numbers in a complex one. Precision is in
bits; python-flint keeps it in a global, which is set for the time of a run and put back. The work of a run is bounded
by counts (iterations, evaluations of an integrand, bits), never by a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from typing import Final

from flint import acb, arb, ctx, fmpq

from verifier.kernel.balls.arithmetics import COMPLEX_VALUES, REAL_VALUES
from verifier.kernel.balls.code import Code, Context
from verifier.kernel.balls.compiler import code_of, test_of
from verifier.kernel.balls.values import NoValue, Outcome, Value, ball, equal, rectangle, settled
from verifier.model.evidence import Point
from verifier.model.verdict import Answer
from verifier.terms.record import record
from verifier.terms.term import Term

MOST_BITS: Final = 4096
MEMO: Final = 256  # a program depends on its term alone, and a line is run for two steps, a judge and many trials


@record
class Program:
    """A compiled term."""

    code: Code
    complex_numbers: bool

    def run(self, point: Point, bits: int) -> Value:
        """A finite enclosure (`fmpq`, `arb`, `acb`) of the term's value at the point, or why there is none."""
        with ctx.workprec(_checked(bits)):
            return self.value(Context(_values(point, self.complex_numbers), point.functions))

    def value(self, context: Context) -> Value:
        """As `run`, at the precision that is set."""
        try:
            value = settled(self.code.evaluate(context))
        except NoValue as end:
            return end.outcome
        return value if type(value) is fmpq or value.is_finite() else Outcome.WIDE


@record
class Condition:
    """A compiled condition."""

    test: Callable[[Context], Answer]
    complex_numbers: bool

    def holds(self, point: Point, bits: int) -> Answer:
        """Whether the condition holds at the point; YES and NO are certain, and its sides are then defined there."""
        with ctx.workprec(_checked(bits)):
            try:
                return self.test(Context(_values(point, self.complex_numbers), point.functions))
            except NoValue:
                return Answer.UNKNOWN


@lru_cache(maxsize=MEMO)
def compile_term(
    term: Term,
    complex_numbers: bool = False,
    integers: frozenset[str] = frozenset(),
    reals: frozenset[str] = frozenset(),
) -> Program:
    """The term as a program over the real or the complex numbers. Definitions must be expanded.

    `integers` names symbols that take integer values only, `reals` those of a complex chain that take real ones: of both
    more derivatives are known.
    """
    return Program(code_of(term, COMPLEX_VALUES if complex_numbers else REAL_VALUES, integers, reals), complex_numbers)


@lru_cache(maxsize=MEMO)
def compile_condition(condition: Term, complex_numbers: bool = False) -> Condition:
    """The condition as a program. Definitions must be expanded."""
    return Condition(test_of(condition, COMPLEX_VALUES if complex_numbers else REAL_VALUES), complex_numbers)


def holds(condition: Term, point: Point, bits: int = 64, complex_numbers: bool = False) -> Answer:
    """Whether the condition holds at the point; `UNKNOWN` also where one of its sides is undefined."""
    return compile_condition(condition, complex_numbers).holds(point, bits)


def _checked(bits: int) -> int:
    if not 2 <= bits <= MOST_BITS:
        raise ValueError(f"a precision of {bits} bits")
    return bits


def _values(point: Point, complex_numbers: bool) -> dict[str, Value]:
    """The point's values as exact ones. A number that is not real is left out of a real run."""
    values: dict[str, Value] = {}
    for name, value in point.values.items():
        if not isinstance(value, tuple):
            values[name] = fmpq(*value.as_integer_ratio())
            continue
        real, imaginary = (fmpq(*part.as_integer_ratio()) for part in value)
        if imaginary == 0:
            values[name] = real
        elif complex_numbers:
            values[name] = acb(arb(real), arb(imaginary))
    return values


class Difference(Enum):
    """How the values of two sides lie at a point."""

    DIFFERENT = "both are defined and certainly differ"
    EQUAL = "both are defined and certainly equal"
    OVERLAPPING = "both are defined, and their enclosures overlap"
    UNDEFINED = "one of them is certainly undefined"
    UNCLEAR = "one of them has no enclosure"


@record
class Comparison:
    """Both values at a point (or the outcome without one), how they lie, and to how many digits they certainly agree.

    `wide` says that a higher precision may tell more.
    """

    difference: Difference
    lhs: Value
    rhs: Value
    digits: int = 0
    wide: bool = False


def differ(lhs: Program, rhs: Program, point: Point, bits: int) -> Comparison:
    """Compare the values of two terms at an exact point."""
    with ctx.workprec(_checked(bits)):
        left, right = _both_values(lhs, rhs, point)
        found = compare(left, right)
        if found is Difference.UNCLEAR:
            is_hopeless = left is Outcome.UNSUPPORTED or right is Outcome.UNSUPPORTED
            return Comparison(found, left, right, wide=not is_hopeless)
        if found is Difference.UNDEFINED:
            return Comparison(found, left, right)
        digits = _digits(left, right)
        is_wide = found is Difference.OVERLAPPING and digits < bits * _ENOUGH_DIGITS
        return Comparison(found, left, right, digits, is_wide)


def difference_at(lhs: Program, rhs: Program, point: Point, bits: int) -> Difference:
    """As `differ`, where no more is asked than how the values lie."""
    with ctx.workprec(_checked(bits)):
        return compare(*_both_values(lhs, rhs, point))


def compare(left: Value, right: Value) -> Difference:
    """How two values (or outcomes without one) that were found at one point lie."""
    if isinstance(left, Outcome) or isinstance(right, Outcome):
        is_undefined = left is Outcome.UNDEFINED or right is Outcome.UNDEFINED
        return Difference.UNDEFINED if is_undefined else Difference.UNCLEAR
    answer = equal(left, right)
    if answer is Answer.UNKNOWN:
        return Difference.OVERLAPPING
    return Difference.EQUAL if answer is Answer.YES else Difference.DIFFERENT


def _both_values(lhs: Program, rhs: Program, point: Point) -> tuple[Value, Value]:
    values = _values(point, lhs.complex_numbers)
    left = lhs.value(Context(values, point.functions))
    if rhs.complex_numbers is not lhs.complex_numbers:
        values = _values(point, rhs.complex_numbers)
    return left, rhs.value(Context(values, point.functions))


def _digits(left: Value, right: Value) -> int:
    """To how many decimal digits two values certainly agree, relative to the greater one; at most the precision's."""
    most = int(ctx.prec * _DIGITS_OF_A_BIT)
    left, right = ball(left), ball(right)
    gap = left - right if type(left) is type(right) else rectangle(left) - rectangle(right)
    gap = abs(gap).abs_upper()
    if gap == 0:
        return most
    size = left.abs_upper().max(right.abs_upper())
    return min(most, max(0, int((_exponent(size) - _exponent(gap)) * _DIGITS_OF_A_BIT)))


_DIGITS_OF_A_BIT: Final = 0.30103
_ENOUGH_DIGITS: Final = 0.15  # for each bit: with fewer, a higher precision is worth while


def _exponent(x: arb) -> int:
    """About the logarithm to base 2 of an exact positive number."""
    mantissa, exponent = x.man_exp()
    return int(mantissa.bit_length() + exponent)
