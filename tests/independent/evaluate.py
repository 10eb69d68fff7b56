"""A term at a point: values, conditions, and operators by differences, quadrature and summation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any

from mpmath import mp

from tests.independent.functions import BINARY, UNARY
from tests.independent.numbers import Number, Unclear, Undefined, as_integer, finite, is_real, is_zero, rounded, sign
from tests.independent.series import series
from verifier.terms.term import OO, Term

Point = Mapping[str, Any]  # symbol -> number; indexed symbol or function -> callable
LARGEST_SUM = 300


def value(term: Term, point: Point, complex_numbers: bool = False) -> Number:
    """The value at mpmath's working precision; Undefined where there is none, Unclear where that cannot be seen."""
    return finite(_value(term, point, complex_numbers))


def holds(condition: Term, point: Point, complex_numbers: bool = False) -> bool:
    """Whether a condition holds; Undefined where a part of it has no value."""
    head, args = condition.head, condition.args
    match head:
        case "true" | "false":
            return head == "true"
        case "not":
            return not holds(args[0], point, complex_numbers)
        case "and":
            return all(holds(a, point, complex_numbers) for a in args)
        case "or":
            return any(holds(a, point, complex_numbers) for a in args)
    left, right = (value(a, point, complex_numbers) for a in args)
    difference = _difference(left, right)
    if head in ("eq", "ne"):
        return is_zero(difference) == (head == "eq")
    return {"lt": (-1,), "le": (-1, 0), "gt": (1,), "ge": (0, 1)}[head].count(sign(difference)) == 1


def _value(term: Term, point: Point, complex_numbers: bool) -> Number:
    head = term.head
    if head in _LEAVES:
        return _LEAVES[head](term, point)
    if head in _OPERATORS:
        return _OPERATORS[head](term, point, complex_numbers)
    args = [value(a, point, complex_numbers) for a in term.args]
    match head:
        case "add":
            return reduce(_plus, args)
        case "mul":
            return reduce(_times, args)
        case "neg":
            return -args[0]
        case "index":
            return point[term.name](*args)
        case "apply":
            return point[term.name](*args)
        case "Max" | "Min":
            return reduce(_larger if head == "Max" else _smaller, args)
    table: Mapping[str, Callable[..., Number]] = UNARY if len(args) == 1 else BINARY
    if head not in table:
        raise Unclear(f"{head} is not evaluated")
    return table[head](*args, complex_numbers)


def _plus(a: Number, b: Number) -> Number:
    """The sum; Unclear where rounded numbers cancel and leave nothing but their errors."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a + b
    a, b = rounded(a), rounded(b)
    if abs(a + b) < max(abs(a), abs(b)) * mp.mpf(10) ** (-mp.dps // 2):
        raise Unclear
    return a + b


def _difference(a: Number, b: Number) -> Number:
    """a - b, for those who ask for its sign."""
    return a - b if isinstance(a, Fraction) and isinstance(b, Fraction) else rounded(a) - rounded(b)


def _times(a: Number, b: Number) -> Number:
    return a * b if isinstance(a, Fraction) and isinstance(b, Fraction) else rounded(a) * rounded(b)


def _larger(a: Number, b: Number) -> Number:
    return a if _compare(a, b) >= 0 else b


def _smaller(a: Number, b: Number) -> Number:
    return a if _compare(a, b) <= 0 else b


def _compare(a: Number, b: Number) -> int:
    """The sign of a - b; 0 too where the two are so close that either will do."""
    try:
        return sign(_difference(a, b))
    except Unclear:
        return 0


def _constant(term: Term, _: Point) -> Number:
    if term.name == "oo":
        raise Undefined
    return {"pi": +mp.pi, "E": +mp.e, "I": mp.mpc(0, 1)}[term.name]


_LEAVES: dict[str, Callable[[Term, Point], Number]] = {
    "number": lambda term, _: term.number,
    "symbol": lambda term, point: point[term.name],
    "constant": _constant,
}


def _piecewise(term: Term, point: Point, complex_numbers: bool) -> Number:
    for result, condition in zip(term.args[::2], term.args[1::2], strict=True):
        if holds(condition, point, complex_numbers):
            return value(result, point, complex_numbers)
    raise Undefined


def _subs(term: Term, point: Point, complex_numbers: bool) -> Number:
    body, variable, place = term.args
    return value(body, {**point, variable.name: value(place, point, complex_numbers)}, complex_numbers)


def _derivative(term: Term, point: Point, complex_numbers: bool) -> Number:
    if "Integral" in repr(term):
        raise Unclear("an integral is not differentiated")
    variables = [
        v.name for v, n in zip(term.args[1::2], term.args[2::2], strict=True) for _ in range(as_integer(n.number) or 0)
    ]
    return _differentiated(term.args[0], variables, point, complex_numbers)


def _differentiated(body: Term, variables: list[str], point: Point, complex_numbers: bool) -> Number:
    """The mixed derivative, last variable outermost: each by differences of a step far below the precision asked for."""
    if not variables:
        return value(body, point, complex_numbers)
    *inner, name = variables
    digits = mp.dps

    def at(x: Number) -> Number:
        return rounded(_differentiated(body, inner, {**point, name: x}, complex_numbers))

    with mp.workdps(5 * digits):
        here = at(point[name])
        slopes = [_slopes(at, here, point[name], digits * k, complex_numbers) for k in (2, 3)]
    return _common_slope(slopes, digits)


def _slopes(
    at: Callable[[Number], Number], here: Number, x: Number, digits: int, complex_numbers: bool
) -> tuple[list[Number], Number]:
    """The difference quotients to each side with step 10**-digits, and their mean."""
    step = Fraction(1, 10**digits)
    turns: list[Number] = [Fraction(1), Fraction(-1)]
    if complex_numbers and not is_real(x):
        turns += [mp.mpc(0, 1), mp.mpc(0, -1)]
    quotients = []
    for turn in turns:
        move = _times(turn, step)
        quotients.append((at(_plus(x, move)) - here) / rounded(move))
    return quotients, sum(quotients[1:], quotients[0]) / len(quotients)


def _common_slope(slopes: list[tuple[list[Number], Number]], digits: int) -> Number:
    """What all quotients tend to. Undefined where the sides differ, Unclear where they do not settle."""
    (coarse, _), (fine, mean) = slopes
    close = mp.mpf(10) ** (-digits // 4)
    if max(abs(a - b) for a, b in zip(coarse, fine, strict=True)) > close * (1 + abs(mean)):
        if any(abs(b) > 10**digits for b in fine):
            raise Undefined
        raise Unclear
    if max(abs(q - fine[0]) for q in fine) > close * (1 + abs(mean)):
        raise Undefined
    return +mean


def _bounds(term: Term, point: Point, complex_numbers: bool) -> tuple[int, int]:
    low, high = (as_integer(value(a, point, complex_numbers)) for a in term.args[2:])
    if low is None or high is None or high - low > LARGEST_SUM:
        raise Unclear
    return low, high


def _sum(term: Term, point: Point, complex_numbers: bool) -> Number:
    body, index = term.args[0], term.args[1].name
    product = term.head == "Product"
    if term.args[3] == OO and not product:
        first = as_integer(value(term.args[2], point, complex_numbers))
        if first is None:
            raise Unclear
        near = {n: rounded(v) if isinstance(v, Fraction) and v.denominator > 1 else v for n, v in point.items()}
        return series(lambda k: value(body, {**near, index: Fraction(k)}, complex_numbers), first)
    total: Number = Fraction(int(product))
    low, high = _bounds(term, point, complex_numbers)
    for k in range(low, high + 1):
        part = value(body, {**point, index: Fraction(k)}, complex_numbers)
        total = _times(total, part) if product else _plus(total, part)
    return total


def _integral(term: Term, point: Point, complex_numbers: bool) -> Number:
    """By quadrature on the pieces between -1, 0 and 1, each with two numbers of nodes that must agree."""
    if len(term.args) == 2:
        raise Unclear("an antiderivative has no value of its own")
    body, variable = term.args[0], term.args[1].name
    low, high = (_bound(a, point, complex_numbers) for a in term.args[2:])

    def at(t: Number) -> Number:
        return rounded(value(body, {**point, variable: _exactly(t)}, complex_numbers))

    cuts = sorted({low, high, *[c for c in map(mp.mpf, (-1, 0, 1)) if min(low, high) < c < max(low, high)]})
    if low > high:
        cuts.reverse()
    return sum((_over_a_piece(at, piece) for piece in pairwise(cuts)), mp.mpf(0))


def _over_a_piece(at: Callable[[Number], Number], piece: tuple[Number, Number]) -> Number:
    try:
        coarse, fine = (mp.quad(at, piece, maxdegree=d) for d in (6, 7))
    except (Undefined, ZeroDivisionError, ValueError) as error:
        raise Unclear from error
    if abs(coarse - fine) > mp.mpf(10) ** (-mp.dps * 3 // 4) * (1 + abs(fine)):
        raise Unclear
    return fine


def _exactly(t: Number) -> Fraction:
    """The binary number as a rational, so that nothing near it is unclear."""
    mantissa, exponent = t.man_exp
    return mantissa * Fraction(2) ** exponent * (-1 if t < 0 else 1)


def _bound(term: Term, point: Point, complex_numbers: bool) -> Number:
    match term.head, term.value:
        case "constant", "oo":
            return mp.inf
        case "neg", _ if term.args[0].value == "oo":
            return -mp.inf
    return rounded(value(term, point, complex_numbers))


def _limit(term: Term, point: Point, complex_numbers: bool) -> Number:
    """From values ever closer to the place; those of each side must settle on the same number."""
    body, variable, place = term.args
    target = _limit_point(place, point, complex_numbers)
    sides = {"+": (1,), "-": (-1,), "+-": (1, -1)}[str(term.value)]
    settled = []
    with mp.workdps(8 * mp.dps):
        for side in (1,) if _is_infinite(target) else sides:
            near = [_near(target, side, k) for k in (30, 60, 90)]
            settled.append(_settled([rounded(value(body, {**point, variable.name: x}, complex_numbers)) for x in near]))
    if max(abs(s - settled[0]) for s in settled) > mp.mpf(10) ** -20:
        raise Undefined
    return +settled[0]


def _limit_point(place: Term, point: Point, complex_numbers: bool) -> Number:
    bound = _bound(place, point, complex_numbers)
    return bound if _is_infinite(bound) else value(place, point, complex_numbers)


def _is_infinite(target: Number) -> bool:
    return not isinstance(target, Fraction) and bool(mp.isinf(target))


def _near(target: Number, side: int, k: int) -> Number:
    if _is_infinite(target):
        return Fraction(10) ** k * (1 if target > 0 else -1)
    return _plus(Fraction(side, 10**k), target)


def _settled(values: list[Number]) -> Number:
    first, second, third = values
    if abs(second - third) > mp.mpf(10) ** -25 * (1 + abs(third)) or abs(first - third) > mp.mpf(10) ** -12 * (
        1 + abs(third)
    ):
        raise Unclear
    return third


_OPERATORS: dict[str, Callable[[Term, Point, bool], Number]] = {
    "Piecewise": _piecewise,
    "Subs": _subs,
    "Derivative": _derivative,
    "Sum": _sum,
    "Product": _sum,
    "Integral": _integral,
    "Limit": _limit,
}
