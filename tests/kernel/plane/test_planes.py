"""Rules for complex terms refuse what is false on a cut, at an end or in a corner of the domain, and what they need is needed."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from verifier.kernel.cell import Cell, Refused, with_tower
from verifier.kernel.domains.places import answer_of
from verifier.kernel.judge import lowered
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.proving import replay
from verifier.kernel.signs.signs import Contradiction
from verifier.model.evidence import Proof
from verifier.model.verdict import Answer
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle
from verifier.terms.term import Term

SYMBOLS = {"z": "complex", "w": "complex", "c": "real", "x": "real"}


def parts(lhs: str, rhs: str, facts: Sequence[str] = ()) -> tuple[Cell, Term, Term]:
    chain = read_pair(lhs, rhs, SYMBOLS, {}, tuple(facts)).chain
    return lowered(claim_of(settle(chain), *(s.written.term for s in chain.steps)))


def is_shown(claim: str, *facts: str) -> bool:
    lhs, rhs = claim.split(" = ")
    try:
        replay(*parts(lhs, rhs, facts), Proof("normal-form"))
    except (Refused, NeedsSign):
        return False
    return True


SHOWN = [
    ("sqrt(conjugate(z)) = conjugate(sqrt(z))", "re(z) >= 0"),
    ("log(1 + conjugate(z)) = conjugate(log(1 + z))", "Abs(z) < 1"),
    ("asin(conjugate(z)) = conjugate(asin(z))", "im(z) > 0"),
    ("sqrt(z**2) = z", "-pi/2 < arg(z)", "arg(z) <= pi/2"),
    ("(z**3)**(1/3) = z", "Abs(arg(z)) < pi/3"),
    ("sqrt(z*w) = sqrt(z)*sqrt(w)", "re(z) > 0", "re(w) >= 0"),
    ("log(z*w) = log(z) + log(w)", "im(z) > 0", "im(w) < 0"),
    ("sqrt(z - c*z**2) = sqrt(z)*sqrt(1 - c*z)", "c >= 0"),
    ("log(1 + z**2) = log(1 - I*z) + log(1 + I*z)",),
    ("sqrt(4 - z**2) = sqrt(2 - z)*sqrt(2 + z)",),
    ("asin(sin(z)) = z", "Abs(re(z)) < pi/2"),
    ("exp(I*asin(z)) = I*z + sqrt(1 - z**2)",),
    ("Derivative(log(z), z, 2) = -1/z**2", "re(z) > 0"),
    ("log((1 + z)/(1 - z)) = log(1 + z) - log(1 - z)", "re(z) < 1"),
    ("log(exp(z)) = z", "Abs(z) < pi"),
    ("Abs(sin(x + I*z)) = sqrt(sin(x - im(z))**2 + sinh(re(z))**2)",),
]

FALSE = [
    ("sqrt(conjugate(z)) = conjugate(sqrt(z))",),
    ("sqrt(conjugate(z)) = conjugate(sqrt(z))", "re(z) >= -1"),
    ("sqrt(conjugate(z)) = conjugate(sqrt(z))", "im(z) >= 0"),
    ("log(1 + conjugate(z)) = conjugate(log(1 + z))", "Abs(z) < 2"),
    ("asin(conjugate(z)) = conjugate(asin(z))", "im(z) >= 0"),
    ("acosh(conjugate(z)) = conjugate(acosh(z))", "re(z) > 0"),
    ("sqrt(z**2) = z", "-pi/2 <= arg(z)", "arg(z) <= pi/2"),
    ("(z**3)**(1/3) = z", "Abs(arg(z)) <= pi/3"),
    ("(z**3)**(1/3) = z", "-1.0471 < arg(z)", "arg(z) < 1.0472"),
    ("(z**3)**(1/3) = z", "Abs(arg(z)) >= 1"),
    ("(z**3)**(1/3) = z", "Abs(arg(w)) < 1"),
    ("sqrt(z**2) = z", "0 < arg(exp(z))", "arg(exp(z)) < pi/2"),  # facts about the angle of another term
    ("sqrt(z**2) = z", "0 < arg(z**9)", "arg(z**9) < pi/100"),
    ("sqrt(z**2) = z", "Abs(arg(z**2)) < pi/2"),
    ("log(z**2) = 2*log(z)", "Abs(arg(conjugate(z)*w)) < pi/2"),
    ("sqrt(z*w) = sqrt(z)*sqrt(w)", "re(z) >= 0", "re(w) >= 0"),
    ("log(z*w) = log(z) + log(w)", "im(z) > 0", "im(w) <= 0"),
    ("log(z/w) = log(z) - log(w)", "im(z) >= 0", "im(w) >= 0"),
    ("sqrt(z - c*z**2) = sqrt(z)*sqrt(1 - c*z)",),
    ("sqrt(z - c*z**2) = sqrt(z)*sqrt(1 - c*z)", "c <= 0"),
    ("sqrt(z**2 - 1) = sqrt(z - 1)*sqrt(z + 1)",),
    ("sqrt(-1 - z**2) = sqrt(I*z - 1)*sqrt(I*z + 1)",),
    ("log(z**2 - 4) = log(z - 2) + log(z + 2)",),
    ("sqrt(c**2 - z**2) = sqrt(c - z)*sqrt(c + z)",),
    ("log(w**2 - z**2) = log(w - z) + log(w + z)",),
    ("asin(sin(z)) = z", "Abs(re(z)) <= pi/2"),
    ("asin(sin(z)) = z", "-pi/2 < re(z)", "re(z) < 1.5708"),
    ("atan(sin(z)/cos(w)) = z", "Abs(re(z)) < 1"),
    ("exp(I*asin(z)) = I*z - sqrt(1 - z**2)",),
    ("log((1 + z)/(1 - z)) = log(1 + z) - log(1 - z)", "im(z) >= 0"),
    ("log((1 - z)/(1 + z)) = log(1 - z) - log(1 + z)", "re(z) < 0"),
    ("sqrt(z/(c - z)) = sqrt(z)/sqrt(c - z)", "c >= 0", "im(z) != 0"),
    ("sqrt(z/(c - z)) = sqrt(z)*sqrt(1/(c - z))", "c >= 0"),
    ("log(exp(z)) = z", "Abs(z) < 3.1416"),
    ("log(exp(z)) = z", "Abs(z - 1) <= pi"),
    ("Abs(sin(x + I*z)) = sqrt(sin(x)**2 + sinh(re(z))**2)",),
]


@pytest.mark.parametrize("claim", SHOWN)
def test_what_holds_is_shown(claim: tuple[str, ...]) -> None:
    assert is_shown(*claim)


@pytest.mark.parametrize("claim", FALSE)
def test_what_fails_on_a_cut_or_at_an_end_is_refused(claim: tuple[str, ...]) -> None:
    assert not is_shown(*claim)


@pytest.mark.parametrize("claim", FALSE)
def test_no_cut_of_the_cell_shows_what_is_false(claim: tuple[str, ...]) -> None:
    lhs, rhs = claim[0].split(" = ")
    cell, left, right = parts(lhs, rhs, claim[1:])
    leaf = Proof("normal-form")
    for text in ("re(z)", "im(z)", "re(z) - 1", "im(z) - 1", "c"):
        u = parts(text, "I")[1]
        with pytest.raises((Refused, NeedsSign)):
            replay(cell, left, right, Proof("cells", (u,), (), (leaf, leaf, leaf)))


def answer(condition: str, *facts: str) -> Answer:
    cell, _, _ = parts("z", "z", (condition, *facts))
    wanted, *held = cell.facts
    try:
        return with_tower(Cell(cell.domain, tuple(held)), (), lambda tower: answer_of(tower, wanted))
    except Contradiction:
        return Answer.YES


@pytest.mark.parametrize(
    ("condition", "facts", "wanted"),
    [
        ("re(z) > 0", ("re(z) > 0 or im(z) > 0", "im(z) <= 0"), Answer.YES),
        ("re(z) > 0", ("re(z) > 0 or im(z) > 0",), Answer.UNKNOWN),
        ("re(z) > 0", ("re(z) > 0 or im(z) > 0", "im(z) < 1"), Answer.UNKNOWN),
        ("re(z) > 0", ("re(z) > 0 or im(z) > 0 or x > 0", "im(z) <= 0"), Answer.UNKNOWN),
        ("re(z) > 0", ("re(z) > 0 or im(z) > 0 or x > 0", "im(z) <= 0", "x < -1"), Answer.YES),
        ("re(z) < 0", ("re(z) > 0 or im(z) > 0", "im(z) <= 0"), Answer.NO),
        ("x < 1", ("Abs(im(z)) < x or x == 0", "x <= 0"), Answer.YES),
        ("im(z) < 1", ("Abs(im(z)) < 1",), Answer.YES),
        ("im(z) > -1", ("Abs(im(z)) < 1",), Answer.YES),
        ("im(z) < 1", ("Abs(im(z)) <= 1",), Answer.UNKNOWN),
        ("im(z) < 1", ("Abs(im(z)) > 1",), Answer.UNKNOWN),
        ("arg(z) <= pi", (), Answer.YES),
        ("arg(z) < pi", (), Answer.UNKNOWN),
        ("arg(z) > -pi", (), Answer.YES),
        ("arg(z) < 3.1416", (), Answer.YES),
        ("arg(z) < 3.1415", (), Answer.UNKNOWN),
        ("Abs(arg(z)) < pi/2", ("re(z) > 0",), Answer.YES),
        ("Abs(arg(z)) < pi/2", ("re(z) >= 0",), Answer.UNKNOWN),
        ("arg(z) > 0", ("im(z) >= 0",), Answer.UNKNOWN),
        ("arg(z) <= 0", ("im(z) > 0",), Answer.NO),
        ("arg(z) < pi/2", ("arg(z) < 1.5707",), Answer.YES),
        ("arg(z) < pi/2", ("arg(z) < 1.5708",), Answer.UNKNOWN),
        ("re(z) > 0", ("Abs(arg(z)) < pi/2",), Answer.YES),
        ("re(z) > 0", ("Abs(arg(z)) <= pi/2",), Answer.UNKNOWN),
        ("re(z) > 0", ("Abs(arg(w)) < pi/2",), Answer.UNKNOWN),
        ("im(z) > 0", ("arg(z) > 0",), Answer.UNKNOWN),
        ("im(z) > 0", ("arg(z) > 0", "arg(z) < pi"), Answer.YES),
    ],
)
def test_conditions_follow_from_facts_only_where_they_do(
    condition: str, facts: tuple[str, ...], wanted: Answer
) -> None:
    assert answer(condition, *facts) is wanted


def test_alternatives_that_all_fail_leave_no_point() -> None:
    cell, _, _ = parts("z", "z", ("re(z) > 0 or im(z) > 0",))
    facts = [*cell.facts, *(parts("z", "z", (t,))[0].facts[0] for t in ("re(z) < 0", "im(z) < 0"))]
    random.Random(1).shuffle(facts)
    with pytest.raises(Contradiction):
        with_tower(Cell(cell.domain, tuple(facts)), (), lambda tower: tower)
