"""Floating-point values of core terms, to see early that an inequality that is looked for fails. Nothing is decided here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from verifier.terms.term import Term

CLOSE: Final = 1e-9
LARGEST: Final = 700.0  # an argument of exp

Values = Mapping[str, float]

_FUNCTIONS: Final[dict[str, Callable[[float], float]]] = {
    "exp": lambda x: math.exp(x) if x < LARGEST else math.inf,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "atan": math.atan,
    "asin": math.asin,
    "erf": math.erf,
    "gamma": math.gamma,
    "floor": lambda x: float(math.floor(x)),
}
_ORDERS: Final[dict[str, Callable[[float, float], bool]]] = {
    "eq": lambda a, b: abs(a - b) <= _slack(a, b),
    "ne": lambda a, b: abs(a - b) > _slack(a, b),
    "lt": lambda a, b: a <= b + _slack(a, b),
    "gt": lambda a, b: a >= b - _slack(a, b),
    "le": lambda a, b: a <= b + _slack(a, b),
    "ge": lambda a, b: a >= b - _slack(a, b),
}


def _slack(a: float, b: float) -> float:
    return CLOSE * (1 + abs(a) + abs(b))


def estimate(term: Term, values: Values) -> float | None:
    """About the value of a term, infinite where it is too large; None where it has none, or none that floats know."""
    try:
        found = _value(term, values)
    except (ArithmeticError, ValueError, KeyError):
        return None
    return None if math.isnan(found) else found


def seems_true(condition: Term, values: Values) -> bool | None:
    """Whether the condition seems to hold, equality within rounding counted for it; None where floats do not know."""
    try:
        return _truth(condition, values)
    except (ArithmeticError, ValueError, KeyError):
        return None


def _truth(condition: Term, values: Values) -> bool:
    match condition.head:
        case "true" | "false":
            return condition.head == "true"
        case "and":
            return all(_truth(c, values) for c in condition.args)
        case "or":
            return any(_truth(c, values) for c in condition.args)
        case "not":
            return not _truth(condition.args[0], values)
    left, right = (_value(side, values) for side in condition.args)
    if math.isnan(left - right):
        raise ValueError("the sides are too large to compare")
    return _ORDERS[condition.head](left, right)


def _value(term: Term, values: Values) -> float:
    args = term.args
    match term.head:
        case "number":
            return float(term.number)
        case "symbol":
            return values[term.name]
        case "constant" if term.name == "pi":
            return math.pi
        case "add":
            return math.fsum(_value(a, values) for a in args)
        case "mul":
            return math.prod(_value(a, values) for a in args)
        case "neg":
            return -_value(args[0], values)
        case "div":
            return _value(args[0], values) / _value(args[1], values)
        case "pow":
            return _power(_value(args[0], values), _value(args[1], values))
        case "guard":
            return _value(args[0], values)
        case "Abs":
            return abs(_value(args[0], values))
        case "Piecewise":
            for value, condition in zip(args[::2], args[1::2], strict=True):
                if _truth(condition, values):
                    return _value(value, values)
            raise ValueError("no condition holds")
    return _FUNCTIONS[term.head](_value(args[0], values))


def _power(base: float, exponent: float) -> float:
    if base < 0 and not exponent.is_integer():
        raise ValueError("a root of a negative number")
    return float(base**exponent)
