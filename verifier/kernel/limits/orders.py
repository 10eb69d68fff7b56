"""`f ~ g` to an order O(x**n) for x -> 0, judged by the coefficients of both sides at 0.

Let f and g be n times differentiable at 0. By Taylor's theorem with Peano's remainder (Rudin, Principles of Mathematical
Analysis, theorem 5.15 and its exercises) f - g = c_0 + c_1*x + ... + c_n*x**n + o(x**n), where c_k is the k-th derivative
of f - g at 0 over k!. So f - g is O(x**n) if c_0, ..., c_(n-1) are 0; and if c_j is the first that is not, f - g over x**j
tends to c_j, so that it is not.

Where a side is not so smooth at 0, or undefined there as sin(x)/x is, limits tell: if (f - g)/x**n has a finite limit, it is
bounded near 0, so that f - g is O(x**n); and if (f - g)/x**k has a limit that is not 0 for some k < n, f - g is not, since
(f - g)/x**k = x**(n - k)*(f - g)/x**n would tend to 0. Otherwise nothing is claimed.
"""

from __future__ import annotations

from dataclasses import replace
from math import factorial
from typing import Final

from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim
from verifier.terms.rationals import rational_value
from verifier.terms.term import ZERO, Term, div, integer, mul, power, sub, symbol

MOST_ORDER: Final = 12


def is_order(claim: Claim) -> bool:
    """Whether `~` is meant to an order."""
    return claim.relation == "~" and claim.tolerance is not None and claim.tolerance.order_variable is not None


def order_claims(claim: Claim) -> tuple[Claim, ...]:
    """That the sides have equal coefficients of 1, x, ..., x**(n - 1); last, that both are n times differentiable at 0.

    The last one is an equation that is true where both its sides are defined. Unsupported unless 1 <= n <= 12.
    """
    n = _order(claim)
    smooth = _between(claim, *(mul(ZERO, _derivative(claim, side, n)) for side in (claim.lhs, claim.rhs)))
    return (*(_coefficients(claim, k) for k in range(n)), smooth)


def limit_claims(claim: Claim) -> tuple[Claim, ...]:
    """That (f - g)/x**k tends to 0 for k = 0, ..., n - 1: one that fails refutes. Last, that (f - g)/x**n has a limit.

    The last one shows the order by itself. It is an equation that is true where both its sides are defined. Over the reals.
    """
    if claim.domain.complex_numbers:
        raise Unsupported("a limit over complex numbers")
    n = _order(claim)
    exists = _between(claim, mul(ZERO, _quotient_at_zero(claim, n)), ZERO)
    return (*(_between(claim, _quotient_at_zero(claim, k), ZERO) for k in range(n)), exists)


def _order(claim: Claim) -> int:
    assert claim.tolerance is not None
    if claim.tolerance.order_variable in claim.domain.integers:
        raise Unsupported("an order in an integer")
    n = None if claim.tolerance.order is None else rational_value(claim.tolerance.order)
    if n is None or n.denominator != 1 or not 1 <= n <= MOST_ORDER:
        raise Unsupported(f"an order that is no integer from 1 to {MOST_ORDER}")
    return int(n)


def _quotient_at_zero(claim: Claim, k: int) -> Term:
    """The limit of the difference of the sides over x**k, for x -> 0."""
    assert claim.tolerance is not None
    assert claim.tolerance.order_variable is not None
    x = symbol(claim.tolerance.order_variable)
    return Term("Limit", (div(sub(claim.lhs, claim.rhs), power(x, integer(k))), x, ZERO), value="+-")


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
