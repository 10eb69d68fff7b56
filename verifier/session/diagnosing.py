"""The mistakes that a refuted step shows, and the line that the first of them is mended to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from verifier.diagnosis.diagnose import diagnose
from verifier.diagnosis.failed import FailedStep
from verifier.engine.outcome import Outcome
from verifier.model.chain import Step, Written
from verifier.model.result import Condition, Diagnosis
from verifier.model.verdict import Verdict
from verifier.session.asking import Trials, holds
from verifier.session.notation import in_latex
from verifier.session.setting import Setting
from verifier.session.shown import conditions
from verifier.terms.printer import text_of
from verifier.terms.record import record
from verifier.terms.term import Term
from verifier.terms.vocabulary import is_condition

MENDED: Final = frozenset({"=", "<=>"})


@record
class Diagnosed:
    """The mistakes in the catalogue's order, and the repaired line of the first one that has one."""

    mistakes: tuple[Diagnosis, ...] = ()
    repair: Term | None = None


def diagnosed(
    setting: Setting,
    lhs: Term,
    before: Written,
    step: Step,
    wrong: Written | None = None,
    names: frozenset[str] | None = None,
    values: tuple[str, str] | None = None,
) -> Diagnosed:
    """What is wrong with the step, or with the `wrong` line in its place, when judged from `lhs`.

    `before` is the author's line before, for marks. Only mistakes of these `names` are looked for, if some are given.
    `values` are those of both sides at the counterexample; without them no constant factor is looked for.
    A repair mends an equation, or a condition that should say the same as the line before: an order between terms
    holds for too many repairs to tell a mistake, and so does what merely follows.
    """
    if step.relation not in MENDED:
        return Diagnosed()
    chain = setting.chain
    trials = Trials(setting, step.given)
    repairs: dict[str, Term] = {}
    outcomes: dict[str, Outcome] = {}

    def judge(left: Term, right: Term) -> Outcome:
        outcome = trials.ask(left, right, step.relation if is_condition(left.head) else "=")
        if left == lhs and holds(outcome):
            repairs[text_of(right)], outcomes[text_of(right)] = right, outcome
        return outcome

    failed = FailedStep(lhs, wrong or step.written, before, chain.definitions, chain.declarations, values)
    mistakes = diagnose(failed, judge, names)
    mistakes = tuple(replace(m, conditions=_open_conditions(_outcome(m, outcomes))) for m in mistakes)
    repair = next((repairs[m.fix] for m in mistakes if _has_repair(m, repairs)), None)
    if chain.in_notes:
        mistakes = tuple(replace(m, fix=in_latex(repairs[m.fix])) if _has_repair(m, repairs) else m for m in mistakes)
    elif _has_caret(wrong or step.written, before):
        mistakes = tuple(replace(m, fix=m.fix.replace("**", "^")) for m in mistakes)
    return Diagnosed(mistakes, repair)


def _outcome(mistake: Diagnosis, outcomes: Mapping[str, Outcome]) -> Outcome | None:
    return None if mistake.mends_line_before else outcomes.get(mistake.fix)


def _has_repair(mistake: Diagnosis, repairs: Mapping[str, Term]) -> bool:
    """Whether the step itself is mended, by a right side that was judged."""
    return not mistake.mends_line_before and mistake.fix in repairs


def _open_conditions(outcome: Outcome | None) -> tuple[Condition, ...] | None:
    return None if outcome is None or outcome.verdict is Verdict.PROVED else conditions(outcome)


def _has_caret(line: Written, before: Written) -> bool:
    """Whether the author writes powers with `^`, in this line or, where it has none, in the one before."""
    own = line.text if "^" in line.text or "**" in line.text else before.text
    return "^" in own and "**" not in own
