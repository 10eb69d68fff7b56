"""What the engine says of a fact, and whether that can be true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from mpmath import mp

from tests.facts.check import is_met, read_fact
from tests.facts.load import Fact
from tests.independent.domains import compare, points
from tests.independent.evaluate import Point, value
from tests.independent.numbers import rounded
from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.model import evidence
from verifier.model.chain import Chain, Kind
from verifier.model.verdict import Answer, Verdict
from verifier.session.asking import ask, claim_of
from verifier.session.assumptions import assumptions_hold
from verifier.session.setting import Setting, settle
from verifier.terms.term import Term
from verifier.terms.vocabulary import RELATION_SIGNS

LIMITS = Limits(use_sympy=False)
PROVED, CONDITIONAL, REFUTED, UNDECIDED = Verdict
POSSIBLE = {
    "equal": {PROVED, CONDITIONAL, UNDECIDED},
    "agrees": {PROVED, CONDITIONAL, UNDECIDED},
    "hole": {CONDITIONAL, UNDECIDED},
    "unequal": {REFUTED, UNDECIDED},
    "branch": {REFUTED, UNDECIDED},
    "domain": {CONDITIONAL, REFUTED, UNDECIDED},
    "undefined": {UNDECIDED},
}
RIGHT = {
    "equal": {PROVED},
    "agrees": {PROVED, CONDITIONAL},
    "hole": {CONDITIONAL},
    "unequal": {REFUTED},
    "branch": {REFUTED},
    "domain": {CONDITIONAL, REFUTED},
    "undefined": {UNDECIDED},
}


@dataclass(frozen=True)
class Judged:
    """A fact's two expanded sides, the chain they stand in, and the engine's answer."""

    chain: Chain
    complex_numbers: bool
    lhs: Term
    rhs: Term
    outcome: Outcome


def judge(fact: Fact, flipped: bool = False) -> Judged:
    """The answer to a fact, or to the same with its sides exchanged."""
    chain = read_fact(fact, flipped=flipped)
    setting = _with_point(settle(chain))
    claim = claim_of(setting, *(s.written.term for s in chain.steps))
    return Judged(chain, setting.complex_numbers, claim.lhs, claim.rhs, ask(setting, claim, LIMITS))


def _with_point(setting: Setting) -> Setting:
    return replace(setting, has_point=assumptions_hold(setting) is Answer.YES)


def contradictions(fact: Fact, judged: Judged) -> list[str]:
    """What in the answer cannot be true: the verdict, the counterexample, the conditions."""
    wrong = []
    verdict = judged.outcome.verdict
    if verdict not in POSSIBLE[fact.truth]:
        wrong.append(f"{verdict.value}, but the truth is {fact.truth}")
    if judged.outcome.point is not None and not _counterexample_stands(judged, judged.outcome.point):
        wrong.append(f"mpmath sees no difference at {dict(judged.outcome.point.values)}")
    unsayable = [c for c, _ in judged.outcome.conditions if not is_sayable(c)]
    if unsayable:
        wrong.append(f"no author can write the condition {unsayable[0]!r}")
    elif verdict is CONDITIONAL and not conditions_suffice(fact, judged):
        wrong.append("its conditions hold at a point where only one side is defined")
    return wrong


def _counterexample_stands(judged: Judged, point: evidence.Point) -> bool:
    seen = compare(judged.lhs, judged.rhs, as_point(judged.chain, point), judged.complex_numbers)
    return seen in ("different", "unclear")


def as_point(chain: Chain, point: evidence.Point) -> Point:
    """The kernel's exact point in the evaluator's form."""
    found: dict[str, Any] = {}
    for declaration in chain.declarations:
        name = declaration.name
        if declaration.kind is Kind.INDEXED:
            found[name] = _entry_of(name, point)
        elif declaration.kind is Kind.FUNCTION and name in point.functions:
            parameters, body = point.functions[name]
            found[name] = lambda *args, p=parameters, b=body: value(b, dict(zip(p, args, strict=True)))
        elif name in point.values:
            found[name] = _number(point.values[name])
        elif name in point.closed:
            found[name] = value(point.closed[name], {})
    return found


def _entry_of(name: str, point: evidence.Point) -> Any:
    return lambda *indices: _number(point.values[f"{name}[{', '.join(str(int(i)) for i in indices)}]"])


def _number(value: Fraction | tuple[Fraction, Fraction]) -> Any:
    if isinstance(value, Fraction):
        return value
    return mp.mpc(rounded(value[0]), rounded(value[1])) if value[1] else value[0]


def is_sayable(condition: Term) -> bool:
    """Whether an author could write this condition."""
    if condition.head in ("and", "or", "not"):
        return all(map(is_sayable, condition.args))
    return condition.head in RELATION_SIGNS and "'" not in repr(condition)[6:-2]


def conditions_suffice(fact: Fact, judged: Judged) -> bool:
    """Whether both sides are defined wherever one is and the reported conditions hold."""
    return not any(met and seen in ("lhs", "rhs") for met, seen in _conditions_at_points(fact, judged))


def conditions_are_exact(fact: Fact, judged: Judged) -> bool:
    """Whether, in addition, the reported conditions hold wherever both sides are defined."""
    return all(met is not False or seen != "same" for met, seen in _conditions_at_points(fact, judged)) and bool(
        judged.outcome.conditions
    )


def _conditions_at_points(fact: Fact, judged: Judged) -> Sequence[tuple[bool | None, str]]:
    chain, complex_numbers = judged.chain, judged.complex_numbers
    rows = []
    for point in points(chain.declarations, chain.assumptions, fact.points, complex_numbers):
        each = [is_met(c, point, complex_numbers) for c, _ in judged.outcome.conditions]
        met = False if False in each else None if None in each else True
        rows.append((met, compare(judged.lhs, judged.rhs, point, complex_numbers)))
    return rows


def is_right(fact: Fact, judged: Judged) -> bool:
    """Whether the answer is the best one: decided as the truth is, with conditions that say exactly what is needed."""
    if judged.outcome.verdict not in RIGHT[fact.truth]:
        return False
    return judged.outcome.verdict is PROVED or fact.needs is None or conditions_are_exact(fact, judged)
