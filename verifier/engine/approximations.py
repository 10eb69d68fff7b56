"""Claims `f ~ g` to an order: by the coefficients of both sides at 0, else by limits of their difference over powers."""

from __future__ import annotations

from dataclasses import replace

from verifier.engine.accepted import outcome_of_proof, outcome_of_refutation
from verifier.engine.decide import undecided, without_point
from verifier.engine.outcome import Outcome
from verifier.engine.refute import Look, look
from verifier.engine.search import NotFound, find_proof
from verifier.kernel.cell import Refused
from verifier.kernel.judge import lowered
from verifier.kernel.limits.orders import limit_claims, order_claims
from verifier.kernel.normal_forms.field import Bounds
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.order_judge import LIMIT_RULE, RULE
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.model.verdict import Reason, Verdict


def decide_order(claim: Claim, bounds: Bounds) -> Outcome:
    """The outcome of the coefficients; where they tell nothing, of the limits."""
    outcome = _by_coefficients(claim, bounds)
    if outcome.verdict is Verdict.UNDECIDED and outcome.reason is not Reason.NO_POINT:
        return _by_limits(claim, bounds) or outcome
    return outcome


def _by_coefficients(claim: Claim, bounds: Bounds) -> Outcome:
    seen = Look()
    try:
        parts: list[Proof] = []
        witness: Point | None = None
        for part in order_claims(claim):
            seen = look(part)
            if seen.counterexample is not None:
                refuted = outcome_of_refutation(claim, Counterexample(seen.counterexample), bounds)
                return replace(refuted, detail=refuted.detail or f"coefficients of x**{len(parts)}")
            if seen.no_point:
                return without_point(part, bounds)
            witness = seen.witness
            if witness is None:
                return undecided(seen, Reason.GAVE_UP, "both sides were not seen to be smooth enough at 0")
            parts.append(find_proof(*lowered(part, bounds)))
        assert witness is not None
        return outcome_of_proof(claim, Equality(Proof(RULE, parts=tuple(parts)), witness), bounds)
    except Unsupported as unsupported:
        return undecided(seen, Reason.UNSUPPORTED, f"{unsupported} is not decided yet")
    except (NotFound, Refused, NeedsSign) as problem:
        return replace(undecided(seen, Reason.GAVE_UP, str(problem)), agreement_digits=None)


def _by_limits(claim: Claim, bounds: Bounds) -> Outcome | None:
    """The outcome of the first limit that is not 0, or of the last one, if it exists; None where they show nothing."""
    try:
        *powers, last = limit_claims(claim)
        for k, part in enumerate(powers):
            seen = look(part)
            if seen.counterexample is not None:
                refuted = outcome_of_refutation(claim, Counterexample(seen.counterexample), bounds)
                return replace(refuted, detail=refuted.detail or f"coefficients of x**{k}")
        seen = look(last)
        if seen.witness is None:
            return None
        proof = Proof(LIMIT_RULE, parts=(find_proof(*lowered(last, bounds)),))
        return outcome_of_proof(claim, Equality(proof, seen.witness), bounds)
    except (NotFound, Refused, NeedsSign, Unsupported):
        return None
