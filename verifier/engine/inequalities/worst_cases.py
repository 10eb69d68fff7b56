"""A difference with the worst bounds in place of bounded functions: 2 + x - 1 for 2 + x + sin(x)."""

from __future__ import annotations

from typing import Final

from verifier.engine.inequalities.goals import BOUNDED
from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.inequalities.known_bounds import instances
from verifier.kernel.normal_forms.field import GaveUp, Quotient, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower, used
from verifier.kernel.signs.signs import NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE, Contradiction
from verifier.terms.term import Term, div

_UPWARDS: Final = frozenset({"ge", "gt"})
MOST_TERMS: Final = 16


def worst_cases(cell: Cell, u: Term) -> list[tuple[Term, tuple[Term, ...]]]:
    """At most one term that u is not less than, with the listed bounds that show it."""
    try:
        return with_tower(cell, (), lambda tower: _worst(tower, u))
    except (GaveUp, NeedsSign, Undefined, Contradiction):
        return []


def _worst(tower: Tower, u: Term) -> list[tuple[Term, tuple[Term, ...]]]:
    p, below = tower.field.lowest(tower.normal_form(u))
    bounded = [i for i in used(p) if tower.field.generators[i].term.head in BOUNDED]
    if not bounded or len(p) > MOST_TERMS or tower.knowledge.sign(below) != POSITIVE or {*bounded} & {*used(below)}:
        return []
    facts = []
    for at in bounded:
        slope = p.derivative(at)
        signs = tower.knowledge.sign(slope)
        if int(p.degrees()[at]) != 1 or signs not in (POSITIVE, NEGATIVE, NONNEGATIVE, NONPOSITIVE):
            return []
        low = signs in (POSITIVE, NONNEGATIVE)
        bound = next((b for b in instances(tower.field.generators[at].term) if (b.head in _UPWARDS) is low), None)
        if bound is None:
            return []
        facts.append(bound)
        value = tower.normal_form(bound.args[1])
        rest = Quotient(p - slope * tower.field.gens[at])
        replaced = tower.field.add(rest, tower.field.multiply(Quotient(slope), value))
        if replaced.factors:
            return []
        p = replaced.numer
    worst = tower.term_of(p)
    return [(worst if below == 1 else div(worst, tower.term_of(below)), tuple(facts))]
