"""The JSON report: every key of the contract, always present, in the contract's order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from verifier.model.chain import InputError, Notes, Span, Unread
from verifier.model.result import (
    ChainResult,
    Condition,
    FileResult,
    JudgedJustification,
    JudgedWatch,
    RunResult,
    ShownCounterexample,
    StepResult,
    Summary,
)

SCHEMA: Final = 1
Object = dict[str, Any]


def run_object(run: RunResult, version: str, durations: bool = False) -> Object:
    """A whole run. The version is the tool's."""
    return envelope([file_object(f, durations) for f in run.files], run.summary, version)


def envelope(files: list[Object], summary: Summary, version: str) -> Object:
    """The outermost object around the files of a run."""
    tool = {"name": "verifier", "version": version}
    return {"schema": SCHEMA, "tool": tool, "summary": asdict(summary), "files": files}


def file_object(file: FileResult, durations: bool = False) -> Object:
    return {
        "path": file.file.path,
        "errors": _errors(file.errors),
        "chains": [chain_object(c, file.file.path, durations) for c in file.chains],
        **_notes(file.file.notes),
    }


def _notes(notes: Notes | None) -> Object:
    """What was read of a file of notes, and what was not; null and none for a file of chains."""
    return {
        "formulas": None if notes is None else {"total": notes.formulas, "read": notes.read},
        "unread": [] if notes is None else [_unread(u) for u in notes.unread],
    }


def _unread(unread: Unread) -> Object:
    return {
        "line": unread.span.line,
        "column": unread.span.column,
        "cell": unread.span.cell,
        "reason": unread.code,
        "text": unread.text,
        "message": unread.message,
        "declaration": unread.declaration,
    }


def chain_object(chain: ChainResult, path: str, durations: bool = False) -> Object:
    """One chain; the same in `json` and as a line of `jsonl`."""
    return {
        "name": chain.chain.name,
        "path": path,
        "line": chain.chain.line,
        "domain": chain.domain,
        "taken": list(chain.taken),
        "errors": _errors(chain.errors),
        "steps": [step_object(s, durations) for s in chain.steps],
        "result": None if chain.result is None else step_object(chain.result, durations),
    }


def file_errors_object(file: FileResult) -> Object:
    """A file's own errors, and what was read of notes, as a line of `jsonl`: a chain without a name."""
    return {
        "name": None,
        "path": file.file.path,
        "line": None,
        "domain": None,
        "taken": [],
        "errors": _errors(file.errors),
        "steps": [],
        "result": None,
        **_notes(file.file.notes),
    }


def jsonl_lines(file: FileResult, durations: bool = False) -> Iterable[str]:
    """A file as lines of `jsonl`, its own errors first."""
    if file.errors or file.file.notes is not None:
        yield to_text(file_errors_object(file))
    for chain in file.chains:
        yield to_text(chain_object(chain, file.file.path, durations))


def to_text(value: Object, indent: int | None = None) -> str:
    """JSON in ASCII, which no terminal and no encoding can misread."""
    return json.dumps(value, indent=indent) + "\n"


def step_object(step: StepResult, durations: bool = False) -> Object:
    """One step, or a `result` with null for its index."""
    value: Object = {
        "index": step.index,
        "relation": step.step.relation,
        "lhs": step.lhs,
        "rhs": step.rhs,
        "judged_from": step.judged_from,
        "verdict": step.verdict.value,
        "method": step.method,
        "reason": step.reason.value if step.reason is not None else None,
        "agreement_digits": step.agreement_digits,
        "up_to_constant": step.up_to_constant,
        "conditions": _conditions(step.conditions),
        "holds_where": None if step.holds_where is None else list(step.holds_where),
        "counterexample": _counterexample(step.counterexample),
        "mistakes": [
            {"name": m.name, "message": m.message, "fix": m.fix, "verified": m.verified} for m in step.mistakes
        ],
        "caused_by": step.caused_by,
        "expect": step.step.expect.word if step.step.expect is not None else None,
        "expected": step.expected,
        "watched": [_watched(w) for w in step.watched],
        "because": _because(step.because),
        "span": _span(step.step.written.span),
    }
    return {**value, "duration_ms": round(step.duration_ms, 3)} if durations else value


def _errors(errors: tuple[InputError, ...]) -> list[Object]:
    return [{"code": e.code, "message": e.message, "line": e.line, "column": e.column, "cell": e.cell} for e in errors]


def _conditions(conditions: tuple[Condition, ...]) -> list[Object]:
    return [{"condition": c.text, "side": c.side} for c in conditions]


def _counterexample(shown: ShownCounterexample | None) -> Object | None:
    return None if shown is None else {"point": dict(shown.point), "lhs": shown.lhs, "rhs": shown.rhs}


def _watched(watch: JudgedWatch) -> Object:
    return {
        "name": watch.name,
        "expr": watch.expr,
        "met": watch.met,
        "verdict": watch.verdict.value,
        "counterexample": _counterexample(watch.counterexample),
    }


def _because(judged: JudgedJustification | None) -> Object | None:
    if judged is None:
        return None
    return {
        "text": judged.text,
        "verdict": judged.verdict.value if judged.verdict is not None else None,
        "reason": judged.reason.value if judged.reason is not None else None,
        "conditions": _conditions(judged.conditions),
        "counterexample": _counterexample(judged.counterexample),
        "span": _span(judged.span),
    }


def _span(span: Span) -> Object:
    return asdict(span)
