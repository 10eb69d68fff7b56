"""What the kernel says of evidence, as an outcome."""

from __future__ import annotations

from verifier.engine.outcome import Outcome
from verifier.kernel.balls.shown import shown_values
from verifier.kernel.cell import Refused
from verifier.kernel.integrals.existing_integrals import CONTINUOUS, EXISTING
from verifier.kernel.judge import judge
from verifier.kernel.normal_forms.field import Bounds
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Proof
from verifier.model.verdict import Reason, Verdict


def outcome_of_proof(claim: Claim, evidence: Equality, bounds: Bounds) -> Outcome:
    """The outcome that the kernel gives for this evidence; Refused where it does not accept it."""
    judgement = judge(claim, evidence, bounds)
    return Outcome(
        judgement.verdict, method=_method(evidence.proof), conditions=judgement.conditions, evidence=evidence
    )


def _method(proof: Proof) -> str:
    """The rule that shows the claim, after what only says where it is to be shown, or that integrals exist."""
    while proof.rule in (CONTINUOUS, EXISTING, "where-defined"):
        proof = proof.parts[-1]
    return proof.rule


def outcome_of_refutation(claim: Claim, counterexample: Counterexample, bounds: Bounds) -> Outcome:
    """The outcome of this counterexample; undecided where the kernel does not accept it."""
    try:
        return refutation(claim, counterexample, bounds)
    except Refused as refused:
        return Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP, detail=str(refused))


def refutation(claim: Claim, counterexample: Counterexample, bounds: Bounds) -> Outcome:
    """The outcome of this counterexample; Refused where the kernel does not accept it."""
    judgement = judge(claim, counterexample, bounds)
    assert judgement.values is not None
    return Outcome(
        judgement.verdict,
        method="balls",
        point=counterexample.point,
        values=shown_values(judgement.values),
        evidence=counterexample,
    )
