"""Milliseconds a file of notes: taking it apart, reading its formulas, judging its steps.

    python -m tests.benchmarks.notes_files [NOTES ...] [--rounds 5] [--copies 8]

Without a file, the notes of `derivations/` are taken. The last line is what a file of so many copies of each costs, by a
copy, against the file itself: near 1 where time grows with length and no faster.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from verifier.reading.notes.documents import read_document
from verifier.reading.notes.notes import read_notes
from verifier.session import check_file

NOTES = Path(__file__).parents[2] / "derivations" / "notes"


def milliseconds(run: Callable[[], object], rounds: int) -> float:
    """The shortest time of several rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return 1000 * best


def measure(path: Path, rounds: int, copies: int) -> None:
    data = path.read_bytes()
    file = read_notes(path.name, data)
    formulas = file.notes.formulas if file.notes is not None else 0
    apart = milliseconds(lambda: read_document(path.name, data), rounds)
    read = milliseconds(lambda: read_notes(path.name, data), rounds)
    judged = milliseconds(lambda: check_file(file), rounds)
    print(f"{path.name}: {formulas} formulas; apart {apart:.1f} ms, read {read:.1f} ms, judged {judged:.1f} ms")
    many = milliseconds(lambda: read_notes(path.name, (data + b"\n\n") * copies), rounds) / copies
    print(f"{copies} copies: {many:.1f} ms a copy, ratio {many / read:.2f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("paths", nargs="*", type=Path)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--copies", type=int, default=8)
    given = arguments.parse_args()
    for path in given.paths or sorted(NOTES.glob("*.md")):
        measure(path, given.rounds, given.copies)


if __name__ == "__main__":
    main()
