"""What is said of an operator that has no value at any point tried: which of its properties may be the reason."""

from __future__ import annotations

from verifier.kernel.terms.operators import OPERATORS, is_infinite
from verifier.model.claim import Claim
from verifier.terms.heads import heads, parts_of
from verifier.terms.term import Term


def why_open(claim: Claim) -> str:
    """A sentence on the first operator of the sides that is hardest to evaluate."""
    found = [t for side in (claim.lhs, claim.rhs) for t in parts_of(side) if t.head in OPERATORS]
    operator = min(found, key=_ease)
    word = f"`{operator.head}`"
    if _is_endless(operator):
        if claim.domain.complex_numbers:
            return f"{word} with an infinite bound is not decided yet in complex chains"
        return f"no rule finds the value of {word} with an infinite bound"
    if operator.head == "Limit":
        return f"no rule finds the value of {word}"
    if operator.head == "Integral" and len(operator.args) == 4:
        if "Integral" in heads(operator.args[0]):
            return f"no rule finds the value of {word} within {word}"
        return (
            f"{word} has no value at any point tried: its integrand may be unbounded, or undefined between the bounds"
        )
    return f"{word} of this kind is not decided yet"


def _ease(operator: Term) -> tuple[bool, bool, str]:
    return not _is_endless(operator), operator.head != "Limit", operator.head


def _is_endless(operator: Term) -> bool:
    return operator.head != "Limit" and any(map(is_infinite, operator.args[2:]))
