"""Signs of sines and cosines between two bounds: sin(u) >= 0 where 0 <= u <= pi, cos(u) >= 0 where -pi/2 <= u <= pi/2.

Only angles u that are linear in the variable are looked at: then u lies between its values at the bounds (NIST DLMF 4.2,
4.14; the sine is positive strictly between 0 and pi, the cosine strictly between -pi/2 and pi/2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from verifier.kernel.cell import Cell
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.terms.operators import OPERATORS
from verifier.kernel.unsupported import Unsupported
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import HALF, PI, ZERO, Term, call, mul, neg

RANGES = {"sin": (ZERO, PI), "cos": (neg(mul(HALF, PI)), mul(HALF, PI))}
PLAIN = frozenset({*"number symbol constant add neg mul div pow".split()})
Follows = Callable[[Cell, Term], bool]


def signs_between(cell: Cell, t: Term, low: Term, high: Term, terms: tuple[Term, ...], follows: Follows) -> list[Term]:
    """What is known of sines and cosines in the terms for low <= t <= high on the cell, or for low < t < high if it says so."""
    found = []
    for wave in dict.fromkeys(w for term in terms for w in _waves(term, t)):
        ends = [substitute(wave.args[0], {t.name: bound}) for bound in (low, high)]
        least, most = RANGES[wave.head]
        inside = [call(r, e, b) for e in ends for r, b in (("gt", least), ("lt", most))]
        if all(follows(cell, c) for c in inside):
            found.append(call("gt", wave, ZERO))
        elif all(follows(cell, call({"gt": "ge", "lt": "le"}[c.head], *c.args)) for c in inside):
            found.append(call("ge", wave, ZERO))
    return found


def strictly_between(cell: Cell, t: Term, low: Term, high: Term) -> Cell:
    """The part of a cell where low <= t <= high in which t is neither; waves whose angle moves are then not zero."""
    for fact in (call("gt", t, low), call("lt", t, high)):
        cell = cell.with_fact(fact)
    for fact in cell.facts:
        if fact.head == "ge" and fact.args[0].head in RANGES and _moves(fact.args[0].args[0], t):
            cell = cell.with_fact(call("gt", *fact.args))
    return cell


def _moves(angle: Term, t: Term) -> bool:
    return bool(rational_value(_slope(angle, t)))


def _slope(angle: Term, t: Term) -> Term:
    try:
        return differentiate(angle, t.name)
    except Unsupported:
        return t


def _is_plain(angle: Term) -> bool:
    return angle.head in PLAIN and all(map(_is_plain, angle.args))


def _waves(term: Term, t: Term) -> Iterator[Term]:
    """Sines and cosines of angles that are linear in t and not under an operator."""
    if term.head in OPERATORS or t.name not in free_symbols(term):
        return
    if term.head in RANGES and _is_plain(term.args[0]) and t.name not in free_symbols(_slope(term.args[0], t)):
        yield from (call(head, *term.args) for head in RANGES)
    for a in term.args:
        yield from _waves(a, t)
