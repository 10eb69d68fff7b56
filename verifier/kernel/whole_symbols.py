"""Polynomials in re(z) and im(z) that are polynomials in z = re(z) + I*im(z), shown as such.

With re(z) = z - I*im(z) a polynomial is one in z and im(z); where im(z) cancels it is one in z alone, and equal to the
first for every z.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.kernel.field import GaveUp, Polynomial
from verifier.kernel.showing import term_of_polynomial
from verifier.terms.term import Term

if TYPE_CHECKING:
    from verifier.kernel.tower import Tower

MOST_TERMS = 40


def term_of(tower: Tower, p: Polynomial) -> Term:
    """The polynomial as a term, in whole complex symbols as far as it is one in them."""
    f, whole = tower.field, dict[int, Term]()
    if not tower.is_complex or len(p) > MOST_TERMS or "unity" not in f.index:
        return term_of_polynomial(f, p, whole)
    for at, made in enumerate(f.generators):
        if made.term.head == "re" and made.data == ("symbol", made.term):
            joined = _joined(tower, p, at, f.index.get(("symbol", Term("im", made.term.args))))
            if joined is not None:
                p, whole[at] = joined, made.term.args[0]
    return term_of_polynomial(f, p, whole)


def _joined(tower: Tower, p: Polynomial, real: int, imaginary: int | None) -> Polynomial | None:
    """The polynomial with its generator `real` standing for the whole symbol; None where the other one is left."""
    f = tower.field
    if imaginary is None or not p.degrees()[imaginary]:
        return None
    unit = f.gens[f.index["unity"]] ** (tower.hints.unity // 2)
    replaced, total = f.gens[real] - f.times(unit, f.gens[imaginary]), f.zero_poly
    try:
        for exponents, coefficient in f.coefficients(p, {real}).items():
            power = f.one_poly
            for _ in range(exponents[real]):
                power = f.reduced(f.times(power, replaced))
            total = total + f.times(power, coefficient)
        total = f.reduced(total)
    except GaveUp:
        return None
    return None if total == 0 or total.degrees()[imaginary] else total
