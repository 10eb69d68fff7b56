"""What one side needs and the other was not shown to need, as it is reported: sharper where that says the same.

Let E hold where one side is defined, and N where the other is. A step's conditions C are such that, where C holds, E and N
do at the same points. So a part of E that N and the rest of C imply need not be in C; and where E has `u != 0` as well,
or where nothing is known of that side without it, C may say `u > 0` for `u >= 0`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from verifier.kernel.domains.natural_domain import Requirement, negation
from verifier.kernel.normal_forms.tower import Tower
from verifier.kernel.signs.signs import ZERO
from verifier.terms.term import FALSE, Term, call, mul
from verifier.terms.term import ZERO as ZERO_TERM

_STRICT: Final = {"ge": "gt", "le": "lt"}


def whole_condition(requirement: Requirement) -> Term:
    """The requirement as one condition: it holds, or one of its guards does not."""
    parts = [c for c in (requirement.condition, *map(negation, requirement.guards)) if c != FALSE]
    if not parts:
        return FALSE
    return parts[0] if len(parts) == 1 else Term("or", tuple(parts))


def strictly(left: list[Requirement], side: list[Requirement]) -> list[Requirement]:
    """The requirements with `u > 0` for `u >= 0` where the side needs `u != 0` too, or is not known without."""
    nonzero = {r.condition for r in side if not r.guards and r.condition.head == "ne"}
    return [_strict(r, nonzero) for r in left] if nonzero else left


def _strict(requirement: Requirement, nonzero: set[Term]) -> Requirement:
    condition = requirement.condition
    strict, apart = _STRICT.get(condition.head), call("ne", *condition.args)
    if strict is None or apart not in nonzero:
        return requirement
    guards = tuple(g for g in requirement.guards if g != apart)
    return replace(requirement, condition=call(strict, *condition.args), guards=guards)


def open_factors(tower: Tower, condition: Term) -> Term:
    """`v != 0` for `u*v != 0` where u is known not to be 0."""
    factors = [f for f, _ in tower.difference(condition).numer.factor()[1]]
    left = [f for f in factors if tower.knowledge.sign(f) & ZERO]
    if not left or len(left) == len(factors):
        return condition
    return call("ne", mul(*map(tower.term_of, left)), ZERO_TERM)
