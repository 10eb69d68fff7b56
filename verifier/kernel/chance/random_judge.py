"""The verdict on a claim about random symbols: through their moments, and at finite distributions.

| rule | parameters | shows a claim about random symbols if |
| --- | --- | --- |
| `moments` | none | its part shows the claim between the moments, each a symbol of its own (`moments`) |
"""

from __future__ import annotations

from dataclasses import replace

from verifier.kernel.cell import Refused
from verifier.kernel.chance.moments import at_outcomes, by_moments, outcomes, randoms
from verifier.kernel.judge import Judgement, check_defined, check_point, check_witness, refutation
from verifier.kernel.matrices.instances import Reduction
from verifier.kernel.matrices.matrix_judge import in_outer_names, shown
from verifier.kernel.normal_forms.field import Bounds
from verifier.kernel.relations import statement, valued
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Evidence, Point


def judge_random(claim: Claim, evidence: Evidence, bounds: Bounds) -> Judgement:
    """The verdict that the evidence shows; raises what `judge` raises."""
    if isinstance(evidence, Counterexample):
        at, inner = _at(claim, evidence.point)
        return refutation(valued(at.whole), inner)
    if not isinstance(evidence, Equality) or evidence.proof.rule != "moments":
        raise Refused("this is no evidence about random symbols")
    at, inner = _at(claim, evidence.witness)
    value = valued(at.whole)
    check_point(value, inner)
    check_defined(value, inner)
    check_witness(value if value.relation == "=" else statement(value), inner)
    reduction = by_moments(claim, evidence.proof)
    judgement = shown(reduction, evidence.proof.parts, bounds)
    conditions = tuple((in_outer_names(c, reduction), side) for c, side in judgement.conditions)
    return replace(judgement, conditions=conditions)


def _at(claim: Claim, point: Point) -> tuple[Reduction, Point]:
    """The claim at the distribution that the point holds, and the scalars of the point."""
    random = randoms(claim.domain)
    at = at_outcomes(claim, outcomes(claim, point))
    values = {n: v for n, v in point.values.items() if n.partition("[")[0] not in random}
    return at, Point(values, point.functions)
