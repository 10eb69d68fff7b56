"""Sums and products from one integer to another in the tower, by how the summand depends on the index.

What is free of the index is taken out; sums are split at their terms (linearity); an indicator chooses one term; powers
and geometric parts have closed forms; what is left stays one generator (`kept_operators`). Each step is an identity of
finite sums at every point where the sum is defined; a closed form is used only where the range is known not to be
reversed, since a reversed range is empty here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from verifier.kernel.derivatives.guards import is_total
from verifier.kernel.normal_forms import angles, special
from verifier.kernel.normal_forms.field import GaveUp, Quotient, Undefined
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, ZERO, Contradiction
from verifier.kernel.sums import binomial_sums, closed_sums, kept_operators, products_of_ranges, ranges
from verifier.kernel.sums.ranges import Moved
from verifier.kernel.sums.summands import Piece, Splitter
from verifier.kernel.terms.operators import is_infinite
from verifier.kernel.terms.visible import linear_form
from verifier.model.verdict import Answer
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ZERO as ZERO_TERM
from verifier.terms.term import Term, call, mul

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

MOST_WRITTEN: Final = 40


@record
class Range:
    """The bounds of a sum or product in a tower, and how many integers lie between them if they are in order."""

    lower: Quotient
    upper: Quotient
    count: Quotient


def operator(tower: Tower, term: Term) -> Quotient:
    """A sum or product in its normal form."""
    body, bound, lower, upper = term.args
    if is_infinite(lower) or is_infinite(upper):
        return special.operator(tower, term)
    return over_range(
        tower, term.head, body, bound, range_of(tower, tower.normal_form(lower), tower.normal_form(upper))
    )


def range_of(tower: Tower, lower: Quotient, upper: Quotient) -> Range:
    f = tower.field
    return Range(lower, upper, f.add(f.subtract(upper, lower), f.one))


def over_range(tower: Tower, head: str, body: Term, bound: Term, span: Range, moved: Moved = Moved.NOT) -> Quotient:
    """The sum or product of the body over a range."""
    f = tower.field
    empty, combine = (f.zero, f.add) if head == "Sum" else (f.one, f.multiply)
    size = tower.rational(span.count)
    if size is not None and size.denominator != 1:
        raise Undefined
    if not tower.sign(span.count) & POSITIVE:
        return empty
    if size is not None and size <= MOST_WRITTEN:
        return written_out(tower, body, bound, span.lower, int(size), empty, combine)
    try:
        inner = ranges.under_index(tower, span.lower, span.upper)
        index = ranges.index_of(tower)
        summand = inner.normal_form(substitute(body, {bound.name: index}))
    except Contradiction:
        return empty
    except Undefined:
        return special.operator(tower, call(head, body, bound, *_bounds(tower, span)))
    _demand_terms(tower, index, substitute(body, {bound.name: index}), span)
    if head == "Product":
        return products_of_ranges.product(tower, inner, index, summand, span, moved)
    total = f.zero
    for piece in Splitter(inner, index).pieces(summand):
        own = _sum_of_piece(tower, inner, index, piece, span, moved)
        total = f.add(total, f.multiply(tower.normal_form(piece.coefficient), own))
    return total


def _demand_terms(tower: Tower, index: Term, body: Term, span: Range) -> None:
    """NeedsSign unless the range has terms, or what is taken out of it is defined in any case.

    What is free of the index may divide by something that only the terms need, of which an empty range has none. So the
    question is put where nothing is known of the range.
    """
    from verifier.kernel.domains.natural_domain import requirements
    from verifier.kernel.domains.places import TowerPlace

    if tower.sign(span.count) == POSITIVE or is_total(body):
        return
    outside = TowerPlace(tower)
    for r in requirements(body, outside):
        is_taken_out = index.name not in free_symbols(r.condition)
        if is_taken_out and outside.decide(r.condition) is not Answer.YES:
            tower.require_sign(span.count)


def _bounds(tower: Tower, span: Range) -> tuple[Term, Term]:
    return tower.term_of_quotient(span.lower), tower.term_of_quotient(span.upper)


def written_out(
    tower: Tower,
    body: Term,
    bound: Term,
    lower: Quotient,
    size: int,
    empty: Quotient,
    combine: Callable[[Quotient, Quotient], Quotient],
) -> Quotient:
    """The operator over so many integers from a bound on."""
    total = empty
    for j in range(size):
        at = tower.term_of_quotient(tower.field.add(lower, tower.field.constant(j)))
        total = combine(total, tower.normal_form(substitute(body, {bound.name: at})))
    return total


def _sum_of_piece(tower: Tower, inner: Tower, index: Term, piece: Piece, span: Range, moved: Moved) -> Quotient:
    """The sum of what depends on the index in the piece."""
    if piece.chosen:
        return _chosen(tower, index, piece, span)
    if piece.rest:
        if tower.is_complex and any(t.head in ("cos", "sin") for t, _ in piece.rest):
            angles.without_circular(tower)  # exponentials of the index have geometric sums
        binomial = binomial_sums.value(tower, index, piece, span)
        if binomial is not None:
            return binomial
        return kept_operators.kept(tower, inner, "Sum", index, piece, span, moved)
    if tower.require_sign_of_integer(span.count) == NEGATIVE:
        return tower.field.zero
    behind = tower.field.add(span.upper, tower.field.one)
    ratio = tower.normal_form(mul(*piece.ratio)) if piece.ratio else tower.field.one
    if tower.require_sign_if_zero(tower.field.subtract(ratio, tower.field.one)) == ZERO:
        return tower.field.multiply(
            at_index(tower, index, piece.geometric, tower.field.zero),  # the same at each index
            closed_sums.sum_of_powers(tower, piece.degree, span.lower, behind),
        )
    ends = [
        tower.field.multiply(
            at_index(tower, index, piece.geometric, end),
            closed_sums.geometric_antidifference(tower, piece.degree, ratio, end),
        )
        for end in (behind, span.lower)
    ]
    return tower.field.subtract(*ends)


def at_index(tower: Tower, index: Term, factors: tuple[Term, ...], place: Quotient) -> Quotient:
    """The product of factors at a place of the index."""
    if not factors:
        return tower.field.one
    return tower.normal_form(substitute(mul(*factors), {index.name: tower.term_of_quotient(place)}))


def _chosen(tower: Tower, index: Term, piece: Piece, span: Range) -> Quotient:
    """The one term that an indicator leaves, if it lies in the range; else 0."""
    place = solved(tower, index, piece.chosen[0])
    f = tower.field
    for gap in (f.subtract(place, span.lower), f.subtract(span.upper, place)):
        if tower.require_sign_of_integer(gap) == NEGATIVE:
            return f.zero
    rest = substitute(piece.dependent(index), {index.name: tower.term_of_quotient(place)})
    return tower.normal_form(rest)


def solved(tower: Tower, index: Term, difference: Term) -> Quotient:
    """The integer at which a difference vanishes that is linear in the index."""
    form = linear_form(difference)
    slope = form.pop(index, None)
    if not slope or any(index.name in free_symbols(t) for t in form):
        raise GaveUp("an indicator is not linear in the index")
    at_zero = tower.normal_form(substitute(difference, {index.name: ZERO_TERM}))
    place = tower.field.scale(at_zero, -1 / slope)
    if not tower.is_integer(place):
        raise GaveUp("an indicator may choose no integer")
    return place
