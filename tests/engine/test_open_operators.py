"""What is said of sums, integrals and limits that no rule evaluates: the property that may be the reason."""

from __future__ import annotations

import pytest

from tests.kernel.integrals.test_definite_integrals import claim
from verifier.engine.decide import decide
from verifier.model.verdict import Reason


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("Integral(sin(x**2), (x, 0, oo))", "no rule finds the value of `Integral` with an infinite bound"),
        (
            "Integral(exp(-I*x**2), (x, 0, oo))",
            "`Integral` with an infinite bound is not decided yet in complex chains",
        ),
        ("Sum(sin(k**2)/2**k, (k, 0, oo))", "no rule finds the value of `Sum` with an infinite bound"),
        ("Product(1 + 1/2**k, (k, 1, oo))", "no rule finds the value of `Product` with an infinite bound"),
        (
            "Integral(exp(x)/sqrt(cos(x)), (x, 0, pi/2))",
            "its integrand may be unbounded, or undefined between the bounds",
        ),
        (
            "Integral(Integral(exp(x*y**3), (y, 0, 1)), (x, 0, 1))",
            "no rule finds the value of `Integral` within `Integral`",
        ),
    ],
)
def test_an_operator_without_a_value_says_why(side: str, said: str) -> None:
    outcome = decide(claim(side, "1"))
    assert outcome.reason is Reason.UNSUPPORTED
    assert said in outcome.detail
