"""Floating-point values of terms at one point, each sub-term's once: a fast look at many variants of one line.

Nothing is decided here: a variant that a float tells apart is not tried any further, which may cost a suggestion and
never truth. A derivative is worked out by the rules of calculus. What floats do not know (an integral, a function of a
declared name) has its ball's midpoint.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from verifier.kernel.ball_shown import near
from verifier.kernel.balls import compile_term
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Domain
from verifier.model.evidence import Point
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, Term

BITS: Final = 64
DIFFERENT: Final = 1e-6
"""Relative difference from which two values count as told apart: far above what rounding makes of small terms."""

_FUNCTIONS: Final[dict[str, Callable[[float], float]]] = {
    "exp": math.exp,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "atan": math.atan,
    "ln": math.log,
    "log2": math.log2,
    "log": math.log,
    "asin": math.asin,
    "asinh": math.asinh,
    "atanh": math.atanh,
    "cot": lambda x: 1 / math.tan(x),
    "sec": lambda x: 1 / math.cos(x),
    "csc": lambda x: 1 / math.sin(x),
    "coth": lambda x: 1 / math.tanh(x),
    "sech": lambda x: 1 / math.cosh(x),
    "csch": lambda x: 1 / math.sinh(x),
}
_SLOPES: Final[dict[str, Callable[[float], float]]] = {
    "exp": math.exp,
    "sqrt": lambda x: 0.5 / math.sqrt(x),
    "sin": math.cos,
    "cos": lambda x: -math.sin(x),
    "tan": lambda x: 1 / math.cos(x) ** 2,
    "sinh": math.cosh,
    "cosh": math.sinh,
    "tanh": lambda x: 1 / math.cosh(x) ** 2,
    "atan": lambda x: 1 / (1 + x * x),
    "ln": lambda x: 1 / x,
    "log2": lambda x: 1 / (x * math.log(2)),
    "log": lambda x: 1 / x,
    "asin": lambda x: 1 / math.sqrt(1 - x * x),
    "asinh": lambda x: 1 / math.sqrt(1 + x * x),
    "atanh": lambda x: 1 / (1 - x * x),
    "cot": lambda x: -1 / math.sin(x) ** 2,
    "sec": lambda x: math.sin(x) / math.cos(x) ** 2,
    "csc": lambda x: -math.cos(x) / math.sin(x) ** 2,
    "coth": lambda x: -1 / math.sinh(x) ** 2,
    "sech": lambda x: -math.sinh(x) / math.cosh(x) ** 2,
    "csch": lambda x: -math.cosh(x) / math.sinh(x) ** 2,
}


class Floats:
    """Real values at one point of the domain; None for a term without a finite one."""

    def __init__(self, domain: Domain, point: Point) -> None:
        self._domain = domain
        self._point = point
        self._known: dict[Term, float | None] = {}
        self._slopes: dict[tuple[Term, str], float | None] = {}

    def of_line(self, line: Term) -> float | None:
        """The value that variants are compared with: that of a derivative from its ball, where less is rounded."""
        if line.head == "Derivative":
            self._known[line] = self._midpoint(line)
        return self.value(line)

    def tells_apart(self, value: float, term: Term) -> bool:
        """Whether the term has a value here that is clearly another one."""
        other = self.value(term)
        return other is not None and abs(other - value) > DIFFERENT * max(abs(other), abs(value))

    def value(self, term: Term) -> float | None:
        """About the value of the term."""
        known = self._known
        if term in known:
            return known[term]
        try:
            found = self._value(term)
        except (ArithmeticError, ValueError):
            found = None
        known[term] = found = found if found is not None and math.isfinite(found) else None
        return found

    def _value(self, term: Term) -> float | None:
        head = term.head
        if head == "number":
            return float(term.number)
        if head == "symbol":
            exact = self._point.values.get(term.name)
            return float(exact) if isinstance(exact, Fraction) else None
        if head == "Derivative" and term.args[1].head == "symbol" and term.args[2:] == (ONE,):
            slope = self._slope(term.args[0], term.args[1].name)
            return self._midpoint(term) if slope is None else slope
        if head not in _ARITHMETIC and not (head in _FUNCTIONS and len(term.args) == 1):
            return self._midpoint(term)
        values = []
        for a in term.args:
            x = self.value(a)
            if x is None:
                return None
            values.append(x)
        return _ARITHMETIC[head](values) if head in _ARITHMETIC else _FUNCTIONS[head](values[0])

    def _slope(self, term: Term, name: str) -> float | None:
        """About the derivative by a symbol; None where the rules known here do not give it."""
        if self.value(term) is None:
            return None
        if name not in free_symbols(term):
            return 0.0
        known = self._slopes
        if (term, name) not in known:
            try:
                known[term, name] = self._new_slope(term, name)
            except (ArithmeticError, ValueError):
                known[term, name] = None
        return known[term, name]

    def _new_slope(self, term: Term, name: str) -> float | None:
        if term.head == "symbol":
            return 1.0
        rule = _RULES.get(term.head)
        if rule is None and not (term.head in _SLOPES and len(term.args) == 1):
            return None
        values, slopes = [], []
        for a in term.args:
            value, slope = self.value(a), self._slope(a, name)
            if value is None or slope is None:
                return None
            values.append(value)
            slopes.append(slope)
        return rule(values, slopes) if rule else _SLOPES[term.head](values[0]) * slopes[0]

    def _midpoint(self, term: Term) -> float | None:
        try:
            program = compile_term(term, self._domain.complex_numbers, self._domain.integers)
        except Unsupported:
            return None
        middle = near(program.run(self._point, BITS), BITS)
        return None if middle is None else float(middle)


def _power(values: list[float]) -> float:
    base, exponent = values
    if base < 0 and not exponent.is_integer():
        raise ValueError("a root of a negative number")
    return float(base**exponent)


def _slope_of_product(values: list[float], slopes: list[float]) -> float:
    return math.fsum(s * math.prod(values[:i] + values[i + 1 :]) for i, s in enumerate(slopes) if s)


def _slope_of_quotient(values: list[float], slopes: list[float]) -> float:
    u, v = values
    return (slopes[0] - u / v * slopes[1]) / v


def _slope_of_power(values: list[float], slopes: list[float]) -> float:
    u, w = values
    by_base = w * _power([u, w - 1]) * slopes[0] if slopes[0] else 0.0
    return by_base + _power(values) * math.log(u) * slopes[1] if slopes[1] else by_base


_ARITHMETIC: Final[dict[str, Callable[[list[float]], float]]] = {
    "add": math.fsum,
    "neg": lambda v: -v[0],
    "mul": math.prod,
    "div": lambda v: v[0] / v[1],
    "pow": _power,
}
_RULES: Final[dict[str, Callable[[list[float], list[float]], float]]] = {
    "add": lambda values, slopes: math.fsum(slopes),
    "neg": lambda values, slopes: -slopes[0],
    "mul": _slope_of_product,
    "div": _slope_of_quotient,
    "pow": _slope_of_power,
}
