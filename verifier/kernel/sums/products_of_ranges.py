"""Products from one integer to another: factor by factor, exponentials through sums, linear factors through gamma.

Product(c) = c**count; Product(exp f) = exp(Sum f); Product(k + c, (k, a, b)) = gamma(b + c + 1)/gamma(a + c) for a + c > 0
(NIST DLMF 5.5.1), each for a range that has at least no terms.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.kernel.normal_forms import exponentials, special
from verifier.kernel.normal_forms.field import Polynomial, Quotient
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE
from verifier.kernel.sums import kept_operators
from verifier.kernel.sums.ranges import Moved
from verifier.kernel.sums.summands import Piece, Splitter
from verifier.terms.term import ONE, Term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower
    from verifier.kernel.sums.summation import Range


def product(tower: Tower, inner: Tower, index: Term, body: Quotient, span: Range, moved: Moved) -> Quotient:
    """The product of the body over the range."""
    f = tower.field
    if tower.require_sign_of_integer(span.count) == NEGATIVE:
        return f.one
    content, factors = body.numer.factor() if body.numer != 0 else (0, [])
    irreducible = [(p, int(k)) for p, k in factors]
    for whole, e in body.factors:
        lead, parts = whole.factor()
        content = content / lead**e
        irreducible += [(p, -int(k) * e) for p, k in parts]
    split = Splitter(inner, index)
    found = [(-p if _is_negative(inner, split, p) else p, k) for p, k in irreducible]
    turned = sum(k for (p, k), (q, _) in zip(irreducible, found, strict=True) if q != p)
    content = -content if turned % 2 else content
    number = f.constant(Fraction(int(content.p), int(content.q)) if content != 0 else 0)
    total = number if tower.rational(number) == 1 else exponentials.general_power(tower, number, span.count)
    for p, k in found:
        own = _of_factor(tower, inner, index, split, p, span, moved)
        total = f.multiply(total, f.power(own, k))
    return total


def _is_negative(inner: Tower, split: Splitter, p: Polynomial) -> bool:
    """Whether a factor is known to be negative on the range; what is linear in the index alone stays as it is."""
    return split.shift(p) is None and not split.is_free(p) and inner.knowledge.sign(p) == NEGATIVE


def _of_factor(
    tower: Tower, inner: Tower, index: Term, split: Splitter, p: Polynomial, span: Range, moved: Moved
) -> Quotient:
    from verifier.kernel.sums.summation import over_range

    shown = inner.term_of(p)
    if split.is_free(p):
        return exponentials.general_power(tower, tower.normal_form(shown), span.count)
    if len(p) == 1:
        at = next(i for i, k in enumerate(p.degrees()) if k > 0)
        data = inner.field.generators[at].data
        if data[0] == "exp":
            exponent = inner.term_of_quotient(data[1])
            total = over_range(tower, "Sum", exponent, index, span)
            return exponentials.exp(tower, tower.field.scale(total, Fraction(1, data[2])))
        if data[0] == "parity" and inner.field.generators[at].term.head == "pow":
            total = over_range(tower, "Sum", inner.field.generators[at].term.args[1], index, span)
            return exponentials.parity(tower, total)
    shift = split.shift(p)
    if shift is not None:
        lead = p.leading_coefficient()
        start = tower.field.add(span.lower, tower.field.constant(shift))
        if tower.sign(start) == POSITIVE and lead > 0:
            number = tower.field.constant(Fraction(int(lead.p), int(lead.q)))
            scale = tower.field.one if lead == 1 else exponentials.general_power(tower, number, span.count)
            return tower.field.multiply(scale, _rising(tower, start, span.count))
    piece = Piece(ONE, rest=((shown, 1),))
    return kept_operators.kept(tower, inner, "Product", index, piece, span, moved)


def _rising(tower: Tower, start: Quotient, count: Quotient) -> Quotient:
    """start*(start + 1)*...: so many factors."""
    f = tower.field
    below = special.gamma(tower, start)
    return f.multiply(special.gamma(tower, f.add(start, count)), f.inverse(below))
