"""Antiderivatives of quotients of polynomials with rational coefficients, by partial fractions.

Candidates only: the kernel differentiates them. Source: Gradshteyn and Ryzhik, Table of Integrals, 2.10 and 2.17. Factors
of the divisor over the rationals of degree three and more are left alone.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.kernel.normal_forms.partial_fractions import Coefficients, Part, partial_fractions
from verifier.terms.rationals import rational_value
from verifier.terms.term import TWO, ZERO, Term, add, call, div, integer, mul, neg, power, rational


def rational_coefficients(p: list[Term]) -> Coefficients | None:
    """The coefficients as numbers; None if one is none."""
    values = [rational_value(c) for c in p]
    return [v for v in values if v is not None] if None not in values else None


def of_quotient(above: Coefficients, below: Coefficients, x: Term) -> Term | None:
    """A candidate for the antiderivative of the quotient of two polynomials, the constant terms first."""
    found = partial_fractions(above, below)
    if found is None or any(len(part.divisor) > 3 for part in found[1]):
        return None
    whole, parts = found
    rising = [Fraction(0), *(c / k for k, c in enumerate(whole, 1))]
    return add(_term(rising, x), *(_of_linear(p, x) if len(p.divisor) == 2 else _of_quadratic(p, x) for p in parts))


def _of_linear(part: Part, x: Term) -> Term:
    a, i, base = part.numerator[0] / part.divisor[1], part.exponent, _term(part.divisor, x)
    if i == 1:
        return mul(rational(a / 2), call("log", power(base, TWO)))
    return div(rational(a / (1 - i)), power(base, integer(i - 1)))


def _of_quadratic(part: Part, x: Term) -> Term:
    """The integral of (b + a*x)/q**i for an irreducible q = c0 + c1*x + c2*x**2."""
    b, a = part.numerator
    c0, c1, c2 = part.divisor
    i = part.exponent
    base, line = _term(part.divisor, x), _term([c1, 2 * c2], x)
    norm = 4 * c0 * c2 - c1 * c1
    rest = b - a * c1 / (2 * c2)
    if i == 1:
        parts = [mul(rational(a / (4 * c2)), call("log", power(base, TWO)))]
    else:
        parts = [div(rational(a / (2 * c2) / (1 - i)), power(base, integer(i - 1)))]
    while i > 1:
        parts.append(div(mul(rational(rest / ((i - 1) * norm)), line), power(base, integer(i - 1))))
        rest *= 2 * (2 * i - 3) * c2 / ((i - 1) * norm)
        i -= 1
    root = power(rational(abs(norm)), rational(Fraction(1, 2)))
    if norm > 0:
        parts.append(mul(rational(2 * rest), div(call("atan", div(line, root)), root)))
    else:
        ratio = div(add(line, neg(root)), add(line, root))
        parts.append(mul(rational(rest / 2), div(call("log", power(ratio, TWO)), root)))
    return add(*parts)


def _term(coefficients: Coefficients, x: Term) -> Term:
    return add(*[mul(rational(c), power(x, integer(k))) for k, c in enumerate(coefficients) if c], ZERO)
