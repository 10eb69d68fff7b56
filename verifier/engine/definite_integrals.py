"""Proofs by the fundamental theorem: candidates for antiderivatives are tried until the kernel accepts one.

Nothing here is trusted. Claims whose normal forms are equal with their integrals left alone need no candidate.
"""

from __future__ import annotations

from typing import Final

from verifier.engine.primitives import primitives
from verifier.engine.search import NORMAL_FORM, NotFound, find_proof
from verifier.kernel.cell import Cell, Refused
from verifier.kernel.definite_integrals import outer_integrals, replaced, value_of_integral
from verifier.kernel.field import GaveUp
from verifier.kernel.proving import replay
from verifier.kernel.signs import Contradiction
from verifier.kernel.tower import NeedsSign
from verifier.kernel.unsupported import Unsupported
from verifier.model.evidence import Proof
from verifier.terms.term import Term

MOST_INTEGRALS: Final = 6


def has_definite_integral(term: Term) -> bool:
    return (term.head == "Integral" and len(term.args) == 4) or any(map(has_definite_integral, term.args))


def find_proof_by_antiderivatives(cell: Cell, lhs: Term, rhs: Term) -> Proof | None:
    """A proof that evaluates integrals of the sides; None where none is evaluated, or none needs to be."""
    try:
        replay(cell, lhs, rhs, NORMAL_FORM)
    except (Refused, NeedsSign):
        pass
    else:
        return None
    used: list[tuple[Term, Term]] = []
    for integral in list(dict.fromkeys((*outer_integrals(lhs), *outer_integrals(rhs))))[:MOST_INTEGRALS]:
        found = _evaluation(cell, integral)
        if found is not None:
            used.append((integral, found[0]))
            lhs, rhs = (replaced(side, integral, found[1]) for side in (lhs, rhs))
    if not used:
        return None
    try:
        proof = find_proof(cell, lhs, rhs)
    except NotFound:
        return None
    for terms in reversed(used):
        proof = Proof("fundamental-theorem", terms, (), (proof,))
    return proof


def _evaluation(cell: Cell, integral: Term) -> tuple[Term, Term] | None:
    """The first candidate that the kernel accepts, and the integral's value by it."""
    for primitive in primitives(integral.args[0], integral.args[1]):
        try:
            return primitive, value_of_integral(cell, integral, primitive)
        except (Refused, NeedsSign, GaveUp, Unsupported, Contradiction):
            continue
    return None
