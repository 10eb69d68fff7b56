"""The time of each step of chain files: percentiles, the slowest steps, and what the verdicts were before a change.

    python tests/benchmarks/slowest_steps.py FILE.jsonl... [--show N] [--save VERDICTS] [--compare VERDICTS]

A line of a file is a chain, or an object with a `chain`, as in a suite. All run in this process. `--save` writes one line
for each step with its verdict, conditions, mistakes and suggestions; `--compare` prints the lines that are different now.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from verifier.diagnosis.catalog import names
from verifier.model.chain import Chain
from verifier.model.result import StepResult
from verifier.reading.jsonl import read_line
from verifier.session import check_chain

PERCENTILES = (50, 90, 95, 99, 100)


def chains(path: Path) -> Iterator[Chain]:
    """The chains of a file, or of a suite."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        row = json.loads(line)
        yield read_line(path.name, number, json.dumps(row.get("chain", row)).encode(), frozenset(names()))


def judged(path: Path) -> Iterator[tuple[float, str, str]]:
    """The milliseconds of each step, its place with its verdict, and what it says."""
    for chain in chains(path):
        result = check_chain(chain)
        for step in (*result.steps, *([result.result] if result.result else [])):
            yield (
                step.duration_ms,
                f"{path.name}:{chain.line}:{step.index} {verdict_of(step)}",
                f"{step.lhs} = {step.rhs}",
            )


def verdict_of(step: StepResult) -> str:
    """What a change of speed must not change."""
    conditions = " and ".join(map(str, step.conditions))
    return f"{step.verdict.value} [{conditions}] {step.reason} {step.holds_where} {[m.name for m in step.mistakes]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=20, help="how many of the slowest steps")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--compare", type=Path)
    asked = parser.parse_args()
    rows = [row for path in asked.files for row in judged(path)]
    times = sorted(row[0] for row in rows)
    print(f"{len(times)} steps, {sum(times):.0f} ms")
    for p in PERCENTILES:
        print(f"{p:4} %  {times[min(len(times) - 1, len(times) * p // 100)]:8.2f} ms")
    for milliseconds, verdict, text in sorted(rows, reverse=True)[: asked.show]:
        print(f"{milliseconds:8.1f} ms  {verdict}  {text[:90]}")
    said = [row[1] for row in rows]
    if asked.save:
        asked.save.write_text("\n".join(said))
    if asked.compare:
        print("\n".join(unified_diff(asked.compare.read_text().splitlines(), said, lineterm="", n=0)))


if __name__ == "__main__":
    main()
