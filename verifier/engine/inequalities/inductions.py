"""Inductions in the search for a proof of an inequality: from n to n + 1 by what is assumed of n, or by a difference that rises.

Nothing here is trusted: what is found is replayed by the kernel (`kernel.inequalities.establishing`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from verifier.engine.inequalities.goals import SIGNS, Goal, NotShown, lemma
from verifier.engine.inequalities.open_parts import worked_out
from verifier.kernel.cell import Cell
from verifier.kernel.inequalities.establishing import at_least_zero, difference_of
from verifier.kernel.inequalities.inductions import induction_cells
from verifier.model.evidence import Proof
from verifier.terms.heads import parts_of
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, Term, add, call, integer, sub, symbol

if TYPE_CHECKING:
    from verifier.engine.inequalities.search import Search

STARTS: Final = frozenset({2, 1, 0})
LARGEST_START: Final = 20


def is_stepwise(u: Term, n: str) -> bool:
    """Whether a sum up to n or the logarithm of a factorial is in the term: there steps are easier than slopes."""
    return any(
        n in free_symbols(t)
        for t in parts_of(u)
        if t.head == "Sum" or (t.head == "log" and any(p.head == "gamma" for p in parts_of(t)))
    )


def is_divided_by(u: Term, n: str) -> bool:
    """Whether the symbol is in a denominator of the term."""
    return any(t.head == "div" and n in free_symbols(t.args[1]) for t in parts_of(u))


def by_rise(search: Search, goal: Goal, n: str) -> Proof:
    """Where the difference of the sides does not fall from n to n + 1: there the start is enough."""
    start = _start(search, goal, n)
    u, strict = difference_of(goal.condition)
    plain = worked_out(goal.cell, u)
    if plain is not None and at_least_zero(plain, strict) != goal.condition and not goal.is_plain:
        shown = at_least_zero(plain, strict)
        return lemma(shown, by_rise(search, replace(goal.under(shown), is_plain=True), n))
    at_start, held = induction_cells(goal.cell, n, start)
    beyond = replace(goal, cell=held).under(goal.condition, call("ge", symbol(n), start))
    rise = worked_out(beyond.cell, sub(substitute(u, {n: add(symbol(n), ONE)}), u))
    if rise is None:
        raise NotShown
    first = _at_start(search, goal, at_start, n, start)
    grows = search.show(replace(beyond, applied=frozenset()).under(at_least_zero(rise, False)))
    return Proof("induction", (start,), (n,), (first, Proof("sum", (u, rise), (), (SIGNS, grows))))


def by_induction(search: Search, goal: Goal, n: str) -> Proof:
    """From the last start that is known: where the condition is not asked for, it need not be shown, and may fail."""
    start = _start(search, goal, n)
    at_start, held = induction_cells(goal.cell, n, start)
    first = _at_start(search, goal, at_start, n, start)
    following = substitute(goal.condition, {n: add(symbol(n), ONE)})
    inner = replace(goal, cell=held, slopes=5).under(following, call("ge", symbol(n), start), goal.condition)
    return Proof("induction", (start,), (n,), (first, search.show(inner)))


def only_value(search: Search, goal: Goal, n: str) -> Term | None:
    """The one whole number that the symbol can be, by what is known of it from both sides; None where none is seen."""
    if not any(f.head in ("lt", "le") and n in free_symbols(f) for f in goal.cell.facts):
        return None
    try:
        start = _start(search, goal, n)
    except NotShown:
        return None
    return start if search.holds(goal, call("le", symbol(n), start)) else None


def _at_start(search: Search, goal: Goal, held: Cell, n: str, start: Term) -> Proof:
    return search.show(replace(goal, cell=held).under(substitute(goal.condition, {n: start})))


def _start(search: Search, goal: Goal, n: str) -> Term:
    """The last place that the symbol is known to reach."""
    name = symbol(n)
    numbers = [rational_value(f.args[1]) for f in goal.cell.facts if f.head in ("ge", "gt") and f.args[0] == name]
    compared = {int(q) + (q.denominator != 1) for q in numbers if q is not None and abs(q) <= LARGEST_START}
    for k in sorted(STARTS | compared, reverse=True):
        if search.holds(goal, call("ge", name, integer(k))):
            return integer(k)
    raise NotShown
