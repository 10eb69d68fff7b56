"""Functions in floating-point numbers, real and complex, and their slopes.

A real function raises ValueError outside its domain. A complex one is principal; close to a cut, where rounding would
choose the side, it raises ArithmeticError.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

Number = Any  # float or complex
Function = Callable[[Number], Number]
Combination = Callable[[list[Number]], Number]
SlopeRule = Callable[[list[Number], list[Number]], Number]

NEAR: Final = 1e-6
"""What lies this close to the border of a domain, or to a cut, may lie on either side of it."""


class Undefined(Exception):
    """The value lies clearly outside the domain."""


class Functions:
    """The elementary functions of one argument, sums, products and powers, and how each is differentiated."""

    def __init__(self, library: Any, power: Combination, off_cut: Callable[[str, Function], Function]) -> None:
        m = library

        self.of_one: Mapping[str, Function] = {
            "exp": m.exp,
            "sqrt": off_cut("negative", m.sqrt),
            "sin": m.sin,
            "cos": m.cos,
            "tan": m.tan,
            "cot": lambda x: 1 / m.tan(x),
            "sec": lambda x: 1 / m.cos(x),
            "csc": lambda x: 1 / m.sin(x),
            "sinh": m.sinh,
            "cosh": m.cosh,
            "tanh": m.tanh,
            "coth": lambda x: 1 / m.tanh(x),
            "sech": lambda x: 1 / m.cosh(x),
            "csch": lambda x: 1 / m.sinh(x),
            "log": off_cut("negative", m.log),
            "ln": off_cut("negative", m.log),
            "log2": off_cut("negative", lambda x: m.log(x) / math.log(2)),
            "asin": off_cut("outside", m.asin),
            "atan": off_cut("imaginary", m.atan),
            "asinh": off_cut("imaginary", m.asinh),
            "atanh": off_cut("outside", m.atanh),
        }
        self.slopes: Mapping[str, Function] = {
            "exp": m.exp,
            "sqrt": lambda x: 0.5 / m.sqrt(x),
            "sin": m.cos,
            "cos": lambda x: -m.sin(x),
            "tan": lambda x: 1 / m.cos(x) ** 2,
            "cot": lambda x: -1 / m.sin(x) ** 2,
            "sec": lambda x: m.sin(x) / m.cos(x) ** 2,
            "csc": lambda x: -m.cos(x) / m.sin(x) ** 2,
            "sinh": m.cosh,
            "cosh": m.sinh,
            "tanh": lambda x: 1 / m.cosh(x) ** 2,
            "coth": lambda x: -1 / m.sinh(x) ** 2,
            "sech": lambda x: -m.sinh(x) / m.cosh(x) ** 2,
            "csch": lambda x: -m.cosh(x) / m.sinh(x) ** 2,
            "log": lambda x: 1 / x,
            "ln": lambda x: 1 / x,
            "log2": lambda x: 1 / (x * math.log(2)),
            "asin": lambda x: 1 / m.sqrt(1 - x * x),
            "atan": lambda x: 1 / (1 + x * x),
            "asinh": lambda x: 1 / m.sqrt(1 + x * x),
            "atanh": lambda x: 1 / (1 - x * x),
        }
        self.arithmetic: Mapping[str, Combination] = {
            "add": math.fsum if m is math else sum,
            "neg": lambda v: -v[0],
            "mul": math.prod,
            "div": lambda v: v[0] / v[1],
            "pow": power,
        }
        self.rules: Mapping[str, SlopeRule] = {
            "add": lambda values, slopes: sum(slopes),
            "neg": lambda values, slopes: -slopes[0],
            "mul": _slope_of_product,
            "div": lambda values, slopes: (slopes[0] - values[0] / values[1] * slopes[1]) / values[1],
            "pow": lambda values, slopes: _slope_of_power(values, slopes, power, m.log),
        }


def _slope_of_product(values: list[Number], slopes: list[Number]) -> Number:
    return sum(s * math.prod(values[:i] + values[i + 1 :]) for i, s in enumerate(slopes) if s)


def _slope_of_power(values: list[Number], slopes: list[Number], power: Combination, log: Function) -> Number:
    u, w = values
    by_base = w * power([u, w - 1]) * slopes[0] if slopes[0] else 0.0
    return by_base + power(values) * log(u) * slopes[1] if slopes[1] else by_base


def _real_power(values: list[Number]) -> Number:
    base, exponent = values
    if base < 0 and not exponent.is_integer():
        if base < -NEAR and abs(exponent - round(exponent)) > NEAR:
            raise Undefined
        raise ArithmeticError
    return float(base**exponent)


def _real(cut: str, function: Function) -> Function:
    """The function, with an error of its own where it is undefined at the value and close to it."""

    def checked(x: Number) -> Number:
        try:
            return function(x)
        except ValueError:
            if abs(x) > NEAR and all(_fails(function, x * factor) for factor in (1 - NEAR, 1 + NEAR)):
                raise Undefined from None
            raise

    return checked


def _fails(function: Function, x: Number) -> bool:
    try:
        function(x)
    except ValueError:
        return True
    return False


def _complex_power(values: list[Number]) -> Number:
    base, exponent = values
    if not exponent.imag and exponent.real.is_integer():
        return base ** int(exponent.real)
    return _complex("negative", lambda z: z**exponent)(base)


def _complex(cut: str, function: Function) -> Function:
    """The function off its cut: negative numbers, or real or imaginary ones of size above 1."""

    def checked(z: Number) -> Number:
        x, y = (z.imag, z.real) if cut == "imaginary" else (z.real, z.imag)
        may_be_on_cut = x <= 0 if cut == "negative" else abs(x) >= 1 - NEAR
        if may_be_on_cut and abs(y) <= NEAR * abs(x):
            raise ArithmeticError
        return function(z)

    return checked


REAL: Final = Functions(math, _real_power, _real)
COMPLEX: Final = Functions(cmath, _complex_power, _complex)
