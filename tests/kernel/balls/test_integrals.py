"""Definite integrals: enclosed where the integrand is shown to be defined and analytic in pieces, refused elsewhere."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flint import acb, arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.known import read
from verifier.kernel.balls.analytic import COMPLEX_REGIONS, REAL_REGIONS
from verifier.kernel.balls.complex_functions import COMPLEX
from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.functions import REAL
from verifier.kernel.balls.values import NoValue, Outcome, Wide, ball, rectangle
from verifier.model.evidence import Point


def run(text: str, bits: int = 64, complex_numbers: bool = False, **values: int | Fraction) -> Any:
    point = Point({n: Fraction(v) for n, v in values.items()})
    return compile_term(read(text), complex_numbers).run(point, bits)


@pytest.mark.parametrize(
    "integrand, low, high, expected",
    [
        ("sqrt(t)", "0", "4", "16/3"),
        ("Abs(t)", "-1", "1", "1"),
        ("sign(t)", "-1", "2", "1"),
        ("Heaviside(t)", "-1", "2", "2"),
        ("Max(t, t**2)", "-1", "2", "1/3 + 1/2 + 7/3"),
        ("Min(t, 1 - t)", "0", "1", "1/4"),
        ("relu(t)", "-1", "2", "2"),
        ("floor(t)", "0", "5/2", "2"),
        ("cbrt(t)", "-1", "1", "0"),
        ("sqrt(t**2)", "-1", "2", "5/2"),
        ("Piecewise((t, t < 1), (7, True))", "0", "3", "29/2"),
        ("t", "2", "0", "-2"),
        ("t**2", "1", "1", "0"),
        ("sin(t)", "0", "pi", "2"),
        ("1/t", "1", "x", "log(x)"),
        ("x*t", "0", "1", "x/2"),
        ("log(t)", "1", "2", "2*log(2) - 1"),
        ("atan(3*t)", "-1", "1", "0"),
        ("Sum(t**k, (k, 0, 2))", "0", "1", "11/6"),
        ("Derivative(t**3, t)", "0", "2", "8"),
        ("Derivative(Abs(t), t)", "1", "2", "1"),
        ("exp(-10**6*t)", "0", "1", "(1 - exp(-10**6))/10**6"),
    ],
)
def test_integrals_are_enclosed(integrand: str, low: str, high: str, expected: str) -> None:
    x = Fraction(7, 3)
    found, known = run(f"Integral({integrand}, (t, {low}, {high}))", x=x), run(expected, 256, x=x)
    assert found.overlaps(ball(known)) if isinstance(found, arb) else found == known
    assert isinstance(found, fmpq) or found.rad() < 1e-6


def test_the_enclosure_of_a_root_is_not_tight_and_false() -> None:
    """Ignoring the integrator's flag gave 5.391 +- 1e-15 for the first of these."""
    assert run("Integral(sqrt(t), (t, 0, 4)) - 16/3").contains(0)
    assert run("Integral(log(t)**2/t, (t, 1, 9)) - log(9)**3/3").contains(0)


@pytest.mark.parametrize(
    "text",
    [
        "Integral(1/t**2, (t, -1, 1))",
        "Integral(1/t, (t, -1, 1))",
        "Integral(t/t, (t, -1, 1))",
        "Integral(0*log(t), (t, -1, 1))",
        "Integral(log(t), (t, -2, -1))",
        "Integral(1/t, (t, 0, 1))",
        "Integral(sqrt(t)**2, (t, -1, 1))",
        "Integral(exp(log(t)), (t, -2, -1))",
        "Integral(acosh(t), (t, 0, 1))",
        "Integral(sec(t)**2, (t, 0, 2))",
        "Integral(gamma(t), (t, -1/2, 1/2))",
        "Integral(t**(1/3), (t, -1, 1))",
        "Integral(Piecewise((1/t, t > 0), (0, True)), (t, -1, 1))",
        "Integral(Derivative(Abs(t), t), (t, -1, 1))",
        "Integral(exp(t), (t, 0, oo))",
        "Integral(Integral(s*t, (s, 0, t)), (t, 0, 1))",
        "Integral(log(t), (t, 0, 0))",
    ],
)
def test_what_is_not_shown_to_be_defined_on_the_whole_path_has_no_enclosure(text: str) -> None:
    assert isinstance(run(text), Outcome)


def test_complex_integrands_are_followed_along_the_real_path() -> None:
    found = run("Integral(exp(I*t), (t, 0, pi)) - 2*I", complex_numbers=True)
    assert rectangle(found).contains(0)
    assert rectangle(found).rad() < 1e-12
    assert run("Integral(Abs(exp(I*t)), (t, 0, 1)) - 1", complex_numbers=True).contains(0)
    assert isinstance(run("Integral(t, (t, 0, I))", complex_numbers=True), Outcome)


_PLACES = st.builds(Fraction, st.integers(-40, 40), st.just(8))
_WIDTHS = st.sampled_from([Fraction(0), Fraction(1, 64), Fraction(1, 4), Fraction(2)])
_UNARY = sorted(h for h in REAL_REGIONS if h not in ("div", "pow", "root", "atan2", "binomial", "KroneckerDelta"))


@pytest.mark.parametrize("head", _UNARY)
@settings(max_examples=60, deadline=None)
@given(x=_PLACES, width=_WIDTHS, height=_WIDTHS, part=st.integers(0, 8))
def test_a_region_encloses_the_real_function_on_its_real_points(
    head: str, x: Fraction, width: Fraction, height: Fraction, part: int
) -> None:
    """Where the region's function answers, the real one is defined at the real points inside, with a value enclosed."""
    region = acb(arb(_ball(x), _ball(width)), arb(0, _ball(height + Fraction(1, 10**6))))
    inside = _ball(x + width * (part - 4) / 4)
    with ctx.workprec(128):
        try:
            found = REAL_REGIONS[head](region)
        except NoValue:
            return
        assert rectangle(found).overlaps(rectangle(REAL[head](inside)))


_BRANCHED = ["log", "sqrt", "asin", "acos", "atan", "asinh", "acosh", "atanh", "softplus", "exp", "tan", "gamma"]


@pytest.mark.parametrize("head", _BRANCHED)
@settings(max_examples=60, deadline=None)
@given(x=_PLACES, y=_PLACES, width=_WIDTHS, height=_WIDTHS, right=st.integers(-4, 4), up=st.integers(-4, 4))
def test_a_rectangle_encloses_the_values_at_its_points(
    head: str, x: Fraction, y: Fraction, width: Fraction, height: Fraction, right: int, up: int
) -> None:
    """Also where it straddles a branch cut; a region that answers at all is off the cuts."""
    place = acb(_ball(x + width * right / 4), _ball(y + height * up / 4))
    for functions in (COMPLEX, COMPLEX_REGIONS):
        with ctx.workprec(128):
            try:
                found = functions[head](acb(arb(_ball(x), _ball(width)), arb(_ball(y), _ball(height))))
            except NoValue:
                continue
            if rectangle(found).is_finite():
                assert rectangle(found).overlaps(rectangle(COMPLEX[head](place)))


@pytest.mark.parametrize(
    "head, x, y",
    [
        ("log", -2, 0),
        ("sqrt", -2, 0),
        ("sqrt", 0, 0),
        ("asin", 2, 0),
        ("acos", -2, 0),
        ("atanh", 2, 0),
        ("acosh", 0, 0),
        ("atan", 0, 2),
        ("asinh", 0, -2),
        ("Abs", 0, 0),
        ("sign", 0, 1),
        ("floor", 1, 0),
        ("cbrt", 0, 1),
        ("gamma", -1, 0),
        ("tan", Fraction(11, 7), 0),
        ("softplus", 0, Fraction(22, 7)),
    ],
)
def test_a_region_on_a_cut_a_pole_or_a_switch_is_refused(head: str, x: Fraction, y: Fraction) -> None:
    region = acb(arb(_ball(Fraction(x)), 0.25), arb(_ball(Fraction(y)), 0.25))
    with pytest.raises(Wide):
        REAL_REGIONS[head](region)


def _ball(q: Fraction) -> fmpq:
    return fmpq(q.numerator, q.denominator)
