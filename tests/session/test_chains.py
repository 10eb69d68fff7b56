"""The rules of the session on real chains, read from YAML and judged by the engine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from verifier.model.result import StepResult
from verifier.reading.jsonl import read_line
from verifier.session import check_chain, findings_of

CASES = yaml.load(Path(__file__).with_name("chains.yaml").read_text(), yaml.BaseLoader)
NOT_OF_THE_CHAIN = {"claim", "come out", "result comes out", "findings", "errors"}


def words(step: StepResult) -> str:
    cause = [] if step.caused_by is None else [f"by {step.caused_by}"]
    source = ["repair"] if step.judged_from == "repair" else []
    mistakes = [m.name for m in step.mistakes[:1]]
    return " ".join([step.verdict.value, *source, *cause, *mistakes, *([step.expected] if step.expected else [])])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"])
def test_in_a_chain(case: dict[str, Any]) -> None:
    chain = read_line(
        "case.jsonl", 1, json.dumps({k: v for k, v in case.items() if k not in NOT_OF_THE_CHAIN}).encode()
    )
    assert chain.errors == ()
    result = check_chain(chain)
    assert [words(s) for s in result.steps] == case.get("come out", [])
    assert (None if result.result is None else words(result.result)) == case.get("result comes out")
    assert [e.code for e in result.errors] == case.get("errors", [])
    assert len(findings_of(result)) == int(case["findings"])
