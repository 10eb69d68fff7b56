"""The formats of `--format`: what is written for each piece of a run, and at its end."""

from __future__ import annotations

import os
from typing import Any, Protocol

from verifier import __version__
from verifier.frontends.running import Piece, Run
from verifier.reports.json_report import envelope, file_object, jsonl_lines, to_text
from verifier.reports.text import TextReport


class Format(Protocol):
    """A report that is written as the run goes on."""

    def piece(self, piece: Piece) -> str:
        """The text to write for this piece, at once."""

    def end(self, run: Run) -> str:
        """The text to write when the run is over, or was interrupted."""


class Text:
    """For people."""

    def __init__(self, report: TextReport) -> None:
        self._report = report

    def piece(self, piece: Piece) -> str:
        return self._report.piece(piece.result, piece.first_line)

    def end(self, run: Run) -> str:
        return self._report.end(run.summary, len(run.plan.skipped), run.is_interrupted)


class GitHub:
    """For a workflow: the whole text in the log, behind it the annotations."""

    def __init__(self, report: TextReport) -> None:
        from verifier.reports.github import Annotations, as_log

        self._report = report
        self._annotations = Annotations(report.fail_on, os.environ.get("GITHUB_WORKSPACE"), report.notes_fail_on)
        self._as_log = as_log

    def piece(self, piece: Piece) -> str:
        self._annotations.add(piece.result)
        return self._as_log(self._report.piece(piece.result, piece.first_line))

    def end(self, run: Run) -> str:
        log = self._report.end(run.summary, len(run.plan.skipped), run.is_interrupted)
        return self._as_log(log) + self._annotations.text()


class Json:
    """One object for the whole run, written at its end."""

    def __init__(self, durations: bool) -> None:
        self._durations = durations
        self._files: list[dict[str, Any]] = []

    def piece(self, piece: Piece) -> str:
        value = file_object(piece.result, self._durations)
        if self._files and self._files[-1]["path"] == value["path"]:
            self._files[-1]["errors"] += value["errors"]
            self._files[-1]["chains"] += value["chains"]
        else:
            self._files.append(value)
        return ""

    def end(self, run: Run) -> str:
        return to_text(envelope(self._files, run.summary, __version__), indent=2)


class JsonLines:
    """One chain a line, written as soon as it is judged."""

    def __init__(self, durations: bool) -> None:
        self._durations = durations

    def piece(self, piece: Piece) -> str:
        return "".join(jsonl_lines(piece.result, self._durations))

    def end(self, run: Run) -> str:
        return ""
