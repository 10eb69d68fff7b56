"""LaTeX names become ASCII names, each its own; a document shows which names stand alone, are called, are differentiated."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from verifier.reading.latex.evidence import evidence_of
from verifier.reading.latex.formula import Formula, read_formula
from verifier.reading.latex.names import Names
from verifier.reading.latex.spelling import ascii_name

SPELLINGS = {
    r"\omega_1": "omega_1",
    "x_{ij}": "x_ij",
    "x_{i,j}": "x_i_j",
    r"\hat y": "y_hat",
    r"\hat{y}_1": "y_hat_1",
    "w^{(i)}": "w_sup_i",
    "w^{[l]}": "w_sup_br_l",
    "w^{(t+1)}": "w_sup_t_plus_1",
    "x^*": "x_star",
    r"x_{\text{max}}": "x_max",
    r"\mathbf{x}": "x_bold",
    r"\mathcal{L}": "L_cal",
    "x'": "x_prime",
    r"\text{Loss}": "Loss",
    r"\varepsilon": "varepsilon",
    r"x_{\alpha}": "x_alpha",
    "x_{alpha}": "x_alpha_rm",
    "x_{hat}": "x_hat_rm",
    "x_ij": "x_ij",
    "w1": "w1",
    "x_{t+1}^{(i)}": "x_t_plus_1_sup_i",
    "2x": None,
    "x^2": None,
    "x+y": None,
    "": None,
    "{": None,
}


@pytest.mark.parametrize("latex, spelled", SPELLINGS.items())
def test_a_latex_name_has_an_ascii_spelling(latex: str, spelled: str | None) -> None:
    assert ascii_name(latex) == spelled


def test_no_two_latex_names_share_a_spelling() -> None:
    bases = ["x", r"\alpha", r"\hat x", r"\bar x", r"\mathbf{x}", r"\mathcal{x}", r"\mathrm{x}", r"\hat{x_1}"]
    inner = [
        "",
        "1",
        "ij",
        "i,j",
        r"\alpha",
        r"\alpha i",
        r"\alpha,i",
        "alpha",
        "hat",
        "sup",
        "t+1",
        "t,1",
        "t-1",
        "plus",
    ]
    inner += ["(l)", "(l)k", "i_j", "*", r"\text{ij}", "i'", "prime", r"\infty", "oo", "star", "bold"]
    above = ["", "(i)", "[i]", "*", "+", "-", r"\text{new}", r"(t+1)"]
    names = [
        base + (f"_{{{sub}}}" if sub else "") + (f"^{{{sup}}}" if sup else "") + prime
        for base, sub, sup in product(bases, inner, above)
        for prime in (["", "'", "''"] if not sup else [""])
    ]
    spelled = {}
    for name in names:
        answer = read_formula(name, Names(kinds={}))
        if isinstance(answer, Formula) and answer.term.head == "symbol":
            assert spelled.setdefault(answer.term.name, name) == name
    assert len(spelled) > 900


def test_a_subscript_and_its_braces_are_one_name() -> None:
    for one, other in combinations(["x_1", "x_{1}", "{x}_1", "x_{ 1 }"], 2):
        first, second = read_formula(one, Names()), read_formula(other, Names())
        if isinstance(first, Formula) and isinstance(second, Formula):
            assert first.term == second.term


def test_a_document_shows_how_its_names_are_used() -> None:
    evidence = evidence_of(
        [
            r"a(1-a) = a - a^2",
            r"f(x) = 2x",
            r"\frac{\partial L}{\partial a} = 1",
            r"\sum_{k=1}^n w_k x_{k} + b",
            r"g: A \to B",
            r"f",
            r"h'(t)",
            r"\broken{",
        ]
    )
    assert {"a", "x", "L", "b"} <= evidence.alone
    assert not {"f", "g", "h"} & evidence.alone
    assert evidence.called == {"f", "g", "h"}
    assert evidence.differentiated == {"L"}
    assert evidence.indexed == {"w", "x"}
