"""An inequality between integrals over one interval, by the one between their integrands.

Nothing here is trusted: what is found is replayed by the kernel (`kernel.inequalities.establishing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from verifier.engine.inequalities import places
from verifier.engine.inequalities.estimates import Values, estimates
from verifier.engine.inequalities.goals import Goal, Way
from verifier.engine.inequalities.open_parts import worked_out
from verifier.kernel.integrals.definite_integrals import is_definite
from verifier.kernel.integrals.improper_integrals import INFINITE
from verifier.kernel.integrals.integral_bounds import premise_of
from verifier.model.evidence import Proof
from verifier.terms.term import MINUS_ONE, ONE, OO, ZERO, Term, add, call, div, mul, neg, sub

if TYPE_CHECKING:
    from verifier.engine.inequalities.search import Search

PARTS: Final = (0.03, 0.3, 0.6, 0.95)
REACH: Final = (0.04, 0.5, 1.7, 6.0)


def by_integrands(search: Search, goal: Goal, u: Term, strict: bool) -> Iterator[Way]:
    """Where the difference of the sides is a combination of integrals over one interval, and a rest."""
    pairs: list[tuple[Term, Term]] = []
    rest: list[Term] = []
    for factor, integral in _summands(u, ONE):
        if integral is None:
            rest.append(factor)
        else:
            pairs.append((factor, integral))
    bounds = {integral.args[2:] for _, integral in pairs}
    if len(bounds) != 1:
        return
    ((low, high),) = bounds
    constant: Term | None = ZERO
    if rest:
        width = sub(high, low)
        apart = goal.cell.with_fact(call("ne", width, ZERO))
        constant = None if {low, high} & {*INFINITE} else worked_out(apart, div(add(*rest), width))
    if constant is not None:
        terms = (constant, *(t for pair in pairs for t in pair))
        yield partial(_by_integrands, search, goal, u, strict, terms)


def _by_integrands(search: Search, goal: Goal, u: Term, strict: bool, terms: tuple[Term, ...]) -> Proof:
    place, premise = premise_of(goal.cell, u, strict, terms)
    t = place.domain.declarations[-1].name
    points = places.filtered(_points_between(goal.points, t, *terms[2].args[2:]), *place.facts)
    inner = replace(goal, cell=place, condition=premise, depth=goal.depth + 1, points=tuple(points))
    return Proof("integrands", terms, (), (search.show(inner),))


def _summands(u: Term, factor: Term) -> Iterator[tuple[Term, Term | None]]:
    """The summands of a term times a factor: an integral with its factor, or a term without one."""
    match u.head:
        case "add":
            for a in u.args:
                yield from _summands(a, factor)
        case "neg":
            yield from _summands(u.args[0], _times(MINUS_ONE, factor))
        case "div" if is_definite(u.args[0]):
            yield _times(factor, div(ONE, u.args[1])), u.args[0]
        case "mul" if sum(map(is_definite, u.args)) == 1:
            found = next(filter(is_definite, u.args))
            others = [a for a in u.args if a is not found]
            yield _times(factor, *others), found
        case _ if is_definite(u):
            yield factor, u
        case _:
            yield _times(factor, u), None


def _times(*factors: Term) -> Term:
    kept = [f for f in factors if f != ONE]
    return mul(*kept) if kept else ONE


def _points_between(points: tuple[Values, ...], name: str, low: Term, high: Term) -> list[Values]:
    """Each point with some values between the bounds for one more name."""
    ends = [[None] * len(points) if b in INFINITE else estimates(b, points) for b in (low, high)]
    found: list[Values] = []
    for p, a, b in zip(points, *ends, strict=True):
        if (a is None and low != neg(OO)) or (b is None and high != OO):
            continue
        for part, reach in zip(PARTS, REACH, strict=True):
            if a is not None and b is not None:
                found.append({**p, name: a + part * (b - a)})
            elif a is not None or b is not None:
                found.append({**p, name: a + reach if a is not None else (b or 0.0) - reach})
            else:
                found += [{**p, name: reach}, {**p, name: -reach}]
    return found
