"""One claim: look for a counterexample, then for a proof, and let the kernel judge what was found.

The order: balls at sample points (a tenth of a millisecond, and no proof is sought for a false step); the normal form,
cut into cells where signs are open; the same with larger bounds in a worker that can be killed; SymPy there, whose word
is a hint and no proof. Methods for claims of a rarer kind are loaded with the first such claim: a short run has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from verifier.engine.accepted import outcome_of_proof, outcome_of_refutation, refutation
from verifier.engine.deadline import OutOfTime, seconds_left, within
from verifier.engine.kinds import has_definite_integral, has_many_choices, has_whole_rates, says_a_condition
from verifier.engine.limits import DEFAULT, Limits
from verifier.engine.other_ways import WAYS, Way, across_gaps
from verifier.engine.outcome import Outcome
from verifier.engine.parts import where_it_holds
from verifier.engine.points.existence import is_scalar
from verifier.engine.points.points import points_of
from verifier.engine.refute import Look, look
from verifier.engine.search import NORMAL_FORM, NotFound, find_proof, find_proof_up_to_constant
from verifier.kernel.cell import LeavesGaps, Refused, is_empty
from verifier.kernel.chance.moments import is_about_chance
from verifier.kernel.integrals.antiderivatives import differentiated, has_antiderivative
from verifier.kernel.judge import judge, lowered
from verifier.kernel.limits.orders import is_order
from verifier.kernel.matrices.shapes import is_about_matrices
from verifier.kernel.normal_forms.field import LARGE, SMALL, Bounds, TooLarge
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.relations import CONDITION_RELATIONS, ORDERS, statement, valued
from verifier.kernel.terms.operators import OPERATORS
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.model.verdict import Reason, Verdict
from verifier.terms.heads import heads
from verifier.terms.substitution import free_symbols

TRUTH: Final = {"1": "true", "0": "false"}
POINTS_BEFORE_PROOF: Final = 3
POINTS_OF_WHOLE_RATES: Final = (
    10  # where they meet, m = n or m = -n, is among these, and the search for a proof is long
)
POINTS_OF_ORDERS: Final = 24  # an inequality fails at edges, and the search for a proof is long
SOLUTIONS_BEFORE_PROOF: Final = 8
LAST: Final = frozenset({"condition", "equivalence", "implication"})  # no other proof is looked for after these


def decide(claim: Claim, limits: Limits = DEFAULT) -> Outcome:
    """The verdict on the claim with its evidence, or `undecided` with the reason."""
    try:
        with within(limits.seconds):
            return _decided(claim, replace(limits, seconds=min(limits.seconds, max(seconds_left(), 0))))
    except OutOfTime:
        return Outcome(Verdict.UNDECIDED, reason=Reason.TIMED_OUT, detail="stopped at the time limit")


def _decided(claim: Claim, limits: Limits) -> Outcome:
    missing = _missing(claim)
    if missing:
        return Outcome(Verdict.UNDECIDED, reason=Reason.UNSUPPORTED, detail=missing)
    if is_about_chance(claim):
        return _about_chance(claim)
    if is_about_matrices(claim):
        return _about_matrices(claim, limits)
    if claim.relation in CONDITION_RELATIONS:
        return _in_words(_by_roots(claim) or _by_solutions(claim, replace(limits, use_sympy=False)))
    try:
        outcome = decide_within(claim, SMALL)
    except TooLarge:
        from verifier.engine.processes.workers import run_guarded

        outcome = run_guarded(decide_largely, claim, limits=limits)
    if outcome.reason is Reason.GAVE_UP and limits.use_sympy and claim.relation == "=":
        from verifier.engine.peer.sympy_method import with_word_of_sympy

        return with_word_of_sympy(claim, outcome, limits)
    return outcome


def _about_chance(claim: Claim) -> Outcome:
    from verifier.engine.distributions import decide_random

    try:
        outcome = decide_random(claim, SMALL)
    except TooLarge as too_large:
        return Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP, detail=str(too_large))
    return _in_words(outcome) if claim.relation in CONDITION_RELATIONS else outcome


def _about_matrices(claim: Claim, limits: Limits) -> Outcome:
    from verifier.engine.matrices.claims import decide_matrices

    try:
        outcome = decide_matrices(claim, SMALL)
    except TooLarge:
        from verifier.engine.processes.workers import run_guarded

        outcome = run_guarded(decide_matrices_largely, claim, limits=limits)
    return _in_words(outcome) if claim.relation in CONDITION_RELATIONS else outcome


def decide_matrices_largely(claim: Claim) -> Outcome:
    """As `decide_matrices` with the larger bounds: for a process that can be killed."""
    from verifier.engine.matrices.claims import decide_matrices

    try:
        return decide_matrices(claim, LARGE)
    except TooLarge as too_large:
        return Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP, detail=str(too_large))


def _by_roots(claim: Claim) -> Outcome | None:
    """The outcome that the roots of two equations in one symbol show; None where the kernel accepts nothing from them."""
    from verifier.engine.roots import evidence as evidence_of_roots

    for evidence in evidence_of_roots(claim):
        try:
            if isinstance(evidence, Counterexample):
                return refutation(claim, evidence, SMALL)
            return outcome_of_proof(claim, evidence, SMALL)
        except Refused:
            continue
    return None


def _by_solutions(claim: Claim, limits: Limits) -> Outcome:
    """The outcome of a few points where one line is solved, of the claim as it is, and of more such points, in this order."""
    from verifier.engine.points.solution_points import on_solutions

    between_values = valued(claim)
    points = on_solutions(claim)
    refuted = _refuted_at(claim, islice(points, SOLUTIONS_BEFORE_PROOF))
    outcome = refuted or decide(between_values, limits)
    if refuted or outcome.verdict in (Verdict.PROVED, Verdict.CONDITIONAL):
        return outcome
    return _refuted_at(claim, points) or outcome


def _refuted_at(claim: Claim, points: Iterable[Point]) -> Outcome | None:
    """The refutation by the first of the points where one line is true and the other is false; None where there is none."""
    for point in points:
        try:
            return refutation(claim, Counterexample(point), SMALL)
        except Refused:
            continue
    return None


def _in_words(outcome: Outcome) -> Outcome:
    """The outcome for lines that are conditions: they are true or false at a point, and agree to no digits."""
    lhs, rhs = outcome.values or ("", "")
    values = (TRUTH[lhs], TRUTH[rhs]) if outcome.values else None
    return replace(outcome, values=values, agreement_digits=None)


def decide_largely(claim: Claim) -> Outcome:
    """As `decide_within` the larger bounds: for a process that can be killed."""
    try:
        return decide_within(claim, LARGE)
    except TooLarge as too_large:
        return Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP, detail=str(too_large))


def decide_within(claim: Claim, bounds: Bounds) -> Outcome:
    """The outcome within the bounds of the normal form; TooLarge where it needs larger ones."""
    if is_order(claim):
        from verifier.engine.approximations import decide_order

        return decide_order(claim, bounds)
    if claim.relation == "=" and (has_antiderivative(claim.lhs) or has_antiderivative(claim.rhs)):
        return decide_up_to_constant(claim, bounds)
    points = points_of(claim.domain, (claim.lhs, claim.rhs))
    seen = look(claim, islice(points, _points_before_proof(claim)))
    if not seen.effective and seen.counterexample is None:
        seen = _both(seen, look(claim, points))
        if seen.undefined_everywhere:
            from verifier.engine.points.wider_search import points_where_defined

            seen = _both(seen, look(claim, points_where_defined(claim)))
    evaluated: Iterator[Look] = iter(())
    if seen.witness is None and seen.counterexample is None and has_definite_integral(claim):
        from verifier.engine.integrals.definite_integrals import first_of, looks_by_evaluation

        evaluated = looks_by_evaluation(claim)
        seen = first_of(evaluated, seen)
    if seen.counterexample is not None:
        return outcome_of_refutation(claim, Counterexample(seen.counterexample, seen.evaluations), bounds)
    if seen.no_point:
        return without_point(claim, bounds)
    try:
        outcome = _from_proof(claim, seen, bounds)
    except TooLarge:
        refuted = _refuted_by(evaluated, claim, bounds)
        if refuted is None:
            raise
        return refuted
    if outcome.verdict is not Verdict.UNDECIDED:
        return outcome
    refuted = _refuted_by(evaluated, claim, bounds)
    if refuted is not None:
        return refuted
    rest = look(claim, points)
    if rest.counterexample is not None:
        return outcome_of_refutation(claim, Counterexample(rest.counterexample), bounds)
    digits = [x for x in (outcome.agreement_digits, rest.digits) if x is not None]
    return replace(outcome, agreement_digits=min(digits, default=None))


def _points_before_proof(claim: Claim) -> int:
    if claim.relation in ORDERS:
        return POINTS_OF_ORDERS
    return POINTS_OF_WHOLE_RATES if has_whole_rates(claim) else POINTS_BEFORE_PROOF


def decide_up_to_constant(claim: Claim, bounds: Bounds) -> Outcome:
    """The outcome of a claim with antiderivatives: their derivatives are looked at, and compared."""
    try:
        slopes = differentiated(claim)
        assert slopes is not None
        seen = look(slopes)
        if seen.counterexample is not None:
            return replace(
                outcome_of_refutation(claim, Counterexample(seen.counterexample), bounds), up_to_constant=True
            )
        if seen.no_point:
            return without_point(slopes, bounds)
        if seen.witness is None:
            return undecided(seen, Reason.UNDEFINED, "no point was found where both sides have a derivative")
        evidence = Equality(find_proof_up_to_constant(*lowered(claim, bounds)), seen.witness)
        judgement = judge(claim, evidence, bounds)
    except Unsupported as unsupported:
        return Outcome(Verdict.UNDECIDED, reason=Reason.UNSUPPORTED, detail=f"{unsupported} is not decided yet")
    except (NotFound, Refused) as problem:
        return undecided(seen, Reason.GAVE_UP, str(problem))
    return Outcome(
        judgement.verdict,
        method=evidence.proof.rule,
        conditions=judgement.conditions,
        up_to_constant=True,
        evidence=evidence,
    )


def _both(first: Look, second: Look) -> Look:
    """Two looks at one claim as one; the first found nothing to compare."""
    return replace(second, points=first.points + second.points, undefined=first.undefined + second.undefined)


def _from_proof(claim: Claim, seen: Look, bounds: Bounds) -> Outcome:
    """The outcome that a proof shows, if one is found."""
    if seen.witness is None:
        return _without_witness(claim, seen)
    gaps_are_left = False
    try:
        for proof in _proofs(claim, bounds):
            try:
                return outcome_of_proof(claim, Equality(proof, seen.witness, seen.evaluations), bounds)
            except NeedsSign:
                continue
            except LeavesGaps:
                across = None if gaps_are_left else _by((across_gaps,), claim, seen, bounds)
                if across is not None:
                    return across
                gaps_are_left = True
            except Refused:
                if proof.rule in LAST or not says_a_condition(claim):
                    raise
    except Unsupported as unsupported:
        return undecided(seen, Reason.UNSUPPORTED, f"{unsupported} is not decided yet")
    except (NotFound, Refused) as problem:
        ways = [way for way in WAYS if way is not across_gaps or not gaps_are_left]
        return _by(ways, claim, seen, bounds) or undecided(seen, Reason.GAVE_UP, str(problem))
    return undecided(seen, Reason.GAVE_UP, "the search ended without a proof")


def _by(ways: Iterable[Way], claim: Claim, seen: Look, bounds: Bounds) -> Outcome | None:
    """The outcome of the first proof found in one of these ways that the kernel accepts; None where there is none."""
    if seen.witness is None:
        return None
    for way in ways:
        try:
            proof = way(claim, bounds)
            if proof is not None:
                return outcome_of_proof(claim, Equality(proof, seen.witness), bounds)
        except (NotFound, Refused, NeedsSign):
            continue
    return None


def _without_witness(claim: Claim, seen: Look) -> Outcome:
    """No point has values on both sides: they are undefined at all points tried, or an operator has no values yet."""
    operators = (heads(claim.lhs) | heads(claim.rhs)) & OPERATORS
    if operators and not seen.undefined_everywhere:
        from verifier.engine.open_operators import why_open

        return undecided(seen, Reason.UNSUPPORTED, why_open(claim))
    return undecided(seen, Reason.UNDEFINED, "no point was found where both sides are defined")


def _proofs(claim: Claim, bounds: Bounds) -> Iterator[Proof]:
    """The normal form as it is, since most steps need no more; then what a search over cells finds."""
    valued_claim = claim
    if claim.relation != "=":
        claim = statement(claim)
    if has_definite_integral(claim) and valued_claim.relation in ORDERS and says_a_condition(valued_claim):
        from verifier.engine.inequalities.bounds_of_integrals import proofs_of_order

        yield from proofs_of_order(valued_claim, bounds)
    elif has_definite_integral(claim):
        from verifier.engine.integrals.definite_integrals import find_proof_by_antiderivatives

        evaluated = find_proof_by_antiderivatives(*lowered(claim, bounds))
        if evaluated is not None:
            yield evaluated
    if free_symbols(claim.lhs) | free_symbols(claim.rhs):
        yield NORMAL_FORM
    comes_first = says_a_condition(valued_claim) and has_many_choices(claim)
    if comes_first:
        yield from _of_conditions(valued_claim, bounds)
    missing: Exception = NotFound("the search ended without a proof")
    try:
        yield find_proof(*lowered(claim, bounds))
    except (NotFound, Refused) as not_found:
        missing = not_found
    if says_a_condition(valued_claim) and not comes_first:
        yield from _of_conditions(valued_claim, bounds)
    raise missing


def _of_conditions(claim: Claim, bounds: Bounds) -> Iterator[Proof]:
    from verifier.engine.inequalities.conditions import proof_of_conditions

    found = proof_of_conditions(claim, bounds)
    if found is not None:
        yield found


def _missing(claim: Claim) -> str | None:
    """What the claim needs that is not decided yet."""
    if claim.relation != "=" and (has_antiderivative(claim.lhs) or has_antiderivative(claim.rhs)):
        return f"`{claim.relation}` between antiderivatives is not decided"
    return None


def _refuted_by(looks: Iterator[Look], claim: Claim, bounds: Bounds) -> Outcome | None:
    """The outcome of the first counterexample among the looks; None where there is none."""
    for seen in looks:
        if seen.counterexample is not None:
            return outcome_of_refutation(claim, Counterexample(seen.counterexample, seen.evaluations), bounds)
    return None


def with_parts(claim: Claim, outcome: Outcome) -> Outcome:
    """An outcome that says where the claim holds after all, if a part of the domain is found where it does."""
    if not is_scalar(claim) or is_order(claim):
        return outcome
    try:
        return replace(outcome, holds_where=where_it_holds(claim, _decide_on_part))
    except OutOfTime:
        return outcome


def _decide_on_part(claim: Claim) -> Outcome:
    try:
        return decide_within(claim, SMALL)
    except TooLarge as too_large:
        return Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP, detail=str(too_large))


def without_point(claim: Claim, bounds: Bounds) -> Outcome:
    """The outcome where no point of the declared domain is known, with the reason."""
    cell, _, _ = lowered(replace(claim, rhs=claim.lhs), bounds)
    detail = (
        "the assumptions contradict each other"
        if is_empty(cell)
        else "no point was found that satisfies the assumptions"
    )
    return Outcome(Verdict.UNDECIDED, reason=Reason.NO_POINT, detail=detail)


def undecided(seen: Look, reason: Reason, detail: str) -> Outcome:
    """The outcome of a search that ended, and to how many digits the sides agreed."""
    return Outcome(Verdict.UNDECIDED, reason=reason, detail=detail, agreement_digits=seen.digits)
