"""Derivatives have exactly the values and natural domains that the language gives them, or say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.known import agree, outcome, read
from tests.kernel.scalar_terms import REAL_POINTS, X, Y, complex_points, complex_terms, real_points, real_terms
from verifier.kernel.derivatives.calculus import differentiate, resolve
from verifier.kernel.terms.lowering import lower
from verifier.kernel.unsupported import TooLarge, Unsupported
from verifier.terms.printer import text_of
from verifier.terms.term import HALF, ONE, Term, add, call, integer, mul, power, symbol

Point = Mapping[str, Any]


def derivative(text: str, complex_numbers: bool = False, integers: str = "", **symbols: str) -> Term:
    """The derivative by x of what the text stands for."""
    body = lower(read(text, **symbols), complex_numbers)
    return resolve(Term("Derivative", (body, X, ONE)), complex_numbers, frozenset(integers.split()))


def at(term: Term, **point: str | int) -> object:
    """The value at an exact point: a rational where it is one."""
    return outcome(term, {name: Fraction(value) for name, value in point.items()})


def resolved_or_skipped(term: Term, complex_numbers: bool = False) -> Term | None:
    try:
        return resolve(lower(term, complex_numbers), complex_numbers)
    except Unsupported:
        return None


# claims about random terms


@settings(max_examples=500, deadline=None, derandomize=True)
@given(real_terms, real_points)
def test_a_real_derivative_claims_nothing_false(term: Term, point: Point) -> None:
    written = Term("Derivative", (term, X, ONE))
    resolved = resolved_or_skipped(written)
    assert resolved is None or agree(outcome(resolved, point), outcome(written, point))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(real_terms, real_points, st.sampled_from([X, Y]))
def test_a_second_derivative_claims_nothing_false(term: Term, point: Point, second: Term) -> None:
    written = Term("Derivative", (term, X, ONE, second, ONE))
    resolved = resolved_or_skipped(written)
    assert resolved is None or agree(outcome(resolved, point), outcome(written, point))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(complex_terms, complex_points)
def test_a_complex_derivative_claims_nothing_false(term: Term, point: Point) -> None:
    written = Term("Derivative", (term, X, ONE))
    resolved = resolved_or_skipped(written, complex_numbers=True)
    assert resolved is None or agree(outcome(resolved, point, True), outcome(written, point, True))


@settings(max_examples=600, deadline=None, derandomize=True)
@given(complex_terms, st.sampled_from(REAL_POINTS))
def test_a_derivative_along_the_real_line_claims_nothing_false(term: Term, place: Fraction) -> None:
    written, point = Term("Derivative", (term, X, ONE)), {"x": place}
    try:
        resolved = resolve(lower(written, True), True, reals=frozenset({"x"}))
    except Unsupported:
        return
    assert agree(outcome(resolved, point, True), outcome(written, point, True))


# where derivatives are defined


@pytest.mark.parametrize(
    ("text", "defined", "undefined"),
    [
        ("x/x", "1 -1", "0"),
        ("0*log(x)", "1 1/2", "0 -1"),
        ("log(x) - log(x)", "1 1/2", "0 -1"),
        ("log(x**2)", "1 -1", "0"),
        ("sqrt(x)", "1", "0 -1"),
        ("x**(3/2)", "1", "0 -1"),
        ("sqrt(1 - x**2)", "0 1/2", "1 -1 2"),
        ("sqrt(x**2 + 1)", "0 -1", ""),
        ("sqrt(x)**0", "1", "0 -1"),
        ("asin(x)", "0 1/2", "1 -1 2"),
        ("acosh(x)", "2", "0 -2"),
        ("atanh(x)", "0", "1 -1 2"),
        ("Abs(x)", "1 -1", "0"),
        ("Abs(x)*x", "1 -1 0", ""),
        ("Abs(x**2 + 1)", "1 -1 0", ""),
        ("Abs(x**2 - 1)", "2 0", "1 -1"),
        ("Abs(Abs(x) - 1)", "2 1/2", "1 0 -1"),
        ("sign(x)", "1 -1", "0"),
        ("sign(x)**2", "1 -1", "0"),
        ("Heaviside(x)", "1 -1", "0"),
        ("relu(x)", "1 -1", "0"),
        ("relu(x)**2", "1 -1 0", ""),
        ("Max(x, 0.001*x)", "1 -1", "0"),
        ("Max(x, -x, 1)", "2 0", "1 -1"),
        ("Piecewise((x, x > 0), (exp(x) - 1, True))", "1 -1 0", ""),
        ("Piecewise((x**2, x > 0), (0, x < 0))", "1 -1", "0"),
        ("Piecewise((x + 1, x != 0), (1, True))", "1 -1 0", ""),
        ("Piecewise((x, x != 0), (1, True))", "1 -1", "0"),
        ("Piecewise((Abs(log(x)), x > 0), (0, True))", "2 1/2 -1", "1"),
        ("Piecewise((1, sqrt(x) >= 0))", "1", "-1"),
        ("tan(x)", "0 1", ""),
        ("3 - 2*sqrt(x**2)/5", "1 -1", "0"),
        ("cbrt(x)", "1 -1", "0"),
        ("Piecewise((sqrt(x), x > 0), (0, True))", "1 -1", "0"),
        ("floor(x)", "1/2", "1 0"),
        ("relu(x) + 1/x", "1 -1", "0"),
    ],
)
def test_natural_domains(text: str, defined: str, undefined: str) -> None:
    term = derivative(text)
    for place in defined.split():
        assert not isinstance(at(term, x=place), str), place
    for place in undefined.split():
        assert at(term, x=place) == "undefined", place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("sqrt(x**4)", 0),
        ("floor(x)*x", 1),
        ("sqrt(x**2)**2", 0),
        ("Piecewise((sqrt(x) - x*exp(-log(x)/2), x > 0), (0, True))", 0),
        ("Piecewise((x**2*log(x), x > 0), (0, True))", 0),
        ("Abs(x**3)", 0),
    ],
)
def test_where_the_rules_do_not_tell_nothing_is_claimed(text: str, place: int) -> None:
    assert at(derivative(text), x=place) == "unknown"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("x**3 + 2*x", "3*x**2 + 2"),
        ("y", "0"),
        ("exp(-x)", "-exp(-x)"),
        ("log(1 + exp(x))", "exp(x)/(1 + exp(x))"),
        ("1/(1 + exp(-x))", "exp(-x)/(1 + exp(-x))**2"),
        ("sin(x)*cos(x)", "cos(x)*cos(x) - sin(x)*sin(x)"),
        ("asin(x)", "1/(1 - x**2)**(1/2)"),
        ("erf(x)", "2/pi**(1/2)*exp(-x**2)"),
        ("2**x", "2**x*log(2)"),
        ("relu(x)", "Piecewise((1, x > 0), (0, x < 0))"),
        ("Abs(x)*x", "Piecewise((x + x, x > 0), (-x - x, x < 0), (0, True))"),
        ("sign(x)", "Piecewise((0, x != 0))"),
        ("Max(x, 0.001*x)", "Piecewise((1, x > 0), (0.001, x < 0))"),
        ("Max(a*x, 0)", "Piecewise((a, a*x > 0), (0, a*x < 0), (Piecewise((a, a = 0)), True))"),
    ],
)
def test_results_are_compact(text: str, result: str) -> None:
    assert text_of(derivative(text)) == result


def test_an_integer_power_is_differentiated_at_zero_for_every_exponent() -> None:
    term = derivative("x**n", integers="n", n="integer")
    values = [at(term, x=0, n=n) for n in (-1, 0, 1, 2)]
    assert values == ["undefined", 0, 1, 0]


def test_a_power_of_unknown_exponent_claims_nothing_at_zero() -> None:
    term = derivative("x**a")
    assert at(term, x=0, a=2) == "unknown"
    assert at(term, x=-1, a=2) == -2
    assert at(term, x=-1, a="1/2") == "undefined"


def test_slopes_that_may_vanish_are_told_apart() -> None:
    term = derivative("Max(a*x + b, 0)")
    assert [at(term, x=0, a=a, b=0) for a in (1, -1, 0)] == ["undefined", "undefined", 0]
    assert at(term, x=1, a=2, b=-1) == 2


def test_two_kinks_at_one_point_may_cancel() -> None:
    term = derivative("Max(x, a) + Min(x, a)")
    assert [at(term, x=x, a=0) for x in (-1, 0, 1)] == [1, 1, 1]
    assert at(derivative("Max(x, a) - Max(x, b)"), x=0, a=0, b=0) == 0
    assert at(derivative("Max(x, a) + Max(x, b)"), x=0, a=0, b=0) == "undefined"


def test_a_domain_that_does_not_depend_on_the_variable_is_kept() -> None:
    assert at(derivative("x + a/y"), x=1, a=1, y=0) == "undefined"
    assert at(derivative("x*gamma(y)**0"), x=1, y=-1) == "undefined"
    mixed = resolve(lower(read("Derivative(x + log(sqrt(y) + 1), x, y)"), False), False)
    assert at(mixed, x=1, y=0) == "undefined"
    assert at(mixed, x=1, y=1) == 0


# complex chains


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("log(x)", "im(x) != 0 or re(x) > 0"),
        ("sqrt(x)", "im(x) != 0 or re(x) > 0"),
        ("asin(x)", "im(x) != 0 or -1 < re(x) and re(x) < 1"),
        ("atan(x)", "re(x) != 0 or -1 < im(x) and im(x) < 1"),
    ],
)
def test_complex_derivatives_stop_at_cuts(text: str, result: str) -> None:
    term = derivative(text, complex_numbers=True, x="complex")
    assert (term.head, term.value, text_of(term.args[1])) == ("guard", "loose", result)


def test_functions_that_are_not_analytic_are_unknown() -> None:
    for text in ("re(x)", "conjugate(x)*x", "Abs(x)", "sign(x)"):
        assert derivative(text, complex_numbers=True, x="complex").head == "unknown"
    assert derivative("x*re(y)", complex_numbers=True, x="complex", y="complex") == call("re", Y)


def test_a_bound_or_complex_variable_is_none_of_the_reals() -> None:
    reals = frozenset({"x"})
    for text in ("Derivative(conjugate(z), z)", "Subs(Derivative(conjugate(x), x), x, I)"):
        term = resolve(lower(read(text, x="real", z="complex"), True), True, reals=reals)
        assert outcome(term, {"x": Fraction(1), "z": Fraction(1)}, True) == "unknown"


# operators


def result_of(text: str, **symbols: str) -> str:
    return text_of(resolve(lower(read(text, **symbols), False), False))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Sum(k**2, (k, 1, 3))", "1**2 + 2**2 + 3**2"),
        ("Product(k, (k, 2, 3))", "2*3"),
        ("Sum(1/k, (k, 1, 0))", "0"),
        ("Product(1/k, (k, 1, -3))", "1"),
        ("Sum(k, (k, 1, 1))", "1"),
        ("Sum(Sum(k*j, (j, 1, k)), (k, 1, 2))", "1*1 + (2*1 + 2*2)"),
        ("Sum(k, (k, 1, 2000))", "Sum(k, (k, 1, 2000))"),
        ("Derivative(Sum(k*x**2, (k, 1, n)), x)", "Sum(k*(2*x), (k, 1, n))"),
        ("Derivative(Sum(k*x, (k, 1, 2)), x)", "1 + 2"),
        ("Subs(Derivative(x**2, x), x, y + 1)", "2*(y + 1)"),
        ("Subs(x, x, exp(y))", "exp(y)"),
        ("Derivative(x**4, x, 2)", "4*(3*x**2)"),
        ("Derivative(Integral(exp(-t**2), (t, 0, x)), x)", "exp(-x**2)"),
        ("Derivative(Integral(sin(x*t), (t, 0, 1)), x)", "Integral(cos(x*t)*t, (t, 0, 1))"),
        ("Derivative(Integral(cos(x), x), x)", "cos(x)"),
        ("Derivative(x*Integral(x, (x, 0, 1)), x)", "Integral(x, (x, 0, 1))"),
    ],
)
def test_operators_are_worked_out(text: str, result: str) -> None:
    assert result_of(text) == result


def test_a_constant_sum_needs_its_bounds_to_be_integers() -> None:
    text = "x + Sum(k, (k, 1, n))"
    assert derivative(text, n="integer", integers="n") == ONE
    assert at(derivative(text), x=1, n="1/2") in ("undefined", "unclear")


def test_the_point_of_a_substitution_must_be_defined() -> None:
    term = resolve(lower(read("Subs(y, x, 1/z)"), False), False)
    assert [at(term, y=1, z=z) for z in (0, 2)] == ["undefined", 1]


def test_an_integral_is_not_differentiated_across_a_pole() -> None:
    term = derivative("Integral(1/t, (t, 1, x))")
    assert [at(term, x=x) for x in (2, -2, 0)] == [Fraction(1, 2), "undefined", "undefined"]
    term = derivative("Integral(a/t, (t, 1, x))", a="real")
    assert at(term, x=-2, a=1) == "unknown"  # for a = 0 there may be one


def test_entries_of_an_indexed_symbol_are_different_variables() -> None:
    x = {"x": "indexed real", "n": "integer"}
    assert result_of("Derivative(x[1]**2 + x[2]*x[3], x[2])", **x) == "x[3]"
    assert result_of("Derivative(x[n + 1]*x[n], x[n])", **x) == "x[n + 1]"
    assert result_of("Derivative(x[n], x[2])", **x) == "Piecewise((1, n = 2), (0, True))"
    assert result_of("Derivative(Sum(x[k]**2, (k, 1, 3)), x[2])", **x) == "2*x[2]"


def test_a_bound_index_is_not_captured_by_the_variable() -> None:
    x = {"x": "indexed real", "k": "integer", "n": "integer"}
    entry = "Piecewise((1, k' = k), (0, True))"
    assert result_of("Derivative(Sum(x[k]**2, (k, 1, n)), x[k])", **x) == f"Sum(2*x[k']*{entry}, (k', 1, n))"


def test_parts_without_a_derivative_may_cancel_in_a_sum() -> None:
    term = derivative("Sum((-1)**k*sqrt((x - 1)**2), (k, 1, n))", n="integer")
    assert (term.head, term.value) == ("guard", "loose")
    assert at(term, x=1, n=2) == "unknown"
    assert at(derivative("Sum(Abs(x - k), (k, 1, 2))"), x="3/2") == 0


def test_abstract_functions_obey_the_chain_rule() -> None:
    inner = Term("apply", (power(X, integer(2)), Y), "f")
    once = differentiate(inner, "x")
    assert once == mul(Term("partial", inner.args, "f:1,0"), mul(integer(2), X))
    twice = differentiate(Term("partial", (X, X), "f:1,0"), "x")
    assert twice == add(Term("partial", (X, X), "f:2,0"), Term("partial", (X, X), "f:1,1"))


@pytest.mark.parametrize(
    "text",
    [
        "Derivative(gamma(x), x)",
        "Derivative(factorial(x), x)",
        "Derivative(binomial(x, 2), x)",
        "Derivative(Limit(x*sin(1/t), t, 0), x)",
        "Derivative(Product(1 + x**k, (k, 1, oo)), x)",
        "Derivative(Product(x, (k, 1, n)), n)",
        "Derivative(Sum(x, (k, 1, n)), n)",
        "Derivative(Sum(x**(k**2), (k, 0, oo)), x)",
        "Derivative(Sum(Abs(x - k), (k, 1, n)), x)",
        "Derivative(Sum(sqrt((x - k)**2), (k, 1, n)), x)",
        "Derivative(Integral(Abs(t), (t, 0, x)), x)",
        "Derivative(Integral(1/(t**2 - 2), (t, 0, x)), x)",
        "Derivative(Integral(sin(x*t)/t, (t, -oo, oo)), x)",
        "Derivative(Integral(x, t), x)",
        "Subs(Integral(x, x), x, 1)",
    ],
)
def test_what_has_no_rule_is_unsupported(text: str) -> None:
    with pytest.raises(Unsupported) as caught:
        result_of(text)
    assert caught.value.what


def test_an_order_is_a_small_whole_number() -> None:
    assert resolve(Term("Derivative", (X, X, integer(0))), False) == X
    for order in (integer(21), integer(-1), HALF, Y):
        with pytest.raises(Unsupported):
            resolve(Term("Derivative", (X, X, order)), False)


def test_a_derivative_that_explodes_is_refused() -> None:
    term = symbol("x")
    for _ in range(12):
        term = power(add(term, ONE), term)
    with pytest.raises(TooLarge):
        differentiate(term, "x")
