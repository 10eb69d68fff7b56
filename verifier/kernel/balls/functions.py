"""The functions of the language on values: over the reals, and those that are the same over the complex numbers.

Every function is its principal branch. Over the reals a function is undefined where that branch is not real, except
`cbrt`, which is the real cube root. Each one first shows that it is defined on the whole ball; python-flint then
encloses its values there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flint import acb, arb, fmpq, fmpz

from verifier.kernel.balls.values import (
    HALF,
    ONE,
    ZERO,
    Undefined,
    Unsupported,
    Value,
    Wide,
    add,
    ball,
    bounded,
    demand,
    divide,
    equal,
    may_be_integer,
    multiply,
    rational_power,
    real_power,
    settled,
)
from verifier.model.verdict import Answer

Function = Callable[..., Value]

LARGEST_FACTORIAL: Final = 400  # its value stays below the bound on exact rationals
LONGEST_PRODUCT: Final = 1000  # factors of a binomial coefficient
THIRD: Final = fmpq(1, 3)


# The same over the reals and over the complex numbers: analytic but for poles.


def exp(x: Value) -> Value:
    return ball(x).exp()


def sin(x: Value) -> Value:
    return ball(x).sin()


def cos(x: Value) -> Value:
    return ball(x).cos()


def tan(x: Value) -> Value:
    return divide(sin(x), cos(x))


def cot(x: Value) -> Value:
    return divide(cos(x), sin(x))


def sec(x: Value) -> Value:
    return divide(ONE, cos(x))


def csc(x: Value) -> Value:
    return divide(ONE, sin(x))


def sinh(x: Value) -> Value:
    return ball(x).sinh()


def cosh(x: Value) -> Value:
    return ball(x).cosh()


def tanh(x: Value) -> Value:
    return divide(sinh(x), cosh(x)) if type(x) is acb else ball(x).tanh()


def coth(x: Value) -> Value:
    return divide(cosh(x), sinh(x))


def sech(x: Value) -> Value:
    return divide(ONE, cosh(x)) if type(x) is acb else ball(x).sech()


def csch(x: Value) -> Value:
    return divide(ONE, sinh(x))


def sigmoid(x: Value) -> Value:
    """1/(1 + exp(-x)); over the complex numbers it has poles."""
    return divide(ONE, 1 + exp(-x))


def erf(x: Value) -> Value:
    return ball(x).erf()


def gamma(x: Value) -> Value:
    """Undefined at 0, -1, -2, ..."""
    x = settled(x)
    if type(x) is fmpq:
        if x.q == 1:
            demand(x > 0, x <= 0)
            if x <= LARGEST_FACTORIAL:
                return fmpq(fmpz.fac_ui(x.p - 1))
        return arb(x).gamma()
    demand((x.real if type(x) is acb else x) > 0 or not may_be_integer(x), False)
    return x.gamma()


def factorial(x: Value) -> Value:
    """gamma(x + 1), so undefined at -1, -2, ..."""
    return gamma(add(x, ONE))


def binomial(n: Value, k: Value) -> Value:
    """For an integer k: 0 where k < 0, else the falling factorial of n over k!. Otherwise a quotient of gammas."""
    n, k = settled(n), settled(k)
    if type(k) is fmpq and k.q == 1:
        return _whole_binomial(n, k)
    demand(not may_be_integer(k), False)
    return divide(_gamma_above(n), multiply(_gamma_above(k), _gamma_above(add(n, -k))))


def _gamma_above(x: Value) -> Value:
    """gamma(x + 1); where it has a pole nothing is said of the binomial coefficient."""
    try:
        return gamma(add(x, ONE))
    except Undefined:
        raise Unsupported from None


def _whole_binomial(n: Value, k: fmpq) -> Value:
    if k < 0:
        return ZERO
    whole = type(n) is fmpq and n.q == 1 and n >= 0
    if whole and k > n:
        return ZERO
    if whole and 2 * k > n:
        k = n - k
    if k > LONGEST_PRODUCT:
        raise Unsupported
    product = ONE
    for i in range(int(k.p)):
        product = bounded(product * (n - i) / (i + 1))
    return product


COMMON: Final[Mapping[str, Function]] = {
    "neg": lambda x: -x,
    "div": divide,
    "exp": exp,
    "sin": sin,
    "cos": cos,
    "tan": tan,
    "cot": cot,
    "sec": sec,
    "csc": csc,
    "sinh": sinh,
    "cosh": cosh,
    "tanh": tanh,
    "coth": coth,
    "sech": sech,
    "csch": csch,
    "sigmoid": sigmoid,
    "erf": erf,
    "gamma": gamma,
    "factorial": factorial,
    "binomial": binomial,
}


# Over the reals.


def log(x: Value, base: Value | None = None) -> Value:
    if base is not None:
        return divide(log(x), log(base))
    demand(x > 0, x <= 0)
    return ball(x).log()


def sqrt(x: Value) -> Value:
    return rational_power(x, HALF)


def cbrt(x: Value) -> Value:
    """The real cube root, also of negative numbers."""
    if x >= 0:
        return rational_power(x, THIRD)
    if x <= 0:
        return -rational_power(-x, THIRD)
    bound = (ball(x).abs_upper().log() * THIRD).exp()
    return bound.union(-bound)


def asin(x: Value) -> Value:
    demand(x >= -1 and x <= 1, x < -1 or x > 1)
    return ball(x).asin()


def acos(x: Value) -> Value:
    demand(x >= -1 and x <= 1, x < -1 or x > 1)
    return ball(x).acos()


def atan(x: Value) -> Value:
    return ball(x).atan()


def asinh(x: Value) -> Value:
    return ball(x).asinh()


def acosh(x: Value) -> Value:
    demand(x >= 1, x < 1)
    return ball(x).acosh()


def atanh(x: Value) -> Value:
    demand(x > -1 and x < 1, x <= -1 or x >= 1)
    return ball(x).atanh()


def atan2(y: Value, x: Value) -> Value:
    """The angle of the point (x, y) in (-pi, pi]; undefined at the origin."""
    demand(y != 0 or x != 0, y == 0 and x == 0)
    return arb.atan2(ball(y), ball(x))


def arg(x: Value) -> Value:
    demand(x != 0, x == 0)
    return atan2(ZERO, x)


def sign(x: Value) -> Value:
    if x > 0:
        return ONE
    if x < 0:
        return -ONE
    return ZERO if x == 0 else x.sgn()


def heaviside(x: Value) -> Value:
    """1/2 at 0."""
    return (sign(x) + 1) * HALF


def largest(*values: Value) -> Value:
    best = values[0]
    for x in values[1:]:
        if not best >= x:
            best = x if x >= best else ball(best).max(ball(x))
    return best


def smallest(*values: Value) -> Value:
    return -largest(*(-x for x in values))


def floor(x: Value) -> Value:
    return fmpq(x.floor()) if type(x) is fmpq else settled(x.floor())


def ceiling(x: Value) -> Value:
    return -floor(-x)


def kronecker_delta(i: Value, j: Value) -> Value:
    answer = equal(i, j)
    if answer is Answer.UNKNOWN:
        raise Wide
    return ONE if answer is Answer.YES else ZERO


def root(x: Value, n: Value) -> Value:
    """The principal x**(1/n)."""
    return real_power(x, divide(ONE, n))


def softplus(x: Value) -> Value:
    return log(1 + exp(x))


def relu(x: Value) -> Value:
    return largest(x, ZERO)


REAL: Final[Mapping[str, Function]] = {
    **COMMON,
    "pow": real_power,
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
    "atan2": atan2,
    "Abs": abs,
    "sign": sign,
    "Heaviside": heaviside,
    "Max": largest,
    "Min": smallest,
    "floor": floor,
    "ceiling": ceiling,
    "KroneckerDelta": kronecker_delta,
    "re": lambda x: x,
    "im": lambda x: ZERO,
    "conjugate": lambda x: x,
    "arg": arg,
    "softplus": softplus,
    "relu": relu,
}
