"""How values of balls are printed: certain digits only."""

from __future__ import annotations

import pytest
from flint import acb, arb, fmpq

from verifier.kernel.ball_shown import shown


@pytest.mark.parametrize(
    "value, text",
    [
        (fmpq(1, 3), "1/3"),
        (arb("0.25 +/- 1e-30"), "0.2500000000"),
        (arb("0 +/- 1e-36"), "0"),
        (arb("1e-36 +/- 1e-50"), "1.000000000e-36"),
        (acb(arb("0 +/- 1e-36"), arb(-2)), "0 - 2.000000000*I"),
    ],
)
def test_only_certain_digits_are_printed(value: fmpq | arb | acb, text: str) -> None:
    assert shown(value) == text


def test_a_wide_ball_around_zero_is_not_called_zero() -> None:
    assert shown(arb("0 +/- 0.5")) != "0"
