"""The verdict on `~` to an order, from evidence on the coefficients (`limits.orders`)."""

from __future__ import annotations

from typing import Final

from verifier.kernel.cell import Needs, Refused
from verifier.kernel.judge import Judgement, check_defined, check_point, check_witness, lowered, refutation, under
from verifier.kernel.limits.orders import limit_claims, order_claims
from verifier.kernel.normal_forms.field import Bounds
from verifier.kernel.proving import replay
from verifier.model.claim import Claim
from verifier.model.evidence import Equality, Evidence, Point
from verifier.terms.term import Term

RULE: Final = "coefficients"
LIMIT_RULE: Final = "limit-of-remainder"


def judge_order(claim: Claim, evidence: Evidence, bounds: Bounds) -> Judgement:
    """A counterexample is a point where a coefficient differs; a proof has one part for each claim of `order_claims`.

    Or the counterexample is one of a limit, and the proof shows the last of `limit_claims`.
    """
    if isinstance(evidence, Equality) and evidence.proof.rule == LIMIT_RULE:
        return _proof(limit_claims(claim)[-1:], evidence, bounds)
    if isinstance(evidence, Equality):
        return _proof(order_claims(claim), evidence, bounds)
    try:
        claims = order_claims(claim)
        for part in claims:
            check_point(part, evidence.point)
            check_defined(part, evidence.point)
        return _refutation(claims[:-1], evidence.point)
    except Refused:
        return _refutation(limit_claims(claim)[:-1], evidence.point)


def _refutation(claims: tuple[Claim, ...], point: Point) -> Judgement:
    """The refutation of the first of the claims that fails at the point."""
    for part in claims:
        check_point(part, point)
        try:
            return refutation(part, point)
        except Refused:
            continue
    raise Refused("no coefficient certainly differs at this point")


def _proof(claims: tuple[Claim, ...], evidence: Equality, bounds: Bounds) -> Judgement:
    proof = evidence.proof
    if proof.rule not in (RULE, LIMIT_RULE) or len(proof.parts) != len(claims) or proof.terms or proof.names:
        raise Refused(f"an order is shown by `{RULE}` or `{LIMIT_RULE}`, with one proof for each claim")
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
