"""Terms that are smooth but for one part: where that part has no derivative, neither has the term.

The rules of differentiation leave open whether a term has a derivative where one of its parts has none: `sqrt(x)**2` has
one in spite of `sqrt(x)`. But a sum of a smooth term and a multiple of a rough part has none, by a rational that is not 0,
or by I. For rough parts the answer is exact: with u smooth and u = 0 at the point, u**q for 0 < q < 1 has an infinite
one-sided derivative where u' != 0; where u' = 0 and u'' != 0 it grows like |h|**(2*q), so that it has no derivative if
q <= 1/2.
"""

from __future__ import annotations

from verifier.kernel.derivatives.setting import is_smooth
from verifier.kernel.terms.visible import visible_value
from verifier.terms.term import I, Term


def rough_part(term: Term) -> Term:
    """The only part that keeps the term from being smooth on an open domain; the term itself where it has several."""
    if term.head == "neg":
        return rough_part(term.args[0])
    if term.head == "div" and visible_value(term.args[1]):
        return rough_part(term.args[0])
    if term.head == "mul":
        rest = [a for a in term.args if not (visible_value(a) or a == I)]
        return rough_part(rest[0]) if len(rest) == 1 else term
    if term.head == "add":
        rest = [a for a in term.args if not is_smooth(a)]
        return rough_part(rest[0]) if len(rest) == 1 else term
    return term


def root_of_smooth(term: Term) -> Term | None:
    """The base u of a rough part u**q with 0 < q < 1 and u smooth; None for any other term."""
    part = rough_part(term)
    if part.head != "pow" or not is_smooth(part.args[0]):
        return None
    q = visible_value(part.args[1])
    return part.args[0] if q is not None and 0 < q < 1 else None
