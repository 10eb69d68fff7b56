"""The verdict on a claim about matrices: through scalar claims that together say the same (`matrices.instances`).

| rule | parameters | shows a claim about matrices if |
| --- | --- | --- |
| `entries` | none | all sizes are numbers, and each pair of entries is equal; a part for each pair, row by row |
| `words` | matrices, sides | the coefficients of each word in the difference are 0, once multiplied; a part for each |
| `equations` | a matrix, a side | the second equation is the first, multiplied by the matrix (`word_equations`) |

A counterexample is a point that gives every size a number and every entry a value: there all entries of both sides are
defined, and two of them differ. A proof needs such a point too, where all entries of both sides are defined.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.values import Outcome
from verifier.kernel.cell import Refused, compare_domains
from verifier.kernel.integrals.antiderivatives import has_antiderivative
from verifier.kernel.judge import (
    MOST_BITS,
    Judgement,
    check_defined,
    check_point,
    check_witness,
    lowered,
    refutation,
    under,
)
from verifier.kernel.matrices.instances import Reduction, inner_point, instance, sizes_in
from verifier.kernel.matrices.shapes import size_names
from verifier.kernel.matrices.word_equations import by_equations
from verifier.kernel.matrices.word_reduction import by_words
from verifier.kernel.normal_forms.field import Bounds
from verifier.kernel.proving import replay
from verifier.kernel.relations import statement, valued
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Evidence, Point, Proof
from verifier.terms.substitution import substitute
from verifier.terms.term import Term


def judge_matrices(claim: Claim, evidence: Evidence, bounds: Bounds) -> Judgement:
    """The verdict that the evidence shows; raises what `judge` raises."""
    if isinstance(evidence, Counterexample):
        return _refutation(claim, evidence.point)
    if not isinstance(evidence, Equality):
        raise Refused("this is no evidence")
    _check_instance(claim, evidence.witness)
    rule = RULES.get(evidence.proof.rule)
    if rule is None:
        raise Refused(f"there is no rule `{evidence.proof.rule}` for matrices")
    reduction = rule(claim, evidence.proof)
    judgement = shown(reduction, evidence.proof.parts, bounds)
    conditions = tuple((in_outer_names(c, reduction), side) for c, side in judgement.conditions)
    return replace(judgement, conditions=conditions)


def in_outer_names(term: Term, reduction: Reduction) -> Term:
    """The term with each inner symbol replaced by what it stands for."""
    return substitute(term, reduction.names)


# ---- refutation


def _instance_at(claim: Claim, point: Point) -> tuple[Reduction, Point]:
    sizes = sizes_in(claim, point)
    at = instance(claim, sizes)
    if any(has_antiderivative(t) for c in at.claims for t in (c.lhs, c.rhs)):
        raise Unsupported("an antiderivative among matrices")
    return at, inner_point(at, sizes, point)


def _refutation(claim: Claim, point: Point) -> Judgement:
    at, inner = _instance_at(claim, point)
    check_point(valued(at.whole), inner)
    for c in at.claims:
        check_defined(valued(c), inner)
    for c in at.claims:
        try:
            judgement = refutation(valued(c), inner)
        except Refused:
            continue
        return judgement if at.columns is None else replace(judgement, values=_values(at, inner))
    raise Refused("no two entries certainly differ at this point")


def _values(at: Reduction, point: Point) -> tuple[Any, Any]:
    """Both matrices at the point, rows of enclosures."""
    assert at.columns is not None
    sides = []
    for cells in zip(*((c.lhs, c.rhs) for c in at.claims), strict=True):
        values = [_value(cell, at.claims[0], point) for cell in cells]
        sides.append(tuple(tuple(values[i : i + at.columns]) for i in range(0, len(values), at.columns)))
    return sides[0], sides[1]


def _value(term: Term, claim: Claim, point: Point) -> Any:
    program = compile_term(term, claim.domain.complex_numbers, claim.domain.integers)
    for bits in (128, MOST_BITS):
        value = program.run(point, bits)
        if not isinstance(value, Outcome):
            return value
    raise Refused("an entry has no value at the point given")


# ---- proof


def _check_instance(claim: Claim, witness: Point) -> None:
    """Refused unless both sides are defined at the point, and equal as far as balls tell."""
    at, inner = _instance_at(claim, witness)
    check_point(valued(at.whole), inner)
    for c in at.claims:
        check_defined(valued(c), inner)
        check_witness(valued(c) if c.relation in ("=", "<=>") else statement(valued(c)), inner)


def shown(reduction: Reduction, parts: tuple[Proof, ...], bounds: Bounds) -> Judgement:
    """What the parts show: that each claim of the reduction holds wherever both sides are defined."""
    if len(parts) != len(reduction.claims):
        raise Refused("a proof about matrices has a part for each of its scalar claims")
    for c, part in zip(reduction.claims, parts, strict=True):
        stated = valued(c)
        cell, lhs, rhs = lowered(stated if stated.relation == "=" else statement(stated), bounds)
        needs = replay(cell, lhs, rhs, part)
        if reduction.whole == c and stated.relation == "=":
            return under(cell, needs)
    cell, lhs, rhs = lowered(valued(reduction.whole), bounds)
    return under(cell, compare_domains(cell, lhs, rhs))


def by_entries(claim: Claim, proof: Proof) -> Reduction:
    """The claims between entries, for a claim all of whose sizes are numbers."""
    if proof.terms or proof.names:
        raise Refused("`entries` has the wrong number of parameters")
    if size_names(claim):
        raise Refused("`entries` needs sizes that are numbers")
    return instance(claim, {})


RULES: Final[dict[str, Callable[[Claim, Proof], Reduction]]] = {
    "entries": by_entries,
    "words": by_words,
    "equations": by_equations,
}
