"""What is printed reads back as the same term."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import terms
from verifier.model.chain import Declaration, Kind
from verifier.reading.errors import ReadError
from verifier.reading.expressions import read
from verifier.reading.names import Names
from verifier.terms.printer import decimal, text_of
from verifier.terms.term import Term

NAMES = Names(
    {n: Declaration(n) for n in ("x", "y", "z")}
    | {"f": Declaration("f", Kind.FUNCTION), "u": Declaration("u", Kind.INDEXED)}
)
FREE = Names({**NAMES.declared, "k": Declaration("k"), "t": Declaration("t")})


@given(terms())
def test_a_printed_term_reads_back(term: Term) -> None:
    text = text_of(term)
    try:
        reading = read(text, FREE)
    except ReadError as error:
        assume(error.code not in ("too-large", "too-deep", "too-long"))
        raise
    assert reading.term == term
    assert text_of(reading.term) == text


@given(terms())
def test_the_text_of_every_part_reads_as_that_part(term: Term) -> None:
    text = text_of(term)
    try:
        reading = read(text, FREE)
    except ReadError:
        return
    for part, place in zip(reading.term.args, reading.place.parts, strict=True):
        if part.head not in ("neg", "constant", "Sum", "Product", "Integral") and (part.head, term.head) != (
            "number",
            "Derivative",
        ):
            assert read(text[place.start : place.end], FREE).term == part


@given(st.integers(0, 10**30), st.integers(0, 60), st.integers(-400, 400))
def test_a_printed_number_reads_back(digits: int, places: int, exponent: int) -> None:
    value = Fraction(digits, 10**places) * Fraction(10) ** exponent
    number = Term("number", (), value)
    assert read(text_of(number), NAMES).term == number


@pytest.mark.parametrize(
    "value, text",
    [
        (Fraction(0), "0"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1200), "1200"),
        (Fraction(10) ** 50, "1e50"),
        (Fraction(25, 10**60), "25e-60"),
    ],
)
def test_a_number_is_printed_as_people_write_it(value: Fraction, text: str) -> None:
    assert decimal(value) == text
