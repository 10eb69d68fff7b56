"""A worker can be lost at any moment, and it costs its own task only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engine.processes import worker_tasks as tasks
from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.engine.processes import workers
from verifier.engine.processes.workers import Failure
from verifier.model.verdict import Reason, Verdict

ROOT = str(Path(__file__).parents[3])
GIB = 1 << 30
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of POSIX")


@pytest.fixture(autouse=True)
def _tasks_are_importable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folders = workers._folders
    monkeypatch.setattr(workers, "_folders", lambda: [*folders(), ROOT])
    yield
    workers.stop()


def run(task: Callable[..., object], *args: object, seconds: float = 20.0, memory_bytes: int = GIB) -> object:
    return workers.run(task, *args, seconds=seconds, memory_bytes=memory_bytes)


def reason_of(answer: object) -> Reason:
    assert isinstance(answer, Failure), answer
    return answer.reason


def is_running(process: int) -> bool:
    """Whether the process exists and is no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(is_done: Callable[[], bool], seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_done():
            return True
        time.sleep(0.02)
    return False


def test_a_task_returns_its_value() -> None:
    value = (1, 2.5, None, "text", True, -(10**5000), ("nested", ()))
    assert run(tasks.same, value) == value


def test_one_warm_worker_serves_task_after_task() -> None:
    assert run(tasks.number_of_process) == run(tasks.number_of_process) != os.getpid()


def test_threads_do_not_wait_for_one_another() -> None:
    answers: list[object] = []
    threads = [threading.Thread(target=lambda: answers.append(run(tasks.number_of_process))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(isinstance(answer, int) for answer in answers)
    assert len(answers) == 3


@pytest.mark.parametrize("task", [tasks.hang_in_python, tasks.hang_in_flint])
def test_a_hanging_task_is_stopped_at_its_time_limit(task: Callable[[], None]) -> None:
    process = run(tasks.number_of_process)
    start = time.monotonic()
    assert reason_of(run(task, seconds=0.5)) is Reason.TIMED_OUT
    assert time.monotonic() - start < 2.0
    assert isinstance(process, int)
    assert not is_running(process)


def test_the_children_of_a_task_die_with_it(tmp_path: Path) -> None:
    marker = tmp_path / "child"
    assert reason_of(run(tasks.hang_with_a_child, str(marker), seconds=1.0)) is Reason.TIMED_OUT
    child = int(marker.read_text())
    assert wait_until(lambda: not is_running(child))


@pytest.mark.parametrize(
    "task", [tasks.eat_memory_in_python, tasks.eat_memory_at_once, tasks.eat_memory_in_flint], ids=lambda t: t.__name__
)
def test_a_greedy_task_is_stopped_at_its_memory_limit(task: Callable[[], object]) -> None:
    assert reason_of(run(task, memory_bytes=GIB // 2)) is Reason.OUT_OF_MEMORY


@pytest.mark.parametrize(
    ("task", "args"),
    [
        (tasks.exit_at_once, (0,)),
        (tasks.exit_at_once, (1,)),
        (tasks.exit_python, ()),
        (tasks.raise_signal, (int(signal.SIGKILL),)),
        (tasks.raise_signal, (int(signal.SIGABRT),)),
        (tasks.raise_signal, (int(signal.SIGSEGV),)),
        (tasks.touch_nothing, ()),
        (tasks.divide_by_zero, ()),
        (tasks.recurse, ()),
        (tasks.return_an_object, ()),
    ],
)
def test_a_task_that_ends_its_worker_has_crashed(task: Callable[..., object], args: tuple[int, ...]) -> None:
    assert reason_of(run(task, *args)) is Reason.CRASHED


@pytest.mark.parametrize("size", [None, 0, (1 << 32) - 1])
@pytest.mark.parametrize(
    "message",
    ["null", "{}", "[", '[[],["int","0"]]', '[[],["tuple",["int","7"],"value","of another task",false]]'],
)
def test_a_lying_worker_is_not_believed(message: str, size: int | None) -> None:
    header = (len(message) if size is None else size).to_bytes(4, "big").decode("latin-1")
    assert reason_of(run(tasks.answer_with, header + message)) is Reason.CRASHED


def test_half_an_answer_is_none() -> None:
    assert reason_of(run(tasks.answer_with, "\0\0\0\4nu", seconds=0.5)) is Reason.TIMED_OUT


def test_endless_output_is_cut_off() -> None:
    assert reason_of(run(tasks.babble_endlessly)) is Reason.CRASHED


def test_an_answer_beyond_all_bounds_is_refused() -> None:
    assert reason_of(run(tasks.return_too_much)) is Reason.CRASHED


def test_a_lost_worker_does_not_touch_its_neighbours() -> None:
    lost = [tasks.divide_by_zero, tasks.eat_memory_at_once, tasks.touch_nothing, tasks.exit_python]
    for task in lost:
        assert run(tasks.same, "before") == "before"
        assert isinstance(run(task), Failure)
        assert run(tasks.same, "after") == "after"


def test_a_worker_killed_between_tasks_is_replaced() -> None:
    process = run(tasks.number_of_process)
    assert isinstance(process, int)
    os.kill(process, signal.SIGKILL)
    assert wait_until(lambda: not is_running(process))
    assert run(tasks.same, 1) == 1


def test_a_task_that_took_much_memory_leaves_none_missing_for_the_next() -> None:
    first = run(tasks.number_of_process)
    assert run(tasks.take_memory, GIB // 2) == GIB // 2
    assert run(tasks.number_of_process) != first


def test_nothing_reaches_a_worker_but_its_task() -> None:
    assert run(tasks.read_input) == ""
    assert run(tasks.print_much) == "done"
    assert run(tasks.group_is_own) is True
    assert run(tasks.environment, "PYTHONHASHSEED") == "0"
    assert run(tasks.environment, "OMP_NUM_THREADS") == "1"


def test_a_worker_writes_no_large_file(tmp_path: Path) -> None:
    file = tmp_path / "large"
    assert reason_of(run(tasks.write_a_large_file, str(file))) is Reason.CRASHED
    assert file.stat().st_size < 1 << 25


def test_a_worker_loads_neither_sympy_nor_flint_before_a_task_does() -> None:
    assert run(tasks.loaded, "sympy") is False
    assert run(tasks.loaded, "flint") is False


@pytest.mark.parametrize("module", ["math", "random", "json", "gmpy2", "numpy"])
def test_a_module_beside_the_notes_is_never_imported(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{module}.py").write_text("open('executed', 'w').close()")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert "" not in run(tasks.path)  # type: ignore[operator]
    assert str(tmp_path) not in run(tasks.path)  # type: ignore[operator]
    assert not str(run(tasks.file_of, module)).startswith(str(tmp_path))
    assert not (tmp_path / "executed").exists()


def test_without_a_python_to_start_the_task_has_crashed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert reason_of(run(tasks.same, 1)) is Reason.CRASHED
    monkeypatch.setattr(sys, "executable", "/bin/true")
    assert reason_of(run(tasks.same, 1)) is Reason.CRASHED


def test_a_lost_worker_makes_an_undecided_outcome() -> None:
    outcome = workers.run_guarded(tasks.hang_in_python, limits=Limits(seconds=0.3))  # type: ignore[arg-type]
    assert outcome == Outcome(Verdict.UNDECIDED, reason=Reason.TIMED_OUT, detail="stopped at the time limit")
    given = Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP)
    assert workers.run_guarded(tasks.same, given, limits=Limits()) == given  # type: ignore[arg-type]


SCRIPT = f"""
import sys
sys.path.insert(0, {ROOT!r})
from tests.engine.processes import worker_tasks
from verifier.engine.processes import workers
folders = workers._folders
workers._folders = lambda: [*folders(), {ROOT!r}]
print(workers.run(worker_tasks.number_of_process, seconds=20, memory_bytes=1 << 30), flush=True)
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("task", ["hang_in_python", "hang_in_flint"])
def test_a_run_that_is_ended_leaves_no_worker_behind(end: signal.Signals, task: str) -> None:
    script = SCRIPT + f"workers.run(worker_tasks.{task}, seconds=60, memory_bytes=1 << 30)"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run_:
        assert run_.stdout is not None
        process = int(run_.stdout.readline())
        time.sleep(0.3)
        assert is_running(process)
        run_.send_signal(end)
        start = time.monotonic()
        run_.wait(timeout=20)
        assert time.monotonic() - start < 2.0
    assert wait_until(lambda: not is_running(process))


def test_a_run_ends_its_idle_worker_and_needs_no_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT + "assert not {'sympy', 'flint', 'pebble'} & set(sys.modules)")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True)
    assert not is_running(int(done.stdout))
    assert done.stderr == ""


def test_a_fork_of_the_run_does_not_share_its_worker() -> None:
    first = run(tasks.number_of_process)
    child = os.fork()
    if child == 0:
        os._exit(0 if run(tasks.number_of_process) != first else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert run(tasks.number_of_process) == first
