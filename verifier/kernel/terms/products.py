"""Sums, products and quotients built without terms 0, factors 1 and signs inside.

`ZERO` itself, the object, stands for a derivative that vanishes by structure; a term that merely equals 0 is kept.
"""

from __future__ import annotations

from verifier.terms.term import ONE, ZERO, Term, add, div, mul, neg


def times(*factors: Term) -> Term:
    """The product with the signs of its factors in front, and without factors 1; ZERO if a factor is 0."""
    kept: list[Term] = []
    negative = False
    for f in factors:
        if f == ZERO:
            return ZERO
        if f.head == "neg":
            negative = not negative
            f = f.args[0]
        if f != ONE:
            kept.append(f)
    product = mul(*kept) if kept else ONE
    return neg(product) if negative else product


def total(terms: list[Term]) -> Term:
    """The sum without terms ZERO."""
    kept = [t for t in terms if t is not ZERO]
    return add(*kept) if kept else ZERO


def minus(term: Term) -> Term:
    """The negation, without two signs in a row."""
    if term is ZERO:
        return ZERO
    return term.args[0] if term.head == "neg" else neg(term)


def quotient(numerator: Term, denominator: Term) -> Term:
    """The quotient with the numerator's sign in front; ZERO if the numerator is ZERO."""
    if numerator is ZERO:
        return ZERO
    if numerator.head == "neg":
        return neg(div(numerator.args[0], denominator))
    return div(numerator, denominator)
