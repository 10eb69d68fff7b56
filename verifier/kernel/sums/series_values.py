"""Values of series in closed form: geometric, exponential, trigonometric, logarithmic, binomial, zeta at even integers.

Each function gives the sum over j = 0, 1, 2, ... of the terms in its first line, in the tower, for the z at which its
caller knows that it converges. Sources: NIST DLMF 4.2.19, 4.33.1-2, 4.19.1-2 (exponential and circular functions), 4.6.1,
4.24.3, 4.38.5 (logarithm and inverse tangents), 4.6.7 (binomial series), 25.6.2 (zeta); sums of powers times these by falling
factorials (Graham, Knuth, Patashnik, *Concrete Mathematics*, 2.6 and 6.1).
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial
from typing import TYPE_CHECKING, Final

from verifier.kernel.normal_forms import angles, exponentials, roots, special
from verifier.kernel.normal_forms.field import GaveUp, Quotient
from verifier.kernel.signs.signs import POSITIVE, ZERO
from verifier.kernel.sums import closed_sums

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

MOST_HEAD: Final = 30
MOST_ZETA: Final = 20


def geometric(tower: Tower, degree: int, z: Quotient, start: Quotient) -> Quotient:
    """(j + start)**degree * z**j for -1 < z < 1."""
    return tower.field.negative(closed_sums.geometric_antidifference(tower, degree, z, start))


def exponential(tower: Tower, degree: int, z: Quotient, start: Fraction, head: int) -> Quotient:
    """(j + start)**degree * z**j / (j + head)!."""
    f = tower.field
    if head and tower.require_sign_if_zero(z) == ZERO:
        return f.constant(start**degree / factorial(head))
    origin = start - head
    total = f.zero
    for i, c in enumerate(falling(degree, origin)):
        total = f.add(total, f.scale(f.power(z, i), c))
    total = f.multiply(total, exponentials.exp(tower, z))
    for j in range(_checked(head)):
        total = f.subtract(total, f.scale(f.power(z, j), (j + origin) ** degree / factorial(j)))
    return f.multiply(total, f.power(z, -head)) if head else total


def every_second(tower: Tower, z: Quotient, head: int) -> Quotient:
    """z**j / (2*j + head)!."""
    f = tower.field
    signs = tower.require_sign(z)
    if signs == ZERO:
        return f.constant(Fraction(1, factorial(head)))
    turns = 1 if signs == POSITIVE else -1
    w = roots.root(tower, z if turns > 0 else f.negative(z), Fraction(1, 2))
    total = _even_or_odd(tower, w, head % 2, turns)
    for j in range(head % 2, _checked(head), 2):
        total = f.subtract(total, f.scale(f.power(w, j), Fraction(turns ** (j // 2), factorial(j))))
    return f.scale(f.multiply(total, f.power(w, -head)), turns ** (head // 2))


def _even_or_odd(tower: Tower, w: Quotient, parity: int, turns: int) -> Quotient:
    """cosh w and sinh w, or cos w and sin w if the terms change signs."""
    f = tower.field
    if turns < 0:
        return angles.cosine_and_sine(tower, w)[parity]
    above, below = exponentials.exp(tower, w), exponentials.exp(tower, f.negative(w))
    return f.scale(f.subtract(above, below) if parity else f.add(above, below), Fraction(1, 2))


def logarithmic(tower: Tower, z: Quotient, head: Fraction) -> Quotient:
    """z**j / (j + head) for -1 <= z < 1 and an integer or half of an odd integer head > 0."""
    f = tower.field
    if head <= 0 or head.denominator > 2:
        raise GaveUp("a logarithmic series of this kind")
    signs = tower.require_sign_if_zero(z)
    if signs == ZERO:
        return f.constant(1 / head)
    if head.denominator == 2:
        return f.scale(_inverse_tangent(tower, z, head.numerator), 2)
    total = f.negative(exponentials.log(tower, f.subtract(f.one, z)))
    for j in range(1, _checked(head.numerator)):
        total = f.subtract(total, f.scale(f.power(z, j), Fraction(1, j)))
    return f.multiply(total, f.power(z, -head.numerator))


def _inverse_tangent(tower: Tower, z: Quotient, head: int) -> Quotient:
    """z**j / (2*j + head) for an odd head and z != 0."""
    f = tower.field
    turns = 1 if tower.require_sign(z) == POSITIVE else -1
    w = roots.root(tower, z if turns > 0 else f.negative(z), Fraction(1, 2))
    if turns > 0:
        logs = [exponentials.log(tower, u) for u in (f.add(f.one, w), f.subtract(f.one, w))]
        total = f.scale(f.subtract(*logs), Fraction(1, 2))
    else:
        total = special.atan(tower, w)
    for j in range(1, _checked(head), 2):
        total = f.subtract(total, f.scale(f.power(w, j), Fraction(turns ** (j // 2), j)))
    return f.scale(f.multiply(total, f.power(w, -head)), turns ** (head // 2))


def binomial(tower: Tower, degree: int, z: Quotient, start: Fraction, top: Quotient) -> Quotient:
    """(j + start)**degree * gamma(j + top) * z**j / j! for -1 < z < 1 and top > 0."""
    f = tower.field
    rest = f.subtract(f.one, z)
    total = f.zero
    for i, c in enumerate(falling(degree, start)):
        shifted = f.add(top, f.constant(i))
        power = exponentials.general_power(tower, rest, f.negative(shifted))
        term = f.multiply(f.multiply(f.power(z, i), special.gamma(tower, shifted)), power)
        total = f.add(total, f.scale(term, c))
    return total


def zeta(tower: Tower, power: int, head: Fraction, alternates: bool) -> Quotient:
    """(-1)**j / (j + head)**power if the terms alternate, else 1 / (j + head)**power, for even powers and head > 0."""
    f = tower.field
    if power % 2 or not 0 < power <= MOST_ZETA or head <= 0 or head.denominator > 2:
        raise GaveUp("a value of the zeta function that has no closed form")
    two = Fraction(2) ** power
    if head.denominator == 2:
        if alternates:
            raise GaveUp("a value of the beta function that has no closed form")
        factor, first = two - 1, Fraction(1, 2)
    else:
        factor, first = (1 - 2 / two if alternates else Fraction(1)), Fraction(1)
    total = f.scale(f.power(tower.pi(), power), factor * _zeta_over_pi(power))
    count = int(head - first)
    for j in range(_checked(count)):
        total = f.subtract(total, f.constant(Fraction((-1) ** j if alternates else 1) / (first + j) ** power))
    return f.scale(total, (-1) ** count if alternates else 1)


def _zeta_over_pi(power: int) -> Fraction:
    """zeta(power)/pi**power for an even power."""
    bernoulli = closed_sums.power_sum(power)[1]  # the slope of Faulhaber's polynomial at 0
    return abs(bernoulli) * Fraction(2) ** (power - 1) / factorial(power)


def falling(degree: int, origin: Fraction) -> list[Fraction]:
    """The c with (j + origin)**degree = sum of c[i] * j*(j - 1)*...*(j - i + 1): differences at 0 (Newton)."""
    values = [(j + origin) ** degree for j in range(degree + 1)]
    return [
        sum((Fraction((-1) ** (i - j) * comb(i, j)) * values[j] for j in range(i + 1)), Fraction(0)) / factorial(i)
        for i in range(degree + 1)
    ]


def _checked(head: int) -> int:
    if head > MOST_HEAD:
        raise GaveUp("a series starts too far out")
    return head
