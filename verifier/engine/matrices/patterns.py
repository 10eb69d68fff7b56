"""Telling values for the entries of small matrices: zero, identity, nilpotent, of rank one, orthogonal, a projection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from verifier.terms.term import Term

Pattern = Callable[[int, int], Fraction]


def _of(*rows: str) -> Pattern:
    """The entries of a 2x2 block, repeated along the diagonal."""
    block = [list(map(Fraction, row.split())) for row in rows]
    return lambda i, j: block[i % 2][j % 2] if i // 2 == j // 2 else Fraction(0)


PATTERNS: Final[tuple[Pattern, ...]] = (
    _of("0 0", "0 0"),
    _of("1 0", "0 1"),
    _of("0 1", "0 0"),
    lambda i, j: Fraction(1),
    _of("1 0", "0 -1"),
    _of("3/5 -4/5", "4/5 3/5"),
    _of("1/2 1/2", "1/2 1/2"),
    _of("2 1", "1 1"),
    _of("0 0", "1 0"),
)


def patterned(names: Mapping[str, Term]) -> Sequence[Mapping[str, Fraction]]:
    """Values of all entries, `names` to what they are: each matrix by a pattern of its own, then all by the same."""
    matrices = list(dict.fromkeys(entry.name for entry in names.values()))
    rounds = []
    for start in range(len(PATTERNS)):
        for step in (0, 1, 2):
            chosen = {m: PATTERNS[(start + step * k) % len(PATTERNS)] for k, m in enumerate(matrices)}
            if step == 0 or len(matrices) > 1:
                rounds.append({name: chosen[e.name](*_index(e)) for name, e in names.items()})
    return rounds


def _index(entry: Term) -> tuple[int, int]:
    """The place of an entry, from 0; a vector's entries stand in one column."""
    i, *rest = (int(a.number) - 1 for a in entry.args)
    return i, rest[0] if rest else 0
