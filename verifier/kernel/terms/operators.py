"""Sums, products, integrals and limits, whose bodies have a bound name, and what stands outside of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifier.terms.term import OO, Term

OPERATORS: Final = frozenset({"Sum", "Product", "Integral", "Limit"})


def is_infinite(bound: Term) -> bool:
    """Whether infinity occurs in the bound."""
    return bound == OO or any(map(is_infinite, bound.args))


def replaced(term: Term, values: Mapping[Term, Term]) -> Term:
    """The term with other terms for those given, wherever they stand inside no operator: no name is captured there."""
    if term in values:
        return values[term]
    if not term.args or term.head in OPERATORS:
        return term
    args = tuple(replaced(a, values) for a in term.args)
    return Term(term.head, args, term.value) if args != term.args else term
