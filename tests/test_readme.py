"""The README tells the truth: its files, outputs, Python sessions and commands are what really happens."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
FILES = dict(re.findall(r"`(\w+\.(?:yaml|md))`[^`]*```(?:yaml|markdown)\n(.*?)```", README, re.DOTALL))
CONSOLE = re.findall(r"```console\n\$ verify (.*?)\n(.*?)```", README, re.DOTALL)


def test_there_is_something_to_check() -> None:
    assert set(FILES) == {"loss.yaml", "sigmoid.yaml", "lecture.md"}
    assert len(CONSOLE) == 4


@pytest.mark.parametrize(("command", "output"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_each_output_is_what_the_command_prints(command: str, output: str, tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    arguments = [sys.executable, "-m", "verifier", *shlex.split(command)]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout == output


def test_each_python_session_is_what_python_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    sessions = "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(sessions, {}, "README.md", "README.md", 0)
    said: list[str] = []
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append).failed == 0, "".join(said)


def test_continuous_integration_runs_exactly_the_two_commands_of_the_readme() -> None:
    commands = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert [c.rpartition("/")[2] for c in commands] == ["verify derivations", "pytest -n auto"]
    assert "grep '^python3 -m venv' README.md" in (ROOT / ".ci" / "run").read_text()
