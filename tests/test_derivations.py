"""The handwritten notes: every chain of `derivations/`, and the notes themselves, come out as they deserve."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from verifier.frontends.command import main
from verifier.frontends.plan import MISTAKES
from verifier.model.result import ChainResult, FileResult, StepResult
from verifier.model.verdict import Verdict
from verifier.reading.files import read_file
from verifier.reading.notes.notes import read_notes
from verifier.session.run import check_file

FOLDER = Path(__file__).parents[1] / "derivations"
FILES = sorted(FOLDER.glob("*.yaml"))

# chain -> what comes out of each step, then of its `result`: a verdict, or a known issue by the name it goes by
EXPECTED = {
    ("binary_cross_entropy", "dL/da as written"): (
        ["missing-derivative-operator", "missing-log-base-factor", "proved", "proved"],
        "missing-log-base-factor",
    ),
    ("binary_cross_entropy", "dL/da with the natural log"): (["proved"] * 4, "proved"),
    ("chain_rule", "dL/dw1"): (["proved"] * 3, "proved"),
    ("chain_rule", "dz"): (["proved", "refuted"], None),
    ("leaky_relu", "y for x >= 0"): (["proved"], None),
    ("leaky_relu", "dy/dx for x > 0"): (["proved"], "proved"),
    ("leaky_relu", "dy/dx for x >= 0, as written"): (["conditional"], None),
    ("leaky_relu", "y for x < 0"): (["proved"], None),
    ("leaky_relu", "dy/dx for x < 0"): (["proved"] * 2, "proved"),
    ("linear", "y"): (["proved"], None),
    ("linear", "dy/dx"): (["proved"], "proved"),
    ("neuron", "z"): (["proved"] * 2, None),
    ("neuron", "z as vectors"): (["proved"], None),
    ("neuron", "dz/dw1"): (["missing-derivative-operator", "proved"], "proved"),
    ("relu", "y for x >= 0"): (["proved"], None),
    ("relu", "dy/dx for x > 0"): (["proved"], "proved"),
    ("relu", "dy/dx for x >= 0, as written"): (["conditional"], None),
    ("relu", "y for x < 0"): (["proved"], None),
    ("relu", "dy/dx for x < 0"): (["proved"], "proved"),
    ("sigmoid", "da/dz"): (["proved"] * 9, "proved"),
    ("step", "da/dz"): (["proved"], "proved"),
    ("step", "da/dz as written"): (["conditional"], None),
    ("tanh", "da/dz"): (["proved"] * 5, "proved"),
}


NOTES = FOLDER / "notes" / "backpropagation.md"

# line of the head -> what comes out of each step in the notes
IN_NOTES = {
    16: ["proved"],
    29: ["missing-derivative-operator", "missing-log-base-factor", "proved", "proved"],
    35: ["proved"] * 9,
    43: ["missing-derivative-operator", "proved"],
    60: ["refuted", "proved", "proved", "proved"],
    72: ["proved"] * 5,
    90: ["conditional"],
    96: ["proved"],
    100: ["conditional"],
    102: ["proved"],
    104: ["proved"],
    110: ["proved"],
    112: ["proved"],
    120: ["proved"],
    124: ["conditional"],
    128: ["proved"],
    130: ["proved"],
}


def checked(path: Path) -> FileResult:
    return check_file(read_file(f"derivations/{path.name}", path.read_bytes()))


def chains(name: str) -> dict[str, ChainResult]:
    return {c.chain.name: c for c in checked(FOLDER / f"{name}.yaml").chains}


def outcome(step: StepResult) -> str:
    """The name of a known issue that was met, else the verdict."""
    if step.expected == "met":
        assert step.step.expect is not None
        return step.step.expect.word
    return step.verdict.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_step_comes_out_as_expected(path: Path) -> None:
    file = checked(path)
    assert not file.errors
    assert not any(c.errors for c in file.chains)
    came_out = {
        (path.stem, c.chain.name): ([outcome(s) for s in c.steps], None if c.result is None else outcome(c.result))
        for c in file.chains
    }
    assert came_out == {key: value for key, value in EXPECTED.items() if key[0] == path.stem}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_chain_cites_its_line_in_the_notes(path: Path) -> None:
    for chain in checked(path).chains:
        assert re.fullmatch(r"notes/backpropagation\.md:\d+", chain.chain.source or "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_line_that_a_chain_cites_has_its_head(path: Path) -> None:
    lines = NOTES.read_text().split("\n")
    for chain in checked(path).chains:
        cited = lines[int((chain.chain.source or "").rpartition(":")[2]) - 1]
        assert cited.startswith("$$")
        assert re.sub(r"d|/.*| .*", "", chain.chain.name)[0] in cited


@pytest.fixture(scope="module")
def in_notes() -> FileResult:
    return check_file(read_notes("derivations/notes/backpropagation.md", NOTES.read_bytes(), MISTAKES))


def test_the_notes_themselves_come_out_as_the_chains_do(in_notes: FileResult) -> None:
    assert not in_notes.errors
    assert {c.chain.line: [outcome(s) for s in c.steps] for c in in_notes.chains} == IN_NOTES


def test_all_of_the_notes_is_read(in_notes: FileResult) -> None:
    notes = in_notes.file.notes
    assert notes is not None
    assert (notes.read, notes.formulas, notes.unread) == (62, 62, ())


def test_the_mistakes_are_found_in_the_notes_at_their_lines_and_columns() -> None:
    """Without what the notes expect: both missing operators, the base of the logarithm, and the wrong name."""
    text = NOTES.read_text()
    bare = re.sub(r"(; )?expect [^\n>]*?(?= -->|\n)", "", text)
    result = check_file(read_notes("notes.md", bare, MISTAKES))
    found = [
        (s.step.written.span.line, s.step.written.span.column, [m.name for m in s.mistakes])
        for c in result.chains
        for s in c.steps
        if s.verdict is Verdict.REFUTED
    ]
    lines = text.split("\n")
    assert found == [
        (29, lines[28].index(r"- \left[y \log_2") + 1, ["missing-derivative-operator"]),
        (29, lines[28].index(r"- \left[y \frac") + 1, ["missing-log-base-factor"]),
        (43, lines[42].index(r"\omega_1 x_1") + 1, ["missing-derivative-operator"]),
        (60, lines[59].index(r"\frac") + 1, []),
    ]


def test_the_notes_and_the_chains_have_the_same_known_issues(in_notes: FileResult) -> None:
    """But for the result of a chain, which notes do not claim."""
    known = sorted(s.step.expect.word for c in in_notes.chains for s in c.steps if s.step.expect)
    chained = sorted(
        s.step.expect.word
        for path in FILES
        for c in checked(path).chains
        for s in c.steps
        if s.step.expect and s.is_known_issue
    )
    assert known == chained


def test_the_reason_for_the_inner_derivative_is_proved() -> None:
    for chain in chains("binary_cross_entropy").values():
        reasons = [s.because.verdict.value for s in chain.steps if s.because and s.because.verdict]
        assert reasons == ["proved"]


def test_the_logarithm_of_base_2_is_off_by_a_constant_ratio() -> None:
    step = chains("binary_cross_entropy")["dL/da as written"].steps[1]
    assert step.judged_from == "repair"
    assert any("1.442695" in text for _, text in step.comparison)


def test_the_wrong_sign_of_the_last_term_is_refuted_and_named() -> None:
    (watched,) = chains("binary_cross_entropy")["dL/da with the natural log"].steps[-1].watched
    assert (watched.name, watched.met, watched.verdict.value) == ("flipped-sign", True, "refuted")
    assert watched.counterexample is not None


@pytest.mark.parametrize("name", ["step", "relu", "leaky_relu"])
def test_the_report_says_where_the_derivative_does_not_exist(name: str) -> None:
    (as_written,) = [c for c in chains(name).values() if c.chain.name.endswith("as written")]
    (condition,) = as_written.steps[0].conditions
    assert condition.side == "lhs"
    assert re.fullmatch(r"[xz] (!=|>) 0", condition.text)


def test_verify_derivations_exits_0_and_names_the_known_issues(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER.parent)
    assert main(["derivations"]) == 0
    said = capsys.readouterr().out
    for name in ("missing-derivative-operator", "missing-log-base-factor", "flipped-sign"):
        assert name in said


@pytest.mark.parametrize("path", [p for p in FILES if "expect:" in p.read_text()], ids=lambda path: path.stem)
def test_without_its_expectations_a_file_with_a_wrong_step_exits_1(path: Path, tmp_path: Path) -> None:
    bare = tmp_path / path.name
    bare.write_text(re.sub(r"\n *expect: .*", "", path.read_text()))
    only_conditional = set(re.findall(r"expect: (.*)", path.read_text())) == {"conditional"}
    assert main([str(bare)]) == (0 if only_conditional else 1)


def test_the_same_input_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(FOLDER), "--format", "json"]) == 0
    first = capsys.readouterr().out
    assert main([str(FOLDER), "--format", "json"]) == 0
    assert capsys.readouterr().out == first
