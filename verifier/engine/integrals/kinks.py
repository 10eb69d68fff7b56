"""Where an interval of integration may have to be split: kinks, jumps and poles of the integrand.

Nothing here is trusted: a place counts only if the kernel sees that it lies between the bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, pi
from typing import Final

from verifier.engine.integrals.primitive_substitutions import linear_slope, slope_of
from verifier.engine.points.floats import Floats
from verifier.kernel.terms.operators import OPERATORS
from verifier.kernel.terms.visible import visible_value
from verifier.model.claim import Domain
from verifier.model.evidence import Point
from verifier.terms.heads import parts_of
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import HALF, PI, TWO, ZERO, Term, div, mul, neg, power, rational, sub

MOST_PLACES: Final = 8
MOST_CHOICES: Final = 3
MOST_BRANCHES: Final = 9
CLOSE: Final = 1e-9


def places_to_split(integral: Term) -> list[Term]:
    """Places where a condition, a divisor or the inside of a root or logarithm is zero, if that is seen by its form."""
    f, x, a, b = integral.args
    found: dict[Term, None] = {}
    for u in _edges(f, x):
        for place in _zeros(u, x) or _zeros_of_wave(u, x, a, b):
            value = visible_value(place)
            found[rational(value) if value is not None else place] = None
    return [p for p in found if p not in (a, b) and not _is_outside(p, a, b)][:MOST_PLACES]


def _is_outside(place: Term, low: Term, high: Term) -> bool:
    """Whether a place is a number that does not lie between the bounds, which are numbers."""
    at, *ends = map(_number, (place, low, high))
    reals = [end for end in ends if end is not None]
    return at is not None and len(reals) == 2 and not min(reals) + CLOSE < at < max(reals) - CLOSE


def _number(term: Term) -> float | None:
    """About the value of a term without symbols; None where it has none that is real."""
    value = Floats(Domain(), Point()).value(term)
    return float(value) if isinstance(value, (int, float, Fraction)) else None


def _zeros(u: Term, x: Term) -> list[Term]:
    """Where a linear or quadratic term is zero."""
    slope = linear_slope(u, x)
    at_zero = substitute(u, {x.name: ZERO})
    if slope is not None:
        return [neg(div(at_zero, slope))]
    first = slope_of(u, x)
    curvature = linear_slope(first, x)
    if curvature is None or first == u:
        return []
    b = substitute(first, {x.name: ZERO})
    root = power(sub(power(b, TWO), mul(TWO, curvature, at_zero)), HALF)
    return [div(sub(s, b), curvature) for s in (root, neg(root))]


def _zeros_of_wave(u: Term, x: Term, low: Term, high: Term) -> list[Term]:
    """Where a sine or cosine of a linear term is zero between two numbers."""
    slope = linear_slope(u.args[0], x) if u.head in ("sin", "cos") else None
    if slope is None:
        return []
    ends = [_number(substitute(u.args[0], {x.name: end})) for end in (low, high)]
    reals = sorted(end for end in ends if end is not None)
    if len(reals) < len(ends):
        return []
    shift = Fraction(0) if u.head == "sin" else Fraction(1, 2)
    first, last = (end / pi - float(shift) for end in reals)
    turns = range(floor(first + CLOSE) + 1, ceil(last - CLOSE))[:MOST_PLACES]
    offset = substitute(u.args[0], {x.name: ZERO})
    return [div(sub(mul(rational(k + shift), PI), offset), slope) for k in turns]


def branches(f: Term, x: Term) -> list[Term]:
    """The integrand as it is, or where conditions depend on the variable with each choice of the branches."""
    chosen = [f]
    for _ in range(MOST_CHOICES):
        choice = next((c for t in chosen if (c := _choice(t, x)) is not None), None)
        if choice is None:
            break
        values = choice.args[::2]
        chosen = [_with(t, choice, v) for t in chosen for v in values][:MOST_BRANCHES]
    return list(dict.fromkeys(chosen))


def of_each_sign(f: Term, x: Term) -> list[Term]:
    """The integrand as it is, or where sizes Abs(u) that depend on the variable stand in it, with u and -u for all of them."""
    if not any(t.head == "Abs" and x.name in free_symbols(t) for t in parts_of(f)):
        return [f]
    return [_without_sizes(f, turned) for turned in (False, True)]


def _without_sizes(f: Term, turned: bool) -> Term:
    if f.head == "Abs":
        return neg(f.args[0]) if turned else f.args[0]
    return Term(f.head, tuple(_without_sizes(a, turned) for a in f.args), f.value) if f.args else f


def _choice(term: Term, x: Term) -> Term | None:
    """The first `Piecewise` whose conditions depend on the variable."""
    if term.head in OPERATORS:
        return None
    if term.head == "Piecewise" and any(x.name in free_symbols(c) for c in term.args[1::2]):
        return term
    return next((c for c in (_choice(a, x) for a in term.args) if c is not None), None)


def _with(term: Term, choice: Term, value: Term) -> Term:
    if term == choice:
        return value
    return Term(term.head, tuple(_with(a, choice, value) for a in term.args), term.value) if term.args else term


def _edges(term: Term, x: Term) -> Iterator[Term]:
    """The terms whose zeros may be edges: sides of relations, divisors, bases of powers, arguments of logarithms."""
    if x.name not in free_symbols(term) or term.head in OPERATORS:
        return
    if term.head in ("lt", "le", "gt", "ge", "eq", "ne"):
        yield term.args[0] if term.args[1] == ZERO else sub(*term.args)
    if term.head == "div":
        yield term.args[1]
    if term.head in ("pow", "log", "Abs"):
        yield term.args[0]
    for a in term.args:
        yield from _edges(a, x)
