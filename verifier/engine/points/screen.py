"""One side of many equations at a few points, evaluated once: most wrong candidates for the other side differ at the first.

A repair is looked for among dozens of candidates. Floating-point numbers at the first point, which know the parts that
candidates share, rule out most of them, balls at a few points most of the others. What survives is decided in full.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import Final

from verifier.engine.points.existence import is_scalar
from verifier.engine.points.float_functions import Number
from verifier.engine.points.floats import Floats
from verifier.engine.points.points import sample
from verifier.kernel.balls.evaluation import Difference, compare, compile_term
from verifier.kernel.balls.shown import may_be_zero
from verifier.kernel.balls.values import Outcome, Value
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Point
from verifier.terms.term import Term

BITS: Final = 64
POINTS: Final = 3
MOST_TRIED: Final = 48
MOST_KEPT: Final = 4  # screens
AGREEING: Final = frozenset({Difference.EQUAL, Difference.OVERLAPPING})


@lru_cache(maxsize=MOST_KEPT)
def screen_of(domain: Domain, lhs: Term) -> Screen:
    """The screen of a line: what is wrong with a step is asked by several rounds of trials."""
    return Screen(domain, lhs)


class Screen:
    """A line's values at some points of the domain where it certainly has one; without such a point, nothing passes.

    Of matrices and random variables nothing is seen, so everything passes.
    """

    def __init__(self, domain: Domain, lhs: Term) -> None:
        self.domain = domain
        self.is_blind = not is_scalar(Claim(lhs, lhs, "=", domain))
        self.values: list[tuple[Point, Value]] = []
        self.floats: list[tuple[Floats, Number]] = []
        if not self.is_blind:
            self.look(lhs)

    def look(self, lhs: Term) -> None:
        domain = self.domain
        line = compile_term(lhs, domain.complex_numbers, domain.integers, domain.reals)
        tried = ((p, line.run(p, BITS)) for p in islice(sample(domain, (lhs,)), MOST_TRIED))
        self.values = list(islice(((p, v) for p, v in tried if not isinstance(v, Outcome)), POINTS))
        for point, value in self.values:
            floats = Floats(domain, point)
            about = None if may_be_zero(value) else floats.of_line(lhs)  # what is 0 leaves floats rounding errors
            if about is not None:
                self.floats.append((floats, about))

    def tells_apart(self, left: Term, right: Term) -> bool:
        """Whether two other lines, which need no more symbols, clearly differ at the first point."""
        for floats, _ in self.floats[:1]:
            value = floats.value(left)
            return value is not None and floats.tells_apart(value, right)
        return False

    def rules_out(self, rhs: Term) -> bool:
        """Whether the line and `rhs` certainly differ at one of the points, or cannot be compared at any of them."""
        if self.is_blind:
            return False
        if self.values and self._floats_rule_out(rhs):
            return True
        try:
            other = compile_term(rhs, self.domain.complex_numbers, self.domain.integers, self.domain.reals)
        except Unsupported:
            return False
        agrees = False
        for point, value in self.values:
            found = compare(value, other.run(point, BITS))
            if found is Difference.DIFFERENT:
                return True
            agrees = agrees or found in AGREEING
        return not agrees

    def _floats_rule_out(self, rhs: Term) -> bool:
        """Whether floats tell the lines apart at a point, or see that `rhs` is undefined at all of them."""
        undefined = 0
        for floats, about in self.floats:
            if floats.tells_apart(about, rhs):
                return True
            undefined += floats.is_undefined(rhs)
        return undefined == len(self.values)
