"""`-j N`: the same bytes and exit status in every format; signals end a run with what was decided, and no process is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from tests.engine.processes.test_workers import is_running, wait_until
from tests.session import worker_steps
from verifier.engine.processes import workers
from verifier.frontends.command import main
from verifier.frontends.parameters import jobs
from verifier.frontends.progress import Progress
from verifier.frontends.running import Run
from verifier.session import Options, side_by_side

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
VERIFY = [sys.executable, "-m", "verifier"]
YAML = """\
symbols: {a: "in (0, 1)", z: real}
chains:
  right:
    steps: [a*(1 - a), a - a**2, "-a*(a - 1)"]
    result: a - a*a
  wrong:
    steps: ["Derivative(log2(a), a)", 1/a, {expr: 2/a, because: "a > 1"}]
  known:
    steps: ["Derivative(log2(a), a)", {expr: 1/a, expect: missing-log-base-factor}]
  pitfall:
    steps: [sqrt(z**2), {expr: Abs(z), watch: {flipped-sign: "-Abs(z)"}}, z]
  contradictory: {assume: [a > 1], steps: [a, a]}
  undeclared: {steps: [a, b]}
"""
NOTES = """\
# Notes

$$ (x + 1)^2 = x^2 + 2x + 1 = x (x + 2) $$

Here $\\%$ stands for nothing.

\\begin{align}
\\frac{d}{dx} \\sin x &= \\cos x \\\\
  &= -\\cos x
\\end{align}

$$ x = \\quad \\mathfrak{?} $$
"""
LINES = [
    '{"id": "one", "steps": ["1 + 1", "2"]}',
    "{",
    "",
    '{"id": "two", "symbols": {"x": "real"}, "steps": ["x/x", "1"]}',
]
SLOW = "Integral(exp(-t**2)*sin(10**9*t), (t, 0, 10**9))"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(YAML)
    (tmp_path / "b.md").write_text(NOTES)
    (tmp_path / "c.jsonl").write_text("\n".join(LINES))
    (tmp_path / "d.yaml").write_text("chains: [")
    (tmp_path / "e.yaml").write_text("services: {}\n")
    return tmp_path


def verify(*arguments: str) -> tuple[int, str, str]:
    done = subprocess.run([*VERIFY, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=120)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["."],
        [".", "--color", "always"],
        [".", "--format", "json"],
        [".", "--format", "jsonl"],
        [".", "--format", "github"],
        [".", "-q", "--fail-on", "conditional"],
        ["missing.yaml", "e.yaml", "a.yaml"],
    ],
    ids=" ".join,
)
def test_the_same_bytes_and_status_for_any_number_of_jobs(folder: Path, arguments: list[str]) -> None:
    expected = verify(*arguments)
    assert expected[0] in (1, 2)
    assert len(expected[1]) > 500
    assert [verify(*arguments, "-j", number) for number in ("2", "4", "auto")] == [expected] * 3


def test_order_is_kept_where_later_chains_are_done_first(folder: Path) -> None:
    lines = [json.dumps({"id": f"c{i}", "symbols": {"x": "real"}, "steps": ["x", "1*x"]}) for i in range(150)]
    lines[0] = json.dumps({"id": "c0", "steps": [SLOW, "2"]})
    (folder / "many.jsonl").write_text("\n".join(lines))
    status, said, _ = verify("many.jsonl", "--format", "jsonl", "-j", "3", "--timeout", "1s")
    assert [json.loads(line)["name"] for line in said.splitlines()] == [f"c{i}" for i in range(150)]
    assert status == 1


def test_standard_input_is_answered_line_by_line(folder: Path) -> None:
    command = [*VERIFY, "-", "--stdin-filename", "x.jsonl", "--format", "jsonl", "-j", "2"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        for name in ("first", "second"):
            run.stdin.write(json.dumps({"id": name, "steps": ["1", "1"]}).encode() + b"\n")
            run.stdin.flush()
            assert json.loads(run.stdout.readline())["name"] == name
        run.stdin.close()
        assert run.stdout.read() == b""
    assert run.returncode == 0


@pytest.mark.parametrize("text", ["-1", "257", "many", "1.5", "", "٣"])
def test_a_number_of_jobs_is_a_number(text: str) -> None:
    with pytest.raises(click.BadParameter):
        jobs(text)


def test_auto_and_0_are_as_many_as_there_are_processors() -> None:
    assert jobs("auto") == jobs("0") == len(os.sched_getaffinity(0))
    assert jobs("3") == 3


def test_an_internal_error_while_reading_comes_out_as_one(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from verifier.frontends import plan

    def fail(*arguments: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(plan, "read_line", fail)
    assert main(["a.yaml", "c.jsonl", "-j", "2"]) == 2
    said = capsys.readouterr()
    assert "internal error: ZeroDivisionError" in said.err
    assert "right" in said.out


def test_one_job_starts_no_process_and_loads_nothing_more(folder: Path) -> None:
    program = (
        "import sys; from verifier.frontends.command import main; main(sys.argv[1:]);"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, "a.yaml"], capture_output=True, text=True, check=True)
    assert not {"concurrent.futures", "subprocess", "multiprocessing"} & set(done.stderr.split())


class Started:
    """A run that has said something and is at slow chains; with all its processes."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        slow = [json.dumps({"id": f"slow-{i}", "steps": ["1", "1", *[SLOW, "2"] * 20]}) for i in range(20)]
        fast = [json.dumps({"id": f"fast-{i}", "steps": ["1", "1"]}) for i in range(3)]
        (folder / "long.jsonl").write_text("\n".join([*fast, *slow]))
        self.process = subprocess.Popen(
            [*VERIFY, "long.jsonl", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.heading = self.process.stdout.readline()
        time.sleep(1.5)
        self.all = [self.process.pid, *descendants(self.process.pid)]

    def ended_by(self, number: signal.Signals) -> tuple[int, str, str, float]:
        """Exit status, outputs, and how long the end took."""
        start = time.monotonic()
        self.process.send_signal(number)
        with self.process as process:
            assert process.stdout is not None
            assert process.stderr is not None
            out, err = process.stdout.read(), process.stderr.read()
        return process.returncode, self.heading + out, err, time.monotonic() - start

    def is_left(self) -> bool:
        return any(map(is_running, self.all))


Start = Callable[..., Started]


@pytest.fixture
def started(folder: Path) -> Iterator[Start]:
    """Starts runs that are ended at the latest with their test."""
    runs: list[Started] = []

    def start(*arguments: str) -> Started:
        runs.append(Started(folder, *arguments))
        return runs[-1]

    yield start
    for run in runs:
        run.process.kill()
        run.process.communicate()


def descendants(process: int) -> list[int]:
    """The processes that this one started, and those that they did."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError):
            continue
    found = [process]
    for parent in found:
        found += [child for child, own in parents.items() if own == parent]
    return found[1:]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("count", ["1", "2"])
def test_a_signal_ends_a_long_run_with_what_was_decided(started: Start, count: str, number: signal.Signals) -> None:
    run = started("-j", count)
    assert len(run.all) > int(count) - (count == "1")
    status, out, err, seconds = run.ended_by(number)
    assert (status, err) == (130, "")
    assert seconds < 5
    assert "fast-0: 1 step proved" in out
    assert "fast-2: 1 step proved" in out
    assert "slow-0" in out
    assert "slow-9" not in out
    assert "interrupted: this is what was decided so far" in out
    assert wait_until(lambda: not run.is_left())


def test_an_interrupted_report_in_lines_is_whole(started: Start) -> None:
    _, out, _, _ = started("-j", "2", "--format", "jsonl").ended_by(signal.SIGINT)
    chains = [json.loads(line) for line in out.splitlines()]
    assert [c["name"] for c in chains][:4] == ["fast-0", "fast-1", "fast-2", "slow-0"]
    assert chains[3]["steps"][0]["verdict"] == "proved"


@pytest.mark.parametrize("format_", ["json", "github"])
def test_an_interrupted_report_is_whole(folder: Path, format_: str) -> None:
    slow = json.dumps({"id": "slow", "steps": ["1", "1", *[SLOW, "2"] * 40]})
    (folder / "x.jsonl").write_text("\n".join(['{"id": "fast", "steps": ["1", "1"]}', slow, slow]))
    command = [*VERIFY, "x.jsonl", "-j", "2", "--format", format_]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert wait_until(lambda: len(descendants(run.pid)) >= 2, seconds=30)
        time.sleep(2)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate()
    assert (run.returncode, err) == (130, "")
    if format_ == "github":
        assert "interrupted: this is what was decided so far" in out
        return
    (file,) = json.loads(out)["files"]
    assert [c["name"] for c in file["chains"]][:2] == ["fast", "slow"]
    assert file["chains"][1]["steps"][0]["verdict"] == "proved"


@pytest.mark.parametrize("count", ["1", "2"])
def test_a_killed_run_leaves_no_process_behind(started: Start, count: str) -> None:
    run = started("-j", count)
    assert len(run.all) > int(count) - (count == "1")
    status, _, _, _ = run.ended_by(signal.SIGKILL)
    assert status == -signal.SIGKILL
    assert wait_until(lambda: not run.is_left())


def test_a_killed_worker_costs_the_step_it_was_at(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = workers._folders
    monkeypatch.setattr(workers, "_folders", lambda: [*folders(), str(ROOT)])
    monkeypatch.setattr(side_by_side, "steps_of", worker_steps.dangerous)
    steps = ["1", "1", {"expr": "1", "note": "NOTE"}, "2", "2"]
    for name, note in (("calm", "calm"), ("dead", "killed")):
        line = json.dumps({"id": "c", "steps": steps}).replace("NOTE", note)
        (folder / f"{name}.jsonl").write_text("\n".join([LINES[0], line, LINES[3]]))
    said = {}
    for name in ("calm", "dead"):
        assert main([f"{name}.jsonl", "--format", "jsonl", "-j", "2"]) == 1
        said[name] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for calm, dead in zip(said["calm"], said["dead"], strict=True):
        for own, other in zip(calm["steps"], dead["steps"], strict=True):
            if calm["name"] == "c" and own["index"] == 2:
                assert (own["verdict"], other["verdict"], other["reason"]) == ("proved", "undecided", "crashed")
            else:
                assert {**own, "span": None} == {**other, "span": None}


def test_a_run_ends_with_its_workers(folder: Path) -> None:
    run = subprocess.Popen([*VERIFY, ".", "-j", "3"], stdout=subprocess.PIPE)
    seen: set[int] = set()
    while run.poll() is None:
        seen |= set(descendants(run.pid))
        time.sleep(0.01)
    assert seen
    assert not any(map(is_running, seen))
    run.communicate()


def test_the_progress_line_is_about_what_was_decided_last(folder: Path) -> None:
    run = Run(Options(), Progress(), 2)
    assert sum(len(piece.result.chains) for piece in run.pieces(["a.yaml"])) == 6
    assert run.progress.message.startswith("a.yaml  ")
    assert run.progress.message.endswith("is decided")
