"""An inequality between sums, shown of their terms; and that a sum of terms that are not negative is at least one of them.

Nothing here is trusted: what is found is replayed by the kernel (`kernel.inequalities.termwise`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from verifier.engine.inequalities.goals import Goal, Way
from verifier.engine.sums.terms_of_sums import as_one_sum, points_of, sums_with_term
from verifier.kernel.inequalities.establishing import difference_of
from verifier.kernel.inequalities.termwise import premise_of
from verifier.model.evidence import Proof
from verifier.terms.term import Term, call, sub

if TYPE_CHECKING:
    from verifier.engine.inequalities.search import Search


def by_terms(search: Search, goal: Goal) -> Iterator[Way]:
    """Where the difference is one sum: by its terms."""
    u, strict = difference_of(goal.condition)
    total = None if strict else as_one_sum(u)
    if total is not None:
        yield partial(_termwise, search, goal, total)


def by_one_term(search: Search, goal: Goal) -> Iterator[Way]:
    """Where the smaller side is one term of a binomial distribution."""
    if not difference_of(goal.condition)[1]:
        yield from (partial(_one_term, search, goal, *found) for found in sums_with_term(goal.condition))


def _termwise(search: Search, goal: Goal, total: Term) -> Proof:
    cell, condition = premise_of(goal.cell, total)
    points = points_of(goal.cell, cell, goal.points)
    inner = Goal(cell, condition, points, goal.depth + 1, goal.splits, goal.slopes)
    return Proof("termwise", (total,), (), (search.show(inner),))


def _one_term(search: Search, goal: Goal, total: Term, place: Term) -> Proof:
    """As one term of a sum; beyond its last one there is nothing to show."""
    if not search.holds(goal, call("le", place, total.args[3])):
        return search.split(goal, sub(total.args[3], place))
    return Proof("summand", (total, place), (), _termwise(search, goal, total).parts)
