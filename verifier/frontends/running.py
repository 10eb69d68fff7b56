"""One run over everything named: read, judge, and hand on each chain's result as soon as it is there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import field, fields, replace
from typing import Final

from verifier.diagnosis.catalog import names
from verifier.frontends.files import is_passed_over, may_hold_chains, read_any, without_mathematics
from verifier.frontends.progress import Progress
from verifier.frontends.sources import STDIN, Unreadable, bounded, lines, opened
from verifier.frontends.walk import walk
from verifier.model.chain import Chain, ChainFile, InputError
from verifier.model.result import ChainResult, FileResult, StepResult, Summary
from verifier.reading.files import is_chain_file
from verifier.reading.jsonl import read_line
from verifier.reading.pairs import Pair
from verifier.reports.sentences import name_of
from verifier.session import Interrupted, Options, check_chain, summarize
from verifier.terms.record import mutable_record, record

MISTAKES: Final = frozenset(names())


@record
class Piece:
    """A file's result or a part of it: one chain, or errors. The lines of `result.file` begin at `first_line`."""

    result: FileResult
    first_line: int = 1


@record
class _Candidate:
    """A file to read; one that was named must be a chain file."""

    path: str
    is_named: bool
    shown: str


@mutable_record
class Run:
    """Counts of a run as it goes on.

    `missing` are named paths that do not exist, `empty` are folders without a chain file. Once `is_interrupted`, the
    last piece holds what was decided of its chain, and none must be asked for.
    """

    options: Options
    progress: Progress
    summary: Summary = field(default_factory=Summary)
    skipped: int = 0
    missing: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    is_interrupted: bool = False

    def pieces(self, named: Sequence[str], stdin_name: str = STDIN) -> Iterator[Piece]:
        """The results in order: each path named once, folders walked."""
        for path in dict.fromkeys(named):
            if path == STDIN:
                yield from self._file(_Candidate(path, True, stdin_name))
            elif os.path.isdir(path):
                yield from self._folder(path)
            elif os.path.lexists(path):
                yield from self._file(_Candidate(path, True, path))
            else:
                self.missing.append(path)

    def chain(self, chain: Chain, file: ChainFile, first_line: int = 1, errors: tuple[InputError, ...] = ()) -> Piece:
        """One chain judged, and counted; `errors` are those of its file."""
        self.progress.message = f"{file.path}  {chain.name}"
        try:
            result = check_chain(chain, self.options, self._decided)
        except Interrupted as stopped:
            self.is_interrupted = True
            result = stopped.chain
        return self._counted(FileResult(file, (result,), errors), first_line)

    def _decided(self, chain: Chain, step: StepResult) -> None:
        self.progress.message = f"{chain.path}  {chain.name}, {name_of(step)} is decided"

    def pair(self, pair: Pair) -> Piece:
        """A chain of one step that was given on the command line, judged and counted as a file of its own."""
        self._count_file()
        piece = self.chain(pair.chain, pair.file)
        (judged,) = piece.result.chains
        return Piece(replace(piece.result, chains=(replace(judged, taken=pair.taken),)))

    def _folder(self, path: str) -> Iterator[Piece]:
        found = walk(path)
        self.skipped += found.skipped
        before = self.summary.files
        for folder, reason in found.unreadable:
            yield self._error(folder, InputError("unreadable", f"cannot be read: {reason}", 1, 1))
        for file in found.paths:
            yield from self._file(_Candidate(file, False, file))
        if self.summary.files == before:
            self.empty.append(path)

    def _file(self, candidate: _Candidate) -> Iterator[Piece]:
        self.progress.message = candidate.shown
        try:
            with opened(candidate.path) as file:
                if candidate.shown.lower().endswith(".jsonl"):
                    yield from self._jsonl(candidate, lines(file))
                else:
                    yield from self._whole(candidate, bounded(file))
        except Unreadable as error:
            yield self._error(candidate.shown, InputError(error.code, error.message, 1, 1))

    def _whole(self, candidate: _Candidate, data: bytes) -> Iterator[Piece]:
        if not candidate.is_named and not may_hold_chains(candidate.shown, data):
            self.skipped += 1
            return
        file = read_any(candidate.path if candidate.path != STDIN else "", candidate.shown, data, MISTAKES)
        if not candidate.is_named and is_passed_over(file):
            self.skipped += 1
            return
        self._count_file()
        if file.notes is not None:
            yield self._notes(without_mathematics(file))
            return
        errors = file.errors
        for chain in file.chains:
            yield self.chain(chain, file, errors=errors)
            errors = ()
        if errors:
            yield self._counted(FileResult(file, (), errors))

    def _notes(self, file: ChainFile) -> Piece:
        """A file of notes: all its chains at once, for what was read of it is told with them."""
        results: list[ChainResult] = []
        for chain in file.chains:
            self.progress.message = f"{file.path}  {chain.name}"
            try:
                results.append(check_chain(chain, self.options, self._decided))
            except Interrupted as stopped:
                self.is_interrupted = True
                results.append(stopped.chain)
                break
        return self._counted(FileResult(file, tuple(results), file.errors))

    def _jsonl(self, candidate: _Candidate, numbered: Iterator[tuple[int, bytes]]) -> Iterator[Piece]:
        is_open = False
        for number, data in numbered:
            if not is_open:
                if not candidate.is_named and not is_chain_file(data):
                    self.skipped += 1
                    return
                self._count_file()
                is_open = True
            chain = read_line(candidate.shown, number, data, MISTAKES)
            file = ChainFile(candidate.shown, (chain,), (), (data.decode("utf-8", "replace"),))
            yield self.chain(chain, file, first_line=number)
        if not is_open:
            yield self._error(candidate.shown, InputError("empty-file", "there is no chain in this file", 1, 1))

    def _error(self, path: str, error: InputError) -> Piece:
        """A file that could not be read at all."""
        self._count_file()
        return self._counted(FileResult(ChainFile(path, (), (error,)), (), (error,)))

    def _count_file(self) -> None:
        self.summary = _sum(self.summary, Summary(files=1))

    def _counted(self, result: FileResult, first_line: int = 1) -> Piece:
        counted = summarize((result,), self.options)
        self.summary = _sum(self.summary, counted, Summary(files=-counted.files))
        return Piece(result, first_line)


def _sum(*summaries: Summary) -> Summary:
    return Summary(*(sum(getattr(s, f.name) for s in summaries) for f in fields(Summary)))
