"""The Python API: two expressions, files, runs; texts and SymPy objects; frozen results."""

from __future__ import annotations

import doctest
import subprocess
import sys
from dataclasses import FrozenInstanceError
from fractions import Fraction
from pathlib import Path

import pytest
import sympy

import verifier
from verifier import Verdict

CHAIN = "symbols: {x: real}\nsteps:\n  - x + x\n  - 2*x\n  - 3*x\n"
HEAVY = {"flint", "sympy", "yaml", "click", "rich", "verifier.api", "verifier.terms.term"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "doubled.yaml"
    file.write_text(CHAIN)
    return file


def loaded_by(code: str) -> set[str]:
    """The modules that Python has loaded after this code."""
    code += "\nimport sys\nprint(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_importing_the_package_loads_nothing_else() -> None:
    assert not loaded_by("import verifier") & HEAVY


def test_two_texts_are_judged_without_sympy() -> None:
    assert "sympy" not in loaded_by("import verifier\nverifier.check('x + x', '2*x')\nverifier.check('x', '-x')")


def test_every_public_name_is_there_and_no_other() -> None:
    assert set(verifier.__all__) <= set(dir(verifier))
    assert all(getattr(verifier, name) is not None for name in verifier.__all__)
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        verifier.chekc  # noqa: B018


def test_the_example_in_the_package_holds() -> None:
    assert doctest.testmod(verifier).failed == 0


def test_a_refuted_claim_shows_an_exact_point_the_ratio_and_the_mistake() -> None:
    result = verifier.check("Derivative(log2(a), a)", "1/a", symbols={"a": "in (0, 1)"})
    assert result.verdict is Verdict.REFUTED
    assert result.counterexample == verifier.ShownCounterexample((("a", "1/2"),), "2.885390082", "2")
    assert result.comparison == (("ratio", "lhs = 1/log(2) * rhs = 1.442695 * rhs, everywhere"),)
    assert [m.name for m in result.mistakes] == ["missing-log-base-factor"]


@pytest.mark.parametrize(
    "lhs, rhs, comparison",
    [
        ("x - y", "y - x", (("ratio", "lhs = -rhs, everywhere"),)),
        ("(x + y)**2", "x**2 + 2*x*y + y**2 + 3", (("difference", "lhs - rhs = -3, everywhere"),)),
        ("x/x", "2", (("ratio", "lhs = 1/2 * rhs, wherever both sides are defined"),)),
        ("x*y", "x + y", ()),
    ],
)
def test_a_ratio_or_a_difference_is_shown_where_it_is_simple_and_proved(
    lhs: str, rhs: str, comparison: tuple[tuple[str, str], ...]
) -> None:
    assert verifier.check(lhs, rhs).comparison == comparison


def test_a_result_is_frozen() -> None:
    result = verifier.check("x", "x")
    with pytest.raises(FrozenInstanceError):
        result.verdict = Verdict.REFUTED  # type: ignore[misc]


@pytest.mark.parametrize("symbols", [{"x": "> 0"}, ["x: > 0"], "x: > 0"])
@pytest.mark.parametrize("let", [{"s": "sqrt(x)"}, ["s = sqrt(x)"], "s = sqrt(x)"])
def test_declarations_and_definitions_are_mappings_or_texts(symbols: object, let: object) -> None:
    assert verifier.check("s**2", "x", symbols=symbols, let=let).verdict is Verdict.PROVED  # type: ignore[arg-type]


def test_assumptions_are_one_text_or_several() -> None:
    assert verifier.check("sqrt(x**2)", "x").holds_where == ("x >= 0",)
    assert verifier.check("sqrt(x**2)", "x", assume="x >= 0").verdict is Verdict.PROVED
    assert verifier.check("sqrt(x**2*y**2)", "x*y", assume=["x >= 0", "y > 0"]).verdict is Verdict.PROVED


def test_an_undecided_claim_says_where_it_is_proved() -> None:
    result = verifier.check("x**a*x**b", "x**(a + b)")
    assert (result.verdict, result.holds_where) == (Verdict.UNDECIDED, ("x > 0",))
    assert verifier.check("x**a*x**b", "x**(a + b)", assume="x > 0").verdict is Verdict.PROVED


def test_what_cannot_be_read_raises_an_error_with_its_place() -> None:
    with pytest.raises(verifier.Unreadable, match=r"a\*\(1 - ?a\)|a\*\(1-a\)") as caught:
        verifier.check("x", "a(1-a)")
    assert (caught.value.errors[0].line, caught.value.errors[0].column) == (2, 1)


def test_contradictory_assumptions_raise_an_error() -> None:
    with pytest.raises(verifier.Unreadable, match="no point satisfies `x > 0`, `x < 0`"):
        verifier.check("x", "x", assume=["x > 0", "x < 0"])


@pytest.mark.parametrize("number", [1, Fraction(1, 2)])
def test_exact_numbers_may_be_said(number: object) -> None:
    assert verifier.check("x + y", "2*y", let={"x": number, "y": number}).verdict is Verdict.PROVED  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"let": {"x": 0.5}}, "what is said of `x` is a text such as"),
        ({"let": {"x": sympy.Symbol("y")}}, "what is said of `x` is a text"),
        ({"symbols": {3.5: "real"}}, "a name is a text"),
        ({"assume": [sympy.Symbol("x") > 0]}, 'an assumption is a text such as "x > 0"'),
        ({"relation": None}, "a relation is a text"),
        ({"options": "x"}, "options are `verifier.Options"),
    ],
)
def test_anything_else_that_is_said_is_refused_in_words(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        verifier.check("x", "x", **arguments)  # type: ignore[arg-type]


class TestPrinting:
    """`str` of a result is what the command prints of it."""

    def test_a_refuted_claim(self) -> None:
        assert str(verifier.check("Derivative(log2(a), a)", "1/a", symbols={"a": "> 0"})) == (
            "error[missing-log-base-factor]: the derivative of log2(a) is 1/(a*log(2)), not\n"
            "    1/a\n"
            "  = ratio          lhs = 1/log(2) * rhs = 1.442695 * rhs, everywhere\n"
            "  = counterexample a = 1/2:  lhs = 2.885390082, rhs = 2\n"
            "  ╰ help           write `1/(a*log(2))` (checked: the step is then proved)"
        )

    def test_a_proved_claim(self) -> None:
        assert str(verifier.check("x + x", "2*x")) == "proved: `x + x` = `2*x`"

    def test_a_run_its_files_and_its_chains(self, path: Path) -> None:
        run = verifier.run(path)
        closing = "  ✗ doubled: 2 steps: 1 proved, 1 refuted"
        assert str(run).splitlines()[-4:] == [
            "",
            "2 steps: 1 proved, 0 conditional, 1 refuted, 0 undecided; 0 known issues",
            "1 file, 1 chain; 1 finding",
            "verify explain missing-constant-factor  says more",
        ]
        assert all(closing in str(shown).splitlines() for shown in (run, run.files[0], run.files[0].chains[0]))
        assert "    5 |" not in str(run.files[0].chains[0])

    def test_repr_is_that_of_the_data(self) -> None:
        assert repr(verifier.check("x", "x")).startswith("StepResult(index=1")


class TestSymPy:
    """SymPy objects in the place of texts."""

    x = sympy.Symbol("x")
    p = sympy.Symbol("p", positive=True)

    def test_two_objects_are_compared(self) -> None:
        assert (
            verifier.check(sympy.sin(self.x) ** 2 + sympy.cos(self.x) ** 2, sympy.Integer(1)).verdict is Verdict.PROVED
        )

    def test_an_object_and_a_text_or_an_integer_are_compared(self) -> None:
        assert verifier.check(self.x + 1, "1 + x").verdict is Verdict.PROVED
        assert verifier.check("x/2 + x/2 - x", 0).verdict is Verdict.PROVED

    def test_a_symbol_brings_its_assumptions(self) -> None:
        assert verifier.check("sqrt(p**2)", self.p).verdict is Verdict.PROVED
        assert verifier.check("sqrt(x**2)", self.x).verdict is Verdict.REFUTED

    def test_a_symbol_may_be_declared_or_defined_once_only(self) -> None:
        assert verifier.check("sqrt(x**2)", self.x, symbols={"x": "> 0"}).verdict is Verdict.PROVED
        assert verifier.check(self.x, "y + 1", let={"x": "1 + y"}).verdict is Verdict.PROVED
        with pytest.raises(ValueError, match="`p` is declared twice"):
            verifier.check(self.p, "p", symbols={"p": "> 0"})

    def test_a_derivative_is_not_carried_out_before_it_is_judged(self) -> None:
        derivative = sympy.Derivative(sympy.log(self.p), self.p)
        result = verifier.check(derivative, "1/p")
        assert (result.lhs, result.verdict) == ("Derivative(log(p), p)", Verdict.PROVED)

    def test_matrices_may_be_mutable(self) -> None:
        product = sympy.Matrix([[1, 2], [3, 4]]) * sympy.Matrix([1, self.x])
        assert verifier.check(product, sympy.Matrix([1 + 2 * self.x, 3 + 4 * self.x])).verdict is Verdict.PROVED
        assert verifier.check(product, sympy.Matrix([1, 3])).verdict is Verdict.REFUTED

    def test_conditions_are_joined_by_arrows_only(self) -> None:
        with pytest.raises(verifier.Unreadable, match="`x = 1` is a condition, and `=` joins values"):
            verifier.check(sympy.Eq(self.x, 1), self.x)
        with pytest.raises(verifier.Unreadable, match="`x` is a value, and `<=>` joins conditions"):
            verifier.check(sympy.Eq(self.x, 1), self.x, relation="<=>")
        moved = sympy.Eq(self.x - 1, 0)
        assert verifier.check(sympy.Eq(self.x, 1), moved, relation="<=>").verdict is Verdict.PROVED
        assert verifier.check("x = 1", moved, relation="<=>").verdict is Verdict.PROVED

    def test_anything_else_is_refused(self) -> None:
        with pytest.raises(TypeError, match="no SymPy object"):
            verifier.check(object(), "x")
        with pytest.raises(TypeError, match=r'a float is not exact: pass the text "0\.1"'):
            verifier.check(0.1, "x")
        with pytest.raises(TypeError, match="a Float is not exact"):
            verifier.check(sympy.Float("0.1") * self.x, "x")
        with pytest.raises(TypeError, match="besselj"):
            verifier.check(sympy.besselj(0, self.x), "x")


def test_a_file_is_loaded_with_its_errors(path: Path) -> None:
    assert [s.written.text for s in verifier.load(path).chains[0].steps] == ["x + x", "2*x", "3*x"]
    path.write_text(CHAIN.replace("steps", "stpes"))
    file = verifier.load(str(path))
    assert file.errors or file.chains[0].errors
    with pytest.raises(FileNotFoundError):
        verifier.load(path.with_name("absent.yaml"))


def test_a_misspelt_mistake_is_an_error_of_the_file(path: Path) -> None:
    path.write_text(CHAIN.replace("- 3*x", "- {expr: 3*x, expect: fliped-sign}"))
    assert "flipped-sign" in verifier.load(path).chains[0].errors[0].message


def test_a_run_takes_files_folders_and_loaded_files(path: Path) -> None:
    (path.parent / "other.yaml").write_text("unrelated: true\n")
    for sources in (path, str(path), [path], verifier.load(path), [verifier.load(path)], path.parent):
        run = verifier.run(sources)
        assert [s.verdict for s in run.files[0].chains[0].steps] == [Verdict.PROVED, Verdict.REFUTED]
        assert (run.summary.files, run.summary.findings, run.skipped) == (1, 1, int(sources == path.parent))


def test_several_sources_are_one_list(path: Path) -> None:
    with pytest.raises(TypeError, match="several sources are one list"):
        verifier.run(str(path), str(path))  # type: ignore[arg-type]


def test_a_chain_is_checked_alone(path: Path) -> None:
    options = verifier.Options(fail_on=frozenset())
    result = verifier.check_chain(verifier.load(path).chains[0], options)
    assert [s.verdict for s in result.steps] == [Verdict.PROVED, Verdict.REFUTED]


def test_notes_are_loaded_and_run(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("$$(x+1)^2 = x^2 + 2x + 1$$\n\nand\n\n$$f(x) = f(x)$$\n")
    file = verifier.load(path)
    assert isinstance(file.notes, verifier.Notes)
    assert (file.notes.read, file.notes.formulas) == (2, 4)
    assert all(isinstance(u, verifier.Unread) for u in file.notes.unread)
    run = verifier.run(tmp_path)
    assert (run.summary.proved, run.summary.unread, run.summary.findings) == (1, 2, 0)


def test_a_repair_has_the_authors_sign_of_powers() -> None:
    fixes = [verifier.check("(x - 1)*(x + 2)", right).mistakes[0].fix for right in ("x^2 + x + 2", "x**2 + x + 2")]
    assert fixes == ["x^2 + x - 2", "x**2 + x - 2"]
