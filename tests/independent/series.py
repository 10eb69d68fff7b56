"""Sums to infinity by their terms: fast ones added up, slow ones left to mpmath's summation, the others judged by size."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from mpmath import mp

from tests.independent.numbers import Number, Unclear, Undefined, rounded

MOST_TERMS = 300
WINDOW = 20
FIRST_LOOK = 100


def series(at: Callable[[int], Number], low: int) -> Number:
    """The limit of the partial sums; Undefined where there is visibly none, Unclear where that is not seen."""
    total = mp.mpf(0)
    last: list[Number] = []
    for k in range(low, low + MOST_TERMS):
        term = rounded(at(k))
        total += term
        last = [*last[-WINDOW:], term]
        if k - low >= WINDOW and _is_over(last, total):
            return total
        if k - low == FIRST_LOOK and _pace(last) > mp.mpf("0.9"):
            return _slow(at, low, last)
    raise Unclear


def _pace(last: list[Number]) -> Number:
    """The largest quotient of neighbours."""
    return max((abs(b / a) for a, b in pairwise(last) if a), default=mp.mpf(0))


def _is_over(last: list[Number], total: Number) -> bool:
    """Whether the terms fall so fast, and are so small, that the rest cannot be seen."""
    return _pace(last) < mp.mpf("0.95") and abs(last[-1]) * 20 < mp.mpf(10) ** (-mp.dps - 2) * (1 + abs(total))


def _slow(at: Callable[[int], Number], low: int, last: list[Number]) -> Number:
    """Terms that fall as a power of the index, or not at all."""
    ratios = [abs(b / a) for a, b in pairwise(last) if a]
    if min(ratios) >= 1 and ratios[-1] > ratios[0] - mp.mpf("0.001"):
        raise Undefined
    if ratios[-1] < mp.mpf("0.98") or min(ratios) >= 1:
        raise Unclear
    alternates = all(a * b < 0 for a, b in pairwise(last))
    if not alternates and not all(a * b > 0 for a, b in pairwise(last)):
        raise Unclear
    orders = [mp.log(abs(rounded(at(low + n)) / rounded(at(low + 8 * n)))) / mp.log(8) for n in (20, 100)]
    order = orders[1]
    if abs(orders[0] - order) > mp.mpf("0.2"):
        raise Unclear
    if not alternates and order < 1.1:
        raise Undefined
    if not alternates and order < 1.6:
        raise Unclear
    return mp.nsum(lambda k: rounded(at(int(k))), [low, mp.inf])
