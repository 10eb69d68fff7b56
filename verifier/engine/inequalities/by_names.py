"""A sum of squares that would be multiplied out, as one number that is not negative.

Nothing here is trusted: what is found is replayed by the kernel (`kernel.inequalities.establishing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from verifier.engine.inequalities.goals import Goal, Way
from verifier.kernel.inequalities.named_terms import premises_of
from verifier.kernel.terms.operators import OPERATORS, is_infinite
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.term import Term

if TYPE_CHECKING:
    from verifier.engine.inequalities.search import Search

SIZES: Final = (0.3, 2.7, 0.0, 11.0)


def by_names(search: Search, goal: Goal) -> Iterator[Way]:
    """For each finite sum of squares in the condition, unless it is compared with a number."""
    args = goal.condition.args
    for total in dict.fromkeys(_sums_of_squares(goal.condition)):
        if total not in args or all(rational_value(a) is None for a in args):
            yield partial(_by_name, search, goal, total)


def _sums_of_squares(term: Term) -> Iterator[Term]:
    if term.head == "Sum" and not any(map(is_infinite, term.args[2:])) and _is_square(term.args[0]):
        yield term
    elif term.head not in OPERATORS:
        for a in term.args:
            yield from _sums_of_squares(a)


def _is_square(body: Term) -> bool:
    q = rational_value(body.args[1]) if body.head == "pow" else None
    return q is not None and q > 0 and q.denominator == 1 and q % 2 == 0 and body.args[0].head == "add"


def _by_name(search: Search, goal: Goal, total: Term) -> Proof:
    (_, positive), (place, premise) = premises_of(goal.cell, goal.condition, total)
    y = place.domain.declarations[-1].name
    points = tuple({**p, y: size} for p in goal.points for size in SIZES)
    inner = replace(goal, cell=place, condition=premise, depth=goal.depth + 1, points=points)
    return Proof("named", (total,), (), (search.show(goal.under(positive)), search.show(inner)))
