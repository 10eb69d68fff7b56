"""A fault of this program at one step leaves that step undecided, and judges all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.frontends.command import main
from verifier.model.chain import Step
from verifier.model.result import StepResult
from verifier.session import run
from verifier.session.carrying import Standing
from verifier.session.judging import judge_step
from verifier.session.setting import Setting

CHAIN = "symbols: {x: real}\nsteps: [x + x, 2*x, x + x + 0, 2*x]\nresult: x + x\n"


def _failing_at(text: str, error: Exception) -> object:
    def judge(setting: Setting, standing: Standing, step: Step, index: int) -> tuple[StepResult, Standing]:
        if step.written.text == text:
            raise error
        return judge_step(setting, standing, step, index)

    return judge


@pytest.mark.parametrize(
    ("error", "reason"), [(ZeroDivisionError("a fault"), "crashed"), (MemoryError(), "out-of-memory")]
)
def test_a_fault_at_one_step_leaves_the_others(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    reason: str,
) -> None:
    path = tmp_path / "chain.yaml"
    path.write_text(CHAIN)
    monkeypatch.setattr(run, "judge_step", _failing_at("x + x + 0", error))
    assert main([str(path)]) == 1
    said = capsys.readouterr().out
    assert f"undecided[{reason}]" in said
    assert "test_faults.py" in said
    assert "2 proved, 1 undecided; result x + x confirmed" in said
