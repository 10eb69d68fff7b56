"""Where a term changes its piece: the functions whose zeros divide its domain, and their zeros.

Zeros are found from a few exact values: a function that passes for a polynomial of degree one or two in one symbol is
taken for one. A wrong guess costs a sample point, no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Final

from verifier.engine.points.candidates import Number
from verifier.kernel.balls.evaluation import Program
from verifier.kernel.balls.shown import near, rational_of
from verifier.model.evidence import Point
from verifier.terms.term import Term, sub
from verifier.terms.vocabulary import RELATION_SIGNS

_SIGNED: Final = frozenset({"Abs", "sign", "Heaviside", "relu", "floor", "ceiling"})
_STARTS: Final = (0, 1)  # a term may have a pole at 0
_BRANCHED: Final = frozenset({"sqrt", "log", "ln", "log2", "log10", "root", "cbrt"})


def switching_functions(*terms: Term) -> tuple[Term, ...]:
    """Terms whose signs choose the pieces of these terms; after those of hard switches arguments of roots and logs."""
    hard: dict[Term, None] = {}
    soft: dict[Term, None] = {}
    seen: set[Term] = set()
    stack = list(reversed(terms))
    while stack:
        term = stack.pop()
        if term in seen:
            continue
        seen.add(term)
        hard.update(dict.fromkeys(_switches(term)))
        if term.head in _BRANCHED or (term.head == "pow" and term.args[1].head == "div"):
            soft[term.args[0]] = None
        stack.extend(reversed(term.args))
    return tuple(dict.fromkeys([*hard, *soft]))


def _switches(term: Term) -> Iterator[Term]:
    if term.head in RELATION_SIGNS:
        yield term.args[0] if _is_zero(term.args[1]) else sub(*term.args)
    elif term.head in _SIGNED:
        yield term.args[0]
    elif term.head in ("Max", "Min", "KroneckerDelta"):
        for a, b in pairwise(term.args):
            yield a if _is_zero(b) else b if _is_zero(a) else sub(a, b)


def _is_zero(term: Term) -> bool:
    return term.head == "number" and term.number == 0


def zeros(function: Program, name: str, values: Mapping[str, Number]) -> tuple[tuple[Fraction, bool], ...]:
    """Zeros in one symbol, the others held at these values; with each whether it is exact or only near."""
    for start in _STARTS:
        first = _value(function, name, values, start)
        if first[0] is not None:
            found = _zeros_from(function, name, values, start, first)
            return tuple((start + zero, is_exact) for zero, is_exact in found)
    return ()


def _zeros_from(
    function: Program, name: str, values: Mapping[str, Number], start: int, first: tuple[Fraction | None, bool]
) -> tuple[tuple[Fraction, bool], ...]:
    """The zeros less the number to start from, where the value is the `first`."""
    at = [first]
    while len(at) < 4 and at[-1][0] is not None:
        at.append(_value(function, name, values, start + len(at)))
    y = [v for v, _ in at if v is not None]
    if len(y) < 4:
        return ()
    exact = all(is_exact for _, is_exact in at)
    slack = Fraction(0) if exact else (abs(y[1] - y[0]) + 1) / 10**4
    bends = [y[i] - 2 * y[i + 1] + y[i + 2] for i in (0, 1)]
    if abs(bends[0]) <= slack and abs(bends[1]) <= slack:
        return ((-y[0] / (y[1] - y[0]), exact),) if y[1] != y[0] else ()
    if exact and bends[0] == bends[1]:
        return _square_roots(bends[0] / 2, y[1] - y[0] - bends[0] / 2, y[0])
    return ()


def _value(function: Program, name: str, values: Mapping[str, Number], x: int) -> tuple[Fraction | None, bool]:
    value = function.run(Point({**values, name: Fraction(x)}), 64)
    return near(value), rational_of(value) is not None


def _square_roots(a: Fraction, b: Fraction, c: Fraction) -> tuple[tuple[Fraction, bool], ...]:
    """The zeros of a*x**2 + b*x + c; near ones where they are not rational."""
    square = b * b - 4 * a * c
    if square < 0:
        return ()
    product = square.numerator * square.denominator
    scale = 1 if isqrt(product) ** 2 == product else 10**12
    root = Fraction(isqrt(product * scale), square.denominator * isqrt(scale))
    return tuple(((-b + sign * root) / (2 * a), scale == 1) for sign in (1, -1))
