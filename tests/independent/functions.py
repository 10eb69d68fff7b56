"""The functions of the language at numbers, on their natural domains over the reals or over the complex numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial

from mpmath import mp

from tests.independent.numbers import (
    Number,
    Unclear,
    Undefined,
    as_integer,
    exact_root,
    finite,
    is_real,
    is_zero,
    real,
    rounded,
    sign,
)

LARGEST_MAGNITUDE = 20_000  # bits before the point of an argument; mpmath works out exp(2**10_000_000) for minutes
LARGEST_EXACT = 20_000  # bits of a power that is still formed exactly


def power(base: Number, exponent: Number, complex_numbers: bool) -> Number:
    """The principal power. Over the reals a negative base needs an integer exponent; anything to the 0 is 1."""
    whole = as_integer(exponent)
    if whole is not None:
        return _integer_power(base, whole)
    if not isinstance(base, Fraction) and abs(base) <= mp.mpf(10) ** (-mp.dps // 2):
        raise Unclear
    if base == 0:
        return _power_of_zero(exponent)
    if is_real(base) and is_real(exponent) and real(base) > 0:
        return (
            exact_root(base, 2)
            if exponent == Fraction(1, 2) and exact_root(base, 2)
            else mp.power(rounded(base), argument(exponent))
        )
    if not complex_numbers:
        raise Undefined
    return mp.exp(argument(rounded(exponent) * mp.log(rounded(base))))


def _power_of_zero(exponent: Number) -> Number:
    part = exponent if isinstance(exponent, Fraction) else exponent.real
    if sign(part) > 0:
        return Fraction(0)
    raise Undefined


def _integer_power(base: Number, exponent: int) -> Number:
    if exponent == 0:
        return Fraction(1)
    if exponent < 0 and is_zero(base):
        raise Undefined
    if isinstance(base, Fraction):
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        if base in (0, 1, -1) or bits * abs(exponent) <= LARGEST_EXACT:
            return base ** (exponent if base not in (1, -1) else exponent % 2)
    return finite(mp.power(rounded(base), exponent))


def _logarithm(x: Number, complex_numbers: bool) -> Number:
    if is_zero(x) or (not complex_numbers and real(x) < 0):
        raise Undefined
    return Fraction(0) if x == 1 else mp.log(rounded(x))


def _square_root(x: Number, complex_numbers: bool) -> Number:
    if not complex_numbers and not isinstance(x, Fraction) and abs(x) <= mp.mpf(10) ** (-mp.dps // 2):
        raise Unclear
    if not complex_numbers and real(x) < 0:
        raise Undefined
    root = exact_root(x, 2)
    return mp.sqrt(rounded(x)) if root is None else root


def _cube_root(x: Number, complex_numbers: bool) -> Number:
    if not is_real(x):
        raise Unclear
    x = real(x)
    size = exact_root(abs(x), 3)
    size = mp.cbrt(rounded(abs(x))) if size is None else size
    return -size if x < 0 else size


def _quotient(top: Number, bottom: Number) -> Number:
    if is_zero(bottom):
        raise Undefined
    return (
        top / bottom if isinstance(top, Fraction) and isinstance(bottom, Fraction) else rounded(top) / rounded(bottom)
    )


def _gamma(x: Number) -> Number:
    whole = as_integer(x)
    if whole is not None and whole <= 0:
        raise Undefined
    if whole is not None and whole < 1000:
        return Fraction(factorial(whole - 1))
    return finite(mp.gamma(rounded(x)))


def _binomial(n: Number, k: Number) -> Number:
    lower = as_integer(k)
    if lower is None:
        raise Unclear
    if lower < 0:
        return Fraction(0)
    product: Number = Fraction(1)
    for i in range(lower):
        product = product * (n - i if isinstance(n, Fraction) and isinstance(product, Fraction) else rounded(n) - i)
        product = product / (i + 1)
    return product


def _floor(x: Number) -> Number:
    x = real(x)
    if not isinstance(x, Fraction):
        as_integer(x)  # raises where x is too close to an integer
        return Fraction(int(mp.floor(x)))
    return Fraction(x.numerator // x.denominator)


def _angle(y: Number, x: Number) -> Number:
    if x == 0 and y == 0:
        raise Undefined
    if y == 0 and real(x) > 0:
        return Fraction(0)
    return mp.atan2(rounded(real(y)), rounded(real(x)))


def _between(x: Number, low: int | None, high: int | None, closed: bool, complex_numbers: bool) -> None:
    """Nothing inside the interval. Outside: Undefined over the reals; on a branch cut conventions differ: Unclear."""
    if not is_real(x):
        return
    for end, side in ((low, 1), (high, -1)):
        if end is None:
            continue
        where = sign(real(x) - end if isinstance(x, Fraction) else rounded(real(x)) - end) * side
        if where == 0 and not closed:
            raise Undefined
        if where < 0:
            raise Unclear if complex_numbers else Undefined


def _inverse(name: str, low: int | None, high: int | None, closed: bool) -> Callable[[Number, bool], Number]:
    def function(x: Number, complex_numbers: bool) -> Number:
        _between(x, low, high, closed, complex_numbers)
        if name in ("atan", "asinh") and not is_real(x) and x.real == 0 and abs(x.imag) >= 1:
            raise Unclear
        return _at_zero(name, x)

    return function


def _at_zero(name: str, x: Number) -> Number:
    """An elementary function, exact at 0."""
    if isinstance(x, Fraction) and x == 0 and name in _EXACT_AT_ZERO:
        return Fraction(_EXACT_AT_ZERO[name])
    return finite(getattr(mp, name)(argument(x)))


def argument(x: Number) -> Number:
    """The number rounded, to be put into a function; Unclear where that would take too long."""
    x = rounded(x)
    if mp.isfinite(x) and mp.mag(x) > LARGEST_MAGNITUDE:
        raise Unclear
    return x


_EXACT_AT_ZERO = {
    **dict.fromkeys(("sin", "sinh", "tan", "tanh", "asin", "atan", "asinh", "atanh", "erf"), 0),
    **dict.fromkeys(("cos", "cosh", "exp"), 1),
}


def _ratio(top: str, bottom: str) -> Callable[[Number, bool], Number]:
    def function(x: Number, complex_numbers: bool) -> Number:
        numerator = Fraction(1) if top == "one" else _at_zero(top, x)
        return _quotient(numerator, _at_zero(bottom, x))

    return function


def _entire(name: str) -> Callable[[Number, bool], Number]:
    return lambda x, _: _at_zero(name, x)


def _size(x: Number, _: bool) -> Number:
    return abs(x)


def _signum(x: Number, complex_numbers: bool) -> Number:
    if is_real(x):
        return Fraction(sign(x))
    return rounded(x) / abs(rounded(x))


def _part(name: str) -> Callable[[Number, bool], Number]:
    def function(x: Number, _: bool) -> Number:
        if isinstance(x, Fraction):
            return Fraction(0) if name == "imag" else x
        return x.conjugate() if name == "conjugate" else getattr(x, name)

    return function


def _argument(x: Number, _: bool) -> Number:
    return _angle(_part("imag")(x, True), _part("real")(x, True))


def _logistic(x: Number, _: bool) -> Number:
    return 1 / (1 + mp.exp(-argument(x)))


def _halves(x: Number, _: bool) -> Number:
    return Fraction(1 + sign(x), 2)


UNARY: dict[str, Callable[[Number, bool], Number]] = {
    **{name: _entire(name) for name in ("exp", "sin", "cos", "sinh", "cosh", "erf")},
    "log": _logarithm,
    "ln": _logarithm,
    "log2": lambda x, c: _quotient(_logarithm(x, c), mp.log(2)),
    "log10": lambda x, c: _quotient(_logarithm(x, c), mp.log(10)),
    "sqrt": _square_root,
    "cbrt": _cube_root,
    "Abs": _size,
    "sign": _signum,
    "floor": lambda x, _: _floor(x),
    "ceiling": lambda x, _: -_floor(-x),
    "tan": _ratio("sin", "cos"),
    "cot": _ratio("cos", "sin"),
    "sec": _ratio("one", "cos"),
    "csc": _ratio("one", "sin"),
    "tanh": _ratio("sinh", "cosh"),
    "coth": _ratio("cosh", "sinh"),
    "sech": _ratio("one", "cosh"),
    "csch": _ratio("one", "sinh"),
    "asin": _inverse("asin", -1, 1, True),
    "acos": _inverse("acos", -1, 1, True),
    "atan": _inverse("atan", None, None, True),
    "asinh": _inverse("asinh", None, None, True),
    "acosh": _inverse("acosh", 1, None, True),
    "atanh": _inverse("atanh", -1, 1, False),
    "factorial": lambda x, _: _gamma(x + 1),
    "gamma": lambda x, _: _gamma(x),
    "Heaviside": _halves,
    "re": _part("real"),
    "im": _part("imag"),
    "conjugate": _part("conjugate"),
    "arg": _argument,
    "sigmoid": _logistic,
    "softplus": lambda x, _: mp.log(1 + mp.exp(argument(x))),
    "relu": lambda x, _: max(real(x), Fraction(0)) if isinstance(x, Fraction) else x if sign(x) > 0 else Fraction(0),
}

BINARY: dict[str, Callable[[Number, Number, bool], Number]] = {
    "log": lambda x, b, c: _quotient(_logarithm(x, c), _logarithm(b, c)),
    "root": lambda x, n, c: power(x, _quotient(Fraction(1), n), c),
    "atan2": lambda y, x, _: _angle(y, x),
    "binomial": lambda n, k, _: _binomial(n, k),
    "KroneckerDelta": lambda i, j, _: Fraction(int(is_zero(i - j))),
    "div": lambda x, y, _: _quotient(x, y),
    "pow": power,
}
