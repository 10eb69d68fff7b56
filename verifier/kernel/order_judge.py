"""The verdict on `~` to an order, from evidence on the coefficients (`kernel.orders`)."""

from __future__ import annotations

from verifier.kernel.cell import Needs, Refused
from verifier.kernel.field import Bounds
from verifier.kernel.judge import Judgement, check_defined, check_point, check_witness, lowered, refutation, under
from verifier.kernel.orders import order_claims
from verifier.kernel.proving import replay
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Evidence
from verifier.terms.term import Term

RULE = "coefficients"


def judge_order(claim: Claim, evidence: Evidence, bounds: Bounds) -> Judgement:
    """A counterexample is a point where a coefficient differs; a proof has one part for each claim of `order_claims`."""
    claims = order_claims(claim)
    point = evidence.point if isinstance(evidence, Counterexample) else evidence.witness
    for part in claims:
        check_point(part, point)
        check_defined(part, point)
    if isinstance(evidence, Counterexample):
        for part in claims[:-1]:
            try:
                return refutation(part, point)
            except Refused:
                continue
        raise Refused("no coefficient certainly differs at this point")
    return _proof(claims, evidence, bounds)


def _proof(claims: tuple[Claim, ...], evidence: Equality, bounds: Bounds) -> Judgement:
    proof = evidence.proof
    if proof.rule != RULE or len(proof.parts) != len(claims) or proof.terms or proof.names:
        raise Refused(f"an order is shown by `{RULE}`, with one proof for each coefficient")
    needs: list[Needs] = []
    for part, shown in zip(claims, proof.parts, strict=True):
        check_witness(part, evidence.witness)
        cell, lhs, rhs = lowered(part, bounds)
        needs.append(replay(cell, lhs, rhs, shown))
    lhs_needs, rhs_needs = (dict.fromkeys(c for n in needs for c in side(n)) for side in (_lhs, _rhs))
    return under(cell, Needs(tuple(lhs_needs), tuple(rhs_needs)))


def _lhs(needs: Needs) -> tuple[Term, ...]:
    return needs.lhs


def _rhs(needs: Needs) -> tuple[Term, ...]:
    return needs.rhs
