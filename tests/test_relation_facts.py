"""Relations with a known truth: none may get the other verdict, and those not marked `unseen` are decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.relations import decided
from verifier.model.verdict import Verdict

FILE = Path(__file__).parent / "facts" / "relations.yaml"
RELATIONS = (" <=> ", " => ", " <= ", " >= ", " < ", " > ")
KEYS = {"claim", "truth", "partly", "symbols", "assume", "unseen"}


def facts() -> Iterator[Any]:
    for group, entries in yaml.load(FILE.read_text(), yaml.CBaseLoader).items():
        for entry in entries:
            assert set(entry) <= KEYS, entry
            assert entry["truth"] in ("holds", "fails"), entry
            words = [*entry.get("symbols", {}).values(), *entry.get("assume", ())]
            yield pytest.param(entry, id=f"{group}: {entry['claim']} {'; '.join(words)}")


def parted(claim: str) -> tuple[str, str, str]:
    """Left side, relation and right side: the relation that binds least stands first in RELATIONS."""
    relation = next(r for r in RELATIONS if r in claim)
    lhs, rhs = claim.split(relation, 1)
    return lhs, relation.strip(), rhs


def symbols(entry: Any) -> dict[str, str]:
    return {n.strip(): words for names, words in entry.get("symbols", {}).items() for n in names.split(",")}


@pytest.mark.parametrize("entry", list(facts()))
def test_a_relation_is_decided_as_its_truth_says(entry: Any) -> None:
    outcome = decided(*parted(entry["claim"]), *entry.get("assume", ()), **symbols(entry))
    if entry["truth"] == "fails":
        expected, contrary = Verdict.REFUTED, Verdict.PROVED
    else:
        expected, contrary = (Verdict.CONDITIONAL if "partly" in entry else Verdict.PROVED), Verdict.REFUTED
    if "unseen" in entry:
        assert outcome.verdict not in (expected, contrary)
    else:
        assert outcome.verdict is expected
