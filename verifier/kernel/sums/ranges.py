"""Towers of what stands under a bound index: the declared domain, and an integer that lies between the bounds.

What is known there holds for an index in the range only, and an empty range has none: so nothing that is learned there
may be asked elsewhere, and each range has a tower of its own. Bound indices are named by their depth, `'0` outermost.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from verifier.kernel.normal_forms.field import GaveUp, Generator, Quotient
from verifier.kernel.terms.operators import OPERATORS
from verifier.model.chain import Declaration, NumberSet
from verifier.terms.heads import heads
from verifier.terms.substitution import free_symbols
from verifier.terms.term import OO, Term, call, symbol

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower


class Moved(Enum):
    """What was done to the index of a kept sum or product: each at most once, as a normal form may undo it."""

    NOT = "as it came"
    TURNED = "counts the other way"
    SHIFTED = "starts elsewhere"


MOST_DEPTH = 4
MOST_RANGES = 24


def index_of(tower: Tower) -> Term:
    """The name of an index that is bound next in this tower."""
    return symbol(f"'{len(tower.indices)}")


def under_index(tower: Tower, lower: Quotient, upper: Quotient) -> Tower:
    """The tower under an index that runs from one integer to another; Contradiction if there is certainly none."""
    return _under(tower, tower.term_of_quotient(lower), tower.term_of_quotient(upper))


def above(tower: Tower, lower: Quotient) -> Tower:
    """The tower under an index that runs from an integer on without end."""
    return _under(tower, tower.term_of_quotient(lower), OO)


def _under(tower: Tower, lower: Term, upper: Term) -> Tower:
    from verifier.kernel.normal_forms.tower import Tower as NewTower

    key = lower, upper
    inner = tower.under.get(key)
    if inner is None:
        if len(tower.indices) >= MOST_DEPTH or len(tower.under) >= MOST_RANGES:
            raise GaveUp("sums are nested too deep, or have too many ranges")
        index = index_of(tower)
        declared = Declaration(index.name, numbers=NumberSet.INTEGER)
        domain = replace(tower.domain, declarations=(*tower.domain.declarations, declared))
        ends = [call("ge", index, lower), *([] if upper == OO else [call("le", index, upper)])]
        facts = (*[f for f in tower.facts if not (tower.is_learning and OPERATORS & heads(f))], *ends)
        inner = NewTower(domain, tower.hints.under_index(*key), (), tower.field.bounds)
        inner.indices = (*tower.indices, index.name)
        inner.facts = facts
        inner.is_grown = tower.is_grown
        inner.learn_all(facts)
        inner.memo.clear()
        tower.under[key] = inner
    return inner


def is_under_index(tower: Tower, term: Term) -> bool:
    """Whether one of the indices that this tower is under occurs in the term."""
    return not free_symbols(term).isdisjoint(tower.indices)


def opaque(tower: Tower, term: Term) -> Quotient:
    """A term under an index as one generator: whatever its value is, the same term has the same value."""
    made = Generator(term, 7, data=("opaque",), is_real=not tower.is_complex)
    return tower.field.quotient(tower.field.generator(("opaque", term), made))
