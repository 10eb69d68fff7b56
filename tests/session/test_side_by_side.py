"""Chains that are checked side by side come out as if checked one by one; a lost worker costs the step it was at."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.engine.processes.test_workers import ROOT, is_running, wait_until
from tests.session import worker_steps
from verifier.engine.processes import workers
from verifier.model.chain import Chain
from verifier.model.result import ChainResult, StepResult
from verifier.model.verdict import Reason, Verdict
from verifier.reading.files import read_file
from verifier.session import Options, check_chain, side_by_side
from verifier.session.side_by_side import SideBySide

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

STEPS = """\
symbols: {a: "in (0, 1)", z: real}
chains:
  right:
    steps: [a*(1 - a), a - a**2, "-a*(a - 1)"]
    result: a - a*a
  wrong:
    steps:
      - Derivative(log2(a), a)
      - {expr: 1/a, expect: missing-log-base-factor}
      - {expr: 2/a, because: "a > 0", watch: {flipped-sign: -2/a}}
    result: {expr: 1/a, expect: undecided}
  contradictory:
    assume: [a > 1]
    steps: [a, a]
  unreadable:
    steps: [b, c]
  complex:
    steps: [exp(I*pi), "-1"]
"""
LOST = """\
symbols: {a: real}
chains:
  c:
    steps:
      - a + a
      - 2*a
      - {expr: a*2, note: NOTE, expect: undecided, watch: {flipped-sign: -2*a}, because: a = a}
      - 3*a
      - a + 2*a
    result: {expr: 4*a, note: LAST}
"""


@pytest.fixture(autouse=True)
def _dangerous_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = workers._folders
    monkeypatch.setattr(workers, "_folders", lambda: [*folders(), ROOT])
    monkeypatch.setattr(side_by_side, "steps_of", worker_steps.dangerous)


def chains_of(text: str) -> tuple[Chain, ...]:
    return read_file("x.yaml", text.encode(), None).chains


def checked(chains: tuple[Chain, ...], jobs: int, options: Options | None = None) -> list[ChainResult]:
    with SideBySide(jobs, options or Options()) as going:
        return [checking.result() for checking in [going.check(chain) for chain in chains]]


def timeless(result: ChainResult) -> ChainResult:
    steps = tuple(replace(s, duration_ms=0.0) for s in result.steps)
    last = None if result.result is None else replace(result.result, duration_ms=0.0)
    return replace(result, steps=steps, result=last)


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_results_are_those_of_checking_one_by_one(jobs: int) -> None:
    chains = chains_of(STEPS)
    expected = [timeless(check_chain(chain)) for chain in chains]
    assert [timeless(result) for result in checked(chains, jobs)] == expected
    assert [len(r.errors) > 0 for r in expected] == [False, False, True, True, False]
    assert expected[1].steps[0].expected == "met"


def test_a_chain_keeps_its_own_steps() -> None:
    (chain,) = chains_of(LOST)
    (result,) = checked((chain,), 1)
    assert all(judged.step is own for judged, own in zip(result.steps, chain.steps[1:], strict=True))
    assert result.result is not None
    assert result.result.step is chain.result


@pytest.mark.parametrize(
    "note, words",
    [
        ("killed", "Killed"),
        ("aborted", "Aborted"),
        ("segfault", "Segmentation fault"),
        ("raises", "ZeroDivisionError"),
        ("leaves out", "left steps out"),
        ("babbles", ""),
    ],
)
def test_a_lost_worker_costs_the_step_it_was_at(note: str, words: str) -> None:
    (chain,) = chains_of(LOST.replace("NOTE", note).replace("LAST", note))
    (result,) = checked((chain,), 1)
    verdicts = [s.verdict.value for s in result.steps]
    assert verdicts == ["proved", "undecided", "refuted", "proved"]
    lost = result.steps[1]
    assert (lost.index, lost.lhs, lost.rhs, lost.reason) == (2, "2*a", "a*2", Reason.CRASHED)
    assert words in (lost.detail or "")
    assert lost.expected == "unmet"  # an accident is no known issue
    assert [(w.name, w.met, w.verdict) for w in lost.watched] == [("flipped-sign", False, Verdict.UNDECIDED)]
    assert lost.because is not None
    assert (lost.because.verdict, lost.because.reason) == (Verdict.UNDECIDED, Reason.CRASHED)
    assert result.result is not None
    assert (result.result.index, result.result.reason) == (None, Reason.CRASHED)


def test_the_other_chains_are_as_before() -> None:
    bad = chains_of(LOST.replace("NOTE", "killed"))
    good = chains_of(STEPS)
    found = checked((*bad, *good, *bad, *good), 2)
    expected = [timeless(check_chain(chain)) for chain in good]
    assert [timeless(r) for r in found[1:6]] == [timeless(r) for r in found[7:]] == expected


def test_a_chain_that_cannot_even_begin_is_undecided_as_a_whole() -> None:
    (chain,) = chains_of(LOST.replace("  c:", "  dies at once:"))
    (result,) = checked((chain,), 1)
    assert result.result is not None
    assert [s.reason for s in (*result.steps, result.result)] == [Reason.CRASHED] * 5


def test_a_worker_killed_between_chains_is_replaced() -> None:
    (chain,) = chains_of(LOST)
    with SideBySide(1) as going:
        before = going.check(chain).result()
        (worker,) = going._workers
        os.kill(worker._process.pid, signal.SIGKILL)
        assert wait_until(lambda: not is_running(worker._process.pid))
        assert timeless(going.check(chain).result()) == timeless(before)
        assert worker not in going._workers


def test_a_worker_lost_before_it_began_is_replaced_once(tmp_path: Path) -> None:
    (chain,) = chains_of(LOST.replace("  c:", "  dies at first:").replace("NOTE", str(tmp_path / "died")))
    (result,) = checked((chain,), 1)
    assert (tmp_path / "died").exists()
    assert timeless(result) == timeless(check_chain(chain))


def test_without_a_python_to_start_every_step_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    (result,) = checked(chains_of(LOST), 1)
    assert {s.reason for s in result.steps} == {Reason.CRASHED}
    assert "no worker could be started" in (result.steps[0].detail or "")


def test_what_is_asked_for_reaches_the_workers() -> None:
    (chain,) = chains_of(LOST)
    told: list[tuple[str, int | None]] = []

    def tell(chain: Chain, step: StepResult) -> None:
        told.append((chain.name, step.index))

    with SideBySide(1, Options(), tell) as going:
        going.check(chain).result()
    assert told == [("c", 1), ("c", 2), ("c", 3), ("c", 4), ("c", None)]


def test_stopping_keeps_what_was_decided_and_leaves_no_process() -> None:
    (hanging,) = chains_of(LOST.replace("NOTE", "hangs"))
    (good,) = chains_of(LOST)
    with SideBySide(2, Options()) as going:
        checkings = [going.check(c) for c in (good, hanging, hanging, hanging)]
        assert checkings[0].result().steps[0].verdict is Verdict.PROVED
        assert wait_until(lambda: all(c.first == 1 for c in checkings[1:3]), seconds=30)
        processes = [w._process.pid for w in going._workers]
        start = time.monotonic()
        going.stop()
        assert time.monotonic() - start < 5
        assert [len(c.so_far().steps) for c in checkings[:3]] == [4, 1, 1]  # type: ignore[union-attr]
        assert checkings[3].so_far() is None
    assert len(processes) == 2
    assert all(wait_until(lambda p=process: not is_running(p)) for process in processes)  # type: ignore[misc]


def test_the_end_leaves_no_process_and_no_thread() -> None:
    before = threading.active_count()
    with SideBySide(2) as going:
        [c.result() for c in [going.check(chain) for chain in chains_of(STEPS)]]
        processes = [w._process.pid for w in going._workers]
    assert threading.active_count() == before
    assert not any(map(is_running, processes))
    assert processes
