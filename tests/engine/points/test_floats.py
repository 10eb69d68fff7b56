"""Floats at a point agree with the balls there, slopes too; where floats know no slope, the ball is asked."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.engine.points.test_points import claim
from verifier.engine.points.floats import Floats
from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.shown import about, near
from verifier.model.evidence import Point

POINT = Point({"x": Fraction(3, 7), "y": Fraction(9, 5)})
FUNCTIONS = "exp sqrt sin cos tan sinh cosh tanh atan ln log log2 asin asinh atanh cot sec csc coth sech csch".split()
OUTSIDE = ["log(x - 1)", "x + (x - y)**(1/3)", "asin(y)"]
WITHIN = ["1/(x - 3/7)", "erf(x)", "0*exp(exp(10*y))", "log(x - 3/7)", "sqrt(y - 9/5)", "exp(x)"]
LINES = ["x*y*exp(x)", "(x + y)/(x - y)", "x**3", "x**y", "2**x", "-x**(1/3)", "log(sin(x)**2)*y", "y", "Abs(x)*x"]


@pytest.mark.parametrize("line", [*LINES, *[f"{name}(x**2)" for name in FUNCTIONS]])
def test_a_float_is_near_the_ball_and_so_is_its_slope(line: str) -> None:
    for text in (line, f"Derivative({line}, x)"):
        asked = claim(text, "0", x="real", y="real")
        exact = near(compile_term(asked.lhs).run(POINT, 128), 60)
        assert exact is not None
        assert Floats(asked.domain, POINT).value(asked.lhs) == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize("line", ["sqrt(x - 1)", "x/(y - y)", "Derivative(log(x - 1), x)", "Derivative(sqrt(-y), x)"])
def test_what_is_undefined_has_no_float(line: str) -> None:
    asked = claim(line, "0", x="real", y="real")
    assert Floats(asked.domain, POINT).value(asked.lhs) is None


@pytest.mark.parametrize("line", [*OUTSIDE, *WITHIN])
def test_only_what_lies_clearly_outside_a_domain_counts_as_undefined(line: str) -> None:
    asked = claim(line, "0", x="real", y="real")
    assert Floats(asked.domain, POINT).is_undefined(asked.lhs) is (line in OUTSIDE)


@pytest.mark.parametrize(
    "line", ["exp(I*x)", "sqrt(x - y)", "log(I*x)*z", "z**(1/3)", "atan(z)/(1 - z)", "x**I", "2**z"]
)
def test_complex_floats_are_near_the_balls_or_leave_what_lies_on_a_cut_to_them(line: str) -> None:
    point = Point({"x": Fraction(3, 7), "y": Fraction(9, 5), "z": (Fraction(1, 3), Fraction(-5, 4))})
    for text in (line, f"Derivative({line}, z)"):
        asked = claim(text, "0", complex_numbers=True, x="real", y="real", z="complex")
        found = Floats(asked.domain, point).value(asked.lhs)
        exact = about(compile_term(asked.lhs, complex_numbers=True).run(point, 128))
        assert found == pytest.approx(exact, rel=1e-12) if found is not None else line == "sqrt(x - y)"
