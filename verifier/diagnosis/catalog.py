"""The mistakes, one line each, in the order in which their repairs are preferred."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.mistakes import (
    dropped_term,
    flipped_inequality,
    flipped_sign,
    missing_chain_rule_factor,
    missing_constant_factor,
    missing_derivative_operator,
    missing_log_base_factor,
    transposed_factors,
)
from verifier.diagnosis.proposal import Proposal
from verifier.terms.record import record


@record
class Mistake:
    """A named way a step goes wrong: its permanent name, what proposes its repairs, and one line for lists.

    One that `says_least` only says how the sides differ: it is told where no other mistake explains that.
    """

    name: str
    propose: Callable[[FailedStep], Iterator[Proposal]]
    summary: str
    says_least: bool = False


CATALOG: Final = (
    Mistake(
        "missing-derivative-operator",
        missing_derivative_operator.propose,
        "the line is f where the derivative of f was due",
    ),
    Mistake(
        "missing-log-base-factor", missing_log_base_factor.propose, "a logarithm to another base is treated as natural"
    ),
    Mistake("flipped-sign", flipped_sign.propose, "one plus or minus is the wrong way round"),
    Mistake("flipped-inequality", flipped_inequality.propose, "an inequality points the wrong way"),
    Mistake(
        "missing-chain-rule-factor",
        missing_chain_rule_factor.propose,
        "the derivative of an inner function is left out",
    ),
    Mistake("dropped-term", dropped_term.propose, "one term of a sum is lost"),
    Mistake(
        "transposed-factors", transposed_factors.propose, "the factors of a matrix product stand in the wrong order"
    ),
    Mistake(
        "missing-constant-factor",
        missing_constant_factor.propose,
        "the line is a constant multiple of what it should be",
        says_least=True,
    ),
)


def names() -> tuple[str, ...]:
    """The names of all mistakes, in the catalogue's order."""
    return tuple(mistake.name for mistake in CATALOG)


def summary_of(name: str) -> str:
    """One line that says what the mistake is; KeyError for a name that is not in the catalogue."""
    return _mistake(name).summary


def page_of(name: str) -> str:
    """The mistake's page, in Markdown; KeyError for a name that is not in the catalogue."""
    from importlib.resources import files  # slow to load, and most runs show no page

    page = files("verifier.diagnosis.mistakes") / f"{_mistake(name).name.replace('-', '_')}.md"
    return page.read_text(encoding="utf-8")


def _mistake(name: str) -> Mistake:
    for mistake in CATALOG:
        if mistake.name == name:
            return mistake
    raise KeyError(name)
