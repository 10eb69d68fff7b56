"""Values that ten digits do not tell apart are shown with their difference."""

from __future__ import annotations

import pytest

from verifier.model.chain import Chain
from verifier.model.result import ShownCounterexample
from verifier.reports.counterexamples import against
from verifier.reports.values import in_few_digits

ZEROS = "0" * 30
CHAIN = Chain("c", "c.yaml", 1)


@pytest.mark.parametrize(
    "lhs, rhs, shown",
    [
        ("1/2", "1", ("1/2", "1", None)),
        ("0.5000000000", "0.5000000001", ("0.5000000000", "0.5000000001", None)),
        ("1", f"1.{ZEROS}1000", ("1", "1.000000000", "-1.00e-31")),
        (f"1.{ZEROS}12345", f"1.{ZEROS}00000", ("1.000000000", "1.000000000", "1.23e-31")),
        ("1/3", f"0.{'3' * 30}50000", ("1/3", "0.3333333333", "-1.67e-31")),
        (f"1.{ZEROS}1e+999999999", f"1.{ZEROS}2e+999999999", ("1.000000000e+999999999",) * 2 + ("-1e+999999968",)),
        (f"1.{ZEROS} + 2.{ZEROS}*I", f"1.{ZEROS} + 2.{ZEROS}1*I", None),
    ],
)
def test_values_that_are_close_are_short_and_have_a_difference(
    lhs: str, rhs: str, shown: tuple[str, str, str | None] | None
) -> None:
    assert in_few_digits(ShownCounterexample((), lhs, rhs)) == (shown or (lhs, rhs, None))


def test_the_difference_is_said_in_few_words_too() -> None:
    shown = ShownCounterexample((("x", "2"),), "1", f"1.{ZEROS}1000")
    assert against(shown, CHAIN) == "x = 2: 1 against 1.000000000, which differ by -1.00e-31"
