"""Non-negative rational solutions of linear equations, by the simplex method with exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

MOST_PIVOTS: Final = 120


def nonnegative_solution(columns: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """x >= 0 with sum x[j]*columns[j] = right; None where there is none, or none was found within the bound.

    Phase one of the simplex method with Bland's rule (G. B. Dantzig, Linear Programming and Extensions, chapter 5).
    """
    rows = len(right)
    table = []
    for i in range(rows):
        sign = -1 if right[i] < 0 else 1
        own = [sign * c[i] for c in columns] + [Fraction(int(k == i)) for k in range(rows)]
        table.append([*own, sign * right[i]])
    width = len(columns)
    basis = [width + i for i in range(rows)]
    cost = [-sum((row[j] for row in table), Fraction(0)) for j in range(width)]
    cost += [Fraction(0)] * rows + [-sum((row[-1] for row in table), Fraction(0))]
    for _ in range(MOST_PIVOTS):
        entering = next((j for j in range(width) if cost[j] < 0), None)
        if entering is None:
            break
        rows_in = [(row[-1] / row[entering], basis[i], i) for i, row in enumerate(table) if row[entering] > 0]
        if not rows_in:
            return None
        leaving = min(rows_in)[2]
        _pivot(table, cost, leaving, entering)
        basis[leaving] = entering
    if cost[-1] != 0 or any(cost[j] < 0 for j in range(width)):
        return None
    solution = [Fraction(0)] * width
    for i, j in enumerate(basis):
        if j < width:
            solution[j] = table[i][-1]
    return solution


def _pivot(table: list[list[Fraction]], cost: list[Fraction], leaving: int, entering: int) -> None:
    head = table[leaving][entering]
    table[leaving] = [x / head for x in table[leaving]]
    for row in (*(r for i, r in enumerate(table) if i != leaving), cost):
        factor = row[entering]
        if factor:
            row[:] = [x - factor * y for x, y in zip(row, table[leaving], strict=True)]
