"""Steps in notes that are judged with caution: never refuted where context may be missing, and rounded as shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.model.chain import Caution, Declaration, Kind, NumberSet, Step, Tolerance
from verifier.model.verdict import Reason, Verdict
from verifier.session.asking import SEARCHED, ask, claim_of_step, holds, with_parts
from verifier.session.carrying import Judged, Standing, judge_next
from verifier.session.diagnosing import diagnosed
from verifier.session.in_context import computes, in_context, needs_context
from verifier.session.setting import Setting, expanded
from verifier.session.shown import condition_text, counterexample
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, ZERO, Term, call, symbol

_ROUNDED: Final = "both sides agree when rounded to a whole number"
_ORDERS: Final = frozenset({"<", "<=", ">", ">="})
Usual = Callable[[Term], tuple[Term, ...]]
_USUAL: Final[dict[str, Usual]] = {
    "positive": lambda x: (call("gt", x, ZERO),),
    "in (0, 1)": lambda x: (call("gt", x, ZERO), call("lt", x, ONE)),
    "greater than 1": lambda x: (call("gt", x, ONE),),
}
"""Where the words of notes often say that a name lies."""

_OFTEN_INTEGERS: Final = frozenset("ijklmnpqKLMN")


def judge_cautiously(setting: Setting, standing: Standing, step: Step) -> tuple[Judged, Step]:
    """The verdict on the step, and the step as it was judged: with `~` where an equation holds to the digits shown."""
    caution = step.caution
    if caution is not None and not caution.may_hold:
        return Judged(standing.line.term, needs_context(caution.detail)), step
    judged = judge_next(setting, standing, step)
    if caution is not None and judged.outcome.verdict is Verdict.UNDECIDED and not _is_expected(step, judged.outcome):
        return replace(judged, outcome=needs_context(caution.detail), caused_by=None), step
    fails = judged.outcome.verdict is Verdict.REFUTED or judged.outcome.reason in SEARCHED
    if fails and (counted := _for_counted(setting, judged, step)) is not None:
        return replace(judged, outcome=counted), step
    if judged.outcome.verdict is not Verdict.REFUTED or not setting.chain.in_notes:
        return judged, step
    if step.rounding is not None:
        rounded = replace(step, relation="~", tolerance=step.rounding)
        outcome = ask(setting, claim_of_step(setting, judged.lhs, rounded))
        if holds(outcome):
            if _is_whole(step.rounding):
                return replace(judged, outcome=needs_context(_ROUNDED), caused_by=None), step
            return replace(judged, outcome=outcome, caused_by=None), rounded
    if caution is None or judged.lhs.head != "symbol":
        seen = in_context(setting, judged.lhs, standing.line, step, judged.outcome)
        if seen.outcome.verdict is Verdict.REFUTED:
            judged = replace(judged, outcome=seen.outcome)
        elif caution is None or seen.is_held:
            return replace(judged, outcome=seen.outcome, caused_by=None), step
    missing = _said(caution, judged.outcome) if caution is not None else _missing(setting, standing, judged, step)
    if missing is not None:
        return replace(judged, outcome=needs_context(missing), caused_by=None), step
    return judged, step


def _said(caution: Caution, outcome: Outcome) -> str:
    """Why a step that was refuted is not; of one that is asked for also where it fails."""
    found = counterexample(outcome) if caution.is_asked else None
    if found is None or not found.point:
        return caution.detail
    return f"{caution.detail}; it fails at {', '.join(f'{name} = {value}' for name, value in found.point)}"


def _is_expected(step: Step, outcome: Outcome) -> bool:
    """Whether the author expects the very reason for which the step is undecided."""
    return step.expect is not None and outcome.reason is not None and step.expect.word == outcome.reason.value


def _is_whole(tolerance: Tolerance) -> bool:
    """Whether no decimal is shown."""
    return tolerance.within is not None and rational_value(tolerance.within) == Fraction(1, 2)


def _missing(setting: Setting, standing: Standing, judged: Judged, step: Step) -> str | None:
    """What the notes may say in words of names that are not declared, so that the step holds; None if that is nothing."""
    sides = expanded(setting, judged.lhs), expanded(setting, step.written.term)
    names = sorted(frozenset(setting.chain.taken) & (free_symbols(sides[0]) | free_symbols(sides[1])))
    if not names:
        return None
    if _may_be_to_solve(setting, standing, judged, step):
        return "it may be an equation to solve, or say what is given: nothing is declared of its symbols"
    named = ", ".join(f"`{n}`" for n in names)
    if step.relation in _ORDERS:
        return f"it does not hold everywhere, and nothing says where {named} lie{'s' if len(names) == 1 else ''}"
    parts = with_parts(claim_of_step(setting, judged.lhs, step), judged.outcome).holds_where
    if parts is not None:
        several = len(parts) > 1
        where = " and ".join(f"({t})" if several and " or " in t else t for t in map(condition_text, parts))
        return f"it holds where {where}, and nothing is declared of {named}"
    for words, usual in _USUAL.items():
        if not _fails_where(setting, judged, step, frozenset(names), usual):
            return f"it may hold where {named} {'is' if len(names) == 1 else 'are'} {words}, and nothing is declared"
    integers = frozenset(names) & _OFTEN_INTEGERS
    if integers and not _fails_at_integers(setting, judged, step, integers):
        return f"it may hold for integers, and nothing is declared of {', '.join(f'`{n}`' for n in sorted(integers))}"
    return None


def _for_counted(setting: Setting, judged: Judged, step: Step) -> Outcome | None:
    """What to declare where a step counts (a factorial, a binomial) and holds for whole numbers; None otherwise."""
    sides = expanded(setting, judged.lhs), expanded(setting, step.written.term)
    found = frozenset().union(*(_counted(side) for side in sides)) & frozenset(setting.chain.taken)
    if not setting.chain.in_notes or not found:
        return None
    conditions = {n: (call("ge", symbol(n), ZERO),) for n in found}
    outcome = _outcome_with(
        setting,
        judged,
        step,
        found,
        lambda d: replace(d, numbers=NumberSet.INTEGER, conditions=conditions[d.name], words="natural"),
    )
    if not holds(outcome):
        return None
    proved = "is proved" if outcome.verdict is Verdict.PROVED else "holds where both sides are defined"
    return needs_context(
        f"for whole numbers this {proved}: declare `verify: symbols {', '.join(sorted(found))} natural`"
    )


def _counted(term: Term) -> frozenset[str]:
    """The names in what is counted by a factorial or a binomial."""
    own = free_symbols(term) if term.head in ("factorial", "binomial") else frozenset[str]()
    return own.union(*map(_counted, term.args))


def _may_be_to_solve(setting: Setting, standing: Standing, judged: Judged, step: Step) -> bool:
    """Whether a step is an equation that stands alone, computes nothing, and shows no mistake."""
    if len(setting.chain.steps) > 2 or step.relation != "=" or computes(judged.lhs):
        return False
    return not diagnosed(setting, judged.lhs, standing.line, step).mistakes


def _fails_where(setting: Setting, judged: Judged, step: Step, names: frozenset[str], usual: Usual) -> bool:
    """Whether the step is refuted, or says nothing, where these names lie in a usual range too."""
    outcome = _outcome_with(setting, judged, step, names, lambda d: replace(d, conditions=usual(symbol(d.name))))
    return outcome.verdict is Verdict.REFUTED or outcome.reason in (Reason.UNDEFINED, Reason.NO_POINT)


def _fails_at_integers(setting: Setting, judged: Judged, step: Step, names: frozenset[str]) -> bool:
    """Whether the step is refuted with these names for integers too."""
    outcome = _outcome_with(setting, judged, step, names, lambda d: replace(d, numbers=NumberSet.INTEGER))
    return outcome.verdict is Verdict.REFUTED


def _outcome_with(
    setting: Setting, judged: Judged, step: Step, names: frozenset[str], narrowed: Callable[[Declaration], Declaration]
) -> Outcome:
    """What comes out of the step where more is declared of these names."""
    declarations = tuple(
        narrowed(d) if d.name in names and d.kind in (Kind.SCALAR, Kind.INDEXED) else d
        for d in setting.chain.declarations
    )
    among = replace(setting, chain=replace(setting.chain, declarations=declarations), memo={}, domains={})
    limits = replace(setting.options.limits(), use_sympy=False)
    return ask(among, claim_of_step(among, judged.lhs, step), limits)
