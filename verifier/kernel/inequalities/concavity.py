"""The rule `chord`: a difference that is concave between two places lies above its chord, so above its smaller end.

Soundness. Let a <= x <= b on the cell, a and b free of x, and let u depend on the real number t in place of x, all other
symbols held. Between a and b the term of u'' is shown to be defined and <= 0, so that u is twice differentiable there; u is
defined at a and b, and continuous at them because it is on its natural domain (`derivatives.continuity`). Then u is concave on
the closed interval (W. Rudin, Principles of Mathematical Analysis, chapter 5, exercise 14), hence u(x) >= min(u(a), u(b)). So
u(x) >= 0 follows from u(a) >= 0 and u(b) >= 0, and u(x) > 0 where both are > 0. For a = b nothing lies between, and x = a.

What is known of x is forgotten between the ends, above all that x may be an integer; facts without x still hold.
"""

from __future__ import annotations

from verifier.kernel.cell import Cell, Refused
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.derivatives.continuity import is_continuous
from verifier.kernel.inequalities.mean_value import Premise
from verifier.kernel.integrals.improper_integrals import fresh_variable
from verifier.kernel.unsupported import Unsupported
from verifier.model.chain import Declaration, Kind
from verifier.model.evidence import Proof
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ZERO, Term, call, symbol


def chord(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the rule applies and its three parts show the premises; else Refused."""
    from verifier.kernel.inequalities.establishing import demand, difference_of, establish, where_defined

    if len(proof.terms) != 2 or len(proof.names) != 1 or len(proof.parts) != 3:
        raise Refused("`chord` takes a symbol, two places and three proofs")
    u, strict = difference_of(condition)
    inner = where_defined(cell, condition)
    low, high = proof.terms
    x = symbol(proof.names[0])
    premises = premises_of(inner, u, strict, x.name, low, high)
    demand(inner, call("ge", x, low), "the symbol may lie below the first place")
    demand(inner, call("le", x, high), "the symbol may lie above the second place")
    for (place, premise), own in zip(premises, proof.parts, strict=True):
        establish(place, premise, own)


def premises_of(
    cell: Cell, u: Term, strict: bool, name: str, low: Term, high: Term
) -> tuple[Premise, Premise, Premise]:
    """What is to be shown at both places, and between them; Refused where the rule does not apply."""
    from verifier.kernel.inequalities.establishing import at_least_zero, demand_defined

    declared = cell.domain.declared(name)
    if declared is None or declared.kind is not Kind.SCALAR or cell.domain.complex_numbers:
        raise Refused("`chord` takes a real symbol")
    if name in free_symbols(low) | free_symbols(high):
        raise Refused("a place depends on the symbol")
    ends = [substitute(u, {name: place}) for place in (low, high)]
    demand_defined(cell, low, high, *ends)
    t = fresh_variable(cell, u, low, high)
    free = cell.forgetting(name).with_symbol(Declaration(t.name))
    between = free.with_fact(call("gt", t, low)).with_fact(call("lt", t, high))
    moved = substitute(u, {name: t})
    try:
        slope = differentiate(moved, t.name, False, cell.domain.integers)
        bend = differentiate(slope, t.name, False, cell.domain.integers)
    except Unsupported as unsupported:
        raise Refused("the difference has no second derivative that is known") from unsupported
    demand_defined(between, slope, bend)
    if not is_continuous(free, moved, t.name):
        raise Refused("the difference was not seen to be continuous")
    first, last = ((cell, at_least_zero(end, strict)) for end in ends)
    return first, last, (between, call("le", bend, ZERO))
