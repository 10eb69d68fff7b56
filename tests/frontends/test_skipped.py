"""What a folder holds beside chains: told on request, and an error where it was nearly a chain file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from verifier.frontends.command import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "right.yaml").write_text("steps: [1, 1]\n")
    (tmp_path / "compose.yaml").write_text("services: {}\n")
    (tmp_path / "data.jsonl").write_text('{"a": 1}\n')
    (tmp_path / "prose.md").write_text("Nothing but words.\n")
    (tmp_path / ".hidden.yaml").write_text("steps: [1, 2]\n")
    return tmp_path


def test_skipped_files_are_listed_with_the_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--show-skipped", "."]) == 0
    said = capsys.readouterr()
    assert "4 files skipped (`--show-skipped` says why)" in said.out
    assert said.err.splitlines() == [
        "verify: .hidden.yaml: skipped: hidden",
        "verify: compose.yaml: skipped: no `chains` or `steps` at its top level",
        "verify: data.jsonl: skipped: no `chains` or `steps` at its top level",
        "verify: prose.md: skipped: no displayed mathematics",
    ]


def test_they_are_not_listed_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["."]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("key", ["step", "stpes", "chian", "lines", "proof"])
def test_a_near_miss_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str], key: str) -> None:
    (folder / "near.yaml").write_text(f"symbols: {{x: real}}\n{key}: [x, x]\n")
    assert main(["."]) == 1
    assert f"no key `{key}`" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["lines: [1, 2]\n", "symbols: [a]\nname: font\n"])
def test_what_only_shares_a_word_is_none(folder: Path, text: str) -> None:
    (folder / "other.yaml").write_text(text)
    assert main(["."]) == 0


class TestStandardInput:
    NOTES = "# Sums\n\n$$(x + 1)^2 = x^2 + 2x + 1$$\n"

    def give(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    def test_it_is_read_as_what_its_name_says(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.give(self.NOTES, monkeypatch)
        assert main(["-", "--stdin-filename", "notes.md"]) == 0
        assert "notes.md" in capsys.readouterr().out

    def test_an_error_says_what_it_was_read_as(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.give(self.NOTES, monkeypatch)
        assert main(["-"]) == 1
        assert "read as YAML: with `--stdin-filename notes.md`" in capsys.readouterr().err
