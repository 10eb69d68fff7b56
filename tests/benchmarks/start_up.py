"""The processor time of whole runs of `verify` against that of `python -c "import sympy"`, in one run.

    python tests/benchmarks/start_up.py [--runs N]

The handwritten notes are the nine files that encode them; the whole folder `derivations/`, run once, stands beside them.
Each command runs in a process of its own, in turn, and the least user and system time of its runs counts. Byte code is
written before the first run that counts, as an installation does.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOTES = (
    "neuron",
    "sigmoid",
    "tanh",
    "step",
    "relu",
    "linear",
    "leaky_relu",
    "binary_cross_entropy",
    "chain_rule",
)
VERIFY = (sys.executable, "-m", "verifier")
SYMPY = "import sympy"
COMMANDS = {
    SYMPY: (sys.executable, "-c", "import sympy"),
    "import flint": (sys.executable, "-c", "import flint"),
    "handwritten notes": (*VERIFY, *(f"derivations/{name}.yaml" for name in NOTES)),
}
WHOLE = (*VERIFY, "derivations")


def seconds_of(command: tuple[str, ...]) -> float:
    """The processor time of one run, those of its own child processes included."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="how often each command runs")
    asked = parser.parse_args()
    for command in COMMANDS.values():
        seconds_of(command)
    least = dict.fromkeys(COMMANDS, float("inf"))
    for _ in range(asked.runs):
        for name, command in COMMANDS.items():
            least[name] = min(least[name], seconds_of(command))
    least["derivations"] = seconds_of(WHOLE)
    print(f"{'':20}    ms   of `{SYMPY}`")
    for name, seconds in least.items():
        print(f"{name:20} {1000 * seconds:5.0f}   {seconds / least[SYMPY]:5.2f}")


if __name__ == "__main__":
    main()
