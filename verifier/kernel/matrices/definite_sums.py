"""Sums of matrices that are positive definite: c*Identity + c1*M1.T*M1 + ... for real matrices, c > 0 and all ci >= 0.

x.T*(c*Identity + c1*M1.T*M1 + ...)*x is c*|x|**2 + c1*|M1*x|**2 + ..., which is > 0 for x != 0; so the sum is positive
definite, and its determinant is > 0 (R. A. Horn, C. R. Johnson, Matrix Analysis, definition 4.1.9 and corollary 7.1.7).
"""

from __future__ import annotations

from verifier.kernel.cell import Cell, declared_facts, with_tower
from verifier.kernel.domains.places import answer_of
from verifier.kernel.matrices.word_scalars import Scalars
from verifier.kernel.matrices.words import Combination, mul_term
from verifier.kernel.normal_forms.field import GaveUp
from verifier.kernel.signs.signs import Contradiction
from verifier.model.claim import Domain
from verifier.model.verdict import Answer
from verifier.terms.term import ZERO, Term, call, symbol


def facts_of_sums(scalars: Scalars, domain: Domain) -> tuple[Term, ...]:
    """For each symbol that is the determinant of a positive definite sum: that it is positive. Over the reals only."""
    return tuple(call("gt", symbol(name), ZERO) for name, a in scalars.sums.items() if _is_definite(a, scalars, domain))


def _is_definite(a: Combination, scalars: Scalars, domain: Domain) -> bool:
    """Whether each word is the identity or M.T*M without inverses, with coefficients of these signs on the whole domain."""
    words = a.words()
    has_inverse = any(letter.inverse for word in words for letter in word)
    if () not in words or has_inverse or not all(map(scalars.is_gram, words)):
        return False
    signs = [
        call("ge" if word else "gt", mul_term(None, monomial, c), ZERO) for (word, monomial), c in a.items if c > 0
    ]
    if len(signs) < len(a.items):
        return False
    try:
        cell = Cell(domain, declared_facts(domain))
        return with_tower(cell, (), lambda tower: all(answer_of(tower, s) is Answer.YES for s in signs))
    except (GaveUp, Contradiction):
        return False
