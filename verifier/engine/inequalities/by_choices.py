"""Choices on the sides of an inequality: |u|, Max(u, v) and the like, passed by one of their values, or left value by value.

Nothing here is trusted: what is found is replayed by the kernel (`kernel.inequalities.establishing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING

from verifier.engine.inequalities.estimates import seem_true
from verifier.engine.inequalities.goals import Goal, Way
from verifier.kernel.inequalities.chosen_values import premises_of
from verifier.kernel.inequalities.establishing import ORDERS
from verifier.kernel.terms.operators import OPERATORS
from verifier.model.evidence import Proof
from verifier.terms.term import Term, call

if TYPE_CHECKING:
    from verifier.engine.inequalities.search import Search


def by_choices(search: Search, goal: Goal) -> Iterator[Way]:
    """The values of a choice on the smaller side, one by one; u <= Max(v, w) by u <= v <= Max(v, w); else any choice."""
    condition = goal.condition
    if condition.head in ORDERS and any(a in b.args for a, b in permutations(condition.args) if b.head == "Piecewise"):
        yield partial(Proof, "extreme")
    smaller = _choices(condition.args[0 if condition.head in ("le", "lt") else 1]) if condition.head in ORDERS else []
    found = min(smaller or _choices(condition), key=lambda t: t.size, default=None)
    if found is None:
        return
    passing = [] if smaller or condition.head not in ORDERS else list(_passing(goal))
    for relations, value in passing:
        if any(search.holds(goal, part) for part in _links(goal, relations, value)):
            yield partial(_chained, search, goal, relations, value)
    yield partial(_each_value, search, goal, found)
    for relations, value in passing:
        yield partial(_chained, search, goal, relations, value)


def _choices(term: Term) -> list[Term]:
    """The choices in a term that stand inside no operator and hold no other one."""
    if term.head in OPERATORS or not term.args:
        return []
    inner = [c for a in term.args for c in _choices(a)]
    return inner or ([term] if term.head == "Piecewise" else [])


def _passing(goal: Goal) -> Iterator[tuple[tuple[str, str], Term]]:
    """Values of a side that is a choice, between which and the other side the relation seems to hold."""
    head, (left, right) = goal.condition.head, goal.condition.args
    weak = "le" if head in ("le", "lt") else "ge"
    for side, relations in ((right, (head, weak)), (left, (weak, head))):
        for value in dict.fromkeys(side.args[::2]) if side.head == "Piecewise" else ():
            links = _links(goal, relations, value)
            if value not in (left, right) and not any(False in seem_true(c, goal.points) for c in links):
                yield relations, value


def _links(goal: Goal, relations: tuple[str, str], value: Term) -> tuple[Term, Term]:
    left, right = goal.condition.args
    return call(relations[0], left, value), call(relations[1], value, right)


def _chained(search: Search, goal: Goal, relations: tuple[str, str], value: Term) -> Proof:
    parts = tuple(search.show(goal.under(c)) for c in _links(goal, relations, value))
    return Proof("chain", (value,), relations, parts)


def _each_value(search: Search, goal: Goal, choice: Term) -> Proof:
    parts = []
    for place, premise in premises_of(goal.cell, goal.condition, choice):
        facts = [f for f in place.facts if f not in goal.cell.facts]
        parts.append(search.show(goal.under(premise, *facts)))
    return Proof("choices", (choice,), (), tuple(parts))
