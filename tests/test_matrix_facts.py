"""Every fact about matrices is put to the engine both ways round, and shown at random matrices without the kernel."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
import yaml
from mpmath import mp

from tests.independent.matrices import compare, points
from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.model.chain import Chain
from verifier.model.verdict import Answer, Verdict
from verifier.reading.jsonl import read_line
from verifier.session.asking import ask, claim_of_step
from verifier.session.assumptions import assumptions_hold
from verifier.session.setting import settle
from verifier.terms.substitution import free_symbols

FILE = Path(__file__).parent / "facts" / "matrices.yaml"
SYMBOLS = {
    "A": "matrix(n, n)",
    "B": "matrix(n, n)",
    "C": "matrix(n, n)",
    "D": "matrix(n, n)",
    "X": "matrix(m, n)",
    "U": "matrix(n, k)",
    "V": "matrix(k, n)",
    "K": "matrix(k, k)",
    **dict.fromkeys("xyuvw", "vector(n)"),
    **dict.fromkeys("ts", "vector(m)"),
    **dict.fromkeys("nmk", "positive integer"),
    **dict.fromkeys(("a", "b", "c", "lam"), "real"),
}
PROVED, CONDITIONAL, REFUTED, UNDECIDED = Verdict
RIGHT = {"equal": PROVED, "hole": CONDITIONAL, "unequal": REFUTED}
POSSIBLE = {
    "equal": {PROVED, CONDITIONAL, UNDECIDED},
    "hole": {CONDITIONAL, UNDECIDED},
    "unequal": {REFUTED, UNDECIDED},
}
UNDECIDED_NOW = 1
"""How many facts the engine leaves undecided, or says to be conditional though both sides are defined at the same points."""


@dataclass(frozen=True)
class Fact:
    """A statement and its truth."""

    claim: str
    truth: str
    assume: tuple[str, ...] = ()
    symbols: dict[str, str] = field(default_factory=dict, hash=False)

    def chain(self, flipped: bool = False) -> Chain:
        sides = self.claim.split(" = ")
        chain = {
            "id": self.claim,
            "symbols": {**SYMBOLS, **self.symbols},
            "assume": list(self.assume),
            "steps": sides[::-1] if flipped else sides,
        }
        read = read_line("facts.jsonl", 1, json.dumps({k: v for k, v in chain.items() if v}).encode())
        assert not read.errors, [e.message for e in read.errors]
        return read


def facts() -> list[Fact]:
    groups = yaml.load(FILE.read_text(), yaml.CBaseLoader)
    return [Fact(**{**f, "assume": tuple(f.get("assume", ()))}) for group in groups.values() for f in group]


FACTS = facts()
each_fact = pytest.mark.parametrize("fact", FACTS, ids=lambda f: " | ".join((f.claim, *f.assume)))


@cache
def outcome(fact: Fact, flipped: bool = False) -> Outcome:
    setting = settle(fact.chain(flipped))
    assert assumptions_hold(setting) is Answer.YES
    head, step = setting.chain.steps
    return ask(setting, claim_of_step(setting, head.written.term, step), Limits(use_sympy=False))


def seen(fact: Fact) -> Counter[str]:
    """What random matrices show."""
    setting = settle(fact.chain())
    head, step = setting.chain.steps
    claim = claim_of_step(setting, head.written.term, step)
    digits = 8 if "Derivative" in fact.claim else 20
    used = set().union(*map(free_symbols, (claim.lhs, claim.rhs, *claim.domain.conditions)))
    used |= {s.name for d in claim.domain.declarations if d.name in used for s in d.shape if s.head == "symbol"}
    declarations = [d for d in claim.domain.declarations if d.name in used]
    with mp.workdps(50):
        return Counter(
            compare(claim.lhs, claim.rhs, p, digits) for p in points(declarations, claim.domain.conditions, 12)
        )


def test_facts_are_many_and_each_is_there_once() -> None:
    assert len(FACTS) >= 120
    assert len({(f.claim, f.assume) for f in FACTS}) == len(FACTS)


@each_fact
def test_random_matrices_show_the_stated_truth(fact: Fact) -> None:
    found = seen(fact)
    assert found["same"] or fact.truth == "unequal"
    assert bool(found["different"]) is (fact.truth == "unequal")
    if fact.truth != "unequal":
        assert bool(found["lhs"] + found["rhs"]) is (fact.truth == "hole")


@each_fact
def test_the_engine_never_contradicts(fact: Fact) -> None:
    assert outcome(fact).verdict in POSSIBLE[fact.truth]
    assert outcome(fact, flipped=True).verdict in POSSIBLE[fact.truth]


def test_as_many_facts_are_decided_right_as_ever() -> None:
    wrong = [f.claim for f in FACTS if outcome(f).verdict is not RIGHT[f.truth]]
    assert len(wrong) <= UNDECIDED_NOW, wrong
