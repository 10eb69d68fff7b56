"""The values of options: durations, sizes, lists of verdicts."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import Final

import click

MOST_JOBS: Final = 256
LEAST_BYTES: Final = 128 << 20  # what a worker needs once SymPy is loaded
_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "": 1.0}
_BYTES: Final = {
    "": 1,
    "b": 1,
    **{name: 1000**i for i, name in enumerate(("kb", "mb", "gb"), 1)},
    **{name: 1024**i for i, name in enumerate(("kib", "mib", "gib"), 1)},
}
_VERDICTS: Final = ("conditional", "refuted", "undecided")
_NAME_FIRST: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*):? *(.*)")
_AMOUNT: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ?([A-Za-z]*)")


def duration(text: str) -> float:
    """Seconds from `10s`, `500ms`, `2m` or a bare number; BadParameter for anything else."""
    seconds = _amount(text, _SECONDS)
    if not seconds:
        raise click.BadParameter(f"{text!r} is no duration: write 10s, 500ms or 2m")
    return seconds


def size(text: str) -> int:
    """Bytes from `1GiB`, `512MiB`, `2GB` or a bare number; BadParameter for anything else, and for too few."""
    amount = int(_amount(text, _BYTES) or 0)
    if not amount:
        raise click.BadParameter(f"{text!r} is no size: write 1GiB or 512MiB")
    if amount < LEAST_BYTES:
        raise click.BadParameter(f"{text!r} is too little for any step: write 128MiB or more")
    return amount


def jobs(text: str) -> int:
    """A number of jobs; for `auto` and 0 that of the processors this process may use. BadParameter for anything else."""
    if text in ("auto", "0"):
        return _processors()
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > MOST_JOBS:
        raise click.BadParameter(f"{text!r} is no number of jobs: write 1 to {MOST_JOBS}, or auto")
    return int(text)


def _processors() -> int:
    if sys.platform == "linux":
        return min(len(os.sched_getaffinity(0)), MOST_JOBS)
    return min(os.cpu_count() or 1, MOST_JOBS)


def verdicts(text: str) -> frozenset[str]:
    """The verdicts that are findings, from a list with commas; BadParameter for other words."""
    words = frozenset(word.strip() for word in text.split(",") if word.strip())
    for word in sorted(words - set(_VERDICTS)):
        raise click.BadParameter(f"{word!r} is none of {', '.join(_VERDICTS)}")
    return words


def _amount(text: str, units: Mapping[str, float]) -> float | None:
    """The number in the base unit, or None."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None or match[2].lower() not in units:
        return None
    return float(match[1]) * units[match[2].lower()]


def declarations(values: tuple[str, ...], option: str) -> dict[str, str]:
    """`name: words` (or `name = words`) by name, in order; a usage error for anything else or a name given twice."""
    from verifier.reading.pairs import split_named

    found: dict[str, str] = {}
    for value in values:
        name, words = split_named(value)
        if not name or not words:
            raise click.UsageError(f"{option} {value!r} is no declaration: write {option} {_mended(value, option)}")
        if name in found:
            raise click.UsageError(f"{option} declares {name!r} twice")
        found[name] = words
    return found


def _mended(value: str, option: str) -> str:
    """The declaration with the sign that it lacks, or one like it: `'a: > 0'` for `a > 0`."""
    match = _NAME_FIRST.fullmatch(value.strip())
    if match is None:
        return "'a: in (0, 1)'" if option == "--symbols" else "'s: 1/(1 + exp(-z))'"
    return f"'{match[1]}: {match[2] or ('real' if option == '--symbols' else '...')}'"
