"""`verify` on notes: what is walked, shown, counted and annotated, and `verify init`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from verifier.frontends.command import main
from verifier.frontends.explain import page_on_notes
from verifier.frontends.files import project_settings
from verifier.reading.notes.clauses import CLAUSES
from verifier.reading.notes.notes import read_notes

EXPECTED = Path(__file__).parent / "expected"

RIGHT = "$$(x+1)^2 = x^2 + 2x + 1$$\n"
WRONG = "$$(x-1)^2 = x^2 + 2x + 1$$\n"
UNREAD = "$$f(x) = f(x) + 0$$\n"


def notebook(*cells: tuple[str, str]) -> str:
    return json.dumps({"cells": [{"cell_type": kind, "source": text.splitlines(True)} for kind, text in cells]})


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main(list(arguments))
    return status, capsys.readouterr().out


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".qmd"])
def test_markdown_is_checked_by_its_suffix(tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    status, out = run(capsys, write(tmp_path, f"notes{suffix}", RIGHT))
    assert status == 0
    assert "1 step proved" in out
    assert "read 2 of 2 formulas" in out


def test_a_wrong_step_in_notes_is_a_finding_at_its_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out = run(capsys, write(tmp_path, "notes.md", "Text\n\n" + WRONG))
    assert status == 1
    assert "notes.md:3:19" in out


def test_the_repair_is_given_in_latex(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, write(tmp_path, "notes.md", "$$(x+1)^2 = x^2 + 2x - 1$$"))
    assert "write `x^2 + 2 x + 1`" in out


def test_an_undecided_step_warns_in_notes_unless_fail_on_says_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "notes.md", "$$x^2 = 25$$")
    assert run(capsys, path)[0] == 0
    assert run(capsys, path, "--fail-on", "undecided")[0] == 1
    assert run(capsys, write(tmp_path, "wrong.md", WRONG), "--fail-on", "undecided")[0] == 0


def test_a_refusal_is_shown_with_its_place_and_its_declaration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out = run(capsys, write(tmp_path, "notes.md", UNREAD))
    assert status == 0
    assert "read 0 of 2 formulas" in out
    assert "1:3: ambiguous:call" in out
    assert "declare verify: symbols f function" in out
    assert "also at 1:10" in out
    assert "2 of 2 formulas not read" in out


def test_refusals_of_a_code_may_be_ignored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, write(tmp_path, "notes.md", f"<!-- verify: ignore ambiguous -->\n\n{UNREAD}"))
    assert "read 0 of 2 formulas" in out
    assert "ambiguous:call" not in out


def test_json_has_what_was_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, write(tmp_path, "notes.md", RIGHT + "\n" + UNREAD), "--format", "json")
    (file,) = json.loads(out)["files"]
    assert file["formulas"] == {"total": 4, "read": 2}
    first: dict[str, Any] = file["unread"][0]
    assert (first["line"], first["column"], first["reason"], first["text"]) == (3, 3, "ambiguous:call", "f")
    assert first["declaration"] == "symbols f function"
    assert [c["taken"] for c in file["chains"]] == [["x"]]


def test_jsonl_has_a_line_on_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, write(tmp_path, "notes.md", RIGHT + "\n" + UNREAD), "--format", "jsonl")
    about, chain = map(json.loads, out.splitlines())
    assert (about["name"], len(about["unread"])) == (None, 2)
    assert chain["steps"][0]["verdict"] == "proved"


def test_a_place_in_a_notebook_names_its_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = notebook(("markdown", "# Title\n\n<!-- verify: symbols x real -->"), ("code", "x = 1"), ("markdown", WRONG))
    path = write(tmp_path, "notes.ipynb", text)
    status, out = run(capsys, path)
    assert status == 1
    assert "notes.ipynb:cell 3:1:19" in out
    assert "$$(x-1)^2 = x^2 + 2x + 1$$" in out
    _, github = run(capsys, path, "--format", "github")
    assert "cell 3%3A1%3A19" in github
    _, text = run(capsys, path, "--format", "json")
    assert json.loads(text)["files"][0]["chains"][0]["steps"][0]["span"]["cell"] == 3


def test_annotations_of_notes_warn_of_what_is_undecided_or_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out = run(capsys, write(tmp_path, "notes.md", f"{WRONG}\n$$x^2 = 25$$\n\n{UNREAD}"), "--format", "github")
    assert status == 1
    levels = [line.split()[0] for line in out.splitlines() if line.startswith("::")]
    assert levels == ["::error", "::warning", "::warning", "::warning"]


def test_a_folder_is_walked_for_notes_and_files_without_mathematics_are_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "README.md", "Nothing here, `$x$` is code.\n")
    write(tmp_path, "notes.md", RIGHT)
    write(tmp_path, "chain.yaml", "steps: [1, 1]")
    status, out = run(capsys, str(tmp_path))
    assert status == 0
    assert "2 files, 2 chains" in out
    assert "1 file skipped" in out


def test_a_named_file_without_mathematics_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out = run(capsys, write(tmp_path, "README.md", "Nothing here.\n"))
    assert status == 1
    assert "error[empty-file]" in out


@pytest.mark.parametrize(
    "name, text, code",
    [
        ("a.md", "$$x = 1\n\ntext", "unclosed-display"),
        ("b.tex", "\\begin{align} x = 1\n\ntext", "unclosed-environment"),
        ("c.ipynb", '{"cells": [', "json-syntax"),
        ("d.md", "$$\\frac{1}{x = 1$$", None),
        ("e.md", "$$x\x07 = 1$$", "control-character"),
        ("f.md", "$$" + "{" * 10_000 + "x" + "}" * 10_000 + "$$", None),
        ("g.md", "$$x = " + "x" * (1 << 20) + "$$", "too-large"),
    ],
)
def test_a_broken_file_is_a_message_with_a_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, code: str | None
) -> None:
    status, out = run(capsys, write(tmp_path, name, text))
    assert status == 1
    assert f"error[{code or ''}" in out


def test_standard_input_goes_by_its_name(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "verifier", "-", "--stdin-filename", "notes.md"]
    done = subprocess.run(command, input=WRONG, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "notes.md:1:19" in done.stdout


def test_the_project_declares_for_all_its_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "pyproject.toml", '[tool.verify]\nsymbols = {x = "positive", q = "real"}\nlog = 2\n')
    (tmp_path / "sub").mkdir()
    path = write(tmp_path / "sub", "notes.md", "$$\\sqrt{x^2} = x$$\n\n$$\\log 8 = 3$$\n")
    project_settings.cache_clear()
    status, out = run(capsys, path)
    assert status == 0
    assert "2 chains" in out
    assert "error" not in out


@pytest.mark.parametrize("text", ["[tool.verify\n", "[tool]\nverify = 3\n", '[tool.verify]\nsymbol = "x"\n'])
def test_wrong_settings_of_a_project_are_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    write(tmp_path, "pyproject.toml", text)
    project_settings.cache_clear()
    status, out = run(capsys, write(tmp_path, "notes.md", RIGHT))
    assert status == 1
    assert "pyproject.toml" in out


def test_what_is_wrong_with_settings_stands_there_and_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = '[tool.verify]\nsymbols = "x real"\nlet = {q = "1 +"}\n\n[tool.verify.symbol]\nx = "real"\n'
    write(tmp_path, "pyproject.toml", settings)
    project_settings.cache_clear()
    monkeypatch.chdir(tmp_path)
    for name in ("one.md", "two.md"):
        write(tmp_path, name, RIGHT)
    status, out = run(capsys, "one.md", "two.md")
    assert status == 1
    assert [out.count(f"pyproject.toml:{at}") for at in ("2:1", "3:8", "5:1")] == [1, 1, 1]
    assert out.count("error[") == 3
    assert '`x = "real"`' in out


def test_a_run_on_chain_files_loads_no_reader_of_notes(tmp_path: Path) -> None:
    path = write(tmp_path, "chain.yaml", "symbols: {x: real}\nsteps: [x, x]")
    program = (
        "import sys; from verifier.frontends.command import main; status = main([sys.argv[1]]);"
        "loaded = [m for m in sys.modules if m.startswith(('markdown_it', 'verifier.reading.latex', 'tomllib',"
        " 'verifier.reading.notes.'))]; print(status, loaded, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "0 ['verifier.reading.notes.suffixes']"


class TestInit:
    def test_what_it_writes_reads_back_with_the_same_verdicts(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = (
            "<!-- verify: symbols a in (0, 1); let s = 1/(1 + exp(-z)); let \\tau(t) = t^2 -->\n\n"
            "$$\\frac{ds}{dz} = s(1-s) = s - s^2 = s + s^2$$\n\n$$\\tau(a) = a^2$$\n\n"
            f"$$x^2 = 25$$\n\n{UNREAD}"
        )
        path = write(tmp_path, "notes.md", text)
        status, out = run(capsys, "init", path)
        assert (status, out) == (0, f"{tmp_path / 'notes.yaml'}: 2 chains, read from {path}\n")
        verdicts = [self._verdicts(capsys, str(tmp_path / name)) for name in ("notes.md", "notes.yaml")]
        assert verdicts[1] == [["proved", "proved", "refuted"], ["proved"]]
        assert verdicts[0] == [*verdicts[1], ["undecided"]]
        written = (tmp_path / "notes.yaml").read_text()
        assert "x^2 = 25" in written
        assert "was not read" in written

    @staticmethod
    def _verdicts(capsys: pytest.CaptureFixture[str], path: str) -> list[list[str]]:
        _, out = run(capsys, path, "--format", "json")
        return [[s["verdict"] for s in c["steps"]] for c in json.loads(out)["files"][0]["chains"]]

    def test_it_writes_over_nothing_unless_it_must(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = write(tmp_path, "notes.md", RIGHT)
        write(tmp_path, "notes.yaml", "mine")
        assert main(["init", path]) == 2
        assert (tmp_path / "notes.yaml").read_text() == "mine"
        assert "exists" in capsys.readouterr().err
        assert main(["init", path, "--force"]) == 0
        assert (tmp_path / "notes.yaml").read_text() != "mine"

    def test_it_writes_to_standard_output(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status, out = run(capsys, "init", write(tmp_path, "notes.md", RIGHT), "-o", "-")
        assert status == 0
        assert "      - (x + 1)**2\n      - x**2 + 2*x + 1\n" in out
        assert os.listdir(tmp_path) == ["notes.md"]

    @pytest.mark.parametrize("name", ["notes.yaml", "missing.md"])
    def test_it_refuses_what_are_no_notes(self, tmp_path: Path, name: str) -> None:
        assert main(["init", str(tmp_path / name)]) == 2


def test_the_report_on_notes_is_as_stored(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, compare_with_stored: Any
) -> None:
    monkeypatch.chdir(EXPECTED)
    _, out = run(capsys, "notes.md")
    compare_with_stored(EXPECTED / "notes.txt", out)
    assert all(len(line) <= 80 for line in out.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "$$x=x$$\n\n" * 3000,
        "$$x=x$$\n\n" + "$$=x$$\n\n" * 3000,
        "<!-- verify: symbols x real -->\n\n$$x=x$$\n\n" * 1000,
        "".join(f"<!-- verify: symbols x_{k} real -->\n\n$$x=x$$\n\n" for k in range(1000)),
        "<!-- verify:\n" + "\n".join(f"let a_{k + 1} = a_{k} + a_{k}" for k in range(200)) + "\n-->\n\n$$a_{200} = 1$$",
        "<!-- verify: let f(x) = f(f(x)); let g(x) = h(x); let h(x) = g(x) -->\n\n$$f(1) = g(2)$$",
        "<!-- verify: " + "(" * 5000 + " -->\n\n$$x = x$$",
        "<!-- verify: assume " + "x > 0 and " * 5000 + " -->\n\n$$x = x$$",
        "---\nverify: &a [*a]\n---\n\n$$x = x$$",
        "---\nverify:\n  symbols: {x: {y: z}}\n  let: [1]\n  assume: {a: b}\n---\n\n$$x = x$$",
    ],
    ids=lambda text: text[:24],
)
def test_hostile_notes_end_with_what_can_be_read(text: str) -> None:
    file = read_notes("notes.md", text)
    assert file.notes is not None
    assert file.notes.formulas >= 2


class TestThePageOnNotes:
    def test_its_example_is_checked_as_it_says(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        _, page = run(capsys, "explain", "notes")
        (example,) = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
        status, out = run(capsys, write(tmp_path, "notes.md", example))
        assert status == 0
        assert "2 steps proved" in out
        assert "known issue[flipped-sign]" in out

    def test_it_names_every_word_with_an_example_that_is_read(self) -> None:
        rows = dict(re.findall(r"^\| `(\w+)` \| `(.*?)` \|", page_on_notes(), re.MULTILINE))
        assert set(rows) == set(CLAUSES)
        for example in rows.values():
            text = f"<!-- verify: {example} -->\n\n$$a = a = a$$\n"
            codes = {e.code for e in read_notes("notes.md", text).errors}
            assert codes <= {"unused-declaration"}, example
