"""missing-constant-factor: the line is a constant multiple of what it should be."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.diagnosis.constants import real_values, suggestions
from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.names import names_reached
from verifier.diagnosis.proposal import Proposal, quoted
from verifier.diagnosis.rewriting import times
from verifier.terms.heads import heads
from verifier.terms.printer import text_of
from verifier.terms.rationals import rational_value
from verifier.terms.term import MINUS_ONE, Term
from verifier.terms.vocabulary import BINDERS, is_condition


def propose(failed: FailedStep) -> Iterator[Proposal]:
    """The whole right side times the ratio that the values at the counterexample suggest; -1 is a sign."""
    line, values = failed.rhs.term, real_values(failed.values)
    if values is None or is_condition(line.head) or 0 in values:
        return
    left, right = values
    for ratio, _ in suggestions(left / right):
        if ratio != MINUS_ONE and not _is_by_chance(failed, left, ratio):
            yield Proposal(
                times(line, ratio),
                f"the constant factor {quoted(ratio)} is missing",
                guilty=((),),
                guilty_label=f"to be multiplied by {text_of(ratio)}",
            )


def _is_by_chance(failed: FailedStep, value: float, ratio: Term) -> bool:
    """Whether the line before is a number, exact or simple, and so a simple multiple of any other one.

    An integral, a sum or a limit that is still to be worked out is no such value; there a fraction is told.
    """
    if names_reached(failed.rhs.term, failed.definitions):
        return False
    is_worked_out = not heads(failed.rhs.term) & BINDERS
    is_exact = failed.values is not None and "." not in failed.values[0]
    is_number = is_exact or any(True for _ in suggestions(value))
    return is_number and (is_worked_out or rational_value(ratio) is None)
