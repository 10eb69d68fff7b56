"""The relation of a chain's ends by its steps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.relations import LIMITS, claim_between
from verifier.engine.decide import decide
from verifier.engine.mixed_chains import by_steps, is_of_both_directions
from verifier.engine.outcome import Outcome
from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.model.claim import Claim
from verifier.model.evidence import Equality, Proof
from verifier.model.verdict import Verdict

LINES = ("log(1 + x)", "<=", "x", "<", "exp(x) - 1", "=", "-1 + exp(x)")


def linked(*lines: str, x: str = "positive") -> list[tuple[Claim, Outcome]]:
    claims = [claim_between(*lines[i : i + 3], x=x) for i in range(0, len(lines) - 2, 2)]
    return [(c, decide(c, LIMITS)) for c in claims]


def ends(relation: str, *lines: str, x: str = "positive") -> Claim:
    return claim_between(lines[0], relation, lines[-1], x=x)


@pytest.mark.parametrize("relation", ["<", "<="])
def test_the_end_follows_from_the_steps(relation: str) -> None:
    outcome = by_steps(ends(relation, *LINES), linked(*LINES))
    assert outcome is not None
    assert (outcome.verdict, outcome.method) == (Verdict.PROVED, "chain")
    assert outcome.evidence is not None
    assert judge(ends(relation, *LINES), outcome.evidence).verdict is Verdict.PROVED


@pytest.mark.parametrize("relation", [">", ">="])
def test_the_other_direction_does_not_follow(relation: str) -> None:
    assert by_steps(ends(relation, *LINES), linked(*LINES)) is None


def test_weak_steps_give_no_strict_end() -> None:
    lines = ("x - 1", "<=", "x*log(x)", "=", "log(x)*x")
    assert by_steps(ends("<=", *lines), linked(*lines)) is not None
    assert by_steps(ends("<", *lines), linked(*lines)) is None


def test_a_step_that_is_not_proved_gives_nothing() -> None:
    steps = linked(*LINES)
    unproved = [(steps[0][0], replace(steps[0][1], verdict=Verdict.UNDECIDED)), *steps[1:]]
    assert by_steps(ends("<", *LINES), unproved) is None


def test_a_forged_chain_is_refused() -> None:
    outcome = by_steps(ends("<", *LINES), linked(*LINES))
    assert outcome is not None
    assert isinstance(outcome.evidence, Equality)
    chain = outcome.evidence.proof.parts[0]
    for forged in (
        replace(chain, names=chain.names[:2]),
        replace(chain, names=("le", "ge", "eq")),
        replace(chain, names=("lt", "lt", "eq")),
        replace(chain, terms=chain.terms[::-1]),
        replace(chain, parts=chain.parts[::-1]),
        replace(chain, parts=(Proof("signs"),) * 3),
        replace(chain, parts=(Proof("shown", parts=(Proof("condition", parts=(chain,)),)), *chain.parts[1:])),
    ):
        with pytest.raises((Refused, NeedsSign)):
            judge(ends("<", *LINES), replace(outcome.evidence, proof=Proof("condition", parts=(forged,))))


def test_lines_that_may_be_undefined_are_no_links() -> None:
    """1/x stands between two lines that are defined at 0."""
    lines = ("x - x", "<=", "1/x - 1/x", "<=", "x**2")
    assert by_steps(ends("<=", *lines, x="real"), linked(*lines, x="real")) is None


def test_orders_of_both_directions_say_nothing_of_the_ends() -> None:
    assert is_of_both_directions(["<=", "=", ">"])
    assert not is_of_both_directions(["<=", "=", "<"])
    assert not is_of_both_directions(["<=", "~", ">"])
