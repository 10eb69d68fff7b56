"""The text report: diagnostics first, then one line a chain, at the end the counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from verifier.model.result import ChainResult, FileResult, RunResult, Summary
from verifier.model.verdict import Verdict
from verifier.reports import sentences
from verifier.reports.closing import chain_lines, duration_lines, is_quiet, summary_lines, unread_lines
from verifier.reports.diagnostic import Diagnostic, draw
from verifier.reports.findings import diagnostics_of_step, of_error, results_of, shown_mistakes
from verifier.reports.notes_closing import notes_lines
from verifier.reports.page import Line, Page, painted, plain
from verifier.reports.window import Source, source_of

FAIL_ON: Final = frozenset({"refuted", "undecided"})
NOTES_FAIL_ON: Final = frozenset({"refuted"})
MOST_SLOWEST: Final = 10


class TextReport:
    """A report written piece by piece, in the order of the run.

    Each piece is a file's result, or a part of one; what it returns is to be written at once. With `quiet` only
    diagnostics are shown, with `durations` the slowest steps at the end; without, the same results on the same page
    give the same text.
    """

    def __init__(
        self,
        page: Page | None = None,
        fail_on: frozenset[str] = FAIL_ON,
        colour: bool = False,
        quiet: bool = False,
        durations: bool = False,
        notes_fail_on: frozenset[str] = NOTES_FAIL_ON,
    ) -> None:
        self.page = page or Page()
        self.fail_on = fail_on
        self.notes_fail_on = notes_fail_on
        self.colour = colour
        self.quiet = quiet
        self.durations = durations
        self._open_heading: str | None = None
        self._explained: dict[str, None] = {}
        self._trusted = 0
        self._slowest: list[tuple[float, str]] = []

    def piece(self, result: FileResult, first_line: int = 1) -> str:
        """The text of this result; the lines of its file begin at number `first_line`."""
        source = source_of(result.file, first_line)
        lines: list[Line] = []
        for error in result.errors:
            lines += self._drawn(of_error(error), source)
        for chain in result.chains:
            lines += self._chain(chain, source)
        if result.errors and not result.chains and not self.quiet and not _has_formulas(result):
            lines += self._heading(source)
            lines += unread_lines(len(result.errors), self.page)
        if result.file.notes is not None and not self.quiet:
            lines += self._heading(source)
            lines += notes_lines(result.file.notes, self.page)
        return self._set(lines)

    def end(self, summary: Summary, skipped: int = 0, interrupted: bool = False) -> str:
        """The counts of the run, and which mistakes can be looked up."""
        if self.quiet or (summary.chains == summary.errors == summary.formulas == 0 and not interrupted):
            return ""
        lines: list[Line] = [()] if self._open_heading is not None else []
        lines += summary_lines(summary, skipped, interrupted, self._trusted, self.page)
        lines += duration_lines(self._slowest, self.page)
        lines += [((f"verify explain {name}", ""), ("  says more", "quiet")) for name in self._explained]
        return self._set(lines)

    def _chain(self, chain: ChainResult, source: Source) -> Iterator[Line]:
        fail_on = self.notes_fail_on if chain.chain.in_notes else self.fail_on
        for error in chain.errors:
            yield from self._drawn(of_error(error, f"chain {chain.chain.name}"), source)
        for step in results_of(chain):
            if not is_quiet(step, chain.chain.in_notes, fail_on):
                for diagnostic in diagnostics_of_step(step, chain, fail_on):
                    yield from self._drawn(diagnostic, source)
        for step in results_of(chain):
            self._trusted += step.index is not None and step.verdict is Verdict.PROVED and step.method == "sympy"
            if self.durations:
                self._slowest.append((step.duration_ms, f"{source.path}  {sentences.where(chain.chain.name, step)}"))
            if not step.is_known_issue:
                self._explained |= dict.fromkeys(m.name for m in shown_mistakes(step))
        self._slowest = sorted(self._slowest, key=lambda timed: -timed[0])[:MOST_SLOWEST]
        if self.quiet:
            return
        yield from self._heading(source)
        yield from chain_lines(chain, self.page, fail_on)

    def _heading(self, source: Source) -> Iterator[Line]:
        """The file's path, unless the line above belongs to the same file."""
        if self._open_heading != source.path:
            yield ((self.page.show(source.path), "strong"),)
            self._open_heading = source.path

    def _drawn(self, diagnostic: Diagnostic, source: Source) -> Iterator[Line]:
        if self._open_heading is not None:
            yield ()
            self._open_heading = None
        yield from draw(diagnostic, source, self.page)
        yield ()

    def _set(self, lines: list[Line]) -> str:
        return painted(lines) if self.colour and lines else plain(lines)


def _has_formulas(result: FileResult) -> bool:
    return result.file.notes is not None and result.file.notes.formulas > 0


def render(run: RunResult, page: Page | None = None, fail_on: frozenset[str] = FAIL_ON, colour: bool = False) -> str:
    """A whole run as text: 80 columns, UTF-8 and no colour unless the page says otherwise."""
    report = TextReport(page, fail_on, colour)
    pieces = [report.piece(f) for f in run.files]
    return "".join(pieces) + report.end(run.summary, run.skipped, run.interrupted)
