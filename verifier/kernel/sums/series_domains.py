"""Where all terms of a series are defined: conditions free of the index, from those on every integer from the first one on.

A power of what is free of the index is never 0 for a base that is not, and is 0, or undefined, for one that is as soon as
the exponent is not 0. What rises with the index is least at the first one, and what falls ends below any bound.
"""

from __future__ import annotations

from verifier.kernel.derivatives.guards import Conditions
from verifier.kernel.domains.natural_domain import requirements
from verifier.kernel.domains.places import TowerPlace
from verifier.kernel.normal_forms.field import GaveUp
from verifier.kernel.normal_forms.tower import SIGNS_OF_RELATION
from verifier.kernel.terms.visible import difference, linear_form
from verifier.model.verdict import Answer
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import FALSE, Term, call
from verifier.terms.term import ZERO as ZERO_TERM


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
        if own is None:
            return None
        alternatives = [c for c in (*condition.args, own) if c not in (tied[0], FALSE)]
        return call("or", *alternatives) if len(alternatives) > 1 else alternatives[0]
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
    if slope is None or condition.head in ("eq", "ne") or any(index.name in free_symbols(t) for t in form):
        return None
    is_rising = (slope > 0) == (condition.head in ("gt", "ge"))
    return substitute(condition, {index.name: first}) if is_rising else FALSE


def _ask_for_alternatives(inside: TowerPlace, condition: Term, index: Term) -> None:
    """NeedsSign where an alternative that is free of the index would settle the condition."""
    for c in condition.args if condition.head == "or" else ():
        if c.head in SIGNS_OF_RELATION and index.name not in free_symbols(c) and inside.decide(c) is Answer.UNKNOWN:
            inside.tower.require_sign(inside.tower.difference(c))
