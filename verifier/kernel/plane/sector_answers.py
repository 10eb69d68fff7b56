"""Conditions on complex terms that follow from the sector of a term: off a cut, not 0, on one side of a line through 0."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from verifier.kernel.normal_forms.tower import SIGNS_OF_RELATION, Tower
from verifier.kernel.plane import sectors
from verifier.kernel.plane.cuts import Cut, directions_of_cut, off_cut_by_square
from verifier.kernel.plane.known_angles import signs_of_angle
from verifier.kernel.plane.term_sectors import sector
from verifier.kernel.signs.signs import ANY
from verifier.model.verdict import Answer
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, TWO, ZERO, Term, add, div, mul, neg, power

_TURNS_OF_PARTS: Final = {"re": Fraction(0), "im": Fraction(1, 2)}


def answer_by_sectors(tower: Tower, condition: Term) -> Answer:
    """Whether a condition holds on the whole cell, or fails on all of it, by the sector of a complex term."""
    cut = directions_of_cut(condition) or off_cut_by_square(condition)
    if cut is not None and (_is_off(tower, cut) or _is_off_by_square(tower, cut)):
        return Answer.YES
    signs, allowed = signs_of_angle(tower, condition)
    if signs != ANY and (not signs & ~allowed or not signs & allowed):
        return Answer.YES if signs & allowed else Answer.NO
    if condition.head not in SIGNS_OF_RELATION or condition.args[1] != ZERO:
        return Answer.UNKNOWN
    u, allowed = condition.args[0], SIGNS_OF_RELATION[condition.head]
    if u.head in _TURNS_OF_PARTS:
        signs = sectors.sign_of_part(sector(tower, u.args[0]), _TURNS_OF_PARTS[u.head])
        return Answer.YES if not signs & ~allowed else Answer.NO if not signs & allowed else Answer.UNKNOWN
    found = sector(tower, u)
    if condition.head == "ne":
        return Answer.YES if not found.may_vanish or _is_off_by_square(tower, (u, (), True)) else Answer.UNKNOWN
    is_real = found.width == 0 and found.low.denominator == 1  # only real numbers have an order
    return Answer.YES if is_real and not sectors.sign_of_part(found, Fraction(0)) & ~allowed else Answer.UNKNOWN


def _is_off(tower: Tower, cut: Cut) -> bool:
    """Whether a term has none of the angles of a cut, and is not 0 where that is on it."""
    u, directions, has_zero = cut
    found = sector(tower, u)
    return not any(map(found.contains, directions)) and not (has_zero and found.may_vanish)


def _is_off_by_square(tower: Tower, cut: Cut) -> bool:
    """The same by a square that is real, and at most 0, wherever the term is on the cut."""
    u, directions, has_zero = cut
    square = _difference_of_squares(tower, u) if has_zero else _unit_and_square(tower, u, Fraction(1, 2) in directions)
    return square is not None and _is_off(tower, (square, (Fraction(1),), True))


def _difference_of_squares(tower: Tower, u: Term) -> Term | None:
    """a**2 - b**2 for u = a + b with a > 0: where u <= 0, b is real and at most -a."""
    if u.head != "add" or len(u.args) != 2:
        return None
    for a, b in (u.args, u.args[::-1]):
        if sector(tower, a).is_positive and sector(tower, b).width <= 1:
            return _combined(power(a, TWO), b.args[0] if b.head == "neg" else b, neg)
    return None


def _unit_and_square(tower: Tower, u: Term, is_imaginary: bool) -> Term | None:
    """1 + u**2 for the rays from I and -I, 1 - u**2 for those from 1 and -1: there it is at most 0, and only there.

    For u = a + b with a constant a it is written out as a quadratic in b, for u = a/b over b**2; None for other terms.
    """
    signed: Callable[[Term], Term] = (lambda t: t) if is_imaginary else neg
    parts = spread(u)
    closed = [p for p in parts if not free_symbols(p)]
    if closed and len(closed) == len(parts) - 1:
        a, b = add(*closed) if len(closed) > 1 else closed[0], next(p for p in parts if free_symbols(p))
        return add(add(ONE, signed(power(a, TWO))), signed(mul(TWO, a, b)), signed(power(b, TWO)))
    return _combined(ONE, u, signed) if u.head == "div" and sector(tower, u).width < 1 else None


def _combined(first: Term, u: Term, signed: Callable[[Term], Term]) -> Term:
    """first + u**2, or first - u**2, over the square of the denominator of u."""
    if u.head != "div":
        return add(first, signed(power(u, TWO)))
    top, bottom = (power(t, TWO) for t in u.args)
    return div(add(bottom if first == ONE else mul(first, bottom), signed(top)), bottom)


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
