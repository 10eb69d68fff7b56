"""`f ~ g` to an order O(x**n) for x -> 0, judged by the coefficients of both sides at 0.

Let f and g be n times differentiable at 0. By Taylor's theorem with Peano's remainder (Rudin, Principles of Mathematical
Analysis, theorem 5.15 and its exercises) f - g = c_0 + c_1*x + ... + c_n*x**n + o(x**n), where c_k is the k-th derivative
of f - g at 0 over k!. So f - g is O(x**n) if c_0, ..., c_(n-1) are 0; and if c_j is the first that is not, f - g over x**j
tends to c_j, so that it is not. Where a side is not so smooth at 0, nothing is claimed.
"""

from __future__ import annotations

from dataclasses import replace
from math import factorial
from typing import Final

from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim
from verifier.terms.rationals import rational_value
from verifier.terms.term import ZERO, Term, div, integer, mul, symbol

MOST_ORDER: Final = 12


def is_order(claim: Claim) -> bool:
    """Whether `~` is meant to an order."""
    return claim.relation == "~" and claim.tolerance is not None and claim.tolerance.order_variable is not None


def order_claims(claim: Claim) -> tuple[Claim, ...]:
    """That the sides have equal coefficients of 1, x, ..., x**(n - 1); last, that both are n times differentiable at 0.

    The last one is an equation that is true where both its sides are defined. Unsupported unless 1 <= n <= 12.
    """
    assert claim.tolerance is not None
    if claim.tolerance.order_variable in claim.domain.integers:
        raise Unsupported("an order in an integer")
    n = None if claim.tolerance.order is None else rational_value(claim.tolerance.order)
    if n is None or n.denominator != 1 or not 1 <= n <= MOST_ORDER:
        raise Unsupported(f"an order that is no integer from 1 to {MOST_ORDER}")
    smooth = _between(claim, *(mul(ZERO, _derivative(claim, side, int(n))) for side in (claim.lhs, claim.rhs)))
    return (*(_coefficients(claim, k) for k in range(int(n))), smooth)


def _coefficients(claim: Claim, k: int) -> Claim:
    below = integer(factorial(k))
    return _between(claim, *(div(_derivative(claim, side, k), below) for side in (claim.lhs, claim.rhs)))


def _between(claim: Claim, lhs: Term, rhs: Term) -> Claim:
    return replace(claim, lhs=lhs, rhs=rhs, relation="=", tolerance=None)


def _derivative(claim: Claim, side: Term, k: int) -> Term:
    """The k-th derivative of a side by the variable of the order, at 0."""
    assert claim.tolerance is not None
    assert claim.tolerance.order_variable is not None
    x = symbol(claim.tolerance.order_variable)
    slope = Term("Derivative", (side, x, integer(k))) if k else side
    return Term("Subs", (slope, x, ZERO))
