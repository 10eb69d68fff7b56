"""The search for a proof by induction of an equation with sums: what a sum is for n + 1, said by what it is for n.

Nothing here is trusted: what is found is replayed by the kernel (`kernel.sums.creative_telescoping`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from verifier.engine.inequalities.open_parts import worked_out
from verifier.engine.search import NORMAL_FORM, NotFound, find_proof, with_value
from verifier.engine.sums.hypergeometric import certificate
from verifier.engine.sums.telescoping import PROBLEMS, sums
from verifier.kernel.cell import Cell
from verifier.kernel.inequalities.inductions import induction_cells
from verifier.kernel.integrals.improper_integrals import INFINITE, fresh_variable
from verifier.kernel.integrals.integral_rules import CREATIVE, rewritten
from verifier.kernel.sums.creative_telescoping import cases, premise
from verifier.kernel.sums.telescoping import under_index
from verifier.model.evidence import Proof
from verifier.terms.heads import heads, parts_of
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, ZERO, Term, add, call, div, integer, sub, symbol

RECURRENCE: Final = "recurrence"
MOST_TRIED: Final = 6
SHORTER: Final = (0, 1, 2)  # terms that the differences leave out at the end of a sum
LARGEST_START: Final = 20
_UNKNOWN: Final = frozenset({"index", "apply", "partial"})
_UNWIELDY: Final = frozenset({*"Sum Product Integral Limit binomial gamma Piecewise".split()})  # no plain factors


def find_proof_by_recurrence(cell: Cell, lhs: Term, rhs: Term) -> Proof | None:
    """A proof by induction on an integer symbol in a sum of the claim; None without one.

    Of sums of entries and of functions that nobody knows, the normal form takes the last terms out by itself.
    """
    if any(_UNKNOWN & heads(total) for total in (*sums(lhs), *sums(rhs))):
        return None
    for name, start in (*_starts(cell, (*sums(lhs), *sums(rhs))), *_starts_of_products(cell, lhs, rhs)):
        for first in (start, start + 1):
            try:
                return _from_start(cell, lhs, rhs, name, start, first)
            except PROBLEMS:
                continue
    return None


def _from_start(cell: Cell, lhs: Term, rhs: Term, name: str, start: int, first: int) -> Proof:
    """The proof for all n from `first` on, and for the `start` before it."""
    if first == start:
        return _by_steps(cell, lhs, rhs, name, first)
    u = sub(symbol(name), integer(start))
    above, below = (cell.with_fact(call(relation, u, ZERO)) for relation in ("gt", "lt"))
    later = _by_steps(above, lhs, rhs, name, first)
    on = find_proof(*with_value(cell, lhs, rhs, name, integer(start)))
    return Proof("cells", (u,), (name,), (later, on, find_proof(below, lhs, rhs)))


def _by_steps(cell: Cell, lhs: Term, rhs: Term, name: str, start: int) -> Proof:
    _, inner = induction_cells(cell, name, integer(start))
    for c, step in islice(_rewritings(inner, lhs, rhs, name), MOST_TRIED):
        shown = Proof(RECURRENCE, (integer(start), c), (name,), (NORMAL_FORM, NORMAL_FORM))
        try:
            at_start, following = cases(cell, lhs, rhs, shown)
            first = find_proof(*at_start)
            if step is None:
                return replace(shown, parts=(first, find_proof(*following)))
            rest = find_proof(following[0], *rewritten(following[0], following[1:], step))
            return replace(shown, parts=(first, replace(step, parts=(*step.parts, rest))))
        except PROBLEMS:
            continue
    raise NotFound("no step from one integer to the next was found")


def _rewritings(cell: Cell, lhs: Term, rhs: Term, name: str) -> Iterator[tuple[Term, Proof | None]]:
    """Factors c, and the sum for n + 1 written as c times the one for n; nothing to rewrite in the end."""
    n = symbol(name)
    for total in dict.fromkeys((*sums(lhs), *sums(rhs))):
        if name not in free_symbols(total) or set(total.args[2:]) & set(INFINITE):
            continue
        following = substitute(total, {name: add(n, ONE)})
        f, k, a, b = total.args
        t = fresh_variable(cell, total)
        for shorter in SHORTER:
            e = sub(b, integer(shorter))
            inner = under_index(cell, t, a, e)
            g, ahead = (substitute(u, {k.name: t}) for u in (f, following.args[0]))
            found = certificate(inner, ahead, g, t)
            if found is None:
                continue
            c, whole = found
            step = Proof(CREATIVE, (following, total, c, substitute(whole, {t.name: k}), e))
            try:
                opened = premise(cell, step.terms)
                yield c, replace(step, parts=(find_proof(opened.cell, *opened.sides),))
                break
            except PROBLEMS:
                continue
    for side in (rhs, lhs):
        ratio = _ratio(cell, side, name)
        if ratio is not None:
            yield ratio, None
    yield ONE, None


def _ratio(cell: Cell, side: Term, name: str) -> Term | None:
    """What the side is multiplied by from n to n + 1, where that is a quotient of polynomials."""
    if sums(side) or name not in free_symbols(side):
        return None
    found = worked_out(cell, div(substitute(side, {name: add(symbol(name), ONE)}), side))
    return found if found is not None and not heads(found) & _UNWIELDY else None


def _starts_of_products(cell: Cell, *sides: Term) -> Iterator[tuple[str, int]]:
    """The integer symbols up to which a product goes, or below which a binomial coefficient is taken."""
    parts = [p for side in sides for p in parts_of(side)]
    names = [p.args[3] for p in parts if p.head == "Product" and len(p.args) == 4]
    names += [p.args[1] for p in parts if p.head == "binomial"]
    for n in dict.fromkeys(n for n in names if n.head == "symbol" and n.name in cell.domain.integers):
        known = _known_start(cell, n)
        if known is not None:
            yield n.name, known


def _known_start(cell: Cell, n: Term) -> int | None:
    least = [_least(f) for f in cell.facts if f.head in ("ge", "gt") and f.args[0] == n]
    known = [k for k in least if k is not None and abs(k) <= LARGEST_START]
    return max(known) if known else None


def _starts(cell: Cell, totals: tuple[Term, ...]) -> Iterator[tuple[str, int]]:
    """The integer symbols of sums, those of upper bounds first, with the least that each is known to be."""
    names = [free_symbols(t.args[3]) for t in totals] + [free_symbols(t) for t in totals]
    for name in dict.fromkeys(n for found in names for n in sorted(found & cell.domain.integers)):
        known = _known_start(cell, symbol(name))
        if known is not None:
            yield name, known


def _least(fact: Term) -> int | None:
    """The least integer that a bound from below allows."""
    q = rational_value(fact.args[1])
    if q is None:
        return None
    return int(q // 1) + 1 if fact.head == "gt" else -int(-q // 1)
