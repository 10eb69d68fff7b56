"""Relations in plain words say the same as they did: at every point of a grid where their sides are defined."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.kernel.balls.evaluation import holds
from verifier.kernel.cell import Needs
from verifier.kernel.domains.conditions import in_words
from verifier.kernel.judge import lowered
from verifier.model.evidence import Point
from verifier.model.verdict import Answer
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle
from verifier.terms.printer import text_of
from verifier.terms.term import call

CASES = {
    "2*x + pi >= 0": ["x >= -(1/2*pi)"],
    "pi - 3*x > 0": ["x < 1/3*pi"],
    "pi*x - 1 > 0": ["pi*x > 1"],  # the slope is not rational
    "x*y + pi >= 0": ["x*y + pi >= 0"],
    "x**2 - 1 >= 0": ["x <= -1 or x >= 1"],
    "1 - x**2 > 0": ["x > -1", "x < 1"],
    "(2 - x)*(x - 1) <= 0": ["x <= 1 or x >= 2"],
    "(1 - 2*x)*(3 + x) >= 0": ["x >= -3", "x <= 1/2"],
    "(x - 1)/(x + 1) >= 0": ["x < -1 or x >= 1"],
    "(x - 1)/(x + 1) <= 0": ["x > -1", "x <= 1"],
    "(2 - x)/(x - 1) >= 0": ["x > 1", "x <= 2"],
    "1/((x - 1)*(x - 2)) <= 0": ["x > 1", "x < 2"],
    "(x - 1)**2 >= 0": None,
    "x**2 - 2 >= 0": ["x**2 >= 2"],  # the roots are not rational
    "(x - 1)*(y - 1) >= 0": ["(x - 1)*(y - 1) >= 0"],  # of two symbols
    "x*(x - 1)*(x - 2) >= 0": ["x*(x - 1)*(x - 2) >= 0"],
    "exp(x) - 1 > 0": ["x > 0"],
    "exp(2*x) - 1 != 0": ["x != 0"],
    "exp(x) - 2 < 0": ["x < log(2)"],
    "exp(x) - exp(y) >= 0": ["x >= y"],
    "exp(x) - 2*exp(y) >= 0": ["exp(x) >= 2*exp(y)"],
    "log(x) <= 0": ["x > 0", "x <= 1"],
    "log(x) - 1 > 0": ["x > E"],
    "log(x) - 2 > 0": ["log(x) > 2"],
    "log(Abs(x)) - 1 != 0": ["log(Piecewise((x, x >= 0), (-x, True))) - 1 != 0"],  # not x != E: nothing says that x > 0
    "sqrt(x) - 2 < 0": ["x < 4"],
    "sqrt(x) + 2 != 0": None,
    "sqrt(x) - sqrt(y) > 0": ["x > y"],
}
GRID = [Fraction(n, 2) for n in range(-7, 8)] + [Fraction(1, 3), Fraction(17, 10), Fraction(-1000), Fraction(1000)]


@pytest.mark.parametrize("text", CASES)
def test_words_say_the_same(text: str) -> None:
    left, right = text.rstrip(">=<! 0"), "0"
    relation = {">=": "ge", "<=": "le", ">": "gt", "<": "lt", "!=": "ne"}[text.removeprefix(left).split()[0]]
    chain = read_pair(left, right, {"x, y": "real"}, {}, ()).chain
    cell, lhs, rhs = lowered(claim_of(settle(chain), *(s.written.term for s in chain.steps)))
    said = call(relation, lhs, rhs)
    words = [c for c, _ in in_words(cell, Needs((said,)))]
    if CASES[text] is not None:
        assert [text_of(c) for c in words] == CASES[text]
    for x in GRID:
        for y in (Fraction(-3), Fraction(1, 2), Fraction(2)):
            point = Point({"x": x, "y": y})
            truth = holds(said, point)
            if truth is not Answer.UNKNOWN:
                assert (Answer.NO not in [holds(c, point) for c in words]) is (truth is Answer.YES)
