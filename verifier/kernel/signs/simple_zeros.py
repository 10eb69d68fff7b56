"""Whether a polynomial changes its sign at each of its zeros."""

from __future__ import annotations

from typing import Any

from verifier.kernel.terms.visible import visible_value
from verifier.terms.term import Term

MOST_DEGREE = 24


def has_simple_zeros(term: Term, variable: Term) -> bool:
    """Whether the term is visibly a polynomial in the variable alone, over the rationals, without a multiple zero.

    Exact: the greatest common divisor of the polynomial and its derivative is constant.
    """
    p = _polynomial(term, variable)
    return p is not None and p.degree() > 0 and p.gcd(p.derivative()).degree() == 0


def _polynomial(term: Term, variable: Term) -> Any:
    """The term as an `fmpq_poly` in the variable; None for any other term."""
    from flint import fmpq, fmpq_poly

    value = visible_value(term)
    if value is not None:
        return fmpq_poly([fmpq(value.numerator, value.denominator)])
    if term == variable:
        return fmpq_poly([0, 1])
    if term.head in ("add", "mul", "neg"):
        total = fmpq_poly([1 if term.head == "mul" else 0])
        for a in term.args:
            p = _polynomial(a, variable)
            if p is None or total.degree() + p.degree() > MOST_DEGREE:
                return None
            total = total * p if term.head == "mul" else total + p
        return -total if term.head == "neg" else total
    if term.head in ("pow", "div"):
        p, q = _polynomial(term.args[0], variable), visible_value(term.args[1])
        if p is None or not q:
            return None
        if term.head == "div":
            return p / fmpq(q.numerator, q.denominator)
        if q > 0 and q.denominator == 1 and q * max(p.degree(), 1) <= MOST_DEGREE:
            return p ** int(q)
    return None
