"""With respect to what a term is differentiated, and what depends on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Final

from verifier.kernel.derivatives.guards import TOTAL
from verifier.kernel.terms.visible import constant_part, difference, is_positive, visible_value
from verifier.terms.record import mutable_record
from verifier.terms.substitution import bound_name
from verifier.terms.term import ONE, TRUE, ZERO, Term, call

NOT_ANALYTIC: Final = frozenset({"re", "im", "conjugate", "Abs", "arg", "sign"})
CONTINUOUS_PARTS: Final = frozenset({"re", "im", "conjugate", "Abs"})
SMOOTH: Final = (TOTAL - NOT_ANALYTIC - {"floor"}) | {"div", "log", "atan"}


@mutable_record
class Setting:
    """What a differentiation is with respect to. `differentiate_body` differentiates a body under a bound name, kinks
    left unknown; `integers` names the symbols that only take integer values. `along_reals` takes the derivative of a
    complex term by a real variable along the real line, of a term that crosses no cut there (`derivatives.real_paths`);
    `reals` names symbols of a complex chain that are real: by one of them the derivative is taken along the real line."""

    variable: Term
    complex_numbers: bool
    integers: frozenset[str]
    differentiate_body: Callable[[Term], Term]
    along_reals: bool = False
    reals: frozenset[str] = frozenset()
    dependence: dict[Term, bool] = field(default_factory=dict)

    @property
    def is_real(self) -> bool:
        """Whether the variable of a complex chain ranges over the real line."""
        return self.variable.head == "symbol" and self.variable.name in self.reals

    def crosses_no_cut(self, u: Term) -> bool:
        """Whether u, an argument of log, a root, asin or atan, moves on a line where branch points are the only gaps."""
        return self.along_reals or (self.is_real and self.is_on_line(u))

    def is_on_line(self, term: Term) -> bool:
        """Whether the term of a complex chain is visibly real wherever it is defined."""
        match term.head:
            case "number" | "re" | "im" | "Abs" | "floor":
                return True
            case "symbol":
                return term.name in self.reals or term.name in self.integers
            case "constant":
                return term.value == "pi"
            case "pow":
                return self.is_on_line(term.args[0]) and self.is_integer(term.args[1])
            case "add" | "neg" | "mul" | "div" | "exp" | "sin" | "cos":
                return all(map(self.is_on_line, term.args))
        return False

    def depends(self, term: Term) -> bool:
        """Whether the variable occurs free; an indexed symbol counts unless its indices certainly differ."""
        if not term.args:
            return term == self.variable or term.head == "unknown"
        known = self.dependence.get(term)
        if known is None:
            known = self.dependence[term] = self._depends(term)
        return known

    def _depends(self, term: Term) -> bool:
        if term.head == "index" and self.delta(term) is not ZERO:
            return True
        if self.variable.head == "symbol" and bound_name(term) == self.variable.name:
            return any(map(self.depends, term.args[2:]))
        return any(map(self.depends, term.args))

    def delta(self, entry: Term) -> Term:
        """The derivative of an indexed symbol's entry by the variable: 1 where name and indices agree, else 0."""
        variable = self.variable
        if variable.head != "index" or entry.name != variable.name or len(entry.args) != len(variable.args):
            return ZERO
        equations = []
        for i, j in zip(entry.args, variable.args, strict=True):
            gap = constant_part(difference(i, j))
            if gap is None:
                equations.append(call("eq", i, j))
            elif gap:
                return ZERO
        if not equations:
            return ONE
        condition = equations[0] if len(equations) == 1 else Term("and", tuple(equations))
        return call("Piecewise", ONE, condition, ZERO, TRUE)

    def is_integer(self, term: Term) -> bool:
        """Whether the term visibly takes integer values only."""
        match term.head:
            case "symbol":
                return term.name in self.integers
            case "floor":
                return True
            case "add" | "mul" | "neg":
                return all(map(self.is_integer, term.args))
        value = visible_value(term)
        return value is not None and value.denominator == 1


def is_smooth(term: Term) -> bool:
    """Whether the term is built of functions that are smooth on open natural domains, over the reals."""
    if term.head == "pow":
        q = visible_value(term.args[1])
        integral = q is not None and q.denominator == 1
        return (integral or is_positive(term.args[0])) and all(map(is_smooth, term.args))
    return term.head in SMOOTH and all(map(is_smooth, term.args))
