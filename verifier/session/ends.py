"""A `result` that is not decided on its own, by the steps of its chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.model.chain import Step
from verifier.model.claim import Claim
from verifier.model.verdict import Reason, Verdict
from verifier.session.asking import ask, claim_of_step
from verifier.session.setting import Setting

ORDERS: Final = frozenset({"<", "<=", ">", ">="})
BOTH_WAYS: Final = "the steps go both up and down, so they say nothing of the ends"


def by_the_steps(setting: Setting, result: Step, claim: Claim, outcome: Outcome) -> Outcome:
    """The outcome of a result that no proof was found for, by its chain's steps; the same where they do not give it."""
    steps = setting.chain.steps
    gave_up = outcome.verdict is Verdict.UNDECIDED and outcome.reason is Reason.GAVE_UP
    if not gave_up or result.relation not in ORDERS or len(steps) < 3 or steps[-1].written.term != result.written.term:
        return outcome
    from verifier.engine.mixed_chains import by_steps, is_of_both_directions

    if is_of_both_directions([step.relation for step in steps[1:]]):
        return replace(outcome, detail=BOTH_WAYS)
    links = list(_links(setting, result))
    return (len(links) == len(steps) - 1 and by_steps(claim, links)) or outcome


def _links(setting: Setting, result: Step) -> Iterator[tuple[Claim, Outcome]]:
    """The steps that are proved under what the result assumes too, up to the first one that is not."""
    line = setting.chain.steps[0].written.term
    for step in setting.chain.steps[1:]:
        if not {*step.given} <= {*result.given}:
            return
        claim = claim_of_step(setting, line, step)
        outcome = ask(setting, claim)
        if outcome.verdict is not Verdict.PROVED:
            return
        yield claim, outcome
        line = step.written.term
