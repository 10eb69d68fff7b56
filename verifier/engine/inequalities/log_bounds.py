"""Instances of log(u) <= u - 1 for the logarithms in a condition: of one, of its inverse, and of the quotient of two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Final

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower, used
from verifier.kernel.signs.signs import NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE, Contradiction
from verifier.terms.heads import heads, parts_of
from verifier.terms.term import ONE, ZERO, Term, add, call, div, mul, sub

MOST_LOGARITHMS: Final = 3
HARD: Final = frozenset({"Sum", "Product", "Integral", "gamma"})  # no quotient of these is simple


def log_bounds(condition: Term) -> Iterator[tuple[Term, Term]]:
    """The bounds, those of quotients first, and of each what is to be known as positive: the denominator, or the argument.

    log(p/q) <= p/q - 1 says how far log(p) - log(q) can be; what is strict may follow from that it is less, where p is not q.
    """
    inside = list(dict.fromkeys(t.args[0] for t in parts_of(condition) if t.head == "log"))
    if len(inside) > MOST_LOGARITHMS or any(HARD & heads(p) for p in inside):
        return
    quotients = [(div(p, q), q) for p, q in permutations(inside, 2)]
    relations = ("lt", "le") if condition.head in ("lt", "gt") else ("le",)
    for u, below in (*quotients, *((p, p) for p in inside), *((div(ONE, p), p) for p in inside)):
        for relation in relations:
            yield call(relation, call("log", u), sub(u, ONE)), call("gt", below, ZERO)


def without_logarithms(cell: Cell, u: Term) -> list[tuple[Term, Term, Term]]:
    """Summands v and s*w of u, and a listed bound by which w >= 0, so that u >= 0 may be seen from v.

    In v the difference of two logarithms is gone: for n*(log(n) - log(n + 1)) + log(3) it is -1 + log(3).
    """
    try:
        return with_tower(cell, (), lambda tower: list(_without(tower, u)))
    except (GaveUp, NeedsSign, Undefined, Contradiction):
        return []


def _without(tower: Tower, u: Term) -> Iterator[tuple[Term, Term, Term]]:
    p, below = tower.field.lowest(tower.normal_form(u))
    made = tower.field.generators
    slopes = {i: p.derivative(i) for i in used(p) if made[i].term.head == "log" and int(p.degrees()[i]) == 1}
    if not 1 < len(slopes) <= MOST_LOGARITHMS or tower.knowledge.sign(below) != POSITIVE:
        return
    signs = {i: tower.knowledge.sign(slope) for i, slope in slopes.items()}
    for up, down in permutations(slopes, 2):
        if signs[up] not in (POSITIVE, NONNEGATIVE) or signs[down] not in (NEGATIVE, NONPOSITIVE):
            continue
        larger, smaller = (made[i].term.args[0] for i in (up, down))
        if any(HARD & heads(t) for t in (larger, smaller)):
            continue
        ratio = div(smaller, larger)
        for slope in (slopes[up], -slopes[down]) if slopes[up] != -slopes[down] else (slopes[up],):
            rest = tower.term_of(p - slope * (tower.field.gens[up] - tower.field.gens[down]))
            factor, bottom = tower.term_of(slope), tower.term_of(below)
            weaker = div(add(rest, mul(factor, sub(ONE, ratio))), bottom)
            gap = div(mul(factor, sub(sub(ratio, ONE), call("log", ratio))), bottom)
            yield weaker, gap, call("le", call("log", ratio), sub(ratio, ONE))
