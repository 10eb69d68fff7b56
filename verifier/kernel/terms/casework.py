"""A term worked out by cases: where the sign of a term decides, one result for each sign, joined to a `Piecewise`.

The result stands for the term at every point: what is certainly undefined in a case is a guard, a case that cannot be worked
out is `unknown`, and one that has no point is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from verifier.kernel.derivatives.guards import UNDEFINED, UNKNOWN, Conditions, collect_needs, guarded
from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, ZERO, Contradiction
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import TRUE, Term, call
from verifier.terms.term import ZERO as ZERO_TERM

MOST_LEAVES: Final = 27
MOST_DEPTH: Final = 5
NUMBER_BITS: Final = (64, 512)

IMPOSSIBLE: Final = Term("unknown", (), "no point")  # where the signs contradict each other
Leaf = Callable[[tuple[Term, ...], Mapping[str, Term]], Term]


class Unsettled(Exception):
    """The first case could not be worked out."""


@mutable_record
class Casework:
    """`leaf` gives the result where the facts of a case hold, with symbols put that are 0 in it."""

    leaf: Leaf
    leaves: int = 0

    def explore(self, facts: tuple[Term, ...] = (), put: Mapping[str, Term] | None = None, depth: int = 0) -> Term:
        """The result where the facts hold; Unsettled at the root, `unknown` in a case that cannot be worked out."""
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            raise Unsettled
        own = put or {}
        try:
            return self.leaf(facts, own)
        except NeedsSign as needed:
            if depth < MOST_DEPTH:
                return self.split(needed.term, facts, own, depth)
        except Contradiction:
            return IMPOSSIBLE
        except (GaveUp, Undefined):
            pass
        if depth == 0:
            raise Unsettled
        return UNKNOWN

    def split(self, u: Term, facts: tuple[Term, ...], put: Mapping[str, Term], depth: int) -> Term:
        if not free_symbols(u):
            return self.explore((*facts, call(_RELATION[_sign_of_number(u)], u, ZERO_TERM)), put, depth + 1)
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
        if value is IMPOSSIBLE:
            continue
        groups[value] = groups.get(value, 0) | sign
    never = groups.pop(UNDEFINED, 0)
    pieces = sorted(groups.items(), key=lambda g: g[1] == ZERO, reverse=True)
    if not pieces:
        return UNDEFINED if never else IMPOSSIBLE
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


def _sign_of_number(u: Term) -> int:
    """The sign of a term without symbols, by balls or as an algebraic number; Unsettled where neither tells."""
    from verifier.kernel.balls.evaluation import compile_term
    from verifier.kernel.balls.values import Outcome
    from verifier.kernel.normal_forms import constants, logarithms
    from verifier.model.evidence import Point

    for bits in NUMBER_BITS:
        value = compile_term(u).run(Point(), bits)
        if not isinstance(value, Outcome) and (value > 0 or value < 0):
            return POSITIVE if value > 0 else NEGATIVE
    if constants.are_equal(u, ZERO_TERM, False) or logarithms.are_equal_forms(u, ZERO_TERM, False):
        return ZERO
    raise Unsettled
