"""Which remainders of an integer decide the whole parts in a claim: floor(n/3) asks for n = 3*m, 3*m + 1 and 3*m + 2.

Nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import lcm

from verifier.engine.search import NotFound, find_proof
from verifier.kernel.cell import Cell, Refused
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.sums.residues import MOST_RESIDUES, cases
from verifier.kernel.terms.visible import linear_form
from verifier.model.evidence import Proof
from verifier.terms.heads import parts_of
from verifier.terms.term import Term, integer


def find_proof_by_residues(cell: Cell, lhs: Term, rhs: Term) -> Proof | None:
    """A proof for each remainder of one integer by the denominators under floors; None where there is none."""
    denominators: dict[str, int] = {}
    for name, q in _fractions(cell, (lhs, rhs)):
        denominators[name] = lcm(q, denominators.get(name, 1))
    for name, q in denominators.items():
        if not 1 < q <= MOST_RESIDUES:
            continue
        try:
            blank = Proof("residues", (integer(q),), (name,), (Proof("normal-form"),) * q)
            parts = tuple(find_proof(*case) for case in cases(cell, lhs, rhs, blank))
        except (NotFound, Refused, NeedsSign):
            continue
        return Proof("residues", (integer(q),), (name,), parts)
    return None


def _fractions(cell: Cell, sides: tuple[Term, ...]) -> Iterator[tuple[str, int]]:
    """Integer symbols under a floor with the denominators of their coefficients."""
    for side in sides:
        for part in parts_of(side):
            if part.head == "floor":
                for atom, c in linear_form(part.args[0]).items():
                    if atom.head == "symbol" and atom.name in cell.domain.integers:
                        yield atom.name, c.denominator
