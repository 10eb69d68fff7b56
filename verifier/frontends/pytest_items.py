"""Derivations as tests: a file holds chains, a chain holds one test a step, and one for its `result`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from verifier.frontends.sources import Unreadable, bounded, opened
from verifier.frontends.walk import SUFFIXES
from verifier.model.chain import Chain, ChainFile, InputError, Notes, Step
from verifier.reports.escape import one_line

if TYPE_CHECKING:
    from verifier.model.result import ChainResult, StepResult


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> DerivationFile | None:
    """A collector for a file that may hold chains; what is hidden must be named."""
    is_named = parent.session.isinitpath(file_path)
    if not file_path.name.lower().endswith(SUFFIXES) or (file_path.name.startswith(".") and not is_named):
        return None
    collector: DerivationFile = DerivationFile.from_parent(parent, path=file_path)
    collector.is_named = is_named
    return collector


class Finding(Exception):
    """A step, or a text, that fails: `str` of it is what the report of `verify` says."""


class KnownIssue(Exception):
    """A step that is wrong as its `expect` says."""


class DerivationFile(pytest.File):
    """The chains of a file; what is wrong with the file itself is a test that fails."""

    is_named = False

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        file = self._read()
        if file is None:
            return
        if file.errors:
            yield InputItem.from_parent(self, name="input", file=file, errors=file.errors, first_line=1)
        if not file.chains and not file.errors and self.is_named:
            yield InputItem.from_parent(self, name="input", file=file, errors=(_nothing(file),), first_line=1)
        if file.settings is not None:
            wrong = file.settings
            yield InputItem.from_parent(self, name="settings", file=wrong, errors=wrong.errors, first_line=1)
        for name, chain in _named_apart((c.name, c) for c in file.chains):
            yield ChainCollector.from_parent(self, name=name, file=file, chain=chain)
        if file.notes is not None and file.notes.formulas:
            yield FormulasItem.from_parent(self, name="formulas", notes=file.notes)

    def _read(self) -> ChainFile | None:
        """The file as read; None for one that is no chain file and was not named."""
        from verifier.frontends.files import is_passed_over, may_hold_chains, read_any, without_mathematics
        from verifier.frontends.plan import MISTAKES

        shown = os.path.relpath(self.path, self.config.invocation_params.dir)
        try:
            with opened(str(self.path)) as stream:
                data = stream.read() if shown.lower().endswith(".jsonl") else bounded(stream)
        except Unreadable as error:
            return ChainFile(shown, errors=(InputError(error.code, error.message, 1, 1),))
        if not self.is_named and not may_hold_chains(shown, data):
            return None
        file = read_any(str(self.path), shown, data, MISTAKES)
        if not self.is_named and is_passed_over(file):
            return None
        return without_mathematics(file)


class ChainCollector(pytest.Collector):
    """The steps of a chain. The first of them that is run judges all, once in each process."""

    def __init__(self, *, file: ChainFile, chain: Chain, **more: Any) -> None:
        super().__init__(**more)
        self.file = file
        self.chain = chain

    def collect(self) -> Iterator[pytest.Item]:
        if self.chain.errors:
            yield InputItem.from_parent(self, name="input", file=self.file, errors=self.chain.errors, first_line=1)
            return
        for index, step in enumerate(self.chain.steps[1:]):
            yield StepItem.from_parent(self, name=f"step {index + 1}", step=step, index=index)
        if self.chain.result is not None:
            yield StepItem.from_parent(self, name="result", step=self.chain.result, index=len(self.chain.steps) - 1)

    @cached_property
    def judged(self) -> ChainResult:
        from verifier.session import check_chain

        return check_chain(self.chain)


class _Item(pytest.Item):
    """A test whose failure is text."""

    line = 1

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, Finding):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.line - 1, self.nodeid.partition("::")[2]


class InputItem(_Item):
    """A file or a chain that cannot be read."""

    def __init__(self, *, file: ChainFile, errors: tuple[InputError, ...], first_line: int, **more: Any) -> None:
        super().__init__(**more)
        self._file = file
        self._errors = errors
        self.line = errors[0].line

    def runtest(self) -> None:
        raise Finding(_errors_text(self._file, self._errors))


class FormulasItem(_Item):
    """The formulas of notes, which are skipped where some of them were not read."""

    def __init__(self, *, notes: Notes, **more: Any) -> None:
        super().__init__(**more)
        self._notes = notes

    def runtest(self) -> None:
        if self._notes.read < self._notes.formulas:
            pytest.skip(f"read {self._notes.read} of {self._notes.formulas} formulas")


class StepItem(_Item):
    """One step. With `expect` it must fail as expected: an xfail that is strict."""

    def __init__(self, *, step: Step, index: int, **more: Any) -> None:
        super().__init__(**more)
        self._index = index
        self.line = step.written.span.line
        if step.expect is not None:
            reason = f"expect: {step.expect.word}"
            self.add_marker(pytest.mark.xfail(reason=reason, strict=True, raises=KnownIssue))

    def runtest(self) -> None:
        from verifier.session import findings_at

        collector = self.parent
        assert isinstance(collector, ChainCollector)
        judged = collector.judged
        if judged.errors:
            raise Finding(_errors_text(collector.file, judged.errors))
        results = (*judged.steps, *((judged.result,) if judged.result is not None else ()))
        step = results[self._index]
        if findings_at(step, in_notes=judged.chain.in_notes):
            raise Finding(_step_text(collector.file, judged, step))
        if step.is_known_issue:
            raise KnownIssue
        if judged.chain.in_notes and step.verdict.value == "undecided":
            reason = step.reason.value if step.reason is not None else "undecided"
            pytest.skip(f"{reason}: {step.detail}" if step.detail else reason)


def _nothing(file: ChainFile) -> InputError:
    return InputError("empty-file", "there is no chain in this file", 1, 1)


def _named_apart(chains: Iterable[tuple[str, Chain]]) -> Iterator[tuple[str, Chain]]:
    """Each chain with a name that no other has and that fits on a line."""
    taken: set[str] = set()
    for name, chain in chains:
        shown = own = one_line(name)
        number = 2
        while own in taken:
            own = f"{shown} ({number})"
            number += 1
        taken.add(own)
        yield own, chain


def _errors_text(file: ChainFile, errors: tuple[InputError, ...]) -> str:
    from verifier.reports.findings import of_error

    return _drawn(file, map(of_error, errors))


def _step_text(file: ChainFile, chain: ChainResult, step: StepResult) -> str:
    from verifier.reports.findings import diagnostics_of_step
    from verifier.reports.text import FAIL_ON, NOTES_FAIL_ON

    fail_on = NOTES_FAIL_ON if chain.chain.in_notes else FAIL_ON
    return _drawn(file, diagnostics_of_step(step, chain, fail_on))


def _drawn(file: ChainFile, diagnostics: Iterable[Any]) -> str:
    """The diagnostics as `verify` shows them."""
    from verifier.reports.diagnostic import draw
    from verifier.reports.page import Page, plain
    from verifier.reports.window import source_of

    source, page = source_of(file), Page()
    return "\n".join(plain(draw(d, source, page)) for d in diagnostics)
