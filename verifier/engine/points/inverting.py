"""Closed values of one symbol that solve an equation: roots of a polynomial, or operations undone one by one.

Candidates only: whether a value solves the equation is for the kernel to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.shown import rational_of
from verifier.kernel.balls.values import Outcome
from verifier.kernel.normal_forms.solutions import real_roots, solutions
from verifier.kernel.terms.operators import replaced
from verifier.kernel.unsupported import Unsupported
from verifier.model.evidence import Point
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import (
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
    symbol,
)

MOST_VALUES: Final = 4
LARGEST_VALUE: Final = 60  # nodes of a closed value
LARGEST_EQUATION: Final = 400  # nodes, after squaring
BITS: Final = 64
_INVERSES: Final = {
    "exp": "log",
    "log": "exp",
    "ln": "exp",
    "asin": "sin",
    "acos": "cos",
    "atan": "tan",
    "sinh": "asinh",
    "tanh": "atanh",
    "asinh": "sinh",
    "atanh": "tanh",
}


def values_solving(equation: Term, name: str) -> list[Term]:
    """Numbers, as closed terms, that may solve the equation in the symbol, the only one left in it; rational ones first."""
    found = solutions(equation, name)
    if found is not None:
        return [v for r in real_roots(found) if (v := settled(r)) is not None]
    left, right = equation.args
    if name in free_symbols(right):
        left, right = right, left
    undone = [] if name in free_symbols(right) else _undone(left, right, name)
    if not undone:
        squared = _squared(sub(left, right), name)
        return [] if squared is None or squared.size > LARGEST_EQUATION else values_solving(squared, name)
    values = [v for u in undone if u.size <= LARGEST_VALUE and (v := settled(u)) is not None]
    return sorted(dict.fromkeys(values), key=lambda v: rational_value(v) is None)[:MOST_VALUES]


def _squared(u: Term, name: str) -> Term | None:
    """u = a + b*r for a square root r of g as the equation a**2 = b**2*g, which u = 0 implies; None without such a root."""
    root = next(_roots(u, name), None)
    if root is None:
        return None
    r, g = symbol("'root"), root.args[0]
    a, both = (substitute(replaced(u, {root: r}), {r.name: value}) for value in (ZERO, ONE))
    return call("eq", power(a, TWO), mul(power(sub(both, a), TWO), g))


def _roots(term: Term, name: str) -> Iterator[Term]:
    """The square roots of what depends on the symbol, outermost first."""
    is_root = term.head == "sqrt" or (term.head == "pow" and rational_value(term.args[1]) == Fraction(1, 2))
    if is_root and name in free_symbols(term):
        yield term
    for a in term.args:
        yield from _roots(a, name)


def settled(term: Term) -> Term | None:
    """A closed term as it is, or as the rational number that it certainly is; None where it has no real value."""
    try:
        value = compile_term(term).run(Point(), BITS)
    except Unsupported:
        return None
    if isinstance(value, Outcome):
        return None
    exact = rational_of(value)
    return term if exact is None else rational(exact)


def _undone(term: Term, value: Term, name: str) -> list[Term]:
    """What the symbol may be for the term, in which it stands once, to have the value."""
    if term.head == "symbol":
        return [value]
    inside = [i for i, a in enumerate(term.args) if name in free_symbols(a)]
    if len(inside) != 1:
        return []
    (i,) = inside
    part = term.args[i]
    others = (*term.args[:i], *term.args[i + 1 :])
    return [v for u in _one_undone(term, i, others, value) for v in _undone(part, u, name)]


def _one_undone(term: Term, i: int, others: tuple[Term, ...], value: Term) -> list[Term]:
    """The values of the argument at place i for which the operation may have this value."""
    match term.head:
        case "add":
            return [sub(value, add(*others))]
        case "neg":
            return [neg(value)]
        case "mul":
            return [div(value, mul(*others))]
        case "div":
            return [mul(value, others[0]) if i == 0 else div(others[0], value)]
        case "pow":
            return _power_undone(value, others[0]) if i == 0 else [div(call("log", value), call("log", others[0]))]
        case "sqrt":
            return [power(value, TWO)]
        case "cbrt":
            return [power(value, integer(3))]
        case "Abs":
            return [value, neg(value)]
        case "sin":
            return [call("asin", value), sub(PI, call("asin", value)), sub(neg(PI), call("asin", value))]
        case "cos":
            return [call("acos", value), neg(call("acos", value)), add(mul(TWO, PI), call("acos", value))]
        case "tan":
            return [call("atan", value), add(PI, call("atan", value)), sub(call("atan", value), PI)]
        case "sigmoid":
            return [call("log", div(value, sub(ONE, value)))]
        case head if head in _INVERSES and not others:
            return [call(_INVERSES[head], value)]
    return []


def _power_undone(value: Term, exponent: Term) -> list[Term]:
    q = rational_value(exponent)
    if not q:
        return []
    root = power(value, rational(1 / Fraction(q)))
    if q.numerator % 2:
        return [root, neg(power(neg(value), rational(1 / Fraction(q))))]
    return [root, neg(root)]
