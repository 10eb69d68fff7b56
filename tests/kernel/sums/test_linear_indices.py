"""What is linear in the index of a sum has the index nowhere else: not in a power, nor in a function that is 0 at first."""

from __future__ import annotations

import pytest

from tests.chains import claim_between
from verifier.engine.decide import decide
from verifier.kernel.judge import lowered
from verifier.model.verdict import Verdict
from verifier.terms.substitution import free_symbols


@pytest.mark.parametrize(
    "lhs, rhs, symbols",
    [
        ("Sum(x**k*gamma(k**2 + k + 1/2)/factorial(k), (k, 0, oo))", "sqrt(pi)/sqrt(1 - x)", {"x": "in (-1, 1)"}),
        ("Sum(2**(-k) + 0/x**(k + k*(n**2 - 1)), (k, 0, oo))", "2*x/x", {"x": "real", "n": "integer"}),
        ("Sum(x**k*KroneckerDelta(k + k*(k - 1)*(k - 2), 3), (k, 0, oo))", "x**3", {"x": "in (-1, 1)"}),
        (
            "Sum(k*KroneckerDelta(k + KroneckerDelta(k, 40), 40), (k, 0, n))",
            "Piecewise((40, n >= 40), (0, True))",
            {"n": "natural"},
        ),
        (
            "Sum(1/(gamma(k + 1 + KroneckerDelta(k, 10))*factorial(n - k)), (k, 0, n))",
            "2**n/factorial(n)",
            {"n": "natural"},
        ),
    ],
)
def test_what_only_begins_as_if_it_were_linear_is_not_summed(lhs: str, rhs: str, symbols: dict[str, str]) -> None:
    assert decide(claim_between(lhs, rhs, symbols)).verdict is not Verdict.PROVED


@pytest.mark.parametrize("body", ["(x**k)**n*x**k", "(x**k)**k", "(1 + x**k)**n*x**k", "(x**(n*k))**n"])
def test_the_powers_of_a_power_leave_no_name_of_their_own(body: str) -> None:
    claim = claim_between(f"Sum({body}, (k, 0, oo))", "0", {"x": "in (-1, 1)", "n": "natural"})
    _, lhs, _ = lowered(claim)
    assert not any(name.startswith("'own") for name in free_symbols(lhs))


def test_an_integral_has_a_logarithm() -> None:
    whole = "Integral(exp(sin(t)**3), (t, 0, 1))"
    assert decide(claim_between(f"log(x*{whole})", f"log(x) + log({whole})", {"x": "positive"})).verdict in (
        Verdict.PROVED,
        Verdict.CONDITIONAL,
    )
