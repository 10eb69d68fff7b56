"""Complex terms of a real symbol: which are seen to cross no cut, and derivatives along the real line."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.engine.search import find_proof_across_gaps
from verifier.kernel.cell import Refused
from verifier.kernel.derivatives.real_paths import crosses_no_cut
from verifier.kernel.judge import judge, lowered
from verifier.model.claim import Claim
from verifier.model.evidence import Equality, Point, Proof
from verifier.reading.pairs import read_pair
from verifier.session.asking import claim_of
from verifier.session.setting import settle


def claim(lhs: str, rhs: str) -> Claim:
    chain = read_pair(lhs, rhs, {"a": "positive", "x": "real", "z": "complex"}, {}, ()).chain
    return claim_of(settle(chain), *(s.written.term for s in chain.steps))


@pytest.mark.parametrize(
    "text",
    [
        "log(cos(x))",
        "sqrt(sin(x))*log(a + I*a*tan(x))",
        "(1 - I*a*x)**(1/4)/(1 + I*a*x)**(3/4)",
        "log(1 + sqrt(I*a - 1)*sqrt(x))",
        "log(1 + x - sqrt(2)*sqrt(x))",
        "atan(sqrt(I*a - 1)*sqrt(tan(x)))",
        "atan(1 - sqrt(2)*sqrt(x))",
        "asin(sqrt(I)*x)",
        "log((1 + I)*x**3)",
    ],
)
def test_these_cross_no_cut(text: str) -> None:
    cell, term, _ = lowered(claim(text, "I"))
    assert crosses_no_cut(cell, term, "x")


@pytest.mark.parametrize(
    "text",
    [
        "log(x - 1 + I*x)",  # at x = 0
        "sqrt((x + I)**2)",
        "log(x - a + (1 + I)*sqrt(x))",
        "atan(x + 2*I)",
        "atan(1 - sqrt(I)*x)",  # on the imaginary axis for one x
        "asin(2 + I*x)",
        "atan(2*I + x)",
        "arg(x + I)",
        "sqrt(conjugate(x + I)**2)",
        "floor(x) + I",
        "Piecewise((I, x > 0), (1, True))",
        "(x + I)**x",
        "log(exp(I*x))",
    ],
)
def test_these_may_cross_a_cut(text: str) -> None:
    cell, term, _ = lowered(claim(text, "I"))
    assert not crosses_no_cut(cell, term, "x")


@pytest.mark.parametrize(
    ("lhs", "rhs"),
    [
        ("Derivative(I*log((1 + I)*cos(x)), x)", "-I*tan(x)"),
        (
            "Derivative(log(1 + (1 + I)*sqrt(tan(x))), x)",
            "(1 + I)*(1 + tan(x)**2)/(2*sqrt(tan(x))*(1 + (1 + I)*sqrt(tan(x))))",
        ),
    ],
)
def test_the_derivative_is_known_along_the_real_line(lhs: str, rhs: str) -> None:
    stated = claim(lhs, rhs)
    proof = find_proof_across_gaps(stated, *lowered(stated))
    assert judge(stated, Equality(proof, Point({"x": Fraction(1, 2)}))).verdict.value == "conditional"


@pytest.mark.parametrize(
    ("lhs", "rhs"),
    [
        ("Derivative(I*log((1 + I)*cos(x)), x)", "-I*tan(x) + 1 - sign(x - pi)**2"),
        ("Derivative(I*log((1 + I)*cos(x)), x)", "-I*tan(x) + log((x + I)**2) - 2*log(x + I)"),
        ("Derivative(I*log((1 + I)*cos(x)), x)", "I*tan(x)"),
        ("Derivative(I*log(cos(z)), z)", "-I*tan(z)"),
        ("Derivative(I*log(x - 1 + I*x), x)", "I*(1 + I)/(x - 1 + I*x)"),
    ],
)
def test_forged_proofs_are_refused(lhs: str, rhs: str) -> None:
    stated = claim(lhs, rhs)
    forged = Equality(
        Proof("isolated-gaps", parts=(Proof("normal-form"),)), Point({"x": Fraction(1, 2), "z": Fraction(1, 2)})
    )
    with pytest.raises(Refused):
        judge(stated, forged)
