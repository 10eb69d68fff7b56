"""Chains checked side by side, each in a warm worker process; a worker that is lost costs the step it was at."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from types import TracebackType
from typing import Final

from verifier.engine.processes.workers import Failure, Lost, Worker
from verifier.model.chain import Chain, InputError, Place, Span, Step, Written
from verifier.model.result import ChainResult, StepResult
from verifier.model.verdict import Reason
from verifier.session.lost import lost_step
from verifier.session.options import DEFAULT, Options
from verifier.session.run import Progress, gathered, judged_steps, with_point
from verifier.session.setting import settle
from verifier.terms.term import ZERO

_BEGUN: Final = "begun"
_SAME_STEP: Final = Step(Written("", ZERO, Span(1, 1, 1, 1), Place(0, 0)))
_NOTICE_SECONDS: Final = 0.2
"""How soon a wait notices Ctrl-C where the system does not interrupt waits."""


def steps_of(
    chain: Chain, first: int, trust_sympy: bool, timeout_s: float, memory_bytes: int
) -> Iterator[str | InputError | tuple[StepResult, Step | None]]:
    """What a worker yields: that the chain is begun, or why it cannot be; then each step's result without its step.

    The step stands beside a result only where it was judged as another than the author's.
    """
    options = Options(trust_sympy=trust_sympy, timeout_s=timeout_s, memory_bytes=memory_bytes)
    setting = with_point(settle(chain, options))
    if isinstance(setting, InputError):
        yield setting
        return
    yield _BEGUN
    for number, judged in enumerate(judged_steps(setting, first), first):
        other = None if judged.step is _claim(chain, number) else judged.step
        yield replace(judged, step=_SAME_STEP), other


def _claim(chain: Chain, number: int) -> Step:
    """The step with this number, counted from 0 without the head; behind the last one the `result`."""
    if number < len(chain.steps) - 1:
        return chain.steps[number + 1]
    assert chain.result is not None
    return chain.result


class Checking:
    """A chain on its way: what was decided so far, and, once it is done, its result."""

    def __init__(self, chain: Chain, progress: Progress | None = None) -> None:
        self.chain = chain
        self._progress = progress
        self._decided: list[StepResult] = []
        self._errors = chain.errors
        self._has_worker = self._is_begun = bool(chain.errors)
        self._is_second_try = False
        self._done: Future[None] | None = None

    def result(self) -> ChainResult:
        """Waits until the chain is done."""
        if self._done is not None:
            while not wait((self._done,), _NOTICE_SECONDS).done:
                pass
            self._done.result()
        return self._result()

    def so_far(self) -> ChainResult | None:
        """What was decided without waiting for more; None where no worker has taken the chain yet."""
        return self._result() if self._has_worker else None

    def _result(self) -> ChainResult:
        unjudged = ChainResult(self.chain, errors=self._errors, taken=self.chain.taken)
        if self.chain.errors:
            return unjudged
        domain = settle(self.chain).domain_word
        return gathered(replace(unjudged, domain=domain), tuple(self._decided))

    @property
    def first(self) -> int:
        """How many steps are decided, or lost."""
        return len(self._decided)

    @property
    def is_left(self) -> bool:
        """Whether there is something to decide."""
        steps = len(self.chain.steps) - 1 + (self.chain.result is not None)
        return not self._errors and self.first < steps

    def begin(self) -> None:
        """A worker is about to take the chain, from the first step that is not decided."""
        self._has_worker = True
        self._is_begun = False

    def take(self, part: object) -> None:
        """Takes what the worker yields; TypeError for anything that `steps_of` does not yield."""
        match part:
            case "begun":
                self._is_begun = True
            case InputError():
                self._errors = (part,)
            case (StepResult() as judged, Step() | None as other) if self.is_left:
                self._decide(replace(judged, step=other or _claim(self.chain, self.first)))
            case _:
                raise TypeError("no part of a chain's result")

    def lose(self, failure: Failure) -> None:
        """The worker was lost at the next step, which is undecided.

        Where it had not yet begun, a second one may try; if that is lost too, all that are left are undecided.
        """
        if not self._is_begun and not self._is_second_try:
            self._is_second_try = True
            return
        self._decide(lost_step(self.chain, self.first, failure.reason, failure.detail))
        while self.is_left and not self._is_begun:
            self._decide(lost_step(self.chain, self.first, failure.reason, failure.detail))

    def _decide(self, judged: StepResult) -> None:
        self._decided.append(judged)
        if self._progress is not None:
            self._progress(self.chain, judged)


class SideBySide:
    """Checks chains in as many workers as there are `jobs`, in the order in which they are handed over.

    Leaving its block waits for the workers' end, or, after an exception, kills them at once.
    """

    def __init__(self, jobs: int, options: Options = DEFAULT, progress: Progress | None = None) -> None:
        self._settings = options.trust_sympy, options.timeout_s, options.memory_bytes
        self._progress = progress
        self._threads = ThreadPoolExecutor(jobs)
        self._lock = threading.Lock()
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._is_stopped = False

    def __enter__(self) -> SideBySide:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self._close()
        else:
            self.stop()

    def check(self, chain: Chain) -> Checking:
        """The chain on its way; at once done where it has errors."""
        checking = Checking(chain, self._progress)
        if checking.is_left:
            checking._done = self._threads.submit(self._run, checking)
        return checking

    def stop(self) -> None:
        """Kills all workers, and with them all that is not decided."""
        with self._lock:
            self._is_stopped = True
            for worker in self._workers:
                worker.strike()
            for worker in self._idle:
                worker.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _close(self) -> None:
        self._threads.shutdown()
        for worker in self._idle:
            worker.release()
        for worker in self._idle:
            worker.dismiss()

    def _run(self, checking: Checking) -> None:
        while checking.is_left and not self._is_stopped:
            checking.begin()
            answer = self._answer(checking)
            if self._is_stopped:
                return
            if checking.is_left:
                left_out = Failure(Reason.CRASHED, "the worker left steps out")
                checking.lose(answer if isinstance(answer, Failure) else left_out)

    def _answer(self, checking: Checking) -> object:
        try:
            worker = self._take()
        except (OSError, Lost) as error:
            return Failure(Reason.CRASHED, f"no worker could be started: {error}")
        request = checking.chain, checking.first, *self._settings
        answer = worker.answer(f"{steps_of.__module__}:{steps_of.__name__}", request, on_part=checking.take)
        self._give_back(worker)
        return answer

    def _take(self) -> Worker:
        """An idle worker, or a new one; Lost once there is no need of any."""
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        if worker is not None and not worker.is_alive():
            worker.kill()
            self._give_back(worker)
            worker = None
        worker = worker or Worker()
        with self._lock:
            self._workers.add(worker)
            if self._is_stopped:
                worker.kill()
                raise Lost("the run was stopped")
        return worker

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            if self._is_stopped:
                worker.kill()
            elif worker.is_usable:
                self._idle.append(worker)
            else:
                self._workers.discard(worker)
