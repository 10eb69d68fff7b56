"""Steps in notes that are judged with caution: never refuted where context may be missing, and rounded as shown."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.model.chain import NumberSet, Step, Tolerance
from verifier.model.verdict import Reason, Verdict
from verifier.session.asking import ask, claim_of_step, holds, with_parts
from verifier.session.carrying import Judged, Standing, judge_next
from verifier.session.setting import Setting, expanded
from verifier.session.shown import condition_text
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols

_ROUNDED: Final = "both sides agree when rounded to a whole number"
_ORDERS: Final = frozenset({"<", "<=", ">", ">="})
_OFTEN_INTEGERS: Final = frozenset("ijklmnpqKLMN")


def judge_cautiously(setting: Setting, standing: Standing, step: Step) -> tuple[Judged, Step]:
    """The verdict on the step, and the step as it was judged: with `~` where an equation holds to the digits shown."""
    caution = step.caution
    if caution is not None and not caution.may_hold:
        return Judged(standing.line.term, _needs_context(caution.detail)), step
    judged = judge_next(setting, standing, step)
    if judged.outcome.verdict is not Verdict.REFUTED or not setting.chain.in_notes:
        return judged, step
    if step.rounding is not None:
        rounded = replace(step, relation="~", tolerance=step.rounding)
        outcome = ask(setting, claim_of_step(setting, judged.lhs, rounded))
        if holds(outcome):
            if _is_whole(step.rounding):
                return replace(judged, outcome=_needs_context(_ROUNDED), caused_by=None), step
            return replace(judged, outcome=outcome, caused_by=None), rounded
    missing = caution.detail if caution is not None else _missing(setting, judged, step)
    if missing is not None:
        return replace(judged, outcome=_needs_context(missing), caused_by=None), step
    return judged, step


def _needs_context(detail: str) -> Outcome:
    return Outcome(Verdict.UNDECIDED, reason=Reason.NEEDS_CONTEXT, detail=detail)


def _is_whole(tolerance: Tolerance) -> bool:
    """Whether no decimal is shown."""
    return tolerance.within is not None and rational_value(tolerance.within) == Fraction(1, 2)


def _missing(setting: Setting, judged: Judged, step: Step) -> str | None:
    """What the notes may say in words of names that are not declared, so that the step holds; None if that is nothing."""
    sides = expanded(setting, judged.lhs), expanded(setting, step.written.term)
    names = sorted(frozenset(setting.chain.taken) & (free_symbols(sides[0]) | free_symbols(sides[1])))
    if not names:
        return None
    named = ", ".join(f"`{n}`" for n in names)
    if step.relation in _ORDERS:
        return f"it does not hold everywhere, and nothing says where {named} lie{'s' if len(names) == 1 else ''}"
    parts = with_parts(claim_of_step(setting, judged.lhs, step), judged.outcome).holds_where
    if parts is not None:
        where = " and ".join(map(condition_text, parts))
        return f"it holds where {where}, and nothing is declared of {named}"
    integers = frozenset(names) & _OFTEN_INTEGERS
    if integers and not _fails_at_integers(setting, judged, step, integers):
        return f"it may hold for integers, and nothing is declared of {', '.join(f'`{n}`' for n in sorted(integers))}"
    return None


def _fails_at_integers(setting: Setting, judged: Judged, step: Step, names: frozenset[str]) -> bool:
    """Whether the step is refuted with these names for integers too."""
    declarations = tuple(
        replace(d, numbers=NumberSet.INTEGER) if d.name in names else d for d in setting.chain.declarations
    )
    among = replace(setting, chain=replace(setting.chain, declarations=declarations))
    return ask(among, claim_of_step(among, judged.lhs, step)).verdict is Verdict.REFUTED
