"""Points of a declared domain, and how two sides compare at one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from random import Random
from typing import Any

from mpmath import mp

from tests.independent.evaluate import Point, holds, value
from tests.independent.numbers import Number, Unclear, Undefined, rounded
from verifier.model.chain import Declaration, Kind, NumberSet
from verifier.terms.term import Term

MOST_POINTS = 40
_INTEGERS = [0, 1, -1, 2, 3, -2, 5, -3, 4, 7, -6]
_REALS = [
    *map(Fraction, (0, 1, -1, 2, -2, "1/2", "-1/2", 3, -3, "1/3", "-5/7", "17/10", "-13/4", "22/7", 5, -8)),
    *map(Fraction, ("9/10", "1/10", "-9/10", "1/100", "99/100", "-1/100", 101, -101, 1001, -1001, 10**9 + 1, 4, 6, -6)),
]
_PLANE = [("1/2", "3/4"), (-1, 0), ("-1/2", "3/4"), ("-1/2", "-3/4"), ("1/2", "-3/4"), (0, 0), (1, 5), (-1, -4), (2, 0)]
_PLANE += [(0, 1), (0, -1), (-2, "1/8"), (-2, "-1/8"), (0, 2), (1, 0), (-4, 0), (3, 4)]
_INEXACT = frozenset({"Derivative", "Integral", "Limit"})


def is_complex(terms: Sequence[Term], declarations: Sequence[Declaration]) -> bool:
    """Whether a chain of these terms is complex: a symbol is declared so, or the constant I occurs."""
    return any(d.numbers is NumberSet.COMPLEX for d in declarations) or any(_has(t, "constant", "I") for t in terms)


def _has(term: Term, head: str, value: str) -> bool:
    return (term.head == head and term.value == value) or any(_has(a, head, value) for a in term.args)


def _heads(term: Term) -> frozenset[str]:
    return frozenset({term.head}).union(*map(_heads, term.args))


def points(
    declarations: Sequence[Declaration],
    conditions: Sequence[Term],
    extra: Sequence[Mapping[str, Fraction]] = (),
    complex_numbers: bool = False,
) -> Iterator[Point]:
    """Exact points of the declared domain: the extra ones first, then combinations of usual values, always the same."""
    usual = [_candidates(d) for d in declarations]
    simple = list(islice(product(*(u[:3] for u in usual)), 81))
    random = Random(0)
    others = [tuple(random.choice(u) for u in usual) for _ in range(6 * MOST_POINTS)]
    if len(usual) < 2:
        others = list(product(*usual))
    combinations = dict.fromkeys([*simple[:12], *_on_diagonals(usual), *others, *simple])
    names = [d.name for d in declarations]
    found = 0
    for point in [
        *[{**_first(declarations), **e} for e in extra],
        *[dict(zip(names, c, strict=True)) for c in combinations],
    ]:
        if found < MOST_POINTS and _is_in_domain(point, declarations, conditions, complex_numbers):
            found += 1
            yield point


def _on_diagonals(usual: list[list[Any]]) -> list[tuple[Any, ...]]:
    """Points whose coordinates are equal, or are inverse or opposite to the first one's: where holes like to be."""
    if len(usual) < 2 or not all(isinstance(u[0], Fraction) for u in usual):
        return []
    diagonals = []
    for v in usual[0][:12]:
        diagonals.append((v,) * len(usual))
        diagonals += [(v, w, *[u[2] for u in usual[2:]]) for w in (-v, 1 - v, v * v, *([1 / v] if v else []))]
    return diagonals


def _first(declarations: Sequence[Declaration]) -> dict[str, Any]:
    return {d.name: _candidates(d)[0] for d in declarations}


def _candidates(declaration: Declaration) -> list[Any]:
    match declaration.kind, declaration.numbers:
        case Kind.INDEXED, _:
            return [_entries(k, bool(declaration.conditions)) for k in (1, 2, 4)]
        case Kind.FUNCTION, _:
            return [lambda t: t**3 + 2 * t + 1, lambda t: 1 / (2 + t * t), lambda t: t * t - 3]
        case _, NumberSet.INTEGER:
            return [Fraction(k) for k in _INTEGERS]
        case _, NumberSet.COMPLEX:
            return [_plane(*map(Fraction, z)) for z in _PLANE]
    return list(_REALS)


def _plane(real: Fraction, imaginary: Fraction) -> Number:
    return real if not imaginary else mp.mpc(rounded(real), rounded(imaginary))


def _entries(seed: int, positive: bool) -> Callable[..., Fraction]:
    def entry(*indices: Fraction) -> Fraction:
        k = sum(int(i) * 7**place for place, i in enumerate(indices))
        value = Fraction((k * k * seed + 3 * k + seed) % 11 - 5, 1 + k % 3)
        return abs(value) + 1 if positive else value

    return entry


def _is_in_domain(
    point: Point, declarations: Sequence[Declaration], conditions: Sequence[Term], complex_numbers: bool
) -> bool:
    own = [c for d in declarations if d.kind is Kind.SCALAR for c in d.conditions]
    try:
        integers = all(
            point[d.name].denominator == 1
            for d in declarations
            if d.numbers is NumberSet.INTEGER and d.kind is Kind.SCALAR
        )
        return integers and all(holds(c, point, complex_numbers) for c in [*own, *conditions])
    except (Undefined, Unclear):
        return False


def compare(lhs: Term, rhs: Term, point: Point, complex_numbers: bool, finer: int = 1) -> str:
    """`same` or `different`; `lhs` or `rhs` where only that side is defined, `neither`, or `unclear`.

    `finer` times the usual number of digits see smaller differences.
    """
    inexact = bool((_heads(lhs) | _heads(rhs)) & _INEXACT)
    differences = []
    digits = (15 * finer, 30 * finer) if inexact else (110 * finer, 220 * finer)
    for d in digits:
        with mp.workdps(d):
            left, right = (_summands(side, point, complex_numbers) for side in (lhs, rhs))
            if "unclear" in (left, right):
                return "unclear"
            if isinstance(left, str) or isinstance(right, str):
                return "neither" if left == right else "rhs" if left == "undefined" else "lhs"
            differences.append(_difference(left, right))
    return _verdict(differences, digits, inexact)


def _verdict(differences: list[tuple[Number, Number]], digits: tuple[int, int], inexact: bool) -> str:
    """A difference that stays is one; a difference that shrinks with the precision, or is lost in noise, is none."""
    (first, _), (second, size) = differences
    if isinstance(second, Fraction):
        return "different" if second else "same"
    noise = (size + inexact) * mp.mpf(10) ** (-digits[1] * 2 // 3)
    if second <= noise or second < first * mp.mpf(10) ** ((digits[0] - digits[1]) // 2):
        return "same"
    return "different" if abs(first - second) < second / 100 else "unclear"


def _summands(term: Term, point: Point, complex_numbers: bool) -> list[Number] | str:
    """The values of the summands of a side, or why there are none."""
    try:
        return [value(t, point, complex_numbers) for t in (term.args if term.head == "add" else (term,))]
    except Undefined:
        return "undefined"
    except (Unclear, OverflowError):
        return "unclear"


def _difference(left: list[Number], right: list[Number]) -> tuple[Number, Number]:
    """The size of what is left of all summands, and of the largest of them."""
    summands = [*left, *(-v for v in right)]
    if all(isinstance(v, Fraction) for v in summands):
        return abs(sum(summands)), Fraction(0)
    return abs(sum(rounded(v) for v in summands)), max(abs(rounded(v)) for v in summands)
