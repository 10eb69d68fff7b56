"""Antiderivatives of sin(u)**a*cos(u)**b for whole a and b, one of them negative, and a linear u. Candidates only.

The reduction formulas are those of any table (Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, section 2.51).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.engine.integrals.primitive_products import factors_of
from verifier.engine.integrals.primitive_substitutions import linear_slope
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import HALF, ONE, Term, add, call, div, integer, mul, neg, power, rational, sub

MOST_EXPONENT: Final = 8


def of_secants(f: Term, x: Term) -> Term | None:
    """An antiderivative of such a product with a factor free of x; None for any other term."""
    exponents = {"sin": 0, "cos": 0}
    angles: dict[Term, None] = {}
    fixed: tuple[list[Term], list[Term]] = ([], [])
    for part, sign, rest in zip(factors_of(f), (1, -1), fixed, strict=True):
        for factor in part:
            base, n = (
                (factor.args[0], rational_value(factor.args[1])) if factor.head == "pow" else (factor, Fraction(1))
            )
            if x.name not in free_symbols(factor):
                rest.append(factor)
            elif base.head in exponents and n is not None and n.denominator == 1:
                exponents[base.head] += sign * int(n)
                angles[base.args[0]] = None
            else:
                return None
    a, b = exponents["sin"], exponents["cos"]
    if len(angles) != 1 or min(a, b) >= 0 or max(abs(a), abs(b)) > MOST_EXPONENT:
        return None
    (u,) = angles
    slope = linear_slope(u, x)
    if slope is None:
        return None
    above, below = (mul(*part) if part else ONE for part in fixed)
    return div(mul(above, _Table(u).integral(a, b)), mul(below, slope))


class _Table:
    """The antiderivatives in u, by the exponents of sine and cosine."""

    def __init__(self, u: Term) -> None:
        self.u = u
        self.s, self.c = call("sin", u), call("cos", u)

    def integral(self, a: int, b: int) -> Term:
        if a < 0 and b < 0:
            return add(self.integral(a + 2, b), self.integral(a, b + 2))
        if b == 1:
            return self._power_of(self.s, a + 1)
        if a == 1:
            return neg(self._power_of(self.c, b + 1))
        if a >= 2:
            return self._fewer_sines(a, b)
        if b >= 2:
            return self._fewer_cosines(a, b)
        if (a, b) == (0, 0):
            return self.u
        return self._secants(-b, self.s, self.c) if a == 0 else neg(self._secants(-a, self.c, self.s))

    def _power_of(self, base: Term, n: int) -> Term:
        return call("log", base) if n == 0 else div(power(base, integer(n)), integer(n))

    def _fewer_sines(self, a: int, b: int) -> Term:
        if b == -1:
            return sub(self.integral(a - 2, -1), self.integral(a - 2, 1))
        below = a + b if b >= 0 else b + 1
        edge = self._edge(self.s, a - 1, self.c, b + 1, -below)
        return add(edge, self._scaled(a - 1, below, self.integral(a - 2, b if b >= 0 else b + 2)))

    def _fewer_cosines(self, a: int, b: int) -> Term:
        if a == -1:
            return sub(self.integral(-1, b - 2), self.integral(1, b - 2))
        below = a + b if a >= 0 else a + 1
        edge = self._edge(self.c, b - 1, self.s, a + 1, below)
        return add(edge, self._scaled(b - 1, below, self.integral(a if a >= 0 else a + 2, b - 2)))

    def _secants(self, n: int, s: Term, c: Term) -> Term:
        """c**(-n) for n >= 1, s the other one of sine and cosine."""
        if n == 1:
            return mul(HALF, call("log", div(add(ONE, s), sub(ONE, s))))
        edge = self._edge(s, 1, c, 1 - n, n - 1)
        return edge if n == 2 else add(edge, self._scaled(n - 2, n - 1, self._secants(n - 2, s, c)))

    def _edge(self, p: Term, m: int, q: Term, n: int, below: int) -> Term:
        """p**m*q**n/below."""
        return mul(rational(Fraction(1, below)), power(p, integer(m)), power(q, integer(n)))

    def _scaled(self, above: int, below: int, term: Term) -> Term:
        return mul(rational(Fraction(above, below)), term)
