"""Polynomials over generators as terms: for keys that mean the same in every attempt, and for conditions that are shown."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from verifier.kernel.normal_forms.field import Field, Polynomial
from verifier.terms.rationals import rational_value
from verifier.terms.term import Term, add, integer, mul, neg, power, rational


def term_of_polynomial(field: Field, p: Polynomial, shown: Mapping[int, Term]) -> Term:
    """The sum of the monomials, each generator written as what it stands for, or as `shown` says."""
    parts = []
    for exponents, c in p.to_dict().items():
        top, bottom = int(c.p), int(c.q)
        factors = [_power(shown.get(i, field.generators[i].term), int(k)) for i, k in enumerate(exponents) if k]
        if abs(top) != 1 or bottom != 1 or not factors:
            factors.insert(0, integer(abs(top)) if bottom == 1 else rational(Fraction(abs(top), bottom)))
        parts.append(neg(mul(*factors)) if top < 0 else mul(*factors))
    return add(*parts) if parts else integer(0)


def _power(base: Term, k: int) -> Term:
    if base.head == "pow" and (q := rational_value(base.args[1])) is not None:
        return base.args[0] if q * k == 1 else power(base.args[0], rational(q * k))
    return base if k == 1 else power(base, integer(k))
