"""Steps in notes that are judged with caution: never refuted where context may be missing, and rounded as shown."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.model.chain import Step, Tolerance
from verifier.model.verdict import Reason, Verdict
from verifier.session.asking import ask, claim_of_step, holds
from verifier.session.carrying import Judged, Standing, judge_next
from verifier.session.setting import Setting
from verifier.terms.rationals import rational_value

_ROUNDED: Final = "both sides agree when rounded to a whole number"


def judge_cautiously(setting: Setting, standing: Standing, step: Step) -> tuple[Judged, Step]:
    """The verdict on the step, and the step as it was judged: with `~` where an equation holds to the digits shown."""
    caution = step.caution
    if caution is not None and not caution.may_hold:
        return Judged(standing.line.term, _needs_context(caution.detail)), step
    judged = judge_next(setting, standing, step)
    if judged.outcome.verdict is not Verdict.REFUTED:
        return judged, step
    if step.rounding is not None:
        rounded = replace(step, relation="~", tolerance=step.rounding)
        outcome = ask(setting, claim_of_step(setting, judged.lhs, rounded))
        if holds(outcome):
            if _is_whole(step.rounding):
                return replace(judged, outcome=_needs_context(_ROUNDED), caused_by=None), step
            return replace(judged, outcome=outcome, caused_by=None), rounded
    if caution is not None:
        return replace(judged, outcome=_needs_context(caution.detail), caused_by=None), step
    return judged, step


def _needs_context(detail: str) -> Outcome:
    return Outcome(Verdict.UNDECIDED, reason=Reason.NEEDS_CONTEXT, detail=detail)


def _is_whole(tolerance: Tolerance) -> bool:
    """Whether no decimal is shown."""
    return tolerance.within is not None and rational_value(tolerance.within) == Fraction(1, 2)
