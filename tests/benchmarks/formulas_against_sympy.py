"""Milliseconds a formula: this reader against SymPy's `parse_latex` on the same formulas in the same run.

    python -m tests.benchmarks.formulas_against_sympy [FORMULAS.jsonl] [--rounds 5]

Each line of the file is an object with a formula under `latex`; without a file, the formulas of the tests are taken. SymPy's
parser needs `antlr4-python3-runtime==4.11`; without it only this reader is measured.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import yaml

from verifier.reading.latex.formula import read_formula
from verifier.reading.latex.names import Names

TESTS = Path(__file__).parents[1] / "reading" / "latex"


def formulas(path: Path | None) -> list[str]:
    if path is not None:
        return [json.loads(line)["latex"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    files = ("seed.yaml", "meanings.yaml")
    return [
        case["latex"]
        for name in files
        for case in yaml.safe_load((TESTS / name).read_text())
        if "condition" not in case
    ]


def milliseconds(read: Callable[[str], object], text: str, rounds: int) -> float:
    """The shortest time of several rounds; a refusal takes its time too."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        with contextlib.suppress(Exception):
            read(text)
        best = min(best, time.perf_counter() - start)
    return 1000 * best


def report(name: str, times: list[float]) -> None:
    median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"{name:<24} mean {statistics.mean(times):8.3f} ms   median {median:8.3f} ms   95 % below {high:8.3f} ms")


def import_time(module: str) -> float:
    code = f"import time; t = time.perf_counter(); import {module}; print(1000 * (time.perf_counter() - t))"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("path", nargs="?", type=Path)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    texts = formulas(given.path)
    own = [milliseconds(lambda text: read_formula(text, Names()), text, given.rounds) for text in texts]
    print(f"{len(texts)} formulas; import of this reader {import_time('verifier.reading.latex.formula'):.0f} ms")
    report("this reader", own)
    try:
        from sympy.parsing.latex import parse_latex

        parse_latex("x")
    except ImportError as error:
        print(f"SymPy's parse_latex is not measured: {error}")
        return
    warnings.simplefilter("ignore")
    other = [milliseconds(parse_latex, text, given.rounds) for text in texts]
    report("SymPy parse_latex", other)
    ratio = statistics.median(b / a for a, b in zip(own, other, strict=True))
    print(f"ratio of means {statistics.mean(other) / statistics.mean(own):.0f}, median ratio {ratio:.0f}")


if __name__ == "__main__":
    main()
