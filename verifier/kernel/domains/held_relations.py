"""Whether a relation holds on the whole cell: by the signs of the difference of its sides, for complex terms also by angles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.kernel.normal_forms.field import GaveUp
from verifier.model.verdict import Answer
from verifier.terms.term import Term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower


def holds(tower: Tower, relation: Term) -> bool:
    """Whether it holds on the whole cell (or fails on the whole cell); NeedsSign, or GaveUp, where that is open."""
    from verifier.kernel.normal_forms.tower import SIGNS_OF_RELATION, NeedsSign

    allowed = SIGNS_OF_RELATION[relation.head]
    try:
        difference = tower.difference(relation)
        signs = tower.sign(difference)
        if signs & allowed and signs & ~allowed:
            require = tower.require_sign_if_zero if relation.head in ("eq", "ne") else tower.require_sign
            signs = require(difference)
        return bool(signs & allowed)
    except (GaveUp, NeedsSign):
        known = _by_sectors(tower, relation)
        if known is Answer.UNKNOWN:
            raise
        return known is Answer.YES


def _by_sectors(tower: Tower, relation: Term) -> Answer:
    from verifier.kernel.plane.sector_answers import answer_by_sectors

    if not tower.is_complex or relation.head in ("eq", "ne"):
        return Answer.UNKNOWN
    return answer_by_sectors(tower, relation)
