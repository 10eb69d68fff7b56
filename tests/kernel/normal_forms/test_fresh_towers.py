"""Towers that are kept to be copied: whatever a question does to a copy, the next question finds the facts alone."""

from __future__ import annotations

import pytest

from verifier.kernel.normal_forms.field import SMALL
from verifier.kernel.normal_forms.fresh_towers import fresh_tower
from verifier.kernel.normal_forms.hints import Hints
from verifier.kernel.normal_forms.tower import Tower
from verifier.kernel.signs.signs import NONZERO, POSITIVE, Contradiction
from verifier.model.chain import Declaration
from verifier.model.claim import Domain
from verifier.terms.term import ZERO, Term, call, mul, sub, symbol

X, Y = symbol("x"), symbol("y")
DOMAIN = Domain((Declaration("x"), Declaration("y")))
FACTS = (call("gt", X, Y), call("gt", mul(X, Y), ZERO))
PURE = frozenset({"_factored", "gens"})  # of the polynomial alone, and never changed


def tower() -> Tower:
    return fresh_tower(DOMAIN, Hints(), FACTS, SMALL)


def sign_of(one: Tower, term: Term) -> int:
    return one.sign(one.normal_form(term))


def test_what_one_question_learns_is_not_known_to_the_next() -> None:
    asked = tower()
    asked.learn(call("gt", X, ZERO))
    asked.normal_form(call("exp", X))
    assert sign_of(asked, X) == POSITIVE
    assert sign_of(tower(), X) == NONZERO
    assert sign_of(tower(), sub(X, Y)) == POSITIVE
    assert len(tower().field.generators) == 2


def test_copies_share_nothing_that_can_be_changed() -> None:
    first, second = tower(), tower()
    for one, other in ((first, second), (first.field, second.field), (first.knowledge, second.knowledge)):
        assert one is not other
        for name, value in vars(one).items():
            if isinstance(value, dict | list | set) and name not in PURE:
                assert value is not vars(other)[name], name
    assert first.knowledge.field is first.field
    assert not {id(g) for g in first.field.generators} & {id(g) for g in second.field.generators}


def test_a_tower_has_the_hints_it_is_given() -> None:
    hints = Hints()
    assert fresh_tower(DOMAIN, hints, FACTS, SMALL).hints is hints


def test_facts_that_contradict_each_other_do_so_each_time() -> None:
    for _ in range(3):
        with pytest.raises(Contradiction):
            fresh_tower(DOMAIN, Hints(), (call("gt", X, ZERO), call("lt", X, ZERO)), SMALL)
