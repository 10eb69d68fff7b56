"""Annotations for GitHub: workflow commands, at most ten, worst first, and a log in which no note becomes a command.

GitHub Docs, "Workflow commands for GitHub Actions": a command is a line that begins with `::`, behind blanks too, or
one that holds `##[`; it shows ten annotations of a kind for each step of a workflow.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from typing import Final

from verifier.model.result import FileResult
from verifier.reports.diagnostic import Diagnostic, Severity, place_of
from verifier.reports.escape import escape
from verifier.reports.findings import diagnostics_of, of_error, of_unread
from verifier.reports.text import NOTES_FAIL_ON
from verifier.terms.record import record

MOST: Final = 10
_LEVELS: Final = ("error", "warning")
_SHOWN_EVIDENCE: Final = frozenset({"counterexample", "needs"})


@record
class _Annotation:
    """One command; `level` is `error` or `warning`, and what is undecided comes behind what is wrong."""

    level: str
    is_undecided: bool
    text: str


class Annotations:
    """Gathers the diagnostics of a run; `workspace` is the folder that GitHub's paths begin at, None for none.

    Verdicts outside `fail_on` are warnings.
    """

    def __init__(
        self, fail_on: frozenset[str], workspace: str | None = None, notes_fail_on: frozenset[str] = NOTES_FAIL_ON
    ) -> None:
        self._fail_on = fail_on
        self._notes_fail_on = notes_fail_on
        self._workspace = workspace
        self._found: list[_Annotation] = []

    def add(self, result: FileResult) -> None:
        """Takes what is to be said of this file, or of a part of it."""
        fail_on = self._fail_on if result.file.notes is None else self._notes_fail_on
        for diagnostic in _diagnostics(result, fail_on):
            level = _level(diagnostic, fail_on)
            is_undecided = diagnostic.severity is Severity.UNDECIDED
            command = _command(level, diagnostic, self._path(result.file.path))
            self._found.append(_Annotation(level, is_undecided, command))

    def text(self) -> str:
        """The commands, worst first; where there are more than ten, the tenth says how many are in the log only."""
        ordered = sorted(self._found, key=lambda a: (_LEVELS.index(a.level), a.is_undecided))
        if len(ordered) > MOST:
            rest = ordered[MOST - 1 :]
            last = f"::{rest[0].level} title=verify::and {len(rest)} more: see the log\n"
            return "".join(a.text for a in ordered[: MOST - 1]) + last
        return "".join(a.text for a in ordered)

    def _path(self, path: str) -> str:
        """The path from the workspace, where the file lies in it; GitHub finds no other."""
        if self._workspace is None:
            return path
        whole, root = os.path.realpath(path), os.path.realpath(self._workspace)
        return os.path.relpath(whole, root) if whole.startswith(os.path.join(root, "")) else path


def _level(diagnostic: Diagnostic, fail_on: frozenset[str]) -> str:
    if diagnostic.severity is Severity.UNDECIDED:
        return "error" if "undecided" in fail_on else "warning"
    return "error" if diagnostic.severity is Severity.ERROR else "warning"


def _diagnostics(result: FileResult, fail_on: frozenset[str]) -> Iterator[Diagnostic]:
    yield from map(of_error, result.errors)
    for chain in result.chains:
        yield from diagnostics_of(chain, fail_on)
    if result.file.notes is not None:
        yield from map(of_unread, result.file.notes.unread)


def _command(level: str, diagnostic: Diagnostic, path: str) -> str:
    """One annotation: the sentence, then the counterexample and the help in lines of their own."""
    properties = {"file": path.replace(os.sep, "/"), "line": str(diagnostic.line), "col": str(diagnostic.column)}
    where = diagnostic.where
    if diagnostic.cell is not None:  # lines count within the cell, which no annotation can say
        properties = {"file": properties["file"], "line": "1"}
        place = place_of(diagnostic.line, diagnostic.column, diagnostic.cell)
        where = f"{where}, {place}" if where else place
    end = next((m.span for m in diagnostic.marks if m.primary), None)
    if (
        diagnostic.cell is None
        and end is not None
        and end.line == end.end_line == diagnostic.line
        and end.end_column > diagnostic.column
    ):
        properties["endColumn"] = str(end.end_column)
    properties["title"] = f"{diagnostic.name} ({where})" if where else diagnostic.name
    lines = [diagnostic.sentence]
    lines += [f"{label}: {value}" for label, value in diagnostic.evidence if label in _SHOWN_EVIDENCE]
    lines += [f"help: {text}" for text in diagnostic.help[:1]]
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {named}::{'%0A'.join(map(_data, lines))}\n"


def _data(text: str) -> str:
    """Text that cannot end its command."""
    return escape(text.replace("\n", " ")).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Text that cannot end its property either."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_log(text: str) -> str:
    """The text for the log; where a line could be taken for a command, commands are off for all of it.

    The word that turns them on again is a hash of the text, which the text cannot hold.
    """
    if not any(line.lstrip().startswith("::") or "##[" in line for line in text.splitlines()):
        return text
    word = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f"::stop-commands::{word}\n{text}::{word}::\n"
