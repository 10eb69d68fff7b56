"""Derivatives across the points where the rules say nothing: accepted by the mean value theorem, refused where it fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import pytest

from verifier.engine.search import find_proof_across_gaps
from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge, lowered
from verifier.model.claim import Claim
from verifier.model.evidence import Equality, Point, Proof
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle

FORGED = Proof("isolated-gaps", parts=(Proof("normal-form"),))


def claim(lhs: str, rhs: str, symbols: Mapping[str, str] | None = None, assume: Iterable[str] = ()) -> Claim:
    chain = read_pair(lhs, rhs, symbols or {}, {}, assume).chain
    return claim_of(settle(chain), *(s.written.term for s in chain.steps))


def at(x: str) -> Point:
    return Point({"x": Fraction(x)})


@pytest.mark.parametrize(
    ("lhs", "rhs", "verdict"),
    [
        ("Derivative((1 - cos(x))**(3/2), x)", "3/2*sin(x)*sqrt(1 - cos(x))", "proved"),
        ("Derivative((x**2)**(5/2), x)", "5*x*(x**2)**(3/2)", "proved"),
        ("Derivative((1 + cos(x))**(3/2)*x, x)", "(1 + cos(x))**(3/2) - 3/2*x*sin(x)*sqrt(1 + cos(x))", "proved"),
        ("Derivative((2 - 3*sin(x)**2)**(8/5), x)", "-24/5*sin(2*x)*(2 - 3*sin(x)**2)**(3/5)", "conditional"),
    ],
)
def test_the_gap_is_closed(lhs: str, rhs: str, verdict: str) -> None:
    for sides in ((lhs, rhs), (rhs, lhs)):
        stated = claim(*sides)
        proof = find_proof_across_gaps(stated, *lowered(stated))
        assert judge(stated, Equality(proof, at("1/2"))).verdict.value == verdict


@pytest.mark.parametrize(
    ("lhs", "rhs", "symbols", "assume"),
    [
        ("Derivative((x**2)**(3/2), x)", "3*x*sqrt(x**2) + Piecewise((1, Eq(x, 0)), (0, True))", {}, ()),
        ("Derivative((x**2)**(3/2), x)", "3*x*sqrt(x**2)*sign(x)**2 + 1 - sign(x)**2", {}, ()),
        ("Derivative((x**2)**(3/2), x)", "3*x*sqrt(x**2) + floor(1 - x**2/(1 + x**2))", {}, ()),
        ("Derivative((x**2)**(3/2), x)", "Derivative(x**2*sqrt(x**2), x)", {}, ()),
        ("Derivative((x**2)**(3/2), x)", "4*x*sqrt(x**2)", {}, ()),
        ("Derivative((x**2)**(3/2), x)", "5", {}, ("x >= 0", "x <= 0")),
        ("Derivative((x**2)**(3/2), x)", "5", {}, ("x = 0",)),
        ("Derivative((x**2)**(3/2), x)", "5", {"x": "integer"}, ()),
        ("Derivative((x**2)**(3/2), x)", "5", {}, ("x**2 <= 0",)),
    ],
)
def test_forged_proofs_are_refused(lhs: str, rhs: str, symbols: Mapping[str, str], assume: Iterable[str]) -> None:
    stated = claim(lhs, rhs, symbols, assume)
    for point in ("0", "1"):
        with pytest.raises(Refused):
            judge(stated, Equality(FORGED, at(point)))


def test_the_rule_stands_at_the_root_only_and_has_one_part() -> None:
    stated = claim("Derivative((x**2)**(5/2), x)", "5*x*(x**2)**(3/2)")
    for proof in (
        Proof("isolated-gaps"),
        Proof("isolated-gaps", parts=(FORGED,)),
        Proof("isolated-gaps", parts=(Proof("normal-form"),) * 2),
        Proof("cells", (stated.rhs,), (), (FORGED,) * 3),
    ):
        with pytest.raises(Refused):
            judge(stated, Equality(proof, at("1")))


def test_a_part_that_vanishes_on_an_interval_is_no_gap() -> None:
    stated = claim("Derivative((sqrt(x**2) - x)**(3/2), x)", "Piecewise((5, x > 0), (-3*sqrt(-2*x), True))")
    with pytest.raises(Refused):
        judge(stated, Equality(FORGED, at("-1")))
