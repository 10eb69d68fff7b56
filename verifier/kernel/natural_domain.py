"""Where a lowered term is defined: the conditions that its sub-terms need, in the term's own words.

The rules are those of the language: over the reals log(u) needs u > 0, u/v needs v != 0, a root of an even or odd degree
needs u >= 0 (roots are principal), asin needs -1 <= u <= 1, gamma needs u off 0, -1, -2, ...; of a `Piecewise` only the
conditions tried and the branch chosen count. Over the complex numbers log and negative powers need u != 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifier.kernel.special import with_canonical_names
from verifier.kernel.visible import inverse_hyperbolic_root
from verifier.model.verdict import Answer
from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.term import FALSE, MINUS_ONE, ONE, PI, TRUE, TWO, ZERO, Term, add, call, mul, power
from verifier.terms.vocabulary import NEGATED_RELATION

TOTAL: Final = frozenset(
    [
        "number",
        "symbol",
        "constant",
        "add",
        "neg",
        "mul",
        "exp",
        "sin",
        "cos",
        "erf",
        "re",
        "im",
        "conjugate",
        "Abs",
        "sign",
        "index",
        "apply",
        "partial",
        "binomial",
        "floor",
    ]
)
EVERY_PART: Final = "every part"  # the value of an `and` whose parts are all tried in any case
OPERATORS: Final = frozenset({"Sum", "Product", "Integral", "Limit"})


@record
class Requirement:
    """`condition` must hold wherever all `guards` do. If it fails the term is undefined, or, unless `exact`, unknown."""

    condition: Term
    guards: tuple[Term, ...] = ()
    exact: bool = True


Decide = Callable[[Term], Answer]


def requirements(term: Term, is_complex: bool, decide: Decide, is_integer: Callable[[Term], bool]) -> list[Requirement]:
    """Conditions, without repetition, whose conjunction is the term's natural domain on the cell that `decide` speaks of.

    A term that is undefined on the whole cell has the requirement `False`.
    """
    walk = _Walk(is_complex, decide, is_integer)
    walk.visit(term, ())
    return list(walk.found)


def negation(condition: Term) -> Term:
    """The condition that holds exactly where a defined one fails."""
    if condition.head == "not":
        return condition.args[0]
    opposite = NEGATED_RELATION.get(condition.head)
    return Term(opposite, condition.args) if opposite else call("not", condition)


class _Walk:
    def __init__(self, is_complex: bool, decide: Decide, is_integer: Callable[[Term], bool]) -> None:
        self.is_complex = is_complex
        self.decide = decide
        self.is_integer = is_integer
        self.found: dict[Requirement, None] = {}
        self.seen: set[tuple[Term, tuple[Term, ...], bool]] = set()
        self.soft = False

    def need(self, condition: Term, guards: tuple[Term, ...], exact: bool = True) -> None:
        is_itself = (
            condition.head == "eq" and condition.args[0] == condition.args[1]
        )  # holds where its sides are defined
        if condition != TRUE and not is_itself:
            self.found[Requirement(condition, guards, exact and not self.soft)] = None

    def visit(self, term: Term, guards: tuple[Term, ...]) -> None:
        if not term.args:
            if term.head == "unknown":
                self.need(FALSE, guards, exact=False)
            return
        if (term, guards, self.soft) in self.seen:
            return
        self.seen.add((term, guards, self.soft))
        if term.head == "Piecewise":
            self.visit_pieces(term, guards)
            return
        if term.head in OPERATORS:
            self.need(call("defined", with_canonical_names(term, 0)), guards)
            return
        if term.head == "guard":
            self.visit_guard(term, guards)
            return
        if term.head in ("and", "or") and term.value != EVERY_PART:
            self.visit_connective(term, guards)
            return
        for a in term.args:
            self.visit(a, guards)
        if term.head not in TOTAL:
            self.visit_partial(term, guards)

    def visit_connective(self, term: Term, guards: tuple[Term, ...]) -> None:
        """Whether a part behind the first is tried where an earlier one decides is left open, so its needs are loose."""
        first, *rest = term.args
        self.visit(first, guards)
        was_soft, self.soft = self.soft, True
        for part in rest:
            self.visit(part, guards)
        self.soft = was_soft

    def visit_guard(self, term: Term, guards: tuple[Term, ...]) -> None:
        """Where a loose condition fails, or has no value, nothing is known, whatever the guarded value needs there."""
        value, *conditions = term.args
        if term.value == "exact":
            for c in conditions:
                self.visit(c, guards)
                self.need(c, guards)
            self.visit(value, guards)
            return
        was_soft, self.soft = self.soft, True
        for c in conditions:
            self.visit(c, guards)
            self.need(c, guards)
        self.soft = was_soft
        self.visit(value, (*guards, *conditions))

    def visit_partial(self, term: Term, guards: tuple[Term, ...]) -> None:
        """The condition of the operation itself, for those that are not defined everywhere."""
        u = term.args[0]
        match term.head:
            case "div":
                self.need_nonzero(term.args[1], guards)
            case "lt" | "le" | "gt" | "ge" if self.is_complex:
                for side in term.args:
                    self.need(call("eq", call("im", side), ZERO), guards)
            case "log" if not self.is_complex and inverse_hyperbolic_root(u) is not None:
                return  # such a sum is positive wherever it is defined
            case "log":
                self.need(call("ne" if self.is_complex else "gt", u, ZERO), guards)
            case "pow":
                self.need_power(u, term.args[1], guards)
            case "asin" if not self.is_complex:
                self.need(call("ge", u, MINUS_ONE), guards)
                self.need(call("le", u, ONE), guards)
            case "atan" if self.is_complex:
                self.need(call("ne", add(ONE, power(u, TWO)), ZERO), guards)
            case "arg":
                self.need(call("ne", u, ZERO), guards)
            case "gamma":
                self.need_gamma(u, guards)

    def need_nonzero(self, v: Term, guards: tuple[Term, ...]) -> None:
        """v != 0, in terms of its factors and bases: where v is defined, b**q is zero only for b = 0 and q > 0."""
        if v.head in ("mul", "neg"):
            for a in v.args:
                self.need_nonzero(a, guards)
        elif v.head == "pow" and (q := rational_value(v.args[1])) is not None:
            if q > 0:
                self.need_nonzero(v.args[0], guards)
        elif v.head != "exp" and not rational_value(v):
            self.need(call("ne", v, ZERO), guards)

    def need_power(self, base: Term, exponent: Term, guards: tuple[Term, ...]) -> None:
        q = rational_value(exponent)
        if q is not None:
            if q.denominator == 1 or self.is_complex:
                if q < 0:
                    self.need_nonzero(base, guards)
                return
            self.need(call("gt" if q < 0 else "ge", base, ZERO), guards)
            return
        value = rational_value(base)
        if value is not None and value > 0:
            return
        nonzero, natural = call("ne", base, ZERO), call("ge", exponent, ZERO)
        if self.is_complex:
            real = call("and", call("eq", base, ZERO), call("gt", call("re", exponent), ZERO))
            self.need(call("or", nonzero, real, call("eq", exponent, ZERO)), guards)
        elif self.is_integer(exponent):
            self.need(call("or", nonzero, natural), guards)
        else:
            zero = call("and", call("eq", base, ZERO), natural)
            whole = call("and", nonzero, call("eq", exponent, call("floor", exponent)))
            self.need(call("or", call("gt", base, ZERO), zero, whole), guards)

    def need_gamma(self, u: Term, guards: tuple[Term, ...]) -> None:
        value = rational_value(u)
        if value is not None:
            if value <= 0 and value.denominator == 1:
                self.need(FALSE, guards)
            return
        positive = call("gt", u, ZERO)
        if self.is_integer(u):
            self.need(positive, guards)
        elif self.is_complex:
            self.need(call("ne", call("sin", mul(PI, u)), ZERO), guards, exact=False)
        else:
            self.need(call("or", positive, call("ne", u, call("floor", u))), guards)

    def visit_pieces(self, term: Term, guards: tuple[Term, ...]) -> None:
        """Conditions are tried in order; what comes behind a condition that is true here does not count."""
        conditions = term.args[1::2]
        for i, (value, condition) in enumerate(zip(term.args[::2], conditions, strict=True)):
            self.visit(condition, guards)
            answer = Answer.YES if condition == TRUE else self.decide(condition)
            if answer is Answer.NO:
                continue
            inside = guards if answer is Answer.YES else (*guards, condition)
            self.visit(value, inside)
            if answer is Answer.YES:
                return
            guards = (*guards, negation(condition))
            if i == len(conditions) - 1:
                self.need(call("or", *conditions) if len(conditions) > 1 else condition, guards[:-1])
                return
        self.need(FALSE, guards)
