"""One run: each chain of each file is settled and judged step by step; Ctrl-C keeps what was decided so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from verifier.model.chain import Chain, ChainFile, InputError
from verifier.model.result import ChainResult, FileResult, RunResult, StepResult
from verifier.model.verdict import Answer
from verifier.session.assumptions import assumptions_hold, contradiction_error
from verifier.session.carrying import Standing
from verifier.session.findings import summarize
from verifier.session.judging import judge_result, judge_step
from verifier.session.lost import faulty_step
from verifier.session.options import DEFAULT, Options
from verifier.session.setting import Setting, settle

Progress = Callable[[Chain, StepResult], None]
"""Told of each step, and of each `result`, once it is decided."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in the middle of a chain: `chain` is its result as far as it was decided."""

    def __init__(self, chain: ChainResult) -> None:
        super().__init__()
        self.chain = chain


def check(files: Iterable[ChainFile], options: Options = DEFAULT, progress: Progress | None = None) -> RunResult:
    """The results of all files in order. Ctrl-C ends the run early, with what was decided so far."""
    done: list[FileResult] = []
    interrupted = False
    for file in files:
        result, interrupted = _checked_as_far(file, options, progress)
        done.append(result)
        if interrupted:
            break
    return RunResult(tuple(done), summarize(done, options), interrupted=interrupted)


def check_file(file: ChainFile, options: Options = DEFAULT, progress: Progress | None = None) -> FileResult:
    """The results of a file's chains, and its own errors."""
    chains = tuple(check_chain(chain, options, progress) for chain in file.chains)
    return FileResult(file, chains, file.errors)


def _checked_as_far(file: ChainFile, options: Options, progress: Progress | None) -> tuple[FileResult, bool]:
    """The file's result, and whether Ctrl-C cut it short."""
    chains: list[ChainResult] = []
    try:
        for chain in file.chains:
            chains.append(check_chain(chain, options, progress))
    except Interrupted as interrupted:
        return FileResult(file, (*chains, interrupted.chain), file.errors), True
    return FileResult(file, tuple(chains), file.errors), False


def check_chain(chain: Chain, options: Options = DEFAULT, progress: Progress | None = None) -> ChainResult:
    """The verdicts on a chain's steps and on its result; of a chain with errors nothing is judged.

    Raises Interrupted, with what was decided so far, on Ctrl-C.
    """
    unjudged = ChainResult(chain, errors=chain.errors, taken=chain.taken)
    if chain.errors:
        return unjudged
    setting = settle(chain, options)
    unjudged = ChainResult(chain, domain=setting.domain_word, taken=chain.taken)
    decided: list[StepResult] = []
    try:
        settled = with_point(setting)
        if isinstance(settled, InputError):
            return replace(unjudged, errors=(settled,))
        for judged in judged_steps(settled):
            decided.append(judged)
            (progress or _unwatched)(chain, judged)
    except KeyboardInterrupt as interrupt:
        raise Interrupted(gathered(unjudged, decided)) from interrupt
    return gathered(unjudged, decided)


def with_point(setting: Setting) -> Setting | InputError:
    """The setting that knows whether a point satisfies the assumptions; the error of a chain where none can."""
    hold = assumptions_hold(setting)
    return contradiction_error(setting) if hold is Answer.NO else replace(setting, has_point=hold is Answer.YES)


def judged_steps(setting: Setting, first: int = 0) -> Iterator[StepResult]:
    """The results of the chain's steps, and of its `result` behind them, each as soon as it is decided.

    `first` leaves out as many from the beginning; the next one is judged as the author wrote it.
    """
    chain = setting.chain
    standing = Standing(chain.steps[min(first, len(chain.steps) - 1)].written)
    for index, step in enumerate(chain.steps[first + 1 :], first + 1):
        try:
            judged, standing = judge_step(setting, standing, step, index)
        except Exception as fault:
            judged, standing = faulty_step(chain, index - 1, fault), Standing(step.written)
        yield judged
    if chain.result is not None and first < len(chain.steps):
        try:
            judged = judge_result(setting, chain.steps[0].written, chain.result)
        except Exception as fault:
            judged = faulty_step(chain, len(chain.steps) - 1, fault)
        yield judged


def gathered(unjudged: ChainResult, decided: Sequence[StepResult]) -> ChainResult:
    """The chain with the results of its steps in order, as far as there are any, and that of its `result`."""
    steps = len(unjudged.chain.steps) - 1
    result = decided[steps] if len(decided) > steps else None
    return ChainResult(unjudged.chain, unjudged.domain, tuple(decided[:steps]), result, unjudged.errors, unjudged.taken)


def _unwatched(chain: Chain, step: StepResult) -> None:
    """The progress of a run that nobody watches."""
