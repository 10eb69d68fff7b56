"""Where a lowered term is defined: the conditions that its sub-terms need, in the term's own words.

The rules are those of the language: over the reals log(u) needs u > 0, u/v needs v != 0, a root of an even or odd degree
needs u >= 0 (roots are principal), asin needs -1 <= u <= 1, gamma needs u off 0, -1, -2, ...; of a `Piecewise` only the
conditions tried and the branch chosen count. Over the complex numbers log and negative powers need u != 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from verifier.kernel.normal_forms.special import with_canonical_names
from verifier.kernel.terms.operators import OPERATORS, is_infinite
from verifier.kernel.terms.visible import difference, inverse_hyperbolic_root
from verifier.model.verdict import Answer
from verifier.terms.heads import heads
from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import (
    FALSE,
    HALF,
    MINUS_ONE,
    ONE,
    TRUE,
    TWO,
    ZERO,
    Term,
    add,
    call,
    div,
    mul,
    power,
    rational,
)
from verifier.terms.vocabulary import NEGATED_RELATION, RELATION_SIGNS

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
REAL_VALUED: Final = frozenset({"number", "re", "im", "Abs", "arg", "floor"})  # wherever they are defined
EVERY_PART: Final = "every part"  # the value of an `and` whose parts are all tried in any case


@record
class Requirement:
    """`condition` must hold wherever all `guards` do. If it fails the term is undefined, or, unless `exact`, unknown."""

    condition: Term
    guards: tuple[Term, ...] = ()
    exact: bool = True


class Place(Protocol):
    """Where a term is asked about: what is known there of conditions, and what is known under a bound index."""

    @property
    def is_complex(self) -> bool:
        """Whether terms take complex values there."""

    def decide(self, condition: Term) -> Answer:
        """Whether the condition holds on all of the place, or fails on all of it."""

    def is_integer(self, term: Term) -> bool:
        """Whether the term visibly has integer values only."""

    def under_index(self, lower: Term, upper: Term) -> tuple[Place, Term] | None:
        """The place under an index that runs between these bounds, and the index; None where nothing is known of it."""


def requirements(term: Term, place: Place) -> list[Requirement]:
    """Conditions, without repetition, whose conjunction is the term's natural domain at the place.

    A term that is undefined on the whole place has the requirement `False`.
    """
    if TOTAL.issuperset(heads(term)):
        return []
    walk = _Walk(place)
    walk.visit(term, ())
    return list(walk.found)


def negation(condition: Term) -> Term:
    """The condition that holds exactly where a defined one fails."""
    if condition.head == "not":
        return condition.args[0]
    opposite = NEGATED_RELATION.get(condition.head)
    return Term(opposite, condition.args) if opposite else call("not", condition)


def defined_where(condition: Term, guards: tuple[Term, ...]) -> Term:
    """A term that is defined exactly where the condition holds or a guard fails, which are themselves defined."""
    u = condition.args[0] if condition.args else condition
    is_plain = condition.head in ("ne", "gt", "ge") and condition.args[1] == ZERO
    if is_plain and condition.head == "ne":
        term = div(ONE, u)
    elif is_plain:
        term = call("log", u) if condition.head == "gt" else power(u, HALF)
    else:
        term = call("Piecewise", ZERO, condition)
    if not guards:
        return term
    return call("Piecewise", term, call("and", *guards) if len(guards) > 1 else guards[0], ZERO, TRUE)


def for_all(condition: Term, index: Term, bounds: tuple[Term, Term], is_integer: Callable[[Term], bool]) -> list[Term]:
    """Conditions free of the index that hold exactly if the condition does for every integer between the bounds.

    Of a range that has terms. What is linear in the index lies between its values at the ends. None where no such
    conditions are known.
    """
    free: list[Term] = []
    tied: list[Term] = []
    for c in condition.args if condition.head == "or" else (condition,):
        (tied if index.name in free_symbols(c) else free).append(c)
    if len(tied) != 1 or tied[0].head not in RELATION_SIGNS:
        return []
    relation = tied[0].head
    form = difference(*tied[0].args)
    slope = form.pop(index, None)
    if slope is None or any(index.name in free_symbols(t) for t in form):
        return []
    if relation in ("lt", "le", "gt", "ge"):
        ends = [substitute(tied[0], {index.name: b}) for b in bounds]
        return [call("or", *free, e) if free else e for e in ends]
    place = add(*[mul(rational(-c / slope), t) for t, c in form.items()]) if form else ZERO
    if relation != "ne":
        return []
    outside = [call("lt", place, bounds[0]), call("gt", place, bounds[1])]
    if not is_integer(place):
        outside.append(call("ne", place, call("floor", place)))
    return [call("or", *free, *outside)]


class _Walk:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.is_complex = place.is_complex
        self.decide = place.decide
        self.is_integer = place.is_integer
        self.found: dict[Requirement, None] = {}
        self.seen: set[tuple[Term, tuple[Term, ...], bool]] = set()
        self.soft = False

    def need(self, condition: Term, guards: tuple[Term, ...], exact: bool = True) -> None:
        is_itself = (
            condition.head == "eq" and condition.args[0] == condition.args[1]
        )  # holds where its sides are defined
        if condition.head != "true" and not is_itself:
            self.found[Requirement(condition, guards, exact and not self.soft)] = None

    def visit(self, term: Term, guards: tuple[Term, ...]) -> None:
        if not term.args:
            if term.head == "unknown":
                self.need(FALSE, guards, exact=False)
            return
        before = len(self.seen)
        self.seen.add((term, guards, self.soft))
        if len(self.seen) == before:
            return
        if term.head == "Piecewise":
            self.visit_pieces(term, guards)
            return
        if term.head in ("Sum", "Product"):
            self.visit_range(term, guards)
            return
        if term.head in OPERATORS:
            self.need(call("defined", with_canonical_names(term)), guards)
            return
        if term.head == "guard":
            self.visit_guard(term, guards)
            return
        if term.head in ("and", "or") and term.value != EVERY_PART:
            self.visit_connective(term, guards)
            return
        for a in term.args:
            if a.args or a.head == "unknown":
                self.visit(a, guards)
        if term.head not in TOTAL:
            self.visit_partial(term, guards)

    def visit_range(self, term: Term, guards: tuple[Term, ...]) -> None:
        """Bounds must be integers; every term must be defined, of which an empty range has none."""
        body, bound, *bounds = term.args
        inside = None if any(map(is_infinite, bounds)) else self.place.under_index(*bounds)
        if inside is None:
            self.need(call("defined", with_canonical_names(term)), guards)
            return
        for b in bounds:
            self.visit(b, guards)
            if not self.is_integer(b):
                self.need(call("eq", b, call("floor", b)), guards)
        place, index = inside
        found = requirements(substitute(body, {bound.name: index}), place)
        in_order = call("le", *bounds)
        has_terms = () if not found or self.decide(in_order) is Answer.YES else (in_order,)
        for r in found:
            self.need_of_terms(r, place, index, (bounds[0], bounds[1]), guards, has_terms)

    def need_of_terms(
        self,
        r: Requirement,
        place: Place,
        index: Term,
        bounds: tuple[Term, Term],
        guards: tuple[Term, ...],
        has_terms: tuple[Term, ...],
    ) -> None:
        """What every term of a range needs, as conditions free of the index where there are such."""
        answer = place.decide(r.condition)
        if answer is Answer.YES:
            return
        condition = FALSE if answer is Answer.NO else r.condition
        if index.name not in free_symbols(Term("and", (condition, *r.guards))):
            self.need(condition, (*guards, *has_terms, *r.guards), r.exact)
            return
        conditions = [] if r.guards else for_all(condition, index, bounds, place.is_integer)
        for c in conditions:
            self.need(c, (*guards, *has_terms), r.exact)
        if not conditions:
            every = call("Sum", defined_where(condition, r.guards), index, *bounds)
            self.need(call("defined", with_canonical_names(every)), guards, r.exact)

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
                    if side.head not in REAL_VALUED:
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
                if q.numerator < 0:
                    self.need_nonzero(base, guards)
                return
            self.need(call("gt" if q.numerator < 0 else "ge", base, ZERO), guards)
            return
        value = rational_value(base)
        if value is not None and value > 0:
            return
        nonzero, natural = call("ne", base, ZERO), call("ge", exponent, ZERO)
        if self.is_integer(exponent):
            self.need(call("or", nonzero, natural), guards)
        elif self.is_complex:
            real = call("and", call("eq", base, ZERO), call("gt", call("re", exponent), ZERO))
            self.need(call("or", nonzero, real, call("eq", exponent, ZERO)), guards)
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
            real = call("re", _as_whole_as(u))
            off = call("ne", call("im", u), ZERO), call("ne", real, call("floor", real))
            self.need(call("or", call("gt", call("re", u), ZERO), *off), guards)
        else:
            plain = _as_whole_as(u)
            self.need(call("or", positive, call("ne", plain, call("floor", plain))), guards)

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


def _as_whole_as(u: Term) -> Term:
    """A term that is an integer where u is, without a whole number beside it and a minus sign in front: z for 1 - z."""
    if u.head == "add":
        rest = [a for a in u.args if (q := rational_value(a)) is None or q.denominator != 1]
        u = rest[0] if len(rest) == 1 else u
    return u.args[0] if u.head == "neg" else u
