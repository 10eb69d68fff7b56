"""Conditions and alternatives that say nothing beside others on a cell, and are left out of what is reported."""

from __future__ import annotations

from itertools import combinations

from verifier.kernel.cell import KeptTower, follows
from verifier.kernel.derivatives.guards import is_total
from verifier.kernel.domains.natural_domain import negation
from verifier.kernel.domains.places import answer_of
from verifier.kernel.normal_forms import grown
from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.normal_forms.tower import SIGNS_OF_RELATION, NeedsSign, Tower
from verifier.kernel.signs.signs import Contradiction
from verifier.model.verdict import Answer
from verifier.terms.term import Term, call


def possible(base: KeptTower, alternatives: tuple[Term, ...]) -> tuple[Term, ...]:
    """The alternatives that do not fail on the whole cell, each without its parts that hold on all of it."""

    def of_tower(tower: Tower) -> tuple[Term, ...]:
        left = []
        for alternative in alternatives:
            parts = alternative.args if alternative.head == "and" else (alternative,)
            answers = [answer_of(tower, p) for p in parts]
            if Answer.NO not in answers:
                open_parts = tuple(p for p, known in zip(parts, answers, strict=True) if known is not Answer.YES)
                left.append(joined(open_parts or parts))
        return tuple(left)

    try:
        return base.ask(of_tower)
    except (GaveUp, Contradiction):
        return alternatives


def joined(conditions: tuple[Term, ...]) -> Term:
    return conditions[0] if len(conditions) == 1 else call("and", *conditions)


def without_implied(base: KeptTower, said: dict[Term, Term]) -> tuple[Term, ...]:
    """The conditions without those that follow from the others on the cell; the last ones are dropped first.

    What a condition was said for may be seen to follow where its simple words are not.
    """
    kept = list(said)
    for c, need in reversed(said.items()):
        others = tuple(k for k in kept if k != c)
        if others and not _says_defined(c) and _implied(base, others, (c,) if c == need else (c, need)):
            kept = list(others)
    return tuple(kept)


def without_excluded(base: KeptTower, said: list[tuple[Term, str]]) -> list[tuple[Term, str]]:
    """One condition for two of one side that share what is left: `z > 0 or u` and `z < 0 or u` say `u`."""
    for (c, side), (d, other) in combinations(said, 2):
        if c.head == d.head == "or" and side == other:
            shared = tuple(a for a in c.args if a in d.args)
            first, second = ([a for a in x.args if a not in shared] for x in (c, d))
            facts = (*first, *map(negation, shared))
            if len(first) == len(second) == 1 and shared and _following(base, facts, (negation(second[0]),)):
                both = shared[0] if len(shared) == 1 else call("or", *shared)
                rest = [(both if x == c else x, s) for x, s in said if x != d]
                return without_excluded(base, rest)
    return said


def _implied(base: KeptTower, facts: tuple[Term, ...], conditions: tuple[Term, ...]) -> bool:
    """Whether one of the conditions follows from the facts, or from each alternative of one of them."""
    if _following(base, facts, conditions):
        return True
    return any(
        all(any(_follows_from(base, a, c) for c in conditions) for a in fact.args)
        for fact in facts
        if fact.head == "or"
    )


def _follows_from(base: KeptTower, fact: Term, condition: Term) -> bool:
    parts = condition.args if condition.head == "or" else (condition,)
    return fact in parts or any(_following(base, (fact,), (part,)) for part in parts if is_total(part))


def _says_defined(condition: Term) -> bool:
    """Whether a part says that a term is equal to itself: true where it is defined, which is what is meant."""
    if condition.head in ("and", "or"):
        return any(map(_says_defined, condition.args))
    return condition.head == "eq" and condition.args[0] == condition.args[1]


def without_stronger(base: KeptTower, alternatives: tuple[Term, ...]) -> tuple[Term, ...]:
    """Of alternatives only those that no other one follows from: `x != 0 or x >= 1` says `x != 0`."""
    kept = list(alternatives)
    for c in reversed(alternatives):
        others = tuple(k for k in kept if k != c)
        wider = tuple(k for k in others if is_total(k))  # `1/x != 0` holds where it is defined, and says `x != 0`
        facts = c.args if c.head == "and" else (c,)
        if wider and all(f.head in SIGNS_OF_RELATION for f in facts) and _following(base, facts, wider):
            kept = list(others)
    return tuple(kept)


def where_others_fail(base: KeptTower, alternatives: tuple[Term, ...]) -> tuple[Term, ...]:
    """Each alternative as far as it is not plain where the first one fails: `a > 0 or a = 0 and p >= 0` for a >= 0 says
    `a > 0 or p >= 0`. None are left where one of them is bound to hold there."""
    first = alternatives[0]
    if first.head not in SIGNS_OF_RELATION or not is_total(first):
        return alternatives
    failing = (negation(first),)
    left = [first]
    for alternative in alternatives[1:]:
        parts = alternative.args if alternative.head == "and" else (alternative,)
        if not any(_following(base, failing, (negation(p),)) for p in parts if p.head in SIGNS_OF_RELATION):
            open_parts = tuple(p for p in parts if not _following(base, failing, (p,)))
            if not open_parts:
                return ()
            left.append(joined(open_parts))
    return tuple(left)


def _following(base: KeptTower, facts: tuple[Term, ...], conditions: tuple[Term, ...]) -> bool:
    """Whether one of the conditions is seen to follow from the facts. Normal forms are those of the cell without them.

    Not where several gamma functions are written by one, which may have poles where the others have none.
    """

    def ask(tower: Tower) -> bool:
        for c in (*facts, *conditions):
            _write_out(tower, c)
        try:
            known = grown.with_facts(tower, facts)
        except Contradiction:
            return True
        return any(follows(known, c) for c in conditions) and not tower.hints.shifts

    try:
        return base.ask(ask)
    except Contradiction:
        return True
    except GaveUp:
        return False


def _write_out(tower: Tower, condition: Term) -> None:
    """The normal forms of a condition's sides go to the tower's memo, and with it to the towers grown from it."""
    if condition.head in ("and", "or", "not"):
        for c in condition.args:
            _write_out(tower, c)
    elif condition.head in SIGNS_OF_RELATION:
        for side in condition.args:
            try:
                tower.normal_form(side)
            except (GaveUp, NeedsSign, Undefined):
                continue
