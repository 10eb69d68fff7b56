"""Conditions on complex terms that follow from the sector of a term: off a cut, not 0, on one side of a line through 0."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from verifier.kernel import sectors
from verifier.kernel.cuts import Cut, directions_of_cut, off_cut_by_square
from verifier.kernel.term_sectors import sector
from verifier.kernel.tower import SIGNS_OF_RELATION, Tower
from verifier.model.verdict import Answer
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, TWO, ZERO, Term, add, div, mul, neg, power

_TURNS_OF_PARTS: Final = {"re": Fraction(0), "im": Fraction(1, 2)}


def answer_by_sectors(tower: Tower, condition: Term) -> Answer:
    """Whether a condition holds on the whole cell, or fails on all of it, by the sector of a complex term."""
    cut = directions_of_cut(condition) or off_cut_by_square(condition)
    if cut is not None:
        return Answer.YES if _is_off(tower, cut) or _is_off_by_square(tower, cut) else Answer.UNKNOWN
    if condition.head not in SIGNS_OF_RELATION or condition.args[1] != ZERO:
        return Answer.UNKNOWN
    u, allowed = condition.args[0], SIGNS_OF_RELATION[condition.head]
    if u.head in _TURNS_OF_PARTS:
        signs = sectors.sign_of_part(sector(tower, u.args[0]), _TURNS_OF_PARTS[u.head])
        return Answer.YES if not signs & ~allowed else Answer.NO if not signs & allowed else Answer.UNKNOWN
    found = sector(tower, u)
    if condition.head == "ne":
        return Answer.UNKNOWN if found.may_vanish else Answer.YES
    is_real = found.width == 0 and found.low.denominator == 1  # only real numbers have an order
    return Answer.YES if is_real and not sectors.sign_of_part(found, Fraction(0)) & ~allowed else Answer.UNKNOWN


def _is_off(tower: Tower, cut: Cut) -> bool:
    """Whether a term has none of the angles of a cut, and is not 0 where that is on it."""
    u, directions, has_zero = cut
    found = sector(tower, u)
    return not any(map(found.contains, directions)) and not (has_zero and found.may_vanish)


def _is_off_by_square(tower: Tower, cut: Cut) -> bool:
    """The same for the rays from I and -I, and from 1 and -1: there 1 + u**2, or 1 - u**2, is at most 0, and only there.

    For u = a + b with a constant a it is written out as a quadratic in b, and for u = a/b as (b**2 + a**2)/b**2.
    """
    u, directions, has_zero = cut
    if has_zero:
        return False
    signed: Callable[[Term], Term] = (lambda t: t) if Fraction(1, 2) in directions else neg
    parts = spread(u)
    closed = [p for p in parts if not free_symbols(p)]
    if closed and len(closed) == len(parts) - 1:
        a, b = add(*closed) if len(closed) > 1 else closed[0], next(p for p in parts if free_symbols(p))
        square = add(add(ONE, signed(power(a, TWO))), signed(mul(TWO, a, b)), signed(power(b, TWO)))
    elif u.head == "div" and sector(tower, u).width < 1:
        a, b = (power(t, TWO) for t in u.args)
        square = div(add(b, signed(a)), b)
    else:
        return False
    return _is_off(tower, (square, (Fraction(1),), True))


def spread(term: Term) -> tuple[Term, ...]:
    """The summands of a sum, or of a product with one sum among its factors."""
    head, args = term.head, term.args
    if head == "add":
        return args
    if head == "neg":
        return tuple(map(neg, spread(args[0])))
    if head == "div":
        return tuple(div(s, args[1]) for s in spread(args[0]))
    sums = [i for i, a in enumerate(args) if len(spread(a)) > 1] if head == "mul" else []
    if len(sums) != 1:
        return (term,)
    return tuple(mul(*args[: sums[0]], s, *args[sums[0] + 1 :]) for s in spread(args[sums[0]]))
