"""Folder, pages, cases and catalogue are in step, and the chains of the pages do what the pages say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.diagnosis.cases import case_files
from verifier.diagnosis import mistakes
from verifier.diagnosis.catalog import CATALOG, Mistake, names, page_of, summary_of
from verifier.model.result import ChainResult, StepResult
from verifier.model.verdict import Verdict
from verifier.reading.files import read_file
from verifier.session import check_file

FOLDER = Path(str(mistakes.__file__)).parent
MODULES = sorted(path for path in FOLDER.glob("*.py") if path.stem != "__init__")


def test_every_mistake_has_its_file_its_page_its_cases_and_its_line() -> None:
    in_catalogue = sorted(name.replace("-", "_") for name in names())
    assert in_catalogue == [path.stem for path in MODULES]
    assert in_catalogue == sorted(path.stem for path in FOLDER.glob("*.md"))
    assert in_catalogue == [path.stem for path in case_files()]


def test_names_are_kebab_case_and_given_once() -> None:
    assert len(set(names())) == len(names())
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", name) for name in names())


@pytest.mark.parametrize("mistake", CATALOG, ids=names())
def test_a_line_of_the_catalogue_points_to_the_file_of_that_name(mistake: Mistake) -> None:
    assert mistake.propose.__module__.rpartition(".")[2] == mistake.name.replace("-", "_")


@pytest.mark.parametrize("path", MODULES, ids=[path.stem for path in MODULES])
def test_a_mistake_shows_one_function_and_imports_no_other_mistake(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert [n.name for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")] == ["propose"]
    imported = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    imported += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    assert not [module for module in imported if "mistakes" in module or "catalog" in module]


@pytest.mark.parametrize("name", names())
def test_a_page_starts_with_its_name_and_its_summary(name: str) -> None:
    title, summary = page_of(name).split("\n\n")[:2]
    assert title == f"# {name}"
    assert summary.rstrip(".").lower() == summary_of(name).lower()
    headings = re.findall("^## (.+)$", page_of(name), re.MULTILINE)
    assert headings == ["What it flags", "Why it is wrong", "Wrong", "Mended", "Limits", "Sources"]


@pytest.mark.parametrize("name", names())
def test_the_wrong_chain_of_a_page_shows_the_mistake(name: str) -> None:
    (guilty,) = [step for step in steps_of(name, "Wrong") if step.expected is not None]
    assert guilty.verdict is Verdict.REFUTED
    assert guilty.expected == "met"
    assert guilty.step.expect is not None
    assert guilty.step.expect.word == name


@pytest.mark.parametrize("name", names())
def test_the_mended_chain_of_a_page_is_proved(name: str) -> None:
    assert {step.verdict for step in steps_of(name, "Mended")} == {Verdict.PROVED}


def steps_of(name: str, heading: str) -> tuple[StepResult, ...]:
    return chain_under(name, heading).steps


def chain_under(name: str, heading: str) -> ChainResult:
    """The chain under a heading of a page, checked."""
    found = re.search(f"^## {heading}\n\n```yaml\n(.+?)```", page_of(name), re.MULTILINE | re.DOTALL)
    assert found is not None
    result = check_file(read_file(f"{name}.yaml", found[1].encode()))
    assert not result.errors
    (chain,) = result.chains
    assert not chain.errors
    return chain


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        page_of("no-such-mistake")
    with pytest.raises(KeyError):
        summary_of("no-such-mistake")
