"""The ratio or the difference of two sides that differ, where it is a simple constant.

A value at the counterexample suggests the constant, and the engine must then prove it everywhere: a suggestion costs
time when it is wrong, never truth.
"""

from __future__ import annotations

from verifier.diagnosis.constants import real_values, suggestions
from verifier.engine.outcome import Outcome
from verifier.model.chain import Step
from verifier.model.verdict import Verdict
from verifier.session.asking import Trials
from verifier.session.carrying import Judged
from verifier.session.setting import Setting
from verifier.terms.printer import text_of
from verifier.terms.term import ONE, Term, add, mul, neg


def comparison(setting: Setting, step: Step, judged: Judged) -> tuple[tuple[str, str], ...]:
    """A line such as ("ratio", "1/log(2) = 1.442695, everywhere"), left side over right side; or none."""
    values = real_values(judged.outcome.values)
    if step.relation != "=" or values is None:
        return ()
    trials, right = Trials(setting, step.given), step.written.term
    left_value, right_value = values
    if left_value and right_value:
        for ratio, value in suggestions(left_value / right_value):
            where = _where(trials.ask(judged.lhs, _times(ratio, right)))
            if where:
                return (("ratio", f"{_shown(ratio, value)}, {where}"),)
    for difference, value in suggestions(left_value - right_value):
        where = _where(trials.ask(judged.lhs, add(right, difference)))
        if where:
            return (("difference", f"{_shown(difference, value)}, {where}"),)
    return ()


def _times(ratio: Term, line: Term) -> Term:
    return neg(line) if ratio == neg(ONE) else mul(ratio, line)


def _where(outcome: Outcome) -> str | None:
    return {Verdict.PROVED: "everywhere", Verdict.CONDITIONAL: "wherever both sides are defined"}.get(outcome.verdict)


def _shown(constant: Term, value: float) -> str:
    """The constant, with its value to seven digits where it is not rational."""
    text = text_of(constant)
    is_rational = not any(c.isalpha() for c in text)
    return text if is_rational else f"{text} = {value:.7g}"
