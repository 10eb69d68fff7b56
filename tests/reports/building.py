"""Builds results by hand, with places found in the author's text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from verifier.model.chain import (
    Chain,
    ChainFile,
    Expectation,
    InputError,
    Justification,
    Place,
    Span,
    Step,
    Watch,
    Written,
)
from verifier.model.result import (
    ChainResult,
    Diagnosis,
    FileResult,
    JudgedJustification,
    JudgedWatch,
    Mark,
    RunResult,
    ShownCounterexample,
    StepResult,
    Summary,
)
from verifier.model.verdict import Verdict
from verifier.terms.term import symbol


class Author:
    """A file's text, and the places of its parts."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = tuple(text.splitlines())

    def span(self, part: str, line: int | None = None, nth: int = 0) -> Span:
        """Where `part` stands: on this line (or on the first that has it), its nth place there."""
        number = line or next(i for i, text in enumerate(self.lines, 1) if part in text)
        at = -1
        for _ in range(nth + 1):
            at = self.lines[number - 1].index(part, at + 1)
        return Span(number, at + 1, number, at + 1 + len(part))

    def written(self, part: str, line: int | None = None) -> Written:
        return Written(part, symbol("x"), self.span(part, line), Place(0, len(part)))

    def mark(self, part: str, label: str = "", line: int | None = None, nth: int = 0, primary: bool = True) -> Mark:
        return Mark(self.span(part, line, nth), label, primary)

    def step(self, part: str, line: int, **fields: Any) -> Step:
        expect = fields.pop("expect", None)
        if expect is not None:
            word, at = expect
            fields["expect"] = Expectation(word, self.span(word, at))
        return Step(self.written(part, line), **fields)

    def file(self, *chains: ChainResult, errors: tuple[InputError, ...] = ()) -> FileResult:
        file = ChainFile(self.path, tuple(c.chain for c in chains), errors, self.lines)
        return FileResult(file, chains, errors)

    def chain(
        self, name: str, line: int, lines: tuple[Step, ...], steps: tuple[StepResult, ...], **fields: Any
    ) -> ChainResult:
        result = fields.get("result")
        chain = Chain(
            name,
            self.path,
            line,
            steps=lines,
            result=result.step if result else None,
            source=fields.pop("source", None),
            errors=fields.get("errors", ()),
        )
        return ChainResult(chain, steps=steps, **fields)


def judged(index: int | None, step: Step, lhs: str, verdict: Verdict, **fields: Any) -> StepResult:
    """A step's result; its right side is the step's text."""
    fields.setdefault(
        "method", None if verdict is Verdict.UNDECIDED else "balls" if verdict is Verdict.REFUTED else "normal-form"
    )
    return StepResult(index, step, lhs, step.written.text, verdict, **fields)


def at(lhs: str, rhs: str, **point: str) -> ShownCounterexample:
    return ShownCounterexample(tuple(point.items()), lhs, rhs)


def run(*files: FileResult, skipped: int = 0, findings: int = 0, interrupted: bool = False) -> RunResult:
    chains = [c for f in files for c in f.chains]
    steps = [s for c in chains for s in c.steps]
    counts = {v.value: sum(s.verdict is v for s in steps) for v in Verdict}
    known = sum(s.is_known_issue for s in steps) + sum(c.result is not None and c.result.is_known_issue for c in chains)
    errors = sum(len(f.errors) for f in files) + sum(len(c.errors) for c in chains)
    summary = Summary(
        files=len(files),
        chains=len(chains),
        steps=len(steps),
        **counts,
        errors=errors,
        known_issues=known,
        findings=findings,
    )
    return RunResult(files, summary, skipped, interrupted)


__all__ = [
    "Author",
    "Diagnosis",
    "InputError",
    "JudgedJustification",
    "JudgedWatch",
    "Justification",
    "Mark",
    "Watch",
    "at",
    "judged",
    "replace",
    "run",
]
