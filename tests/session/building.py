"""Chains whose lines are bare names, and an engine that answers from a table: the rules without the mathematics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from verifier.engine.outcome import Outcome
from verifier.model.chain import (
    Chain,
    Expectation,
    InputError,
    Justification,
    Place,
    Span,
    Step,
    Watch,
    Written,
)
from verifier.model.claim import Claim
from verifier.model.evidence import Point
from verifier.model.result import Diagnosis
from verifier.model.verdict import Reason, Verdict
from verifier.terms.printer import text_of
from verifier.terms.term import Term, symbol

PROVED = Outcome(Verdict.PROVED, "normal-form")
CONDITIONAL = Outcome(Verdict.CONDITIONAL, "normal-form", conditions=((Term("ne", (symbol("x"), symbol("y"))), "lhs"),))
REFUTED = Outcome(Verdict.REFUTED, "balls", point=Point({}), values=("1", "2"))
UNDECIDED = Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP)
TIMED_OUT = Outcome(Verdict.UNDECIDED, reason=Reason.TIMED_OUT)
NO_POINT = Outcome(Verdict.UNDECIDED, reason=Reason.NO_POINT)

SPAN = Span(1, 1, 1, 2)
Table = Mapping[tuple[str, str], Outcome]


def written(text: str, line: int = 1) -> Written:
    return Written(text, symbol(text), Span(line, 1, line, 1 + len(text)), Place(0, len(text)))


def step(text: str, **keys: Any) -> Step:
    """A step; `expect` is a word, `watch` pairs a name with a line, `because` is a condition or prose."""
    if "expect" in keys:
        keys["expect"] = Expectation(keys["expect"], SPAN)
    if "watch" in keys:
        keys["watch"] = tuple(Watch(name, written(wrong), SPAN) for name, wrong in keys["watch"].items())
    if "because" in keys:
        reason = keys["because"]
        is_prose = isinstance(reason, str)
        text_ = reason if is_prose else text_of(reason)
        keys["because"] = Justification(text_, None if is_prose else reason, SPAN)
    return Step(written(text), **keys)


def chain(*lines: str | Step, result: Step | None = None, errors: tuple[InputError, ...] = (), **keys: Any) -> Chain:
    steps = tuple(line if isinstance(line, Step) else step(line) for line in lines)
    return Chain("c", "c.yaml", 1, steps=steps, result=result, errors=errors, **keys)


class Engine:
    """Answers claims from a table of pairs of lines, `otherwise` where it is silent, and keeps what it was asked."""

    def __init__(self, table: Table, otherwise: Outcome = UNDECIDED) -> None:
        self.table = dict(table)
        self.otherwise = otherwise
        self.asked: list[Claim] = []

    def __call__(self, claim: Claim, limits: object) -> Outcome:
        self.asked.append(claim)
        sides = text_of(claim.lhs), text_of(claim.rhs)
        return PROVED if sides[0] == sides[1] else self.table.get(sides, self.otherwise)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(text_of(c.lhs), text_of(c.rhs)) for c in self.asked]


def diagnosis_of(repairs: Mapping[str, tuple[str, str]]) -> Callable[..., tuple[Diagnosis, ...]]:
    """A diagnosis that knows one mistake for each wrong line: its name and the line mended."""

    def diagnose(failed: Any, judge: Any, wanted: frozenset[str] | None = None) -> tuple[Diagnosis, ...]:
        name, repair = repairs.get(failed.rhs.text, ("", ""))
        if not name or (wanted is not None and name not in wanted):
            return ()
        verified = judge(failed.lhs, symbol(repair)).verdict in (Verdict.PROVED, Verdict.CONDITIONAL)
        return (Diagnosis(name, "it is wrong", repair),) if verified else ()

    return diagnose
