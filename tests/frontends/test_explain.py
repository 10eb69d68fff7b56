"""Whatever a report prints in brackets is explained, and the pages fit the terminal."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import verifier
from verifier.diagnosis.catalog import names
from verifier.frontends.command import main
from verifier.model.verdict import Reason, Verdict
from verifier.reports.explanations import explained, explanation_of
from verifier.reports.wrapping import wrapped

ROOT = Path(str(verifier.__file__)).parent
CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*(?::[a-z]+)?")
KEBAB = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
MAKERS = frozenset("FileError InputError MacroError ReadError Refusal RefusedError Unreadable refuse error add".split())
NO_CODES = frozenset({"utf-8", "mixed-number"})
"""Texts of the readers that look like codes: an encoding, and what a reader says of a formula that it reads."""


def codes_in(path: Path) -> set[str]:
    """The codes in a file of the readers: what errors and refusals are made with, and all that is written like one."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and len(node.args) > 1 and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            code = node.args[0].value
            if name in MAKERS and isinstance(code, str) and CODE.fullmatch(code):
                found.add(code)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and KEBAB.fullmatch(node.value):
            found.add(node.value)
    return found - NO_CODES


CODES = set[str]().union(
    *(codes_in(p) for p in (ROOT / "reading").rglob("*.py")),
    *(codes_in(ROOT / p) for p in ("api.py", "frontends/sources.py", "frontends/files.py", "session/assumptions.py")),
    {"because", "unmet-expect", "unmet-watch"},
)


@pytest.mark.parametrize("name", sorted({*CODES, *(r.value for r in Reason), *(v.value for v in Verdict)}))
def test_every_code_reason_and_verdict_is_explained(name: str) -> None:
    assert explanation_of(name) is not None


def test_nothing_else_is() -> None:
    families = {code.partition(":")[0] for code in CODES} | {"unread", "unknown", "alias", "anchor", "tag", "tab"}
    known = families | {r.value for r in Reason} | {v.value for v in Verdict}
    assert set(explained()) - known == set()
    assert set(explained()).isdisjoint(names())


@pytest.mark.parametrize(
    "name", ["needs-context", "undeclared_symbol", "conditional", "ambiguous:call", "unread-syntax", "flipped-sign"]
)
def test_the_command_shows_the_page(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 0
    assert capsys.readouterr().out.startswith(f"# {name.replace('_', '-')}\n\n")


@pytest.mark.parametrize("name", [None, "notes", *names(), *explained()])
def test_no_page_is_wider_than_the_terminal(name: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *([name] if name else [])]) == 0
    in_code = False
    for line in capsys.readouterr().out.splitlines():
        in_code ^= line.startswith("```")
        assert in_code or line.startswith(("|", "    ")) or len(line) <= 80


def test_a_name_that_is_nearly_one_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "undeclared-symbl"]) == 2
    assert "did you mean undeclared-symbol?" in capsys.readouterr().err


def test_paragraphs_and_lists_are_wrapped_and_code_is_kept() -> None:
    page = "# A\n\none two\nthree\n\n- four five\n  six\n- seven\n\n```yaml\na long line of code\n```\n"
    assert wrapped(page, 8) == (
        "# A\n\none two\nthree\n\n- four\n  five\n  six\n- seven\n\n```yaml\na long line of code\n```\n"
    )
    assert max(map(len, wrapped("word " * 100, 500).splitlines())) <= 100
