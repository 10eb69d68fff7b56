"""Candidates for antiderivatives of a lowered term: linearity, a table, parts with polynomials, and one substitution.

A candidate is a guess: the kernel differentiates it. `None` says that no rule here applies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from verifier.engine.inequalities.expanding import expanded, summands
from verifier.engine.integrals.polynomials import polynomial
from verifier.engine.integrals.primitive_products import of_product
from verifier.engine.integrals.primitive_radicals import of_radical
from verifier.engine.integrals.primitive_secants import of_secants
from verifier.engine.integrals.primitive_substitutions import MOST_SIZE, by_substitution, linear_slope, raised, slope_of
from verifier.engine.integrals.primitive_turns import of_turns
from verifier.engine.integrals.waves import linearised, without_still_waves
from verifier.kernel.derivatives.calculus import resolve
from verifier.terms.heads import parts_of
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
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

MOST_PARTS: Final = 16


def primitives(f: Term, x: Term) -> Iterator[Term]:
    """Candidates for F with dF/dx = f, the likeliest first."""
    f = without_still_waves(_without_guards(f), x)
    if f.size > MOST_SIZE:
        return
    for find in (
        _primitive,
        of_product,
        _of_expanded,
        _of_expanded_products,
        by_substitution,
        of_secants,
        of_turns,
        _of_waves,
        _of_radicals,
        _by_inner_variable,
    ):
        candidate = find(f, x)
        if candidate is not None:
            yield candidate
            if "log" in _heads(candidate):
                yield _with_negative_logarithms(candidate)


def _without_guards(f: Term) -> Term:
    """The values alone: where they are defined is for the kernel to ask."""
    if f.head == "guard":
        return _without_guards(f.args[0])
    return Term(f.head, tuple(map(_without_guards, f.args)), f.value) if f.args else f


def _of_expanded_products(f: Term, x: Term) -> Term | None:
    """Each summand of the expanded integrand by the table of products, or else by itself."""
    found = summands(resolve(f, False))
    return None if found is None or len(found) == 1 else _of_summands(found, x, of_product)


def _of_radicals(f: Term, x: Term) -> Term | None:
    """Each summand by the table of roots and inverse functions, or else by itself."""
    found = summands(resolve(f, False))
    return None if found is None else _of_summands(found, x, of_radical)


def _of_summands(products: list[tuple[Term, ...]], x: Term, table: Callable[[Term, Term], Term | None]) -> Term | None:
    parts = [table(mul(*t), x) or _primitive(mul(*t), x) for t in products if t]
    return add(*[p for p in parts if p is not None]) if None not in parts and len(parts) == len(products) else None


def _of_expanded(f: Term, x: Term) -> Term | None:
    return _primitive(expanded(f), x)


def _of_waves(f: Term, x: Term) -> Term | None:
    """Products of sines and cosines as sums, each summand by itself."""
    found = summands(resolve(f, False))
    sums = None if found is None else linearised(found, x)
    return None if sums is None else _primitive(sums, x)


def _heads(term: Term) -> set[str]:
    return {term.head}.union(*map(_heads, term.args))


def _with_negative_logarithms(term: Term) -> Term:
    """log(-u) for log(u), where u is negative between the bounds."""
    if term.head == "log":
        return call("log", neg(term.args[0]))
    return Term(term.head, tuple(map(_with_negative_logarithms, term.args)), term.value)


def _primitive(f: Term, x: Term) -> Term | None:
    if x.name not in free_symbols(f):
        return mul(f, x)
    match f.head:
        case "add":
            parts = [_primitive(a, x) for a in f.args]
            return None if None in parts else add(*[p for p in parts if p is not None])
        case "neg":
            inner = _primitive(f.args[0], x)
            return None if inner is None else neg(inner)
        case "div":
            return _of_product((f.args[0], power(f.args[1], MINUS_ONE)), x)
        case "mul":
            return _of_product(f.args, x)
    return _of_product((f,), x)


def _of_product(factors: tuple[Term, ...], x: Term) -> Term | None:
    flat = _gathered(list(_factors(factors)), x)
    fixed = [a for a in flat if x.name not in free_symbols(a)]
    moving = [a for a in flat if x.name in free_symbols(a)]
    found = _of_moving(moving, x)
    return found if found is None or not fixed else mul(*fixed, found)


def _gathered(factors: list[Term], x: Term) -> list[Term]:
    """Exponentials as one, and powers of the variable with other than whole exponents as one."""
    exponents = [a.args[0] for a in factors if a.head == "exp"]
    powers = [a for a in factors if a == x or (a.head == "pow" and a.args[0] == x)]
    rest = factors
    if len(exponents) > 1:
        whole = add(*exponents)
        coefficients = polynomial(whole, x) or []
        whole = coefficients[0] if coefficients and set(coefficients[1:]) <= {ZERO} else whole
        rest = [*(a for a in rest if a.head != "exp"), call("exp", whole)]
    if len(powers) > 1 and any(a != x and rational_value(a.args[1]) is None for a in powers):
        total = add(*[ONE if a == x else a.args[1] for a in powers])
        rest = [*(a for a in rest if a not in powers), power(x, total)]
    return rest


def _factors(factors: tuple[Term, ...], n: int = 1) -> Iterator[Term]:
    """The factors of the product of these to the n-th power; integer powers of products are taken apart."""
    for a in factors:
        k = rational_value(a.args[1]) if a.head == "pow" else None
        if a.head == "mul":
            yield from _factors(a.args, n)
        elif a.head == "neg":
            yield power(MINUS_ONE, integer(n))
            yield from _factors(a.args, n)
        elif a.head == "div":
            yield from _factors((a.args[0],), n)
            yield from _factors((a.args[1],), -n)
        elif k is not None and k.denominator == 1:
            yield from _factors((a.args[0],), n * int(k))
        elif k is not None:
            yield power(a.args[0], rational(n * k))
        elif a.head == "pow" and n != 1:
            yield power(a.args[0], mul(integer(n), a.args[1]))
        elif a.head == "exp" and n != 1:
            yield call("exp", mul(integer(n), a.args[0]))
        else:
            yield a if n == 1 else power(a, integer(n))


def _of_moving(moving: list[Term], x: Term) -> Term | None:
    if not moving:
        return x
    if len(moving) == 1:
        found = _repeated(moving[0], x, 1)
        return found or _of_logarithm(ONE, moving[0], x) or (_of_square(moving[0], x))
    found = _of_powers(moving, x)
    functions = [a for a in moving if not _is_polynomial(a, x)]
    if found is not None or not functions:
        return found
    rest = [a for a in moving if _is_polynomial(a, x)]
    if len(functions) == 1 and rest:
        polynomial = mul(*rest)
        return _by_parts(polynomial, functions[0], x) or _of_logarithm(polynomial, functions[0], x)
    return None


def _of_powers(moving: list[Term], x: Term) -> Term | None:
    """Products of powers of x itself."""
    total = 0
    for a in moving:
        base, n = (a.args[0], rational_value(a.args[1])) if a.head == "pow" else (a, rational_value(ONE))
        if base != x or n is None or n.denominator != 1:
            return None
        total += int(n)
    return _repeated(power(x, integer(total)), x, 1)


def _by_parts(polynomial: Term, g: Term, x: Term) -> Term | None:
    """p*G1 - p'*G2 + p''*G3 - ..., G1, G2, ... the repeated antiderivatives of g."""
    parts = []
    for k in range(1, MOST_PARTS + 1):
        repeated = _repeated(g, x, k)
        if repeated is None:
            return None
        parts.append(mul(integer((-1) ** (k - 1)), polynomial, repeated))
        polynomial = slope_of(polynomial, x)
        if x.name not in free_symbols(polynomial):
            last = _repeated(g, x, k + 1)
            return None if last is None else add(*parts, mul(integer((-1) ** k), polynomial, last))
    return None


def _of_logarithm(polynomial: Term, f: Term, x: Term) -> Term | None:
    """P*f - the integral of P*f', for f = log, atan of x."""
    if f.head != "log" or f.args[0] != x:
        return None
    whole = _primitive(expanded(polynomial), x)
    rest = None if whole is None else _primitive(expanded(div(whole, x)), x)
    return None if whole is None or rest is None else sub(mul(whole, f), rest)


def _of_square(f: Term, x: Term) -> Term | None:
    """sin(u)**2 and cos(u)**2 by the double angle."""
    if f.head != "pow" or f.args[1] != TWO or f.args[0].head not in ("sin", "cos"):
        return None
    u = f.args[0].args[0]
    a = linear_slope(u, x)
    if a is None:
        return None
    wave = div(mul(call("sin", u), call("cos", u)), mul(TWO, a))
    return add(mul(HALF, x), neg(wave) if f.args[0].head == "sin" else wave)


def _repeated(f: Term, x: Term, k: int) -> Term | None:
    """The k-th antiderivative of a function of a linear term a*x + b."""
    if f == x:
        return _repeated(power(x, ONE), x, k)
    if f.head == "pow":
        return _of_power(f.args[0], f.args[1], x, k)
    if f.head not in ("exp", "sin", "cos"):
        return None
    u = f.args[0]
    a = linear_slope(u, x)
    if a is None:
        return _of_bell(u, x) if f.head == "exp" and k == 1 else None
    scale = power(a, integer(k))
    if f.head == "exp":
        return div(f, scale)
    order = ("sin", "cos").index(f.head) - k
    value = {0: call("sin", u), 1: call("cos", u), 2: neg(call("sin", u)), 3: neg(call("cos", u))}[order % 4]
    return div(value, scale)


def _of_bell(u: Term, x: Term) -> Term | None:
    """exp(u) for u = c - h*(x - m)**2, by the error function; the kernel asks for h > 0."""
    slope = slope_of(u, x)
    curvature = slope_of(slope, x)
    if x.name in free_symbols(curvature) or curvature == ZERO:
        return None
    origin = {x.name: ZERO}
    shift = div(substitute(slope, origin), curvature)
    top = sub(substitute(u, origin), mul(HALF, curvature, power(shift, TWO)))
    root = power(neg(mul(HALF, curvature)), HALF)
    scale = mul(call("exp", top), div(power(PI, HALF), mul(TWO, root)))
    return mul(scale, call("erf", mul(root, add(x, shift))))


def _of_power(base: Term, exponent: Term, x: Term, k: int) -> Term | None:
    a = linear_slope(base, x)
    if a is None:
        return _of_other_power(base, exponent, x) if k == 1 else None
    if x.name in free_symbols(exponent):
        return None
    steps = [raised(exponent, i + 1) for i in range(k)]
    if ZERO in steps:
        return div(call("log", base), a) if k == 1 else None
    return div(power(base, steps[-1]), mul(power(a, integer(k)), *steps))


def _of_other_power(base: Term, exponent: Term, x: Term) -> Term | None:
    """b**u for a linear u; 1/(p + q*x**2), the square of the secant, and 1/sqrt(1 - x**2)."""
    if x.name not in free_symbols(base):
        a = linear_slope(exponent, x)
        return None if a is None else div(power(base, exponent), mul(a, call("log", base)))
    n = rational_value(exponent)
    if base.head in ("cos", "sin") and n == -2:
        a = linear_slope(base.args[0], x)
        other = call("sin", base.args[0]) if base.head == "cos" else neg(call("cos", base.args[0]))
        return None if a is None else div(other, mul(a, base))
    curvature = slope_of(slope_of(base, x), x)
    if n == -1 and x.name not in free_symbols(curvature):
        slope = slope_of(base, x)
        below = substitute(base, {x.name: ZERO}), substitute(slope, {x.name: ZERO})
        root = power(sub(mul(TWO, curvature, below[0]), power(below[1], TWO)), HALF)
        return div(mul(TWO, call("atan", div(slope, root))), root)
    return call("asin", x) if n is not None and 2 * n == -1 else None


def _by_inner_variable(f: Term, x: Term) -> Term | None:
    """G(v) for v = sqrt(x) or log(x), G an antiderivative of f(v**2)*2*v or f(exp(v))*exp(v) in v."""
    for v, back, slope in (
        (power(x, HALF), power(x, TWO), mul(TWO, x)),
        (call("log", x), call("exp", x), call("exp", x)),
    ):
        inner = _with_inner_variable(f, x, v, back)
        if inner != f and inner.size < MOST_SIZE and v not in parts_of(inner):
            for find in (_primitive, of_product, _of_expanded, _of_radicals):
                found = find(mul(inner, slope), x)
                if found is not None:
                    return substitute(found, {x.name: v})
    return None


def _with_inner_variable(f: Term, x: Term, v: Term, back: Term) -> Term:
    """f with x for v, and what x is by v for x; a term without v is left alone."""
    if v not in parts_of(f):
        return f

    def put(term: Term) -> Term:
        if term == v:
            return x
        if term.head == "pow" and term.args[0] == x and v.head == "pow":
            n = rational_value(term.args[1])
            return power(x, rational(2 * n)) if n is not None and (2 * n).denominator == 1 else term
        return back if term == x else Term(term.head, tuple(map(put, term.args)), term.value) if term.args else term

    return put(f)


def _is_polynomial(f: Term, x: Term) -> bool:
    if x.name not in free_symbols(f) or f == x:
        return True
    if f.head == "pow":
        n = rational_value(f.args[1])
        return n is not None and n >= 0 and n.denominator == 1 and _is_polynomial(f.args[0], x)
    return f.head in ("add", "mul", "neg") and all(_is_polynomial(a, x) for a in f.args)
