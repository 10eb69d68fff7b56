"""The values of options: durations, sizes, lists of verdicts."""

from __future__ import annotations

import re
from typing import Any, Final

import click

_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "": 1.0}
_BYTES: Final = {
    "": 1,
    "b": 1,
    **{name: 1000**i for i, name in enumerate(("kb", "mb", "gb"), 1)},
    **{name: 1024**i for i, name in enumerate(("kib", "mib", "gib"), 1)},
}
_AMOUNT: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ?([A-Za-z]*)")


class Duration(click.ParamType[float]):
    """`10s`, `500ms`, `2m`, or seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        amount = _amount(value, _SECONDS)
        if not amount:
            self.fail(f"{value!r} is no duration: write 10s, 500ms or 2m", param, ctx)
        return amount


class Size(click.ParamType[int]):
    """`1GiB`, `512MiB`, `2GB`, or bytes."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        amount = _amount(value, _BYTES)
        if not amount:
            self.fail(f"{value!r} is no size: write 1GiB or 512MiB", param, ctx)
        return int(amount)


class Verdicts(click.ParamType[frozenset[str]]):
    """Verdicts that are findings, separated by commas."""

    name = "list"
    words: Final = ("conditional", "refuted", "undecided")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[str]:
        words = frozenset(w.strip() for w in str(value).split(",") if w.strip())
        for word in sorted(words - set(self.words)):
            self.fail(f"{word!r} is none of {', '.join(self.words)}", param, ctx)
        return words


def _amount(value: Any, units: dict[str, Any]) -> float | None:
    """The number in the base unit, or None."""
    if not isinstance(value, str):
        return float(value)
    match = _AMOUNT.fullmatch(value.strip())
    if match is None or match[2].lower() not in units:
        return None
    return float(match[1]) * float(units[match[2].lower()])


def declarations(values: tuple[str, ...], option: str) -> dict[str, str]:
    """`name: words` (or `name = words`) by name, in order; a usage error for anything else or a name given twice."""
    found: dict[str, str] = {}
    for value in values:
        name, sign, words = _split(value)
        if not sign or not name.strip() or not words.strip():
            raise click.UsageError(f"{option} {value!r} is no declaration: write {option} 'a: in (0, 1)'")
        if name.strip() in found:
            raise click.UsageError(f"{option} declares {name.strip()!r} twice")
        found[name.strip()] = words.strip()
    return found


def _split(value: str) -> tuple[str, str, str]:
    """At the first colon, or where there is none at the first equals sign."""
    return value.partition(":") if ":" in value else value.partition("=")
