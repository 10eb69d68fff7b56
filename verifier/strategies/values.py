"""Double-precision values of terms, with Python's own mathematics: they show that a planted mistake is one.

Nothing is shared with the kernel or the engine. A value is None where it is not known: outside the natural domain, where
it overflows, or where this page has no rule.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from verifier.terms.term import Term

Number = complex
CLEARLY: Final = 1e-3
"""Relative difference from which two values differ: far above rounding, and above the error of difference quotients."""
STEP: Final = 1e-5
MOST_TERMS: Final = 200


class Unknown(Exception):
    """No value is known here."""


def differ(lhs: Term, rhs: Term, point: Mapping[str, Fraction], is_complex: bool = False) -> bool:
    """Whether both sides have a value at the point, and clearly not the same one."""
    try:
        u, v = (value(t, {n: complex(x) for n, x in point.items()}, is_complex) for t in (lhs, rhs))
    except (Unknown, ArithmeticError, ValueError, RecursionError):
        return False
    size = max(abs(u), abs(v))
    return math.isfinite(size) and size < 1e9 and abs(u - v) > CLEARLY * max(size, 1)


def value(term: Term, point: Mapping[str, Number], is_complex: bool) -> Number:
    """The value of a term; raises Unknown, ArithmeticError or ValueError where none is known."""
    found = _value(term, point, is_complex)
    if not is_complex and abs(found.imag) > 0:
        raise Unknown
    if not cmath.isfinite(found):
        raise Unknown
    return found


def _value(term: Term, point: Mapping[str, Number], is_complex: bool) -> Number:
    head, args = term.head, term.args
    match head:
        case "number":
            return complex(term.number)
        case "symbol":
            return point[term.name]
        case "constant":
            return _CONSTANTS[term.name]
        case "Piecewise":
            for result, condition in zip(args[::2], args[1::2], strict=True):
                if _holds(condition, point, is_complex):
                    return value(result, point, is_complex)
            raise Unknown
        case "Sum" | "Product":
            return _total(term, point, is_complex)
        case "Derivative":
            return _slope(term, point, is_complex)
    found = _FUNCTIONS.get(head)
    if found is None:
        raise Unknown
    return found(*(value(a, point, is_complex) for a in args))


def _holds(condition: Term, point: Mapping[str, Number], is_complex: bool) -> bool:
    if condition.head in ("true", "false"):
        return condition.head == "true"
    if condition.head not in _RELATIONS:
        raise Unknown
    u, v = (value(a, point, is_complex).real for a in condition.args)
    if abs(u - v) < CLEARLY and u != v:
        raise Unknown
    return _RELATIONS[condition.head](u, v)


def _total(term: Term, point: Mapping[str, Number], is_complex: bool) -> Number:
    body, index, *bounds = term.args
    low, high = (_integer(value(b, point, is_complex)) for b in bounds)
    if high - low > MOST_TERMS:
        raise Unknown
    parts = [value(body, {**point, index.name: complex(k)}, is_complex) for k in range(low, high + 1)]
    return sum(parts, 0j) if term.head == "Sum" else math.prod(parts, start=1 + 0j)


def _slope(term: Term, point: Mapping[str, Number], is_complex: bool) -> Number:
    """A first derivative by the symmetric difference quotient."""
    body, x, order = term.args
    if order.value != 1 or len(term.args) != 3:
        raise Unknown
    ahead, behind = (value(body, {**point, x.name: point[x.name] + h}, is_complex) for h in (STEP, -STEP))
    return (ahead - behind) / (2 * STEP)


def _integer(x: Number) -> int:
    if x.imag or not x.real.is_integer():
        raise Unknown
    return int(x.real)


def _power(base: Number, exponent: Number) -> Number:
    if not exponent.imag and exponent.real.is_integer() and abs(exponent.real) < 1000:
        return base ** int(exponent.real)
    if not base:
        raise Unknown
    return cmath.exp(exponent * cmath.log(base))


def _real(f: Callable[..., float]) -> Callable[..., Number]:
    def of_reals(*args: Number) -> Number:
        if any(a.imag for a in args):
            raise Unknown
        return complex(f(*(a.real for a in args)))

    return of_reals


def _sign(x: Number) -> Number:
    return x / abs(x) if x else 0j


_CONSTANTS: Final = {"pi": complex(math.pi), "E": complex(math.e), "I": 1j}
_RELATIONS: Final[dict[str, Callable[[float, float], bool]]] = {
    "lt": lambda u, v: u < v,
    "le": lambda u, v: u <= v,
    "gt": lambda u, v: u > v,
    "ge": lambda u, v: u >= v,
    "eq": lambda u, v: u == v,
    "ne": lambda u, v: u != v,
}
_FUNCTIONS: Final[dict[str, Callable[..., Number]]] = {
    "add": lambda *v: sum(v, 0j),
    "mul": lambda *v: math.prod(v, start=1 + 0j),
    "neg": lambda u: -u,
    "div": lambda u, v: u / v,
    "pow": _power,
    "exp": cmath.exp,
    "log": lambda u, base=complex(math.e): cmath.log(u) / cmath.log(base),
    "ln": cmath.log,
    "log2": lambda u: cmath.log(u) / math.log(2),
    "log10": lambda u: cmath.log(u) / math.log(10),
    "sqrt": cmath.sqrt,
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "sinh": cmath.sinh,
    "cosh": cmath.cosh,
    "tanh": cmath.tanh,
    "atan": _real(math.atan),
    "sigmoid": lambda u: 1 / (1 + cmath.exp(-u)),
    "softplus": lambda u: cmath.log(1 + cmath.exp(u)),
    "relu": _real(lambda u: max(u, 0.0)),
    "Abs": lambda u: complex(abs(u)),
    "sign": _sign,
    "Max": _real(max),
    "Min": _real(min),
    "re": lambda u: complex(u.real),
    "im": lambda u: complex(u.imag),
    "conjugate": lambda u: u.conjugate(),
}
