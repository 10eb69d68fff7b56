"""Antiderivatives of products: a polynomial times a bell curve, an exponential times a wave, quotients of linear factors.

Candidates only: the kernel differentiates them. Sources: Gradshteyn and Ryzhik, Table of Integrals, 2.102, 2.33, 2.66.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.unsupported import Unsupported
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import HALF, MINUS_ONE, ONE, PI, TWO, ZERO, Term, add, call, div, integer, mul, neg, power, sub

MOST_DEGREE: Final = 8
MOST_FACTORS: Final = 5


def of_product(f: Term, x: Term) -> Term | None:
    """A candidate for the antiderivative of a product of which one of the rules here knows the form."""
    above, below = factors_of(f)
    fixed = [a for a in above if x.name not in free_symbols(a)]
    fixed_below = [b for b in below if x.name not in free_symbols(b)]
    above = [a for a in above if x.name in free_symbols(a)]
    below = [b for b in below if x.name in free_symbols(b)]
    rules: tuple[Callable[[list[Term], list[Term], Term], Term | None], ...] = (
        _declared,
        _bell_moment,
        _wave,
        _linear_factors,
    )
    for rule in rules:
        found = rule(above, below, x)
        if found is not None:
            return div(mul(*fixed, found), mul(*fixed_below)) if fixed_below else mul(*fixed, found)
    return None


def factors_of(f: Term) -> tuple[list[Term], list[Term]]:
    """Factors above and below the line, products and signs taken apart, positive whole powers written out."""
    if f.head == "mul":
        parts = [factors_of(a) for a in f.args]
        return [t for a, _ in parts for t in a], [t for _, b in parts for t in b]
    if f.head == "neg":
        above, below = factors_of(f.args[0])
        return [MINUS_ONE, *above], below
    if f.head == "div":
        (a, b), (c, d) = factors_of(f.args[0]), factors_of(f.args[1])
        return [*a, *d], [*b, *c]
    if f.head == "pow":
        n = rational_value(f.args[1])
        if n is not None and n.denominator == 1 and 1 <= abs(n) <= MOST_FACTORS:
            a, b = factors_of(f.args[0])
            return (a * int(n), b * int(n)) if n > 0 else (b * int(-n), a * int(-n))
    return [f], []


def _slopes(p: Term, x: Term) -> list[Term] | None:
    """p and its derivatives while they depend on x, and the first that does not; None where that takes too many."""
    found = [p]
    try:
        while x.name in free_symbols(found[-1]):
            if len(found) > MOST_DEGREE:
                return None
            found.append(differentiate(found[-1], x.name))
    except Unsupported:
        return None
    return found


def _declared(above: list[Term], below: list[Term], x: Term) -> Term | None:
    """The function whose derivative a partial derivative of a declared one is."""
    if below or len(above) != 1 or above[0].head != "partial" or above[0].args != (x,):
        return None
    name, _, order = above[0].name.partition(":")
    n = int(order) - 1
    return Term("partial", (x,), f"{name}:{n}") if n else Term("apply", (x,), name)


def _bell_moment(above: list[Term], below: list[Term], x: Term) -> Term | None:
    """p(x)*exp(c - h*(x - m)**2), by y**n*exp(-h*y**2) -> y**(n - 2)*exp(-h*y**2) in y = x - m."""
    exponents = [a.args[0] for a in above if a.head == "exp"]
    polynomial = mul(*[a for a in above if a.head != "exp"]) if len(above) > len(exponents) else ONE
    if below or not exponents:
        return None
    u = add(*exponents) if len(exponents) > 1 else exponents[0]
    slopes, values = _slopes(u, x), _slopes(polynomial, x)
    if slopes is None or values is None or len(slopes) != 3 or slopes[2] == ZERO:
        return None
    h = neg(mul(HALF, slopes[2]))
    m = neg(div(substitute(slopes[1], {x.name: ZERO}), slopes[2]))
    y = sub(x, m)
    bell, top = call("exp", u), substitute(u, {x.name: m})
    area = mul(call("exp", top), div(power(PI, HALF), mul(TWO, power(h, HALF))), call("erf", mul(power(h, HALF), y)))
    total, factorial = [], 1
    for n, slope in enumerate(values):
        factorial *= max(n, 1)
        coefficient = div(substitute(slope, {x.name: m}), integer(factorial))
        total.append(mul(coefficient, _moment(n, y, h, bell, area)))
    return add(*total)


def _moment(n: int, y: Term, h: Term, bell: Term, area: Term) -> Term:
    if n == 0:
        return area
    first = neg(div(mul(power(y, integer(n - 1)), bell), mul(TWO, h)))
    if n == 1:
        return first
    return add(first, mul(div(integer(n - 1), mul(TWO, h)), _moment(n - 2, y, h, bell, area)))


def _wave(above: list[Term], below: list[Term], x: Term) -> Term | None:
    """exp(u)*cos(v) and exp(u)*sin(v) for linear u and v."""
    if below or len(above) != 2 or {a.head for a in above} not in ({"exp", "cos"}, {"exp", "sin"}):
        return None
    growth, wave = sorted(above, key=lambda a: a.head != "exp")
    u, v = growth.args[0], wave.args[0]
    slopes = [_slopes(t, x) for t in (u, v)]
    if any(s is None or len(s) != 2 for s in slopes):
        return None
    a, b = (s[1] for s in slopes if s is not None)
    c, s = call("cos", v), call("sin", v)
    inner = add(mul(a, c), mul(b, s)) if wave.head == "cos" else sub(mul(a, s), mul(b, c))
    return div(mul(growth, inner), add(power(a, TWO), power(b, TWO)))


def _linear_factors(above: list[Term], below: list[Term], x: Term) -> Term | None:
    """p(x)/((a*x + b)*(c*x + d)*...), the factors different and p of a lower degree: residues times logarithms."""
    if not 2 <= len(below) <= MOST_FACTORS or len(set(below)) < len(below):
        return None
    top = mul(*above) if above else ONE
    slopes, own = _slopes(top, x), [_slopes(b, x) for b in below]
    if slopes is None or len(slopes) > len(below) or any(s is None or len(s) != 2 for s in own):
        return None
    total = []
    for i, pair in enumerate(own):
        assert pair is not None
        slope = pair[1]
        at = {x.name: neg(div(substitute(below[i], {x.name: ZERO}), slope))}
        rest = mul(*[substitute(b, at) for j, b in enumerate(below) if j != i])
        total.append(mul(div(substitute(top, at), mul(rest, slope)), call("log", below[i])))
    return add(*total)
