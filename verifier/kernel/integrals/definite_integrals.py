"""The fundamental theorem: `Integral(f, (x, a, b))` is F(b) - F(a) where F' = f is checked on the whole interval.

Soundness. Let t be a fresh real symbol and the cell be one where a <= t <= b, or b <= t <= a: both are
checked, so that reversed bounds, bounds of unknown order and a = b are covered (an empty cell shows anything). There f and F
are shown to be defined at every t, ends included, and continuous in t (`derivatives.continuity`), so that no pole, jump or gap
lies between the ends; and for t strictly between them F has the derivative f. Then f is integrable and the integral is
F(b) - F(a) (W. Rudin, Principles of Mathematical Analysis, theorems 6.8 and 6.21; F need only be differentiable inside, by
the mean value theorem). Where that fails because an end is infinite or at the edge of a domain, the integral may still exist
as an improper one (`integrals.improper_integrals`). In a complex chain t and the bounds are real all the same, f and F are
complex functions of t, and F' is the derivative along the real line: the argument holds for real and imaginary parts (ibid.,
6.25).

Natural domain. What a and b need, and what f needs whatever t is, the integral needs: an exact guard. What F needs
whatever t is and f does not, says nothing of the integral: a loose guard. Anything else that is open is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from verifier.kernel.cell import Cell, Refused, with_tower
from verifier.kernel.derivatives.calculus import resolve
from verifier.kernel.derivatives.continuity import is_continuous, requirements_of
from verifier.kernel.derivatives.guards import Conditions, collect_needs, guarded
from verifier.kernel.integrals.improper_integrals import (
    INFINITE,
    demand_free,
    demand_slope,
    follows,
    fresh_variable,
    improper_value,
)
from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.signs.angle_ranges import signs_between, strictly_between
from verifier.kernel.signs.signs import Contradiction
from verifier.kernel.terms.operators import OPERATORS
from verifier.model.chain import Declaration
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import OO, Term, call, sub

MEMO: Final = 256


def is_definite(term: Term) -> bool:
    """Whether the term is an integral between two bounds, which may be infinite."""
    return term.head == "Integral" and len(term.args) == 4 and term.args[1].head == "symbol"


def names(term: Term) -> set[str]:
    """The free symbols, and the declared functions, those of which only partial derivatives occur as well."""
    return _functions(term) | free_symbols(term)


def _functions(term: Term) -> set[str]:
    own = {term.name.partition(":")[0]} if term.head == "partial" else set()
    return own.union(*map(_functions, term.args))


def outer_integrals(term: Term) -> list[Term]:
    """The definite integrals of a lowered term that stand inside no other operator, each once, in order."""
    if is_definite(term):
        return [term]
    if not term.args or term.head in OPERATORS:
        return []
    return list(dict.fromkeys(i for a in term.args for i in outer_integrals(a)))


@lru_cache(maxsize=MEMO)
def value_of_integral(cell: Cell, integral: Term, primitive: Term) -> Term:
    """What the integral is everywhere on the cell, by the primitive in the integral's own variable; Refused if not shown.

    The value stands under guards that give it the integral's natural domain. It depends on the arguments alone, and a
    search, a witness and the judgement ask for it in turn.
    """
    if not is_definite(integral):
        raise Refused("the fundamental theorem is for integrals between two bounds")
    f, x, a, b = integral.args
    if not names(primitive) <= names(f) | {x.name}:
        raise Refused("the antiderivative has symbols of its own")
    t = fresh_variable(cell, integral, primitive)
    body = substitute(f, {x.name: t})
    is_complex = cell.domain.complex_numbers
    whole = resolve(substitute(primitive, {x.name: t}), is_complex, cell.domain.integers)
    needs = Conditions()
    for bound in (a, b):
        if bound not in INFINITE:
            demand_finite(bound)
            demand_real(cell, bound)
            collect_needs(bound, is_complex, needs)
    return guarded(_between_ends(cell, t, (a, b), body, whole, needs), needs)


def _between_ends(cell: Cell, t: Term, bounds: tuple[Term, Term], body: Term, whole: Term, needs: Conditions) -> Term:
    """The difference of the antiderivative's values at the ends; of its limits there where the integral is improper."""
    a, b = bounds
    if a not in INFINITE and b not in INFINITE:
        own = Conditions()
        try:
            for low, high in ((a, b), (b, a)):
                _check(between(cell, t, low, high, (body, whole)), t, low, high, body, whole, own)
        except Refused:
            pass  # one end may lie at the edge of the integrand's domain
        else:
            needs.exact.update(own.exact)
            needs.loose.update(own.loose)
            return sub(substitute(whole, {t.name: b}), substitute(whole, {t.name: a}))
    return improper_value(cell, t, bounds, body, whole, needs)


def between(cell: Cell, t: Term, low: Term, high: Term, terms: tuple[Term, ...] = ()) -> Cell:
    """The cell with a real t from low to high, and what is known there of waves in the terms."""
    ordered = cell.with_symbol(Declaration(t.name)).with_fact(call("le", low, high))
    wider = ordered.with_fact(call("ge", t, low)).with_fact(call("le", t, high))
    if cell.domain.complex_numbers:
        return wider
    return replace(wider, facts=(*wider.facts, *signs_between(ordered, t, low, high, terms, follows)))


def _check(cell: Cell, t: Term, low: Term, high: Term, body: Term, whole: Term, needs: Conditions) -> None:
    """Refused unless f and F are continuous on the closed interval and F' = f inside; what both need goes into `needs`."""
    cell = demand_continuous(cell, t, [(body, needs.need), (whole, needs.need_loosely)])
    demand_slope(strictly_between(cell, t, low, high), t, whole, body)


def demand_continuous(cell: Cell, t: Term, parts: Sequence[tuple[Term, Callable[[Term], None]]]) -> Cell:
    """The cell with what the parts need whatever t is, which goes where each part says; Refused unless they are continuous."""
    for part, need in parts:
        for r in requirements_of(cell, part):
            demand_free(r, t)
            need(r.condition)
            cell = cell.with_fact(r.condition)
        if not is_continuous(cell, part, t.name):
            raise Refused("a function is not seen to be continuous between the bounds")
    return cell


def demand_finite(bound: Term) -> None:
    """Refused where infinity stands inside a bound."""
    if _has_infinity(bound):
        raise Refused("a bound is no number")


def demand_real(cell: Cell, bound: Term) -> None:
    """Refused unless a bound in a complex chain is seen to be real."""
    if not cell.domain.complex_numbers:
        return
    try:
        if with_tower(cell, (), lambda tower: tower.is_real(tower.normal_form(bound))):
            return
    except (Contradiction, GaveUp, NeedsSign, Undefined):
        pass
    raise Refused("a bound may be no real number")


def _has_infinity(term: Term) -> bool:
    return term == OO or any(map(_has_infinity, term.args))
