"""Which lines of notes are tied to names, directly or by other lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from verifier.model.chain import ContextLine

_OF_A_SERIES: Final = re.compile(r"(?P<base>.+?)_[a-z](?:_(?:plus|minus)_\w+)?")
_WITH_INDEX: Final = re.compile(r"(?P<base>.+?)_(?:[0-9]+|[a-z](?:_(?:plus|minus)_\w+)?)")


def tied(lines: Sequence[ContextLine], names: Iterable[str]) -> list[ContextLine]:
    """The lines that say something of these names, or of names that they are tied to.

    A name that one line defines, and no other, says nothing of those it is made of.
    """
    defines = Counter(s.definition.name for s in lines if s.definition is not None)
    known, found, waiting = set(names), set[int](), list(enumerate(lines))
    while new := [(k, s) for k, s in waiting if _is_tied(s, known, defines)]:
        found.update(k for k, _ in new)
        waiting = [(k, s) for k, s in waiting if k not in found]
        known.update(*(s.names for _, s in new))
    return [s for k, s in enumerate(lines) if k in found]


def _is_tied(line: ContextLine, names: set[str], defines: Counter[str]) -> bool:
    if series_of(line) & bases_of(names - line.names):
        return True
    definition = line.definition
    if definition is not None and defines[definition.name] == 1:
        return definition.name in names
    return bool(line.names & names)


def series_of(line: ContextLine) -> set[str]:
    """The names that stand in the line with an index that may be any number: `a` of `a_n = 2^n`."""
    return {match["base"] for name in line.names if (match := _OF_A_SERIES.fullmatch(name))}


def bases_of(names: Iterable[str]) -> set[str]:
    """The names without their index, of those that have one."""
    return {match["base"] for name in names if (match := _WITH_INDEX.fullmatch(name))}
