"""One run: each chain of each file is settled and judged step by step; Ctrl-C keeps what was decided so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from verifier.model.chain import Chain, ChainFile
from verifier.model.result import ChainResult, FileResult, RunResult, StepResult
from verifier.model.verdict import Answer
from verifier.session.assumptions import assumptions_hold, contradiction_error
from verifier.session.carrying import Standing
from verifier.session.findings import summarize
from verifier.session.judging import judge_result, judge_step
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
    result = ChainResult(chain, errors=chain.errors, taken=chain.taken)
    if chain.errors:
        return result
    setting = settle(chain, options)
    return _judged(setting, replace(result, domain=setting.domain_word), progress or _unwatched)


def _judged(setting: Setting, unjudged: ChainResult, progress: Progress) -> ChainResult:
    """The chain with its verdicts; every step is undecided where no point satisfies the assumptions."""
    chain, steps = setting.chain, list[StepResult]()
    try:
        hold = assumptions_hold(setting)
        if hold is Answer.NO:
            return replace(unjudged, errors=(contradiction_error(setting),))
        setting = replace(setting, has_point=hold is Answer.YES)
        standing = Standing(chain.steps[0].written)
        for index, step in enumerate(chain.steps[1:], 1):
            judged, standing = judge_step(setting, standing, step, index)
            steps.append(judged)
            progress(chain, judged)
        result = None
        if chain.result is not None:
            result = judge_result(setting, chain.steps[0].written, chain.result)
            progress(chain, result)
    except KeyboardInterrupt as interrupt:
        raise Interrupted(replace(unjudged, steps=tuple(steps))) from interrupt
    return replace(unjudged, steps=tuple(steps), result=result)


def _unwatched(chain: Chain, step: StepResult) -> None:
    """The progress of a run that nobody watches."""
