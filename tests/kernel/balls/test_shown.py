"""How values of balls are printed: certain digits only."""

from __future__ import annotations

import pytest
from flint import acb, arb, fmpq

from verifier.kernel.balls.shown import shown, shown_values


@pytest.mark.parametrize(
    "value, text",
    [
        (fmpq(1, 3), "1/3"),
        (arb("0.25 +/- 1e-30"), "0.2500000000"),
        (arb("0 +/- 1e-36"), "0"),
        (arb("1e-36 +/- 1e-50"), "1.000000000e-36"),
        (acb(arb("0 +/- 1e-36"), arb(-2)), "-2*I"),
        (acb(-1, arb("0 +/- 1e-36")), "-1"),
        (acb(arb("0.3 +/- 1e-20"), 1), "0.3000000000 + I"),
        (acb(arb(2) ** 70, arb("1.5")), "1.180591621e+21 + 3/2*I"),
        (acb(arb(1) / 3, -1), "0.3333333333 - I"),
    ],
)
def test_only_certain_digits_are_printed(value: fmpq | arb | acb, text: str) -> None:
    assert shown(value) == text


def test_a_wide_ball_around_zero_is_not_called_zero() -> None:
    assert shown(arb("0 +/- 0.5")) != "0"


NEAR = fmpq(1) + fmpq(1, 10**30)


@pytest.mark.parametrize(
    "left, right, texts",
    [
        (fmpq(1), fmpq(2), ("1", "2")),
        (fmpq(1), NEAR, ("1", f"1.{'0' * 29}1{'0' * 14}")),
        (fmpq(1, 3), fmpq(1, 3) + fmpq(1, 10**12), ("1/3", "0.3333333333343333333333333")),
        (arb("1 +/- 1e-40"), NEAR, (f"1.{'0' * 39}", f"1.{'0' * 29}1{'0' * 14}")),
        (arb("1 +/- 1e-9"), arb("1 +/- 1e-9"), ("1.00000000", "1.00000000")),
    ],
)
def test_two_values_are_printed_with_as_many_digits_as_tell_them_apart(
    left: fmpq | arb, right: fmpq | arb, texts: tuple[str, str]
) -> None:
    assert shown_values((left, right)) == texts
