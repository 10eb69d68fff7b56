"""The time for an answer: searches stop at its end, nested bounds never extend it, and what starts afresh does."""

from __future__ import annotations

from math import inf

import pytest

from tests.relations import claim_between
from verifier.engine.deadline import OutOfTime, demand_time, seconds_left, within
from verifier.engine.decide import decide
from verifier.engine.limits import Limits
from verifier.model.verdict import Reason, Verdict


def test_there_is_no_bound_outside_of_an_answer() -> None:
    demand_time()
    assert seconds_left() == inf


def test_an_inner_bound_never_extends_the_time() -> None:
    with within(0), within(1000), pytest.raises(OutOfTime):
        demand_time()
    with within(0), within(1000, afresh=True):
        demand_time()
    assert seconds_left() == inf


@pytest.mark.parametrize(
    ("lhs", "relation", "rhs"),
    [
        ("Abs(sin(2*x) + sin(2*y))", "<=", "2*Abs(sin(x + y))"),
        ("x*exp(y) = y", "<=>", "x = y*exp(-y)"),
        ("Integral(x*cos(x*t)*exp(t), (t, 0, y))", "=", "x*Integral(cos(x*t)*exp(t), (t, 0, y))"),
    ],
)
def test_a_claim_without_time_for_a_search_is_timed_out(lhs: str, relation: str, rhs: str) -> None:
    outcome = decide(claim_between(lhs, relation, rhs, x="positive", y="positive"), Limits(seconds=0))
    assert (outcome.verdict, outcome.reason) == (Verdict.UNDECIDED, Reason.TIMED_OUT)


def test_a_refutation_at_a_point_needs_no_search() -> None:
    assert decide(claim_between("x", "=", "x + 1"), Limits(seconds=0)).verdict is Verdict.REFUTED
