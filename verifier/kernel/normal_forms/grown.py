"""A copy of a tower that knows one more fact: to ask what would follow, without all the work of a new tower."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, TypeVar

from verifier.kernel.signs.signs import ZERO

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.field import Field
    from verifier.kernel.normal_forms.tower import Tower
    from verifier.kernel.signs.signs import Knowledge
    from verifier.terms.term import Term

T = TypeVar("T", "Tower", "Field", "Knowledge")


def with_fact(tower: Tower, fact: Term) -> Tower:
    """The tower on the part of its cell where a fact holds; what happens to one of the two leaves the other as it is.

    Contradiction if the fact holds nowhere there, Restart or RingFull where it needs other generators.
    """
    return with_facts(tower, (fact,))


def with_facts(tower: Tower, facts: Iterable[Term]) -> Tower:
    """The same with more facts."""
    grown = copied(tower)
    grown.field.work = 0
    grown.facts = (*tower.facts, *facts)
    grown.is_grown = True
    grown.learn_all(facts)
    for product, signs in tuple(grown.knowledge.facts):  # what is new may leave one factor to blame
        if product.total_degree() > 1:
            grown.knowledge.learn(product, signs)
    if _knows_more_zeros(grown, tower):
        grown.memo.clear()  # what is known to be zero by now is zero
        grown.conjugates.clear()
    return grown


def copied(tower: Tower) -> Tower:
    """The tower once more; what happens to one of the two leaves the other as it is. They share their hints."""
    made = _twin(tower)
    made.field = _copied_field(tower.field)
    made.knowledge = _copied_knowledge(tower.knowledge, made.field)
    made.memo, made.conjugates, made.terms_of = dict(tower.memo), dict(tower.conjugates), dict(tower.terms_of)
    made.sectors = {}  # what is learned may make them narrower
    made.integer_generators = set(tower.integer_generators)
    made.integer_powers = dict(tower.integer_powers)
    made.under = {}  # what stands under an index knows this tower's facts, and no others
    return made


def _knows_more_zeros(grown: Tower, tower: Tower) -> bool:
    """Whether a generator, or another polynomial, is known to be zero there and not here."""
    olds = {str(f) for f, signs in tower.knowledge.facts if signs == ZERO}
    return any(signs == ZERO and str(f) not in olds for f, signs in grown.knowledge.facts)


def _copied_field(field: Field) -> Field:
    made = _twin(field)
    made.generators = [copy(g) for g in field.generators]  # their signs are learned
    made.index = dict(field.index)
    made.related = list(field.related)
    return made


def _copied_knowledge(knowledge: Knowledge, field: Field) -> Knowledge:
    made = _twin(knowledge)
    made.field = field
    made.facts = list(knowledge.facts)
    made.memo, made.bounds = dict(knowledge.memo), dict(knowledge.bounds)
    made.samples = knowledge.samples.copied(field)
    return made


def _twin(of: T) -> T:
    """Another object with the same attributes."""
    made = object.__new__(type(of))
    made.__dict__.update(of.__dict__)
    return made
