"""Hostile input: each file gets a message with its place and exit status 1, in time, and nothing in it is evaluated."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 2.0


def chain(line: str, head: str = "x", symbols: str = "x: real") -> bytes:
    return f"symbols:\n  {symbols}\nsteps:\n  - {head}\n  - {line}\n".encode()


REFUSED = {
    "a wrong key": b"symbols: {x: real}\nsteppes:\n  - x\n  - x\nsteps: [x, x]\n",
    "a duplicate key": b"symbols: {x: real}\nsteps: [x, x]\nsteps: [x, x]\n",
    "an undeclared name": chain("x + y"),
    "a misspelt name": chain("alpah", "alpha", "alpha: real"),
    "a product without its sign": chain("a(1 - a)", "a", "a: real"),
    "an unbalanced bracket": chain("(x + 1"),
    "a tab": b"symbols:\n\tx: real\nsteps: [x, x]\n",
    "an interval misread by YAML": b"symbols: {a: (0, 1)}\nsteps: [a, a]\n",
    "an empty chain": b"symbols: {x: real}\nsteps: []\n",
    "one step": b"symbols: {x: real}\nsteps: [x]\n",
    "contradictory assumptions": b'symbols: {x: real}\nassume: ["x > 1", "x < 0"]\nsteps: [x, x]\n',
    "invalid UTF-8": b"symbols: {x: real}\nsteps: [x, \xff\xfe]\n",
    "two megabytes": b"steps:\n" + b"  - x + 1\n" * 200_000,
    "100,000 brackets": chain("(" * 100_000 + "x" + ")" * 100_000),
    "100,000 brackets of YAML": b"steps: " + b"[" * 100_000,
    "a tower of powers": chain("9**9**9**9"),
    "a huge factorial": chain("factorial(10**9)"),
    "an import": chain("__import__('os').system('touch evaluated')"),
    "an import without brackets": chain("x.__class__.__init__.__globals__"),
    "a lambda": chain("(lambda: open('evaluated', 'w'))()"),
    "a YAML tag": b"steps:\n  - !!python/object/apply:os.system ['touch evaluated']\n  - x\n",
    "an alias bomb": b"a: &a [x, x]\nb: &b [*a, *a, *a]\nsteps: [*b, *b]\n",
    "Cyrillic letters": chain("\u0445 + 1"),
    "a full-width letter": chain("\uff58"),
    "a NUL": chain("x + \0"),
    "many minus signs": chain("-" * 9_000 + "x"),
    "thousands of digits": chain("9" * 5_000),
    "a huge exponent": chain("1e99999999"),
    "a second document": b"steps: [x, x]\n---\nsteps: [x, x]\n",
}

AUDITED = """
import json, sys
from verifier.frontends.command import main

FORBIDDEN = ("compile", "exec", "import", "os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.Popen",
             "socket.connect", "socket.bind", "ctypes.dlopen", "pickle.find_class")
seen = []
watching = False

def writes(mode):
    return isinstance(mode, str) and set(mode) & set("wax+")

def hook(event, arguments):
    if watching and (event in FORBIDDEN or (event == "open" and writes(arguments[1]))):
        seen.append(f"{event} {arguments!r:.200}")

sys.addaudithook(hook)
main(sys.argv[1:])
watching = True
main(sys.argv[1:])
watching = False
print(json.dumps(seen), file=sys.stderr)
"""


def seconds_of_children() -> float:
    """Processor time, which a busy machine does not change much."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write(name: str, folder: Path) -> Path:
    path = folder / f"{name.replace(' ', '-').replace(',', '')}.yaml"
    path.write_bytes(REFUSED[name])
    return path


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_time_with_a_place_and_a_message(name: str, tmp_path: Path) -> None:
    path = write(name, tmp_path)
    before = seconds_of_children()
    done = subprocess.run(
        [sys.executable, "-m", "verifier", path.name, "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    run = json.loads(done.stdout)
    errors = [e for f in run["files"] for part in (f, *f["chains"]) for e in part["errors"]]
    assert errors
    assert all(e["message"] and e["code"] and e["line"] >= 1 and e["column"] >= 1 for e in errors)
    assert seconds_of_children() - before < SECONDS
    assert os.listdir(tmp_path) == [path.name]


def test_nothing_is_evaluated_imported_or_written_meanwhile(tmp_path: Path) -> None:
    paths = [str(write(name, tmp_path)) for name in REFUSED]
    done = subprocess.run(
        [sys.executable, "-c", AUDITED, *paths],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert json.loads(done.stderr.splitlines()[-1]) == []
    assert not (tmp_path / "evaluated").exists()


def test_with_more_jobs_it_is_the_same_to_the_byte(tmp_path: Path) -> None:
    for name in REFUSED:
        write(name, tmp_path)
    (tmp_path / "right.yaml").write_bytes(chain("1*x"))
    command = [sys.executable, "-m", "verifier", ".", "--format", "json", "-j"]
    one, two = (subprocess.run([*command, jobs], cwd=tmp_path, capture_output=True, check=False) for jobs in "12")
    assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)
    assert one.returncode == 1
    assert json.loads(one.stdout)["summary"]["proved"] == 1
