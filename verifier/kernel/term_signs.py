"""The signs a real term can have by the way it is written: sums of squares stay visible that a normal form multiplies out.

exp and log grow strictly: exp(u) - exp(v) has the sign of u - v, also for exp(v) = 1, and log(u) - log(v) the sign of u - v, also
for log(v) = 0 (NIST DLMF 4.2).

Every answer is a superset of the signs that occur where the term is defined and the facts of the tower hold.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.kernel import ranges
from verifier.kernel.field import GaveUp, Undefined
from verifier.kernel.operators import is_infinite
from verifier.kernel.signs import (
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
from verifier.kernel.visible import linear_form
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import substitute
from verifier.terms.term import ONE, Term, call, mul, sub

if TYPE_CHECKING:
    from verifier.kernel.tower import Tower

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
    if head in ("add", "log"):
        pair = _pair(term)
        if pair is not None:
            factor, larger = pair
            signs = _of_atom(tower, larger) & _sign(tower, larger)
            return signs if factor > 0 else flipped(signs)
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
    if head == "pow":
        return _of_power(tower, *args)
    if head == "Sum" and (signs := _of_terms(tower, *args)) in (NONNEGATIVE, NONPOSITIVE):
        return signs
    return _of_atom(tower, term)


def _pair(term: Term) -> tuple[Fraction, Term] | None:
    """For c*(f(u) - f(v)), where f is exp or log: c and u - v; None for other terms."""
    form = linear_form(term)
    for head in ("exp", "log"):
        grown = [(g, c) for a, c in form.items() if (g := _grown(a)).head == head]
        constant = form.get(ONE, Fraction(0))
        if len(grown) == 2 and len(form) == 2 and grown[0][1] == -grown[1][1]:
            return grown[0][1], sub(grown[0][0].args[0], grown[1][0].args[0])
        if (
            len(grown) == 1
            and len(form) == (2 if constant else 1)
            and constant == (-grown[0][1] if head == "exp" else 0)
        ):
            u = grown[0][0].args[0]
            return grown[0][1], u if head == "exp" else sub(u, ONE)
    return None


def _grown(atom: Term) -> Term:
    """A rational power of an exponential as one exponential; other terms as they are."""
    if atom.head == "pow" and atom.args[0].head == "exp" and rational_value(atom.args[1]) is not None:
        return call("exp", mul(atom.args[1], *atom.args[0].args))
    return atom


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
    from verifier.kernel.tower import NeedsSign

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
    from verifier.kernel.tower import NeedsSign

    try:
        return tower.sign(tower.normal_form(term))
    except (GaveUp, NeedsSign, Undefined):
        return ANY
