"""Arithmetic of concrete matrices whose entries are scalar terms, each entry as the definition has it.

Products and sums by the definition, determinants by Leibniz' expansion along the first row, inverses as the adjugate over
the determinant (Horn and Johnson, Matrix Analysis, sections 0.3 and 0.8.2): entries that are defined exactly where the
determinant is not 0. Nothing is left out because it is multiplied by 0, unless it is defined everywhere.
"""

from __future__ import annotations

from typing import Final

from verifier.kernel.derivatives.guards import is_total
from verifier.kernel.unsupported import TooLarge, Unsupported
from verifier.terms.term import ONE, ZERO, Term, add, div, mul, neg

Grid = tuple[tuple[Term, ...], ...]

MOST_INVERTED: Final = 5  # rows of a matrix whose determinant is written out
MOST_NODES: Final = 40_000


def bounded(grid: Grid) -> Grid:
    """The same grid; TooLarge if it has too many nodes."""
    if sum(a.size for row in grid for a in row) > MOST_NODES:
        raise TooLarge("a matrix that grows too large when it is written out")
    return grid


def identity(size: int) -> Grid:
    return tuple(tuple(ONE if i == j else ZERO for j in range(size)) for i in range(size))


def transposed(a: Grid) -> Grid:
    return tuple(zip(*a, strict=True))


def total(grids: list[Grid]) -> Grid:
    """The sum of grids of one shape."""
    return bounded(
        tuple(tuple(add(*entries) for entries in zip(*rows, strict=True)) for rows in zip(*grids, strict=True))
    )


def scaled(factor: Term, a: Grid) -> Grid:
    return bounded(tuple(tuple(factor if x == ONE else mul(factor, x) for x in row) for row in a))


def negated(a: Grid) -> Grid:
    return tuple(tuple(map(neg, row)) for row in a)


def divided(a: Grid, divisor: Term) -> Grid:
    return bounded(tuple(tuple(div(x, divisor) for x in row) for row in a))


def product(a: Grid, b: Grid) -> Grid:
    columns = transposed(b)
    return bounded(
        tuple(tuple(add(*[mul(x, y) for x, y in zip(row, col, strict=True)]) for col in columns) for row in a)
    )


def trace(a: Grid) -> Term:
    return add(*[a[i][i] for i in range(len(a))])


def determinant(a: Grid) -> Term:
    """The determinant along the first row; a summand with a written 0 is left out only if it is defined everywhere."""
    if len(a) > MOST_INVERTED:
        raise Unsupported(f"a determinant of more than {MOST_INVERTED} rows")
    bounded(a)
    if len(a) == 1:
        return a[0][0]
    parts = []
    for j, entry in enumerate(a[0]):
        if entry == ZERO and all(is_total(x) for row in a[1:] for x in row):
            continue
        minor = determinant(_without(a, 0, j))
        part = minor if entry == ONE else mul(entry, minor)
        parts.append(neg(part) if j % 2 else part)
    return add(*parts) if parts else ZERO


def inverse(a: Grid) -> Grid:
    """The adjugate over the determinant."""
    below = determinant(a)
    if len(a) == 1:
        return ((div(ONE, below),),)
    size = range(len(a))

    def cofactor(i: int, j: int) -> Term:
        minor = determinant(_without(a, i, j))
        return neg(minor) if (i + j) % 2 else minor

    return bounded(tuple(tuple(div(cofactor(j, i), below) for j in size) for i in size))


def _without(a: Grid, i: int, j: int) -> Grid:
    return tuple(row[:j] + row[j + 1 :] for k, row in enumerate(a) if k != i)
