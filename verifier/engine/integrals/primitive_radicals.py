"""Antiderivatives with a polynomial P: over another, times sqrt(q)**k for a quadratic q, times log, atan, asin, erf.

Candidates only: the kernel differentiates them. Sources: Gradshteyn and Ryzhik, Table of Integrals, 2.252, 2.260 and 2.72
to 2.85; the coefficients under a root are those of Ostrogradsky's method. Polynomials are lists, the constant term first.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from verifier.engine.integrals.polynomials import (
    MOST_DEGREE,
    Polynomial,
    composed,
    integrated,
    negative,
    over,
    plus,
    polynomial,
    product,
    term_of,
    times,
)
from verifier.engine.integrals.primitive_products import factors_of
from verifier.engine.integrals.primitive_rationals import of_quotient, rational_coefficients
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import (
    HALF,
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    Term,
    add,
    call,
    div,
    integer,
    mul,
    neg,
    power,
    rational,
    sub,
)


def of_radical(f: Term, x: Term) -> Term | None:
    """A candidate for the antiderivative of a polynomial times one root or inverse function; None for other products."""
    above, below = factors_of(f)
    fixed = [a for a in above if x.name not in free_symbols(a)]
    fixed += [power(b, MINUS_ONE) for b in below if x.name not in free_symbols(b)]
    moving = [(a, 1) for a in above if x.name in free_symbols(a)]
    moving += [(b, -1) for b in below if x.name in free_symbols(b)]
    p: Polynomial = [ONE]
    functions = []
    for a, k in moving:
        own = polynomial(a, x) if k > 0 else None
        if own is None:
            functions.append((a, k))
        else:
            p = product(p, own)
    if len(p) > MOST_DEGREE + 1:
        return None
    divisors = [polynomial(a, x) if k < 0 else None for a, k in functions]
    if functions and None not in divisors:
        found = _of_quotient(p, reduce(product, [d for d in divisors if d is not None]), x)
    else:
        found = _of_function(p, *functions[0], x) if len(functions) == 1 else None
    return found if found is None or not fixed else mul(*fixed, found)


def _of_quotient(p: Polynomial, q: Polynomial, x: Term) -> Term | None:
    above, below = rational_coefficients(p), rational_coefficients(q)
    if above is not None and below is not None:
        return of_quotient(above, below, x) or _over_quartic(p, q, x)
    return _over_quadratic(p, q, x) if len(q) == 3 else None


def _over_quartic(p: Polynomial, q: Polynomial, x: Term) -> Term | None:
    """The integral of p/q for q = k*(x**4 + c*x**2 + d), which is k*(x**2 + a*x + b)*(x**2 - a*x + b) with b = sqrt(d)."""
    if len(q) != 5 or len(p) > 4 or {q[1], q[3]} != {ZERO}:
        return None
    n0, n1, n2, n3 = (over(n, q[4]) for n in [*p, ZERO, ZERO, ZERO][:4])
    b = power(over(q[0], q[4]), HALF)
    a = power(sub(mul(TWO, b), over(q[2], q[4])), HALF)
    total_0, gap_0 = over(n0, b), over(plus(n1, negative(times(b, n3))), a)
    gap_1 = over(plus(n2, negative(total_0)), a)
    first = [over(plus(total_0, negative(gap_0)), TWO), over(plus(n3, negative(gap_1)), TWO)]
    second = [over(plus(total_0, gap_0), TWO), over(plus(n3, gap_1), TWO)]
    return add(_over_quadratic(first, [b, a, ONE], x), _over_quadratic(second, [b, neg(a), ONE], x))


def _of_function(p: Polynomial, g: Term, k: int, x: Term) -> Term | None:
    if g.head == "pow":
        exponent = rational_value(g.args[1])
        q = polynomial(g.args[0], x)
        if exponent is None or exponent.denominator != 2 or q is None or len(q) != 3:
            return None
        return _of_root(p, q, k * exponent, x)
    if k != 1 or g.head not in ("log", "atan", "asin", "erf"):
        return None
    inner = polynomial(g.args[0], x)
    if inner is not None and len(inner) == 3 and g.head == "log":
        return _by_parts_of_quadratic(p, g, inner, x)
    if inner is None or len(inner) != 2:
        return None
    b, a = inner
    in_u = [over(c, a) for c in composed(p, [over(negative(b), a), over(ONE, a)])]
    return _by_parts(in_u, g)


# ---- by parts


def _by_parts(p: Polynomial, g: Term) -> Term | None:
    """The integral of p(u)*g(u) by u = g's argument, as W*g less the integral of W*g', W an antiderivative of p."""
    u = g.args[0]
    w = integrated(p)
    match g.head:
        case "log":  # W(0) = 0, so that W/u is a polynomial
            rest = term_of(integrated(w[1:]), u)
        case "atan":
            rest = _over_quadratic(w, [ONE, ZERO, ONE], u)
        case "asin":
            rest = _over_root(w, [ONE, ZERO, MINUS_ONE], u)
        case _:
            rest = _times_bell(w, u)
    return sub(mul(term_of(w, u), g), rest)


def _by_parts_of_quadratic(p: Polynomial, g: Term, q: Polynomial, x: Term) -> Term:
    w = integrated(p)
    slope = [q[1], times(TWO, q[2])]
    return sub(mul(term_of(w, x), g), _over_quadratic(product(w, slope), q, x))


def _over_quadratic(p: Polynomial, q: Polynomial, x: Term) -> Term:
    """The integral of p/q."""
    c0, c1, c2 = q
    p = [*p]
    whole: Polynomial = []
    while len(p) > 2:
        lead = over(p[-1], c2)
        p[-2] = plus(p[-2], negative(times(lead, c1)))
        p[-3] = plus(p[-3], negative(times(lead, c0)))
        p.pop()
        whole.insert(0, lead)
    beta, alpha = (*p, ZERO, ZERO)[:2]
    half = over(alpha, times(TWO, c2))
    root = power(plus(times(integer(4), times(c0, c2)), negative(times(c1, c1))), HALF)
    angle = call("atan", div(term_of([c1, times(TWO, c2)], x), root))
    turn = plus(beta, negative(times(half, c1)))
    logarithm = ZERO if half == ZERO else mul(half, call("log", term_of(q, x)))
    arc = ZERO if turn == ZERO else mul(turn, TWO, div(angle, root))
    return add(term_of(integrated(whole), x), logarithm, arc)


def _times_bell(p: Polynomial, u: Term) -> Term:
    """The integral of p(u)*erf'(u), erf' = 2*exp(-u**2)/sqrt(pi)."""
    bell = call("exp", neg(power(u, TWO)))
    p = [*p]
    outer: Polynomial = []
    while len(p) > 1:  # u**n*bell = (n - 1)/2*u**(n - 2)*bell - (u**(n - 1)*bell/2)'
        n = len(p) - 1
        lead = p.pop()
        outer.insert(0, times(lead, rational(Fraction(-1, 2))))
        if n > 1:
            p[n - 2] = plus(p[n - 2], times(lead, rational(Fraction(n - 1, 2))))
    return add(mul(div(TWO, power(PI, HALF)), term_of(outer, u), bell), mul(p[0], call("erf", u)))


# ---- roots of quadratics


def _of_root(p: Polynomial, q: Polynomial, exponent: Fraction, x: Term) -> Term | None:
    """The integral of p*q**exponent, 2*exponent odd."""
    if exponent == Fraction(-3, 2) and len(p) == 1:
        c0, c1, c2 = q
        norm = plus(times(integer(4), times(c0, c2)), negative(times(c1, c1)))
        return div(mul(TWO, p[0], term_of([c1, times(TWO, c2)], x)), mul(norm, power(term_of(q, x), HALF)))
    if not Fraction(-1, 2) <= exponent <= Fraction(5, 2):
        return None
    p = reduce(product, [q] * ((exponent.numerator + 1) // 2), p)
    return _over_root(p, q, x) if len(p) <= MOST_DEGREE + 1 else None


def _over_root(p: Polynomial, q: Polynomial, x: Term) -> Term:
    """The integral of p/sqrt(q): s*sqrt(q) + c times that of 1/sqrt(q), where p = s'*q + s*q'/2 + c."""
    c0, c1, c2 = q
    s = [ZERO] * (len(p) + 1)
    for k in range(len(p) - 1, 0, -1):
        known = plus(
            times(times(s[k], c1), rational(Fraction(2 * k + 1, 2))), times(times(s[k + 1], c0), integer(k + 1))
        )
        s[k - 1] = over(plus(p[k], negative(known)), times(integer(k), c2))
    rest = plus(p[0], negative(plus(times(s[0], times(c1, HALF)), times(s[1], c0))))
    root = power(term_of(q, x), HALF)
    lead = rational_value(c2)
    line = term_of([c1, times(TWO, c2)], x)
    if lead is not None and lead < 0:
        edge = power(plus(times(c1, c1), negative(times(integer(4), times(c0, c2)))), HALF)
        simple = div(call("asin", div(neg(line), edge)), power(negative(c2), HALF))
    else:
        simple = div(call("log", add(line, mul(TWO, power(c2, HALF), root))), power(c2, HALF))
    return add(mul(term_of(s, x), root), ZERO if rest == ZERO else mul(rest, simple))
