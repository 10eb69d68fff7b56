"""Expansions of the functions of the core: exp, log, powers, sin, cos, atan, asin, erf, gamma, floor.

Each takes the expansion of its argument, demands that the argument is in the function's domain for all large T, and says
`Nowhere` where it is outside for all large T. Sources: Taylor series (NIST DLMF 4.6.1, 4.6.7, 4.19, 4.24); atan(u) =
pi/2 - atan(1/u) for u > 0 (4.24.17); asin(u) - asin(c) is asin(u*sqrt(1 - c**2) - c*sqrt(1 - u**2)) near a c between -1 and
1, and asin(u) = pi/2 - 2*asin(sqrt((1 - u)/2)) (4.24.13, 4.21.8); erf (7.6, 7.12.1); gamma (5.5.1, 5.11.1).
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial
from typing import TYPE_CHECKING, Final

from verifier.kernel.limits.expansions import Expansion, Expansions, Imprecise
from verifier.kernel.limits.scales import UNIT, Monomial
from verifier.kernel.normal_forms import angles, exponentials, roots, special
from verifier.kernel.normal_forms.field import GaveUp, Quotient

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

HALF: Final = Fraction(1, 2)
BERNOULLI: Final = tuple(map(Fraction, ("1/6", "-1/30", "1/42", "-1/30", "5/66", "-691/2730", "7/6", "-3617/510")))
BOUNDED: Final = Expansion((), UNIT)
MOST_PRODUCTS: Final = 6  # whole powers up to this one are written out, and stay exact
MOST_WHOLE_POWER: Final = 64


class Nowhere(Exception):
    """The term is undefined for all large T."""


class Functions:
    """The functions on expansions, over one tower."""

    def __init__(self, tower: Tower, expansions: Expansions) -> None:
        self.tower = tower
        self.field = tower.field
        self.of = expansions
        self.scale = expansions.scale

    def infinite(self, f: Expansion) -> int:
        """The sign of f where f is seen to tend to infinity or minus infinity; else 0."""
        for c, m in f.summands:
            if self.scale.growth(m) <= 0:
                break
            sign = self.scale.sign(c)
            if sign:
                return sign
        return 0

    def is_rough(self, f: Expansion) -> bool:
        """Whether the error of f does not tend to 0."""
        return f.error is not None and self.scale.growth(f.error) >= 0

    # ---- exp, log, powers

    def exp(self, f: Expansion) -> Expansion:
        of = self.of
        if f.error is not None and self.scale.compare(f.error, UNIT) == 0:
            great = [(c, m) for c, m in f.summands if self.scale.growth(m) > 0]
            return Expansion((), self.scale.exponential(great) if great else UNIT)
        great_part, constant, small = of.parts(f)
        coefficients = [Fraction(1, factorial(k)) for k in range(of.order)]
        inner = of.rational_series(coefficients, small)
        m = self.scale.exponential(list(great_part.summands)) if great_part.summands else UNIT
        return of.shifted(inner, exponentials.exp(self.tower, constant), m)

    def log(self, f: Expansion) -> Expansion:
        found = self.of.leading(f)
        if found is None or found[0] < 0:
            raise Nowhere
        _, c, m, rest = found
        coefficients = [Fraction((-1) ** (k + 1), k) if k else Fraction(0) for k in range(self.of.order)]
        inner = self.of.rational_series(coefficients, self.of.relative_rest(c, m, rest))
        great = [self.of.of(q, self.scale.function_of(a)) for q, a in m.exponents]
        return self.of.sum(self.of.of(exponentials.log(self.tower, c)), *great, inner)

    def whole_power(self, f: Expansion, n: int) -> Expansion:
        """f**n for an integer n; f**0 is 1."""
        if n == 0:
            return self.of.number(1)
        if 0 < n <= MOST_PRODUCTS:
            return self.of.whole_power(f, n)
        try:
            found = self.of.leading(f)
        except Imprecise:
            if 0 < n <= MOST_WHOLE_POWER:
                return self.of.whole_power(f, n)
            raise
        if found is None:
            if n < 0:
                raise Nowhere
            return f
        _, c, m, rest = found
        return self._power_of_leading(self.field.power(c, n), Fraction(n), m, self.of.relative_rest(c, m, rest))

    def root(self, f: Expansion, q: Fraction) -> Expansion:
        """f**q for a q that is no integer: f >= 0, and f > 0 for a negative q."""
        found = self.of.leading(f)
        if found is None:
            if q < 0:
                raise Nowhere
            return f
        sign, c, m, rest = found
        if sign < 0:
            raise Nowhere
        return self._power_of_leading(roots.root(self.tower, c, q), q, m, self.of.relative_rest(c, m, rest))

    def _power_of_leading(self, c: Quotient, q: Fraction, m: Monomial, d: Expansion) -> Expansion:
        """c times (m*(1 + d))**q, by the binomial series."""
        coefficients = [Fraction(1)]
        for k in range(1, self.of.order):
            coefficients.append(coefficients[-1] * (q - k + 1) / k)
        return self.of.shifted(self.of.rational_series(coefficients, d), c, self.scale.power(m, self.field.constant(q)))

    def power(self, f: Expansion, g: Expansion, is_whole: bool = False) -> Expansion:
        """f**g = exp(g*log(f)) for f > 0; of (-u)**g for a growing g that `is_whole`, the size u**g is kept."""
        found = self.of.leading(f)
        if found is None or found[0] < 0:
            return self._power_of_nonpositive(f, g, found is None, is_whole)
        return self.exp(self.of.product(g, self.log(f)))

    def _power_of_nonpositive(self, f: Expansion, g: Expansion, is_zero: bool, is_whole: bool) -> Expansion:
        """0**g is 0 for g > 0, 1 for g = 0; (-u)**g is (-1)**g * u**g for an integer g, and undefined beside one."""
        if is_zero:
            found = self.of.leading(g)
            if found is not None and found[0] < 0:
                raise Nowhere
            return f if found is not None else self.of.number(1)
        great, exponent, small = self.of.parts(g)
        if great.summands and is_whole:
            return Expansion((), self.of.size(self.exp(self.of.product(g, self.log(self.of.negative(f))))))
        if great.summands:
            raise GaveUp("a growing power of what is negative")
        if self.of.leading(small) is not None:
            raise Nowhere
        if not self.tower.is_integer(exponent):
            raise GaveUp("a power of what is negative")
        positive = self.exp(self.of.product(g, self.log(self.of.negative(f))))
        return self.of.shifted(positive, exponentials.parity(self.tower, exponent), UNIT)

    # ---- angles

    def cos_and_sin(self, f: Expansion) -> tuple[Expansion, Expansion]:
        """Bounded where the angle is not known to tend to a limit."""
        if self.is_rough(f) or self.infinite(f):
            return BOUNDED, BOUNDED
        _, constant, small = self.of.parts(f)
        c, s = angles.cosine_and_sine(self.tower, constant)
        around = (c, self.field.negative(s), self.field.negative(c), s)
        found = []
        for start in (0, 3):
            values = [
                self.field.scale(around[(start + k) % 4], Fraction(1, factorial(k))) for k in range(self.of.order)
            ]
            found.append(self.of.series(values, small))
        return found[0], found[1]

    def atan(self, f: Expansion) -> Expansion:
        of = self.of
        sign = self.infinite(f)
        if sign:
            inverse = of.inverse(f)
            assert inverse is not None
            right_angle = of.of(self.field.scale(self.tower.pi(), sign * HALF))
            return of.subtract(right_angle, self.atan(inverse))
        if self.is_rough(f):
            return BOUNDED
        _, c, small = of.parts(f)
        one_and_square = self.field.add(self.field.one, self.field.multiply(c, c))
        denominator = of.sum(of.of(one_and_square), of.shifted(small, c, UNIT))
        inverse = of.inverse(denominator)
        assert inverse is not None
        coefficients = [Fraction((-1) ** (k // 2), k) if k % 2 else Fraction(0) for k in range(of.order + 1)]
        inner = of.rational_series(coefficients, of.product(small, inverse))
        return of.sum(of.of(special.atan(self.tower, c)), inner)

    def asin(self, f: Expansion) -> Expansion:
        of = self.of
        if self.infinite(f):
            raise Nowhere
        c = of.parts(f)[1]
        gap = self.field.subtract(self.field.one, self.field.multiply(c, c))
        match self.scale.sign(gap):
            case -1:
                raise Nowhere
            case 0:
                side = self.scale.sign(c)
                half = of.multiple(of.sum(of.number(1), of.multiple(f, -side)), HALF)
                inner = self._small_asin(self.root(half, HALF))
                right_angle = of.of(self.field.scale(self.tower.pi(), HALF))
                return of.multiple(of.subtract(right_angle, of.multiple(inner, 2)), side)
        cosine = self.root(of.subtract(of.number(1), of.product(f, f)), HALF)
        turned = of.subtract(of.shifted(f, roots.root(self.tower, gap, HALF), UNIT), of.shifted(cosine, c, UNIT))
        return of.sum(of.of(special.asin(self.tower, c)), self._small_asin(turned))

    def _small_asin(self, d: Expansion) -> Expansion:
        _, constant, small = self.of.parts(d)
        if self.scale.sign(constant):
            raise GaveUp("an angle was not seen to be small")
        coefficients = [
            Fraction(comb(k - 1, k // 2), 2 ** (k - 1) * k) if k % 2 else Fraction(0) for k in range(self.of.order + 1)
        ]
        return self.of.rational_series(coefficients, small)

    # ---- erf, gamma, floor

    def erf(self, f: Expansion) -> Expansion:
        of = self.of
        sign = self.infinite(f)
        if sign:
            return self._erf_at_infinity(f, sign)
        if self.is_rough(f):
            return BOUNDED
        _, c, small = of.parts(f)
        values = [special.erf(self.tower, c)]
        slope = self.field.multiply(
            self._two_over_root_pi(), exponentials.exp(self.tower, self.field.negative(self.field.multiply(c, c)))
        )
        hermite = [self.field.one, self.field.scale(c, 2)]
        for k in range(1, of.order):
            hermite.append(
                self.field.subtract(
                    self.field.scale(self.field.multiply(c, hermite[k]), 2), self.field.scale(hermite[k - 1], 2 * k)
                )
            )
            values.append(
                self.field.scale(self.field.multiply(slope, hermite[k - 1]), Fraction((-1) ** (k - 1), factorial(k)))
            )
        return of.series(values, small)

    def _erf_at_infinity(self, f: Expansion, sign: int) -> Expansion:
        of = self.of
        inverse = of.inverse(f)
        assert inverse is not None
        square = of.product(inverse, inverse)
        coefficients = [Fraction(1)]
        for k in range(1, of.order):
            coefficients.append(coefficients[-1] * -(2 * k - 1) / 2)
        tail = of.product(of.rational_series(coefficients, square), of.product(inverse, self._bell(f)))
        scaled = of.shifted(tail, self.field.scale(self._two_over_root_pi(), HALF), UNIT)
        return of.subtract(of.number(sign), scaled)

    def _bell(self, f: Expansion) -> Expansion:
        return self.exp(self.of.negative(self.of.product(f, f)))

    def _two_over_root_pi(self) -> Quotient:
        return self.field.scale(roots.root(self.tower, self.tower.pi(), -HALF), 2)

    def gamma(self, f: Expansion) -> Expansion:
        of = self.of
        sign = self.infinite(f)
        if sign < 0:
            raise GaveUp("gamma has poles without end on the negative axis")
        if sign > 0:
            return self.exp(self._log_gamma(f))
        _, c, small = of.parts(f)
        value = self.tower.rational(c)
        if value is not None and value.denominator == 1 and value <= 0:
            return self._gamma_at_pole(f, int(-value))
        if value is None and self.scale.sign(c) <= 0:
            raise GaveUp("gamma of what may be a pole")
        return of.series([special.gamma(self.tower, c)], small)

    def _gamma_at_pole(self, f: Expansion, n: int) -> Expansion:
        """gamma(f + n + 1) over f*(f + 1)*...*(f + n)."""
        if n > MOST_WHOLE_POWER:
            raise GaveUp("a pole of gamma is too far out")
        below = self.of.number(1)
        for k in range(n + 1):
            below = self.of.product(below, self.of.sum(f, self.of.number(k)))
        inverse = self.of.inverse(below)
        if inverse is None:
            raise Nowhere
        return self.of.product(self.gamma(self.of.sum(f, self.of.number(n + 1))), inverse)

    def _log_gamma(self, f: Expansion) -> Expansion:
        """Stirling's series, whose error is of the size of the first term left out."""
        of = self.of
        inverse = of.inverse(f)
        assert inverse is not None
        coefficients = [Fraction(0)] * (2 * min(len(BERNOULLI), of.order))
        for k in range(1, len(coefficients) // 2 + 1):
            coefficients[2 * k - 1] = BERNOULLI[k - 1] / (2 * k * (2 * k - 1))
        two_pi = self.field.scale(self.tower.pi(), 2)
        constant = self.field.scale(exponentials.log(self.tower, two_pi), HALF)
        growing = of.product(of.subtract(f, of.number(HALF)), self.log(f))
        return of.sum(of.subtract(growing, f), of.of(constant), of.rational_series(coefficients, inverse))

    def floor(self, f: Expansion) -> Expansion:
        of = self.of
        if self.infinite(f) or self.is_rough(f):
            return of.sum(f, BOUNDED)
        _, c, small = of.parts(f)
        value = self.tower.rational(c)
        if value is not None and value.denominator != 1:
            return of.number(value.numerator // value.denominator)
        if not self.tower.is_integer(c):
            raise GaveUp("the whole part of what may be an integer")
        beside = of.leading(small)
        below = self.field.one if beside is not None and beside[0] < 0 else self.field.zero
        return of.of(self.field.subtract(c, below))
