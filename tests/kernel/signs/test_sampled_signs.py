"""A sign is not looked for where sample points show both: nothing is said then that a proof would not have allowed."""

from __future__ import annotations

import random

import pytest

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.judge import lowered
from verifier.kernel.normal_forms.tower import Tower
from verifier.kernel.signs import signs as signs_
from verifier.kernel.signs.sampled_signs import points_inside, takes_both_signs
from verifier.kernel.signs.signs import ANY, DECIDED
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle
from verifier.terms.term import Term

SYMBOLS = {"x": "positive", "y": "real", "n": "integer", "z": "real"}


def term_of(text: str, assume: tuple[str, ...] = ()) -> tuple[Cell, Term]:
    chain = read_pair(text, "x + y + n + z", SYMBOLS, {}, assume).chain
    cell, term, _ = lowered(claim_of(settle(chain), *(s.written.term for s in chain.steps)))
    return cell, term


def both(text: str, *assume: str) -> bool:
    cell, term = term_of(text, assume)
    return with_tower(cell, (), lambda tower: takes_both_signs(tower.knowledge, tower.normal_form(term).numer))


@pytest.mark.parametrize(
    "text", ["x - 1", "y", "x*y", "cos(y)", "sin(y)", "cos(y) + sin(y)", "sqrt(x) - 1", "exp(y) - 1", "log(x)", "y - z"]
)
def test_both_signs_are_seen(text: str) -> None:
    assert both(text)


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "x + 1",
        "y**2 + 1",
        "cos(y) - 2",
        "sqrt(x)",
        "exp(y) - y",
        "x - log(x)",
        "atan(y)",
        "floor(y)",
        "gamma(y) - 1",
    ],
)
def test_what_has_one_sign_or_no_known_values_is_left_to_proofs(text: str) -> None:
    assert not both(text)


def test_points_outside_of_the_facts_do_not_count() -> None:
    assert both("x - 1", "y > 0")
    assert not both("x - 1", "x > 1")
    assert not both("y - z", "y > z")
    assert not both("y - z", "y = z")  # no sample point has equal values: nothing is known


def test_facts_that_hold_at_a_point_do_not_contradict_each_other() -> None:
    cell, _ = term_of("x", ("y > x", "z < 1"))
    assert with_tower(cell, (), lambda tower: points_inside(tower.knowledge))
    assert not with_tower(cell, (), lambda tower: tower.knowledge.is_contradictory())


def test_no_sign_is_narrower_for_the_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """And hardly one is wider: what the proofs decide stays decided."""
    dice = random.Random(1)
    pieces = ("x", "y", "z", "n", "x**2", "cos(y)", "sin(y)", "sqrt(x)", "exp(y)", "1", "2", "sqrt(x + 1)", "y*z")
    facts = ("x > 1", "y > z", "z >= 0", "y < 1/2", "x*y > 1", "y != 0", "n >= 2", "sin(y) > 0", "x < y")
    for _ in range(150):
        text = " + ".join(f"{dice.choice(['', '-'])}{dice.choice(pieces)}*{dice.choice(pieces)}" for _ in range(3))
        cell, term = term_of(text, tuple(dice.sample(facts, dice.randint(0, 2))))

        def ask(tower: Tower, term: Term = term) -> int:
            return tower.sign(tower.normal_form(term))

        with monkeypatch.context() as patched:
            patched.setattr(signs_, "takes_both_signs", lambda *_: False)
            proved = with_tower(cell, (), ask)
        sampled = with_tower(cell, (), ask)
        assert sampled & proved == proved
        assert sampled == proved or proved not in (*DECIDED, ANY)
