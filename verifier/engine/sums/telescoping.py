"""Closed forms of sums by differences: what the claim says of a sum up to n, read as a function of n. Nothing is trusted here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Final

from verifier.engine.integrals.polynomials import polynomial
from verifier.engine.search import NotFound, find_proof
from verifier.kernel.cell import Cell, Refused
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.integrals.integral_rules import INSIDE_SUM, TELESCOPING, rewritten
from verifier.kernel.normal_forms.field import GaveUp
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.signs.signs import Contradiction
from verifier.kernel.sums.telescoping import premise, premise_inside
from verifier.kernel.terms.operators import OPERATORS, replaced
from verifier.kernel.unsupported import Unsupported
from verifier.model.evidence import Proof
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, ZERO, Term, add, div, neg, sub, symbol

MOST_TRIED: Final = 6
PROBLEMS: Final = (Refused, NotFound, NeedsSign, GaveUp, Unsupported, Contradiction)
_UNKNOWN: Final = symbol("'s")


def find_proof_by_telescoping(cell: Cell, lhs: Term, rhs: Term) -> Proof | None:
    """A proof that one sum of the claim is what the claim says of it, or another one term by term; None without one."""
    for proof in islice(chain(_candidates(cell, lhs, rhs), _pairs(lhs, rhs)), MOST_TRIED):
        try:
            found = (premise if proof.rule == TELESCOPING else premise_inside)(cell, proof.terms)
            shown = replace(proof, parts=(find_proof(found.cell, *found.sides),))
            return replace(shown, parts=(*shown.parts, find_proof(cell, *rewritten(cell, (lhs, rhs), shown))))
        except PROBLEMS:
            continue
    return None


def _candidates(cell: Cell, lhs: Term, rhs: Term) -> Iterator[Proof]:
    for total in dict.fromkeys([*sums(lhs), *sums(rhs)]):
        value = _solved(total, sub(lhs, rhs))
        f, k, low, high = total.args
        if value is None:
            continue
        for n in sorted(free_symbols(high) & cell.domain.integers):
            ahead = polynomial(high, symbol(n))
            if ahead is not None and ahead[1:] == [ONE] and n not in free_symbols(f) | free_symbols(low):
                yield Proof(TELESCOPING, (total, substitute(value, {n: sub(k, add(ahead[0], ONE))})))


def _pairs(lhs: Term, rhs: Term) -> Iterator[Proof]:
    """Sums of both sides over one range, term by term."""
    for left in sums(lhs):
        for right in sums(rhs):
            if left.args[2:] == right.args[2:] and left.args[0] != right.args[0]:
                own = substitute(right.args[0], {right.args[1].name: left.args[1]})
                yield Proof(INSIDE_SUM, (left, own))


def sums(term: Term) -> list[Term]:
    """The sums that stand inside no other operator."""
    if term.head in OPERATORS or not term.args:
        return [term] if term.head == "Sum" else []
    return [s for a in term.args for s in sums(a)]


def _solved(total: Term, difference: Term) -> Term | None:
    """What the sum is where the difference, which is linear in it, is 0."""
    u = replaced(difference, {total: _UNKNOWN})
    try:
        slope = differentiate(u, _UNKNOWN.name)
    except Unsupported:
        return None
    if _UNKNOWN.name in free_symbols(slope) or slope == ZERO:
        return None
    return div(neg(substitute(u, {_UNKNOWN.name: ZERO})), slope)
