"""Which files a folder offers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from verifier.frontends import walk as walking
from verifier.frontends.walk import walk


def make(root: Path, *names: str, text: str = "steps: [a, a]\n") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(root: Path, folder: str = ".") -> tuple[list[str], int]:
    walked = walk(str(root / folder))
    return [os.path.relpath(p, root) for p in walked.paths], len(walked.skipped)


def test_only_suffixes_of_chains_and_notes_in_the_order_of_names(tmp_path: Path) -> None:
    make(tmp_path, "b.yaml", "a.yml", "c/d.jsonl", "B.yaml", "notes.md", "x.json", "é.yaml")
    assert found(tmp_path) == (["B.yaml", "a.yml", "b.yaml", "c/d.jsonl", "notes.md", "é.yaml"], 0)


def test_hidden_files_are_counted_and_hidden_folders_not_entered(tmp_path: Path) -> None:
    make(tmp_path, "a.yaml", ".b.yaml", ".c/d.yaml")
    assert found(tmp_path) == (["a.yaml"], 1)


def test_ignored_files_are_counted(tmp_path: Path) -> None:
    make(tmp_path, "a.yaml", "draft.yaml", "build/x.yaml", "sub/a.yaml", "sub/keep.yaml", "sub/draft.yaml")
    (tmp_path / ".gitignore").write_text("draft.yaml\nbuild/\n# comment\n\n")
    (tmp_path / "sub" / ".gitignore").write_text("*.yaml\n!keep.yaml\n")
    assert found(tmp_path) == (["a.yaml", "sub/keep.yaml"], 3)


def test_the_repository_above_has_its_say(tmp_path: Path) -> None:
    make(tmp_path, "notes/deep/a.yaml", "notes/deep/b.yaml", "notes/deep/c.yaml")
    make(tmp_path, ".git/info/exclude", text="c.yaml\n")
    (tmp_path / ".gitignore").write_text("notes/deep/b.yaml\n")
    assert found(tmp_path, "notes/deep") == (["notes/deep/a.yaml"], 2)


def test_a_folder_that_is_ignored_but_named_is_walked(tmp_path: Path) -> None:
    make(tmp_path, "build/a.yaml", ".git/HEAD")
    (tmp_path / ".gitignore").write_text("build/\n")
    assert found(tmp_path, "build") == (["build/a.yaml"], 0)


def test_a_pattern_that_git_cannot_read_is_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "a.yaml", "b.yaml")
    (tmp_path / ".gitignore").write_bytes(b"!\n\xff\na[\nb.yaml\n")
    assert found(tmp_path) == (["a.yaml"], 1)


def test_links_that_leave_the_folder_are_counted(tmp_path: Path) -> None:
    make(tmp_path, "in/a.yaml", "out/b.yaml")
    (tmp_path / "in" / "outside.yaml").symlink_to(tmp_path / "out" / "b.yaml")
    (tmp_path / "in" / "inside.yaml").symlink_to("a.yaml")
    (tmp_path / "in" / "broken.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    assert found(tmp_path, "in") == (["in/a.yaml", "in/broken.yaml", "in/inside.yaml"], 1)


def test_links_that_lead_round_to_themselves_are_counted(tmp_path: Path) -> None:
    make(tmp_path, "in/a.yaml")
    (tmp_path / "in" / "loop").symlink_to("loop")
    (tmp_path / "in" / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "in" / "there.yaml").symlink_to("back.yaml")
    (tmp_path / "in" / "back.yaml").symlink_to("there.yaml")
    assert found(tmp_path, "in") == (["in/a.yaml"], 3)


def test_what_is_passed_over_is_listed_with_the_reason(tmp_path: Path) -> None:
    make(tmp_path, "in/.a.yaml", "in/b.yaml", "out.yaml")
    (tmp_path / "in" / ".gitignore").write_text("b.yaml\n")
    (tmp_path / "in" / "c.yaml").symlink_to(tmp_path / "out.yaml")
    listed = [(os.path.basename(s.path), s.why) for s in walk(str(tmp_path / "in")).skipped]
    assert listed == [
        (".a.yaml", "hidden"),
        ("b.yaml", "ignored by git"),
        ("c.yaml", "a link that leaves the folder, or leads round to itself"),
    ]


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.yaml", "closed/b.yaml")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(walking.os, "scandir", refuse)
    walked = walk(str(tmp_path))
    assert walked.unreadable == [(str(tmp_path / "closed"), "Permission denied")]
    assert len(walked.paths) == 1


def test_paths_are_shown_as_the_folder_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "d/a.yaml")
    monkeypatch.chdir(tmp_path)
    assert walk(".").paths == ["d/a.yaml"]
    assert walk("./d/").paths == ["d/a.yaml"]
