"""The rule `residues`: an integer n is q*m + r for one r from 0 to q - 1, and a claim about n is shown for each of them.

Soundness. Division with remainder (Graham, Knuth, Patashnik, Concrete Mathematics, section 3.4): for whole q >= 1 and any
integer n there are one integer m and one such r with n = q*m + r. On the cell of r the symbol n is q*m + r, m a fresh integer
of which nothing is known but what the facts about n say of q*m + r. The claim is shown there without conditions: those would
speak of m.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from verifier.kernel.cell import Cell, Refused
from verifier.model.chain import Declaration, NumberSet
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, fresh_name, substitute
from verifier.terms.term import Term, add, integer, mul, symbol

MOST_RESIDUES: Final = 12


def cases(cell: Cell, lhs: Term, rhs: Term, proof: Proof) -> list[tuple[Cell, Term, Term]]:
    """The cell and the sides for each remainder; Refused where the rule does not apply."""
    if len(proof.terms) != 1 or len(proof.names) != 1:
        raise Refused("`residues` takes a number and an integer symbol")
    (name,), q = proof.names, rational_value(proof.terms[0])
    if q is None or q.denominator != 1 or not 1 <= q <= MOST_RESIDUES or len(proof.parts) != q:
        raise Refused("`residues` takes a small whole number, and as many proofs")
    declared = cell.domain.declared(name)
    if declared is None or declared.numbers is not NumberSet.INTEGER or name not in cell.domain.integers:
        raise Refused("`residues` takes an integer symbol")
    taken = {d.name for d in cell.domain.declarations}.union(*map(free_symbols, (lhs, rhs, *cell.facts)))
    m = symbol(fresh_name("m", taken))
    inner = cell.with_symbol(Declaration(m.name, numbers=NumberSet.INTEGER))
    found = []
    for r in range(int(q)):
        put = {name: add(mul(proof.terms[0], m), integer(r))}
        facts = tuple(substitute(f, put) for f in inner.facts)
        found.append((replace(inner, facts=facts), substitute(lhs, put), substitute(rhs, put)))
    return found
