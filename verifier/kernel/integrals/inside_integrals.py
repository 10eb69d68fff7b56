"""`inside-integral`: an integral within the integrand of another is rewritten, for every place between the outer bounds.

The integrand is rewritten on the cell where the outer variable lies strictly between the bounds, if these are known to be in
order; else on both closed cells, in one order and in the other, and must come out the same. So the new integrand has the
value and the natural domain of the old one wherever the outer integral looks at it.
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.kernel.cell import Cell, Refused
from verifier.kernel.integrals.definite_integrals import between, is_definite
from verifier.kernel.integrals.improper_integrals import INFINITE, direction, fresh_variable, inside
from verifier.model.evidence import Proof
from verifier.terms.substitution import substitute
from verifier.terms.term import Term

Rewrite = Callable[[Cell, tuple[Term, ...], Proof], tuple[Term, ...]]


def opened(cell: Cell, integral: Term) -> tuple[Term, Term, tuple[Cell, ...]]:
    """A fresh variable, the integrand in it, and the cells that together hold all its places."""
    if not is_definite(integral) or cell.domain.complex_numbers:
        raise Refused("only the integrand of a real integral between two bounds is rewritten")
    f, x, a, b = integral.args
    t = fresh_variable(cell, integral)
    body = substitute(f, {x.name: t})
    try:
        forward = direction(cell, a, b) > 0
    except Refused:
        if a in INFINITE or b in INFINITE or a == b:
            raise
        return t, body, (between(cell, t, a, b, (body,)), between(cell, t, b, a, (body,)))
    return t, body, (inside(cell, t, *((a, b) if forward else (b, a)), (body,)),)


def rewritten_inside(cell: Cell, proof: Proof, rewrite: Rewrite) -> Term:
    """The integral with its integrand rewritten by the first part of the rule application."""
    if len(proof.terms) != 1 or not proof.parts:
        raise Refused("`inside-integral` takes an integral and a rewriting of its integrand")
    t, body, cells = opened(cell, proof.terms[0])
    found = {rewrite(c, (body,), proof.parts[0])[0] for c in cells}
    if len(found) != 1:
        raise Refused("the integrand is not the same for both orders of the bounds")
    return Term("Integral", (found.pop(), t, *proof.terms[0].args[2:]))
