"""A term worked out by cases: where the sign of a term decides, one result for each sign, joined to a `Piecewise`.

The result stands for the term at every point: what is certainly undefined in a case is a guard, and a case that cannot
be worked out is `unknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.field import GaveUp, Undefined
from verifier.kernel.guards import UNDEFINED, UNKNOWN, Conditions, collect_needs, guarded
from verifier.kernel.signs import NEGATIVE, POSITIVE, ZERO, Contradiction
from verifier.kernel.tower import NeedsSign, Tower
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import TRUE, Term, call
from verifier.terms.term import ZERO as ZERO_TERM

MOST_LEAVES: Final = 27
MOST_DEPTH: Final = 5

Leaf = Callable[[Tower, Mapping[str, Term]], Term]


class Unsettled(Exception):
    """The first case could not be worked out."""


@mutable_record
class Casework:
    """`leaf` gives the result in a tower that knows the signs of a case, with symbols put that are 0 in it."""

    cell: Cell
    leaf: Leaf
    leaves: int = 0

    def explore(self, facts: tuple[Term, ...] = (), put: Mapping[str, Term] | None = None, depth: int = 0) -> Term:
        """The result where the facts hold; Unsettled at the root, `unknown` in a case that cannot be worked out."""
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            raise Unsettled
        own = put or {}
        try:
            return with_tower(self.cell, facts, lambda tower: self.leaf(tower, own))
        except NeedsSign as needed:
            if depth < MOST_DEPTH and free_symbols(needed.term):
                return self.split(needed.term, facts, own, depth)
        except (Contradiction, GaveUp, Undefined):
            pass
        if depth == 0:
            raise Unsettled
        return UNKNOWN

    def split(self, u: Term, facts: tuple[Term, ...], put: Mapping[str, Term], depth: int) -> Term:
        on = {**put, u.name: ZERO_TERM} if u.head == "symbol" else put
        values = {
            POSITIVE: self.explore((*facts, call("gt", u, ZERO_TERM)), put, depth + 1),
            NEGATIVE: self.explore((*facts, call("lt", u, ZERO_TERM)), put, depth + 1),
            ZERO: self.explore((*facts, call("eq", u, ZERO_TERM)), on, depth + 1),
        }
        needs = Conditions(soft=True)
        collect_needs(u, False, needs)
        return guarded(by_sign(u, values), needs)


def by_sign(u: Term, values: Mapping[int, Term]) -> Term:
    """The value that belongs to the sign of u, as plainly as that can be said: where it is undefined is a guard."""
    groups: dict[Term, int] = {}
    for sign, value in values.items():
        groups[value] = groups.get(value, 0) | sign
    never = groups.pop(UNDEFINED, 0)
    pieces = sorted(groups.items(), key=lambda g: g[1] == ZERO, reverse=True)
    if not pieces:
        return UNDEFINED
    choice = pieces[-1][0]
    for value, signs in reversed(pieces[:-1]):
        choice = Term("Piecewise", (value, call(_RELATION[signs], u, ZERO_TERM), choice, TRUE))
    return Term("guard", (choice, call(_RELATION[7 & ~never], u, ZERO_TERM)), "exact") if never else choice


_RELATION: Final = {
    NEGATIVE: "lt",
    ZERO: "eq",
    NEGATIVE | ZERO: "le",
    POSITIVE: "gt",
    NEGATIVE | POSITIVE: "ne",
    ZERO | POSITIVE: "ge",
}
