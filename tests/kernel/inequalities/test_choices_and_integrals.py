"""The rules for choices and for integrals in conditions: what each accepts, and what it refuses from a forger."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.kernel.inequalities.test_establishing import SIGNS, read, shown
from tests.relations import claim_between
from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge
from verifier.model.evidence import Equality, Point, Proof
from verifier.model.verdict import Verdict
from verifier.terms.term import MINUS_ONE, ONE, ZERO, Term, symbol

EXTREME = Proof("extreme")


@pytest.mark.parametrize(
    "lhs, relation, rhs, accepted",
    [
        ("x", "<=", "Max(x, y)", True),
        ("z", "<=", "Max(x, y, z)", True),
        ("Min(x, y, z)", "<=", "y", True),
        ("Max(x, y)", ">=", "y", True),
        ("-x", "<=", "Abs(x)", True),
        ("x", "<", "Max(x, y)", False),
        ("x", ">=", "Max(x, y)", False),
        ("z", "<=", "Max(x, y)", False),
        ("x", "<=", "Min(x, y)", False),
        ("x", "<=", "Piecewise((x, x >= y), (z, True))", False),
        ("z", "<=", "Piecewise((x, x >= y), (z, True))", False),
        ("x", "<=", "Piecewise((x, x >= 0), (y, True))", False),
    ],
)
def test_a_value_is_at_most_the_largest_of_several(lhs: str, relation: str, rhs: str, accepted: bool) -> None:
    assert shown(lhs, relation, rhs, EXTREME) is accepted


def test_each_value_of_a_choice_is_shown_where_it_is_chosen() -> None:
    choice = read("Max(x, y)")
    both = Proof("choices", (choice,), (), (SIGNS, SIGNS))
    assert shown("Max(x, y)", ">=", "x", both)
    assert not shown("Max(x, y)", ">", "x", both)
    assert not shown("Max(x, y)", ">=", "x", Proof("choices", (choice,), (), (SIGNS,)))
    assert not shown("Max(x, y)", ">=", "x", Proof("choices", (symbol("x"),), (), (SIGNS,)))
    assert not shown("x", ">=", "0", Proof("choices", (read("Abs(x)"),), (), (SIGNS, SIGNS)))


def test_the_conditions_of_a_choice_must_be_defined() -> None:
    choice = read("Piecewise((2, log(x) >= 0), (1, True))")
    both = Proof("choices", (choice,), (), (SIGNS, SIGNS))
    assert not shown("x", ">=", "x", both)
    assert shown("x", ">=", "x", both, x="positive")


def test_a_term_is_named_where_it_is_defined_and_not_negative() -> None:
    by_name = Proof("named", (read("y**2"),), (), (SIGNS, SIGNS))
    assert shown("y**2*x", ">=", "0", by_name, x="positive")
    assert not shown("y**2*x", ">", "0", by_name, x="positive")
    assert not shown("y**3", ">=", "0", Proof("named", (read("y**3"),), (), (SIGNS, SIGNS)))
    assert not shown("y", ">=", "0", Proof("named", (symbol("y"),), (), (SIGNS, SIGNS)))
    assert not shown("y + x**2", ">=", "y", Proof("named", (read("sqrt(y)"),), (), (SIGNS, SIGNS)))
    assert shown("y + x**2", ">=", "y", Proof("named", (read("sqrt(y)"),), (), (SIGNS, SIGNS)), y="positive")


def integrands(constant: Term, *pairs: Term) -> Proof:
    return Proof("integrands", (constant, *pairs), (), (SIGNS,))


def integral(text: str) -> Term:
    return read(f"Integral({text})")


SQUARE = integral("t**2, (t, x, y)")


@pytest.mark.parametrize(
    "lhs, relation, rhs, proof, assume, accepted",
    [
        ("Integral(t**2, (t, x, y))", ">=", "0", integrands(ZERO, ONE, SQUARE), "x <= y", True),
        ("Integral(t**2, (t, x, y))", ">=", "0", integrands(ZERO, ONE, SQUARE), "x >= y", False),
        ("Integral(t**2, (t, x, y))", ">", "0", integrands(ZERO, ONE, SQUARE), "x < y", False),  # t may be 0
        ("Integral(t**2 + 1, (t, x, y))", ">", "0", integrands(ZERO, ONE, integral("t**2 + 1, (t, x, y)")), "x < y", True),
        ("Integral(t**2 + 1, (t, x, y))", ">", "0", integrands(ZERO, ONE, integral("t**2 + 1, (t, x, y)")), "x <= y", False),
        ("-Integral(t**2, (t, x, y))", ">=", "0", integrands(ZERO, ONE, SQUARE), "x <= y", False),
        ("-Integral(t**2, (t, x, y))", ">=", "0", integrands(ZERO, MINUS_ONE, SQUARE), "x <= y", False),
        ("Integral(t**2, (t, x, y))", ">=", "x - y", integrands(ONE, ONE, SQUARE), "x <= y", True),
        ("Integral(t**2, (t, x, y))", ">=", "y - x", integrands(MINUS_ONE, ONE, SQUARE), "x <= y", False),
        ("Integral(t**2, (t, x, y))", ">=", "y - x", integrands(ONE, ONE, SQUARE), "x <= y", False),
        ("Integral(t**2, (t, x, y))", ">=", "-z", integrands(symbol("t"), ONE, SQUARE), "x <= y", False),
        ("Integral(t, (t, -1, 1))", ">=", "0", integrands(ZERO, ONE, integral("t, (t, -1, 1)")), "x <= y", False),
        ("1", ">=", "0", integrands(ZERO, ONE, SQUARE), "x <= y", False),
        ("1", ">=", "0", integrands(ZERO, ZERO, SQUARE), "x <= y", False),
        ("Integral(exp(-t), (t, 0, oo))", ">", "0", integrands(ZERO, ONE, integral("exp(-t), (t, 0, oo)")), "x <= y", True),
        ("Integral(exp(-t), (t, oo, 0))", ">", "0", integrands(ZERO, ONE, integral("exp(-t), (t, oo, 0)")), "x <= y", False),
        ("Integral(exp(-t), (t, 0, oo))", ">", "1", integrands(MINUS_ONE, ONE, integral("exp(-t), (t, 0, oo)")), "x <= y", False),
    ],
)  # fmt: skip
def test_integrals_compare_as_their_integrands_do(
    lhs: str, relation: str, rhs: str, proof: Proof, assume: str, accepted: bool
) -> None:
    assert shown(lhs, relation, rhs, proof, assume) is accepted


def judged(lhs: str, rhs: str, proof: Proof, **point: int) -> Verdict | None:
    """The verdict on lhs >= rhs for x real, None where the proof is refused."""
    witness = Point({n: Fraction(v) for n, v in point.items()})
    try:
        return judge(claim_between(lhs, ">=", rhs), Equality(proof, witness)).verdict
    except Refused:
        return None


def test_that_an_integral_exists_is_shown_before_domains_are_compared() -> None:
    square = integral("x**2, (x, 0, 1)")
    rest = Proof("condition", parts=(integrands(ZERO, ONE, square),))
    assert judged("Integral(x**2, (x, 0, 1))", "0", rest) is None
    assert judged("Integral(x**2, (x, 0, 1))", "0", Proof("continuous", (square,), (), (rest,))) is Verdict.PROVED
    assert judged("Integral(x**2, (x, 0, 1))", "0", Proof("continuous", (ONE,), (), (rest,))) is None
    valued = Proof("fundamental-theorem", (square, read("x**3/3")))
    assert judged("Integral(x**2, (x, 0, 1))", "0", Proof("existing", (square,), (), (valued, rest))) is Verdict.PROVED
    wrong = Proof("fundamental-theorem", (square, read("x**3/2")))
    assert judged("Integral(x**2, (x, 0, 1))", "0", Proof("existing", (square,), (), (wrong, rest))) is None


def test_what_a_pole_needs_is_not_taken_for_continuous() -> None:
    pole = integral("1/t**2, (t, x, 1)")
    rest = Proof("condition", parts=(integrands(ZERO, ONE, pole),))
    assert judged("Integral(1/t**2, (t, x, 1))", "-1", Proof("continuous", (pole,), (), (rest,)), x=1) is None


def test_what_depends_on_the_value_of_an_integral_is_not_said() -> None:
    root = integral("t, (t, x, 1)")
    shows = Proof("condition", parts=(SIGNS,))
    assert judged("sqrt(Integral(t, (t, x, 1)))", "0", Proof("continuous", (root,), (), (shows,)), x=0) is None
