"""What is left of a difference after the factors whose signs are known: the part that decides its sign."""

from __future__ import annotations

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.field import GaveUp, Undefined
from verifier.kernel.signs import NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE, Contradiction
from verifier.kernel.tower import NeedsSign, Tower
from verifier.terms.term import Term, neg


def open_part(cell: Cell, u: Term) -> list[Term]:
    """At most one term that has the sign of u wherever u is defined, as far as the known factors tell."""
    try:
        return with_tower(cell, (), lambda tower: _open(tower, u))
    except (GaveUp, NeedsSign, Undefined, Contradiction):
        return []


def _open(tower: Tower, u: Term) -> list[Term]:
    numer, denom = tower.field.lowest(tower.normal_form(u))
    if numer == 0:
        return []
    left, is_flipped = tower.field.one_poly, False
    for p in (numer, denom):
        content, factors = p.factor()
        is_flipped ^= content < 0
        for f, k in factors:
            signs = tower.knowledge.sign(f)
            if signs in (POSITIVE, NONNEGATIVE) or (k % 2 == 0 and not left.is_constant()):
                continue
            if signs in (NEGATIVE, NONPOSITIVE):
                is_flipped ^= bool(k % 2)
            elif k % 2:
                left = left * f
    if left.is_constant():
        return []
    part = tower.term_of(left)
    return [neg(part) if is_flipped else part]
