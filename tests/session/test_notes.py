"""Notes of many styles, right and wrong: what is read of them, and what comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from verifier.diagnosis.catalog import names
from verifier.model.result import ChainResult, FileResult, StepResult
from verifier.model.verdict import Verdict
from verifier.reading.notes.notes import read_notes
from verifier.session import check_file

CASES = yaml.safe_load((Path(__file__).parent / "notes.yaml").read_text())


def checked(case: dict[str, Any]) -> FileResult:
    return check_file(read_notes(f"notes{case.get('suffix', '.md')}", case["text"], frozenset(names())))


def outcome(step: StepResult) -> str:
    if step.step.expect is not None:
        word = step.step.expect.word
        return f"[{word}]" if step.expected == "met" else f"unmet {word}"
    if step.verdict is Verdict.UNDECIDED and step.reason is not None:
        return step.reason.value
    return step.verdict.value


def outcomes(chain: ChainResult) -> list[Any]:
    return [chain.chain.name, [outcome(s) for s in chain.steps]]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["case"])
def test_what_comes_out_of_notes(case: dict[str, Any]) -> None:
    result = checked(case)
    assert [f"{e.line}:{e.column} {e.code}" for e in result.errors] == case.get("errors", [])
    assert [outcomes(c) for c in result.chains] == [[str(n), v] for n, v in case["chains"]]
    notes = result.file.notes
    assert notes is not None
    refused = [" ".join([f"{u.span.line}:{u.span.column}", u.code, u.declaration or ""]).strip() for u in notes.unread]
    assert refused == case.get("unread", [])
    assert [f"{w.line}:{w.column} {w.code}" for w in notes.warnings] == case.get("warnings", [])
    if "formulas" in case:
        assert [notes.read, notes.formulas] == case["formulas"]
    if "because" in case:
        reasons = [s.because.verdict for c in result.chains for s in c.steps if s.because is not None]
        assert [r.value if r else None for r in reasons] == case["because"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["case"])
def test_every_span_holds_the_authors_text(case: dict[str, Any]) -> None:
    """A side that stands on one line, without macros, is what its span says."""
    lines = case["text"].split("\n")
    for chain in checked(case).chains:
        for step in chain.chain.steps:
            span, text = step.written.span, step.written.text
            if span.line == span.end_line:
                assert lines[span.line - 1][span.column - 1 : span.end_column - 1] == text


@pytest.mark.parametrize(
    "formula", [r"E = \frac{1}{2}(t - o)^2", r"\hat{y} = 2x + e^{-x}", r"y = \pi x^2 \ln x", "f = |x| + x_1"]
)
def test_the_definition_that_is_offered_settles_the_step(formula: str) -> None:
    text = f"$${formula}$$\n"
    (chain,) = check_file(read_notes("notes.md", text)).chains
    detail = chain.steps[0].detail or ""
    offered = detail.partition("declare `")[2].rstrip("`")
    assert offered.startswith("verify: let ")
    result = check_file(read_notes("notes.md", f"<!-- {offered} -->\n\n{text}"))
    assert not result.errors
    assert [s.verdict for c in result.chains for s in c.steps] == [Verdict.PROVED]


def test_no_definition_is_offered_that_would_mean_something_else() -> None:
    for formula in ("x = 2x - 5", "F = E + 1", r"B_n = \sum_{k=0}^{n-1} B_k"):
        (chain,) = check_file(read_notes("notes.md", f"$${formula}$$\n")).chains
        assert "declare" not in (chain.steps[0].detail or "")


@pytest.mark.parametrize(
    "lines",
    [
        (r"\bar x = \frac1n \sum_{i=1}^n x_i", r"S = \sum_{i=1}^n (x_i-\bar x)^2 = \sum_{i=1}^n x_i^2 - n\bar x^2"),
        ("p + q = 1", "D = p^2 - q^2 = p - q"),
        (r"\phi = \frac{1+\sqrt5}{2}", r"A = \phi^2 = \phi + 1"),
        (r"\mu = \frac{1}{2}(a+b)", r"V = a^2+b^2-2\mu^2 = (a-\mu)^2+(b-\mu)^2"),
        ("y = x^2", "z = xy = x^3"),
        ("q = 1 - p", "r = pq", "s = 2 p^2 + 2 q^2 + 2 r = 2 - 2 r"),
        ("0 < a < 1", "a + a = 2a", "b = |a - 1| = 1 - a"),
        (r"s = \sum_{i=1}^n (x_i-\bar x)^2 = \sum_{i=1}^n x_i^2 - n\bar x^2",),
        (r"s = z \bar z = |z|^2",),
    ],
)
def test_the_declaration_that_the_context_gives_settles_the_step(lines: tuple[str, ...]) -> None:
    text = "\n\n".join(f"$${line}$$" for line in lines)
    *_, chain = check_file(read_notes("notes.md", text)).chains
    offered = (chain.steps[-1].detail or "").partition("declare `")[2].rstrip("`")
    assert offered.startswith("verify: ")
    *_, chain = (result := check_file(read_notes("notes.md", f"<!-- {offered} -->\n\n{text}"))).chains
    assert not result.errors
    assert chain.steps[-1].verdict is Verdict.PROVED


def test_the_line_that_may_be_missing_is_named() -> None:
    text = "$$q = \\mathcal{F}[p]$$\n\n$$p^2 - q^2 = p - q$$\n"
    (chain,) = check_file(read_notes("notes.md", text)).chains
    assert "of line 1" in (chain.steps[0].detail or "")
