"""An inequality from listed bounds of functions, from bounds of logarithms, or passed by a number between its sides.

Nothing here is trusted: what is found is replayed by the kernel (`kernel.inequalities.establishing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from verifier.engine.inequalities.between import number_between
from verifier.engine.inequalities.goals import BOUNDED, SIGNS, Goal, NotShown, Way, lemma
from verifier.engine.inequalities.log_bounds import log_bounds, without_logarithms
from verifier.engine.inequalities.worst_cases import worst_cases
from verifier.kernel.inequalities.establishing import at_least_zero, difference_of, establish
from verifier.kernel.inequalities.known_bounds import instances
from verifier.model.evidence import Proof
from verifier.terms.heads import parts_of
from verifier.terms.term import Term, call, rational

if TYPE_CHECKING:
    from verifier.engine.inequalities.search import Search

DEEPEST_BETWEEN: Final = 1
LINKS: Final = {
    "le": (("le", "le"),),
    "ge": (("ge", "ge"),),
    "lt": (("le", "lt"), ("lt", "le")),
    "gt": (("ge", "gt"), ("gt", "ge")),
}
"""Relations to a middle and from it that give a relation."""


def by_bounds(search: Search, goal: Goal) -> Iterator[Way]:
    """The ways, the cheapest first."""
    u, strict = difference_of(goal.condition)
    yield partial(_bounded, search, goal)
    yield from (partial(_by_bound, search, goal, *found) for found in log_bounds(goal.condition))
    if goal.slopes == 0 and goal.depth <= DEEPEST_BETWEEN:
        for middle in number_between(goal.condition, goal.points):
            yield from (
                partial(_through, search, goal, rational(middle), links) for links in LINKS[goal.condition.head]
            )
    for weaker, gap, bound in without_logarithms(goal.cell, u):
        yield partial(_past_logarithms, search, goal, at_least_zero(weaker, strict), gap, bound)
    for weaker, facts in worst_cases(goal.cell, u):
        yield partial(_from_worst, search, goal, at_least_zero(weaker, strict), facts)


def _bounded(search: Search, goal: Goal) -> Proof:
    """With the listed bounds of the functions in it as facts."""
    facts = [b for t in parts_of(goal.condition) if t.head in BOUNDED for b in instances(t)]
    proof, cell = SIGNS, goal.cell
    kept = []
    for fact in facts[:6]:
        if fact not in cell.facts:
            cell = cell.with_fact(fact)
            kept.append(fact)
    if not kept:
        raise NotShown
    establish(cell, goal.condition, SIGNS)
    for fact in reversed(kept):
        proof = lemma(fact, Proof("known"), proof)
    return proof


def _by_bound(search: Search, goal: Goal, bound: Term, positive: Term) -> Proof:
    """From a listed bound, beside a fact that shows the sign of its denominator."""
    search.budget.bounds -= 1
    if search.budget.bounds < 0:
        raise NotShown
    establish(goal.cell.with_fact(positive).with_fact(bound), goal.condition, SIGNS)
    return lemma(positive, SIGNS, lemma(bound, Proof("known")))


def _through(search: Search, goal: Goal, middle: Term, links: tuple[str, str]) -> Proof:
    """One side reaches at most to a number, the other at least."""
    left, right = goal.condition.args
    sides = (call(links[0], left, middle), call(links[1], middle, right))
    return Proof("chain", (middle,), links, tuple(search.show(goal.under(side)) for side in sides))


def _past_logarithms(search: Search, goal: Goal, weaker: Term, gap: Term, bound: Term) -> Proof:
    """From the same with a listed bound in place of a difference of logarithms."""
    return Proof("sum", (weaker.args[0], gap), (), (search.show(goal.under(weaker)), lemma(bound, Proof("known"))))


def _from_worst(search: Search, goal: Goal, weaker: Term, facts: tuple[Term, ...]) -> Proof:
    """From the same with bounds in place of bounded functions."""
    proof = lemma(weaker, search.show(goal.under(weaker)))
    for fact in facts:
        proof = lemma(fact, Proof("known"), proof)
    return proof
