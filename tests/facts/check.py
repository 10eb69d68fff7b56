"""Whether a fact's truth is what mpmath finds at many points: `python -m tests.facts.check` lists all that are not."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from tests.facts.load import Fact, facts, line_of
from tests.independent.domains import compare, is_complex, points
from tests.independent.evaluate import Point, holds
from tests.independent.numbers import Unclear, Undefined
from verifier.model.chain import Chain
from verifier.reading.jsonl import read_line
from verifier.terms.definitions import expand
from verifier.terms.term import Term


def read_fact(fact: Fact, *, flipped: bool = False, condition: str | None = None) -> Chain:
    """The fact as the reader reads it; an assertion fails where the reader refuses it, unless for its contradiction."""
    chain = read_line("facts.jsonl", 1, line_of(fact, flipped=flipped, condition=condition))
    refused = [e.message for e in chain.errors if e.code != "contradictory-assumptions"]
    assert not refused, f"{fact.name}: {refused}"
    return chain


def complaints(fact: Fact) -> list[str]:
    """What speaks against the stated truth; nothing for a fact that rational points cannot show."""
    chain = read_fact(fact)
    lhs, rhs = (expand(s.written.term, chain.definitions) for s in chain.steps)
    complex_numbers = is_complex([lhs, rhs], chain.declarations)
    found = list(points(chain.declarations, chain.assumptions, fact.points, complex_numbers))
    outcomes = [compare(lhs, rhs, p, complex_numbers) for p in found]
    wrong = _against(fact, Counter(outcomes))
    if fact.needs is not None:
        needed = read_fact(fact, condition=fact.needs).assumptions[-1]
        wrong += _needs_complaints(needed, found, outcomes, complex_numbers)
    return wrong


def _against(fact: Fact, seen: Counter[str]) -> list[str]:
    halves = seen["lhs"] + seen["rhs"]
    wrong = []
    if seen["different"] and fact.truth in ("equal", "hole", "agrees", "undefined"):
        wrong.append("the sides differ at a point")
    if halves and fact.truth == "equal":
        wrong.append("only one side is defined at a point")
    if seen["same"] and fact.truth == "undefined":
        wrong.append("both sides are defined at a point")
    if fact.unseen:
        return wrong
    if not seen["same"] and fact.truth in ("equal", "hole", "agrees", "branch"):
        wrong.append("no point shows both sides equal")
    if not seen["different"] and fact.truth in ("unequal", "branch"):
        wrong.append("no point shows a difference")
    if not halves and fact.truth == "hole":
        wrong.append("no point shows only one side defined")
    return wrong


def _needs_complaints(
    needed: Term, found: Sequence[Point], outcomes: Sequence[str], complex_numbers: bool
) -> list[str]:
    wrong = []
    for point, outcome in zip(found, outcomes, strict=True):
        if outcome not in ("same", "lhs", "rhs"):
            continue
        if is_met(needed, point, complex_numbers) is (outcome != "same"):
            wrong.append(f"`needs` is wrong at {dict(point)}, where the outcome is {outcome}")
    return wrong[:1]


def is_met(condition: Term, point: Point, complex_numbers: bool) -> bool | None:
    """Whether the condition holds; one without a value does not, and None is nobody can say."""
    try:
        return holds(condition, point, complex_numbers)
    except Undefined:
        return False
    except Unclear:
        return None


def main() -> int:
    wrong = 0
    for fact in facts():
        try:
            said = complaints(fact)
        except AssertionError as error:
            said = [str(error)]
        wrong += bool(said)
        for text in said:
            print(f"{fact.name}\n    {fact.truth}: {text}")
    print(f"{wrong} of {sum(1 for _ in facts())} facts are in doubt")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
