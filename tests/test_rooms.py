"""The house rules that a tool can check: rooms and their imports, lengths, banned calls, lint, format and types."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "verifier").rglob("*.py"))
LONGEST_FILE = 400
BANNED_CALLS = {"eval", "exec", "compile", "__import__"}
BANNED_NAMES = {"sympify", "parse_expr", "lambdify", "nsimplify", "safe_load", "unsafe_load", "full_load"}
BANNED_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def run(*command: str) -> str:
    """Runs a command of this environment in the repository; its output if it fails, else nothing."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_every_room_imports_only_what_it_may() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_a_file_has_at_most_400_lines_and_says_first_what_it_is(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LONGEST_FILE
    assert not text or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_nothing_in_the_package_evaluates_text(path: Path) -> None:
    assert list(banned_in(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    "text",
    ["eval('1')", "import pickle", "sympy.sympify(t)", "yaml.load(t)", "sympy.S(t)", "e.subs('x', 1)", "simplify('x')"],
)
def test_the_search_for_evaluated_text_finds_it(text: str) -> None:
    assert list(banned_in(ast.parse(text)))


def banned_in(tree: ast.AST) -> Iterator[str]:
    """What in this module may evaluate text: banned builtins, readers of SymPy and YAML, pickles, text given to SymPy."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names) if any(n.name.split(".")[0] in BANNED_MODULES for n in names):
                yield f"line {node.lineno}: a banned import"
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in BANNED_MODULES:
                yield f"line {node.lineno}: a banned import"
            case ast.Call(func=ast.Name(id=name)) if name in BANNED_CALLS:
                yield f"line {node.lineno}: {name}"
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) if name in BANNED_NAMES:
                yield f"{name} is banned"
            case ast.Attribute(value=ast.Name(id="yaml"), attr="load" | "load_all"):
                yield f"line {node.lineno}: yaml.load"
            case ast.Attribute(value=ast.Name(id="sympy"), attr="S"):
                yield f"line {node.lineno}: sympy.S"
            case ast.Call(func=ast.Attribute(attr="subs" | "simplify" | "diff"), args=[ast.Constant(value=str()), *_]):
                yield f"line {node.lineno}: text given to SymPy"
            case ast.Call(func=ast.Name(id="simplify"), args=[ast.Constant(value=str()), *_]):
                yield f"line {node.lineno}: text given to SymPy"


def test_ruff_finds_nothing() -> None:
    assert not run("ruff", "check", "--quiet", ".")


def test_ruff_would_format_nothing_differently() -> None:
    assert not run("ruff", "format", "--check", "--quiet", ".")


def test_mypy_finds_nothing() -> None:
    assert not run("mypy", "--no-error-summary")


def test_importing_the_package_loads_neither_sympy_nor_flint() -> None:
    code = "import sys, verifier; print({'sympy', 'flint', 'rich', 'pebble', 'yaml', 'click'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_a_run_on_the_notes_never_imports_sympy() -> None:
    code = (
        "import sys\nfrom verifier.frontends.command import main\n"
        "status = main(['derivations'])\n"
        "assert status == 0, status\nassert 'sympy' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
