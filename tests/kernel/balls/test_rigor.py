"""Enclosures hold the true value: random terms at exact points, against mpmath by an evaluator that shares nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from flint import acb, arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

from tests.kernel.known import outcome
from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.values import Outcome, rectangle
from verifier.model.evidence import Point
from verifier.terms.term import Term, constant, symbol
from verifier.terms.vocabulary import FUNCTIONS, RELATION_SIGNS

DIGITS = 50
LARGEST = 2**64  # a larger exponent has lost so many of the evaluator's digits that its own error is not known
HEADS = sorted(FUNCTIONS.keys() - {"KroneckerDelta"})  # the evaluator subtracts its arguments only of one kind
UNORDERED_HEADS = [h for h in HEADS if h not in ("Max", "Min", "Heaviside", "relu")]
NUMBERS = st.sampled_from("0 1 2 3 4 7 0.5 0.25 1.1 9.999".split()).map(lambda text: Term("number", (), Fraction(text)))
REAL_PLACES = [*map(Fraction, "0 1 -1 2 -2 3 1/2 -1/2 3/7 -5/4 -8 17/10 1/1000 100".split())]
COMPLEX_PLACES = [(Fraction(a, 8), Fraction(b, 8)) for a, b in [(3, 5), (-5, 2), (-6, -7), (0, 8), (4, 32), (-16, 0)]]


@pytest.fixture(autouse=True)
def _mpmath_digits() -> Iterator[None]:
    with mp.workdps(DIGITS):
        yield


@st.composite
def scalars(draw: Any, depth: int = 4, ordered: bool = True) -> Term:
    """Terms of two symbols over all functions and choices, without operators; without order relations if asked."""
    if depth <= 1 or draw(st.integers(0, 3)) == 0:
        leaves = [symbol("x"), symbol("y"), symbol("x"), constant("pi"), constant("E")]
        return draw(st.one_of(st.sampled_from(leaves), st.sampled_from(leaves), NUMBERS))
    child = scalars(depth - 1, ordered)
    match draw(st.integers(0, 4)):
        case 0 | 1:
            head = draw(st.sampled_from(["add", "mul", "div", "pow", "neg"]))
            return Term(head, tuple(draw(child) for _ in range(1 if head == "neg" else 2)))
        case 2 | 3:
            head = draw(st.sampled_from(HEADS if ordered else UNORDERED_HEADS))
            fewest, most = FUNCTIONS[head]
            return Term(head, tuple(draw(child) for _ in range(draw(st.integers(fewest, min(most, 3))))))
        case _:
            relation = Term(
                draw(st.sampled_from(sorted(RELATION_SIGNS) if ordered else ["eq", "ne"])), (draw(child), draw(child))
            )
            return Term("Piecewise", (draw(child), relation, draw(child), Term("true")))


def check(term: Term, place: dict[str, Any], bits: int, complex_numbers: bool) -> None:
    found = compile_term(term, complex_numbers).run(Point(place), bits)
    if found in (Outcome.WIDE, Outcome.UNSUPPORTED):
        return
    try:
        true = outcome(term, {n: _number(v) for n, v in place.items()}, complex_numbers)
    except (OverflowError, MemoryError, mp.NoConvergence, ValueError):
        return
    if true in ("unclear", "unknown") or (true != "undefined" and mp.mag(abs(true)) > LARGEST):
        return
    assert (found is Outcome.UNDEFINED) == (true == "undefined"), (found, true)
    if true != "undefined":
        with ctx.workprec(400):
            assert rectangle(found).overlaps(_enclosure(true)), (found, true)


def _number(value: Any) -> Any:
    if isinstance(value, Fraction):
        return value
    return mp.mpc(*(mp.mpf(part.numerator) / part.denominator for part in value))


def _enclosure(true: Any) -> acb:
    """The evaluator's number with room for its rounding: half of its digits are taken for certain."""
    if isinstance(true, Fraction):
        return acb(fmpq(true.numerator, true.denominator))
    middle = acb(arb(mp.nstr(true.real, DIGITS)), arb(mp.nstr(true.imag, DIGITS)))
    slack = arb(0, (abs(middle) + arb("1e-10")).abs_upper() * arb("1e-25"))
    return middle + acb(slack, slack)


@settings(max_examples=400, deadline=None)
@given(scalars(), st.sampled_from(REAL_PLACES), st.sampled_from(REAL_PLACES), st.sampled_from([16, 64, 300]))
def test_real_values_are_enclosed(term: Term, x: Fraction, y: Fraction, bits: int) -> None:
    check(term, {"x": x, "y": y}, bits, False)


@settings(max_examples=400, deadline=None)
@given(
    scalars(ordered=False),
    st.sampled_from(COMPLEX_PLACES),
    st.sampled_from([*COMPLEX_PLACES, *REAL_PLACES]),
    st.sampled_from([16, 64, 300]),
)
def test_complex_values_are_enclosed(term: Term, x: Any, y: Any, bits: int) -> None:
    check(term, {"x": x, "y": y}, bits, True)


@settings(max_examples=200, deadline=None)
@given(scalars(), st.sampled_from(REAL_PLACES), st.sampled_from(REAL_PLACES))
def test_a_higher_precision_never_contradicts_a_lower_one(term: Term, x: Fraction, y: Fraction) -> None:
    program = compile_term(term)
    coarse, fine = (program.run(Point({"x": x, "y": y}), bits) for bits in (24, 200))
    undecided = (Outcome.WIDE, Outcome.UNSUPPORTED)
    if coarse in undecided or fine in undecided:
        return
    if Outcome.UNDEFINED in (coarse, fine):
        assert coarse is fine
    else:
        assert rectangle(coarse).overlaps(rectangle(fine))
