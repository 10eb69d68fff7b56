"""Relations solved for one function in them, and the function that undoes it: `2*log(x) - y > 0` as log(x) > y/2 and exp.

Nothing here is trusted: that both forms say the same is shown in each case.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.inequalities.mean_value import is_affine
from verifier.kernel.normal_forms.field import GaveUp, Polynomial, Quotient, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower, used
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, Contradiction
from verifier.terms.heads import heads
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term, call, integer, rational

MIRRORED: Final = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "eq", "ne": "ne"}
_UNDONE: Final = {"exp": "log", "log": "exp", "root": "power", "principal root": "power"}
MOST_TERMS: Final = 12


@record
class Isolated:
    """A relation equivalent to another one, and an increasing function to apply to both of its sides."""

    relation: Term
    function: str
    terms: tuple[Term, ...] = ()
    is_first: bool = False  # whether it is worth a try before anything else


def isolated(cell: Cell, relation: Term) -> list[Isolated]:
    """Forms of a relation worth an increasing function of both sides, on the cell."""
    if relation.head not in MIRRORED:
        return []
    try:
        return with_tower(cell, (), lambda tower: list(_forms(tower, relation)))
    except (GaveUp, NeedsSign, Undefined, Contradiction):
        return []


def of_products(relation: Term) -> list[Isolated]:
    """P rel Q as it is written, where one side is a product over a range or an exponential of a sum over one, and factors."""
    if relation.head not in MIRRORED or not any(map(_is_of_range, relation.args)):
        return []
    return [Isolated(relation, "log", is_first=True)]


def _is_of_range(side: Term) -> bool:
    if side.head in ("mul", "div", "pow"):
        return any(map(_is_of_range, side.args))
    return side.head == "Product" or (side.head == "exp" and "Sum" in heads(side.args[0]))


def _forms(tower: Tower, relation: Term) -> Iterator[Isolated]:
    difference = tower.difference(relation)
    numer, denom = tower.field.lowest(difference)
    head = relation.head
    sign = POSITIVE if denom == 1 or head in ("eq", "ne") else tower.knowledge.sign(denom)
    if sign not in (POSITIVE, NEGATIVE) or len(numer) > MOST_TERMS:
        return
    head = head if sign == POSITIVE else MIRRORED[head]
    if len(numer) == 2 and any(_kind(tower, i) in _UNDONE for i in used(numer)):
        yield from _binomial(tower, head, numer)
    for at in sorted(used(numer), reverse=True):
        if int(numer.degrees()[at]) == 1:
            yield from _solved_for(tower, head, numer, at)
        else:
            yield from _power(tower, head, numer, at)
    yield from _roots(tower, head, numer)


def _kind(tower: Tower, at: int) -> str:
    data = tower.field.generators[at].data
    return str(data[0]) if data else ""


def _binomial(tower: Tower, head: str, p: Polynomial) -> Iterator[Isolated]:
    """P rel Q for two positive monomials: their logarithms compare alike."""
    pieces = [tower.field.ring.from_dict({e: c}) for e, c in p.to_dict().items()]
    above, below = (piece if sign > 0 else -piece for piece, sign in zip(pieces, (1, -1), strict=True))
    signs = tower.knowledge.sign(above), tower.knowledge.sign(below)
    if signs == (NEGATIVE, NEGATIVE):
        above, below = -below, -above
    elif signs != (POSITIVE, POSITIVE):
        return
    yield Isolated(call(head, tower.term_of(above), tower.term_of(below)), "log", is_first=True)


def _solved_for(tower: Tower, head: str, p: Polynomial, at: int) -> Iterator[Isolated]:
    data = tower.field.generators[at].data
    kind = _UNDONE.get(_kind(tower, at))
    if kind is None:
        return
    slope = p.derivative(at)
    rest = p - slope * tower.field.gens[at]
    sign = tower.knowledge.sign(slope)
    if sign not in (POSITIVE, NEGATIVE) or any(at in used(q) for q in (slope, rest)):
        return
    other = tower.field.multiply(Quotient(-rest), tower.field.inverse(Quotient(slope)))
    if kind == "log" and tower.sign(other) != POSITIVE:
        return
    if kind == "power" and tower.sign(other) & NEGATIVE and head not in ("eq",):
        return
    made = tower.field.generators[at]
    terms = (rational(Fraction(data[2] if data[0] == "root" else made.degree)),) if kind == "power" else ()
    head = head if sign == POSITIVE else MIRRORED[head]
    is_first = kind == "log" and not all(is_affine(made.term.args[0], n) for n in free_symbols(made.term))
    yield Isolated(call(head, made.term, tower.term_of_quotient(other)), kind, terms, is_first)


def _power(tower: Tower, head: str, p: Polynomial, at: int) -> Iterator[Isolated]:
    """g**k rel Q for a generator that occurs in one monomial only, as a power of its own."""
    k = int(p.degrees()[at])
    own = tower.field.gens[at] ** k
    with_it = {e: c for e, c in p.to_dict().items() if e[at]}
    if len(with_it) != 1:
        return
    ((exponents, c),) = with_it.items()
    if sum(exponents) != k:
        return
    other = -(p - own * c) * (1 / c)
    if tower.knowledge.sign(other) & NEGATIVE:
        return
    head = head if c > 0 else MIRRORED[head]
    root = rational(Fraction(1, k))
    yield Isolated(call(head, tower.term_of(own), tower.term_of(other)), "power", (root,))


def _roots(tower: Tower, head: str, p: Polynomial) -> Iterator[Isolated]:
    """P rel Q, the roots with a positive coefficient on one side: squared, there are fewer."""
    roots = {i for i in used(p) if _kind(tower, i) in _ROOTS}
    if not roots or head == "ne":
        return
    monomials = p.to_dict()
    rooted = {e: c for e, c in monomials.items() if any(e[i] for i in roots)}
    chosen = (
        [rooted] if len(rooted) == 1 else [{e: c for e, c in rooted.items() if (c > 0) is up} for up in (True, False)]
    )
    for part in chosen:
        side = tower.field.ring.from_dict(part)
        if side == 0:
            continue
        is_below = bool(next(iter(part.values())) < 0)
        side, other = (-side, p - side) if is_below else (side, side - p)
        if not tower.knowledge.sign(side) & NEGATIVE:
            shown = call(MIRRORED[head] if is_below else head, tower.term_of(side), tower.term_of(other))
            yield Isolated(shown, "power", (integer(2),), is_first=True)


_ROOTS: Final = frozenset({"root", "principal root"})
