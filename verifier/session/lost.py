"""What comes out for a step whose worker was lost, or at which this program failed: undecided, with the reason.

Nothing beside the step is judged then.
"""

from __future__ import annotations

from verifier.engine.outcome import Outcome
from verifier.model.chain import Chain, Justification, Step
from verifier.model.faults import place_of
from verifier.model.result import JudgedJustification, JudgedWatch, StepResult
from verifier.model.verdict import Reason, Verdict
from verifier.session.remarks import judge_expectation


def lost_step(chain: Chain, number: int, reason: Reason, detail: str) -> StepResult:
    """The result of the step with this number, counted from 0 without the head; behind the last one of the `result`."""
    index = number + 1
    if index < len(chain.steps):
        return _lost(chain.steps[number].written.text, chain.steps[index], index, reason, detail)
    assert chain.result is not None
    return _lost(chain.steps[0].written.text, chain.result, None, reason, detail)


def faulty_step(chain: Chain, number: int, error: Exception) -> StepResult:
    """The result of the step at which this program itself failed: it is undecided, and the others are not affected."""
    reason = Reason.OUT_OF_MEMORY if isinstance(error, MemoryError) else Reason.CRASHED
    return lost_step(chain, number, reason, f"a fault of verify: {type(error).__name__} at {place_of(error)}")


def _lost(lhs: str, step: Step, index: int | None, reason: Reason, detail: str) -> StepResult:
    outcome = Outcome(Verdict.UNDECIDED, reason=reason, detail=detail)
    return StepResult(
        index=index,
        step=step,
        lhs=lhs,
        rhs=step.written.text,
        verdict=outcome.verdict,
        reason=reason,
        detail=detail,
        expected=judge_expectation(step, outcome, ()),
        watched=tuple(JudgedWatch(w.name, w.wrong.text, False, Verdict.UNDECIDED, None, w.span) for w in step.watch),
        because=None if step.because is None else _unjudged(step.because, reason),
    )


def _unjudged(because: Justification, reason: Reason) -> JudgedJustification:
    """A condition that was not judged; prose, and what may be data, has no verdict."""
    if because.condition is None or because.may_be_data:
        return JudgedJustification(because.text, because.span)
    return JudgedJustification(because.text, because.span, Verdict.UNDECIDED, reason)
