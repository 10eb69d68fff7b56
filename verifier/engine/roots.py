"""Evidence on equations between rational functions of one symbol, from their roots: the fast way for a student's lines.

Nothing here is trusted. What is found is judged by the kernel, and where nothing is accepted the general search goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from verifier.kernel.normal_forms.solutions import (
    Solutions,
    have_common_solutions,
    have_same_solutions,
    holds_at,
    rational_roots,
    solutions,
)
from verifier.kernel.relations import CONDITION_RELATIONS
from verifier.model.chain import Kind
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Evidence, Point, Proof
from verifier.terms.substitution import free_symbols

_ANYWHERE: Final = tuple(map(Fraction, ("2", "-3", "1/2", "7", "1", "0")))


def evidence(claim: Claim) -> Iterator[Evidence]:
    """What may decide `<=>` between two equations in one symbol; nothing for any other claim."""
    found = _both(claim)
    if found is None or claim.relation != "<=>":
        return
    name, left, right = found
    if have_same_solutions(left, right):
        proof = Proof("solutions", names=(name,))
        for value in (*rational_roots(left), *_ANYWHERE):
            if None not in (holds_at(left, value), holds_at(right, value)):
                yield Equality(proof, Point({name: value}))
    else:
        for value in (*rational_roots(left), *rational_roots(right), *_ANYWHERE):
            if (holds_at(left, value), holds_at(right, value)) in ((True, False), (False, True)):
                yield Counterexample(Point({name: value}))


def may_hold_together(claim: Claim) -> bool:
    """False if the lines are equations in one symbol that have no solution in common."""
    found = _both(claim) if claim.relation in CONDITION_RELATIONS else None
    return found is None or have_common_solutions(found[1], found[2])


def _both(claim: Claim) -> tuple[str, Solutions, Solutions] | None:
    """The one declared scalar of the lines, and their solutions in it; None for lines of any other kind."""
    names = free_symbols(claim.lhs) | free_symbols(claim.rhs)
    declared = claim.domain.declared(min(names)) if len(names) == 1 else None
    if declared is None or declared.kind is not Kind.SCALAR:
        return None
    left, right = solutions(claim.lhs, declared.name), solutions(claim.rhs, declared.name)
    return None if left is None or right is None else (declared.name, left, right)
