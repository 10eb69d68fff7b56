"""Floating-point values of terms at one point, each sub-term's once: a fast look at many variants of one line.

Nothing is decided here: a variant that a float tells apart is not tried any further, which may cost a suggestion and
never truth. What floats do not know (an integral, a derivative, a function of a declared name) has its ball's midpoint.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from verifier.kernel.ball_shown import near
from verifier.kernel.balls import compile_term
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Domain
from verifier.model.evidence import Point
from verifier.terms.term import Term

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
}


class Floats:
    """Real values at one point of the domain; None for a term without a finite one."""

    def __init__(self, domain: Domain, point: Point) -> None:
        self._domain = domain
        self._point = point
        self._known: dict[Term, float | None] = {}

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
        if head not in _ARITHMETIC and head not in _FUNCTIONS and not (head == "log" and len(term.args) == 1):
            return self._midpoint(term)
        values = []
        for a in term.args:
            x = self.value(a)
            if x is None:
                return None
            values.append(x)
        if head in _ARITHMETIC:
            return _ARITHMETIC[head](values)
        return _FUNCTIONS.get(head, math.log)(values[0])

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


_ARITHMETIC: Final[dict[str, Callable[[list[float]], float]]] = {
    "add": math.fsum,
    "neg": lambda v: -v[0],
    "mul": math.prod,
    "div": lambda v: v[0] / v[1],
    "pow": _power,
}
