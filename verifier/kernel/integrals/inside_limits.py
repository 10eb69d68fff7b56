"""`inside-limit`: an integral within the body of a limit is rewritten, for every place near enough to the point.

Near enough: strictly between the point and a second place c on the side that the limit is taken from (for a limit at infinity,
beyond c). There the new body has the value and the natural domain of the old one, so that the limits are the same.
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.kernel.cell import Cell, Refused
from verifier.kernel.derivatives.continuity import requirements_of
from verifier.kernel.integrals.improper_integrals import INFINITE, follows, fresh_variable, inside
from verifier.kernel.limits.limits import limit_value
from verifier.model.evidence import Proof
from verifier.terms.substitution import substitute
from verifier.terms.term import Term, call

Rewrite = Callable[[Cell, tuple[Term, ...], Proof], tuple[Term, ...]]


def opened_limit(cell: Cell, limit: Term, c: Term) -> tuple[Term, Term, Cell]:
    """A fresh variable, the body in it, and the cell of the places near enough."""
    if limit.head != "Limit" or limit.args[1].head != "symbol" or cell.domain.complex_numbers:
        raise Refused("only the body of a real limit is rewritten")
    body, x, point = limit.args
    if c in INFINITE or requirements_of(cell, c) or (point not in INFINITE and requirements_of(cell, point)):
        raise Refused("the place up to which the body is rewritten may be undefined")
    t = fresh_variable(cell, limit, c)
    low, high = (c, point) if _is_from_below(limit) else (point, c)
    if not {low, high} & set(INFINITE) and not follows(cell, call("lt", low, high)):
        raise Refused("the place is not known to lie on the side that the limit is taken from")
    return t, substitute(body, {x.name: t}), inside(cell, t, low, high)


def _is_from_below(limit: Term) -> bool:
    if limit.args[2] in INFINITE:
        return limit.args[2] == INFINITE[0]
    if limit.value not in ("+", "-"):
        raise Refused("the limit is taken from both sides")
    return limit.value == "-"


def rewritten_limit(cell: Cell, proof: Proof, rewrite: Rewrite) -> Term:
    """The limit with its body rewritten by the first part of the rule application, worked out if that can be."""
    if len(proof.terms) != 2 or not proof.parts:
        raise Refused("`inside-limit` takes a limit, a place and a rewriting of its body")
    limit, c = proof.terms
    t, body, near = opened_limit(cell, limit, c)
    changed = Term("Limit", (rewrite(near, (body,), proof.parts[0])[0], t, limit.args[2]), limit.value)
    return limit_value(changed, cell.domain.integers, cell)
