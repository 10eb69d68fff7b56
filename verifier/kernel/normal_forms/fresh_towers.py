"""Towers that were asked nothing yet: one is made for a cell and kept a while, and each question is put to a copy of it.

Most questions of a search are put to cells that were met before, and half of the work on one was to learn its facts again.
What a tower is before its first question depends on the domain, the facts and the bounds alone, and a copy shares nothing
with it that a question changes: no answer depends on what was asked before.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from verifier.kernel.normal_forms.field import Bounds, RingFull
from verifier.kernel.normal_forms.grown import copied
from verifier.kernel.normal_forms.hints import Hints, Restart
from verifier.kernel.normal_forms.tower import Tower
from verifier.kernel.signs.signs import Contradiction
from verifier.model.chain import Kind
from verifier.model.claim import Domain
from verifier.terms.heads import parts_of
from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.term import Term

MOST_KEPT: Final = 128
ROOM: Final = 8
SHORT: Final = 24  # nodes
RATIONAL: Final = frozenset({"number", "add", "neg", "mul", "div", "pow"})
GENERATORS_OF_TERMS: Final = {False: 1, True: 4}  # at least, beside the symbols; over complex numbers there are more


@record
class _Kept:
    """A tower, if its facts are learned without hints; whether they contradict each other."""

    tower: Tower | None = None
    is_empty: bool = False


def first_hints(domain: Domain, *terms: Term) -> Hints:
    """Hints of nothing but the room that the symbols of a domain need, and a little more: a full ring is made anew.

    Of long terms, which it takes long to fill a ring with, what is no sum, product or whole power is counted too.
    """
    room = sum(d.kind is Kind.SCALAR for d in domain.declarations) + GENERATORS_OF_TERMS[domain.complex_numbers]
    if sum(t.size for t in terms) > SHORT:
        room = max(room, len({part for t in terms for part in parts_of(t) if _has_generator(part)}))
    return Hints(size=ROOM if room <= ROOM else 2 * ROOM)


def _has_generator(term: Term) -> bool:
    if term.head == "pow":
        exponent = rational_value(term.args[1])
        return exponent is None or exponent.denominator != 1
    return term.head not in RATIONAL


def fresh_tower(domain: Domain, hints: Hints, facts: tuple[Term, ...], bounds: Bounds) -> Tower:
    """As `Tower`: Contradiction, Restart or RingFull where the facts say so as they are learned."""
    if facts and hints.is_blank():
        kept = _kept(domain, facts, bounds, hints.size)
        if kept.is_empty:
            raise Contradiction
        if kept.tower is not None:
            made = copied(kept.tower)
            made.hints = hints
            return made
    return Tower(domain, hints, facts, bounds)


@lru_cache(maxsize=MOST_KEPT)
def _kept(domain: Domain, facts: tuple[Term, ...], bounds: Bounds, size: int) -> _Kept:
    hints = Hints(size=size)
    try:
        tower = Tower(domain, hints, facts, bounds)
    except Contradiction:
        return _Kept(is_empty=True)
    except (Restart, RingFull):
        return _Kept()
    return _Kept(tower if hints.is_blank() else None)
