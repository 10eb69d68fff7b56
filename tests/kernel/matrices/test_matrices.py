"""Matrices of concrete sizes: entry by entry, with conditions; forged points and proofs are refused."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from tests.chains import claim_between, outcome_of
from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge
from verifier.kernel.unsupported import Unsupported
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.model.verdict import Reason, Verdict
from verifier.terms.printer import text_of

PROVED, CONDITIONAL, REFUTED, UNDECIDED = Verdict
SQUARE = {"A, B, C": "matrix(2, 2)", "x, y": "vector(2)", "a, b, c, d": "real"}
ANY = {"A, B": "matrix(n, n)", "x": "vector(n)", "n": "positive integer"}


@pytest.mark.parametrize(
    "lhs, rhs, verdict",
    [
        ("A*(B*C)", "(A*B)*C", PROVED),
        ("A*B", "B*A", REFUTED),
        ("Transpose(A*B)", "B.T*A.T", PROVED),
        ("Transpose(A*B)", "A.T*B.T", REFUTED),
        ("Trace(A*B*C)", "Trace(C*A*B)", PROVED),
        ("Trace(A*B*C)", "Trace(A*C*B)", REFUTED),
        ("Determinant(A*B)", "Determinant(A)*Determinant(B)", PROVED),
        ("Determinant(A + B)", "Determinant(A) + Determinant(B)", REFUTED),
        ("Determinant(3*A)", "9*Determinant(A)", PROVED),
        ("Inverse(A)*A", "Identity(2)", CONDITIONAL),
        ("Inverse(A*B)", "Inverse(B)*Inverse(A)", PROVED),
        ("Inverse(A*B)", "Inverse(A)*Inverse(B)", REFUTED),
        ("x.T*y", "x[1]*y[1] + x[2]*y[2]", PROVED),
        ("x.T*y", "Sum(x[i]*y[i], (i, 1, 2))", PROVED),
        ("x.T*A*x", "x.T*A.T*x", PROVED),
        ("x*y.T", "y*x.T", REFUTED),
        ("Inverse(Matrix([[a, b], [c, d]]))", "Matrix([[d, -b], [-c, a]])/(a*d - b*c)", PROVED),
        ("Matrix([[a, b], [c, d]])**2", "Matrix([[a**2 + b*c, a*b + b*d], [a*c + c*d, b*c + d**2]])", PROVED),
        ("Matrix([[a/a, 1/a]])", "Matrix([[1, 1/a]])", PROVED),
        ("Matrix([[a/a, b]])", "Matrix([[1, b]])", CONDITIONAL),
        ("Derivative(exp(x.T*y), x)", "exp(x.T*y)*y", PROVED),
        ("Derivative(x.T*A*x, x)", "2*A*x", REFUTED),
        ("Derivative(a**2*A, a)", "2*a*A", PROVED),
        ("A - A", "0", PROVED),
        ("A**2 - 2*A", "A*(A - 2*Identity(2))", PROVED),
        ("A**(-1)", "Inverse(A)", PROVED),
        ("A**0", "Identity(2)", PROVED),
        ("Piecewise((A, a > 0), (B, True))", "Piecewise((A, a > 0), (A, True))", REFUTED),
    ],
)
def test_a_claim_about_concrete_matrices_has_its_verdict(lhs: str, rhs: str, verdict: Verdict) -> None:
    assert outcome_of(lhs, rhs, SQUARE).verdict is verdict


@pytest.mark.parametrize(
    "lhs, relation, rhs, verdict",
    [
        ("x.T*x", ">=", "0", PROVED),
        ("x.T*x", ">", "0", REFUTED),
        ("A = B", "=>", "A + C = B + C", PROVED),
        ("A*B = 0", "=>", "A = 0", REFUTED),
    ],
)
def test_relations_between_concrete_matrices(lhs: str, relation: str, rhs: str, verdict: Verdict) -> None:
    assert outcome_of(lhs, rhs, SQUARE, relation).verdict is verdict


def test_symbolic_sizes_are_refuted_at_small_ones_and_the_point_has_size_and_entries() -> None:
    outcome = outcome_of("(A + B)*(A - B)", "A*A - B*B", ANY)
    assert outcome.verdict is REFUTED
    assert outcome.point is not None
    assert list(outcome.point.values)[:2] == ["n", "A[1, 1]"]
    assert outcome.values is not None
    assert outcome.values[0].startswith("Matrix([[")


def test_the_condition_of_an_inverse_is_said_in_the_entries() -> None:
    outcome = outcome_of("Inverse(Matrix([[a, 1], [1, b]]))*Matrix([[a, 1], [1, b]])", "Identity(2)", SQUARE)
    assert [(text_of(c), side) for c, side in outcome.conditions] == [("a*b != 1", "lhs")]


def test_a_matrix_that_is_never_invertible_has_no_witness() -> None:
    outcome = outcome_of("Inverse(x*y.T)*x*y.T", "Identity(2)", SQUARE)
    assert (outcome.verdict, outcome.reason) == (UNDECIDED, Reason.UNDEFINED)


def test_an_entry_beyond_its_matrix_is_no_value() -> None:
    assert outcome_of("x[3]", "x[3]", SQUARE).verdict is UNDECIDED


def test_symmetry_may_be_assumed() -> None:
    assert outcome_of("Derivative(x.T*A*x, x)", "2*A*x", SQUARE, assume=["A.T = A"]).verdict is PROVED


# ---- forged evidence


def point_of(values: Mapping[str, int]) -> Point:
    return Point({name: Fraction(value) for name, value in values.items()})


ONES = {f"{name}[{i}, {j}]": int(i == j) for name in "AB" for i in (1, 2) for j in (1, 2)}
CLAIM = claim_between("(A + B)*(A - B)", "A*A - B*B", {"A, B": "matrix(n, n)", "n": "positive integer"})


@pytest.mark.parametrize(
    "values",
    [
        {"n": 2, **ONES},
        {"n": 1, "A[1, 1]": 2, "B[1, 1]": 3},
        ONES,
        {"n": 0},
        {"n": 2, "A[1, 1]": 1},
        {"n": 2, **ONES, "A[3, 3]": 1},
        {"n": -2, **ONES},
    ],
)
def test_a_point_that_shows_nothing_is_refused(values: Mapping[str, int]) -> None:
    with pytest.raises((Refused, Unsupported)):
        judge(CLAIM, Counterexample(point_of(values)))


@pytest.mark.parametrize(
    "proof",
    [
        Proof("entries", parts=(Proof("normal-form"),) * 3),
        Proof("entries", parts=(Proof("normal-form"),) * 4, names=("left",)),
        Proof("entries"),
        Proof("normal-form"),
        Proof("nonsense"),
        Proof("entries", parts=(Proof("same"),) * 4),
    ],
)
def test_a_forged_proof_is_refused(proof: Proof) -> None:
    claim = claim_between("A*(A + B)", "A*A + A*B", {"A, B": "matrix(2, 2)"})
    with pytest.raises(Refused):
        judge(claim, Equality(proof, point_of(ONES)))


def test_a_false_claim_is_refused_with_every_witness() -> None:
    claim = claim_between("A*B", "B*A", {"A, B": "matrix(2, 2)"})
    proof = Proof("entries", parts=(Proof("normal-form"),) * 4)
    with pytest.raises(Refused):
        judge(claim, Equality(proof, point_of(ONES)))


def test_entries_are_refused_for_symbolic_sizes() -> None:
    claim = claim_between("A + B", "B + A", {"A, B": "matrix(n, n)", "n": "positive integer"})
    with pytest.raises(Refused):
        judge(claim, Equality(Proof("entries", parts=(Proof("normal-form"),)), point_of({"n": 2, **ONES})))
