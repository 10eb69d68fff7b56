"""Formulas mean what is written beside them, or are refused with a code, a place and the declaration that settles it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.reading.latex.cases import meaning, names, table
from verifier.model.chain import Place
from verifier.reading.latex.formula import Formula, read_condition, read_formula
from verifier.reading.latex.refusals import Refusal
from verifier.terms.printer import text_of
from verifier.terms.term import Term


def read(case: dict[str, Any]) -> Formula | Refusal:
    return (read_condition if case.get("condition") else read_formula)(case["latex"], names(case))


@pytest.mark.parametrize("case", [*table("seed.yaml"), *table("meanings.yaml")])
def test_a_formula_means_what_is_written_beside_it(case: dict[str, Any]) -> None:
    formula = read(case)
    assert isinstance(formula, Formula), formula
    assert text_of(formula.term) == text_of(meaning(case["means"], formula, names(case)))
    assert formula.term == meaning(case["means"], formula, names(case))
    assert sorted(n.code for n in formula.notes if n.code != "log") == sorted(case.get("says", []))
    if "taken" in case:
        assert {t.name: t.words for t in formula.taken} == case["taken"]


@pytest.mark.parametrize("case", table("refusals.yaml"))
def test_a_formula_is_refused_with_place_and_declaration(case: dict[str, Any]) -> None:
    refusal = read(case)
    assert isinstance(refusal, Refusal), text_of(refusal.term)
    assert refusal.code == case["refused"]
    assert case["latex"][refusal.start : refusal.end] == case["at"]
    assert refusal.declaration == case.get("declaration")
    if "message" in case:
        assert refusal.message == case["message"]


@pytest.mark.parametrize("case", [*table("seed.yaml"), *table("meanings.yaml")])
def test_every_part_has_its_place_in_the_text(case: dict[str, Any]) -> None:
    formula = read(case)
    assert isinstance(formula, Formula)
    for term, place in parts(formula.term, formula.place):
        assert 0 <= place.start < place.end <= len(case["latex"])
        assert len(place.parts) == len(term.args)
        if term.head == "symbol" and len(term.name) == 1 and "Subs" not in case["means"]:
            assert term.name in case["latex"][place.start : place.end]


def parts(term: Term, place: Place) -> Iterator[tuple[Term, Place]]:
    yield term, place
    for a, p in zip(term.args, place.parts, strict=True):
        yield from parts(a, p)
