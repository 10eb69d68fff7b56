"""Parameters by which an integrand has the form of a listed integral, read off its factors. Nothing here is trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from verifier.engine.integrals.factors_of_integrands import Moving, plain, power_of, split
from verifier.engine.integrals.primitive_substitutions import linear_slope
from verifier.kernel.integrals.listed_integrals import HALF_TURN, PLANCK, QUARTER_TURN
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import HALF, MINUS_ONE, ONE, TWO, ZERO, Term, add, div, mul, neg, power, rational, sub

Found = Iterator[tuple[str, tuple[Term, ...]]]


@record
class Integrand:
    """c*x**exponent times the other factors, each with 1 or -1 for above or below the line."""

    x: Term
    fixed: Term
    exponent: Term
    rest: Moving


def listed_forms(integral: Term, f: Term) -> Iterator[Proof]:
    """Entries of the table that may fit, for the integrand f over a positive interval."""
    _, x, low, high = integral.args
    fixed, moving = split(f, x)
    exponent, rest = power_of(moving, x)
    given = Integrand(x, fixed, exponent, rest)
    for name, parameters in _entries(given, (low, high)):
        yield Proof("listed-integral", (integral, *parameters), (name,))


def _entries(given: Integrand, bounds: tuple[Term, Term]) -> Found:
    if bounds in QUARTER_TURN:
        yield from _angles(given)
        yield from _logarithm(given, {"sin": "logarithm-of-sine", "cos": "logarithm-of-cosine"})
    elif bounds in HALF_TURN:
        yield from _logarithm(given, {"sin": "logarithm-of-half-wave"})
    elif bounds == (ZERO, ONE):
        yield from _logarithms_to_one(given)
    else:
        for rule in _ON_HALF_LINES:
            yield from rule(given)


def _beta(given: Integrand) -> Found:
    """x**(s - 1)*(A + B*x**k)**(-r), also as several such factors of one base."""
    base = next((_base(a) for a, _ in given.rest if _base(a).head == "add"), None)
    if base is None:
        return
    exponent, left = power_of(given.rest, base)
    constant, moving = _by_symbol(base, given.x)
    if left or len(moving) != 1 or constant == ZERO:
        return
    factor, powers = split(moving[0], given.x)
    k, others = power_of(powers, given.x)
    if not others:
        scale = given.fixed if constant == ONE else mul(given.fixed, power(constant, exponent))
        slope = factor if constant == ONE else div(factor, constant)
        yield "beta-half-line", (add(given.exponent, ONE), slope, k, plain(neg(exponent)), scale)


def _angles(given: Integrand) -> Found:
    """sin(x)**(2*p - 1)*cos(x)**(2*q - 1)."""
    sine, rest = power_of(given.rest, Term("sin", (given.x,)))
    cosine, left = power_of(rest, Term("cos", (given.x,)))
    if given.exponent == ZERO and not left:
        halves = (plain(mul(HALF, add(e, ONE))) for e in (sine, cosine))
        yield "beta-angles", (*halves, given.fixed)


def _logarithm(given: Integrand, names: dict[str, str]) -> Found:
    if given.exponent == ZERO and len(given.rest) == 1 and given.rest[0][0].head == "log":
        inside = given.rest[0][0].args[0]
        if given.rest[0][1] == ONE and inside.args == (given.x,) and inside.head in names:
            yield names[inside.head], (given.fixed,)


def _logarithms_to_one(given: Integrand) -> Found:
    """Logarithms over linear terms, and powers of -log(x)."""
    x = given.x
    own, rest = power_of(given.rest, Term("log", (x,)))
    opposite, rest = power_of(rest, neg(Term("log", (x,))))
    inverse, rest = power_of(rest, Term("log", (div(ONE, x),)))
    opposite = plain(add(opposite, inverse))
    s = plain(add(own, opposite))
    if not rest and s != ZERO:
        sign = ONE if own == ZERO else power(MINUS_ONE, own)
        yield "logarithmic-gamma", (add(given.exponent, ONE), plain(add(s, ONE)), mul(given.fixed, sign))
    if (own, opposite) == (ONE, ZERO) and rest == [(sub(ONE, x), MINUS_ONE)] and given.exponent == ZERO:
        yield "logarithm-beyond-one", (given.fixed,)
    if given.exponent == MINUS_ONE:
        for inside, name in (
            (sub(ONE, x), "logarithm-before-one"),
            (add(ONE, x), "logarithm-past-one"),
            (add(x, ONE), "logarithm-past-one"),
        ):
            if given.rest == [(Term("log", (inside,)), ONE)]:
                yield name, (given.fixed,)


def _bells(given: Integrand) -> Found:
    """exp(-a*x**2) with a cosine or with exp(-b/x**2)."""
    if given.exponent != ZERO:
        return
    exponent, rest = _exponent(given.rest)
    squares = [_monomial(u, given.x) for u in exponent]
    slopes = dict.fromkeys((TWO, neg(TWO)), ZERO)
    for c, k in squares:
        if plain(k) not in (TWO, plain(neg(TWO))):
            return
        slopes[TWO if plain(k) == TWO else neg(TWO)] = neg(c)
    a, b = slopes.values()
    waves = _waves(rest, given.x, "cos")
    if a != ZERO and b != ZERO and not rest:
        yield "two-bells", (a, b, given.fixed)
    elif a != ZERO and b == ZERO and len(rest) == 1 and waves is not None:
        yield "bell-wave", (a, waves, given.fixed)


def _over_line(given: Integrand) -> Found:
    """Differences of exponentials, damped sines, and squared sines, over x or its square."""
    exponent, rest = _exponent(given.rest)
    slope = _waves(rest, given.x, "sin")
    if given.exponent == MINUS_ONE and slope is not None and len(exponent) == 1:
        a = linear_slope(exponent[0], given.x)
        if a is not None:
            yield "damped-sine", (neg(a), slope, given.fixed)
    if plain(given.exponent) == plain(neg(TWO)):
        base = next((_base(a) for a, _ in given.rest if _base(a).head == "sin"), None)
        b = linear_slope(base.args[0], given.x) if base is not None else None
        if base is not None and b is not None and power_of(given.rest, base) == (TWO, []):
            yield "squared-sine", (b, given.fixed)
    if given.exponent == MINUS_ONE and len(given.rest) == 1 and given.rest[0][0].head == "add":
        yield from _quotient(given, given.rest[0][0].args)


def _quotient(given: Integrand, parts: tuple[Term, ...]) -> Found:
    """(c*exp(-a*x) - c*exp(-b*x))/x."""
    if len(parts) != 2:
        return
    slopes, factors = [], []
    for part in parts:
        fixed, moving = split(part, given.x)
        exponent, rest = _exponent(moving)
        slope = linear_slope(exponent[0], given.x) if len(exponent) == 1 and not rest else None
        if slope is None:
            return
        slopes.append(neg(slope))
        factors.append(fixed)
    yield "exponential-quotient", (*slopes, mul(given.fixed, factors[0]))


def _over_square(given: Integrand) -> Found:
    """Waves and logarithms over B*x**2 + A."""
    below = next((a for a, sign in given.rest if a.head == "add" and sign == MINUS_ONE), None)
    if below is None:
        return
    rest = [part for part in given.rest if part[0] != below]
    constant, moving = _by_symbol(below, given.x)
    if len(rest) != len(given.rest) - 1 or len(moving) != 1 or constant == ZERO:
        return
    factor, k = _monomial(moving[0], given.x)
    if plain(k) != TWO:
        return
    ratio = constant if factor == ONE else div(constant, factor)
    a, c = _root(ratio), given.fixed if factor == ONE else div(given.fixed, factor)
    logarithm = (Term("log", (given.x,)), ONE)
    if given.exponent == ZERO and rest == [logarithm]:
        yield "logarithm-over-square", (a, c)
    for exponent, head, name in ((ZERO, "cos", "wave-over-square"), (ONE, "sin", "moving-wave-over-square")):
        slope = _waves(rest, given.x, head) if given.exponent == exponent else None
        if slope is not None:
            yield name, (a, slope, c)
            if head == "sin":
                yield name, (a, neg(slope), neg(c))


def _root(u: Term) -> Term:
    """The root of u, without a root for a written square."""
    if u == ONE:
        return ONE
    return u.args[0] if u.head == "pow" and u.args[1] == TWO else power(u, HALF)


def _planck(given: Integrand) -> Found:
    """x**(2*n - 1)/(exp(a*x) - 1)."""
    e = rational_value(given.exponent)
    if e is None or e.denominator != 1 or e % 2 == 0 or len(given.rest) != 1 or given.rest[0][1] != MINUS_ONE:
        return
    constant, moving = _by_symbol(given.rest[0][0], given.x)
    if rational_value(constant) == -1 and len(moving) == 1 and moving[0].head == "exp":
        slope = linear_slope(moving[0].args[0], given.x)
        if slope is not None:
            yield PLANCK, (slope, rational((e + 1) / 2), given.fixed)


_ON_HALF_LINES: Final[tuple[Callable[[Integrand], Found], ...]] = (_beta, _bells, _over_line, _over_square, _planck)


def _base(a: Term) -> Term:
    return a.args[0] if a.head == "pow" else a


def _by_symbol(u: Term, x: Term) -> tuple[Term, list[Term]]:
    """The summands without x, added, and the others."""
    parts = u.args if u.head == "add" else (u,)
    constant = [p for p in parts if x.name not in free_symbols(p)]
    return plain(add(*constant)) if constant else ZERO, [p for p in parts if x.name in free_symbols(p)]


def _monomial(u: Term, x: Term) -> tuple[Term, Term]:
    """c and k of c*x**k; k is 0 where u has another form."""
    factor, moving = split(u, x)
    k, others = power_of(moving, x)
    return (factor, k) if not others else (u, ZERO)


def _exponent(moving: Moving) -> tuple[list[Term], Moving]:
    """The summands of the exponent of all exponentials together, and the other factors."""
    found: list[Term] = []
    rest: Moving = []
    for a, sign in moving:
        if a.head != "exp" or sign not in (ONE, MINUS_ONE):
            rest.append((a, sign))
            continue
        u = a.args[0] if sign == ONE else neg(a.args[0])
        found += _summands(u)
    return found, rest


def _summands(u: Term) -> list[Term]:
    if u.head == "neg" and u.args[0].head == "add":
        return [neg(p) for p in u.args[0].args]
    return list(u.args) if u.head == "add" else [u]


def _waves(rest: Moving, x: Term, head: str) -> Term | None:
    """The slope of the only factor, a cosine or sine of a multiple of x."""
    if len(rest) != 1 or rest[0][0].head != head or rest[0][1] != ONE:
        return None
    return linear_slope(rest[0][0].args[0], x)
