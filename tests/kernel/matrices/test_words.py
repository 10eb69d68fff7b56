"""Matrices of any size: conditions in the author's words, what is multiplied, and forged proofs by words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from tests.chains import claim_between, outcome_of
from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge
from verifier.kernel.unsupported import Unsupported
from verifier.model.evidence import Equality, Point, Proof
from verifier.model.verdict import Verdict
from verifier.terms.printer import text_of
from verifier.terms.substitution import free_symbols
from verifier.terms.term import call, symbol

PROVED, CONDITIONAL, REFUTED, UNDECIDED = Verdict
SYMBOLS = {
    "A, B": "matrix(n, n)",
    "X": "matrix(m, n)",
    "x, y, w": "vector(n)",
    "t": "vector(m)",
    "n, m": "positive integer",
    "a": "real",
}
AT_2: Mapping[str, Fraction] = {"n": Fraction(2), "m": Fraction(2)} | {
    f"{name}[{i}, {j}]": Fraction(2 if i == j else 1) for name in "ABX" for i in (1, 2) for j in (1, 2)
}
NORMAL = Proof("normal-form")


def witness(lhs: str, rhs: str, relation: str = "=") -> tuple[object, Point]:
    claim = claim_between(lhs, rhs, SYMBOLS, relation)
    used = {d.name for d in claim.domain.declarations}
    return claim, Point({k: v for k, v in AT_2.items() if k.partition("[")[0] in used})


@pytest.mark.parametrize(
    "lhs, rhs, conditions",
    [
        ("Inverse(A)*A", "Identity(n)", [("Determinant(A) != 0", "lhs")]),
        ("A", "A*B*Inverse(B)", [("Determinant(B) != 0", "rhs")]),
        ("Inverse(X.T*X)*X.T*X", "Identity(n)", [("Determinant(Transpose(X)*X) != 0", "lhs")]),
        ("A*B/a", "A*B/a", []),
        ("a*A*B/a", "A*B", [("a != 0", "lhs")]),
    ],
)
def test_conditions_are_said_in_the_authors_words(lhs: str, rhs: str, conditions: list[tuple[str, str]]) -> None:
    outcome = outcome_of(lhs, rhs, SYMBOLS)
    assert [(text_of(c), side) for c, side in outcome.conditions] == conditions
    assert not any("'" in name for c, _ in outcome.conditions for name in free_symbols(c))


@pytest.mark.parametrize(
    "lhs, relation, rhs, verdict",
    [
        ("A*x = y", "<=>", "x = Inverse(A)*y", CONDITIONAL),
        ("A*x = 0", "<=>", "x = 0", REFUTED),
        ("X.T*(t - X*w) = 0", "<=>", "X.T*X*w = X.T*t", PROVED),
        ("X.T*X*w = X.T*t", "<=>", "X*w = t", REFUTED),
        ("A = B", "=>", "A*x = B*x", PROVED),
        ("A*x = B*x", "=>", "A = B", REFUTED),
        ("A*x = a*x", "<=>", "(A - a*Identity(n))*x = 0", PROVED),
        ("2*A = 2*B", "<=>", "B = A", PROVED),
        ("a*A = a*B", "<=>", "A = B", REFUTED),
    ],
)
def test_equations_between_matrices_follow(lhs: str, relation: str, rhs: str, verdict: Verdict) -> None:
    assert outcome_of(lhs, rhs, SYMBOLS, relation).verdict is verdict


def test_an_invertible_matrix_may_be_taken_away() -> None:
    assert outcome_of("A*x = 0", "x = 0", SYMBOLS, "<=>", assume=["Determinant(A) != 0"]).verdict is PROVED


def test_a_sum_of_squares_is_not_negative() -> None:
    assert outcome_of("(x - y).T*(x - y)", "0", SYMBOLS, ">=").verdict is PROVED
    assert outcome_of("x.T*x", "0", SYMBOLS, ">=").verdict is PROVED
    assert outcome_of("x.T*y", "0", SYMBOLS, ">=").verdict is REFUTED


def test_an_identity_needs_a_positive_whole_size() -> None:
    assert outcome_of("Trace(Identity(n))", "n", {"n": "positive integer"}).verdict is PROVED
    assert outcome_of("Trace(Identity(n))", "n", {"n": "real"}).verdict is UNDECIDED
    assert outcome_of("Trace(Identity(n))", "n", {"n": "integer"}).verdict is UNDECIDED


def test_a_matrix_without_an_inverse_is_not_multiplied_with() -> None:
    claim, point = witness("A*B", "B*A")
    forged = Proof("words", (symbol("A"),), ("left",), (NORMAL,))
    with pytest.raises(Refused):
        judge(claim, Equality(forged, point))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "proof",
    [
        Proof("words"),
        Proof("words", parts=(NORMAL,)),
        Proof("words", parts=(NORMAL,) * 2),
        Proof("words", parts=(Proof("same"),) * 2),
        Proof("words", (symbol("A"),), (), (NORMAL,) * 2),
        Proof("words", (call("Inverse", symbol("A")),), ("left",), (NORMAL,) * 2),
        Proof("equations", names=("left",)),
        Proof("entries", parts=(NORMAL,) * 4),
    ],
)
def test_a_false_claim_is_refused_with_every_proof(proof: Proof) -> None:
    """At the witness both sides are equal, since there A and B commute."""
    claim, point = witness("A*B", "B*A")
    with pytest.raises(Refused):
        judge(claim, Equality(proof, point))  # type: ignore[arg-type]


def test_equations_that_do_not_follow_are_refused() -> None:
    claim, point = witness("A*B = 0", "A = 0", "<=>")
    for factor in ((), (symbol("B"),), (call("Inverse", symbol("B")),)):
        for side in ("left", "right", "above"):
            with pytest.raises((Refused, Unsupported)):
                judge(claim, Equality(Proof("equations", factor, (side,)), point))  # type: ignore[arg-type]
