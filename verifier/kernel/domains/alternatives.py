"""Assumed alternatives, `a or b`: where all but one are known to fail, the last one holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.signs.signs import Contradiction
from verifier.terms.heads import heads
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower


def learn_alternatives(tower: Tower, facts: Iterable[Term]) -> None:
    """Records what is left of the alternatives among facts that hold on the cell; Contradiction where nothing is."""
    waiting = [a for fact in facts for a in alternatives(fact) if not any(_is_of_integers(tower, c) for c in a)]
    while (left := [a for a in waiting if not _learns_the_only(tower, a)]) != waiting:
        waiting = left


def alternatives(fact: Term) -> list[tuple[Term, ...]]:
    """The alternatives of the disjunctions that a fact is, or has among its conjuncts."""
    if fact.head == "and":
        return [a for part in fact.args for a in alternatives(part)]
    return [fact.args] if fact.head == "or" else []


def _is_of_integers(tower: Tower, condition: Term) -> bool:
    """Whether it is about integers: where powers and gamma functions are defined is left to the cases of their arguments."""
    return not tower.integers.isdisjoint(free_symbols(condition)) or "floor" in heads(condition)


def _learns_the_only(tower: Tower, conditions: tuple[Term, ...]) -> bool:
    left = [c for c in conditions if not _fails(tower, c)]
    if not left:
        raise Contradiction
    if len(left) == 1:
        tower.learn(left[0])
    return len(left) == 1


def _fails(tower: Tower, condition: Term) -> bool:
    """Whether a condition is known to hold nowhere on the cell."""
    from verifier.kernel.normal_forms.tower import NeedsSign

    try:
        return not tower.holds(condition)
    except (GaveUp, NeedsSign, Undefined):
        return False
