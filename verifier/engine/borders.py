"""The terms whose signs may divide a domain into parts on which a claim holds or fails, read off the claim itself.

What chooses a piece (the arguments of absolute values, maxima, relations), the factors under roots and logarithms, a side
that a root is said to be, the ends of an inverse function's range, the signs of symbols and of products of two, over the
complex numbers real and imaginary parts. Nothing here is trusted: a term that is no border costs a look at a few points.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from verifier.engine.points.switches import switching_functions
from verifier.kernel.cell import Cell, Refused, with_tower
from verifier.kernel.judge import lowered
from verifier.kernel.normal_forms.field import GaveUp, TooLarge, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.proving import replay
from verifier.kernel.relations import ORDERS, statement
from verifier.kernel.signs.signs import Contradiction
from verifier.kernel.unsupported import Unsupported
from verifier.model.chain import Kind, NumberSet
from verifier.model.claim import Claim
from verifier.model.evidence import Proof
from verifier.terms.heads import heads, parts_of
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, PI, TWO, ZERO, Term, add, call, div, mul, neg, sub, symbol

MOST_SYMBOLS: Final = 3
MOST_BORDERS: Final = 14
MOST_FACTORS: Final = 4
MOST_SWITCHES: Final = 8
LARGEST: Final = 16  # nodes of a term whose sign an author reads off
_NORMAL_FORM: Final = Proof("normal-form")
_PLAIN: Final = frozenset({"number", "symbol", "constant", "index", "add", "neg", "mul", "div", "pow"})
_READABLE: Final = _PLAIN | frozenset("exp log ln sin cos tan sinh cosh tanh sqrt re im".split())
_WITH_SIZES: Final = _READABLE | {"Abs"}
_HALF_PI: Final = div(PI, TWO)
_RANGES: Final = {"asin": (neg(_HALF_PI), _HALF_PI), "acos": (ZERO, PI), "atan": (neg(_HALF_PI), _HALF_PI)}
_CHOICES: Final = frozenset({"Max", "Min"})
_INVERSE_OF: Final = {"asin": "sin", "acos": "cos", "atan": "tan"}


def borders(claim: Claim) -> tuple[Term, ...]:
    """Terms whose signs may decide where the claim between values holds, the most telling first, at most MOST_BORDERS."""
    found: dict[Term, None] = {}
    complex_ones = frozenset(d.name for d in claim.domain.declarations if d.numbers is NumberSet.COMPLEX)
    for term in _all(claim):
        unsigned = term.args[0] if term.head == "neg" else term
        if free_symbols(unsigned) and is_readable(unsigned) and not _is_of(complex_ones, unsigned):
            found[unsigned] = None
        if len(found) == MOST_BORDERS:
            break
    return tuple(found)


def _all(claim: Claim) -> Iterator[Term]:
    sides = (claim.lhs, claim.rhs)
    yield from symbols_of(claim)
    yield from open_signs(claim)
    yield from _ranges(claim)
    yield from steps(claim)
    yield from _between_choices(*sides)
    cell = Cell(claim.domain)
    for term in switching_functions(*sides)[:MOST_SWITCHES]:
        yield term
        yield from _factors(cell, term)
    if claim.relation in ORDERS:
        yield from _sizes_reached(claim)
        yield from _factors(cell, sub(*sides))
    yield from (side for side in sides if _is_made_of(_READABLE, side))
    if claim.domain.complex_numbers:
        yield from _parts_of_symbols(claim)
    else:
        yield from (mul(a, b) for a, b in combinations(symbols_of(claim), 2))


def is_readable(term: Term) -> bool:
    """Whether an author reads off where the term is positive: a short one of elementary functions."""
    return term.size <= LARGEST and _is_made_of(_WITH_SIZES, term)


def _is_of(complex_ones: frozenset[str], term: Term) -> bool:
    """Whether one of these symbols stands there other than by its parts: such a term is positive on a thin set only."""
    if term.head in ("re", "im"):
        return False
    return term.value in complex_ones or any(_is_of(complex_ones, a) for a in term.args)


def _is_made_of(allowed: frozenset[str], term: Term) -> bool:
    return term.head in allowed and all(_is_made_of(allowed, a) for a in term.args)


def open_signs(claim: Claim) -> Iterator[Term]:
    """The term whose sign the normal form of the claim asks for: a symbol or a sum that is plain."""
    try:
        replay(*lowered(claim if claim.relation == "=" else statement(claim)), _NORMAL_FORM)
    except NeedsSign as open_sign:
        if open_sign.term.head in ("symbol", "add") and _is_made_of(_PLAIN, open_sign.term):
            yield open_sign.term
    except (Refused, Unsupported, TooLarge):
        return


def symbols_of(claim: Claim) -> list[Term]:
    """Real symbols whose sign is not declared, if they are few."""
    used = free_symbols(claim.lhs) | free_symbols(claim.rhs)
    found = [
        symbol(d.name)
        for d in claim.domain.declarations
        if d.name in used and d.kind is Kind.SCALAR and d.numbers is not NumberSet.COMPLEX and not d.conditions
    ]
    return found if len(found) <= MOST_SYMBOLS else []


def _parts_of_symbols(claim: Claim) -> Iterator[Term]:
    used = free_symbols(claim.lhs) | free_symbols(claim.rhs)
    for d in claim.domain.declarations:
        if d.name in used and d.kind is Kind.SCALAR and d.numbers is NumberSet.COMPLEX:
            part = symbol(d.name)
            yield from (call("re", part), call("im", part))
            if "log" in heads(claim.lhs) | heads(claim.rhs):
                yield from (add(call("im", part), PI), sub(call("im", part), PI))


def _ranges(claim: Claim) -> Iterator[Term]:
    """What is 0 at the ends of an inverse function's range: for the other side, and for x in `asin(sin(x))`."""
    for side, other in ((claim.lhs, claim.rhs), (claim.rhs, claim.lhs)):
        if side.head in _RANGES:
            yield from _ends(side.head, other)
        for term in parts_of(side):
            inverse = _INVERSE_OF.get(term.head)
            if inverse is not None and term.args[0].head == inverse:
                yield from _ends(term.head, term.args[0].args[0])


def _ends(inverse: str, value: Term) -> Iterator[Term]:
    if free_symbols(value):
        for end in _RANGES[inverse]:
            yield value if end == ZERO else add(value, end.args[0]) if end.head == "neg" else sub(value, end)


def steps(claim: Claim) -> Iterator[Term]:
    """What is 0 at both ends of the interval on which a side is the floor, or the ceiling, of a term."""
    for side, other in ((claim.lhs, claim.rhs), (claim.rhs, claim.lhs)):
        if side.head in ("floor", "ceiling"):
            distance = side.args[0] if other == ZERO else sub(side.args[0], other)
            yield from (distance, add(distance, ONE) if side.head == "ceiling" else sub(distance, ONE))


def _sizes_reached(claim: Claim) -> Iterator[Term]:
    """What is 0 where an absolute value is as large as the other side."""
    for side, other in ((claim.lhs, claim.rhs), (claim.rhs, claim.lhs)):
        if side.head == "Abs":
            yield from (sub(side.args[0], other), add(side.args[0], other))


def _between_choices(*sides: Term) -> Iterator[Term]:
    """The differences of what a maximum or minimum chooses from, also by others inside."""
    for term in {t: None for side in sides for t in parts_of(side) if t.head in _CHOICES}:
        yield from (sub(a, b) for a, b in combinations(_chosen(term), 2))


def _chosen(term: Term) -> list[Term]:
    return [c for a in term.args for c in _chosen(a)] if term.head in _CHOICES else [term]


def _factors(cell: Cell, term: Term) -> tuple[Term, ...]:
    """The factors of a term above and below, if they are few; none where it has no normal form."""
    try:
        return with_tower(cell, (), lambda tower: _factors_in(tower, term))
    except (GaveUp, NeedsSign, Undefined, Contradiction, Unsupported):
        return ()


def _factors_in(tower: Tower, term: Term) -> tuple[Term, ...]:
    numer, denom = tower.field.lowest(tower.normal_form(term))
    if numer == 0:
        return ()
    found = [tower.term_of(f) for p in (numer, denom) for f, _ in p.factor()[1]]
    return tuple(found) if len(found) <= MOST_FACTORS else ()
