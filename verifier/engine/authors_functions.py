"""Conditions in the functions that the author used: `tan(x) > 0` for `sin(x)/cos(x) > 0`, `sqrt(x)` for `x**(1/2)`.

A part that is what a part of the author's lines is lowered to has its value everywhere, so that it may stand for it.
"""

from __future__ import annotations

from dataclasses import replace

from verifier.engine.outcome import Outcome
from verifier.kernel.terms.lowering import as_written
from verifier.model.claim import Claim
from verifier.terms.term import HALF, Term, call


def in_authors_functions(claim: Claim, outcome: Outcome) -> Outcome:
    """The outcome with its conditions, and where it holds, in the functions of the claim's lines."""
    if not outcome.conditions and not outcome.holds_where:
        return outcome
    written = as_written((claim.lhs, claim.rhs), claim.domain.complex_numbers)
    if not written:
        return outcome
    uses_sqrt = any(own.head == "sqrt" for own in written.values())

    def rewritten(term: Term) -> Term:
        own = written.get(term)
        if own is not None or not term.args:
            return own or term
        args = tuple(map(rewritten, term.args))
        if uses_sqrt and term.head == "pow" and term.args[1] == HALF:
            return call("sqrt", args[0])
        return Term(term.head, args, term.value)

    holds_where = outcome.holds_where and tuple(map(rewritten, outcome.holds_where))
    conditions = tuple([(rewritten(c), side) for c, side in outcome.conditions])
    return replace(outcome, conditions=conditions, holds_where=holds_where)
