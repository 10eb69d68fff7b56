"""Milliseconds a formula and a file of notes: this reader against SymPy's `parse_latex` in the same run.

    python -m tests.benchmarks.latex [NOTES.md CHAINS.jsonl ...] [--rounds 3]

Without a file, the notes of `derivations/` are taken. Of a JSONL file each line is an object with a display under `latex`.
The formulas are the sides of all chains that are found; they are compared one by one, without any declaration, where both
readers read them. A file is what `verify` reads of it, all in all, against `parse_latex` on its formulas alone. SymPy's
reader needs `antlr4-python3-runtime==4.11`: `pip install -e '.[bench]'`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from verifier.reading.latex.formula import read_formula
from verifier.reading.latex.names import Names
from verifier.reading.notes.notes import read_notes

NOTES = Path(__file__).parents[2] / "derivations" / "notes"


@dataclass
class Formula:
    """A formula with the milliseconds of both readers, None where it was refused."""

    text: str
    own: float | None
    other: float | None


def markdown(path: Path) -> str:
    """The file as Markdown; each line of a JSONL file is a display of its own."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".jsonl":
        return text
    displays = [json.loads(line)["latex"].strip() for line in text.splitlines() if line.strip()]
    return "".join(f"$$\n{display}\n$$\n\nText.\n\n" for display in displays)


def sides(text: str) -> list[str]:
    """The sides of all chains in these notes, each once."""
    chains = read_notes("notes.md", text).chains
    return list(dict.fromkeys(step.written.text for chain in chains for step in chain.steps))


def milliseconds(read: Callable[[str], object], text: str, rounds: int) -> float | None:
    """The shortest time of several rounds; None for a formula that is refused."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        try:
            read(text)
        except Exception:  # each reader has its own refusals
            return None
        best = min(best, time.perf_counter() - start)
    return 1000 * best


def read_own(text: str) -> object:
    return read_formula(text, Names())


def other_reader() -> Callable[[str], object]:
    from sympy.parsing.latex import parse_latex

    warnings.simplefilter("ignore")
    parse_latex("x + 1")  # what is loaded when it is first used
    return lambda text: parse_latex(text)


def table(name: str, formulas: Sequence[Formula]) -> None:
    """One row: how many each reads, and both times where both do."""
    both = [(f.own, f.other) for f in formulas if f.own is not None and f.other is not None]
    read = sum(f.own is not None for f in formulas), sum(f.other is not None for f in formulas)
    own, other = ([pair[n] for pair in both] for n in (0, 1))
    print(f"{name}: {len(formulas)} formulas, {read[0]} read here, {read[1]} by parse_latex, {len(both)} by both")
    print(f"  this reader  median {statistics.median(own):8.3f} ms   total {sum(own):9.1f} ms")
    print(f"  parse_latex  median {statistics.median(other):8.3f} ms   total {sum(other):9.1f} ms")
    ratios = statistics.quantiles([b / a for a, b in both], n=20)
    print(
        f"  ratio        median {ratios[9]:8.1f}      total {sum(other) / sum(own):9.1f}      5 % below {ratios[0]:.1f}"
    )


def measure(path: Path, rounds: int, other: Callable[[str], object]) -> list[Formula]:
    text = markdown(path)
    formulas = [
        Formula(side, milliseconds(read_own, side, rounds), milliseconds(other, side, rounds)) for side in sides(text)
    ]
    table(path.name, formulas)
    whole = milliseconds(lambda text: read_notes("notes.md", text), text, rounds)
    assert whole is not None
    peer = sum(f.other for f in formulas if f.other is not None)
    print(f"  the file     {whole:.1f} ms; parse_latex on those formulas that it reads {peer:.1f} ms")
    return formulas


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("paths", nargs="*", type=Path)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    try:
        other = other_reader()
    except ImportError as error:
        raise SystemExit(f"SymPy's parse_latex cannot be measured: {error}") from None
    paths = given.paths or sorted(NOTES.glob("*.md"))
    found = [formula for path in paths for formula in measure(path, given.rounds, other)]
    if len(paths) > 1:
        table("all", found)


if __name__ == "__main__":
    main()
