"""Sums of real logarithms that are 0 because a product of their arguments is 1.

n1*log|p1| + n2*log|p2| + ... = log|p1**n1 * p2**n2 * ...| for integers n (NIST DLMF 4.8(i)): this is 0 where the product is 1
or -1. The normal form splits logarithms by factors, and so misses products such as (x + r)*(r - x) with r**2 = 1 + x**2.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.field import Quotient
    from verifier.kernel.normal_forms.tower import Tower

MOST_FACTORS: Final = 12


def vanishes(tower: Tower, a: Quotient) -> bool:
    """Whether the real quotient is such a sum and is shown to be 0 on the cell; may raise what normal forms raise."""
    summands = _summands(tower, a)
    if summands is None:
        return False
    scale = lcm(*(c.denominator for _, c in summands))
    exponents = [(p, int(c * scale)) for p, c in summands]
    if sum(abs(n) for _, n in exponents) > MOST_FACTORS:
        return False
    field = tower.field
    product = field.one
    for p, n in exponents:
        product = field.multiply(product, field.power(p, n))
    return any(field.reduced(field.add(product, q).numer) == 0 for q in (field.one, field.negative(field.one)))


def _summands(tower: Tower, a: Quotient) -> list[tuple[Quotient, Fraction]] | None:
    """Arguments with the coefficients of their logarithms, for a linear form in logarithms of absolute values."""
    if tower.is_complex or a.factors or not 2 <= len(a.numer) <= MOST_FACTORS:
        return None
    found = []
    for exponents, c in a.numer.to_dict().items():
        used = [(i, k) for i, k in enumerate(exponents) if k]
        if len(used) != 1 or used[0][1] != 1:
            return None
        data = tower.field.generators[used[0][0]].data
        if data[0] != "log" or not data[2]:
            return None
        found.append((data[1], Fraction(int(c.p), int(c.q))))
    return found
