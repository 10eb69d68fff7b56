"""Closed numbers in their plainest writing: the same value, fewer signs."""

from __future__ import annotations

import pytest
from flint import acb
from hypothesis import given
from hypothesis import strategies as st

from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.values import Outcome
from verifier.model.evidence import Point
from verifier.terms.closed_values import plainly
from verifier.terms.printer import text_of
from verifier.terms.term import HALF, PI, TWO, Term, add, call, div, integer, mul, neg, power, rational

SQRT_12 = call("sqrt", integer(12))


@pytest.mark.parametrize(
    "term, text",
    [
        (div(add(integer(4), SQRT_12), TWO), "2 + sqrt(3)"),
        (div(add(integer(1), neg(call("sqrt", integer(5)))), TWO), "(1 - sqrt(5))/2"),
        (add(PI, neg(call("asin", integer(0)))), "pi"),
        (neg(call("acos", HALF)), "-pi/3"),
        (call("acos", neg(HALF)), "2*pi/3"),
        (call("asin", neg(HALF)), "-pi/6"),
        (div(integer(1), call("sqrt", TWO)), "sqrt(2)/2"),
        (call("sqrt", HALF), "sqrt(2)/2"),
        (power(integer(12), HALF), "2*sqrt(3)"),
        (mul(SQRT_12, call("sqrt", integer(3)), PI), "6*pi"),
        (add(call("log", integer(3)), neg(call("log", integer(3)))), "0"),
        (div(call("log", integer(3)), TWO), "log(3)/2"),
        (call("log", integer(1)), "0"),
        (call("sqrt", add(integer(2), SQRT_12)), "sqrt(2 + 2*sqrt(3))"),
        (div(integer(1), add(integer(1), SQRT_12)), "1/(1 + 2*sqrt(3))"),
        (call("root", integer(2), integer(3)), "root(2, 3)"),
    ],
)
def test_a_closed_number_is_written_plainly(term: Term, text: str) -> None:
    assert text_of(plainly(term)) == text


_NUMBERS = st.one_of(
    st.integers(-12, 12).map(integer),
    st.fractions(min_value=-3, max_value=3, max_denominator=6).map(rational),
    st.integers(0, 60).map(lambda n: call("sqrt", integer(n))),
    st.sampled_from([PI, *(call(f, q) for f in ("asin", "acos", "atan") for q in (HALF, neg(HALF), integer(-1)))]),
)
_TERMS = st.recursive(
    _NUMBERS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: add(*pair)),
        st.tuples(inner, inner, inner).map(lambda three: mul(*three)),
        st.tuples(inner, inner).map(lambda pair: div(*pair)),
        st.tuples(inner, st.sampled_from([TWO, HALF, integer(-1)])).map(lambda pair: power(*pair)),
        inner.map(neg),
        inner.map(lambda t: call("sqrt", t)),
        inner.map(lambda t: call("log", t)),
    ),
    max_leaves=8,
)


@given(_TERMS)
def test_its_value_stays(term: Term) -> None:
    before, after = (compile_term(t).run(Point(), 256) for t in (term, plainly(term)))
    if not isinstance(before, Outcome):
        assert not isinstance(after, Outcome)
        assert acb(before).overlaps(acb(after))
