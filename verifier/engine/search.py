"""The search for a proof: try the normal form, and where it needs a sign, cut the cell and try again on each part.

Nothing here is trusted: what is found is replayed by the kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from verifier.engine.deadline import demand_time
from verifier.kernel.cell import Cell, LeavesGaps, Refused, cut_across_gaps
from verifier.kernel.derivatives import gaps as derivative_gaps
from verifier.kernel.integrals.antiderivatives import premises
from verifier.kernel.normal_forms.tower import SIGNS_OF_RELATION, NeedsSign
from verifier.kernel.proving import replay, solved
from verifier.kernel.signs.signs import Contradiction
from verifier.model.claim import Claim
from verifier.model.evidence import Proof
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ZERO, Term, call, sub

NORMAL_FORM: Final = Proof("normal-form")
MOST_LEAVES: Final = 120
MOST_DEPTH: Final = 7
MOST_WORK: Final = 60_000  # nodes of both sides, summed over the leaves

Prover = Callable[[Cell, Term, Term], Proof | None]


class NotFound(Exception):
    """No proof was found; the text says where the search ended."""


@mutable_record
class Budget:
    """What may still be tried, in leaves and in nodes on them: counted, not timed, so that no machine changes a verdict.

    `from_the_right` says to cut where the right side needs it first: at the factors of a product rather than at a sum.
    """

    leaves: int = MOST_LEAVES
    work: int = MOST_WORK
    from_the_right: bool = False


def find_proof(cell: Cell, lhs: Term, rhs: Term) -> Proof:
    """A proof of lhs = rhs on the cell; NotFound if the search ends without one, TooLarge if larger bounds may help."""
    if not free_symbols(lhs) | free_symbols(rhs):
        for proof in (Proof("constants"), Proof("logarithms")):
            try:
                replay(cell, lhs, rhs, proof)
            except (Refused, NeedsSign):
                continue
            return proof
    try:
        return _on_cell(cell, lhs, rhs, 0, Budget())
    except NotFound:
        first, other = (_open_sign(cell, *sides) for sides in ((lhs, rhs), (rhs, lhs)))
        if first is None or other in (None, first):
            raise
    return _on_cell(cell, lhs, rhs, 0, Budget(from_the_right=True))


def _open_sign(cell: Cell, lhs: Term, rhs: Term) -> Term | None:
    """The term whose sign the normal form asks for first; None where it asks for none."""
    try:
        replay(cell, lhs, rhs, NORMAL_FORM)
    except NeedsSign as open_sign:
        return open_sign.term
    except Refused:
        pass
    return None


def find_proof_by_equation(cell: Cell, lhs: Term, rhs: Term, otherwise: Prover) -> Proof | None:
    """A proof with a symbol replaced by what an equation among the facts says it is, also in bounds; None without one.

    `otherwise` is asked where the normal form shows nothing then.
    """
    for fact in _equations(cell.facts):
        u = sub(*fact.args)
        for name in sorted(free_symbols(u) & (free_symbols(lhs) | free_symbols(rhs))):
            try:
                value = solved(cell, u, name)
                above, below = (_on_cell(cell.with_fact(call(r, u, ZERO)), lhs, rhs, 0, Budget()) for r in ("gt", "lt"))
            except (NotFound, Refused, Contradiction):
                continue
            there = with_value(cell, lhs, rhs, name, value)
            try:
                on = _on_cell(*there, 0, Budget())
            except NotFound:
                further = find_proof_by_equation(*there, otherwise) or otherwise(*there)
                if further is None:
                    continue
                on = further
            return Proof("cells", (u,), (name,), (above, on, below))
    return None


def find_proof_by_alternatives(cell: Cell, lhs: Term, rhs: Term) -> Proof | None:
    """A proof by cells between which an assumed alternative begins to fail; None without one."""
    for relation in dict.fromkeys(r for fact in cell.facts for r in _alternatives(fact)):
        try:
            return _cut(cell, lhs, rhs, gap(relation), 0, Budget())
        except (NotFound, Refused):
            continue
    return None


def _alternatives(fact: Term) -> Iterator[Term]:
    """Relations that stand under an `or`."""
    for part in fact.args if fact.head in ("and", "or") else ():
        if fact.head == "or" and part.head in SIGNS_OF_RELATION:
            yield part
        yield from _alternatives(part)


def gap(relation: Term) -> Term:
    """The difference of the sides of a relation."""
    left, right = relation.args
    return left if right == ZERO else sub(left, right)


def _equations(facts: tuple[Term, ...]) -> Iterator[Term]:
    """The equations among facts, and among the parts of conjunctions."""
    for fact in facts:
        if fact.head == "and":
            yield from _equations(fact.args)
        elif fact.head == "eq":
            yield fact


def with_value(cell: Cell, lhs: Term, rhs: Term, name: str, value: Term) -> tuple[Cell, Term, Term]:
    """The cell and the sides with the value for a symbol."""
    put = {name: value}
    facts = tuple(substitute(f, put) for f in cell.facts)
    return replace(cell, facts=facts), substitute(lhs, put), substitute(rhs, put)


def find_proof_up_to_constant(cell: Cell, lhs: Term, rhs: Term) -> Proof:
    """A proof that sides with antiderivatives have the same derivative; raises as `find_proof` does."""
    found = premises(cell, lhs, rhs)
    slopes = _on_cell(found.inner, *found.slopes, 0, Budget())
    return Proof("antiderivative", parts=(slopes, _on_cell(cell, *found.places, 0, Budget())))


def find_proof_across_gaps(claim: Claim, cell: Cell, lhs: Term, rhs: Term) -> Proof:
    """A proof that a derivative is a term which closes the gaps that the rules leave; raises as `find_proof` does."""
    found = derivative_gaps.premises(claim, cell, (lhs, rhs))
    return Proof(derivative_gaps.RULE, parts=(_on_cell(found.cell, *found.sides, 0, Budget()),))


def _on_cell(cell: Cell, lhs: Term, rhs: Term, depth: int, budget: Budget) -> Proof:
    demand_time()
    budget.leaves -= 1
    budget.work -= lhs.size + rhs.size
    if min(budget.leaves, budget.work) < 0:
        raise NotFound("too many cells")
    try:
        replay(cell, lhs, rhs, NORMAL_FORM)
    except LeavesGaps as gaps:
        open_term = cut_across_gaps(cell, lhs, rhs)
        if open_term is None:
            raise NotFound(str(gaps)) from gaps
    except Refused as refused:
        raise NotFound(str(refused)) from refused
    except NeedsSign as open_sign:
        open_term = (_open_sign(cell, rhs, lhs) if budget.from_the_right else None) or open_sign.term
    else:
        return NORMAL_FORM
    if depth >= MOST_DEPTH:
        raise NotFound("too many signs are open")
    return _cut(cell, lhs, rhs, open_term, depth, budget)


def _cut(cell: Cell, lhs: Term, rhs: Term, u: Term, depth: int, budget: Budget) -> Proof:
    above = _on_cell(cell.with_fact(call("gt", u, ZERO)), lhs, rhs, depth + 1, budget)
    below = _on_cell(cell.with_fact(call("lt", u, ZERO)), lhs, rhs, depth + 1, budget)
    for name in sorted(free_symbols(u)):
        try:
            value = solved(cell, u, name)
        except Refused:
            continue
        except Contradiction:
            break
        on = _on_cell(*with_value(cell, lhs, rhs, name, value), depth + 1, budget)
        return Proof("cells", (u,), (name,), (above, on, below))
    on = _on_cell(cell.with_fact(call("eq", u, ZERO)), lhs, rhs, depth + 1, budget)
    return Proof("cells", (u,), (), (above, on, below))
