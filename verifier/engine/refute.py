"""A look at sample points before any proof is sought: a counterexample, or how far the sides agree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from verifier.engine.points.points import sample
from verifier.kernel.balls.evaluation import Comparison, Difference, compile_condition, compile_term, differ
from verifier.kernel.balls.shown import may_be_zero
from verifier.kernel.relations import holding, valued
from verifier.model.claim import Claim
from verifier.model.evidence import Point, Proof
from verifier.model.verdict import Answer
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols

FIRST_BITS: Final = (256, 1024, 4096)
BITS: Final = (64, 256, 1024, 4096)
MOST_ESCALATIONS: Final = 3  # points that may cost the highest precisions


@record
class Look:
    """What sample points show of a claim.

    `counterexample` is a point where both sides are defined and the relation certainly fails. `effective` counts points
    where both sides have a value, `witness` is one of them. `digits` is to how many digits the sides of an equation
    agree at all of them where a side is known not to be 0. `evaluations` rewrite integrals that balls do not enclose.
    `points` counts those tried, `undefined` those where a side certainly has no value.
    """

    counterexample: Point | None = None
    witness: Point | None = None
    digits: int | None = None
    points: int = 0
    effective: int = 0
    undefined: int = 0
    evaluations: tuple[Proof, ...] = ()

    @property
    def no_point(self) -> bool:
        """Whether no point of the declared domain was found at all."""
        return self.points == 0

    @property
    def undefined_everywhere(self) -> bool:
        """Whether at every point that was tried a side certainly has no value."""
        return 0 < self.points == self.undefined


def look(claim: Claim, points: Iterable[Point] | None = None) -> Look:
    """Try the points, or else sample ones, until one refutes the claim."""
    claim = valued(claim)
    tried = sample(claim.domain, (claim.lhs, claim.rhs)) if points is None else points
    search = _Search(claim)
    for point in tried:
        if search.refuted_by(point):
            return search.result(search.without_spare_entries(point))
    return search.result()


class _Search:
    """The compiled sides of one claim, and what the points tried so far have shown."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        complex_numbers = claim.domain.complex_numbers
        integers, reals = claim.domain.integers, claim.domain.reals
        self.lhs = compile_term(claim.lhs, complex_numbers, integers, reals)
        self.rhs = compile_term(claim.rhs, complex_numbers, integers, reals)
        self.order = None
        if claim.relation != "=":
            self.order = compile_condition(holding(claim), complex_numbers)
        self.assumed = frozenset(n for c in claim.domain.conditions for n in free_symbols(c))
        self.escalations = self.points = self.effective = self.undefined = 0
        self.witness: Point | None = None
        self.digits: int | None = None
        self.is_constant = not (free_symbols(claim.lhs) | free_symbols(claim.rhs))

    def refuted_by(self, point: Point) -> bool:
        """Try one more point; whether the claim certainly fails there."""
        compared, fails = self.at(point, BITS if self.points else FIRST_BITS)
        self.points += 1
        if compared.difference is Difference.UNDEFINED:
            self.undefined += 1
        elif compared.difference is not Difference.UNCLEAR:
            self.effective += 1
            self.witness = self.witness or point
            if not (may_be_zero(compared.lhs) and may_be_zero(compared.rhs)):
                self.digits = compared.digits if self.digits is None else min(self.digits, compared.digits)
        return fails

    def result(self, counterexample: Point | None = None) -> Look:
        """What the points so far have shown."""
        digits = self.digits if self.order is None and counterexample is None else None
        return Look(counterexample, self.witness, digits, self.points, self.effective, self.undefined)

    def at(self, point: Point, precisions: tuple[int, ...]) -> tuple[Comparison, bool]:
        """The sides at a point, at a higher precision while that may tell more; whether the relation fails there."""
        if point.closed:
            return self.with_closed_values(point, precisions)
        digits = -1
        for i, bits in enumerate(precisions):
            compared = differ(self.lhs, self.rhs, point, bits)
            if self.fails(compared, point, bits):
                return compared, True
            overlapping = compared.difference is Difference.OVERLAPPING
            if not (compared.wide or (overlapping and self.is_constant)) or (overlapping and compared.digits <= digits):
                break
            if i and self.escalations >= MOST_ESCALATIONS:
                break
            self.escalations += i
            digits = compared.digits
        return compared, False

    def with_closed_values(self, point: Point, precisions: tuple[int, ...]) -> tuple[Comparison, bool]:
        """As `at`, after the closed values are put in."""
        from verifier.kernel.balls.truth import at_closed_values

        claim, rest = at_closed_values(self.claim, point)
        return _Search(claim).at(rest, precisions)

    def fails(self, compared: Comparison, point: Point, bits: int) -> bool:
        if self.order is None:
            return compared.difference is Difference.DIFFERENT
        return self.order.holds(point, bits) is Answer.NO

    def without_spare_entries(self, point: Point) -> Point:
        """The point with only those entries of indexed symbols that the sides read, or conditions."""
        for name in [n for n in point.values if "[" in n and n.partition("[")[0] not in self.assumed]:
            rest = Point({n: v for n, v in point.values.items() if n != name}, point.functions)
            if self.at(rest, FIRST_BITS)[1]:
                point = rest
        return point
