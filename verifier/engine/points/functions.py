"""Concrete functions for declared ones, smooth everywhere, and entries for indexed symbols."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from verifier.terms.rationals import rational_value
from verifier.terms.term import ONE, TWO, Term, add, call, integer, mul, power, sub, symbol

Concrete = tuple[tuple[str, ...], Term]

_ENTRIES: Final = {1: 7, 2: 4, 3: 3, 4: 2}  # by the number of indices, how many values each one takes


def arities(name: str, *terms: Term) -> frozenset[int]:
    """With how many arguments the function, or with how many indices the symbol, occurs."""
    return frozenset(len(t.args) for t in _occurrences(name, terms))


def _occurrences(name: str, terms: tuple[Term, ...]) -> Iterator[Term]:
    seen: set[Term] = set()
    stack = list(terms)
    while stack:
        term = stack.pop()
        if term in seen:
            continue
        seen.add(term)
        if term.head in ("apply", "partial", "index") and term.name.partition(":")[0] == name:
            yield term
        stack.extend(term.args)


def concrete(arity: int, choice: int) -> Concrete:
    """A function of so many arguments; choices 0 to 3 differ in growth and sign."""
    names = ("t",) if arity == 1 else tuple(f"t{i}" for i in range(1, arity + 1))
    t = [symbol(n) for n in names]
    weighted = [mul(integer(i), x) if i > 1 else x for i, x in enumerate(t, 1)]
    squares = [power(x, TWO) for x in t]
    match choice % 4:
        case 0:
            body = add(squares[0], *weighted, ONE)
        case 1:
            body = add(call("exp", t[0]), *(power(x, integer(3)) for x in t[1:]))
        case 2:
            body = sub(mul(*t), integer(3))
        case _:
            body = add(call("sin", add(*weighted)), TWO)
    return names, body


def entries(name: str, *terms: Term) -> tuple[tuple[int, ...], ...]:
    """The indices a symbol needs values for: small ones, those of sums with bounds up to 5, and those written out."""
    found: dict[tuple[int, ...], None] = {}
    for term in _occurrences(name, terms):
        indices = [rational_value(a) for a in term.args]
        usual = range(_ENTRIES.get(len(indices), 0))
        found.update(dict.fromkeys(product(*([int(q)] if q is not None else usual for q in indices))))
    return tuple(sorted(found))
