"""Broken notes in each format: a message with its place and exit status 1, in time, and with -j the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_hostile import SECONDS, seconds_of_children

DEEP = 10_000
LONG = "+ x " * 250_000
FORMULAS = {
    "unbalanced-braces": "\\frac{1}{x = 1",
    "unbalanced-braces closing": "x} = {1",
    "unbalanced-environment": "\\begin{aligned} x &= 1",
    "control-character": "x\x07 = 1",
    "control-character escape": "x\x1b[31m = 1",
    "too-deep": "{" * DEEP + "x" + "}" * DEEP + " = x",
    "too-deep fractions": "\\frac{1}{" * DEEP + "x" + "}" * DEEP + " = x",
    "too-deep roots": "\\sqrt{" * DEEP + "x" + "}" * DEEP + " = x",
    "too-deep words": "\\text{" * DEEP + "x" + "}" * DEEP + " = x",
    "too-large line": f"x = x {LONG}",
    "too-large number": "x = " + "9" * 1_000_000,
    "too-large brackets": "(" * DEEP + "x" + ")" * DEEP + " = x",
    "too-large delimiters": "\\left(" * DEEP + "x" + "\\right)" * DEEP + " = x",
    "too-large columns": "x " + "& " * 100_000 + "= 1",
    "too-large row": f"x &= x \\\\ &= x {LONG} \\\\ &= x",
}
SUFFIXES = ("md", "tex", "rst", "ipynb")
FILES = {
    "unclosed.md": ("$$ x = 1\n\ntext\n", "unclosed-display"),
    "unclosed.tex": ("\\[ x = 1\n\ntext\n", "unclosed-display"),
    "unended.tex": ("\\begin{align} x &= 1\n\ntext\n", "unclosed-environment"),
    "unclosed.ipynb": (json.dumps({"cells": [{"cell_type": "markdown", "source": "$$ x = 1"}]}), "unclosed-display"),
    "truncated.ipynb": ('{"cells": [{"cell_type": "markdown", "source": ["$$x = ', "json-syntax"),
    "nested.ipynb": ("[" * 100_000, "too-deep"),
    "number.ipynb": ('{"cells": [' + "9" * 100_000 + "]}", "too-deep"),
    "without-cells.ipynb": ('{"cells": 3}', "no-notebook"),
    "without-source.ipynb": ('{"cells": [{"cell_type": "markdown"}]}', "no-notebook"),
    "comments.md": ("<!-- verify: " * 20_000, "unclosed-comment"),
    "quotes.md": (">" * DEEP + " $$x = x\n", "empty-file"),
    "not-utf8.md": (b"$$x = x$$ \xff\xfe", "invalid-utf8"),
    "large.md": ("x" * (1 << 20) + "$$x = x$$", "too-large"),
}


def written(formula: str, suffix: str) -> str:
    """The formula as a display of a file that is right otherwise."""
    if suffix == "tex":
        return f"\\begin{{document}}\nText.\n\\[\n{formula}\n\\]\n\\end{{document}}\n"
    if suffix == "rst":
        return f"Title\n=====\n\n.. math::\n\n   {formula}\n\nText.\n"
    if suffix == "ipynb":
        return json.dumps({"cells": [{"cell_type": "markdown", "source": ["$$\n", formula, "\n$$\n"]}]})
    return f"# Title\n\n$$\n{formula}\n$$\n\nText.\n"


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def verify(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "verifier", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def errors_in(folder: Path, name: str) -> list[dict[str, object]]:
    """The errors of this file, which is refused within the time; nothing is left behind."""
    before = seconds_of_children()
    done = verify(folder, name, "--format", "json")
    assert done.returncode == 1, done.stdout[-500:]
    assert done.stderr == ""
    assert seconds_of_children() - before < SECONDS
    assert os.listdir(folder) == [name]
    (file,) = json.loads(done.stdout)["files"]
    assert all(e["line"] >= 1 and e["column"] >= 1 and e["message"] for e in file["errors"])
    return list(file["errors"])


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kind", FORMULAS)
def test_a_broken_formula_is_a_message_with_its_line(tmp_path: Path, kind: str, suffix: str) -> None:
    name = f"notes.{suffix}"
    path = write(tmp_path, name, written(FORMULAS[kind], suffix))
    if path.stat().st_size > 1 << 20:
        pytest.fail("the file itself is too large to show anything")
    (error,) = errors_in(tmp_path, name)
    assert error["code"] == kind.split()[0]
    assert error["line"] == {"md": 4, "tex": 4, "rst": 6, "ipynb": 2}[suffix]
    assert error["cell"] == (1 if suffix == "ipynb" else None)


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_a_message_with_a_place(tmp_path: Path, name: str) -> None:
    text, code = FILES[name]
    write(tmp_path, name, text)
    assert code in {e["code"] for e in errors_in(tmp_path, name)}


def test_with_more_jobs_it_is_the_same_to_the_byte(tmp_path: Path) -> None:
    for name, (text, _) in FILES.items():
        write(tmp_path, name, text)
    for number, formula in enumerate(FORMULAS.values()):
        write(tmp_path, f"{number}.{SUFFIXES[number % 4]}", written(formula, SUFFIXES[number % 4]))
    write(tmp_path, "right.md", written("x + x = 2x", "md"))
    for format_ in ("text", "json", "github"):
        one, two = (verify(tmp_path, ".", "--format", format_, "-j", jobs) for jobs in "12")
        assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)
        assert one.returncode == 1
        assert "too-large" in one.stdout


def test_a_cell_with_a_control_character_costs_no_other_cell(tmp_path: Path) -> None:
    cells = [{"cell_type": "markdown", "source": text} for text in ("$$x + \x01x = 2x$$", "$$x + x = 2x$$")]
    write(tmp_path, "notes.ipynb", json.dumps({"cells": cells}))
    done = verify(tmp_path, "notes.ipynb", "--format", "json")
    said = json.loads(done.stdout)
    assert done.returncode == 1
    assert said["summary"]["proved"] == 1
    (error,) = said["files"][0]["errors"]
    assert (error["code"], error["cell"], error["line"], error["column"]) == ("control-character", 1, 1, 7)
