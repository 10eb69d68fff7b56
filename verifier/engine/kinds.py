"""Of what kind a claim is, where that decides which method is asked."""

from __future__ import annotations

from typing import Final

from verifier.kernel.proving import condition_of
from verifier.model.claim import Claim
from verifier.terms.heads import heads, parts_of
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term

CHOICES: Final = frozenset({"Abs", "Max", "Min", "relu"})
MANY_CHOICES: Final = 4


def says_a_condition(claim: Claim) -> bool:
    """Whether the claim is about conditions, or is an order between real values."""
    both = condition_of(claim.lhs) is not None and condition_of(claim.rhs) is not None
    return not claim.domain.complex_numbers and (claim.relation != "=" or both)


def has_definite_integral(claim: Claim) -> bool:
    return _has_definite_integral(claim.lhs) or _has_definite_integral(claim.rhs)


def _has_definite_integral(term: Term) -> bool:
    return "Integral" in heads(term) and _is_or_holds_one(term)


def _is_or_holds_one(term: Term) -> bool:
    return (term.head == "Integral" and len(term.args) == 4) or any(map(_is_or_holds_one, term.args))


def has_whole_rates(claim: Claim) -> bool:
    """Whether several integer symbols stand beside an integral: where two of them meet, it has another value."""
    names = free_symbols(claim.lhs) | free_symbols(claim.rhs)
    return len(names & claim.domain.integers) > 1 and has_definite_integral(claim)


def has_many_choices(claim: Claim) -> bool:
    """Whether so many sizes, maxima and the like stand in the claim that cells for all their signs would be too many."""
    return len({t for side in (claim.lhs, claim.rhs) for t in parts_of(side) if t.head in CHOICES}) >= MANY_CHOICES
