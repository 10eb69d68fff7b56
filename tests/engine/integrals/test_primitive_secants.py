"""The table of antiderivatives of products of powers of sine and cosine."""

from __future__ import annotations

from itertools import product
from math import cos, isclose, sin

import pytest

from verifier.engine.inequalities.estimates import estimates
from verifier.engine.integrals.primitive_secants import of_secants
from verifier.terms.term import Term, call, integer, mul, power, symbol

X = symbol("x")
EXPONENTS = [(a, b) for a, b in product(range(-6, 7), repeat=2) if min(a, b) < 0]


def integrand(a: int, b: int) -> Term:
    return mul(power(call("sin", X), integer(a)), power(call("cos", X), integer(b)))


@pytest.mark.parametrize("a, b", EXPONENTS)
def test_the_slope_of_what_is_found_is_the_integrand(a: int, b: int) -> None:
    found = of_secants(integrand(a, b), X)
    assert found is not None
    before, after = estimates(found, [{"x": 0.7 - 1e-5}, {"x": 0.7 + 1e-5}])
    assert before is not None
    assert after is not None
    assert isclose((after - before) / 2e-5, sin(0.7) ** a * cos(0.7) ** b, rel_tol=1e-4)


def test_other_products_are_left_alone() -> None:
    assert of_secants(integrand(2, 3), X) is None
    assert of_secants(mul(X, integrand(0, -1)), X) is None
    assert of_secants(mul(power(call("cos", X), integer(-1)), call("sin", mul(integer(2), X))), X) is None
