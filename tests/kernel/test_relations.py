"""Relations other than `=`: what the kernel accepts for them, and what it refuses."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.relations import claim_between, decided
from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.model.verdict import Verdict

PROVED, CONDITIONAL, REFUTED, UNDECIDED = Verdict


@pytest.mark.parametrize(
    "lhs, relation, rhs, verdict",
    [
        ("Eq(x, 2)", "<=>", "Eq(2*x, 4)", PROVED),
        ("Eq(x, 2)", "<=>", "Eq(x**2, 4)", REFUTED),
        ("Eq(x, 2)", "=>", "Eq(x**2, 4)", PROVED),
        ("Eq(x**2, 4)", "=>", "Eq(x, 2)", REFUTED),
        ("Eq(x**2, 4)", "<=>", "Eq(x, 2) or Eq(x, -2)", PROVED),
        ("x > 1", "=>", "x > 0", PROVED),
        ("x > 0", "=>", "x > 1", REFUTED),
        ("x > 0", "<=>", "-x < 0", PROVED),
        ("Eq(x*y, x*z)", "<=>", "Eq(y, z)", REFUTED),
        ("Eq(y*z, x)", "<=>", "Eq(z, x/y)", CONDITIONAL),
        ("Eq(1/x, 2)", "<=>", "Eq(1, 2*x)", CONDITIONAL),
        ("Eq(x**2/x, 2)", "<=>", "Eq(x*x/x, 2)", PROVED),
        ("x**2", ">=", "0", PROVED),
        ("x**2", ">", "0", REFUTED),
        ("x", "<", "x + 1", PROVED),
        ("x", "<=", "Abs(x)", PROVED),
        ("1/x", "<", "1/x + 1", PROVED),
        ("x/x", "<=", "1", CONDITIONAL),
        ("sqrt(x)", "<=", "x", REFUTED),
        ("Abs(x + y)", "<=", "Abs(x) + Abs(y)", PROVED),
    ],
)
def test_a_relation_has_its_verdict(lhs: str, relation: str, rhs: str, verdict: Verdict) -> None:
    assert decided(lhs, relation, rhs).verdict is verdict


def test_a_lost_solution_is_the_counterexample_and_the_step_says_where_it_holds() -> None:
    from verifier.engine.decide import with_parts

    claim = claim_between("Eq(x*y, x*z)", "<=>", "Eq(y, z)")
    outcome = with_parts(claim, decided("Eq(x*y, x*z)", "<=>", "Eq(y, z)"))
    assert outcome.point is not None
    assert outcome.point.values["x"] == 0
    assert outcome.values == ("true", "false")
    assert outcome.holds_where is not None
    assert [repr(c) for c in outcome.holds_where] == ["Term('x != 0')"]


WITNESS = Point({"x": Fraction(2)})


@pytest.mark.parametrize(
    "lhs, relation, rhs, proof",
    [
        ("Eq(x, 2)", "<=>", "Eq(x**2, 4)", Proof("solutions", names=("x",))),
        ("Eq(x**2, 2*x)", "<=>", "Eq(x, 2)", Proof("solutions", names=("x",))),
        ("Eq(sqrt(x)**2, 2)", "<=>", "Eq(x, 2)", Proof("solutions", names=("x",))),
        ("Eq(x, 2)", "<=>", "Eq(x**2, 4)", Proof("normal-form")),
        ("Eq(x, 2)", "<=>", "Eq(x**2, 4)", Proof("same")),
        ("x", "<", "x**2", Proof("normal-form")),
        ("x", "<", "x + 1", Proof("solutions", names=("x",))),
    ],
)
def test_a_proof_that_does_not_show_the_relation_is_refused(lhs: str, relation: str, rhs: str, proof: Proof) -> None:
    with pytest.raises((Refused, NeedsSign)):
        judge(claim_between(lhs, relation, rhs), Equality(proof, WITNESS))


@pytest.mark.parametrize(
    "lhs, relation, rhs, x",
    [
        ("Eq(x, 2)", "<=>", "Eq(x**2, 4)", 2),
        ("Eq(x, 2)", "<=>", "Eq(x**2, 4)", 3),
        ("Eq(1/x, 0)", "<=>", "Eq(x, 0)", 0),
        ("Eq(x, 2)", "=>", "Eq(x**2, 4)", -2),
        ("x", "<=", "x**2", 1),
        ("1/x", "<", "1/x", 0),
    ],
)
def test_a_point_where_the_relation_does_not_certainly_fail_is_refused(
    lhs: str, relation: str, rhs: str, x: int
) -> None:
    with pytest.raises(Refused):
        judge(claim_between(lhs, relation, rhs), Counterexample(Point({"x": Fraction(x)})))


def test_a_witness_must_have_values_on_both_sides() -> None:
    with pytest.raises(Refused):
        judge(claim_between("1/x", "<", "1/x + 1"), Equality(Proof("normal-form"), Point({"x": Fraction(0)})))


@pytest.mark.parametrize(
    "lhs, relation, rhs, symbols, verdict",
    [
        ("Eq(x**2, 2)", "<=>", "Eq(x, sqrt(2))", {}, REFUTED),
        ("Eq(x, sqrt(y))", "<=>", "Eq(x**2, y)", {"y": "positive"}, REFUTED),
        ("Eq(exp(x), 2)", "<=>", "Eq(x, log(3))", {}, REFUTED),
        ("Eq(sin(x), 0)", "<=>", "Eq(x, 0)", {}, REFUTED),
        ("Eq(Abs(x), 3)", "<=>", "Eq(x, 3)", {}, REFUTED),
        ("Eq(x + y, 3) and Eq(x - y, 1)", "<=>", "Eq(x, 1) and Eq(y, 2)", {}, REFUTED),
        ("Eq(x + y, 5) and Eq(x*y, 6)", "<=>", "Eq(x, 2) and Eq(y, 3)", {}, REFUTED),
        ("Eq(x**2 + y/z*x, -1/z)", "<=>", "Eq(x**2 + y/z*x + (y/(2*z))**2, -1/z)", {"z": "nonzero"}, REFUTED),
        ("Eq(y, z*exp(x))", "<=>", "Eq(x, log(y)/z)", {"y": "positive", "z": "positive"}, REFUTED),
    ],
)
def test_lines_that_differ_on_a_solution_only_are_refuted_there(
    lhs: str, relation: str, rhs: str, symbols: dict[str, str], verdict: Verdict
) -> None:
    assert decided(lhs, relation, rhs, **symbols).verdict is verdict


def closed(**values: str) -> Point:
    chain = claim_between(" + ".join(values.values()), "<=", "0")
    parts = chain.lhs.args if len(values) > 1 else (chain.lhs,)
    return Point({}, closed=dict(zip(values, parts, strict=True)))


@pytest.mark.parametrize(
    "lhs, relation, rhs, value",
    [
        ("Eq(x**2, 2)", "<=>", "Eq(x, sqrt(2))", "sqrt(2)"),  # both are true there
        ("Eq(x**2, 2)", "<=>", "Eq(x, 1)", "sqrt(3)"),  # both are false there
        ("Eq(x, 1)", "=>", "Eq(x**2, 2)", "sqrt(2)"),  # the second follows from nothing
        ("Eq(1/(x**2 - 2), 0)", "<=>", "Eq(x**2, 2)", "sqrt(2)"),  # the first is undefined there
        ("Eq(x**2, 2)", "<=>", "Eq(x, 1)", "log(-2)"),
        ("Eq(x**2, 2)", "<=>", "Eq(x, 1)", "y"),
    ],
)
def test_a_closed_value_that_shows_nothing_is_refused(lhs: str, relation: str, rhs: str, value: str) -> None:
    with pytest.raises(Refused):
        judge(claim_between(lhs, relation, rhs), Counterexample(closed(x=value)))


def test_a_closed_value_must_lie_in_the_declared_domain() -> None:
    point = Counterexample(closed(x="sqrt(2)"))
    for symbols in ({"x": "negative"}, {"x": "integer"}, {"x": "in (2, 3)"}):
        with pytest.raises(Refused):
            judge(claim_between("Eq(x**2, 2)", "<=>", "Eq(x, 1)", **symbols), point)
    with pytest.raises(Refused):
        judge(claim_between("Eq(x**2, 2)", "<=>", "Eq(x, 1)", "x**2 != 2"), point)
    assert judge(claim_between("Eq(x**2, 2)", "<=>", "Eq(x, 1)", "x**2 = 2"), point).verdict is REFUTED


def test_a_closed_value_refutes_a_relation_between_values_that_certainly_fails_there() -> None:
    assert judge(claim_between("x**2", "<=", "1"), Counterexample(closed(x="sqrt(2)"))).verdict is REFUTED
    for relation, rhs in (("<=", "2"), (">=", "2"), ("=", "2"), ("=", "log(1 - x)")):
        with pytest.raises(Refused):
            judge(claim_between("x**2", relation, rhs), Counterexample(closed(x="sqrt(2)")))


def test_a_closed_value_is_a_witness_only_where_it_satisfies_what_is_assumed() -> None:
    proof = Proof("normal-form")
    assert judge(claim_between("x + x", "=", "2*x", "x**2 = 2"), Equality(proof, closed(x="sqrt(2)"))).verdict is PROVED
    for assumed in ("x**2 = 3", "x**2 != 2", "x < 0"):
        with pytest.raises(Refused):
            judge(claim_between("x + x", "=", "2*x", assumed), Equality(proof, closed(x="sqrt(2)")))


def test_antiderivatives_are_not_compared_at_closed_values() -> None:
    with pytest.raises(Refused):
        judge(claim_between("Integral(x, x)", "=", "x"), Counterexample(closed(x="sqrt(2)")))
