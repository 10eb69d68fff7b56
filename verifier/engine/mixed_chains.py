"""The relation of a chain's ends by the steps between them: a <= b < c = d gives a < d."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.engine.refute import look
from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge, lowered
from verifier.kernel.normal_forms.field import SMALL, GaveUp
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.relations import ORDERS
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim
from verifier.model.evidence import Equality, Proof
from verifier.model.verdict import Verdict

HEADS: Final = {**ORDERS, "=": "eq"}
UP: Final = frozenset({"<", "<=", "="})
DOWN: Final = frozenset({">", ">=", "="})
METHOD: Final = "chain"


def is_of_both_directions(relations: Sequence[str]) -> bool:
    """Whether the steps are orders, some up and some down, so that they say nothing of the ends."""
    return {*relations} <= UP | DOWN and not {*relations} <= UP and not {*relations} <= DOWN


def by_steps(claim: Claim, steps: Sequence[tuple[Claim, Outcome]]) -> Outcome | None:
    """The outcome of the claim that the ends are related, by the proofs of the steps; None where they do not give it.

    The first step has the claim's left side, the last one its right side.
    """
    if claim.relation not in ORDERS or not all(c.relation in HEADS for c, _ in steps):
        return None
    try:
        lines = tuple(lowered(step, SMALL)[2] for step, _ in steps[:-1])
        parts = tuple(_own(outcome) for _, outcome in steps)
        names = tuple(HEADS[step.relation] for step, _ in steps)
        witness = look(claim).witness
        if witness is None:
            return None
        evidence = Equality(Proof("condition", parts=(Proof("chain", lines, names, parts),)), witness)
        judgement = judge(claim, evidence, SMALL)
    except (Refused, NeedsSign, GaveUp, Unsupported):
        return None
    return Outcome(judgement.verdict, method=METHOD, conditions=judgement.conditions, evidence=evidence)


def _own(outcome: Outcome) -> Proof:
    """The proof of one step as that of a condition."""
    if outcome.verdict is not Verdict.PROVED or not isinstance(outcome.evidence, Equality):
        raise Refused("a step is not proved")
    proof = outcome.evidence.proof
    return proof.parts[0] if proof.rule == "condition" else Proof("shown", parts=(proof,))
