"""Error carried forward, as a fair marker does it: which line a step is judged from, and who is to blame.

`language.md` section 3 states the order of four.
"""

from __future__ import annotations

from verifier.engine.outcome import Outcome
from verifier.model.chain import Step, Written
from verifier.model.verdict import Verdict
from verifier.session.asking import ask, claim_of_step, holds
from verifier.session.setting import Setting
from verifier.terms.record import record
from verifier.terms.term import Term


@record
class Wrong:
    """A refuted step: its index, the line it was judged from, and its verified repair if there is one."""

    index: int
    judged_from: Term
    repair: Term | None = None


@record
class Standing:
    """Where a chain stands before its next step: the author's last line, and what is wrong with it."""

    line: Written
    wrong: Wrong | None = None


@record
class Judged:
    """What came out for a step, and the line it was judged from."""

    lhs: Term
    outcome: Outcome
    judged_from: str = "previous"
    caused_by: int | None = None


def judge_next(setting: Setting, standing: Standing, step: Step) -> Judged:
    """The verdict on the step behind `standing`."""

    def verdict_from(line: Term) -> Outcome:
        return ask(setting, claim_of_step(setting, line, step))

    line, wrong = standing.line.term, standing.wrong
    as_written = Judged(line, verdict_from(line))
    if wrong is None or holds(as_written.outcome):
        return as_written
    if wrong.repair is not None:
        return Judged(wrong.repair, verdict_from(wrong.repair), "repair")
    if holds(verdict_from(wrong.judged_from)):
        return Judged(line, as_written.outcome, caused_by=wrong.index)
    return as_written


def is_wrong(judged: Judged) -> bool:
    """Whether the step itself is to blame: it is refuted, and no line before it is the cause."""
    return judged.outcome.verdict is Verdict.REFUTED and judged.caused_by is None
