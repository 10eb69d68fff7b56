"""The annotations of a workflow: escaped, ten at most, worst first; and a log that holds no command of a note."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reports.building import Author, at, judged, run
from tests.reports.cases import CASES
from verifier.model.result import FileResult, RunResult
from verifier.model.verdict import Verdict
from verifier.reports.github import MOST, Annotations, as_log

EXPECTED = Path(__file__).parent / "expected"
FAIL_ON = frozenset({"refuted", "undecided"})


def annotations(result: RunResult, fail_on: frozenset[str] = FAIL_ON, workspace: str | None = None) -> list[str]:
    gathered = Annotations(fail_on, workspace)
    for file in result.files:
        gathered.add(file)
    return gathered.text().splitlines()


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.__name__)
def test_every_case(case: Callable[[], RunResult], compare_with_stored: Callable[[Path, str], None]) -> None:
    text = "".join(line + "\n" for line in annotations(case()))
    compare_with_stored(EXPECTED / f"{case.__name__}.github", text)
    for line in text.splitlines():
        assert line.startswith(("::error ", "::warning "))
        assert line.isprintable()


def several(*verdicts: Verdict, path: str = "a, b:c.yaml") -> FileResult:
    a = Author(path, "steps:\n  - x\n" + "  - 2*x\n" * len(verdicts))
    steps = tuple(
        judged(i, a.step("2*x", i + 2), "x", v, counterexample=at("1", "2", x="1")) for i, v in enumerate(verdicts, 1)
    )
    return run(a.file(a.chain("100%", 1, (a.step("x", 2), *(s.step for s in steps)), steps))).files[0]


def test_worst_first_and_ten_at_most() -> None:
    file = several(*[Verdict.CONDITIONAL] * 4, *[Verdict.REFUTED] * 3, *[Verdict.CONDITIONAL] * 5)
    gathered = annotations(RunResult((file,)))
    assert len(gathered) == MOST
    assert [line.split()[0] for line in gathered] == ["::error"] * 3 + ["::warning"] * 7
    assert gathered[-1] == "::warning title=verify::and 3 more: see the log"


def test_what_is_wrong_stands_before_what_is_undecided() -> None:
    file = several(*[Verdict.UNDECIDED] * 12, Verdict.REFUTED, Verdict.CONDITIONAL)
    gathered = annotations(RunResult((file,)))
    assert "title=refuted (" in gathered[0]
    assert gathered[-1] == "::error title=verify::and 5 more: see the log"
    mixed = annotations(RunResult((several(Verdict.CONDITIONAL, Verdict.UNDECIDED, Verdict.REFUTED),)))
    assert [line.split()[0] for line in mixed] == ["::error", "::error", "::warning"]
    assert "refuted" in mixed[0]


def test_properties_and_text_are_escaped() -> None:
    (line,) = annotations(RunResult((several(Verdict.REFUTED),)))
    assert line.startswith(
        "::error file=a%2C b%3Ac.yaml,line=3,col=5,endColumn=8,title=refuted (chain 100%25%2C step 1)::"
    )
    assert "%0Acounterexample: x = 1:  lhs = 1, rhs = 2" in line


def test_paths_are_those_of_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    (line,) = annotations(RunResult((several(Verdict.REFUTED, path="x.yaml"),)), workspace=str(tmp_path))
    assert line.startswith("::error file=sub/x.yaml,")
    (line,) = annotations(RunResult((several(Verdict.REFUTED, path="/x.yaml"),)), workspace=str(tmp_path))
    assert line.startswith("::error file=/x.yaml,")


def test_no_line_of_a_note_becomes_a_command() -> None:
    assert as_log("a\nb\n") == "a\nb\n"
    for text in ("a\n  ::error::x\n", "a ##[error]x\n"):
        first, *inside, last = as_log(text).splitlines(keepends=True)
        assert "".join(inside) == text
        assert first == f"::stop-commands::{last.strip().strip(':')}\n"
        assert last.strip().strip(":") not in text
