"""No false step is ever proved: mutants of true steps, and steps that hold on a part of the plane only."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import Final

import pytest

from tests.mutants import partly_true, partly_true_operators
from tests.mutants.run import described, false_steps, judged
from verifier.model.verdict import Verdict

SEEDS = range(20)
MUTANTS_A_SEED = 50
STEPS_A_SEED = 50
FEWER: Final = {"series": 3, "integrals": 10}  # steps a seed: the evaluator adds and integrates at dozens of points


@pytest.mark.parametrize("seed", SEEDS)
def test_no_mutant_shown_to_be_false_is_proved(seed: int) -> None:
    for step in islice(false_steps(seed), MUTANTS_A_SEED):
        assert judged(step).verdict not in (Verdict.PROVED, Verdict.CONDITIONAL), described(step)


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_nearly_every_mutant_is_refuted(seed: int) -> None:
    verdicts = [judged(step).verdict for step in islice(false_steps(1000 + seed), MUTANTS_A_SEED)]
    assert verdicts.count(Verdict.REFUTED) >= 0.9 * MUTANTS_A_SEED


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_said_of_a_step_that_holds_in_part_is_true(seed: int) -> None:
    random = Random(seed)
    for _ in range(STEPS_A_SEED):
        step = partly_true.random_step(random)
        assert partly_true.complaints(step)[1] == [], described(step)


@pytest.mark.parametrize("family", partly_true_operators.FAMILIES)
@pytest.mark.parametrize("seed", SEEDS[:5])
def test_what_is_said_of_a_sum_an_integral_or_a_limit_is_true(seed: int, family: str) -> None:
    random = Random(seed)
    for _ in range(FEWER.get(family, STEPS_A_SEED)):
        step = partly_true_operators.random_step(random, partly_true_operators.FAMILIES[family])
        assert partly_true.complaints(step)[1] == [], described(step)
