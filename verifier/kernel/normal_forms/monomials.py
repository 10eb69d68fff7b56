"""A quotient as a sum of rational multiples of monomials."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from verifier.kernel.normal_forms.field import Field, Quotient


def monomials_of_quotient(field: Field, q: Quotient) -> list[tuple[Fraction, Quotient]]:
    """q as a sum of rational multiples of monomials over the common denominator, each in lowest terms."""
    numer, denom = (q.numer, field.one_poly) if not q.factors else field.lowest(q)
    if denom == 1 and len(numer) == 1:
        c = numer.leading_coefficient()
        m = numer if c == 1 else numer * (1 / c)
        return [(Fraction(int(c.p), int(c.q)), Quotient(m))]
    out = []
    for exponents, c in numer.to_dict().items():
        m = field.ring.from_dict({exponents: 1})
        rest: tuple[Any, ...] = ()
        if denom != 1:
            g = m.gcd(denom)
            m, bottom = m / g, denom / g
            lead = bottom.leading_coefficient()
            c = c / lead
            rest = () if bottom.is_constant() else field.split(bottom)[1]
        out.append((Fraction(int(c.p), int(c.q)), Quotient(m, rest)))
    return out
