"""The fundamental theorem: `Integral(f, (x, a, b))` is F(b) - F(a) where F' = f is checked on the whole interval.

Soundness. Real chains only. Let t be a fresh real symbol and the cell be one where a <= t <= b, or b <= t <= a: both are
checked, so that reversed bounds, bounds of unknown order and a = b are covered (an empty cell shows anything). There f and F
are shown to be defined at every t, ends included, and continuous in t (`kernel.continuity`), so that no pole, jump or gap
lies between the ends; and for t strictly between them F has the derivative f. Then f is integrable and the integral is
F(b) - F(a) (W. Rudin, Principles of Mathematical Analysis, theorems 6.8 and 6.21; F need only be differentiable inside, by
the mean value theorem).

Natural domain. What a and b need, and what f needs whatever t is, the integral needs: an exact guard. What F needs
whatever t is and f does not, says nothing of the integral: a loose guard. Anything else that is open is refused.
"""

from __future__ import annotations

from dataclasses import replace

from verifier.kernel.calculus import differentiate, resolve
from verifier.kernel.cell import Cell, Needs, Refused, prove_on
from verifier.kernel.continuity import is_continuous, requirements_of
from verifier.kernel.field import GaveUp, TooLarge, Undefined
from verifier.kernel.guards import Conditions, collect_needs, guarded
from verifier.kernel.natural_domain import OPERATORS, Requirement
from verifier.kernel.tower import NeedsSign
from verifier.model.chain import Declaration
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import FALSE, OO, Term, call, sub, symbol


def is_definite(term: Term) -> bool:
    """Whether the term is an integral between two finite bounds."""
    return term.head == "Integral" and len(term.args) == 4 and not any(map(_has_infinity, term.args[2:]))


def outer_integrals(term: Term) -> list[Term]:
    """The definite integrals of a lowered term that stand inside no other operator, each once, in order."""
    if is_definite(term):
        return [term]
    if not term.args or term.head in OPERATORS:
        return []
    return list(dict.fromkeys(i for a in term.args for i in outer_integrals(a)))


def replaced(term: Term, integral: Term, value: Term) -> Term:
    """The term with the value for the integral, wherever it stands inside no operator: no name is captured there."""
    if term == integral:
        return value
    if not term.args or term.head in OPERATORS:
        return term
    args = tuple(replaced(a, integral, value) for a in term.args)
    return Term(term.head, args, term.value) if args != term.args else term


def value_of_integral(cell: Cell, integral: Term, primitive: Term) -> Term:
    """What the integral is everywhere on the cell, by the primitive in the integral's own variable; Refused if not shown.

    The value stands under guards that give it the integral's natural domain.
    """
    if not is_definite(integral) or cell.domain.complex_numbers:
        raise Refused("the fundamental theorem is for real integrals between finite bounds")
    f, x, a, b = integral.args
    if not free_symbols(primitive) <= free_symbols(f) | {x.name}:
        raise Refused("the antiderivative has symbols of its own")
    names = free_symbols(integral) | free_symbols(primitive) | {d.name for d in cell.domain.declarations}
    t = symbol(next(n for n in (f"t_{k}" for k in range(len(names) + 1)) if n not in names))
    body = substitute(f, {x.name: t})
    whole = resolve(substitute(primitive, {x.name: t}), False, cell.domain.integers)
    needs = Conditions()
    for low, high in ((a, b), (b, a)):
        _check(_between(cell, t, low, high), t, low, high, body, whole, needs)
    for bound in (a, b):
        collect_needs(bound, False, needs)
    return guarded(sub(substitute(whole, {t.name: b}), substitute(whole, {t.name: a})), needs)


def _between(cell: Cell, t: Term, low: Term, high: Term) -> Cell:
    """The cell with a real t from low to high."""
    domain = replace(cell.domain, declarations=(*cell.domain.declarations, Declaration(t.name)))
    wider = replace(cell, domain=domain)
    for fact in (call("le", low, high), call("ge", t, low), call("le", t, high)):
        wider = wider.with_fact(fact)
    return wider


def _check(cell: Cell, t: Term, low: Term, high: Term, body: Term, whole: Term, needs: Conditions) -> None:
    """Refused unless f and F are continuous on the closed interval and F' = f inside; what both need goes into `needs`."""
    for part, need in ((body, needs.need), (whole, needs.need_loosely)):
        for r in requirements_of(cell, part):
            _demand_free(r, t)
            need(r.condition)
            cell = cell.with_fact(r.condition)
        if not is_continuous(cell, part, t.name):
            raise Refused("the integrand or its antiderivative is not seen to be continuous between the bounds")
    inner = cell.with_fact(call("gt", t, low)).with_fact(call("lt", t, high))
    slope = differentiate(whole, t.name, integers=cell.domain.integers)
    try:
        if requirements_of(inner, slope) or prove_on(inner, slope, body) != Needs():
            raise Refused("the antiderivative may have no derivative between the bounds")
    except TooLarge:
        raise
    except (GaveUp, NeedsSign, Undefined) as problem:
        raise Refused("the derivative of the antiderivative was not shown to be the integrand") from problem


def _demand_free(requirement: Requirement, t: Term) -> None:
    """Refused unless the requirement is an exact condition on the other symbols alone."""
    is_plain = requirement.exact and not requirement.guards and requirement.condition != FALSE
    if not is_plain or t.name in free_symbols(requirement.condition):
        raise Refused("the integrand or its antiderivative may be undefined between the bounds")


def _has_infinity(term: Term) -> bool:
    return term == OO or any(map(_has_infinity, term.args))
