"""Two thousand true steps and two thousand planted mistakes: no verdict is wrong, and all that was decided is checked again."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

import pytest
from hypothesis import given, settings

from tests import soundness
from verifier import check
from verifier.model.verdict import Verdict
from verifier.strategies import GeneratedStep, planted_mistakes, terms, true_steps
from verifier.terms.printer import text_of
from verifier.terms.term import Term

SEEDS = range(20)
STEPS_A_SEED = 100


@pytest.mark.parametrize("seed", SEEDS)
def test_no_true_step_is_refuted_and_its_proof_replays(seed: int) -> None:
    verdicts = Counter(_right(step) for step in islice(soundness.true_steps(seed), STEPS_A_SEED))
    assert verdicts[Verdict.PROVED] >= 0.75 * STEPS_A_SEED, verdicts


@pytest.mark.parametrize("seed", SEEDS)
def test_no_planted_mistake_is_proved_and_its_counterexample_stands(seed: int) -> None:
    verdicts = Counter(_right(step) for step in islice(soundness.mistakes(seed), STEPS_A_SEED))
    assert verdicts[Verdict.REFUTED] >= 0.95 * STEPS_A_SEED, verdicts


def _right(step: GeneratedStep) -> Verdict:
    verdict, wrong = soundness.verdict_and_complaints(step)
    assert not wrong, f"{step}: {wrong}"
    return verdict


@settings(max_examples=40, deadline=None)
@given(true_steps())
def test_the_public_steps_are_read_by_the_public_check(step: GeneratedStep) -> None:
    assert check(step.lhs, step.rhs, symbols=step.symbols).verdict is not Verdict.REFUTED


@settings(max_examples=40, deadline=None)
@given(planted_mistakes(is_complex=True))
def test_a_mistake_in_the_plane_has_its_point_there(step: GeneratedStep) -> None:
    assert step.point is not None
    assert step.point.keys() == step.symbols.keys()
    assert step.is_complex == ("complex" in step.symbols.values() or "I" in re.findall(r"\w+", str(step)))


@settings(max_examples=40, deadline=None)
@given(terms(depth=2))
def test_a_generated_term_is_defined_everywhere(term: Term) -> None:
    symbols = {"x": "real", "y": "real", "p": "positive", "q": "positive", "a": "in (0, 1)", "n": "natural"}
    text = text_of(term)
    assert check(text, f"0 + {text}", symbols=symbols).verdict is not Verdict.CONDITIONAL
