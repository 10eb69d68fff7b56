"""Claims about random symbols: finite distributions refute them, the moments prove them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.engine.points.candidates import pool
from verifier.engine.points.points import sample
from verifier.engine.search import NotFound, find_proof
from verifier.kernel.balls.evaluation import Difference, compile_term, differ
from verifier.kernel.balls.shown import shown_values
from verifier.kernel.cell import Refused
from verifier.kernel.chance.moments import at_outcomes, by_moments, outcomes, randoms
from verifier.kernel.judge import judge, lowered
from verifier.kernel.normal_forms.field import Bounds, TooLarge
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.relations import statement, valued
from verifier.kernel.unsupported import Unsupported
from verifier.model.chain import Declaration, Kind
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.model.verdict import Reason, Verdict

POINTS_EACH: Final = 4
_PATTERNS: Final = ("0110", "0111", "0011", "0001")
MOST_INDEPENDENT: Final = 4
VALUES: Final = tuple(
    tuple(map(Fraction, text.split()))
    for text in ("-1 1", "0 1", "1 3", "-2 1", "2 5", "-2 2", "0 0", "1/2 4", "0 1/4")
)


def decide_random(claim: Claim, bounds: Bounds) -> Outcome:
    """The outcome of a claim about random symbols: one distribution, then a proof, then the others where there is none."""
    try:
        points = _points(claim)
        found, witness = _look(islice(points, POINTS_EACH))
        if found is None and witness is None:
            found, witness = _look(points)
        if found is not None:
            return _refuted(claim, found, bounds)
        if witness is None:
            detail = "no small distribution was found that satisfies the assumptions, with values on both sides"
            return Outcome(Verdict.UNDECIDED, reason=Reason.UNDEFINED, detail=detail)
        try:
            return _proved(claim, witness, bounds)
        except (Unsupported, Refused, NotFound, NeedsSign, TooLarge):
            found, _ = _look(points)
            if found is None:
                raise
            return _refuted(claim, found, bounds)
    except Unsupported as unsupported:
        return Outcome(Verdict.UNDECIDED, reason=Reason.UNSUPPORTED, detail=f"{unsupported} is not decided yet")
    except (Refused, NotFound, NeedsSign) as problem:
        return Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP, detail=str(problem))


def _refuted(claim: Claim, found: Point, bounds: Bounds) -> Outcome:
    evidence = Counterexample(found)
    judgement = judge(claim, evidence, bounds)
    assert judgement.values is not None
    values = shown_values(judgement.values)
    return Outcome(judgement.verdict, method="balls", point=found, values=values, evidence=evidence)


def has_distribution(claim: Claim) -> bool:
    """Whether a small distribution is found that satisfies the assumptions; none is found of random matrices."""
    try:
        return next(_points(claim), None) is not None
    except Unsupported:
        return False


def _proved(claim: Claim, witness: Point, bounds: Bounds) -> Outcome:
    stated = valued(by_moments(claim, Proof("moments")).claims[0])
    part = find_proof(*lowered(stated if stated.relation == "=" else statement(stated), bounds))
    evidence = Equality(Proof("moments", parts=(part,)), witness)
    judgement = judge(claim, evidence, bounds)
    return Outcome(judgement.verdict, method="moments", conditions=judgement.conditions, evidence=evidence)


def _look(points: Iterable[tuple[Claim, Point]]) -> tuple[Point | None, Point | None]:
    """A distribution that refutes the claim, and one where both sides are defined."""
    witness = None
    for at, point in points:
        at = valued(at)
        at = at if at.relation == "=" else statement(at)
        integers = at.domain.integers
        compared = differ(compile_term(at.lhs, False, integers), compile_term(at.rhs, False, integers), point, 256)
        if compared.difference is Difference.DIFFERENT:
            return point, witness
        if compared.difference in (Difference.EQUAL, Difference.OVERLAPPING):
            witness = witness or point
    return None, witness


def _points(claim: Claim) -> Iterator[tuple[Claim, Point]]:
    """Distributions with what the claim says there, each with some values of the other symbols."""
    for start in range(len(VALUES)):
        columns = _columns(claim, start)
        names = {f"{n}[{k + 1}]": v for n, column in columns.items() for k, v in enumerate(column)}
        try:
            at = at_outcomes(claim, outcomes(claim, Point(names))).whole
        except Refused:
            continue
        for point in sample(at.domain, (at.lhs, at.rhs), POINTS_EACH):
            yield at, Point({**names, **point.values}, point.functions)


def _columns(claim: Claim, start: int) -> dict[str, list[Fraction]]:
    """Values in equally likely outcomes: independent symbols take all combinations, the others any values."""
    random = list(randoms(claim.domain).values())
    independent = [d for d in random if d.independent][:MOST_INDEPENDENT]
    count = max(4, 2 ** len(independent))
    columns = {}
    for i, d in enumerate(random):
        values = _values(d, start + 3 * i)
        if d in independent:
            columns[d.name] = [values[(k >> independent.index(d)) % 2] for k in range(count)]
        else:
            columns[d.name] = [values[int(_PATTERNS[(i + start) % 4][k % 4])] for k in range(count)]
    return columns


def _values(declaration: Declaration, start: int) -> tuple[Fraction, ...]:
    """Two values in the declared range."""
    values = VALUES[start % len(VALUES)]
    own = pool(replace(declaration, kind=Kind.SCALAR), declaration.conditions, False)
    if all(own.admits(declaration.name, v) for v in values):
        return values
    usable = [v for v in (*own.simple_or_any, *own.irregular_or_any) if isinstance(v, Fraction)] or [Fraction(1)]
    return usable[start % len(usable)], usable[(start + 1) % len(usable)]
