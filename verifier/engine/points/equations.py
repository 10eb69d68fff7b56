"""Equations among the assumptions, solved at sample points for symbols that occur linearly in them, or in 1/p + 1/q = 1.

The coefficients come from exact values of the sides at a few points; whether a solution satisfies the equations is
tested again by whoever uses it, so a wrong guess of linearity costs a sample point and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice
from typing import Final

from verifier.engine.points.candidates import Number
from verifier.kernel.balls.evaluation import Program, compile_term
from verifier.kernel.balls.shown import rational_of
from verifier.model.evidence import Point
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term, sub

MOST_CHOICES: Final = 12  # of unknowns to solve for
PLACES: Final = (Fraction(2), Fraction(3), Fraction(5))


@record
class Equations:
    """Differences of sides that have to vanish, and the choices of as many unknowns to solve them for."""

    differences: tuple[Program, ...]
    choices: tuple[tuple[str, ...], ...]

    @staticmethod
    def of(equations: Sequence[Term], unknowns: Sequence[str], complex_numbers: bool) -> Equations:
        """The equations (`eq` terms), to be solved for some of the symbols or entries, the first ones by preference."""
        names = frozenset(n for e in equations for n in free_symbols(e))
        usable = [n for n in unknowns if n.partition("[")[0] in names]
        return Equations(
            tuple(compile_term(sub(*e.args), complex_numbers) for e in equations),
            tuple(islice(combinations(usable, len(equations)), MOST_CHOICES)),
        )

    def solved(self, values: Mapping[str, Number]) -> dict[str, Number]:
        """The values with some of them changed so that the equations hold, where a choice of unknowns allows it."""
        found = dict(values)
        if self.differences:
            for unknowns in self.choices:
                if frozenset(unknowns) <= values.keys():
                    solution = self._solution(unknowns, found)
                    if solution:
                        return {**found, **solution}
        return found

    def _solution(self, unknowns: tuple[str, ...], values: Mapping[str, Number]) -> dict[str, Number]:
        """The solution for these unknowns, the others held; empty where the equations are not regular and linear."""
        at_zero = self._residuals({**values, **dict.fromkeys(unknowns, Fraction(0))})
        columns = [
            self._residuals({**values, **dict.fromkeys(unknowns, Fraction(0)), u: Fraction(1)}) for u in unknowns
        ]
        if not at_zero or not all(columns):
            return self._of_quotient(*unknowns, values) if len(unknowns) == 1 else {}
        rows = [[*(c[i] - at_zero[i] for c in columns), -at_zero[i]] for i in range(len(self.differences))]
        solution = _eliminated(rows)
        return dict(zip(unknowns, solution, strict=True)) if solution else {}

    def _of_quotient(self, unknown: str, values: Mapping[str, Number]) -> dict[str, Number]:
        """The zero of a quotient of two linear terms in the unknown: such functions keep the cross-ratio of four places."""
        a, b, c = PLACES
        found = [self._residuals({**values, unknown: q}) for q in PLACES]
        if not all(found):
            return {}
        at_a, at_b, at_c = (r[0] for r in found)
        if not at_c * (at_a - at_b):
            return {}
        ratio = at_b * (at_a - at_c) / (at_c * (at_a - at_b)) * (a - b) / (a - c)
        return {unknown: (b - ratio * c) / (1 - ratio)} if ratio != 1 else {}

    def _residuals(self, values: Mapping[str, Number]) -> list[Fraction]:
        """The exact differences at these values; empty where one is not an exact rational."""
        found = list(self._differences(Point(values)))
        return [q for q in found if q is not None] if None not in found else []

    def _differences(self, point: Point) -> Iterator[Fraction | None]:
        for difference in self.differences:
            yield rational_of(difference.run(point, 64))


def _eliminated(rows: list[list[Fraction]]) -> list[Fraction]:
    """The solution of a square linear system with its right sides in the last column; empty where it is singular."""
    size = len(rows)
    for k in range(size):
        pivot = next((i for i in range(k, size) if rows[i][k]), None)
        if pivot is None:
            return []
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                rows[i] = [x - rows[i][k] * y for x, y in zip(rows[i], rows[k], strict=True)]
    return [row[-1] for row in rows]
