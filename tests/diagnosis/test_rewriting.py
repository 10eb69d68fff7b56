"""Signs, factors, divisors and addends go where an author would write them."""

from __future__ import annotations

import pytest

from verifier.diagnosis.rewriting import negated, over, plus, product, times, with_sign_flipped
from verifier.terms.printer import text_of
from verifier.terms.term import ONE, PI, Term, add, call, div, integer, mul, neg, power, symbol

a, b, c = symbol("a"), symbol("b"), symbol("c")


@pytest.mark.parametrize(
    "term, expected",
    [
        (a, "-a"),
        (neg(a), "a"),
        (mul(a, b), "-a*b"),
        (mul(integer(-1), a), "a"),
        (mul(neg(a), b), "a*b"),
        (div(a, b), "-a/b"),
        (power(a, b), "-a**b"),
        (add(a, neg(b)), "b - a"),
        (add(neg(a), b), "a - b"),
        (add(div(neg(a), c), b), "a/c - b"),
        (add(a, b), "-(a + b)"),
        (neg(add(a, b)), "a + b"),
    ],
)
def test_a_negated_term_has_its_sign_where_it_is_written(term: Term, expected: str) -> None:
    assert text_of(negated(term)) == expected


@pytest.mark.parametrize(
    "term, path, expected",
    [
        (add(a, b, c), (1,), "a - b + c"),
        (add(a, neg(mul(b, c))), (1,), "a + b*c"),
        (add(a, mul(neg(b), c)), (1,), "a + b*c"),
        (add(a, mul(b, c)), (0,), "-a + b*c"),
        (call("exp", neg(a)), (0,), "exp(a)"),
        (power(a, integer(2)), (1,), "a**(-2)"),
    ],
)
def test_a_sign_is_flipped_in_its_place(term: Term, path: tuple[int, ...], expected: str) -> None:
    assert text_of(with_sign_flipped(term, path)) == expected


@pytest.mark.parametrize(
    "term, factor, expected",
    [
        (a, integer(2), "2*a"),
        (mul(a, b), c, "a*b*c"),
        (neg(mul(a, b)), c, "-a*b*c"),
        (div(a, b), c, "a*c/b"),
        (div(a, mul(b, c)), c, "a/b"),
        (div(a, integer(4)), integer(6), "3*a/2"),
        (mul(integer(4), power(a, b)), integer(3), "12*a**b"),
        (call("exp", a), mul(integer(2), a), "2*a*exp(a)"),
        (mul(add(a, b), call("exp", a)), c, "(a + b)*exp(a)*c"),
        (a, neg(integer(1)), "-a"),
        (add(a, neg(b)), neg(integer(1)), "b - a"),
        (mul(a, b), a, "a**2*b"),
        (a, div(PI, integer(2)), "pi*a/2"),
        (mul(a, b), neg(div(ONE, integer(2))), "-a*b/2"),
        (integer(1), c, "c"),
        (add(a, b), c, "(a + b)*c"),
    ],
)
def test_a_factor_goes_where_it_is_written(term: Term, factor: Term, expected: str) -> None:
    assert text_of(times(term, factor)) == expected


@pytest.mark.parametrize(
    "term, expected",
    [(div(a, b), "a/(b*c)"), (div(a, mul(a, b)), "a/(a*b*c)"), (neg(add(a, b)), "-(a + b)/c"), (mul(a, b), "a*b/c")],
)
def test_a_divisor_goes_under_the_term(term: Term, expected: str) -> None:
    assert text_of(over(term, c)) == expected


def test_a_term_is_added_at_the_end_with_its_sign() -> None:
    assert text_of(plus(add(a, b), neg(c))) == "a + b - c"
    assert text_of(plus(a, mul(neg(b), c))) == "a - b*c"


def test_a_product_is_tidy() -> None:
    assert text_of(product(a, integer(1), neg(b), integer(3))) == "-3*a*b"
