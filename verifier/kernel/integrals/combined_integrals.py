"""`combined-integrals`: an integral by F and other integrals between the same bounds: linearity, integration by parts.

Domain: real chains, finite bounds in any order. If f = F' + c_1*g_1 + ... + c_n*g_n between a and b, the c_i free of the
variable, and f, F and the g_i are continuous on the closed interval, then all integrals exist and the one of f is
F(b) - F(a) + c_1*(the one of g_1) + ... (Rudin, Principles of Mathematical Analysis, theorems 6.12, 6.21 and 6.22). What f needs
whatever the variable is, the integral needs; of what the others need nothing follows for it.
"""

from __future__ import annotations

from verifier.kernel.cell import Cell, Refused
from verifier.kernel.derivatives.calculus import resolve
from verifier.kernel.derivatives.guards import Conditions, collect_needs, guarded
from verifier.kernel.integrals.definite_integrals import between, demand_continuous, demand_finite, is_definite, names
from verifier.kernel.integrals.improper_integrals import INFINITE, demand_slope, fresh_variable
from verifier.kernel.signs.angle_ranges import strictly_between
from verifier.terms.substitution import substitute
from verifier.terms.term import Term, add, mul, sub


def combined(cell: Cell, terms: tuple[Term, ...]) -> Term:
    """The value of the first term by F, the second, and pairs of a factor and an integral."""
    integral, primitive, *rest = terms
    factors, others = rest[::2], rest[1::2]
    if len(rest) % 2 or cell.domain.complex_numbers or not all(map(is_definite, (integral, *others))):
        raise Refused("`combined-integrals` takes an integral, a function, and factors with integrals")
    f, x, a, b = integral.args
    if {a, b} & set(INFINITE) or any(o.args[2:] != (a, b) for o in others):
        raise Refused("the integrals are not between the same finite bounds")
    known = names(integral).union(*map(names, others))
    if not names(primitive) <= known | {x.name} or not all(names(c) <= known for c in factors):
        raise Refused("a function or factor has symbols of its own")
    t = fresh_variable(cell, *terms)
    body = substitute(f, {x.name: t})
    whole = resolve(substitute(primitive, {x.name: t}), False, cell.domain.integers)
    bodies = [substitute(o.args[0], {o.args[1].name: t}) for o in others]
    needs = Conditions()
    for bound in (a, b):
        demand_finite(bound)
        collect_needs(bound, False, needs)
    parts = [(body, needs.need), *((p, needs.need_loosely) for p in (whole, *factors, *bodies))]
    slope = sub(body, add(*map(mul, factors, bodies))) if bodies else body
    for low, high in ((a, b), (b, a)):
        closed = demand_continuous(between(cell, t, low, high, (body, whole, *bodies)), t, parts)
        demand_slope(strictly_between(closed, t, low, high), t, whole, slope)
    ends = sub(substitute(whole, {t.name: b}), substitute(whole, {t.name: a}))
    return guarded(add(ends, *map(mul, factors, others)), needs)
