"""What an author says beside a line, judged: `because`, `watch` and `expect`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.model.chain import Justification, Step, Watch, Written
from verifier.model.result import Diagnosis, JudgedJustification, JudgedWatch
from verifier.model.verdict import Reason, Verdict
from verifier.session import shown
from verifier.session.asking import ask, claim_of, claim_of_step, holds
from verifier.session.carrying import Judged
from verifier.session.diagnosing import diagnosed
from verifier.session.setting import Setting
from verifier.terms.term import Term

RELATION_OF: Final = {"eq": "=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
"""The relations that can be claimed of a reason; any other condition is not decided yet."""

WORST_FIRST: Final = (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.CONDITIONAL, Verdict.PROVED)
ACCIDENTS: Final = frozenset({Reason.TIMED_OUT, Reason.OUT_OF_MEMORY, Reason.CRASHED})


def judge_because(setting: Setting, step: Step) -> JudgedJustification | None:
    """The reason given for a step, judged under the step's assumptions; prose has no verdict."""
    because = step.because
    if because is None or because.condition is None:
        return None if because is None else JudgedJustification(because.text, because.span)
    judged = _all_of(because, [_judge_condition(setting, part, step.given) for part in _parts(because.condition)])
    if because.may_be_data and judged.verdict is not Verdict.PROVED:
        return JudgedJustification(because.text, because.span)
    return judged


def _parts(condition: Term) -> Iterator[Term]:
    if condition.head != "and":
        yield condition
    for part in condition.args if condition.head == "and" else ():
        yield from _parts(part)


def _judge_condition(setting: Setting, condition: Term, given: Iterable[Term]) -> Outcome:
    relation = RELATION_OF.get(condition.head)
    if relation is None:
        return Outcome(Verdict.UNDECIDED, reason=Reason.UNSUPPORTED)
    lhs, rhs = condition.args
    return ask(setting, claim_of(setting, lhs, rhs, relation, given))


def _all_of(because: Justification, outcomes: list[Outcome]) -> JudgedJustification:
    """Several equations as one: as good as the worst of them, under the conditions of all."""
    worst = min(outcomes, key=lambda outcome: WORST_FIRST.index(outcome.verdict))
    conditions = dict.fromkeys(c for outcome in outcomes for c in shown.conditions(outcome))
    return JudgedJustification(
        because.text,
        because.span,
        worst.verdict,
        worst.reason,
        tuple(conditions) if holds(worst) else (),
        shown.counterexample(worst),
    )


def judge_watches(setting: Setting, before: Written, step: Step, judged: Judged) -> tuple[JudgedWatch, ...]:
    """Each pitfall of a step: met if the step holds and the wrong expression is refuted and diagnosed by its name."""
    return tuple(_judge_watch(setting, before, step, judged, watch) for watch in step.watch)


def _judge_watch(setting: Setting, before: Written, step: Step, judged: Judged, watch: Watch) -> JudgedWatch:
    outcome = ask(setting, claim_of_step(setting, judged.lhs, step, watch.wrong.term))
    met = False
    if holds(judged.outcome) and outcome.verdict is Verdict.REFUTED:
        wanted = frozenset({watch.name})
        met = bool(diagnosed(setting, judged.lhs, before, step, watch.wrong, wanted, outcome.values).mistakes)
    return JudgedWatch(watch.name, watch.wrong.text, met, outcome.verdict, shown.counterexample(outcome), watch.span)


def judge_expectation(step: Step, outcome: Outcome, mistakes: tuple[Diagnosis, ...]) -> str | None:
    """`met` or `unmet`, None where nothing is expected. A step that is proved meets no expectation: it has no issue."""
    if step.expect is None:
        return None
    return "met" if step.expect.word in _names_of_issue(outcome, mistakes) else "unmet"


def _names_of_issue(outcome: Outcome, mistakes: tuple[Diagnosis, ...]) -> Iterator[str]:
    """All the words by which an author may expect what came out: a verdict, a reason, a mistake's name."""
    if outcome.verdict is not Verdict.PROVED and outcome.reason not in ACCIDENTS:
        yield outcome.verdict.value
    if outcome.reason is not None:
        yield outcome.reason.value
    yield from (m.name for m in mistakes)
