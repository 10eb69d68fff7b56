"""Walking a term: paths to its parts, outermost first, and a term with the part at a path replaced."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from verifier.terms.term import Term
from verifier.terms.vocabulary import BINDERS, CONDITION_HEADS, RELATION_SIGNS

Path = tuple[int, ...]
MEMO: Final = 64  # a pure function of immutable terms: each kind of mistake walks the same few lines


def value_parts(term: Term) -> range:
    """The places of arguments that carry the value: not bound names, orders, bounds, indices, conditions of pieces."""
    if term.head == "index":
        return range(0)
    if term.head == "Derivative" or term.head in BINDERS:
        return range(1)
    if term.head == "Piecewise":
        return range(0, len(term.args), 2)
    return range(len(term.args))


@lru_cache(maxsize=MEMO)
def walk(term: Term) -> tuple[tuple[Path, Term], ...]:
    """Every part that carries value with its path, the whole first, then level by level."""
    found: list[tuple[Path, Term]] = [((), term)]
    for path, part in found:  # grows as it is walked
        if part.args:
            found += [((*path, i), part.args[i]) for i in value_parts(part)]
    return tuple(found)


def at(term: Term, path: Path) -> Term:
    """The part at this path."""
    for i in path:
        term = term.args[i]
    return term


def replaced(term: Term, path: Path, new: Term) -> Term:
    """The term with the part at this path replaced, all else as it was."""
    if not path:
        return new
    i, rest = path[0], path[1:]
    return Term(term.head, (*term.args[:i], replaced(term.args[i], rest, new), *term.args[i + 1 :]), term.value)


def sides(term: Term) -> tuple[tuple[Path, Term], ...]:
    """The largest parts that are values: the term itself, or the sides of each relation of a condition."""
    if term.head not in CONDITION_HEADS:
        return (((), term),)
    return tuple(((i, *path), side) for i, a in enumerate(term.args) for path, side in sides(a))


def kept_sides(before: Term, line: Term) -> frozenset[Path]:
    """The sides of a relation that stand as they stood in the relation before: what went wrong is on the other side."""
    if before.head != line.head or line.head not in RELATION_SIGNS:
        return frozenset()
    return frozenset((i,) for i, (old, new) in enumerate(zip(before.args, line.args, strict=True)) if old == new)
