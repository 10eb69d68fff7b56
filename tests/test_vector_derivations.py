"""Derivations with vectors, matrices and random symbols: every step and result is proved or a known issue, from a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.model.verdict import Verdict
from verifier.reading.files import read_file
from verifier.session.run import check_file

FOLDER = Path(__file__).parents[1] / "derivations"
FILES = sorted([*(FOLDER / "vectors").glob("*.yaml"), *(FOLDER / "chance").glob("*.yaml")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_step_is_proved_or_a_known_issue_and_every_chain_has_a_source(path: Path) -> None:
    file = check_file(read_file(path.name, path.read_bytes()))
    assert not file.errors
    for chain in file.chains:
        assert not chain.errors
        assert chain.chain.source
        steps = [*chain.steps, *([chain.result] if chain.result else [])]
        assert {s.verdict for s in steps if not s.is_known_issue} <= {Verdict.PROVED}
