"""Instances of log(u) <= u - 1 for the logarithms in a condition: of one, of its inverse, and of the quotient of two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Final

from verifier.terms.heads import heads, parts_of
from verifier.terms.term import ONE, ZERO, Term, call, div, sub

MOST_LOGARITHMS: Final = 3
HARD: Final = frozenset({"Sum", "Product", "Integral", "gamma"})  # no quotient of these is simple


def log_bounds(condition: Term) -> Iterator[tuple[Term, Term]]:
    """The bounds, those of quotients first, and of each what is to be known as positive: the denominator, or the argument.

    log(p/q) <= p/q - 1 says how far log(p) - log(q) can be.
    """
    inside = list(dict.fromkeys(t.args[0] for t in parts_of(condition) if t.head == "log"))
    if len(inside) > MOST_LOGARITHMS or any(HARD & heads(p) for p in inside):
        return
    quotients = [(div(p, q), q) for p, q in permutations(inside, 2)]
    for u, below in (*quotients, *((p, p) for p in inside), *((div(ONE, p), p) for p in inside)):
        yield call("le", call("log", u), sub(u, ONE)), call("gt", below, ZERO)
