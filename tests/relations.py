"""Claims of any relation, from texts as an author writes them."""

from __future__ import annotations

import json

from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.model.claim import Claim
from verifier.reading.jsonl import read_line
from verifier.session.asking import claim_of_step
from verifier.session.setting import settle

LIMITS = Limits(use_sympy=False)


def claim_between(lhs: str, relation: str, rhs: str, *assume: str, **symbols: str) -> Claim:
    """The claim of a chain of two lines; x, y and z are real unless `symbols` says otherwise."""
    tolerance = {key: symbols.pop(key) for key in ("within", "order") if key in symbols}
    step = {"expr": rhs, "relation": relation, **tolerance}
    declared = {**dict.fromkeys(("x", "y", "z"), "real"), **symbols}
    line = {"id": "claim", "symbols": declared, "assume": list(assume), "steps": [lhs, step]}
    chain = read_line("claims.jsonl", 1, json.dumps({k: v for k, v in line.items() if v}).encode())
    assert not chain.errors, chain.errors
    return claim_of_step(settle(chain), chain.steps[0].written.term, chain.steps[1])


def decided(lhs: str, relation: str, rhs: str, *assume: str, **symbols: str) -> Outcome:
    """What the engine says of such a claim."""
    from verifier.engine.decide import decide

    return decide(claim_between(lhs, relation, rhs, *assume, **symbols), LIMITS)
