"""An inequality from infinity: the difference of the sides falls towards a limit, if need be from the last zero of its slope on.

Nothing here is trusted: what is found is replayed by the kernel (`kernel.inequalities.far_ends`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from verifier.engine.inequalities import places
from verifier.engine.inequalities.estimates import estimates
from verifier.engine.inequalities.goals import Goal, NotShown, Way
from verifier.kernel.cell import Refused
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.inequalities.establishing import difference_of
from verifier.kernel.inequalities.far_ends import premises
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.unsupported import Unsupported
from verifier.model.evidence import Proof
from verifier.terms.heads import heads
from verifier.terms.substitution import free_symbols
from verifier.terms.term import OO, ZERO, Term, call, neg, sub, symbol

if TYPE_CHECKING:
    from verifier.engine.inequalities.search import Search

LEVELLING: Final = frozenset(
    {"exp", "erf", "atan", "log", "pow", "div"}
)  # what may tend to a limit, or keep pace with another
MOST_NODES: Final = 200
_BELOW: Final = {OO: -1, neg(OO): 1}  # the sign that the slope has to have


def by_far_ends(search: Search, goal: Goal, u: Term) -> Iterator[Way]:
    """Ways from an end of the line to which the slope seems to lead, on all of the cell or beyond a zero of it."""
    if u.size > MOST_NODES or LEVELLING.isdisjoint(heads(u)):
        return
    for name in sorted(free_symbols(u)):
        if name not in (goal.points[0] if goal.points else {}):
            continue
        try:
            slope = differentiate(u, name, False, goal.cell.domain.integers - {name})
        except Unsupported:
            continue
        signs = [0 if s is None else (s > 0) - (s < 0) for s in estimates(slope, goal.points)]
        for end, wanted in _BELOW.items():
            if wanted not in signs:
                continue
            if -wanted not in signs:
                yield partial(_from_end, search, goal, name, end)
                continue
            for zero in places.zeros(goal.cell, slope, name):
                if _is_last(goal, name, zero, signs, wanted):
                    yield partial(_beyond, search, goal, name, end, zero)


def _is_last(goal: Goal, name: str, zero: Term, signs: list[int], wanted: int) -> bool:
    """Whether the slope seems to lead to the end from the zero on, at all sample points."""
    ats = estimates(zero, goal.points)
    return None not in ats and all(
        sign in (0, wanted) or (p[name] - at) * wanted >= 0
        for p, at, sign in zip(goal.points, ats, signs, strict=True)
        if at is not None
    )


def _beyond(search: Search, goal: Goal, name: str, end: Term, zero: Term) -> Proof:
    """From the end beyond the zero, and as any other inequality before it."""
    side = sub(symbol(name), zero)
    goal = replace(goal, splits=goal.splits + 1)
    beyond, before = (
        goal.under(goal.condition, call(head, side, ZERO)) for head in (("gt", "lt") if end == OO else ("lt", "gt"))
    )
    parts = _from_end(search, beyond, name, end), search.show(before)
    on, names = search.on_edge(goal, side)
    above, below = parts if end == OO else parts[::-1]
    return Proof("split", (side,), names, (above, on, below))


def _from_end(search: Search, goal: Goal, name: str, end: Term) -> Proof:
    u, strict = difference_of(goal.condition)
    for mode in ("growth", "end") if strict else ("weak",):
        names = (name, mode)
        try:
            (at, limit), (cell, falls) = premises(goal.cell, u, strict, names, end)
            fresh = cell.domain.declarations[-1].name
            points = [{**p, fresh: p[name] + step} for p in goal.points for step in _steps(end)]
            inner = replace(goal, cell=cell, condition=falls, depth=goal.depth + 1, slopes=goal.slopes + 1, splits=0)
            inner = replace(inner, points=tuple(places.filtered(points, *cell.facts)))
            first = search.show(replace(goal.under(limit), cell=at))
            return Proof("far-end", (end,), names, (first, search.show(inner)))
        except (NotShown, Refused, NeedsSign):
            continue
    raise NotShown


def _steps(end: Term) -> tuple[float, ...]:
    return (0.1, 1.0, 5.0) if end == OO else (-0.1, -1.0, -5.0)
