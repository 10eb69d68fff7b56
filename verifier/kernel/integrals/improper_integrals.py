"""Improper integrals: `Integral(f, (t, a, b))` is the limit of F at b less the limit of F at a, for F' = f between them.

Domain: a < b, where a may be -oo, b may be oo, and f need not be defined at a or b. On the cell where a < t < b,
f is shown to be defined and continuous and F to have the derivative f. Then, for a < u < v < b, the integral from u to v is
F(v) - F(u), so that the improper integral exists, as the limit for u -> a and v -> b, exactly where F has a limit at each
end (Rudin, Principles of Mathematical Analysis, theorem 6.21 and chapter 6, exercises 7 and 8). That is what a limit's
natural domain says (`limits.limits`). No principal value is taken: a pole between the ends is refused. With b < a the
integral is the opposite of the one from b to a. In a complex chain the integral is one over the real line too; of an
antiderivative's limits at infinity only 0 is seen there (`limits.decay`).
"""

from __future__ import annotations

from dataclasses import replace

from verifier.kernel.cell import Cell, Needs, Refused, prove_on, with_tower
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.derivatives.continuity import is_continuous, requirements_of
from verifier.kernel.derivatives.guards import Conditions
from verifier.kernel.domains.natural_domain import Requirement
from verifier.kernel.domains.places import answer_of
from verifier.kernel.limits.decay import vanishes_at_infinity
from verifier.kernel.limits.limits import limit_value
from verifier.kernel.normal_forms.field import GaveUp, TooLarge, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.signs.angle_ranges import RANGES, signs_between, strictly_between
from verifier.kernel.signs.signs import Contradiction
from verifier.model.chain import Declaration
from verifier.model.verdict import Answer
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import FALSE, OO, ZERO, Term, call, neg, sub, symbol

INFINITE = (OO, neg(OO))


def improper_value(cell: Cell, t: Term, bounds: tuple[Term, Term], body: Term, whole: Term, needs: Conditions) -> Term:
    """The integral of `body` over t between the bounds, by its antiderivative `whole`; what both need goes into `needs`.

    `t` is a symbol that occurs nowhere else. Refused where the antiderivative does not show the value.
    """
    low, high = bounds
    if direction(cell, low, high) < 0:
        return neg(improper_value(cell, t, (high, low), body, whole, needs))
    inner = inside(cell, t, low, high, (body, whole))
    for part, need in ((body, needs.need), (whole, needs.need_loosely)):
        for r in requirements_of(inner, part):
            demand_free(r, t)
            need(r.condition)
            inner = inner.with_fact(r.condition)
    if not is_continuous(inner, body, t.name):
        raise Refused("the integrand is not seen to be continuous between the bounds")
    demand_slope(inner, t, whole, body)
    known = replace(cell, facts=(*cell.facts, *needs.exact, *needs.loose))
    return sub(_end(known, inner, t, whole, high, "-"), _end(known, inner, t, whole, low, "+"))


def demand_slope(cell: Cell, t: Term, whole: Term, body: Term) -> None:
    """Refused unless `whole` has the derivative `body` on all of the cell."""
    domain = cell.domain
    slope = differentiate(whole, t.name, domain.complex_numbers, domain.integers, reals=domain.reals)
    try:
        if requirements_of(cell, slope) or prove_on(cell, slope, body) != Needs():
            raise Refused("the antiderivative may have no derivative between the bounds")
    except TooLarge:
        raise
    except (GaveUp, NeedsSign, Undefined) as problem:
        raise Refused("the derivative of the antiderivative was not shown to be the integrand") from problem


def demand_free(requirement: Requirement, t: Term) -> None:
    """Refused unless the requirement is an exact condition on the other symbols alone."""
    is_plain = requirement.exact and not requirement.guards and requirement.condition != FALSE
    if not is_plain or t.name in free_symbols(requirement.condition):
        raise Refused("the integrand or its antiderivative may be undefined between the bounds")


def direction(cell: Cell, low: Term, high: Term) -> int:
    """1 for low < high on all of the cell, -1 for low > high; Refused where neither is known, or no interval is left."""
    if low == high:
        raise Refused("an improper integral over no interval")
    if low in INFINITE or high in INFINITE:
        return 1 if low == INFINITE[1] or high == OO else -1
    for relation, found in (("lt", 1), ("gt", -1)):
        if follows(cell, call(relation, low, high)):
            return found
    raise Refused("the order of the bounds is not known")


def fresh_variable(cell: Cell, *terms: Term) -> Term:
    """A symbol that occurs neither free in the terms nor among the declared names of the cell."""
    names = {d.name for d in cell.domain.declarations}.union(*map(free_symbols, (*terms, *cell.facts)))
    return symbol(next(n for n in (f"t_{k}" for k in range(len(names) + 1)) if n not in names))


def follows(cell: Cell, condition: Term) -> bool:
    """Whether the condition is seen to hold on all of the cell."""
    try:
        return with_tower(cell, (), lambda tower: answer_of(tower, condition)) is Answer.YES
    except (Contradiction, GaveUp):
        return False


def inside(cell: Cell, t: Term, low: Term, high: Term, terms: tuple[Term, ...] = ()) -> Cell:
    """The cell with a real t strictly between the bounds, and what is known there of waves in the terms."""
    wider = cell.with_symbol(Declaration(t.name))
    if low in INFINITE or high in INFINITE:
        ends = [call(r, t, bound) for r, bound in (("gt", low), ("lt", high)) if bound not in INFINITE]
        return replace(wider, facts=(*wider.facts, *ends))
    waves = () if cell.domain.complex_numbers else signs_between(wider, t, low, high, terms, follows)
    return strictly_between(replace(wider, facts=(*wider.facts, *waves)), t, low, high)


def _end(cell: Cell, inner: Cell, t: Term, whole: Term, bound: Term, side: str) -> Term:
    """What the antiderivative tends to at a bound, from inside; its value there if it is defined and continuous there."""
    if bound not in INFINITE:
        closed = replace(inner, facts=tuple(_with_bound(f, t, bound) for f in inner.facts))
        if not requirements_of(closed, whole) and is_continuous(closed, whole, t.name):
            return substitute(whole, {t.name: bound})
    if cell.domain.complex_numbers:
        if bound in INFINITE and vanishes_at_infinity(inner, whole, t, 1 if bound == OO else -1):
            return ZERO
        raise Refused("the limit of a complex antiderivative at a bound was not found")
    limit = Term("Limit", (whole, t, bound), side)
    found = limit_value(limit, cell.domain.integers, cell)
    if found == limit:
        raise Refused("the limit of the antiderivative at a bound was not found")
    return found


def _with_bound(fact: Term, t: Term, bound: Term) -> Term:
    """t < bound and t > bound as t <= bound and t >= bound; waves may then be zero."""
    strict = fact.args == (t, bound) or (fact.args and fact.args[0].head in RANGES)
    return call({"lt": "le", "gt": "ge"}[fact.head], *fact.args) if strict and fact.head in ("lt", "gt") else fact
