"""Signs by norms, closed ranges, ranges of angles and the way a term is written hold at random points of the cell."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from tests.independent import evaluate
from tests.independent.numbers import Unclear
from tests.independent.numbers import Undefined as Undefined_
from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.judge import lowered
from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.signs.signs import ANY, NEGATIVE, POSITIVE, ZERO
from verifier.kernel.signs.term_signs import sign_as_written
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle
from verifier.terms.term import Term

RANGES = {
    "in [-1/2, 1/2]": (-0.5, 0.5),
    "in [0, 1]": (0, 1),
    "in [-pi/2, pi/2]": (-1.5707, 1.5707),
    "in [pi, 2*pi]": (3.1416, 6.2831),
}
PIECES = (
    "x",
    "x**2",
    "sin(x)",
    "cos(x)",
    "sqrt(x**2 + 1)",
    "sqrt(1 - x**2)",
    "cos(2*x)",
    "sqrt(x + 2)",
    "1",
    "1/2",
    "2",
)


def expression(dice: random.Random) -> str:
    parts = [f"{dice.choice(['', '-'])}{dice.choice(PIECES)}*{dice.choice(PIECES)}" for _ in range(dice.randint(1, 3))]
    return " + ".join(f"({p})" for p in parts)


def cell_of(text: str, words: str) -> tuple[Cell, Term]:
    chain = read_pair(text, "x", {"x": words}, {}, ()).chain
    cell, term, _ = lowered(claim_of(settle(chain), *(s.written.term for s in chain.steps)))
    return cell, term


def signs(cell: Cell, term: Term) -> tuple[int, int]:
    def ask(tower: Tower) -> tuple[int, int]:
        return tower.sign(tower.normal_form(term)), sign_as_written(tower, term)

    try:
        return with_tower(cell, (), ask)
    except (GaveUp, NeedsSign, Undefined):
        return ANY, ANY


@pytest.mark.parametrize("words", RANGES)
@pytest.mark.parametrize("seed", range(25))
def test_no_value_has_a_sign_that_is_excluded(words: str, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(4):
        text = expression(dice)
        cell, term = cell_of(text, words)
        found = signs(cell, term)
        low, high = RANGES[words]
        for k in range(41):
            x = Fraction(low) + (Fraction(high) - Fraction(low)) * k / 40
            try:
                value = evaluate.value(term, {"x": x})
            except (Undefined_, Unclear):
                continue
            if abs(value) < 1e-9:
                continue
            sign = POSITIVE if value > 0 else NEGATIVE
            assert all(sign & f for f in found), (text, words, x)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("1 - 2*x**2", "in [-1/2, 1/2]", POSITIVE),
        ("1 - x**2", "in [-1, 1]", POSITIVE | ZERO),
        ("sqrt(x + 1) - sqrt(x)", "nonnegative", POSITIVE),
        ("x - sqrt(x**2 + 1)", "real", NEGATIVE),
        ("cos(x)", "in (-pi/2, pi/2)", POSITIVE),
        ("cos(x)", "in [pi/2, pi]", NEGATIVE | ZERO),
        ("sin(x)", "in (0, 4)", ANY),
        ("sin(x)", "positive", ANY),
        ("1 + cos(x)", "real", POSITIVE | ZERO),
    ],
)
def test_these_signs_are_seen(text: str, words: str, expected: int) -> None:
    assert signs(*cell_of(text, words))[0] == expected
