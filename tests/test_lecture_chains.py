"""The chains in the folders of `derivations/` by topic: each cites its source, and each step is proved or a known issue."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.reading.files import read_file
from verifier.session.run import check_file

FILES = sorted((Path(__file__).parents[1] / "derivations").glob("*/*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_step_is_proved_or_a_known_issue(path: Path) -> None:
    result = check_file(read_file(path.name, path.read_bytes()))
    assert not result.errors
    for chain in result.chains:
        assert chain.chain.source
        assert not chain.errors
        for step in (*chain.steps, *([chain.result] if chain.result else [])):
            assert step.verdict.value in ("proved", "conditional") or step.is_known_issue
