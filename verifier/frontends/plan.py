"""What there is to judge: everything named is read in order, folders are walked, and nothing is judged yet."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import Final

from verifier.diagnosis.catalog import names
from verifier.frontends.files import is_passed_over, may_hold_chains, read_any, without_mathematics
from verifier.frontends.sources import STDIN, Unreadable, bounded, lines, opened
from verifier.frontends.walk import Skipped, walk
from verifier.model.chain import Chain, ChainFile, InputError
from verifier.reading.files import is_chain_file
from verifier.reading.jsonl import read_line
from verifier.terms.record import mutable_record, record

MISTAKES: Final = frozenset(names())
NO_CHAINS: Final = "no `chains` or `steps` at its top level"
NO_FORMULAS: Final = "no displayed mathematics"


@record
class Unjudged:
    """A file or a part of it: `chains` to judge, and `errors` of the file, that are reported together.

    The lines of `file` begin at `first_line`; `is_first` says that nothing of the file came before.
    """

    file: ChainFile
    chains: tuple[Chain, ...] = ()
    errors: tuple[InputError, ...] = ()
    first_line: int = 1
    is_first: bool = True


@record
class _Candidate:
    """A file to read; one that was named must be a chain file."""

    path: str
    is_named: bool
    shown: str


def _nobody(path: str) -> None:
    """Is told, where reading ahead is not what a run is at."""


@mutable_record
class Plan:
    """The parts of all files named, in order: each path once.

    `tell` is told of each file that is about to be read. `missing` are named paths that do not exist, `empty` are
    folders without a chain file, `skipped` files that were passed over.
    """

    tell: Callable[[str], None] = _nobody
    skipped: list[Skipped] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    _opened: int = 0
    _settings: set[str] = field(default_factory=set)

    def parts(self, named: Sequence[str], stdin_name: str = STDIN) -> Iterator[Unjudged]:
        for path in dict.fromkeys(named):
            if path == STDIN:
                yield from self._file(_Candidate(path, True, stdin_name))
            elif os.path.isdir(path):
                yield from self._folder(path)
            elif os.path.lexists(path):
                yield from self._file(_Candidate(path, True, path))
            else:
                self.missing.append(path)

    def _folder(self, path: str) -> Iterator[Unjudged]:
        found = walk(path)
        self.skipped += found.skipped
        before = self._opened
        for folder, reason in found.unreadable:
            yield self._error(folder, InputError("unreadable", f"cannot be read: {reason}", 1, 1))
        for file in found.paths:
            yield from self._file(_Candidate(file, False, file))
        if self._opened == before:
            self.empty.append(path)

    def _file(self, candidate: _Candidate) -> Iterator[Unjudged]:
        self.tell(candidate.shown)
        try:
            with opened(candidate.path) as file:
                if candidate.shown.lower().endswith(".jsonl"):
                    yield from self._jsonl(candidate, lines(file))
                else:
                    yield from self._whole(candidate, bounded(file))
        except Unreadable as error:
            yield self._error(candidate.shown, InputError(error.code, error.message, 1, 1))

    def _whole(self, candidate: _Candidate, data: bytes) -> Iterator[Unjudged]:
        if not candidate.is_named and not may_hold_chains(candidate.shown, data):
            self.skipped.append(Skipped(candidate.shown, NO_CHAINS))
            return
        file = read_any(candidate.path if candidate.path != STDIN else "", candidate.shown, data, MISTAKES)
        if not candidate.is_named and is_passed_over(file):
            self.skipped.append(Skipped(candidate.shown, NO_FORMULAS))
            return
        self._opened += 1
        if file.settings is not None and file.settings.path not in self._settings:
            self._settings.add(file.settings.path)
            yield Unjudged(file.settings, (), file.settings.errors)
        if file.notes is not None:  # all at once, for what was read of them is told with their chains
            file = without_mathematics(file)
            yield Unjudged(file, file.chains, file.errors)
        elif file.chains:
            for number, chain in enumerate(file.chains):
                yield Unjudged(file, (chain,), () if number else file.errors, is_first=not number)
        else:
            yield Unjudged(file, (), file.errors)

    def _jsonl(self, candidate: _Candidate, numbered: Iterator[tuple[int, bytes]]) -> Iterator[Unjudged]:
        is_open = False
        for number, data in numbered:
            if not is_open and not candidate.is_named and not is_chain_file(data):
                self.skipped.append(Skipped(candidate.shown, NO_CHAINS))
                return
            self._opened += not is_open
            chain = read_line(candidate.shown, number, data, MISTAKES)
            file = ChainFile(candidate.shown, (chain,), (), (data.decode("utf-8", "replace"),))
            yield Unjudged(file, (chain,), first_line=number, is_first=not is_open)
            is_open = True
        if not is_open:
            yield self._error(candidate.shown, InputError("empty-file", "there is no chain in this file", 1, 1))

    def _error(self, path: str, error: InputError) -> Unjudged:
        """A file that could not be read at all."""
        self._opened += 1
        return Unjudged(ChainFile(path, (), (error,)), (), (error,))
