"""A combination of sums between the same bounds as one sum, and sample points of what stands under its index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import Final

from verifier.engine.inequalities import places
from verifier.engine.inequalities.estimates import Values
from verifier.kernel.cell import Cell
from verifier.kernel.terms.operators import is_infinite
from verifier.terms.heads import parts_of
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ZERO, Term, add, call, mul, rational, symbol

MOST_POINTS: Final = 16
_SIZES: Final = (0.37, 2.3, 1.0, 0.06, 5.7, 0.81, 1.6, 0.2, 3.1)
_INDEX: Final = "index of the sum"


def as_one_sum(u: Term) -> Term | None:
    """One sum that the term seems to be: its summands are sums between the same bounds; None where they are not."""
    parts = [_scaled_sum(part) for part in signed_summands(u)]
    if not parts or None in parts:
        return None
    found = [p for p in parts if p is not None]
    bounds = {total.args[2:] for _, total in found}
    if len(bounds) != 1 or any(map(is_infinite, found[0][1].args[2:])):
        return None
    index = symbol(_INDEX)
    bodies = [mul(*c, substitute(total.args[0], {total.args[1].name: index})) for c, total in found]
    return call("Sum", add(*bodies) if len(bodies) > 1 else bodies[0], index, *found[0][1].args[2:])


def sums_with_term(condition: Term) -> Iterator[tuple[Term, Term]]:
    """Sums over a binomial distribution of which the smaller side is one term, and the place of the term."""
    left, right = condition.args
    smaller, larger = (left, right) if condition.head in ("le", "lt") else (right, left)
    index = symbol(_INDEX)
    for t in parts_of(smaller):
        if t.head == "binomial" and t.args[1].head == "symbol" and t.args[1].name not in free_symbols(larger):
            n, k = t.args
            if k.name not in free_symbols(n):
                yield call("Sum", substitute(smaller, {k.name: index}), index, ZERO, n), k


def signed_summands(u: Term, sign: int = 1) -> list[tuple[int, Term]]:
    """The summands of a term as it is written, each with 1, or -1 where it is subtracted."""
    if u.head == "add":
        return [s for a in u.args for s in signed_summands(a, sign)]
    if u.head == "neg":
        return signed_summands(u.args[0], -sign)
    return [(sign, u)]


def _scaled_sum(summand: tuple[int, Term]) -> tuple[tuple[Term, ...], Term] | None:
    """Factors and the sum that they multiply."""
    sign, u = summand
    factors = list(u.args) if u.head == "mul" else [u]
    sums = [f for f in factors if f.head == "Sum"]
    if len(sums) != 1:
        return None
    rest = [f for f in factors if f is not sums[0]]
    if any(sums[0].args[1].name in free_symbols(f) for f in rest):
        return None
    return (*([rational(Fraction(-1))] if sign < 0 else []), *rest), sums[0]


def points_of(outer: Cell, inner: Cell, points: Sequence[Values]) -> tuple[Values, ...]:
    """Points of the inner cell: those of the outer one, with values for the names that it does not have."""
    known = {d.name for d in outer.domain.declarations}
    fresh = [d.name for d in inner.domain.declarations if d.name not in known]
    facts = [f for f in inner.facts if f not in outer.facts]
    made: list[Values] = []
    for j in range(4 * MOST_POINTS):
        own = {n: _SIZES[(3 * i + j * (i + 1)) % len(_SIZES)] * (-1) ** (j // 9 * i) for i, n in enumerate(fresh[1:])}
        base = points[j % len(points)] if points else {}
        made.append({**base, **own, fresh[0]: float(1 + j % 3)})
    return tuple(islice(places.filtered(made, *[f for f in facts if fresh[0] not in free_symbols(f)]), MOST_POINTS))
