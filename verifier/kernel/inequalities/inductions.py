"""The rule `induction`: a condition that holds at a start, and for n + 1 wherever it holds for n, holds from the start on.

Soundness. What is known of n is forgotten for the step, so that it is shown for every n from the start on, except bounds from
above: facts that hold for n wherever they do for n + 1. Along the integers from the start to n they all hold, so the condition
passes from each to the next as far as the bounds reach, and no further is it claimed.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.kernel.cell import Cell, Refused
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, Term, add, call, sub, symbol


def induction(cell: Cell, c: Term, proof: Proof) -> None:
    """Returns where the rule applies and its parts show the start and the step; else Refused."""
    from verifier.kernel.inequalities.establishing import demand, demand_defined, establish

    if (len(proof.parts), len(proof.terms), len(proof.names)) != (2, 1, 1):
        raise Refused("`induction` takes a symbol, a start and two proofs")
    n, start = proof.names[0], rational_value(proof.terms[0])
    if n not in cell.domain.integers or start is None or Fraction(start).denominator != 1:
        raise Refused("`induction` takes an integer symbol and an integer to start at")
    demand(cell, call("ge", symbol(n), proof.terms[0]), "the symbol may lie before the start of the induction")
    at_start, inner = induction_cells(cell, n, proof.terms[0])
    demand_defined(inner, c)
    establish(at_start, substitute(c, {n: proof.terms[0]}), proof.parts[0])
    establish(inner.with_fact(c), substitute(c, {n: add(symbol(n), ONE)}), proof.parts[1])


def induction_cells(cell: Cell, n: str, start: Term) -> tuple[Cell, Cell]:
    """Where a condition is to be shown at the start, and where it is to follow for n + 1 from that it holds for n.

    What is known of n is forgotten, so that it holds for n + 1 too, but for bounds from above: those that hold for n
    wherever they do for n + 1. A condition is only to be shown as far as they reach.
    """
    from verifier.kernel.inequalities.establishing import ORDERS

    following = {n: add(symbol(n), ONE)}
    at_start = cell.forgetting(n)
    inner = at_start.with_fact(call("ge", symbol(n), start))
    for fact in cell.facts:
        if n in free_symbols(fact) and fact.head in ORDERS and _falls(inner, fact, following):
            at_start = at_start.with_fact(substitute(fact, {n: start}))
            inner = inner.with_fact(fact).with_fact(substitute(fact, following))
    return at_start, inner


def _falls(cell: Cell, fact: Term, following: dict[str, Term]) -> bool:
    """Whether the difference that has to be positive for the fact does not grow from n to n + 1."""
    from verifier.kernel.inequalities.establishing import at_least_zero, demand, demand_defined, difference_of

    u, _ = difference_of(fact)
    later = substitute(u, following)
    try:
        demand_defined(cell, u, later)
        demand(cell, at_least_zero(sub(u, later), False), "the bound may be one from below")
    except Refused:
        return False
    return True
