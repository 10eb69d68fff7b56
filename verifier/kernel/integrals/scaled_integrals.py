"""`scaled-integral`: the integral of c*g is c times that of g, for a c that is free of the variable and never 0.

Domain: real and complex chains, the variable being real; bounds that are real, in any order, or infinite. At each place between
the bounds the integrand f is shown to be defined exactly where c*g is, and to be equal to it there. So f is c*g on the path, and
as c and 1/c are numbers each integral exists, proper or improper, exactly where the other one does (Rudin, Principles of
Mathematical Analysis, theorem 6.12, and chapter 6, exercises 7 and 8). What f needs whatever the variable is, its integral needs.
"""

from __future__ import annotations

from verifier.kernel.cell import Cell, Needs, Refused, prove_on, with_tower
from verifier.kernel.derivatives.continuity import requirements_of
from verifier.kernel.derivatives.guards import Conditions, guarded
from verifier.kernel.integrals.definite_integrals import between, demand_finite, is_definite, names
from verifier.kernel.integrals.improper_integrals import (
    INFINITE,
    demand_free,
    direction,
    follows,
    fresh_variable,
    inside,
)
from verifier.kernel.normal_forms.field import GaveUp, TooLarge, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.signs.signs import Contradiction
from verifier.terms.substitution import substitute
from verifier.terms.term import ZERO, Term, call, mul


def scaled(cell: Cell, terms: tuple[Term, ...]) -> Term:
    """The second term times the third, an integral between the bounds of the first, as the value of the first."""
    if len(terms) != 3 or not (is_definite(terms[0]) and is_definite(terms[2])):
        raise Refused("`scaled-integral` takes an integral, a factor and an integral")
    integral, c, other = terms
    f, x, low, high = integral.args
    if other.args[2:] != (low, high) or not names(c) <= names(integral) | names(other):
        raise Refused("the integrals are not between the same bounds, or the factor has symbols of its own")
    for bound in (low, high):
        _demand_real(cell, bound)
    t = fresh_variable(cell, *terms)
    body, scaled_body = substitute(f, {x.name: t}), mul(c, substitute(other.args[0], {other.args[1].name: t}))
    needs = Conditions()
    known = cell
    for path in _paths(cell, t, low, high, (body, scaled_body)):
        for r in requirements_of(path, body):
            demand_free(r, t)
            needs.need(r.condition)
            path, known = path.with_fact(r.condition), known.with_fact(r.condition)
        _demand_equal(path, body, scaled_body)
    if requirements_of(known, c) or not follows(known, call("ne", c, ZERO)):
        raise Refused("the factor may be zero or undefined")
    return guarded(mul(c, other), needs)


def _paths(cell: Cell, t: Term, low: Term, high: Term, bodies: tuple[Term, Term]) -> tuple[Cell, ...]:
    """Cells that together hold all places between the bounds."""
    try:
        forward = direction(cell, low, high) > 0
    except Refused:
        if low == high:
            raise
        return between(cell, t, low, high, bodies), between(cell, t, high, low, bodies)
    return (inside(cell, t, *((low, high) if forward else (high, low)), bodies),)


def _demand_real(cell: Cell, bound: Term) -> None:
    if bound in INFINITE:
        return
    demand_finite(bound)
    try:
        if requirements_of(cell, bound) or not with_tower(
            cell, (), lambda tower: tower.is_real(tower.normal_form(bound))
        ):
            raise Refused("a bound may be undefined, or no real number")
    except (GaveUp, NeedsSign, Undefined, Contradiction) as problem:
        raise Refused("a bound has no normal form") from problem


def _demand_equal(path: Cell, body: Term, scaled_body: Term) -> None:
    try:
        if prove_on(path, body, scaled_body) != Needs():
            raise Refused("the integrands may have different natural domains")
    except TooLarge:
        raise
    except (GaveUp, NeedsSign, Undefined) as problem:
        raise Refused("the integrands were not shown to be equal but for the factor") from problem
