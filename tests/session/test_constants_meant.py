"""What is said of a refuted step where a symbol is written as other notations write a constant."""

from __future__ import annotations

import pytest

from verifier.model.verdict import Verdict
from verifier.reading.pairs import read_pair
from verifier.session import Options, check_chain


def notes(lhs: str, rhs: str, symbols: dict[str, str] | None = None, assume: tuple[str, ...] = ()) -> list[str]:
    """The notes beside the one step, which is refuted."""
    result = check_chain(read_pair(lhs, rhs, symbols, {}, assume).chain, Options())
    (step,) = result.steps
    assert step.verdict is Verdict.REFUTED
    return [text for label, text in step.comparison if label == "note"]


@pytest.mark.parametrize(
    "lhs, rhs, said",
    [
        ("e^x", "exp(x)", "Euler's number is written `E`, not `e`"),
        ("i^2", "-1", "the imaginary unit is written `I`, not `i`"),
        ("j*j", "-1", "the imaginary unit is written `I`, not `j`"),
        ("e^(i*pi)", "-1", "`E`, not `e` and the imaginary unit is written `I`, not `i`"),
        ("sin(PI*x)", "sin(pi*x)", "the number pi is written `pi`, not `PI`"),
    ],
)
def test_a_constant_is_told_that_mends_the_step(lhs: str, rhs: str, said: str) -> None:
    (note,) = notes(lhs, rhs)
    assert said in note
    assert note.endswith("the step is then proved")


@pytest.mark.parametrize(
    "lhs, rhs, symbols, assume",
    [
        ("e^x", "exp(x) + 1", None, ()),
        ("e^x", "exp(x)", {"e": "positive"}, ()),
        ("e^x", "exp(x)", None, ("e > 2",)),
        ("Sum(i, (i, 1, 2))", "4", None, ()),
    ],
)
def test_no_constant_is_told_that_does_not_mend_it_or_of_which_something_is_known(
    lhs: str, rhs: str, symbols: dict[str, str] | None, assume: tuple[str, ...]
) -> None:
    assert notes(lhs, rhs, symbols, assume) == []
