"""Attaches `expect` and `watch` to the steps they are about: the steps whose right sides stand in the next display."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from verifier.model.chain import Expectation, Watch, Written
from verifier.reading.complaints import Complaints
from verifier.reading.notes.clauses import Clause
from verifier.reading.notes.document import Display, Text
from verifier.reading.notes.raw_chains import Link, RawChain, Role
from verifier.reading.notes.settling import Settled, read_value_of
from verifier.reading.steps import check_mistake, read_expectation

Marks = dict[int, list[Clause]]
_ALONE: Final = 1


class Steps:
    """The steps of a document, counted from 1 in each display, and the marks that each has."""

    def __init__(self, displays: Sequence[Display], chains: Sequence[RawChain]) -> None:
        self._begins = [(d.source, d.body.offsets[0]) for d in displays]
        self._links: dict[int, list[Link]] = {}
        self._marks: dict[int, list[Clause]] = {}
        self._ordinals: dict[int, int] = {}
        for chain in chains:
            if chain.role is not Role.CONDITION:
                for link in chain.links:
                    self._links.setdefault(self.display_of(link.side, chain), []).append(link)
        for links in self._links.values():
            if len(links) > _ALONE:
                self._ordinals |= {id(link): number for number, link in enumerate(links, 1)}

    def display_of(self, side: Text, chain: RawChain) -> int:
        """The display that a side stands in."""
        if len(chain.displays) == 1:
            return chain.displays[0]
        return max(0, bisect_right(self._begins, (chain.source, side.offsets[0])) - 1)

    def attach(self, display: int, clause: Clause, found: Complaints) -> None:
        """Gives a clause to its step; a complaint where there is none, or more than one and no number."""
        links = self._links.get(display, [])
        count = len(links)
        if clause.step is None and count != _ALONE:
            which = f"one of its {count}: write `{clause.word} ... at 1`" if count else "there is none"
            message = f"`{clause.word}` is about a step of the next display, {which}"
            found.add("which-step", message, clause.span)
        elif clause.step is not None and not 1 <= clause.step <= count:
            message = (
                f"the next display has {count} step{'' if count == 1 else 's'}, not {clause.step}: write its number"
            )
            found.add("which-step", message, clause.span)
        else:
            self._marks.setdefault(id(links[(clause.step or 1) - 1]), []).append(clause)

    def ordinal(self, link: Link) -> int | None:
        """The number of a step in its display; None for the only one."""
        return self._ordinals.get(id(link))

    def take(self, link: Link) -> list[Clause]:
        """The marks of a link whose step is made; they are used then."""
        return self._marks.pop(id(link), [])

    def left(self) -> list[Clause]:
        """The marks whose step was not made."""
        return [clause for clauses in self._marks.values() for clause in clauses]


def expectation_of(clauses: Sequence[Clause], mistakes: frozenset[str] | None, found: Complaints) -> Expectation | None:
    """What is expected of a step; one word at most."""
    expected = [c for c in clauses if c.word == "expect"]
    for second in expected[1:]:
        found.add("which-step", "this step has an `expect` already: a step has one known issue", second.span)
    return read_expectation(expected[0].body, mistakes, found) if expected else None


def watches_of(
    clauses: Sequence[Clause], settled: Settled, mistakes: frozenset[str] | None, found: Complaints
) -> tuple[Watch, ...]:
    """The pitfalls that a step avoids."""
    watches = []
    for clause in clauses:
        if clause.word != "watch" or clause.name is None or not check_mistake(clause.name, mistakes, found):
            continue
        part = read_value_of(clause.body, settled, found)
        if part is not None:
            body = clause.body
            written = Written(body.value, part[0], body.span, part[1], body.columns_exact)
            watches.append(Watch(clause.name.value, written, clause.name.span))
    return tuple(watches)
