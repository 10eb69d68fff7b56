"""The antiderivatives of quotients by a + b*cos(u) + c*sin(u): their slopes are the integrands, and they do not jump."""

from __future__ import annotations

from math import cos, isclose, pi, sin

import pytest

from verifier.engine.inequalities.estimates import estimates
from verifier.engine.integrals.primitive_turns import of_turns
from verifier.terms.term import ONE, Term, add, call, div, integer, mul, power, symbol

X = symbol("x")
U = add(mul(integer(2), X), ONE)
BELOW = [(2, 1, 0), (5, -4, 0), (3, 0, 2), (4, 2, -3), (-3, 1, 1)]


def wave(a: int, b: int, c: int) -> Term:
    return add(integer(a), mul(integer(b), call("cos", U)), mul(integer(c), call("sin", U)))


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("exponent", [1, 2, 3])
@pytest.mark.parametrize("harmonic", [0, 1, 2, 4])
def test_the_slope_of_what_is_found_is_the_integrand(below: tuple[int, int, int], exponent: int, harmonic: int) -> None:
    above = add(call("cos", mul(integer(harmonic), U)), call("sin", mul(integer(harmonic), U))) if harmonic else ONE
    found = of_turns(div(above, power(wave(*below), integer(exponent))), X)
    assert found is not None
    a, b, c = below
    for x in (0.3, pi / 2 - 0.5, 2.9):  # at the second place tan of the half angle jumps
        before, after = estimates(found, [{"x": x - 1e-5}, {"x": x + 1e-5}])
        assert before is not None
        assert after is not None
        u = 2 * x + 1
        waves = cos(harmonic * u) + sin(harmonic * u) if harmonic else 1
        assert isclose(
            (after - before) / 2e-5, waves / (a + b * cos(u) + c * sin(u)) ** exponent, rel_tol=1e-3, abs_tol=1e-4
        )


def test_other_quotients_are_left_alone() -> None:
    other = add(integer(2), call("cos", X))
    assert of_turns(div(ONE, mul(wave(2, 1, 0), other)), X) is None
    assert of_turns(div(call("cos", X), wave(2, 1, 0)), X) is None
    assert of_turns(div(ONE, add(integer(2), call("cos", power(X, integer(2))))), X) is None
    assert of_turns(div(X, other), X) is None
    assert of_turns(call("cos", X), X) is None
