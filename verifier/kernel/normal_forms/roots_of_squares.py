"""Square roots that are sizes of waves: sqrt(c - c*cos(w)**2) = sqrt(c)*|sin(w)|, sqrt(c - c*cos(w)) = sqrt(2*c)*|sin(w/2)|.

The same with sin for cos, and + for - in the second. Domain: real w, c > 0 rational; the terms under the roots are defined
wherever w is, and so are the sizes (NIST DLMF 4.21.12, 4.21.21, 4.21.22). A ball around a zero of the term under the root
reaches below 0 by rounding; one around the size does not.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.kernel.derivatives.guards import is_total
from verifier.kernel.terms.operators import OPERATORS
from verifier.kernel.terms.visible import linear_form, visible_value
from verifier.terms.term import HALF, ONE, PI, TWO, Term, call, div, integer, mul, power, rational, sub

_OTHER: Final = {"sin": "cos", "cos": "sin"}


def with_sizes_of_waves(term: Term) -> Term:
    """The real term with these roots as sizes, wherever they stand inside no operator."""
    if not term.args or term.head in OPERATORS:
        return term
    args = tuple(map(with_sizes_of_waves, term.args))
    found = _size(args[0]) if _is_root(term) else None
    if found is not None:
        return found
    return Term(term.head, args, term.value) if args != term.args else term


def _is_root(term: Term) -> bool:
    return term.head == "sqrt" or (term.head == "pow" and visible_value(term.args[1]) == Fraction(1, 2))


def _size(u: Term) -> Term | None:
    """The root of u as the size of a wave; None for other terms, and where u may be undefined apart from its angle."""
    form = linear_form(u) if is_total(u) else {}
    c = form.pop(ONE, Fraction(0))
    if c <= 0 or len(form) != 1:
        return None
    ((part, factor),) = form.items()
    base = part.args[0] if part.head == "pow" and visible_value(part.args[1]) == 2 else None
    if base is not None and base.head in _OTHER and factor == -c:
        return _times(c, call("Abs", call(_OTHER[base.head], *base.args)))
    if part.head in _OTHER and abs(factor) == c:
        half = div(part.args[0], TWO)
        angle = half if part.head == "cos" else sub(div(PI, integer(4)), half)  # sin(w) = cos(pi/2 - w)
        return _times(2 * c, call("Abs", call("sin" if factor < 0 else "cos", angle)))
    return None


def _times(square: Fraction, size: Term) -> Term:
    return size if square == 1 else mul(power(rational(square), HALF), size)
