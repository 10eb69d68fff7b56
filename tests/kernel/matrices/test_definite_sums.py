"""Which sums of matrices are seen to be positive definite: their inverses need nothing."""

from __future__ import annotations

import pytest

from tests.relations import decided
from verifier.model.verdict import Verdict


@pytest.mark.parametrize(
    "matrix, assume, is_definite",
    [
        ("A.T*A + c*Identity(n)", "c > 0", True),
        ("A.T*A + c*Identity(n)", "c >= 0", False),  # of the zero matrix there is no inverse
        ("A.T*A + c**2*Identity(n)", "c != 0", True),
        ("A*A + c*Identity(n)", "c > 0", False),  # A*A may be -c*Identity(n)
        ("A.T*A + B.T*A + c*Identity(n)", "c > 0", False),
        ("A.T*A - B.T*B + c*Identity(n)", "c > 0", False),
        ("A.T*B*B.T*A + c*Identity(n)", "c > 0", True),
        ("A.T*A + B.T*B", "c > 0", False),
        ("c*A.T*A + Identity(n)", "c >= 0", True),
        ("c*A.T*A + Identity(n)", "c >= -1", False),
        ("-A.T*A - c*Identity(n)", "c > 0", False),  # it has an inverse, which is not seen
    ],
)
def test_what_is_positive_definite_has_an_inverse(matrix: str, assume: str, is_definite: bool) -> None:
    symbols = {"A": "matrix(n, n)", "B": "matrix(n, n)", "n": "positive integer", "c": "real"}
    outcome = decided(f"Inverse({matrix})*({matrix})", "=", "Identity(n)", assume, **symbols)
    assert outcome.verdict is (Verdict.PROVED if is_definite else Verdict.CONDITIONAL)
