"""Where all terms of a series are defined: conditions free of the index, from those on every integer from the first one on.

A power of what is free of the index is never 0 for a base that is not, and is 0, or undefined, for one that is as soon as
the exponent is not 0. What rises with the index is least at the first one.
"""

from __future__ import annotations

from verifier.kernel.field import GaveUp
from verifier.kernel.guards import Conditions
from verifier.kernel.natural_domain import requirements
from verifier.kernel.places import TowerPlace
from verifier.kernel.tower import SIGNS_OF_RELATION
from verifier.kernel.visible import difference, linear_form
from verifier.model.verdict import Answer
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ZERO as ZERO_TERM
from verifier.terms.term import Term, call


def collect_needs_of_terms(inside: TowerPlace, body: Term, index: Term, first: Term, needs: Conditions) -> None:
    """What every term needs, as far as it does not hold for every index from the first on."""
    for r in requirements(body, inside):
        if inside.decide(r.condition) is Answer.YES:
            continue
        condition = None if r.guards else for_all_from(r.condition, index, first)
        if condition is None:
            _ask_for_alternatives(inside, r.condition, index)
            raise GaveUp("where all the terms are defined is not known")
        (needs.need if r.exact else needs.need_loosely)(condition)


def for_all_from(condition: Term, index: Term, first: Term) -> Term | None:
    """A condition free of the index that holds exactly if this one does for every integer from the first on; None if unknown."""
    if index.name not in free_symbols(condition):
        return condition
    if condition.head == "or":
        tied = [c for c in condition.args if index.name in free_symbols(c)]
        own = for_all_from(tied[0], index, first) if len(tied) == 1 else None
        return None if own is None else call("or", *(c for c in condition.args if c != tied[0]), own)
    if condition.head not in SIGNS_OF_RELATION:
        return None
    left, right = condition.args
    if condition.head == "ne" and right == ZERO_TERM and left.head == "pow":
        base, exponent = left.args
        form = linear_form(exponent)
        is_linear = bool(form.pop(index, None)) and not any(index.name in free_symbols(t) for t in (base, *form))
        return call("ne", base, ZERO_TERM) if is_linear else None
    form = difference(left, right)
    slope = form.pop(index, None)
    if slope is None or any(index.name in free_symbols(t) for t in form):
        return None
    if (slope > 0 and condition.head in ("gt", "ge")) or (slope < 0 and condition.head in ("lt", "le")):
        return substitute(condition, {index.name: first})
    return None


def _ask_for_alternatives(inside: TowerPlace, condition: Term, index: Term) -> None:
    """NeedsSign where an alternative that is free of the index would settle the condition."""
    for c in condition.args if condition.head == "or" else ():
        if c.head in SIGNS_OF_RELATION and index.name not in free_symbols(c) and inside.decide(c) is Answer.UNKNOWN:
            inside.tower.require_sign(inside.tower.difference(c))
