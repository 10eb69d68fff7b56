"""One run over everything named: read, judge, and hand on each chain's result as soon as it is there."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import field, fields, replace
from typing import TYPE_CHECKING, Final

from verifier.frontends.plan import Plan, Unjudged
from verifier.frontends.progress import Progress
from verifier.frontends.sources import STDIN
from verifier.model.chain import Chain
from verifier.model.result import ChainResult, FileResult, StepResult, Summary
from verifier.reading.pairs import Pair
from verifier.reports.sentences import name_of
from verifier.session import Interrupted, Options, check_chain, summarize
from verifier.terms.record import mutable_record, record

if TYPE_CHECKING:
    from verifier.frontends.ahead import Ahead
    from verifier.session.side_by_side import Checking

    Going = tuple[Unjudged, list[Checking]]

AHEAD_OF_EACH_JOB: Final = 32
"""How many parts of files are read before their turn, so that a slow chain does not keep other workers waiting."""


@record
class Piece:
    """A file's result or a part of it: one chain, or errors. The lines of `result.file` begin at `first_line`."""

    result: FileResult
    first_line: int = 1


@mutable_record
class Run:
    """Counts of a run as it goes on, over the pieces that were handed out.

    With more than one of `jobs`, chains are judged side by side in workers. Once `is_interrupted`, the last piece holds
    what was decided of its chain.
    """

    options: Options
    progress: Progress
    jobs: int = 1
    summary: Summary = field(default_factory=Summary)
    plan: Plan = field(default_factory=Plan)
    is_interrupted: bool = False
    _turn: Going | None = None
    _ahead: Ahead[Going] | None = None

    def pieces(self, named: Sequence[str], stdin_name: str = STDIN) -> Generator[Piece, None, None]:
        """The results in order: each path named once, folders walked."""
        parts = self.plan.parts(named, stdin_name)
        return self._one_by_one(parts) if self.jobs == 1 else self._side_by_side(parts)

    def pair(self, pair: Pair) -> Generator[Piece, None, None]:
        """A chain of one step that was given on the command line, judged and counted as a file of its own.

        Errors in options come first, as files that are called after them.
        """
        (judged,) = self._results(Unjudged(pair.file, (pair.chain,)))
        own, options = pair.by_place(judged.errors)
        for file in options:
            yield self._counted(Unjudged(file, (), file.errors), [])
        if own or not options:
            result = replace(judged, errors=own, taken=pair.taken)
            yield self._counted(Unjudged(pair.file, (pair.chain,)), [result])

    def interrupted(self) -> Iterator[Piece]:
        """After Ctrl-C: what was decided and not handed out yet, of chains that were begun."""
        self.is_interrupted = True
        ahead, self._ahead = self._ahead, None
        if ahead is None:
            return
        for part, checkings in ([self._turn] if self._turn is not None else []) + ahead.left():
            begun = [result for c in checkings if (result := c.so_far()) is not None]
            if begun or not checkings:
                yield self._counted(part, begun)

    def _one_by_one(self, parts: Iterator[Unjudged]) -> Generator[Piece, None, None]:
        self.plan.tell = self._show
        for part in parts:
            yield self._judged(part)
            if self.is_interrupted:
                return

    def _judged(self, part: Unjudged) -> Piece:
        return self._counted(part, self._results(part))

    def _results(self, part: Unjudged) -> list[ChainResult]:
        """All chains of the part judged here, or as far as Ctrl-C lets them."""
        results: list[ChainResult] = []
        for chain in part.chains:
            self._show(f"{chain.path}  {chain.name}")
            try:
                results.append(check_chain(chain, self.options, self._decided))
            except Interrupted as stopped:
                self.is_interrupted = True
                results.append(stopped.chain)
                break
        return results

    def _side_by_side(self, parts: Iterator[Unjudged]) -> Generator[Piece, None, None]:
        from verifier.frontends.ahead import Ahead
        from verifier.session.side_by_side import SideBySide

        with SideBySide(self.jobs, self.options, self._decided) as side_by_side:
            going = ((part, [side_by_side.check(chain) for chain in part.chains]) for part in parts)
            self._ahead = Ahead(going, AHEAD_OF_EACH_JOB * self.jobs)
            for part, checkings in self._ahead:
                self._turn = part, checkings
                results = [checking.result() for checking in checkings]
                self._turn = None
                yield self._counted(part, results)

    def _decided(self, chain: Chain, step: StepResult) -> None:
        self._show(f"{chain.path}  {chain.name}, {name_of(step)} is decided")

    def _show(self, message: str) -> None:
        self.progress.message = message

    def _counted(self, part: Unjudged, results: Sequence[ChainResult]) -> Piece:
        result = FileResult(part.file, tuple(results), part.errors)
        counted = replace(summarize((result,), self.options), files=int(part.is_first))
        self.summary = _sum(self.summary, counted)
        return Piece(result, part.first_line)


def _sum(*summaries: Summary) -> Summary:
    return Summary(*(sum(getattr(s, f.name) for s in summaries) for f in fields(Summary)))
