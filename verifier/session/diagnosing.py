"""The mistakes that a refuted step shows, and the line that the first of them is mended to."""

from __future__ import annotations

from verifier.diagnosis.diagnose import diagnose
from verifier.diagnosis.failed import FailedStep
from verifier.engine.outcome import Outcome
from verifier.model.chain import Step, Written
from verifier.model.result import Diagnosis
from verifier.session.asking import Trials, holds
from verifier.session.setting import Setting
from verifier.terms.printer import text_of
from verifier.terms.record import record
from verifier.terms.term import Term


@record
class Diagnosed:
    """The mistakes in the catalogue's order, and the repaired line of the first one."""

    mistakes: tuple[Diagnosis, ...] = ()
    repair: Term | None = None


def diagnosed(
    setting: Setting,
    lhs: Term,
    before: Written,
    step: Step,
    wrong: Written | None = None,
    names: frozenset[str] | None = None,
) -> Diagnosed:
    """What is wrong with the step, or with the `wrong` line in its place, when judged from `lhs`.

    `before` is the author's line before, for marks. Only mistakes of these `names` are looked for, if some are given.
    A repair mends an equation: of another relation no mistake is known.
    """
    if step.relation != "=":
        return Diagnosed()
    chain = setting.chain
    trials = Trials(setting, step.given)
    repairs: dict[str, Term] = {}

    def judge(left: Term, right: Term) -> Outcome:
        outcome = trials.ask(left, right)
        if left == lhs and holds(outcome):
            repairs[text_of(right)] = right
        return outcome

    failed = FailedStep(lhs, wrong or step.written, before, chain.definitions, chain.declarations)
    mistakes = diagnose(failed, judge, names)
    return Diagnosed(mistakes, repairs.get(mistakes[0].fix) if mistakes else None)
