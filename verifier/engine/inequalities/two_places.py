"""Both sides of an inequality as one function at two places: it is shown for any place on that side of the other.

(1 + 1/n)**n <= (1 + 1/(n + 1))**(n + 1) follows from (1 + 1/n)**n <= (1 + 1/y)**y for all y >= n, which slopes show.
Nothing here is trusted: what is found is replayed by the kernel (`kernel.inequalities.named_terms`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from verifier.engine.inequalities.goals import Goal, NotShown, Way, lemma
from verifier.engine.inequalities.open_parts import worked_out
from verifier.engine.sums.terms_of_sums import signed_summands
from verifier.kernel.inequalities.named_terms import of_any
from verifier.kernel.integrals.improper_integrals import fresh_variable
from verifier.model.evidence import Proof
from verifier.terms.heads import heads
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, ZERO, Term, add, call, sub, symbol

if TYPE_CHECKING:
    from verifier.engine.inequalities.search import Search

FURTHER: Final = (0.3, 1.0, 2.7, 11.0, 0.01)
HARD: Final = frozenset({"Sum", "Product", "Integral", "gamma", "Piecewise"})  # there are no slopes
CURVED: Final = frozenset({"pow", "exp", "log", "sin", "cos", "atan", "asin", "div"})


def by_two_places(search: Search, goal: Goal) -> Iterator[Way]:
    """For each symbol by which one side is the other at another place; or is so at the next whole number."""
    left, right = goal.condition.args
    if HARD & (heads(left) | heads(right)) or not heads(left) & heads(right) & CURVED:
        return
    for name in sorted(free_symbols(left) & free_symbols(right)):
        for pattern, other, is_left in ((left, right, True), (right, left, False)):
            found = place_of(pattern, other, name)
            if found is not None and found != symbol(name):
                yield partial(_with_any, search, goal, pattern, is_left, name, found)
            elif found is None and name in goal.cell.domain.integers:
                yield partial(_at_next, search, goal, pattern, other, is_left, name)


def is_separated(u: Term) -> bool:
    """Whether the term is a sum of terms in one symbol each, of two symbols or more."""
    names = [free_symbols(s) for _, s in signed_summands(u)]
    return all(len(n) <= 1 for n in names) and len(frozenset().union(*names)) > 1


def has_elementary_slope(u: Term) -> bool:
    """Whether a summand is a function that only its slope makes elementary, and that a common factor would keep from it."""
    return any(s.head in ("erf", "atan", "asin") for _, s in signed_summands(u))


def place_of(pattern: Term, other: Term, name: str) -> Term | None:
    """The term for the symbol with which the pattern is the other term; None where there is none, or more than one."""
    if pattern == symbol(name):
        return other
    if not pattern.args:
        return symbol(name) if pattern == other else None
    if (pattern.head, pattern.value, len(pattern.args)) != (other.head, other.value, len(other.args)):
        return None
    found = [
        place_of(p, o, name) for p, o in zip(pattern.args, other.args, strict=True) if name in free_symbols(p) or p != o
    ]
    if not found:
        return symbol(name)
    return found[0] if all(f == found[0] for f in found) else None


def _at_next(search: Search, goal: Goal, pattern: Term, other: Term, is_left: bool, name: str) -> Proof:
    following = add(symbol(name), ONE)
    there = substitute(pattern, {name: following})
    if worked_out(goal.cell, sub(there, other)) != ZERO:
        raise NotShown
    sides = (pattern, there) if is_left else (there, pattern)
    fact = Term(goal.condition.head, sides)
    return lemma(fact, _with_any(search, goal.under(fact), pattern, is_left, name, following))


def _with_any(search: Search, goal: Goal, pattern: Term, is_left: bool, name: str, found: Term) -> Proof:
    y = fresh_variable(goal.cell, goal.condition)
    anywhere = substitute(pattern, {name: y})
    general = Term(goal.condition.head, (pattern, anywhere) if is_left else (anywhere, pattern))
    heads_of_facts = ("gt", "lt") if goal.condition.head in ("gt", "lt") else ("ge", "le")
    for head, sign in zip(heads_of_facts, (1, -1), strict=True):
        fact = call(head, y, symbol(name))
        there = call(head, found, symbol(name))
        if not search.holds(goal, there):
            continue
        _, (place, premise) = of_any(goal.cell, goal.condition, general, found, fact, y.name)
        points = tuple({**p, y.name: p[name] + sign * d} for p in goal.points if name in p for d in FURTHER)
        inner = replace(goal, cell=place, condition=premise, depth=goal.depth + 1, points=points)
        return Proof(
            "instance", (general, found, fact), (y.name,), (search.show(goal.under(there)), search.show(inner))
        )
    raise NotShown
