"""A quotient of polynomials with rational coefficients as a polynomial and fractions with powers of irreducible divisors.

Polynomials are lists of coefficients, the constant terms first.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from flint import fmpq, fmpq_mat, fmpq_poly

from verifier.terms.record import record

MOST_DEGREE: Final = 12

Coefficients = list[Fraction]


@record
class Part:
    """numerator/divisor**exponent, the divisor irreducible over the rationals and of a higher degree."""

    numerator: Coefficients
    divisor: Coefficients
    exponent: int


def partial_fractions(above: Coefficients, below: Coefficients) -> tuple[Coefficients, list[Part]] | None:
    """The whole part and the fractions; None for a constant divisor or one of a large degree."""
    top, bottom = (fmpq_poly([fmpq(c.numerator, c.denominator) for c in p]) for p in (above, below))
    n = bottom.degree()
    if not 0 < n <= MOST_DEGREE:
        return None
    whole, rest = divmod(top, bottom)
    _, factors = bottom.factor()
    places = [(f, i) for f, k in factors for i in range(1, int(k) + 1)]
    columns = [(bottom / f**i) * fmpq_poly([0] * d + [1]) for f, i in places for d in range(f.degree())]
    system = fmpq_mat(n, n, [column[row] for row in range(n) for column in columns])
    solved = system.solve(fmpq_mat(n, 1, [rest[row] for row in range(n)])).entries()
    parts, at = [], 0
    for f, i in places:
        own = solved[at : at + f.degree()]
        at += f.degree()
        parts.append(Part(_fractions(own), _fractions(f.coeffs()), i))
    return _fractions(whole.coeffs()), parts


def _fractions(values: list[fmpq]) -> Coefficients:
    return [Fraction(int(v.p), int(v.q)) for v in values]
