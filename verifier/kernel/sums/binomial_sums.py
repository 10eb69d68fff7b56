"""Sums over all of a row of binomial coefficients: the binomial theorem, with powers of the index as weights.

With N = b - a, Sum(z**j/(j!*(N - j)!), (j, 0, N)) = (1 + z)**N/N!, and with j*(j - 1)*...*(j - i + 1) as a weight it is
z**i*(1 + z)**(N - i)/(N - i)! (Graham, Knuth, Patashnik, *Concrete Mathematics*, 5.1); at z = -1 only N = i gives a term.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.kernel.normal_forms import exponentials, special
from verifier.kernel.normal_forms.field import GaveUp, Quotient
from verifier.kernel.signs.signs import POSITIVE, ZERO
from verifier.kernel.sums.series_values import falling
from verifier.kernel.sums.summands import Piece
from verifier.kernel.terms.visible import linear_form
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ZERO as ZERO_TERM
from verifier.terms.term import Term, mul

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower
    from verifier.kernel.sums.summation import Range


def value(tower: Tower, index: Term, piece: Piece, span: Range) -> Quotient | None:
    """The sum of index**degree * z**index / ((index - a)! * (b - index)!) from a to b; None for another piece."""
    from verifier.kernel.sums.summation import at_index

    first = tower.rational(span.lower)
    if first is None or not _is_row(tower, index, piece, span):
        return None
    f = tower.field
    if tower.require_sign(span.count) != POSITIVE:
        return f.zero
    z = tower.normal_form(mul(*piece.ratio)) if piece.ratio else f.one
    size = f.subtract(span.upper, span.lower)
    total = f.zero
    for i, weight in enumerate(falling(piece.degree, first)):
        if weight:
            total = f.add(total, f.scale(_weighted(tower, z, size, i), weight))
    return f.multiply(total, at_index(tower, index, piece.geometric, span.lower))


def _is_row(tower: Tower, index: Term, piece: Piece, span: Range) -> bool:
    """Whether the rest is 1/(gamma(index - a + 1) * gamma(b - index + 1))."""
    if len(piece.rest) != 2 or any(k != -1 or t.head != "gamma" for t, k in piece.rest):
        return False
    arguments = sorted((t.args[0] for t, _ in piece.rest), key=lambda t: -linear_form(t).get(index, Fraction(0)))
    forms = [linear_form(t) for t in arguments]
    if [form.pop(index, None) for form in forms] != [1, -1]:
        return False
    if any(index.name in free_symbols(t) for form in forms for t in form):
        return False
    f = tower.field
    up, down = (tower.normal_form(substitute(t, {index.name: ZERO_TERM})) for t in arguments)
    ends = f.subtract(f.add(up, span.lower), f.one), f.subtract(f.subtract(down, span.upper), f.one)
    return all(end.numer == 0 for end in ends)


def _weighted(tower: Tower, z: Quotient, size: Quotient, i: int) -> Quotient:
    """The sum over j of j*(j - 1)*...*(j - i + 1) * z**j / (j! * (size - j)!)."""
    f = tower.field
    both = f.add(f.one, z)
    left = f.subtract(size, f.constant(i))
    if tower.require_sign_if_zero(both) == ZERO:
        return f.constant((-1) ** i) if tower.require_sign_if_zero(left) == ZERO else f.zero
    factor = f.power(z, i)
    for j in range(i):
        factor = f.multiply(factor, f.subtract(size, f.constant(j)))
    below = special.gamma(tower, f.add(size, f.one))
    if below.numer == 0:
        raise GaveUp("a factorial that vanishes")
    return f.multiply(f.multiply(factor, exponentials.general_power(tower, both, left)), f.inverse(below))
