"""One step from the author's lines to its result: verdict, diagnosis, evidence and remarks."""

from __future__ import annotations

from time import perf_counter

from verifier.engine.deadline import within
from verifier.engine.outcome import Outcome
from verifier.model.chain import Step, Written
from verifier.model.result import StepResult
from verifier.model.verdict import Verdict
from verifier.session import shown
from verifier.session.asking import SEARCHED, ask, claim_of_step, with_parts
from verifier.session.carrying import Judged, Standing, Wrong, is_wrong
from verifier.session.cautious import judge_cautiously
from verifier.session.comparison import comparison
from verifier.session.constants_meant import constants_meant
from verifier.session.diagnosing import Diagnosed, diagnosed
from verifier.session.ends import by_the_steps
from verifier.session.remarks import judge_because, judge_expectation, judge_watches
from verifier.session.setting import Setting

"""Why a step is undecided that may be proved on a part of the domain."""


def judge_step(setting: Setting, standing: Standing, step: Step, index: int) -> tuple[StepResult, Standing]:
    """The result of a step, and where the chain stands after it."""
    started = perf_counter()
    with within(setting.options.timeout_s):
        judged, step = judge_cautiously(setting, standing, step)
        found = _diagnosed(setting, standing.line, step, judged)
        wrong = Wrong(index, judged.lhs, found.repair) if is_wrong(judged) else None
        return _gathered(setting, standing.line, step, index, judged, found, started), Standing(step.written, wrong)


def judge_result(setting: Setting, head: Written, result: Step) -> StepResult:
    """The claim that the head is related to the `result`, judged on its own."""
    started = perf_counter()
    with within(setting.options.timeout_s):
        claim = claim_of_step(setting, head.term, result)
        judged = Judged(head.term, by_the_steps(setting, result, claim, ask(setting, claim)))
        return _gathered(setting, head, result, None, judged, _diagnosed(setting, head, result, judged), started)


def _diagnosed(setting: Setting, before: Written, step: Step, judged: Judged) -> Diagnosed:
    if not is_wrong(judged):
        return Diagnosed()
    return diagnosed(setting, judged.lhs, before, step, values=judged.outcome.values)


def _with_parts(setting: Setting, step: Step, judged: Judged) -> Outcome:
    """The outcome, which says of a step that is refuted, or was not decided, on which part of the domain it holds."""
    if judged.outcome.verdict is not Verdict.REFUTED and judged.outcome.reason not in SEARCHED:
        return judged.outcome
    claim = claim_of_step(setting, judged.lhs, step)
    return with_parts(claim, judged.outcome)


def _beside(setting: Setting, step: Step, judged: Judged) -> tuple[tuple[str, str], ...]:
    """What is said of a wrong step beside its counterexample."""
    return (constants_meant(setting, step, judged) or comparison(setting, step, judged)) if is_wrong(judged) else ()


def _gathered(
    setting: Setting, before: Written, step: Step, index: int | None, judged: Judged, found: Diagnosed, started: float
) -> StepResult:
    """The result with everything that stands beside the verdict; `before` is the author's line before."""
    outcome = _with_parts(setting, step, judged)
    with within(setting.options.timeout_s, afresh=True):
        watched = judge_watches(setting, before, step, judged)
        because = judge_because(setting, step)
    return StepResult(
        index=index,
        step=step,
        lhs=before.text,
        rhs=step.written.text,
        verdict=outcome.verdict,
        judged_from=judged.judged_from,
        method=outcome.method,
        reason=outcome.reason,
        detail=outcome.detail,
        agreement_digits=outcome.agreement_digits,
        up_to_constant=outcome.up_to_constant,
        conditions=shown.conditions(outcome),
        holds_where=shown.holds_where(outcome),
        counterexample=shown.counterexample(outcome),
        comparison=_beside(setting, step, judged),
        mistakes=found.mistakes,
        caused_by=judged.caused_by,
        expected=judge_expectation(step, outcome, found.mistakes),
        watched=watched,
        because=because,
        marks=found.mistakes[0].marks if found.mistakes else (),
        duration_ms=1000 * (perf_counter() - started),
    )
