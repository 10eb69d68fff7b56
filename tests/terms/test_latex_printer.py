"""What is printed as LaTeX reads back as the same term."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings

from tests.strategies import terms
from verifier.model.chain import Kind
from verifier.reading.expressions import read
from verifier.reading.latex.formula import read_formula
from verifier.reading.latex.names import Names as LatexNames
from verifier.reading.latex.refusals import Refusal
from verifier.reading.latex.spelling import latex_name
from verifier.reading.names import Names
from verifier.terms.latex_printer import NoLatex, latex_of
from verifier.terms.term import Term

LATEX = LatexNames(dict.fromkeys(("x", "y", "z", "k", "t"), Kind.SCALAR))


def spelled(name: str) -> str:
    written = latex_name(name)
    if written is None:
        raise NoLatex
    return written


def as_read(term: Term) -> Term:
    """The term with the head that LaTeX's `ln` has."""
    return Term("log" if term.head == "ln" else term.head, tuple(map(as_read, term.args)), term.value)


@settings(max_examples=300)
@given(terms())
def test_what_is_printed_reads_back(term: Term) -> None:
    try:
        text = latex_of(term, spelled)
    except NoLatex:
        assume(False)
        return
    formula = read_formula(text, LATEX)
    if isinstance(formula, Refusal):
        assume(formula.code != "unsupported:size")
        raise AssertionError(f"{text}: {formula}")
    assert formula.term == as_read(term), text


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("2*x**2 - 3*x", "2 x^2 - 3 x"),
        ("a*(1 - a)", r"a \cdot (1 - a)"),
        ("-(y/a)/log(2)", r"\frac{-\frac{y}{a}}{\ln(2)}"),
        ("omega_1*x_1", r"\omega_1 \cdot x_1"),
        ("exp(-x**2/2)", r"e^{\frac{-x^2}{2}}"),
        ("Derivative(a*x, x)", r"\frac{\partial}{\partial x} \left[a \cdot x\right]"),
        ("(x + 1)**10", "(x + 1)^{10}"),
        ("Matrix([[a, 2*a], [0, -1]])", r"\begin{pmatrix} a & 2 a \\ 0 & -1 \end{pmatrix}"),
        ("Piecewise((x, x >= 0), (0, True))", r"\begin{cases} x & x \geq 0 \\ 0 & \text{otherwise} \end{cases}"),
    ],
)
def test_it_looks_as_one_would_write_it(text: str, latex: str) -> None:
    assert latex_of(read(text, Names(taken=[])).term, spelled) == latex
