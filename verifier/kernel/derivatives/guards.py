"""Conditions that a derivative needs, and the `guard` terms that state them.

`guard` with value `exact` has the value of its first argument where all its conditions are defined and hold, and is
undefined elsewhere. With value `loose` nothing is known elsewhere, neither a value nor whether there is one. `unknown`
is a term of which nothing is known anywhere. In both guards the conditions are tried from left to right.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifier.kernel.terms.visible import is_positive, truth, visible_value
from verifier.model.verdict import Answer
from verifier.terms.rationals import rational_value
from verifier.terms.term import FALSE, MINUS_ONE, ONE, TRUE, TWO, ZERO, Term, add, call, power

UNKNOWN: Final = Term("unknown")
UNDEFINED: Final = Term("guard", (ZERO, FALSE), "exact")

TOTAL: Final = frozenset(
    {*"number symbol constant index apply partial add neg mul exp sin cos erf floor re im conjugate Abs sign".split()}
    | {*"eq ne lt le gt ge and or not true false".split()}
)
PARTIAL: Final = frozenset({"div", "log", "pow", "asin", "atan", "arg"})


class Conditions:
    """Conditions in the order they were found, sub-terms first, without repetition.

    Where an exact one fails the term at hand is undefined; where a loose one fails nothing is known. `soft` makes
    exact ones loose while it is set.
    """

    __slots__ = ("exact", "loose", "soft")

    def __init__(self, soft: bool = False) -> None:
        self.exact: dict[Term, None] = {}
        self.loose: dict[Term, None] = {}
        self.soft = soft

    def need(self, condition: Term) -> None:
        """Record an exact condition."""
        if self.soft:
            self.loose[condition] = None
        else:
            self.exact[condition] = None

    def need_loosely(self, condition: Term) -> None:
        self.loose[condition] = None


def guarded(value: Term, conditions: Conditions) -> Term:
    """The value under its conditions: the exact ones outside, so that what is certainly undefined stays so."""
    loose = [c for c in conditions.loose if truth(c) is not Answer.YES or not is_total(c)]
    exact = [c for c in conditions.exact if truth(c) is not Answer.YES or not is_total(c)]
    if any(truth(c) is Answer.NO for c in exact):
        return UNDEFINED
    if any(truth(c) is Answer.NO for c in loose):
        value = UNKNOWN
    elif loose and value not in (UNKNOWN, UNDEFINED):
        value = Term("guard", (value, *loose), "loose")
    if not exact or value == UNDEFINED:
        return value
    return Term("guard", (value, *exact), "exact")


def is_total(term: Term) -> bool:
    """Whether the term is defined at every point, as far as its heads show (relations count as terms here)."""
    if term.head in TOTAL:
        return all(map(is_total, term.args))
    if term.head == "div":
        return bool(rational_value(term.args[1])) and is_total(term.args[0])
    if term.head == "pow":
        q = rational_value(term.args[1])
        return q is not None and q >= 0 and q.denominator == 1 and is_total(term.args[0])
    return term.head == "Piecewise" and term.args[-1] == TRUE and all(map(is_total, term.args))


def is_defined(term: Term) -> Term:
    """The condition that holds exactly where the term is defined."""
    return call("eq", term, term)


def collect_needs(
    term: Term, complex_numbers: bool, into: Conditions, is_integer: Callable[[Term], bool] = lambda _: False
) -> None:
    """Record the natural domain of a lowered term, sub-terms first.

    Sums, integrals, choices and other terms whose own conditions have no simple form are asked to be defined, except
    finite sums and products of total terms, whose bounds `is_integer` knows for integers.
    """
    _Walk(complex_numbers, into, is_integer).visit(term)


class _Walk:
    def __init__(self, complex_numbers: bool, into: Conditions, is_integer: Callable[[Term], bool]) -> None:
        self.complex_numbers = complex_numbers
        self.into = into
        self.is_integer = is_integer
        self.seen: set[Term] = set()

    def visit(self, term: Term) -> None:
        if not term.args:
            if term.head == "unknown":
                self.into.need_loosely(FALSE)
            return
        if term in self.seen:
            return
        self.seen.add(term)
        if term.head == "guard":
            self.visit_guard(term)
        elif term.head in TOTAL or term.head in PARTIAL:
            for a in term.args:
                if a.args or a.head == "unknown":
                    self.visit(a)
            if term.head not in TOTAL:
                self.visit_partial(term)
        elif not (is_total(term) or self.is_finite_sum(term)):
            self.into.need(is_defined(term))

    def is_finite_sum(self, term: Term) -> bool:
        """Whether the term is a sum or product of total terms from one integer to another."""
        if term.head not in ("Sum", "Product"):
            return False
        body, _, *bounds = term.args
        return is_total(body) and all(is_total(b) and self.is_integer(b) for b in bounds)

    def visit_guard(self, term: Term) -> None:
        """Of what stands under a loose guard nothing is known where a condition fails, so its own needs are loose."""
        before = self.into.soft
        self.into.soft = before or term.value == "loose"
        for condition in term.args[1:]:
            self.into.need(condition)
        self.visit(term.args[0])
        self.into.soft = before

    def visit_partial(self, term: Term) -> None:
        u = term.args[0]
        match term.head:
            case "div":
                self.nonzero(term.args[1])
            case "log":
                self.positive(u)
            case "arg":
                self.nonzero(u)
            case "pow":
                self.visit_power(term)
            case "asin" if not self.complex_numbers:
                self.into.need(call("ge", u, MINUS_ONE))
                self.into.need(call("le", u, ONE))
            case "atan" if self.complex_numbers:
                self.into.need(call("ne", add(ONE, power(u, TWO)), ZERO))

    def visit_power(self, term: Term) -> None:
        base, exponent = term.args
        q = visible_value(exponent)
        if q is None:
            if self.complex_numbers or not is_positive(base):
                self.into.need(is_defined(term))
        elif q.denominator == 1 or self.complex_numbers:
            if q < 0:
                self.nonzero(base)
        elif q < 0:
            self.positive(base)
        elif not is_positive(base):
            self.into.need(call("ge", base, ZERO))

    def positive(self, u: Term) -> None:
        """u > 0; over the complex numbers u != 0."""
        if self.complex_numbers:
            self.nonzero(u)
        elif not is_positive(u):
            self.into.need(call("gt", u, ZERO))

    def nonzero(self, v: Term) -> None:
        """v != 0, by factors: a product or a positive power vanishes where a factor or the base does."""
        if v.head == "mul":
            for a in v.args:
                self.nonzero(a)
        elif v.head == "neg" or (v.head == "pow" and (rational_value(v.args[1]) or 0) > 0):
            self.nonzero(v.args[0])
        elif v.head != "exp" and (self.complex_numbers or not is_positive(v)):
            condition = call("ne", v, ZERO)
            if truth(condition) is not Answer.YES or not is_total(v):
                self.into.need(condition)


def implied(term: Term, complex_numbers: bool) -> set[Term]:
    """Conditions that certainly hold wherever the term is defined."""
    found = Conditions()
    collect_needs(term, complex_numbers, found)
    holds = set(found.exact)
    for c in found.exact:
        if c.head == "gt" and c.args[1] == ZERO:
            holds.update(_weaker(c.args[0]))
        elif c.head == "ge" and call("ne", *c.args) in found.exact:
            holds.add(call("gt", *c.args))
            holds.update(_weaker(c.args[0]))
    return holds


def is_implied(condition: Term, holds: set[Term]) -> bool:
    """Whether the condition, or one of its alternatives, is among those that hold."""
    return condition in holds or (condition.head == "or" and any(a in holds for a in condition.args))


def _weaker(u: Term) -> list[Term]:
    """What u > 0 implies: u >= 0, u != 0 and, where u is 1 - v**2, that v lies between -1 and 1."""
    found = [call("ge", u, ZERO), call("ne", u, ZERO)]
    if u.head == "add" and u.args[0] == ONE and u.args[1].head == "neg" and len(u.args) == 2:
        square = u.args[1].args[0]
        if square.head == "pow" and square.args[1] == TWO:
            found += [call("ge", square.args[0], MINUS_ONE), call("le", square.args[0], ONE)]
    return found
