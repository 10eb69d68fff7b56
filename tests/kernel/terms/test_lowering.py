"""Lowered terms have the values and the natural domains of the terms as written."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod
from typing import Any

import pytest
from flint import acb, ctx
from hypothesis import given, settings

from tests.kernel.known import agree, outcome, read
from tests.kernel.scalar_terms import complex_points, complex_terms, real_points, real_terms
from verifier.kernel.terms.lowering import lower
from verifier.kernel.unsupported import TooLarge
from verifier.terms.printer import text_of
from verifier.terms.term import Term, call, symbol
from verifier.terms.vocabulary import CONDITION_HEADS, OPERATORS

CORE = {
    *"number symbol constant add neg mul div pow exp log sin cos asin atan erf gamma floor binomial index apply".split(),
    *CONDITION_HEADS,
    *OPERATORS,
}
Point = Mapping[str, Any]


def heads(term: Term) -> set[str]:
    return {term.head}.union(*(heads(a) for a in term.args))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(real_terms, real_points)
def test_a_real_term_and_its_lowered_form_have_one_value_and_one_domain(term: Term, point: Point) -> None:
    lowered = lower(term, complex_numbers=False)
    assert heads(lowered) <= CORE
    assert agree(outcome(lowered, point), outcome(term, point))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(complex_terms, complex_points)
def test_a_complex_term_and_its_lowered_form_have_one_value_and_one_domain(term: Term, point: Point) -> None:
    lowered = lower(term, complex_numbers=True)
    assert heads(lowered) <= CORE | {"re", "im", "conjugate", "Abs", "arg", "sign"}
    assert agree(outcome(lowered, point, True), outcome(term, point, True))


CUTS = {
    "asinh": [0 + 2j, 0 - 2j, 0 + 0.5j],
    "acosh": [-2, 0, 0.5, -0.5, 2, 1, -1],
    "atanh": [2, -2, 0.5, -0.5],
    "acos": [2, -2, 0.5, 1, -1],
}


def ball(term: Term, x: acb) -> acb:
    """The value in flint's arithmetic, which has values on the cuts."""
    args = [ball(a, x) for a in term.args]
    match term.head:
        case "number":
            return acb(int(term.number))
        case "symbol":
            return x
        case "constant":
            return acb.pi()
        case "add":
            return sum(args, acb(0))
        case "mul":
            return prod(args, start=acb(1))
        case "neg":
            return -args[0]
        case "div":
            return args[0] / args[1]
        case "pow":
            return args[0] ** args[1]
    return getattr(args[0], term.head)()


@pytest.mark.parametrize(("name", "on_cut"), [(name, z) for name, places in CUTS.items() for z in places])
def test_inverse_functions_agree_with_flint_on_their_cuts_and_beside_them(name: str, on_cut: complex) -> None:
    lowered = lower(call(name, symbol("x")), complex_numbers=True)
    for step in (0, 1e-9, -1e-9, 1e-9j, -1e-9j):
        with ctx.workprec(200):
            z = acb(complex(on_cut).real, complex(on_cut).imag) + acb(complex(step).real, complex(step).imag)
            assert abs(ball(lowered, z) - getattr(z, name)()) < 1e-20


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        ("sqrt(x)", "x**(1/2)"),
        ("root(x, n)", "x**(1/n)"),
        ("E**x", "exp(x)"),
        ("E", "exp(1)"),
        ("log(x, b)", "log(x)/log(b)"),
        ("ceiling(x)", "-floor(-x)"),
        ("im(log(x))", "0*log(x)"),
        ("cbrt(x)", "Piecewise((x**(1/3), x >= 0), (-(-x)**(1/3), True))"),
        ("Max(x, y, z)", "Piecewise((x, x >= y and x >= z), (y, y >= z), (z, True))"),
        ("Min(x)", "x"),
        ("factorial(x)", "gamma(x + 1)"),
        ("x/x", "x/x"),
        ("Derivative(sqrt(x), x)", "Derivative(x**(1/2), x)"),
    ],
)
def test_lowered_forms(text: str, lowered: str) -> None:
    assert text_of(lower(read(text), complex_numbers=False)) == lowered


def test_abs_stays_in_a_complex_chain() -> None:
    term = read("Abs(z)*conjugate(z)", z="complex")
    assert lower(term, complex_numbers=True) == term


def test_atan2_is_undefined_at_the_origin_only() -> None:
    lowered = lower(read("atan2(y, x)"), complex_numbers=False)
    places = [(Fraction(x), Fraction(y)) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    values = {(x, y): outcome(lowered, {"x": x, "y": y}) for x, y in places}
    assert [place for place, value in values.items() if value == "undefined"] == [(0, 0)]


def test_a_lowered_term_that_explodes_is_refused() -> None:
    term = symbol("x")
    for _ in range(40):
        term = call("tanh", term)
    with pytest.raises(TooLarge):
        lower(term, complex_numbers=False)
