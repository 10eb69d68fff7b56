"""Claims about matrices: small concrete instances refute them, scalar claims that together say the same prove them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from verifier.engine.matrices.instances import POINTS_EACH, POINTS_OF_ONE, instances, points
from verifier.engine.matrices.multipliers import equations, multiplications
from verifier.engine.outcome import Outcome
from verifier.engine.search import NORMAL_FORM, NotFound, find_proof
from verifier.kernel.balls.evaluation import Difference, Program, compile_term, differ
from verifier.kernel.balls.shown import shown_values
from verifier.kernel.cell import Refused
from verifier.kernel.judge import Judgement, judge, lowered
from verifier.kernel.matrices.instances import Reduction, outer_point
from verifier.kernel.matrices.matrix_judge import RULES
from verifier.kernel.matrices.shapes import size_names
from verifier.kernel.normal_forms.field import Bounds
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.proving import replay
from verifier.kernel.relations import statement, valued
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.model.verdict import Reason, Verdict
from verifier.terms.record import record
from verifier.terms.term import Term

BITS: Final = (64, 256, 1024)
BEFORE_PROOF: Final = 3  # points where both sides are defined, before a proof is looked for


@record
class Seen:
    """What instances show: a point where the claim fails, or one where both sides are defined; how many were tried."""

    counterexample: Point | None = None
    witness: Point | None = None
    points: int = 0


def decide_matrices(claim: Claim, bounds: Bounds) -> Outcome:
    """The outcome of a claim about matrices."""
    try:
        seen = look(claim, BEFORE_PROOF)
        if seen.counterexample is not None:
            return _refuted(claim, seen.counterexample, bounds)
        if seen.witness is None:
            return _without_witness(seen)
        outcome = _proved(claim, seen.witness, bounds)
        if outcome.verdict is not Verdict.UNDECIDED:
            return outcome
        rest = look(claim)
        return outcome if rest.counterexample is None else _refuted(claim, rest.counterexample, bounds)
    except Unsupported as unsupported:
        return _unsupported(unsupported)
    except Refused as refused:
        return Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP, detail=str(refused))


def look(claim: Claim, most: int | None = None) -> Seen:
    """Try small instances until one refutes the claim; with `most`, only until so many points had values on both sides."""
    witness: Point | None = None
    tried = effective = 0
    problem: Unsupported | None = None
    for sizes, at in _instances(claim):
        if isinstance(at, Unsupported):
            problem = at
            continue
        programs = _programs(at)
        for point in points(at, POINTS_EACH if sizes else POINTS_OF_ONE):
            tried += 1
            answer = _differ_at(programs, point)
            if answer is Difference.DIFFERENT:
                return Seen(outer_point(at, sizes, point), None, tried)
            if answer is Difference.OVERLAPPING:
                effective += 1
                witness = witness or outer_point(at, sizes, point)
            if effective == most:
                return Seen(None, witness, tried)
    if witness is None and problem is not None:
        raise problem
    return Seen(None, witness, tried)


def _instances(claim: Claim) -> Iterator[tuple[dict[str, int], Reduction | Unsupported]]:
    """The instances; where one cannot be written out, the others still may."""
    made = instances(claim)
    while True:
        try:
            yield next(made)
        except StopIteration:
            return
        except Unsupported as unsupported:
            yield {}, unsupported
            return


def _programs(at: Reduction) -> list[tuple[Program, Program]]:
    stated = [valued(c) for c in at.claims]
    stated = [c if c.relation == "=" else statement(c) for c in stated]
    return [(_program(c.lhs, c), _program(c.rhs, c)) for c in stated]


def _program(term: Term, claim: Claim) -> Program:
    return compile_term(term, claim.domain.complex_numbers, claim.domain.integers)


def _differ_at(programs: list[tuple[Program, Program]], point: Point) -> Difference:
    """DIFFERENT if all entries are defined and two differ, OVERLAPPING if all are and none was seen to, else UNCLEAR."""
    found = Difference.OVERLAPPING
    for lhs, rhs in programs:
        for bits in BITS:
            compared = differ(lhs, rhs, point, bits)
            if not compared.wide:
                break
        if compared.difference in (Difference.UNDEFINED, Difference.UNCLEAR):
            return Difference.UNCLEAR
        if compared.difference is Difference.DIFFERENT:
            found = Difference.DIFFERENT
    return found


def _refuted(claim: Claim, point: Point, bounds: Bounds) -> Outcome:
    evidence = Counterexample(point)
    judgement = judge(claim, evidence, bounds)
    return Outcome(judgement.verdict, method="balls", point=point, values=_shown(judgement), evidence=evidence)


def _shown(judgement: Judgement) -> tuple[str, str]:
    """Both sides at a counterexample; a matrix as it would be written."""
    assert judgement.values is not None
    left, right = judgement.values
    if not isinstance(left, tuple):
        return shown_values((left, right))
    rows = [[shown_values(pair) for pair in zip(*pairs, strict=True)] for pairs in zip(left, right, strict=True)]
    return _matrix([[x for x, _ in row] for row in rows]), _matrix([[y for _, y in row] for row in rows])


def _matrix(rows: list[list[str]]) -> str:
    return f"Matrix([{', '.join('[' + ', '.join(row) + ']' for row in rows)}])"


def _without_witness(seen: Seen) -> Outcome:
    if not seen.points:
        detail = "no small matrices were found that satisfy the assumptions"
        return Outcome(Verdict.UNDECIDED, reason=Reason.NO_POINT, detail=detail)
    detail = "no small matrices were found for which both sides are defined"
    return Outcome(Verdict.UNDECIDED, reason=Reason.UNDEFINED, detail=detail)


# ---- proof


def _proved(claim: Claim, witness: Point, bounds: Bounds) -> Outcome:
    """The outcome of the first rule that shows the claim; `undecided` with what the last one said."""
    problem: Exception | None = None
    for start in _starts(claim):
        try:
            reduction = RULES[start.rule](claim, start)
            parts = tuple(_proof_of(c, bounds) for c in reduction.claims)
            evidence = Equality(Proof(start.rule, start.terms, start.names, parts), witness)
            judgement = judge(claim, evidence, bounds)
        except (Unsupported, NotFound, Refused, NeedsSign) as found:
            problem = found if problem is None or isinstance(problem, Unsupported) else problem
            continue
        return Outcome(judgement.verdict, method=start.rule, conditions=judgement.conditions, evidence=evidence)
    if isinstance(problem, Unsupported):
        return _unsupported(problem)
    return Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP, detail=str(problem))


def _unsupported(problem: Unsupported) -> Outcome:
    return Outcome(Verdict.UNDECIDED, reason=Reason.UNSUPPORTED, detail=f"{problem} is not decided yet")


def _starts(claim: Claim) -> Iterator[Proof]:
    """Rules with their parameters, worth trying on the claim."""
    for found in (equations, multiplications):
        try:
            yield from found(claim)
        except Unsupported:
            continue
    if not size_names(claim):
        yield Proof("entries")


def _proof_of(claim: Claim, bounds: Bounds) -> Proof:
    """A proof of one scalar claim."""
    stated = valued(claim)
    cell, lhs, rhs = lowered(stated if stated.relation == "=" else statement(stated), bounds)
    try:
        replay(cell, lhs, rhs, NORMAL_FORM)
    except (Refused, NeedsSign):
        return find_proof(cell, lhs, rhs)
    return NORMAL_FORM
