"""What a term of a complex chain tends to as a real symbol t goes to a bound: summand by summand.

A summand tends to 0 (`limits.decay`), is free of t, or is a factor free of t times a term that is real: one that has real symbols
and functions only. Such a term has over the complex numbers the value that it has over the reals, wherever it is defined there:
principal roots and logarithms of positive numbers are the real ones, and of others there is no real value. Its limit is that of
a real chain (`limits.limits`), which comes with what it needs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from verifier.kernel.cell import Cell
from verifier.kernel.limits.decay import vanishes_at_infinity
from verifier.kernel.limits.limits import limit_value
from verifier.kernel.terms.operators import OPERATORS
from verifier.kernel.terms.products import times, total
from verifier.model.chain import NumberSet
from verifier.terms.heads import heads
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, OO, ZERO, I, Term, div, neg

REAL: Final = frozenset(
    {"number", "symbol", "constant", "add", "neg", "mul", "div", "pow", "exp", "log", "sin", "cos", "atan", "erf"}
)
RELATIONS: Final = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "and", "or"})


def end_value(cell: Cell, inner: Cell, term: Term, t: Term, bound: Term, side: str) -> Term | None:
    """A term for the limit, with what it needs; None where it is not known. `inner` is the cell that t lies in."""
    if bound in (OO, neg(OO)) and vanishes_at_infinity(inner, term, t, 1 if bound == OO else -1):
        return ZERO
    if term.head in ("add", "neg"):
        parts = [end_value(cell, inner, a, t, bound, side) for a in term.args]
        known = [p for p in parts if p is not None]
        if len(known) < len(parts):
            return None
        return neg(known[0]) if term.head == "neg" else total(known)
    fixed, moving = _taken_apart(term, t)
    if moving == ONE:
        return fixed
    if not _is_real(cell, moving, t):
        return None
    limit = limit_value(Term("Limit", (moving, t, bound), side), cell.domain.integers, _real_part_of(cell))
    return None if OPERATORS & heads(limit) else times(fixed, limit)


def _taken_apart(term: Term, t: Term) -> tuple[Term, Term]:
    """The factor free of t, and the rest."""
    if t.name not in free_symbols(term):
        return term, ONE
    if term.head == "neg":
        fixed, moving = _taken_apart(term.args[0], t)
        return neg(fixed), moving
    if term.head == "mul":
        parts = [_taken_apart(a, t) for a in term.args]
        return times(*[f for f, _ in parts if f != ONE]), times(*[m for _, m in parts if m != ONE])
    if term.head == "div":
        (f, m), (g, n) = (_taken_apart(a, t) for a in term.args)
        return (f if g == ONE else div(f, g)), (m if n == ONE else div(m, n))
    return ONE, term


def _is_real(cell: Cell, term: Term, t: Term) -> bool:
    return (
        heads(term) <= REAL
        and not _has_unit(term)
        and all(_is_real_name(cell, n) for n in free_symbols(term) - {t.name})
    )


def _has_unit(term: Term) -> bool:
    return term == I or any(map(_has_unit, term.args))


def _is_real_name(cell: Cell, name: str) -> bool:
    declared = cell.domain.declared(name)
    return declared is not None and declared.numbers is not NumberSet.COMPLEX


def _real_part_of(cell: Cell) -> Cell:
    """The cell of the real symbols, with the facts that say of them what they would say in a real chain."""
    facts = tuple(
        f
        for f in cell.facts
        if heads(f) <= REAL | RELATIONS and not _has_unit(f) and all(_is_real_name(cell, n) for n in free_symbols(f))
    )
    declarations = tuple(d for d in cell.domain.declarations if d.numbers is not NumberSet.COMPLEX)
    real = replace(cell.domain, declarations=declarations, conditions=(), complex_numbers=False)
    return replace(cell, domain=real, facts=facts)
