"""Towers that were asked nothing yet: one is made for a cell and kept a while, and each question is put to a copy of it.

Most questions of a search are put to cells that were met before, and half of the work on one was to learn its facts again.
What a tower is before its first question depends on the domain, the facts and the bounds alone, and a copy shares nothing
with it that a question changes: no answer depends on what was asked before.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from verifier.kernel.field import Bounds, RingFull
from verifier.kernel.grown import copied
from verifier.kernel.hints import Hints, Restart
from verifier.kernel.signs import Contradiction
from verifier.kernel.tower import Tower
from verifier.model.claim import Domain
from verifier.terms.record import record
from verifier.terms.term import Term

MOST_KEPT: Final = 128
NONE_YET: Final = Hints()


@record
class _Kept:
    """A tower, if its facts are learned without hints; whether they contradict each other."""

    tower: Tower | None = None
    is_empty: bool = False


def fresh_tower(domain: Domain, hints: Hints, facts: tuple[Term, ...], bounds: Bounds) -> Tower:
    """As `Tower`: Contradiction, Restart or RingFull where the facts say so as they are learned."""
    if hints == NONE_YET:
        kept = _kept(domain, facts, bounds)
        if kept.is_empty:
            raise Contradiction
        if kept.tower is not None:
            made = copied(kept.tower)
            made.hints = hints
            return made
    return Tower(domain, hints, facts, bounds)


@lru_cache(maxsize=MOST_KEPT)
def _kept(domain: Domain, facts: tuple[Term, ...], bounds: Bounds) -> _Kept:
    hints = Hints()
    try:
        tower = Tower(domain, hints, facts, bounds)
    except Contradiction:
        return _Kept(is_empty=True)
    except (Restart, RingFull):
        return _Kept()
    return _Kept(tower if hints == NONE_YET else None)
