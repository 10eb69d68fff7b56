"""Floating-point values of terms at one point, each sub-term's once: a fast look at many variants of one line.

Nothing is decided here: a variant that a float tells apart is not tried any further, which may cost a suggestion and
never truth. A derivative is worked out by the rules of calculus. What floats do not know (an integral, a function of a
declared name) has its ball's midpoint.
"""

from __future__ import annotations

import cmath
from fractions import Fraction
from typing import Final

from verifier.engine.points.float_functions import COMPLEX, REAL, Number, Undefined
from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.shown import about
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Domain
from verifier.model.evidence import Point
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, Term

BITS: Final = 64
DIFFERENT: Final = 1e-6
"""Relative difference from which two values count as told apart: far above what rounding makes of small terms."""
_UNDEFINED: Final = object()


class Floats:
    """Values at one point of the domain, real or complex ones as there; None for a term without a finite one."""

    def __init__(self, domain: Domain, point: Point) -> None:
        self._domain = domain
        self._point = point
        self._functions = COMPLEX if domain.complex_numbers else REAL
        self._known: dict[Term, Number | None] = {}
        self._slopes: dict[tuple[Term, str], Number | None] = {}

    def value(self, term: Term) -> Number | None:
        """About the value of the term."""
        value = self._about(term)
        return None if value is _UNDEFINED else value

    def is_undefined(self, term: Term) -> bool:
        """Whether the term clearly has no value here."""
        return self._about(term) is _UNDEFINED

    def of_line(self, line: Term) -> Number | None:
        """The value that variants are compared with: that of a derivative from its ball, where less is rounded."""
        if line.head == "Derivative":
            self._known[line] = self._midpoint(line)
        return self.value(line)

    def tells_apart(self, value: Number, term: Term) -> bool:
        """Whether the term has a value here that is clearly another one."""
        other = self.value(term)
        return other is not None and abs(other - value) > DIFFERENT * max(abs(other), abs(value))

    def _about(self, term: Term) -> Number | None:
        """The value; `_UNDEFINED` where the term clearly has none, None where that is not known."""
        known = self._known
        if term in known:
            return known[term]
        try:
            found = self._value(term)
            known[term] = found if found is not None and cmath.isfinite(found) else None
        except Undefined:
            known[term] = _UNDEFINED
        except (ArithmeticError, ValueError):
            known[term] = None
        return known[term]

    def _value(self, term: Term) -> Number | None:
        head, functions = term.head, self._functions
        if head == "number":
            return float(term.number)
        if head == "symbol":
            exact = self._point.values.get(term.name)
            return float(exact) if isinstance(exact, Fraction) else self._midpoint(term)
        if head == "Derivative" and term.args[1].head == "symbol" and term.args[2:] == (ONE,):
            slope = self._slope(term.args[0], term.args[1].name)
            return self._midpoint(term) if slope is None else slope
        combination = functions.arithmetic.get(head)
        if combination is None and not (head in functions.of_one and len(term.args) == 1):
            return self._midpoint(term)
        values = [self._about(a) for a in term.args]
        if None in values:
            return None
        if any(v is _UNDEFINED for v in values):
            raise Undefined
        return combination(values) if combination else functions.of_one[head](values[0])

    def _slope(self, term: Term, name: str) -> Number | None:
        """About the derivative by a symbol; None where the rules known here do not give it."""
        if self.value(term) is None:
            return None
        if name not in free_symbols(term):
            return 0.0
        known = self._slopes
        if (term, name) not in known:
            try:
                known[term, name] = self._new_slope(term, name)
            except (ArithmeticError, ValueError, Undefined):
                known[term, name] = None
        return known[term, name]

    def _new_slope(self, term: Term, name: str) -> Number | None:
        if term.head == "symbol":
            return 1.0
        functions = self._functions
        rule = functions.rules.get(term.head)
        if rule is None and not (term.head in functions.slopes and len(term.args) == 1):
            return None
        slopes = [self._slope(a, name) for a in term.args]
        if None in slopes:
            return None
        values = [self._known[a] for a in term.args]
        return rule(values, slopes) if rule else functions.slopes[term.head](values[0]) * slopes[0]

    def _midpoint(self, term: Term) -> Number | None:
        try:
            program = compile_term(term, self._domain.complex_numbers, self._domain.integers, self._domain.reals)
        except Unsupported:
            return None
        middle = about(program.run(self._point, BITS))
        return middle if middle is None or self._domain.complex_numbers else middle.real
