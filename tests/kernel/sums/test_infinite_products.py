"""Products to infinity: by their first factors, their values near the limit, and what is not to be given a value."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from tests.chains import claim_between
from verifier.engine.decide import decide
from verifier.kernel.judge import lowered
from verifier.model.verdict import Verdict


@pytest.mark.parametrize(
    "body, start, factor, value",
    [
        ("1 - 1/k**2", 2, lambda k: 1 - 1 / k**2, "1/2"),
        ("1 - 1/(k + 1/2)**2", 3, lambda k: 1 - 1 / (k + 0.5) ** 2, "5/7"),
        ("1 - 5/k**2", 4, lambda k: 1 - 5 / k**2, None),
        ("(k**2 + k + 3)/(k**2 + k + 1)", 0, lambda k: (k * k + k + 3) / (k * k + k + 1), None),
        ("1 + 7/(k - 1/2)**2", 3, lambda k: 1 + 7 / (k - 0.5) ** 2, None),
    ],
)
def test_the_value_is_near_the_first_factors(
    body: str, start: int, factor: Callable[[int], float], value: str | None
) -> None:
    far = 20_000
    partial = math.prod(factor(k) for k in range(start, far))
    text = f"Product({body}, (k, {start}, oo))"
    claim = claim_between(text, "1", {})
    assert lowered(claim)[1].head != "Product"
    low, high = partial * (1 - 20 / far), partial * (1 + 20 / far)
    for bound, sign in ((low, ">"), (high, "<")):
        assert decide(claim_between(text, f"{bound:.12f}", {}, sign)).verdict is Verdict.PROVED
    if value is not None:
        assert decide(claim_between(text, value, {})).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "body",
    [
        "1 + 1/k",  # diverges
        "1 - 1/k",  # tends to 0, which some authors call divergence
        "2",
        "k**2/(k**2 - x**2)",  # undefined for whole x
        "1 - 1/k**2",  # begins with 0
        "1 + x/k**3",  # roots of the third degree
        "(k - 3)**2/(k - 3)/(k - 3)",  # undefined at 3
        "(k + x)/k",  # diverges unless x = 0
    ],
)
def test_no_value_is_given(body: str) -> None:
    _, product, _ = lowered(claim_between(f"Product({body}, (k, 1, oo))", "1", {"x": "real"}))
    assert product.head == "Product"


@pytest.mark.parametrize(
    "lhs, rhs",
    [
        ("Product(1 - 1/k**2, (k, 2, oo))", "1/3"),
        ("Product((k**3 - 1)/(k**3 + 1), (k, 2, oo))", "1/3"),
        ("Product(4*k**2/(4*k**2 - 1), (k, 1, oo))", "2/pi"),
        ("Product((1 + 1/k)**2/(1 + 2/k), (k, 2, oo))", "2"),
        ("Product(1 - 1/(2*k + 1)**2, (k, 1, oo))", "pi/2"),
        ("Product(1 + 1/k**2, (k, 2, oo))", "sinh(pi)/pi"),
        ("sin(x)", "x*Product(1 - x**2/k**2, (k, 1, oo))"),
        ("sin(x)", "x*Product(1 + x**2/(pi**2*k**2), (k, 1, oo))"),
        ("cos(x)", "Product(1 - 4*x**2/((2*k - 1)**2*pi**2), (k, 2, oo))"),
    ],
)
def test_what_is_near_the_truth_is_refuted(lhs: str, rhs: str) -> None:
    assert decide(claim_between(lhs, rhs, {"x": "real"})).verdict is Verdict.REFUTED


def test_a_quotient_of_the_value_may_be_undefined_where_the_product_is_not() -> None:
    found = decide(claim_between("Product(1/(1 + x**2/k**2), (k, 1, oo))", "pi*x/sinh(pi*x)", {"x": "real"}))
    assert found.verdict is Verdict.CONDITIONAL
