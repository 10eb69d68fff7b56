"""Bounded intervals on which balls may show an inequality in one symbol, and beyond which a slope may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from verifier.engine.estimates import CLOSE, Values, estimate
from verifier.kernel.cell import Cell
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term, rational

WIDTHS: Final = (2, 8)
STEPS: Final = 64


def boxed(cell: Cell, u: Term, points: Sequence[Values]) -> Iterator[tuple[str, Term, Term]]:
    """A symbol with two numbers between which the term seems to be positive: ends of the cell, or some numbers."""
    names = free_symbols(u)
    if len(names) != 1:
        return
    (name,) = names
    if any(name not in p for p in points):
        return
    for low, high in _intervals(sorted({q for fact in cell.facts for q in _ends(fact, name)})):
        if all(_is_positive(u, name, low + (high - low) * Fraction(k, STEPS)) for k in range(STEPS + 1)):
            yield name, rational(low), rational(high)


def _intervals(ends: list[Fraction]) -> list[tuple[Fraction, Fraction]]:
    if len(ends) >= 2:
        return [(ends[0], ends[-1])]
    if ends:
        return [pair for w in WIDTHS for pair in ((ends[0] - w, ends[0]), (ends[0], ends[0] + w))]
    return [(Fraction(-w), Fraction(w)) for w in WIDTHS]


def _is_positive(u: Term, name: str, x: Fraction) -> bool:
    value = estimate(u, {name: float(x)})
    return value is not None and value > CLOSE


def _ends(fact: Term, name: str) -> Iterator[Fraction]:
    """Numbers that a fact compares the symbol with."""
    if fact.head == "and":
        for part in fact.args:
            yield from _ends(part, name)
    elif len(fact.args) == 2 and fact.head not in ("eq", "ne", "or"):
        left, right = fact.args
        q = rational_value(right)
        if left.head == "symbol" and left.name == name and q is not None:
            yield q
