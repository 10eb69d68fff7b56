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
    """A line such as ("ratio", "lhs = 1/log(2) * rhs = 1.442695 * rhs, everywhere"); or none.

    The sides are called `lhs` and `rhs` here; a report calls them what it calls them elsewhere.
    """
    values = real_values(judged.outcome.values)
    if step.relation != "=" or values is None:
        return ()
    trials, right = Trials(setting, step.given), step.written.term
    left_value, right_value = values
    if left_value and right_value:
        for ratio, value in suggestions(left_value / right_value):
            where = _where(trials.ask(judged.lhs, _times(ratio, right)))
            if where:
                return (("ratio", f"lhs = {_multiple_of_rhs(ratio, value)}, {where}"),)
    for difference, value in suggestions(left_value - right_value):
        where = _where(trials.ask(judged.lhs, add(right, difference)))
        if where:
            return (("difference", f"lhs - rhs = {_shown(difference, value)}, {where}"),)
    return ()


def _times(ratio: Term, line: Term) -> Term:
    return neg(line) if ratio == neg(ONE) else mul(ratio, line)


def _where(outcome: Outcome) -> str | None:
    return {Verdict.PROVED: "everywhere", Verdict.CONDITIONAL: "wherever both sides are defined"}.get(outcome.verdict)


def _multiple_of_rhs(ratio: Term, value: float) -> str:
    """`1/2 * rhs`, `-rhs`, `2/pi * rhs = 0.6366198 * rhs`."""
    if ratio == neg(ONE):
        return "-rhs"
    text = text_of(ratio)
    return f"{text} * rhs" if _is_rational(text) else f"{text} * rhs = {value:.7g} * rhs"


def _is_rational(text: str) -> bool:
    return not any(c.isalpha() for c in text)


def _shown(constant: Term, value: float) -> str:
    """The constant, with its value to seven digits where it is not rational."""
    text = text_of(constant)
    return text if _is_rational(text) else f"{text} = {value:.7g}"
