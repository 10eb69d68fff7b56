"""The verdict on a claim from evidence: the only code that says proved, conditional or refuted.

A counterexample is a point: the kernel checks that it lies in the declared domain and that both sides, evaluated as
written in ball arithmetic at two precisions, are defined there and certainly differ. A proof is replayed rule by rule
(`kernel.proving`) on the lowered sides, and counts only with a point where both sides are defined, and only if the balls
at that point do not contradict it. Sides with antiderivatives are compared at points by their derivatives. Forged,
truncated or swapped evidence is refused. Other relations are judged as equations between values (`kernel.relations`).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from flint import fmpq

from verifier.kernel.balls.evaluation import Difference, Program, compile_term, differ, holds
from verifier.kernel.balls.truth import at_closed_values, truth
from verifier.kernel.balls.values import Outcome
from verifier.kernel.cell import Cell, Needs, Refused, declared_facts
from verifier.kernel.chance.moments import is_about_chance
from verifier.kernel.derivatives import gaps as derivative_gaps
from verifier.kernel.derivatives.calculus import resolve
from verifier.kernel.domains.conditions import in_words
from verifier.kernel.integrals import antiderivatives
from verifier.kernel.integrals.existing_integrals import opened
from verifier.kernel.limits.orders import is_order
from verifier.kernel.matrices.shapes import is_about_matrices
from verifier.kernel.normal_forms.field import SMALL, Bounds
from verifier.kernel.proving import replay
from verifier.kernel.relations import CONDITION_RELATIONS, statement, valued
from verifier.model.chain import Declaration, Kind, NumberSet
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Counterexample, Equality, Evidence, Point, Proof
from verifier.model.verdict import Answer, Verdict
from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import FALSE, Term, symbol

BITS: Final = (128, 256)
MOST_BITS: Final = 4096
WITNESS_BITS: Final = (64, 256, 1024, MOST_BITS)


@record
class Judgement:
    """A verdict, what each side needs that the other does not, and at a counterexample both values (enclosures)."""

    verdict: Verdict
    conditions: tuple[tuple[Term, str], ...] = ()
    values: tuple[Any, Any] | None = None


def judge(claim: Claim, evidence: Evidence, bounds: Bounds = SMALL) -> Judgement:
    """The verdict that the evidence shows; Refused where it shows none.

    NeedsSign says of a proof which sign is open on one of its cells, TooLarge that larger bounds may show the claim.
    """
    if is_about_chance(claim):
        from verifier.kernel.chance.random_judge import judge_random

        return judge_random(claim, evidence, bounds)
    if is_about_matrices(claim):
        from verifier.kernel.matrices.matrix_judge import judge_matrices

        return judge_matrices(claim, evidence, bounds)
    if is_order(claim):
        from verifier.kernel.order_judge import judge_order

        return judge_order(claim, evidence, bounds)
    if claim.relation != "=" and any(map(antiderivatives.has_antiderivative, (claim.lhs, claim.rhs))):
        raise Refused("antiderivatives, which are known up to a constant, are only compared by `=`")
    if isinstance(evidence, Counterexample):
        if claim.relation in CONDITION_RELATIONS:
            return _refutation_of_conditions(claim, evidence.point)
        return refutation(claim, evidence.point, evidence.evaluations)
    claim = valued(claim)
    if isinstance(evidence, Equality):
        return _proof(claim, evidence, bounds) if claim.relation == "=" else proof_of_relation(claim, evidence, bounds)
    raise Refused("this is no evidence")


# ---- refutation


def refutation(claim: Claim, point: Point, evaluations: tuple[Proof, ...] = ()) -> Judgement:
    claim, point = _placed(claim, point)
    claim = _evaluated(claim, point, evaluations)
    slopes = antiderivatives.differentiated(claim)
    if slopes is not None:
        _check_interval(claim, point)
    sides = _programs(slopes or (claim if claim.relation == "=" else statement(claim)))
    certain = 0
    values: tuple[Any, Any] | None = None
    bits = BITS[0]
    while bits <= MOST_BITS:
        found = differ(*sides, point, bits)
        if found.difference is Difference.DIFFERENT:
            certain, values = certain + 1, (found.lhs, found.rhs)
            if certain == len(BITS):
                return Judgement(
                    Verdict.REFUTED, values=values if claim.relation == "=" else _values(claim, point, bits)
                )
        elif certain or found.difference in (Difference.EQUAL, Difference.UNDEFINED):
            break
        bits *= 2
    raise Refused("the sides do not certainly differ at this point")


def _placed(claim: Claim, point: Point) -> tuple[Claim, Point]:
    """The claim with the point's closed values put in, and the rest of the point, which lies in the declared domain."""
    if point.closed and antiderivatives.differentiated(claim) is not None:
        raise Refused("antiderivatives are compared at rational points")
    claim, point = at_closed_values(claim, point)
    check_point(claim, point)
    return claim, point


def _evaluated(claim: Claim, point: Point, evaluations: tuple[Proof, ...]) -> Claim:
    """The claim with the values at the point of the integrals that balls do not enclose."""
    if not evaluations:
        return claim
    from verifier.kernel.integrals.integral_rules import at_point

    return at_point(claim, point, evaluations)


def _refutation_of_conditions(claim: Claim, point: Point) -> Judgement:
    """One line is certainly true and the other certainly false at the point, the first one the true one for `=>`."""
    valued(claim)  # refuses lines that are no conditions
    claim, point = _placed(claim, point)
    left, right = (truth(c, point, claim.domain.complex_numbers) for c in (claim.lhs, claim.rhs))
    lost, gained = (left, right) == (Answer.YES, Answer.NO), (left, right) == (Answer.NO, Answer.YES)
    if lost or (gained and claim.relation == "<=>"):
        return Judgement(Verdict.REFUTED, values=(fmpq(int(lost)), fmpq(int(gained))))
    raise Refused("the lines are not certainly true and false at this point")


def _values(claim: Claim, point: Point, bits: int) -> tuple[Any, Any]:
    """Both sides at a point where their relation was decided, so that they have values."""
    lhs, rhs = (program.run(point, bits) for program in _programs(claim))
    if isinstance(lhs, Outcome) or isinstance(rhs, Outcome):
        raise Refused("the sides are not both defined at the point given")
    return lhs, rhs


def _check_interval(claim: Claim, point: Point) -> None:
    """Refused unless the declared domain certainly goes on around the point in the symbol of the antiderivatives."""
    strict = antiderivatives.strict_conditions(claim)
    if strict is None or not all(_certainly_holds(c, point, claim.domain) for c in strict):
        raise Refused("the domain may be no interval around this point")


def _programs(claim: Claim) -> tuple[Program, Program]:
    domain = claim.domain
    lhs, rhs = (compile_term(s, domain.complex_numbers, domain.integers, domain.reals) for s in (claim.lhs, claim.rhs))
    return lhs, rhs


# ---- proof


def _proof(claim: Claim, evidence: Equality, bounds: Bounds) -> Judgement:
    at_witness, witness = _placed(claim, evidence.witness)
    check_witness(_evaluated(at_witness, witness, evidence.evaluations), witness)
    cell, lhs, rhs = lowered(claim, bounds)
    if evidence.proof.rule == derivative_gaps.RULE:
        return under(cell, derivative_gaps.needs(claim, cell, (lhs, rhs), evidence.proof))
    return under(cell, replay(cell, lhs, rhs, evidence.proof))


def proof_of_relation(claim: Claim, evidence: Equality, bounds: Bounds) -> Judgement:
    """The relation is shown wherever both sides are defined; where they are defined is compared on its own."""
    stated = statement(claim)
    placed, witness = _placed(claim, evidence.witness)
    at_witness = _evaluated(placed, witness, evidence.evaluations)
    check_defined(at_witness, witness)
    check_witness(statement(at_witness), witness)
    cell, holds_, one = lowered(stated, bounds)
    _, lhs, rhs = lowered(claim, bounds)
    about = opened(cell, (lhs, rhs), holds_, evidence.proof)
    replay(cell, about.statement, one, about.proof)
    return under(cell, about.needs())


def under(cell: Cell, needs: Needs) -> Judgement:
    """The verdict on what was proved wherever both sides are defined."""
    if FALSE in (*needs.lhs, *needs.rhs):
        raise Refused("one side is defined nowhere")
    conditions = in_words(cell, needs)
    if any(_is_inner(c) for c, _ in conditions):
        raise Refused("equal wherever both sides are defined; where they are cannot be said")
    return Judgement(Verdict.CONDITIONAL if conditions else Verdict.PROVED, conditions)


def _is_inner(condition: Term) -> bool:
    """Whether a condition has words that only the kernel knows, so that no author could read it."""
    return condition.head in ("defined", "guard", "unknown", "partial") or any(map(_is_inner, condition.args))


def lowered(claim: Claim, bounds: Bounds = SMALL) -> tuple[Cell, Term, Term]:
    """The declared domain as a cell, and both sides in the core vocabulary with derivatives taken."""
    domain = claim.domain
    integers, reals = domain.integers, domain.reals

    def core(term: Term) -> Term:
        return resolve(term, domain.complex_numbers, integers, reals)

    lhs, rhs = core(claim.lhs), core(claim.rhs)
    facts = tuple(core(f) for f in declared_facts(domain))
    return Cell(domain, facts, bounds), lhs, rhs


def check_witness(claim: Claim, witness: Point) -> None:
    sides = _programs(antiderivatives.differentiated(claim) or claim)
    for bits in WITNESS_BITS:
        found = differ(*sides, witness, bits)
        if found.difference is Difference.DIFFERENT:
            raise Refused("the balls refute the claim")
        if found.difference in (Difference.EQUAL, Difference.OVERLAPPING):
            return
    raise Refused("the sides are not both defined at the point given")


def check_defined(claim: Claim, witness: Point) -> None:
    sides = _programs(claim)
    for bits in WITNESS_BITS:
        if not any(isinstance(program.run(witness, bits), Outcome) for program in sides):
            return
    raise Refused("the sides are not both defined at the point given")


# ---- points


def check_point(claim: Claim, point: Point) -> None:
    """Refused unless the point gives a value to all that occurs, and certainly lies in the declared domain."""
    domain = claim.domain
    needed = free_symbols(claim.lhs) | free_symbols(claim.rhs)
    for c in domain.conditions:
        needed |= free_symbols(c)
    by_name = {d.name: d for d in domain.declarations}
    for name, value in point.values.items():
        declaration = by_name.get(name.split("[")[0])
        if declaration is None:
            raise Refused(f"`{name}` of the point is not declared")
        _check_number(name, value, declaration, point, domain)
    for name, (parameters, body) in point.functions.items():
        if not is_smooth(body) or not free_symbols(body) <= set(parameters) or name not in by_name:
            raise Refused(f"`{name}` of the point is not a smooth function of its arguments")
    for name in needed:
        declaration = by_name.get(name)
        if declaration is None:
            raise Refused(f"`{name}` is not declared")
        if declaration.kind is Kind.SCALAR and name not in point.values:
            raise Refused(f"the point has no value for `{name}`")
    for c in domain.conditions:
        if truth(c, point, domain.complex_numbers) is not Answer.YES:
            raise Refused("the point is not known to satisfy the assumptions")


def _check_number(
    name: str, value: Fraction | tuple[Fraction, Fraction], declaration: Declaration, point: Point, domain: Domain
) -> None:
    real, imaginary = value if isinstance(value, tuple) else (value, 0)
    if imaginary and (declaration.numbers is not NumberSet.COMPLEX or not domain.complex_numbers):
        raise Refused(f"`{name}` of the point is not real")
    if declaration.numbers is NumberSet.INTEGER and real.denominator != 1:
        raise Refused(f"`{name}` of the point is not an integer")
    for c in declaration.conditions:
        own = substitute(c, {declaration.name: symbol(name)}) if declaration.name != name else c
        if not _certainly_holds(own, point, domain):
            raise Refused(f"`{name}` of the point is outside its declared range")


def is_smooth(body: Term) -> bool:
    """Whether a concrete function is smooth everywhere, as a declared function is taken to be."""
    if body.head == "pow":
        q = rational_value(body.args[1])
        return q is not None and q >= 0 and q.denominator == 1 and is_smooth(body.args[0])
    return body.head in ("number", "symbol", "add", "neg", "mul", "exp", "sin", "cos") and all(
        map(is_smooth, body.args)
    )


def _certainly_holds(condition: Term, point: Point, domain: Domain) -> bool:
    return any(holds(condition, point, bits, domain.complex_numbers) is Answer.YES for bits in (64, 1024))
