"""The signs a real term can have by the way it is written: sums of squares stay visible that a normal form multiplies out.

Every answer is a superset of the signs that occur where the term is defined and the facts of the tower hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.signs.signs import (
    ANY,
    NONNEGATIVE,
    NONPOSITIVE,
    POSITIVE,
    ZERO,
    Contradiction,
    flipped,
    sign_of_number,
    sign_of_power,
    sign_of_product,
    sign_of_sum,
)
from verifier.kernel.sums import ranges
from verifier.kernel.terms.lowering import inside_of_size
from verifier.kernel.terms.operators import is_infinite
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import substitute
from verifier.terms.term import Term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

MOST_PARTS = 60


def sign_as_written(tower: Tower, term: Term) -> int:
    """The signs of a term over the reals, from those of its parts."""
    if tower.is_complex or term.size > MOST_PARTS * 4:
        return ANY
    return _sign(tower, term)


def _sign(tower: Tower, term: Term) -> int:
    head, args = term.head, term.args
    value = rational_value(term)
    if value is not None:
        return sign_of_number(value)
    if head == "add":
        return _of_sum(tower, args)
    if head == "neg":
        return flipped(_sign(tower, args[0]))
    if head in ("mul", "div"):
        signs = POSITIVE
        for a in args:
            signs = sign_of_product(signs, _sign(tower, a))
        return signs  # a divisor that may be zero leaves zero among the signs, which is more than there is
    if head == "exp":
        return POSITIVE
    inside = inside_of_size(term)
    if inside is not None:
        return _sign(tower, inside) & ZERO | POSITIVE
    if head == "pow":
        return _of_power(tower, *args)
    if head == "Sum" and (signs := _of_terms(tower, *args)) in (NONNEGATIVE, NONPOSITIVE):
        return signs
    return _of_atom(tower, term)


def _of_sum(tower: Tower, args: tuple[Term, ...]) -> int:
    signs = _sign(tower, args[0])
    for a in args[1:]:
        if signs == ANY:
            break
        signs = sign_of_sum(signs, _sign(tower, a))
    return signs


def _of_power(tower: Tower, base: Term, exponent: Term) -> int:
    q = rational_value(exponent)
    if q is None or q == 0:
        return ANY if q is None else POSITIVE
    own = _sign(tower, base)
    if q.denominator == 1:
        signs = sign_of_power(own, q.numerator)
    else:  # where it is defined the base is not negative
        signs = NONNEGATIVE if own & ZERO else POSITIVE
    return signs & ~ZERO if q < 0 else signs


def _of_terms(tower: Tower, body: Term, index: Term, *bounds: Term) -> int:
    """The signs of a sum that may have no term, from those of its terms."""
    from verifier.kernel.normal_forms.tower import NeedsSign

    if any(map(is_infinite, bounds)):
        return ANY
    try:
        lower, upper = map(tower.normal_form, bounds)
        inner = ranges.under_index(tower, lower, upper)
        return _sign(inner, substitute(body, {index.name: ranges.index_of(tower)})) | ZERO
    except Contradiction:  # there is no term
        return ZERO
    except (GaveUp, NeedsSign, Undefined):
        return ANY


def _of_atom(tower: Tower, term: Term) -> int:
    from verifier.kernel.normal_forms.tower import NeedsSign

    try:
        return tower.sign(tower.normal_form(term))
    except (GaveUp, NeedsSign, Undefined):
        return ANY
