"""Where a refuted claim holds: it is proved there, both sides being defined at the same points."""

from __future__ import annotations

import pytest

from tests.chains import claim_between
from verifier.engine.decide import decide, with_parts
from verifier.terms.printer import text_of


@pytest.mark.parametrize(
    "lhs, rhs, symbols, conditions",
    [
        ("sqrt(x**2)", "x", {}, ["x >= 0"]),
        ("Limit(exp(x*t), t, oo)", "0", {}, ["x < 0"]),  # not x != 0, where there may be no limit
        ("Limit(t**x, t, 0, '+')", "0", {}, ["x > 0"]),
        ("0**n", "0", {"n": "integer"}, ["n > 0"]),
        ("Abs(x) + 0/(x - 2)", "x", {}, ["x > 0", "x != 2"]),
        ("(x**n)**(1/n)", "x", {"n": "integer"}, ["x > 0", "n != 0"]),
    ],
)
def test_a_part_where_one_side_needs_more_says_so(
    lhs: str, rhs: str, symbols: dict[str, str], conditions: list[str]
) -> None:
    claim = claim_between(lhs, rhs, {"x": "real", **symbols})
    found = with_parts(claim, decide(claim)).holds_where
    assert found is not None
    assert list(map(text_of, found)) == conditions
