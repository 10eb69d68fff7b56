"""Which lines of notes are tied to names, directly or by other lines."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

from verifier.model.chain import ContextLine

MOST_LINES: Final = 12
_OF_A_SERIES: Final = re.compile(r"(?P<base>.+?)_[a-z](?:_(?:plus|minus)_\w+)?")
_WITH_INDEX: Final = re.compile(r"(?P<base>.+?)_(?:[0-9]+|[a-z](?:_(?:plus|minus)_\w+)?)")


class Ties:
    """Lines by the names that they say something of.

    A name that one line defines, and no other, says nothing of those it is made of.
    """

    def __init__(self, lines: Sequence[ContextLine]) -> None:
        self._lines = lines
        self._of_name: dict[str, list[int]] = defaultdict(list)
        self._of_series: dict[str, list[int]] = defaultdict(list)
        defines = Counter(line.definition.name for line in lines if line.definition is not None)
        for k, line in enumerate(lines):
            own = line.definition
            names = {own.name} if own is not None and defines[own.name] == 1 else line.names
            for name in names:
                self._of_name[name].append(k)
            for base in series_of(line):
                self._of_series[base].append(k)

    def to(self, names: Iterable[str], but: Callable[[ContextLine], bool] = lambda _: False) -> list[ContextLine]:
        """The lines tied to these names, in their order, without some; of very many only the first that are found."""
        known, found, waiting = set(names), set[int](), sorted(set(names))
        while waiting and len(found) <= MOST_LINES:
            name = waiting.pop(0)
            ties = [*self._of_name.get(name, ()), *self._of_series.get(_base(name), ())]
            for k in ties:
                if k not in found and not but(self._lines[k]) and len(found) <= MOST_LINES:
                    found.add(k)
                    new = self._lines[k].names - known
                    known |= new
                    waiting += sorted(new)
        return [self._lines[k] for k in sorted(found)]


def series_of(line: ContextLine) -> set[str]:
    """The names that stand in the line with an index that may be any number: `a` of `a_n = 2^n`."""
    return {base for name in line.names if (base := _series(name))}


def bases_of(names: Iterable[str]) -> set[str]:
    """The names without their index, of those that have one."""
    return {base for name in names if (base := _base(name))}


@lru_cache(maxsize=4096)
def _series(name: str) -> str:
    match = _OF_A_SERIES.fullmatch(name)
    return match["base"] if match else ""


@lru_cache(maxsize=4096)
def _base(name: str) -> str:
    match = _WITH_INDEX.fullmatch(name)
    return match["base"] if match else ""
