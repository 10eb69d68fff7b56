"""Values of resolved terms by the independent evaluator, which here learns what `guard` and `unknown` mean."""

from __future__ import annotations

from fractions import Fraction

from mpmath import mp

from tests.independent import evaluate
from tests.independent.evaluate import Point
from tests.independent.numbers import Number, Unclear, Undefined
from verifier.reading.pairs import read_pair
from verifier.terms.term import Term


class NothingKnown(Exception):
    """The term says nothing of this point."""


def _guard(term: Term, point: Point, complex_numbers: bool) -> Number:
    value, *conditions = term.args
    try:
        holds = all(evaluate.holds(c, point, complex_numbers) for c in conditions)
    except Undefined:
        holds = False
    if holds:
        return evaluate.value(value, point, complex_numbers)
    raise Undefined if term.value == "exact" else NothingKnown


def _unknown(term: Term, point: Point, complex_numbers: bool) -> Number:
    raise NothingKnown


evaluate._OPERATORS |= {"guard": _guard, "unknown": _unknown}


def read(text: str, **symbols: str) -> Term:
    """The term that the text stands for; undeclared names are real symbols."""
    chain = read_pair(text, "0", symbols).chain
    assert not chain.errors, chain.errors
    return chain.steps[0].written.term


def outcome(term: Term, point: Point, complex_numbers: bool = False) -> object:
    """A number, or `undefined`, `unknown` (the term says so) or `unclear` (this evaluator cannot tell)."""
    try:
        return evaluate.value(term, point, complex_numbers)
    except Undefined:
        return "undefined"
    except NothingKnown:
        return "unknown"
    except Unclear:
        return "unclear"


def agree(claimed: object, true: object) -> bool:
    """Whether what a term claims of a point is true: the same number, or both undefined. No claim is never wrong."""
    if "unclear" in (claimed, true) or claimed == "unknown":
        return True
    if isinstance(claimed, str) or isinstance(true, str):
        return claimed == true
    return abs(mp.mpmathify(_float(claimed)) - _float(true)) <= mp.mpf("1e-6") * (1 + abs(_float(true)))


def _float(value: object) -> Number:
    return mp.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value
