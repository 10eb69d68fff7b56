"""Whatever may grow large runs in a process that can be lost: warm workers, killed at a task's time or memory limit.

A worker is started when it is first needed and kept for the next task; several threads get a worker each. Killing is
the only way to stop a C library, which ignores signals, and it costs its own task only.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.engine.processes import worker_main
from verifier.engine.processes.messages import Garbled, decode, encode, read_frame, write_frame
from verifier.model.verdict import Reason, Verdict
from verifier.terms.record import record

STARTING_SECONDS: Final = 30.0
_PACKAGES: Final = ("verifier", "flint", "sympy", "mpmath")
_ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_OUT_OF_MEMORY_WORDS: Final = (b"memory", b"alloc")


class Lost(Exception):
    """A worker that sent no proper message: it was killed, died or garbled its answer."""


@record
class Failure:
    """A task without an answer: `reason` is timed-out, out-of-memory or crashed, `detail` a few words on how."""

    reason: Reason
    detail: str


def run(function: Callable[..., object], *args: object, seconds: float, memory_bytes: int) -> object | Failure:
    """What this module-level function of the package returns for these arguments, computed in a worker.

    The arguments and the result must be what `messages.py` can hold. The seconds are wall-clock time without the
    worker's start, the bytes the worker's whole address space (unbounded on Windows).
    """
    try:
        worker = _take()
    except (OSError, Lost) as error:
        return Failure(Reason.CRASHED, f"no worker could be started: {error}")
    try:
        answer = worker.answer(f"{function.__module__}:{function.__qualname__}", args, seconds, memory_bytes)
    except BaseException:
        worker.kill()
        raise
    _give_back(worker)
    return answer


def run_guarded(function: Callable[..., Outcome], *args: object, limits: Limits) -> Outcome:
    """The outcome this function finds in a worker; undecided, with the reason, where the worker is lost."""
    answer = run(function, *args, seconds=limits.seconds, memory_bytes=limits.memory_bytes)
    if isinstance(answer, Outcome):
        return answer
    failure = answer if isinstance(answer, Failure) else Failure(Reason.CRASHED, "the worker answered nonsense")
    return Outcome(Verdict.UNDECIDED, reason=failure.reason, detail=failure.detail)


def stop() -> None:
    """End all idle workers. It happens by itself when Python exits."""
    with _LOCK:
        idle, _IDLE[:] = list(_IDLE), []
    for worker in idle:
        worker.kill()


class Worker:
    """One process that answers tasks one after another until it is lost; OSError or Lost where none can be started."""

    def __init__(self) -> None:
        self.is_usable = True
        self._number = 0
        self._timed_out = False
        self._process = _start_process()
        try:
            self._exchange(None, STARTING_SECONDS)
        except BaseException:
            self.kill()
            raise

    def answer(
        self,
        function: str,
        args: tuple[object, ...],
        seconds: float | None = None,
        memory_bytes: int | None = None,
        on_part: Callable[[Any], None] | None = None,
    ) -> object | Failure:
        """The function's value, or why there is none. Unusable afterwards where the worker was lost or is spent.

        Without a limit the task may take whatever it needs. Of a generator the value is None, and `on_part` is told
        each thing it yields, as soon as it comes.
        """
        self._number += 1
        request = encode((self._number, function, args, memory_bytes))
        try:
            number, kind, value, is_last = self._exchange(request, seconds, on_part)
        except (Lost, TypeError, ValueError, LookupError):
            return self._autopsy()
        if number != self._number or kind not in (worker_main.VALUE, worker_main.ERROR):
            return self._autopsy()
        if is_last:
            self.kill()
        if kind == worker_main.VALUE:
            return value  # type: ignore[no-any-return]
        reason = Reason.OUT_OF_MEMORY if value == "MemoryError" else Reason.CRASHED
        return Failure(reason, f"the worker ended with {value}")

    def is_alive(self) -> bool:
        return self.is_usable and self._process.poll() is None

    def release(self) -> None:
        """Let an idle process know that no task comes any more."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def dismiss(self) -> None:
        """End an idle process gently, so that it ends its own workers first; kill it where that takes long."""
        self.release()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1.0)
        self.kill()

    def kill(self) -> None:
        """End the process and all it started."""
        self.is_usable = False
        self.strike()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None
            with contextlib.suppress(OSError):  # what was still to be sent to a dead worker
                stream.close()
        self._process.wait()

    def _exchange(
        self, request: bytes | None, seconds: float | None, on_part: Callable[[Any], None] | None = None
    ) -> Any:
        """Send the request, if there is one, and wait for the next message; Lost if none comes in time.

        Parts of the answer to this request are passed on until there is another message.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._alarm(seconds):
            try:
                if request is not None:
                    write_frame(self._process.stdin, request)
                message = decode(read_frame(self._process.stdout))
                while on_part is not None and message[:2] == (self._number, worker_main.PART):
                    on_part(message[2])
                    message = decode(read_frame(self._process.stdout))
            except (OSError, EOFError, Garbled) as error:
                raise Lost(str(error)) from error
        return message

    @contextlib.contextmanager
    def _alarm(self, seconds: float | None) -> Iterator[None]:
        """Kills the process unless what is done here ends in time."""
        if seconds is None:
            yield
            return
        alarm = threading.Timer(seconds, self._time_out)
        alarm.daemon = True
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()
            alarm.join()

    def _time_out(self) -> None:
        self._timed_out = True
        self.strike()

    def strike(self) -> None:
        """Kill without collecting the process, so that its number cannot yet belong to another. Any thread may do it."""
        if sys.platform == "win32":
            self._process.kill()
        elif self._process.returncode is None:
            with contextlib.suppress(OSError):  # macOS refuses it for a process that has just ended
                os.killpg(self._process.pid, signal.SIGKILL)

    def _autopsy(self) -> Failure:
        """Why a worker gave no proper answer; it is killed."""
        status = self._own_exit_status()
        if self._timed_out or status is None:
            self.kill()
            nonsense = Failure(Reason.CRASHED, "the worker answered nonsense")
            return Failure(Reason.TIMED_OUT, "stopped at the time limit") if self._timed_out else nonsense
        assert self._process.stderr is not None
        last_words = self._process.stderr.read(4096).lower()
        self.kill()
        if status == -signal.SIGABRT and any(word in last_words for word in _OUT_OF_MEMORY_WORDS):
            return Failure(Reason.OUT_OF_MEMORY, "stopped at the memory limit")
        how = signal.strsignal(-status) if status < 0 else f"exit status {status}"
        return Failure(Reason.CRASHED, f"the worker ended: {how}")

    def _own_exit_status(self) -> int | None:
        """The exit status of a worker that has ended or is about to; None for one that goes on."""
        try:
            return self._process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            return None


def _start_process() -> subprocess.Popen[bytes]:
    """A Python that sees the very packages of this one and nothing else (`-S`), in a group of its own."""
    options: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        options = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return subprocess.Popen(
        [sys.executable, "-S", worker_main.__file__, *_folders()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        cwd=Path(worker_main.__file__).parent,
        **options,
    )


def _folders() -> list[str]:
    """Where the packages a worker needs are found, found without importing them."""
    origins = [spec.origin for name in _PACKAGES if (spec := find_spec(name)) is not None]
    return list(dict.fromkeys(str(Path(origin).resolve().parent.parent) for origin in origins if origin))


def _environment() -> dict[str, str]:
    """This process's environment without what changes Python or SymPy; with one thread and one order of hashes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SYMPY", "MPMATH"))}
    return {**kept, **_ONE_THREAD, "PYTHONHASHSEED": "0"}


_LOCK: Final = threading.Lock()
_IDLE: Final[list[Worker]] = []


def _take() -> Worker:
    """An idle worker, or a new one."""
    while True:
        with _LOCK:
            worker = _IDLE.pop() if _IDLE else None
        if worker is None:
            _clean_up_at_the_end()
            return Worker()
        if worker.is_alive():
            return worker
        worker.kill()


def _give_back(worker: Worker) -> None:
    if worker.is_usable:
        with _LOCK:
            _IDLE.append(worker)


@cache
def _clean_up_at_the_end() -> None:
    """Once a run: leave no process behind, and never share a worker with a fork of this process."""
    atexit.register(stop)
    if sys.platform != "win32":
        os.register_at_fork(after_in_child=_IDLE.clear)
