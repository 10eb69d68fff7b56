"""The functions of the language over the complex numbers: principal branches on the whole plane.

On a branch cut the value is the one of the formulas with the principal logarithm and square root, whose imaginary
part on the negative axis is that of the upper side; python-flint agrees with them. A ball that straddles a cut
encloses the values of both sides. An order relation, and what is defined by one, is undefined off the real line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flint import acb, fmpq

from verifier.kernel.balls import functions as real
from verifier.kernel.balls.functions import COMMON, Function
from verifier.kernel.balls.values import (
    HALF,
    ONE,
    ZERO,
    Undefined,
    Unsupported,
    Value,
    demand,
    demand_nonzero,
    divide,
    integer_power,
    rational_power,
    real_of,
    rectangle,
    settled,
)

IMAGINARY_UNIT: Final = acb(0, 1)


def is_real(x: Value) -> bool:
    """Whether the value is held as a real one; a rectangle around real numbers is not."""
    return type(x) is not acb


def log(x: Value, base: Value | None = None) -> Value:
    if base is not None:
        return divide(log(x), log(base))
    demand_nonzero(x)
    return real.log(x) if is_real(x) and x > 0 else rectangle(x).log()


def sqrt(x: Value) -> Value:
    if is_real(x) and x >= 0:
        return rational_power(x, HALF)
    return rectangle(x).sqrt()


def power(x: Value, y: Value) -> Value:
    """The principal x**y = exp(y*log(x)); 0**y is 0 where re(y) > 0, 1 where y is 0, and undefined elsewhere."""
    y = settled(y)
    if type(y) is fmpq and y.q == 1:
        return integer_power(x, y.p)
    if type(y) is fmpq and y == HALF:
        return sqrt(x)
    if x == 0:
        part = y.real if type(y) is acb else y
        demand(part > 0, part < 0 or (part == 0 and y != 0))
        return ZERO
    if is_real(x) and is_real(y) and x > 0:
        return rational_power(x, y) if type(y) is fmpq else (real.log(x) * y).exp()
    return real.exp(log(x) * y)


def root(x: Value, n: Value) -> Value:
    return power(x, divide(ONE, n))


def cbrt(x: Value) -> Value:
    """The real cube root of a real number, the principal one of any other."""
    x = settled(x)
    if is_real(x):
        return real.cbrt(x)
    demand(x.imag != 0 or x.real > 0, False)
    return (x.log() / 3).exp()


def asin(x: Value) -> Value:
    return real.asin(x) if is_real(x) and abs(x) <= 1 else rectangle(x).asin()


def acos(x: Value) -> Value:
    return real.acos(x) if is_real(x) and abs(x) <= 1 else rectangle(x).acos()


def atan(x: Value) -> Value:
    """Undefined at I and -I."""
    if is_real(x):
        return real.atan(x)
    demand_nonzero(x - IMAGINARY_UNIT)
    demand_nonzero(x + IMAGINARY_UNIT)
    return x.atan()


def asinh(x: Value) -> Value:
    return real.asinh(x) if is_real(x) else x.asinh()


def acosh(x: Value) -> Value:
    return real.acosh(x) if is_real(x) and x >= 1 else rectangle(x).acosh()


def atanh(x: Value) -> Value:
    """Undefined at 1 and -1."""
    demand_nonzero(x - 1)
    demand_nonzero(x + 1)
    return real.atanh(x) if is_real(x) and abs(x) < 1 else rectangle(x).atanh()


def sign(x: Value) -> Value:
    """x/Abs(x), and 0 at 0."""
    x = settled(x)
    return real.sign(x) if is_real(x) else divide(x, abs(x))


def arg(x: Value) -> Value:
    if is_real(x):
        return real.arg(x)
    demand_nonzero(x)
    return x.arg()


def imaginary_part(x: Value) -> Value:
    return x.imag if type(x) is acb else ZERO


def real_part(x: Value) -> Value:
    return x.real if type(x) is acb else x


def conjugate(x: Value) -> Value:
    return x.conjugate() if type(x) is acb else x


def softplus(x: Value) -> Value:
    return log(1 + real.exp(x))


def ordered(function: Function) -> Function:
    """The real function, undefined where an argument is not real: it is defined by an order relation."""

    def restricted(*values: Value) -> Value:
        return function(*map(real_of, values))

    return restricted


def extreme(function: Function) -> Function:
    """The greatest or the least of real numbers; one alone is not compared with anything."""

    def compared(*values: Value) -> Value:
        return values[0] if len(values) == 1 else function(*map(real_of, values))

    return compared


def real_only(function: Function) -> Function:
    """The real function; of other arguments the language says nothing."""

    def restricted(*values: Value) -> Value:
        try:
            values = tuple(map(real_of, values))
        except Undefined:
            raise Unsupported from None
        return function(*values)

    return restricted


COMPLEX: Final[Mapping[str, Function]] = {
    **COMMON,
    "pow": power,
    "log": log,
    "ln": log,
    "log2": lambda x: divide(log(x), log(fmpq(2))),
    "log10": lambda x: divide(log(x), log(fmpq(10))),
    "sqrt": sqrt,
    "cbrt": cbrt,
    "root": root,
    "asin": asin,
    "acos": acos,
    "atan": atan,
    "asinh": asinh,
    "acosh": acosh,
    "atanh": atanh,
    "atan2": real_only(real.atan2),
    "Abs": abs,
    "sign": sign,
    "Heaviside": ordered(real.heaviside),
    "Max": extreme(real.largest),
    "Min": extreme(real.smallest),
    "floor": real_only(real.floor),
    "ceiling": real_only(real.ceiling),
    "KroneckerDelta": real.kronecker_delta,
    "re": real_part,
    "im": imaginary_part,
    "conjugate": conjugate,
    "arg": arg,
    "softplus": softplus,
    "relu": ordered(real.relu),
}
