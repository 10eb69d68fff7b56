"""Terms with visible rational sub-terms written as numbers; value and natural domain stay."""

from __future__ import annotations

from verifier.kernel.derivatives.guards import is_total
from verifier.kernel.terms.visible import visible_value
from verifier.terms.term import ONE, ZERO, Term, add, mul, rational


def folded(term: Term) -> Term:
    """The term with every sub-term that visibly is a rational number replaced by it, and sums and products thinned out."""
    if not term.args:
        return term
    value = visible_value(term)
    if value is not None:
        return rational(value)
    args = tuple(map(folded, term.args))
    if term.head == "add":
        kept = [a for a in args if a != ZERO]
        return add(*kept) if kept else ZERO
    if term.head == "mul":
        if ZERO in args and all(map(is_total, args)):
            return ZERO
        kept = [a for a in args if a != ONE]
        return mul(*kept) if kept else ONE
    return Term(term.head, args, term.value)
