"""Whatever text comes in, the reader answers within its bounds; what is printed as LaTeX reads back as the same term."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.reading.latex.printer import latex_of
from tests.strategies import terms
from verifier.model.chain import Kind
from verifier.reading.latex.evidence import evidence_of
from verifier.reading.latex.formula import Formula, read_condition, read_formula
from verifier.reading.latex.names import Names
from verifier.reading.latex.refusals import Refusal
from verifier.reading.latex.tokens import MAX_CHARACTERS
from verifier.terms.term import Term
from verifier.terms.vocabulary import BINDERS

DECLARED = Names({"f": Kind.FUNCTION, **dict.fromkeys("xyz", Kind.SCALAR)})
UNWRITTEN = frozenset(
    {"gamma", "conjugate", "KroneckerDelta", "atan2", "index", "not", "and", "or", "false", "ln", "root"}
)

PIECES = st.sampled_from(
    r"""x y a f i e d z \alpha \omega \pi \frac \frac{a}{b} \sqrt \sin \log \ln \max \sum \int \lim \prod { } ( ) [ ] | _ ^ '
    + - * / = < \cdot \times \left( \right) \left \right \{ \} \begin{cases} \end{cases} \\ & , . ; ! 1 12 0.5 _1 ^2 ^{-1}
    _{i=1}^n dx \, \quad \partial \text{if} \mathbf{x} \hat \bar \mathbb{E} \operatorname{tr} ^T ^\top \binom \infty \to
    \underbrace \\[1em] # $ % ~ @ é ∫ 𝑥 \ \foo \left. \right|_ \| \lvert \rfloor \begin{bmatrix} \end{bmatrix}
    \frac{d}{dx} \frac{dy}{dx} \delta_{ij} \color{red} \phantom{x} \mathrm{d}""".split()
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=60))
@settings(max_examples=600, deadline=None)
def test_no_text_makes_the_reader_raise_and_each_refusal_has_a_place(text: str) -> None:
    names = Names({"f": Kind.FUNCTION, "a": Kind.SCALAR, "y": Kind.INDEXED}, evidence=evidence_of([text]))
    for answer in (read_formula(text, names), read_condition(text, names)):
        if isinstance(answer, Refusal):
            assert 0 <= answer.start <= answer.end <= len(text)
            assert answer.message
        else:
            assert isinstance(answer, Formula)


@given(terms(("x", "y", "z"), 5))
@settings(max_examples=100, deadline=None)
def test_what_is_printed_as_latex_reads_back_as_the_same_term(term: Term) -> None:
    assume(not mentions(term, UNWRITTEN) and is_writable(term))
    answer = read_formula(latex_of(term), DECLARED)
    if isinstance(answer, Refusal) and answer.code in ("unsupported:size", "unsupported:infinity"):
        return
    assert isinstance(answer, Formula), (latex_of(term), answer)
    assert answer.term == term, latex_of(term)


def mentions(term: Term, heads: frozenset[str]) -> bool:
    return term.head in heads or any(mentions(a, heads) for a in term.args)


def is_writable(term: Term) -> bool:
    """Whether LaTeX writes this term with the head it has: `e^x` is exp(x), a base of 2 is log2."""
    if term.head == "pow" and term.args[0].value == "E":
        return False
    if term.head == "log" and len(term.args) == 2:
        return False
    if term.head in BINDERS and len(term.args) > 2 and any(a.value == "oo" for a in term.args[2:]):
        return term.head != "Subs" and all(is_writable(a) for a in term.args[:1])
    return all(is_writable(a) for a in term.args)


@pytest.mark.parametrize(
    "text",
    [
        "9^{9^{9^{9}}}",
        "100000000!",
        r"\binom{10^{9}}{5}",
        r"\sqrt{" * 300 + "x" + "}" * 300,
        "{" * 10_000 + "x" + "}" * 10_000,
        "(" * 4_000 + "x" + ")" * 4_000,
        r"\left(" * 1_000,
        "x+" * 4_000 + "x",
        "x" * 9_999,
        "-" * 9_999 + "x",
        "|" * 9_999,
        r"\frac" * 2_000,
        r"\hat" * 2_000 + "x",
        "x_" * 4_000,
        r"\sum_{i=1}^n" * 800,
        r"\int" * 2_000 + "dx" * 500,
        r"\frac{d}{dx}" * 800 + "x",
        r"\log" * 2_000 + "x",
        r"\sin^" * 2_000,
        r"\begin{cases}" * 700,
        "9" * 5_000,
        "x'" * 4_000,
        "x" + "'" * 9_000,
        r"\text{" + "a" * 9_000 + "}",
        "a" * (MAX_CHARACTERS + 1),
        "x^2 + " * 200_000,
        r"\operatorname{" * 700,
    ],
    ids=lambda text: text[:20],
)
def test_hostile_text_is_answered_soon(text: str) -> None:
    start = time.process_time()
    evidence = evidence_of([text])
    answer = read_formula(text, Names(evidence=evidence))
    assert time.process_time() - start < 2
    assert isinstance(answer, Formula | Refusal)
