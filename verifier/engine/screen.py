"""One side of many equations at a few points, evaluated once: most wrong candidates for the other side differ at the first.

A repair is looked for among dozens of candidates. Each one that survives the screen is still decided in full.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from verifier.engine.points import sample
from verifier.kernel.balls import Difference, Program, compile_term, differ
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Domain
from verifier.model.evidence import Point
from verifier.terms.term import Term

BITS: Final = 64
POINTS: Final = 3
MOST_TRIED: Final = 48
AGREEING: Final = frozenset({Difference.EQUAL, Difference.OVERLAPPING})


class Screen:
    """A line and some points of the domain where it certainly has a value; without one, nothing passes."""

    def __init__(self, domain: Domain, lhs: Term) -> None:
        self.complex_numbers = domain.complex_numbers
        self.lhs: Program = compile_term(lhs, domain.complex_numbers)
        tried = islice(sample(domain, (lhs,)), MOST_TRIED)
        self.points: list[Point] = list(islice((p for p in tried if self._has_value(p)), POINTS))

    def _has_value(self, point: Point) -> bool:
        return differ(self.lhs, self.lhs, point, BITS).difference in AGREEING

    def rules_out(self, rhs: Term) -> bool:
        """Whether the line and `rhs` certainly differ at one of the points, or cannot be compared at any of them."""
        try:
            other = compile_term(rhs, self.complex_numbers)
        except Unsupported:
            return False
        found = {differ(self.lhs, other, p, BITS).difference for p in self.points}
        return Difference.DIFFERENT in found or not found & AGREEING
