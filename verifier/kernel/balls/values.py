"""Values of a term at an exact point, and the arithmetic that knows where it is defined.

A value is an `fmpq` (exactly that rational), an `arb` (a real number inside that ball) or an `acb` (a complex number
inside that rectangle). It always belongs to a sub-term that certainly has a value: a function that is not defined
everywhere first shows that its arguments lie inside its domain, and raises `Undefined` (certainly outside), `Wide` (the
balls do not tell, a higher precision may) or `Unsupported` (no precision will tell) otherwise. So a ball that is not
finite, or a NaN, means "some value", never "no value", and nothing is read from it.

Rationals stay exact while they are short, so that poles, `0**0` and conditions like `x == 0` are decided, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, ClassVar, Final

from flint import acb, arb, fmpq, fmpz

from verifier.model.verdict import Answer

Value = Any  # fmpq | arb | acb

EXACT_BITS: Final = 4096  # a longer rational becomes a ball
ZERO: Final = fmpq(0)
ONE: Final = fmpq(1)
HALF: Final = fmpq(1, 2)


class Outcome(Enum):
    """Why a term has no enclosure at a point."""

    UNDEFINED = "certainly undefined there"
    WIDE = "not decided at this precision"
    UNSUPPORTED = "beyond what is evaluated"


class NoValue(Exception):
    """The evaluation of a sub-term ended without an enclosure."""

    outcome: ClassVar[Outcome] = Outcome.UNSUPPORTED


class Undefined(NoValue):
    """A sub-term that is needed certainly has no value at this point."""

    outcome = Outcome.UNDEFINED


class Wide(NoValue):
    """The balls are too wide to tell; a higher precision may help."""

    outcome = Outcome.WIDE


class Unsupported(NoValue):
    """Nothing is known of the value, at any precision."""

    outcome = Outcome.UNSUPPORTED


def demand(inside: bool, outside: bool) -> None:
    """Return where an argument is certainly inside a domain; raise where it is certainly outside, or neither."""
    if inside:
        return
    if outside:
        raise Undefined
    raise Wide


def demand_nonzero(x: Value) -> None:
    """Return only where x is certainly not zero."""
    if x == 0:
        raise Undefined
    if type(x) is not fmpq and x.contains(0):
        raise Wide


def ball(x: Value) -> Value:
    """The value as an `arb` or `acb`."""
    return arb(x) if type(x) is fmpq else x


def rectangle(x: Value) -> Value:
    """The value as an `acb`."""
    return x if type(x) is acb else acb(x)


def hull(values: Sequence[Value]) -> Value:
    """An enclosure of all the values."""
    first, *rest = values
    for x in rest:
        if acb in (type(first), type(x)):
            first, x = rectangle(first), rectangle(x)
        first = ball(first).union(ball(x))
    return first


def bounded(x: Value) -> Value:
    """The same value, as a ball where it is a rational too long to keep."""
    return arb(x) if type(x) is fmpq and x.height_bits() > EXACT_BITS else x


def settled(x: Value) -> Value:
    """The same value, as a real ball or a rational where that is what it certainly is."""
    if type(x) is acb and x.imag == 0:
        x = x.real
    if type(x) is not arb or not (x.is_exact() and x.is_finite()):
        return x
    mantissa, exponent = x.man_exp()
    if abs(exponent) + mantissa.bit_length() > EXACT_BITS:
        return x
    return x.fmpq()


def real_of(x: Value) -> Value:
    """The value where it is real; `Undefined` where it certainly is not, as for an order relation."""
    if type(x) is not acb:
        return x
    if x.imag == 0:
        return x.real
    if x.imag != 0:
        raise Undefined
    raise Wide


def may_be_integer(x: Value) -> bool:
    """Whether an integer lies in the ball; of a ball that is not finite nothing is known."""
    if type(x) is fmpq:
        return bool(x.q == 1)
    return not x.is_finite() or bool(x.contains_integer())


def add(x: Value, y: Value) -> Value:
    value = x + y
    return bounded(value) if type(value) is fmpq else value


def multiply(x: Value, y: Value) -> Value:
    value = x * y
    return bounded(value) if type(value) is fmpq else value


def divide(x: Value, y: Value) -> Value:
    """The quotient; undefined where y is zero."""
    demand_nonzero(y)
    value = x / y
    return bounded(value) if type(value) is fmpq else value


def integer_power(x: Value, n: fmpz) -> Value:
    """x**n; x**0 is 1 for every x, and a negative power of zero is undefined."""
    if n == 0:
        return ONE
    if n < 0:
        demand_nonzero(x)
    if type(x) is fmpq:
        if x == 0:
            return ZERO
        if abs(n) * x.height_bits() <= EXACT_BITS:
            return x**n
        x = arb(x)
    return _ball_power(x, n) if type(x) is arb else x**n


def _ball_power(x: arb, n: fmpz) -> arb:
    """x**n; python-flint's is NaN around zero, and reaches below zero where the power of a wide ball does not."""
    power = x**n
    if x.contains(0):
        highest = x.abs_upper() ** n
        power = highest.union(-highest)
    return power.nonnegative_part() if not power >= 0 and (n % 2 == 0 or x >= 0) else power


def rational_power(x: Value, q: fmpq) -> Value:
    """The principal x**q over the reals, q not an integer: undefined for negative x; 0**q is 0 for positive q."""
    if x == 0:
        demand(q > 0, q < 0)
        return ZERO
    if q > 0 and x >= 0 and not x > 0:
        return arb(0).union(rational_power(ball(x).upper(), q)).nonnegative_part()
    demand(x > 0, x < 0)
    root = _exact_root(x, q.q) if type(x) is fmpq else None
    if root is not None:
        return integer_power(root, q.p)
    if q.q == 2:
        return ball(x).sqrt() if q.p == 1 else integer_power(ball(x).sqrt(), q.p)
    return (ball(x).log() * q).exp()


def _exact_root(x: fmpq, degree: fmpz) -> fmpq | None:
    """The rational root of a positive rational, or None where there is none of small degree."""
    if degree > 64:
        return None
    top, bottom = x.p.root(int(degree)), x.q.root(int(degree))
    return fmpq(top, bottom) if top**degree == x.p and bottom**degree == x.q else None


def real_power(x: Value, y: Value) -> Value:
    """x**y over the reals, principal: a negative base needs an exact integer above it."""
    if type(y) is not fmpq:
        y = settled(y)
    if type(y) is fmpq:
        return integer_power(x, y.p) if y.q == 1 else rational_power(x, y)
    if x > 0:
        return (ball(x).log() * y).exp()
    if x == 0:
        demand(y > 0, y < 0)
        return ZERO
    raise Undefined if x < 0 and not may_be_integer(y) else Wide


def equal(x: Value, y: Value) -> Answer:
    """Whether two values are the same number."""
    if x == y:
        return Answer.YES
    if x != y:
        return Answer.NO
    return Answer.UNKNOWN


def less(x: Value, y: Value) -> Answer:
    """Whether x < y; undefined where one of them is not real."""
    x, y = real_of(x), real_of(y)
    if x < y:
        return Answer.YES
    if x >= y:
        return Answer.NO
    return Answer.UNKNOWN


def negated(answer: Answer) -> Answer:
    if answer is Answer.UNKNOWN:
        return answer
    return Answer.NO if answer is Answer.YES else Answer.YES
