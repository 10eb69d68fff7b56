"""Integrals between the same bounds, one written by the others: what `combined-integrals` needs, guessed.

The sides are linear in the integrals; the integrand of that combination should be the derivative of a function. Candidates for
it: zero, an antiderivative, and for each summand one factor integrated times the others, as for integration by parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from verifier.engine.inequalities.open_parts import worked_out
from verifier.engine.integrals.primitive_products import factors_of
from verifier.engine.integrals.primitives import primitives
from verifier.kernel.cell import Cell
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.integrals.definite_integrals import outer_integrals
from verifier.kernel.terms.operators import replaced
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Domain
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, ZERO, Term, add, call, div, integer, mul, neg, power, sub, symbol

MOST_TOGETHER: Final = 5
MOST_CANDIDATES: Final = 24


def combinations(sides: tuple[Term, ...]) -> Iterator[Proof]:
    """Rule applications that write one integral of the sides by others between the same bounds, likeliest first."""
    groups: dict[tuple[Term, ...], list[Term]] = {}
    for i in dict.fromkeys(i for s in sides for i in outer_integrals(s)):
        groups.setdefault(i.args[2:], []).append(i)
    for group in groups.values():
        if 2 <= len(group) <= MOST_TOGETHER:
            yield from _of_group(sides, group)


def common_bounds(sides: tuple[Term, ...]) -> Iterator[Proof]:
    """Integrals of one integrand turned round, or split where another one of them begins or ends."""
    found = list(dict.fromkeys(i for s in sides for i in outer_integrals(s)))
    for first in found:
        for other in found:
            if first == other or substitute(other.args[0], {other.args[1].name: first.args[1]}) != first.args[0]:
                continue
            a, b = first.args[2:]
            if other.args[2:] == (b, a):
                yield Proof("reversed-interval", (first,))
            for c in other.args[2:]:
                if c not in (a, b):
                    yield Proof("split-interval", (first, c))


def _of_group(sides: tuple[Term, ...], group: list[Term]) -> Iterator[Proof]:
    names = [symbol(f"'s{k}") for k in range(len(group))]
    difference = sub(*sides)
    for i, name in zip(group, names, strict=True):
        difference = replaced(difference, {i: name})
    try:
        slopes = [differentiate(difference, name) for name in names]
    except Unsupported:
        return
    if any(free_symbols(s) & {n.name for n in names} for s in slopes):
        return
    for k, first in sorted(enumerate(group), key=lambda g: rational_value(slopes[g[0]]) is None):
        others = [(neg(div(slopes[j], slopes[k])), i) for j, i in enumerate(group) if j != k]
        x = first.args[1]
        bodies = [substitute(i.args[0], {i.args[1].name: x}) for _, i in others]
        if len(others) == 1:
            yield Proof("scaled-integral", (first, *others[0]))
        rest = sub(first.args[0], add(*[mul(c, b) for (c, _), b in zip(others, bodies, strict=True)]))
        for primitive in _functions(rest, x):
            yield Proof("combined-integrals", (first, primitive, *(t for pair in others for t in pair)))


def _functions(f: Term, x: Term) -> Iterator[Term]:
    """Candidates for a function with the derivative f."""
    yield ZERO
    found: dict[Term, None] = {}
    for summand in _summands(f):
        for c in _by_parts(summand, x):
            found[c] = None
    for c in list(found)[:MOST_CANDIDATES]:
        yield c
        ratio = _scale(f, c, x)
        if ratio not in (None, ONE):
            yield mul(ratio, c)
    yield from primitives(f, x)


def _scale(f: Term, c: Term, x: Term) -> Term | None:
    """The constant ratio of f to the slope of the candidate, where there is one."""
    try:
        ratio = _simplified(div(f, differentiate(c, x.name)))
    except Unsupported:
        return None
    return None if x.name in free_symbols(ratio) else ratio


def _simplified(term: Term) -> Term:
    """The term in lowest terms where its waves are positive, if it has a normal form there."""
    facts = tuple(call("gt", w, ZERO) for w in dict.fromkeys(_waves(term)))
    return worked_out(Cell(Domain(), facts), term) or term


def _waves(term: Term) -> Iterator[Term]:
    if term.head in ("cos", "sin"):
        yield term
    for a in term.args:
        yield from _waves(a)


def _summands(f: Term) -> list[Term]:
    if f.head == "add":
        return [s for a in f.args for s in _summands(a)]
    if f.head == "neg":
        return [neg(s) for s in _summands(f.args[0])]
    return [f]


def _by_parts(summand: Term, x: Term) -> Iterator[Term]:
    """One factor integrated, times the others."""
    above, below = factors_of(summand)
    factors = [(a, ONE) for a in above] + [(b, integer(-1)) for b in below]
    whole = [power(a, n) if n != ONE else a for a, n in factors]
    for k, (a, _) in enumerate(factors):
        if x.name not in free_symbols(a):
            continue
        others = [w for j, w in enumerate(whole) if j != k]
        if a.head == "exp":
            with suppress(Unsupported):
                yield _simplified(div(mul(a, *others), differentiate(a.args[0], x.name)))
        for g, left in _peeled(whole[k]):
            integrated = _antiderivative(g, x)
            if integrated is not None:
                yield mul(integrated, *left, *others) if left or others else integrated


def _peeled(factor: Term) -> Iterator[tuple[Term, list[Term]]]:
    """The factor itself; of a power also its base alone, and the rest of the power."""
    if factor.head == "pow" and rational_value(factor.args[1]) is None:
        base, n = factor.args
        yield base, [power(base, sub(n, ONE))]
    yield factor, []


def _antiderivative(g: Term, x: Term) -> Term | None:
    return next(iter(primitives(g, x)), None)
