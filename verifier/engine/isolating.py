"""Relations solved for one function in them, and the function that undoes it: `2*log(x) - y > 0` as log(x) > y/2 and exp.

Nothing here is trusted: that both forms say the same is shown in each case.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.field import GaveUp, Polynomial, Quotient, Undefined
from verifier.kernel.signs import NEGATIVE, POSITIVE, Contradiction
from verifier.kernel.tower import NeedsSign, Tower, used
from verifier.terms.record import record
from verifier.terms.term import Term, call, rational

MIRRORED: Final = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "eq", "ne": "ne"}
_UNDONE: Final = {"exp": "log", "log": "exp", "root": "power", "principal root": "power"}
MOST_TERMS: Final = 12


@record
class Isolated:
    """A relation equivalent to another one, and an increasing function to apply to both of its sides."""

    relation: Term
    function: str
    terms: tuple[Term, ...] = ()
    is_binomial: bool = False


def isolated(cell: Cell, relation: Term) -> list[Isolated]:
    """Forms of a relation worth an increasing function of both sides, on the cell."""
    if relation.head not in MIRRORED:
        return []
    try:
        return with_tower(cell, (), lambda tower: list(_forms(tower, relation)))
    except (GaveUp, NeedsSign, Undefined, Contradiction):
        return []


def _forms(tower: Tower, relation: Term) -> Iterator[Isolated]:
    difference = tower.difference(relation)
    numer, denom = tower.field.lowest(difference)
    head = relation.head
    sign = POSITIVE if denom == 1 or head in ("eq", "ne") else tower.knowledge.sign(denom)
    if sign not in (POSITIVE, NEGATIVE) or len(numer) > MOST_TERMS:
        return
    head = head if sign == POSITIVE else MIRRORED[head]
    if len(numer) == 2:
        yield from _binomial(tower, head, numer)
    for at in sorted(used(numer), reverse=True):
        if int(numer.degrees()[at]) == 1:
            yield from _solved_for(tower, head, numer, at)


def _binomial(tower: Tower, head: str, p: Polynomial) -> Iterator[Isolated]:
    """P rel Q for two positive monomials: their logarithms compare alike."""
    pieces = [tower.field.ring.from_dict({e: c}) for e, c in p.to_dict().items()]
    above, below = (piece if sign > 0 else -piece for piece, sign in zip(pieces, (1, -1), strict=True))
    signs = tower.knowledge.sign(above), tower.knowledge.sign(below)
    if signs == (NEGATIVE, NEGATIVE):
        above, below = -below, -above
    elif signs != (POSITIVE, POSITIVE):
        return
    yield Isolated(call(head, tower.term_of(above), tower.term_of(below)), "log", is_binomial=True)


def _solved_for(tower: Tower, head: str, p: Polynomial, at: int) -> Iterator[Isolated]:
    data = tower.field.generators[at].data
    kind = _UNDONE.get(data[0]) if data else None
    if kind is None:
        return
    slope = p.derivative(at)
    rest = p - slope * tower.field.gens[at]
    sign = tower.knowledge.sign(slope)
    if sign not in (POSITIVE, NEGATIVE) or any(at in used(q) for q in (slope, rest)):
        return
    other = tower.field.multiply(Quotient(-rest), tower.field.inverse(Quotient(slope)))
    if kind == "log" and tower.sign(other) != POSITIVE:
        return
    if kind == "power" and tower.sign(other) & NEGATIVE and head not in ("eq",):
        return
    made = tower.field.generators[at]
    terms = (rational(Fraction(data[2] if data[0] == "root" else made.degree)),) if kind == "power" else ()
    head = head if sign == POSITIVE else MIRRORED[head]
    yield Isolated(call(head, made.term, tower.term_of_quotient(other)), kind, terms)
