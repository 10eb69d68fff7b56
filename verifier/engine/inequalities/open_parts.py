"""What is left of a difference after the factors whose signs are known: the part that decides its sign."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.signs.signs import NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE, Contradiction
from verifier.kernel.signs.signs import ZERO as NULL
from verifier.terms.term import ZERO, Term, call, neg

MOST_FACTORS: Final = 4


def open_part(cell: Cell, u: Term) -> list[Term]:
    """At most one term that has the sign of u wherever u is defined, if known factors leave less than u."""
    try:
        return with_tower(cell, (), lambda tower: _open(tower, u))
    except (GaveUp, NeedsSign, Undefined, Contradiction):
        return []


def worked_out(cell: Cell, u: Term) -> Term | None:
    """The term in its normal form, in which equal parts of a difference cancel; None where it has none."""
    try:
        return with_tower(cell, (), lambda tower: tower.term_of_quotient(tower.normal_form(u)))
    except (GaveUp, NeedsSign, Undefined, Contradiction):
        return None


def is_all_that_is_open(cell: Cell, u: Term, v: Term) -> bool:
    """Whether u is v or its opposite, up to a number."""
    try:
        return with_tower(cell, (), lambda tower: _are_proportional(tower, u, v))
    except (GaveUp, NeedsSign, Undefined, Contradiction):
        return False


def factors(cell: Cell, fact: Term) -> Term | None:
    """For a fact that says a product of several factors is zero: that one of them is; None for any other fact."""
    if fact.head != "eq":
        return None
    try:
        found = with_tower(
            replace(cell, facts=tuple(f for f in cell.facts if f != fact)), (), lambda t: _zeros(t, fact)
        )
    except (GaveUp, NeedsSign, Undefined, Contradiction):
        return None
    return Term("or", tuple(call("eq", f, ZERO) for f in found)) if 1 < len(found) <= MOST_FACTORS else None


def _zeros(tower: Tower, fact: Term) -> list[Term]:
    numer, _ = tower.field.lowest(tower.difference(fact))
    if numer == 0:
        return []
    return [tower.term_of(f) for f, _ in numer.factor()[1] if tower.knowledge.sign(f) & NULL]


def _are_proportional(tower: Tower, u: Term, v: Term) -> bool:
    (p, bottom), (q, other) = (tower.field.lowest(tower.normal_form(t)) for t in (u, v))
    if 0 in (p, q) or bottom != other:
        return False
    return bool(p * q.leading_coefficient() == q * p.leading_coefficient())


def _open(tower: Tower, u: Term) -> list[Term]:
    numer, denom = tower.field.lowest(tower.normal_form(u))
    if numer == 0:
        return []
    left, is_flipped, known = tower.field.one_poly, False, 0
    for p in (numer, denom):
        content, factors = p.factor()
        is_flipped ^= content < 0
        for f, k in factors:
            signs = tower.knowledge.sign(f)
            known += signs in (POSITIVE, NONNEGATIVE, NEGATIVE, NONPOSITIVE) or k > 1
            if signs in (NEGATIVE, NONPOSITIVE):
                is_flipped ^= bool(k % 2)
            elif k % 2 and signs not in (POSITIVE, NONNEGATIVE):
                left = left * f
    if left.is_constant():
        return []
    part = _without_sizes(tower, tower.term_of(left))
    if not known and part.size >= u.size and not _has_choice(u):
        return []
    return [neg(part) if is_flipped else part]


def _without_sizes(tower: Tower, term: Term) -> Term:
    """The term with v or -v for |v|, where the sign of v is known."""
    if not term.args:
        return term
    args = tuple(_without_sizes(tower, a) for a in term.args)
    if term.head == "Abs":
        signs = tower.sign(tower.normal_form(args[0]))
        if signs in (POSITIVE, NONNEGATIVE):
            return args[0]
        if signs in (NEGATIVE, NONPOSITIVE):
            return neg(args[0])
    return Term(term.head, args, term.value)


def _has_choice(term: Term) -> bool:
    return term.head == "Piecewise" or any(map(_has_choice, term.args))
