"""Bounded intervals on which balls may show an inequality in one symbol, and beyond which a slope may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Final

from verifier.engine.inequalities.estimates import CLOSE, Values, estimated
from verifier.kernel.cell import Cell
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term, rational, symbol

STEPS: Final = 48
OUTSIDE: Final = tuple(map(Fraction, ("1/100", "1/4", "1/2", "3/4", "99/100")))
FURTHER: Final = tuple(map(Fraction, ("1/100", "1/2", "2", "7", "19")))
INWARDS: Final = tuple(map(Fraction, ("0", "1/16", "1/4")))
REACH: Final = tuple(map(Fraction, ("1", "2", "4", "8")))
MOST_INTERVALS: Final = 3
STEP: Final = Fraction(1, 10**6)

Interval = tuple[Fraction, Fraction]


def boxed(cell: Cell, u: Term, points: Sequence[Values]) -> Iterator[tuple[str, Term, Term]]:
    """A symbol with two numbers between which the term seems to be positive, and to grow from there to both sides."""
    names = free_symbols(u)
    if len(names) != 1:
        return
    (name,) = names
    if any(name not in p for p in points):
        return
    low, high = _ends(cell, name)
    found = (pair for pair in _intervals(low, high) if _fits(u, name, pair, low, high))
    for a, b in islice(found, MOST_INTERVALS):
        yield name, rational(a), rational(b)


def _ends(cell: Cell, name: str) -> tuple[Fraction | None, Fraction | None]:
    bounds = [b for fact in cell.facts for b in _bounds(fact, name)]
    lows, highs = [q for q, is_low in bounds if is_low], [q for q, is_low in bounds if not is_low]
    return max(lows, default=None), min(highs, default=None)


def _intervals(low: Fraction | None, high: Fraction | None) -> Iterator[Interval]:
    """Those between two ends first, shrunk towards the middle; from one end on; or around 0."""
    if low is not None and high is not None:
        width = high - low
        yield from ((low + width * a, high - width * b) for a, b in product(INWARDS, INWARDS))
    elif low is not None:
        yield from ((low + a, low + w) for w, a in product(REACH, INWARDS))
    elif high is not None:
        yield from ((high - w, high - a) for w, a in product(REACH, INWARDS))
    else:
        yield from ((-a, b) for a, b in product(REACH, REACH))


def _fits(u: Term, name: str, pair: Interval, low: Fraction | None, high: Fraction | None) -> bool:
    a, b = pair
    if a >= b or not (_is_positive(u, name, pair, 2) and _is_positive(u, name, pair, STEPS)):
        return False
    below = [a - (a - low) * k for k in OUTSIDE] if low is not None else [a - k for k in FURTHER]
    above = [b + (high - b) * k for k in OUTSIDE] if high is not None else [b + k for k in FURTHER]
    return (a == low or _rises(u, name, below, -1)) and (b == high or _rises(u, name, above, 1))


def _is_positive(u: Term, name: str, pair: Interval, steps: int) -> bool:
    """Whether the term seems to be positive at the ends and in even steps between them."""
    a, b = pair
    return all(v > CLOSE for v in _at(u, name, [a + (b - a) * Fraction(k, steps) for k in range(steps + 1)]))


def _rises(u: Term, name: str, places: Sequence[Fraction], direction: int) -> bool:
    """Whether the term seems to rise at the places, read upwards for 1 and downwards for -1."""
    here, ahead = _at(u, name, places), _at(u, name, [x + STEP for x in places])
    return all(direction * v >= direction * w for v, w in zip(ahead, here, strict=True))


def _at(u: Term, name: str, places: Sequence[Fraction]) -> list[float]:
    """About the values; something negative where there is none."""
    return [-1.0 if v is None else v for v in estimated(u, {name: [float(x) for x in places]}, len(places))]


def _bounds(fact: Term, name: str) -> Iterator[tuple[Fraction, bool]]:
    """Numbers that a fact bounds the symbol by, and whether from below; also as a difference compared with 0."""
    if fact.head == "and":
        for part in fact.args:
            yield from _bounds(part, name)
    elif fact.head in ("ge", "gt", "le", "lt"):
        left, right = fact.args
        shift = Fraction(0)
        if left.head == "add" and len(left.args) == 2 and left.args[1].head == "neg":
            q = rational_value(left.args[1].args[0])
            left, shift = (left.args[0], q) if q is not None else (left, shift)
        number = rational_value(right)
        if left.head == "symbol" and left.name == name and number is not None:
            yield number + shift, fact.head in ("ge", "gt")


def intervals_of(cell: Cell, u: Term) -> Iterator[tuple[str, Term, Term]]:
    """Symbols of the term with two places between which facts say that they lie."""
    for name in sorted(free_symbols(u)):
        x = symbol(name)
        lows: list[Term] = []
        highs: list[Term] = []
        for fact in cell.facts:
            if fact.head in ("ge", "gt", "le", "lt") and x in fact.args:
                left, right = fact.args
                is_low = (fact.head in ("ge", "gt")) == (left == x)
                (lows if is_low else highs).append(right if left == x else left)
        for low, high in islice(product(lows, highs), MOST_INTERVALS):
            yield name, low, high
