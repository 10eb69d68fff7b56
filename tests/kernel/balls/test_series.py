"""Integrals with singular or infinite ends, sums and products to infinity: enclosed, or refused where they diverge."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from flint import acb, arb, ctx, fmpq

from tests.kernel.known import read
from verifier.kernel.balls import end_series, end_totals
from verifier.kernel.balls.end_germs import PLAIN, Ends, Germ
from verifier.kernel.balls.end_series import Model
from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.values import NoValue, Outcome, ball, rectangle
from verifier.model.evidence import Point

CASES = yaml.safe_load((Path(__file__).parent / "enclosed.yaml").read_text())
LOOSE = arb(0, 1e-37)


def run(text: str, bits: int = 64) -> Any:
    point = Point({"x": Fraction(7, 3), "z": Fraction(1, 5)})
    return compile_term(read(text), re.search(r"\bI\b", text) is not None).run(point, bits)


@pytest.mark.parametrize("bits", [64, 128])
@pytest.mark.parametrize("text, shown", CASES["enclosed"])
def test_the_value_lies_in_the_enclosure(text: str, shown: str, bits: int) -> None:
    """`shown` has 40 digits by mpmath."""
    with ctx.workprec(160):
        parts = [arb(p) * (1 + LOOSE) for p in shown.split()]
    known = acb(*parts) if len(parts) == 2 else parts[0]
    found = run(text, bits)
    with ctx.workprec(160):
        assert rectangle(found).overlaps(rectangle(known))


@pytest.mark.parametrize("text", CASES["refused"])
def test_what_diverges_or_is_not_shown_to_converge_has_no_enclosure(text: str) -> None:
    assert isinstance(run(text), Outcome)


@pytest.mark.parametrize(
    "text",
    [
        "Integral(sin(t)/t, (t, 0, 1)) - Integral(sin(t)/t, (t, 0, 1 - 1/10**20))",
        "Sum(1/k**3, (k, 1, oo)) - Sum(1/k**3, (k, 2, oo)) - 1 - 1/10**20",
        "Integral(log(t)/(1 - t), (t, 0, 1)) + pi**2/6 + 1/10**20",
        "Sum((-1)**k/(2*k + 1), (k, 0, oo)) - pi/4 + 1/10**20",
        "Product(1 - 1/k**2, (k, 2, oo)) - 1/2 - 1/10**20",
    ],
)
def test_what_is_wrong_by_a_little_is_told_from_zero(text: str) -> None:
    found = run(text, 128)
    assert not ball(found).contains(0)


@pytest.mark.parametrize(
    "text, real, imaginary",
    [
        ("Sum((9*I/10)**(k - 500)/(k**2 + 1), (k, 500, oo))", "2.21784258932505e-6", "1.98808388042735e-6"),
        (
            "Integral(1/sqrt(t) + (-1/2)**((Abs(t - 1/3) + t - 1/3)*1000)/1000, (t, 0, 1))",
            "2.00033336681852",
            "1.51766919e-7",
        ),
    ],
)
def test_what_begins_with_real_values_may_be_complex(text: str, real: str, imaginary: str) -> None:
    found = compile_term(read(text), True).run(Point({}), 64)
    assert rectangle(found).overlaps(acb(arb(real), arb(imaginary)))
    assert found.imag != 0 or found.imag.rad() > 0


def test_a_coefficient_that_may_be_zero_is_kept() -> None:
    """`c != 0` is false of a ball around 0; the reciprocal of cos at pi/2 would be a power of t without an enclosure."""
    width = arb(2) ** -14
    ends = Ends(width, "t", Germ({PLAIN: Model(0, (arb.pi() / 2, fmpq(-1)))}), {})
    found = ends.of(read("cos(t)")).parts[PLAIN]
    assert found.valuation == 0
    with pytest.raises(NoValue):
        ends.of(read("1/sqrt(cos(t))"))


@pytest.mark.parametrize("text", ["1/sin(t)", "1/sqrt(sin(t))", "1/(t - 3)", "1/sqrt(3 - t)"])
def test_an_end_that_is_known_by_a_ball_alone_has_no_expansion(text: str) -> None:
    place = Model(0, (arb.pi() - arb(0, 1e-15), fmpq(-1)))
    ends = Ends(arb(2) ** -2, "t", Germ({PLAIN: place}), {read("3"): lambda: fmpq(3), read("1"): lambda: fmpq(1)})
    with pytest.raises(NoValue):
        end_totals.integral(ends.of(read(text)), ends.width)


@pytest.mark.parametrize("exponent, logs", [(-1, 0), (-1, 2), (fmpq(-3, 2), 0), (-2, 1)])
def test_a_power_that_cannot_be_integrated_is_refused(exponent: fmpq, logs: int) -> None:
    with pytest.raises(NoValue):
        end_totals.power_integral(fmpq(exponent), logs, arb(1) / 8)


@pytest.mark.parametrize("order", [fmpq(1), fmpq(1, 2), fmpq(0), fmpq(-3)])
def test_a_sum_of_powers_that_diverges_is_refused_though_its_weight_may_be_zero(order: fmpq) -> None:
    whole = int(order.floor())
    part = order - whole
    germ = Germ({(int(part.p), int(part.q), 0): Model(whole, (arb(0, 1e-30),))})
    with pytest.raises(NoValue):
        end_totals.series(germ, 16)


def test_models_enclose_sums_products_and_functions_at_each_place() -> None:
    """At places of the range, whatever is left of the polynomial lies in the remainder."""
    width = arb(1) / 16
    x = Model(0, (fmpq(1, 3), fmpq(1), arb(1) / 7), arb(1) / 5)
    y = Model(1, (fmpq(2), fmpq(-1, 3)))
    exp = end_series.composed(end_series.by_series("exp"), x, width)
    product, total = end_series.times(x, y, width), end_series.plus(x, y, width)
    for t in (arb(1) / 16, arb(1) / 50, arb(1) / 1000):
        at = {id(m): t**m.valuation * end_series.at([*m.terms, m.rest], t) for m in (x, y, exp, product, total)}
        u, v = at[id(x)], at[id(y)]
        assert at[id(product)].overlaps(u * v)
        assert at[id(total)].overlaps(u + v)
        assert at[id(exp)].overlaps(ball(u).exp())
