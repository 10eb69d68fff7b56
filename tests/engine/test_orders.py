"""`~` to an order O(x**n): judged by the coefficients of both sides at 0, where both are smooth."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from verifier import check_chain
from verifier.engine.decide import decide
from verifier.engine.limits import Limits
from verifier.kernel.cell import Refused
from verifier.kernel.judge import judge
from verifier.model.claim import Claim
from verifier.model.evidence import Counterexample, Equality, Point, Proof
from verifier.model.verdict import Verdict
from verifier.reading.jsonl import read_line
from verifier.session.asking import claim_of_step
from verifier.session.setting import settle

SYMBOLS = {"x": "real", "a": "real", "p": "positive", "f": "function", "k": "integer", "z": "complex"}


def chain_of(lhs: str, rhs: str, order: str):
    line = {"symbols": SYMBOLS, "steps": [lhs, {"expr": rhs, "relation": "~", "order": order}]}
    chain = read_line("orders.jsonl", 1, json.dumps(line).encode())
    assert not chain.errors, chain.errors
    return chain


def claim_to(lhs: str, rhs: str, order: str) -> Claim:
    chain = chain_of(lhs, rhs, order)
    return claim_of_step(settle(chain), chain.steps[0].written.term, chain.steps[1])


@pytest.mark.parametrize(
    ("lhs", "rhs", "order", "verdict"),
    [
        ("exp(x)", "1 + x + x**2/2", "O(x**3)", "proved"),
        ("exp(x)", "1 + x + x**2/2", "O(x**4)", "refuted"),
        ("exp(x)", "1 + x + x**2/3", "O(x**2)", "proved"),
        ("exp(x)", "1 + x + x**2/3", "O(x**3)", "refuted"),
        ("sin(x)", "x - x**3/6", "O(x**5)", "proved"),
        ("cos(x)", "1 - x**2", "O(x**4)", "refuted"),
        ("log(1 + a*x)", "a*x - a**2*x**2/2", "O(x**3)", "proved"),
        ("log(p + x)", "log(p) + x/p + x**2/(2*p**2)", "O(x**3)", "refuted"),
        ("sqrt(1 + x)", "1 + x/2 - x**2/8", "O(x**3)", "proved"),
        ("exp(a*x)/(1 - a)", "(1 + a*x)/(1 - a)", "O(x**2)", "proved"),
        ("exp(a*x)/(1 - a)", "(1 + a*x)*(1/(1 - a))*(a/a)", "O(x**2)", "conditional"),
        ("f(x)", "f(0) + x*Subs(Derivative(f(x), x), x, 0)", "O(x**2)", "proved"),
        ("f(x)", "f(0)", "O(x**2)", "refuted"),
        ("exp(I*x)", "1 + I*x", "O(x**2)", "proved"),
        ("exp(I*x)", "1 - I*x", "O(x**2)", "refuted"),
        ("Integral(exp(t), (t, 0, x)) - x*exp(x/2)", "x**3/24", "O(x**4)", "proved"),
        ("Integral(exp(t), (t, 0, x)) - x*exp(x/2)", "x**3/12", "O(x**4)", "refuted"),
        ("Integral(cos(t), (t, -x, x)) - x/3*(4 + 2*cos(x))", "-x**5/90", "O(x**7)", "proved"),
        ("Integral(cos(t), (t, -x, x)) - x/3*(4 + 2*cos(x))", "0", "O(x**6)", "refuted"),
        ("Integral(exp(t**2), (t, 0, x))", "x", "O(x**3)", "proved"),
        ("Integral(exp(t**2), (t, 0, x))", "x", "O(x**4)", "refuted"),
        ("Integral(exp(t), (t, 1, x))", "x", "O(x**2)", "refuted"),
        ("Abs(x)", "x", "O(x)", "undecided"),
        ("x**2*Abs(x)", "0", "O(x**2)", "proved"),
        ("sqrt(x)", "0", "O(x)", "undecided"),
        ("1/x", "1/x", "O(x)", "proved"),
        ("1/x", "1/x + 1", "O(x)", "refuted"),
        ("1/x", "1/(x + x**2)", "O(x)", "refuted"),
        ("sin(x)/x", "1 - x**2/6", "O(x**4)", "proved"),
        ("sin(x)/x", "1 - x**2/6", "O(x**5)", "refuted"),
        ("sin(x)/x", "1 + x**2/6", "O(x**4)", "refuted"),
        ("(exp(a + x) - exp(a - x))/(2*x)", "exp(a)", "O(x**2)", "proved"),
        ("(sin(a + x) - sin(a))/x", "cos(a)", "O(x)", "proved"),
        ("(sin(a + x) - sin(a))/x", "cos(a)", "O(x**2)", "refuted"),
        ("(exp(a*x) - 1)/(x*p)", "a/p + a**2*x/(2*p)", "O(x**2)", "proved"),
        ("x*log(Abs(x))", "0", "O(x)", "undecided"),
        ("Abs(x)**(3/2)", "0", "O(x)", "proved"),
        ("Abs(x)/x", "1", "O(x)", "undecided"),
        ("sin(1/x)", "0", "O(x)", "undecided"),
        ("exp(x)", "1", "O(x**13)", "undecided"),
        ("k", "k", "O(k)", "undecided"),
        ("a", "p", "O(x)", "refuted"),
    ],
)
def test_an_order_is_judged_by_coefficients(lhs: str, rhs: str, order: str, verdict: str) -> None:
    assert decide(claim_to(lhs, rhs, order), Limits(use_sympy=False)).verdict.value == verdict


def test_the_report_says_which_coefficients_were_compared() -> None:
    step = check_chain(chain_of("cos(x)", "1 - x**2", "O(x**4)")).steps[0]
    assert step.counterexample is not None
    assert (step.counterexample.lhs, step.counterexample.rhs, step.detail) == ("-1/2", "-1", "coefficients of x**2")


def test_forged_evidence_of_limits_is_refused() -> None:
    claim, wrong = claim_to("sin(x)/x", "1", "O(x**2)"), claim_to("sin(x)/x", "1", "O(x**3)")
    evidence = decide(claim).evidence
    assert isinstance(evidence, Equality)
    assert judge(claim, evidence).verdict is Verdict.PROVED
    no_parts = replace(evidence, proof=replace(evidence.proof, parts=()))
    for of, forged in ((wrong, evidence), (claim, Counterexample(evidence.witness)), (claim, no_parts)):
        with pytest.raises(Refused):
            judge(of, forged)


def test_forged_evidence_is_refused() -> None:
    claim, wrong = claim_to("exp(x)", "1 + x", "O(x**2)"), claim_to("exp(x)", "1 + 2*x", "O(x**2)")
    evidence = decide(claim).evidence
    assert isinstance(evidence, Equality)
    assert judge(claim, evidence).verdict is Verdict.PROVED
    proof = evidence.proof
    forged = [
        replace(evidence, proof=replace(proof, parts=proof.parts[:-1])),
        replace(evidence, proof=Proof("normal-form")),
        replace(evidence, proof=replace(proof, rule="cells")),
        replace(evidence, proof=replace(proof, names=("x",))),
        Counterexample(evidence.witness),
        Counterexample(Point()),
    ]
    for each in forged:
        with pytest.raises(Refused):
            judge(claim, each)
    with pytest.raises(Refused):
        judge(wrong, evidence)
