"""Choices inside a term: which condition is tried next, and what is left of a term once conditions are decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifier.kernel.derivatives.guards import UNDEFINED, Conditions, collect_needs
from verifier.kernel.derivatives.setting import is_smooth
from verifier.model.verdict import Answer
from verifier.terms.heads import heads
from verifier.terms.term import FALSE, TRUE, Term, call
from verifier.terms.vocabulary import BINDERS, RELATION_SIGNS, is_condition

CLOSED: Final = BINDERS  # their bodies have a bound name, and are differentiated on their own

_OPEN: Final = {"gt": "gt", "ge": "gt", "lt": "lt", "le": "lt", "ne": "ne"}

Decide = Callable[[Term], Answer]


def has_choice(term: Term, depends: Callable[[Term], bool]) -> bool:
    """Whether a `Piecewise` that depends on the variable stands in the term, outside the bodies of operators."""
    return "Piecewise" in heads(term) and _has_choice(term, depends)


def _has_choice(term: Term, depends: Callable[[Term], bool]) -> bool:
    if not term.args or term.head in CLOSED or not depends(term):
        return False
    return term.head == "Piecewise" or any(_has_choice(a, depends) for a in term.args)


def next_relation(term: Term, depends: Callable[[Term], bool]) -> Term | None:
    """The relation that any evaluation of the term has to try first, among those of choices that depend on the variable.

    Its own sides are free of such choices.
    """
    if not term.args or term.head in CLOSED or not depends(term):
        return None
    parts = term.args[1:2] if term.head == "Piecewise" else term.args
    for part in parts:
        found = _first_relation(part, depends) if term.head == "Piecewise" else next_relation(part, depends)
        if found is not None:
            return found
    return None


def _first_relation(condition: Term, depends: Callable[[Term], bool]) -> Term | None:
    if condition.head in ("and", "or", "not"):
        return _first_relation(condition.args[0], depends)
    for side in condition.args:
        found = next_relation(side, depends)
        if found is not None:
            return found
    return condition if condition.args else None


def after(term: Term, decide: Decide, complex_numbers: bool, forgotten: Conditions) -> Term:
    """The term with decided relations settled in its choices, and branches that are not taken dropped.

    What a dropped part of a condition needs to be defined around a point is recorded in `forgotten`, loosely: whether
    `a and b` needs b where a is false is not relied upon.
    """
    return _After(decide, complex_numbers, forgotten).term(term)


class _After:
    def __init__(self, decide: Decide, complex_numbers: bool, forgotten: Conditions) -> None:
        self.decide = decide
        self.complex_numbers = complex_numbers
        self.forgotten = forgotten
        self.memo: dict[Term, Term] = {}

    def term(self, term: Term) -> Term:
        if not term.args or term.head in CLOSED or term == UNDEFINED:
            return term
        done = self.memo.get(term)
        if done is None:
            done = self.memo[term] = self.pieces(term) if term.head == "Piecewise" else self.rebuilt(term)
        return done

    def rebuilt(self, term: Term) -> Term:
        args = tuple(map(self.term, term.args))
        if UNDEFINED in args:
            return UNDEFINED
        return term if all(a is b for a, b in zip(args, term.args, strict=True)) else Term(term.head, args, term.value)

    def pieces(self, term: Term) -> Term:
        kept: list[Term] = []
        for value, condition in zip(term.args[::2], term.args[1::2], strict=True):
            settled = self.condition(condition)
            if settled == FALSE:
                continue
            if settled == UNDEFINED and not kept:
                return UNDEFINED
            if settled == TRUE and not kept:
                return self.term(value)
            kept += [self.term(value), settled]
            if settled == TRUE:
                break
        return Term("Piecewise", tuple(kept)) if kept else UNDEFINED

    def condition(self, condition: Term) -> Term:
        if condition.head in RELATION_SIGNS:
            answer = self.decide(condition)
            if answer is Answer.UNKNOWN:
                condition = self.rebuilt(condition)
                answer = self.decide(condition) if condition != UNDEFINED else answer
            return {Answer.YES: TRUE, Answer.NO: FALSE}.get(answer, condition)
        if not is_condition(condition.head) or not condition.args:
            return condition
        args = tuple(map(self.condition, condition.args))
        if UNDEFINED in args:
            return UNDEFINED
        return self.connective(condition, args)

    def connective(self, condition: Term, args: tuple[Term, ...]) -> Term:
        if condition.head == "not":
            return {TRUE: FALSE, FALSE: TRUE}.get(args[0], Term("not", args))
        winner, loser = (FALSE, TRUE) if condition.head == "and" else (TRUE, FALSE)
        if winner in args:
            self.forget(args)
            return winner
        left = tuple(a for a in args if a != loser)
        if not left:
            return loser
        return left[0] if len(left) == 1 else Term(condition.head, left)

    def forget(self, conditions: tuple[Term, ...]) -> None:
        """Record what the conditions need, as far as that holds around a point where it holds at it."""
        needs = Conditions()
        for c in conditions:
            collect_needs(c, self.complex_numbers, needs)
        for need in (*needs.exact, *needs.loose):
            is_open = need.head in _OPEN and all(map(is_smooth, need.args))
            self.forgotten.need_loosely(call(_OPEN[need.head], *need.args) if is_open else FALSE)
