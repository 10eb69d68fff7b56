"""Every fact is put to the engine both ways round: it may be undecided, it may never contradict."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.facts.check import complaints
from tests.facts.judge import contradictions, is_right, judge
from tests.facts.load import Fact, facts

FACTS = list(facts())
FLOORS = Path(__file__).parent / "facts" / "floors.yaml"
each_fact = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)


def test_facts_are_many_and_each_is_there_once() -> None:
    assert len(FACTS) >= 250
    assert not [name for name, times in Counter(f.name for f in FACTS).items() if times > 1]


def test_every_group_has_true_and_false_facts() -> None:
    false = {f.group for f in FACTS if f.truth in ("unequal", "branch", "undefined")}
    true = {f.group for f in FACTS if f.truth in ("equal", "hole", "agrees")}
    assert false | {"empty domains"} == true | {"empty domains"} == {f.group for f in FACTS}


@each_fact
def test_mpmath_finds_the_stated_truth(fact: Fact) -> None:
    assert complaints(fact) == []


@each_fact
def test_the_engine_never_contradicts(fact: Fact) -> None:
    assert contradictions(fact, judge(fact)) == []


@each_fact
def test_the_engine_never_contradicts_with_the_sides_exchanged(fact: Fact) -> None:
    assert contradictions(fact, judge(fact, flipped=True)) == []


def test_as_many_facts_are_decided_right_as_ever(request: pytest.FixtureRequest) -> None:
    right = Counter(f.group for f in FACTS if is_right(f, judge(f)))
    if request.config.getoption("--refresh"):
        FLOORS.write_text(yaml.safe_dump({g: right[g] for g in dict.fromkeys(f.group for f in FACTS)}, sort_keys=False))
    floors = yaml.load(FLOORS.read_text(), yaml.BaseLoader)
    assert {g: right[g] for g, least in floors.items() if right[g] < int(least)} == {}
