"""`change-of-variable`: the integral of f from g(a) to g(b) is that of f(g(t))*g'(t) for t from a to b.

The integral from g(b) to g(a) is the opposite. Domain: real chains, finite bounds in any order. Between a and b, ends
included, g is shown to have a continuous derivative, and f(g(t)) to be defined; f is continuous on its natural domain, in
which then all values of g lie. By the intermediate value theorem these include everything between g(a) and g(b); g need not be
monotonic (Rudin, Principles of Mathematical Analysis, theorems 4.23 and 6.21, for the antiderivative of f on the range of g).
Both integrals exist, so no condition is left.
"""

from __future__ import annotations

from verifier.kernel.cell import Cell, Needs, Refused, prove_on
from verifier.kernel.derivatives.calculus import differentiate, resolve
from verifier.kernel.derivatives.continuity import is_continuous, requirements_of
from verifier.kernel.integrals.definite_integrals import between, demand_finite, is_definite, names
from verifier.kernel.integrals.improper_integrals import INFINITE, fresh_variable
from verifier.kernel.normal_forms.field import GaveUp, TooLarge, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.terms.substitution import substitute
from verifier.terms.term import Term, mul, neg, symbol


def changed_variable(cell: Cell, terms: tuple[Term, ...]) -> Term:
    """The integral over x from a to b; the terms are the integral, g, the symbol x in which g is written, a and b."""
    if len(terms) != 5 or not is_definite(terms[0]) or terms[2].head != "symbol" or cell.domain.complex_numbers:
        raise Refused("`change-of-variable` takes an integral, a function, its variable and two bounds")
    integral, g, x, a, b = terms
    f, u, low, high = integral.args
    known = names(integral) | {d.name for d in cell.domain.declarations}
    if not names(g) <= known | {x.name} or not names(a) | names(b) <= known:
        raise Refused("the function or a bound has symbols of its own")
    for bound in (low, high, a, b):
        if bound in INFINITE or requirements_of(cell, bound):
            raise Refused("a bound may be undefined or infinite")
        demand_finite(bound)
    t = fresh_variable(cell, *terms)
    inner = resolve(substitute(g, {x.name: t}), False, cell.domain.integers)
    slope = differentiate(inner, t.name, integers=cell.domain.integers)
    ends = [substitute(inner, {t.name: place}) for place in (a, b)]
    straight = all(_are_equal(cell, e, v) for e, v in zip(ends, (low, high), strict=True))
    if not straight and not all(_are_equal(cell, e, v) for e, v in zip(ends, (high, low), strict=True)):
        raise Refused("the values of the function at the bounds were not shown")
    body = substitute(f, {u.name: inner})
    for first, last in ((a, b), (b, a)):
        _demand_smooth(between(cell, t, first, last, (body, inner, slope)), t, inner, slope, body)
    _demand_continuous_everywhere(cell, f, u, t)
    changed = Term("Integral", (mul(body, slope), t, a, b))
    return changed if straight else neg(changed)


def _demand_smooth(cell: Cell, t: Term, inner: Term, slope: Term, body: Term) -> None:
    if any(requirements_of(cell, part) for part in (inner, slope, body)):
        raise Refused("the integrand or the function may be undefined between the bounds")
    if not (is_continuous(cell, inner, t.name) and is_continuous(cell, slope, t.name)):
        raise Refused("the function is not seen to have a continuous derivative")


def _demand_continuous_everywhere(cell: Cell, f: Term, u: Term, t: Term) -> None:
    """Refused unless f is seen to be continuous in its variable on its natural domain, wherever that variable is."""
    other = symbol(t.name + "'")
    if not is_continuous(cell, substitute(f, {u.name: other}), other.name):
        raise Refused("the integrand is not seen to be continuous")


def _are_equal(cell: Cell, left: Term, right: Term) -> bool:
    try:
        return prove_on(cell, left, right) == Needs()
    except TooLarge:
        raise
    except (Refused, GaveUp, NeedsSign, Undefined):
        return False
