"""Chains of two lines for tests, read as the command line reads them, and what the engine says of them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.model.chain import Chain
from verifier.model.claim import Claim
from verifier.reading.jsonl import read_line
from verifier.session.asking import ask, claim_of_step
from verifier.session.setting import settle

LIMITS = Limits(use_sympy=False)


def chain_of(lhs: str, rhs: str, relation: str = "=", **keys: object) -> Chain:
    """The chain with these two lines; `keys` are those of a chain file."""
    step = {"expr": rhs, "relation": relation}
    return read_line("c.jsonl", 1, json.dumps({"id": "c", "steps": [lhs, step], **keys}).encode())


def claim_between(lhs: str, rhs: str, symbols: Mapping[str, str], relation: str = "=", **keys: object) -> Claim:
    """The claim of the step; the chain must be free of errors."""
    chain = chain_of(lhs, rhs, relation, symbols=dict(symbols), **keys)
    assert not chain.errors, [e.message for e in chain.errors]
    setting = settle(chain)
    head, step = chain.steps
    return claim_of_step(setting, head.written.term, step)


def outcome_of(lhs: str, rhs: str, symbols: Mapping[str, str], relation: str = "=", **keys: object) -> Outcome:
    """What the engine says of the step, SymPy left aside."""
    chain = chain_of(lhs, rhs, relation, symbols=dict(symbols), **keys)
    assert not chain.errors, [e.message for e in chain.errors]
    setting = settle(chain)
    return ask(setting, claim_of_step(setting, chain.steps[0].written.term, chain.steps[1]), LIMITS)
