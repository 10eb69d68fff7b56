"""Antiderivatives of quotients by powers of D = a + b*cos(u) + c*sin(u), u linear, that are continuous over whole turns.

Tables have the half angle, tan(u/2), which jumps once a turn. With s**2 = a**2 - b**2 - c**2 and D' the slope of D in u,

    J[1] = (u + 2*atan(D'/(D + s)))/s

has the derivative 1/D, and no jump where a > 0 and s > 0. Powers follow from D'' = a - D and D'**2 = b**2 + c**2 - (D - a)**2:

    (D'/D**k)' = (k - 1)*D**(1 - k) - a*(2*k - 1)*D**(-k) + k*s**2*D**(-k - 1)

Numerators are polynomials in D, and such times D'. Candidates only: the kernel differentiates them.
"""

from __future__ import annotations

from typing import Final

from verifier.engine.integrals.polynomials import Polynomial, negative, over, plus, product, times, total
from verifier.engine.integrals.primitive_products import factors_of
from verifier.engine.integrals.primitive_substitutions import linear_slope, slope_of
from verifier.engine.integrals.waves import Waves, waves_of
from verifier.kernel.terms.visible import linear_form
from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import HALF, ONE, TWO, ZERO, Term, add, call, div, integer, mul, power

MOST_HARMONIC: Final = 4
MOST_EXPONENT: Final = 4


def of_turns(f: Term, x: Term) -> Term | None:
    """An antiderivative of P/D**k for a P of sines and cosines of multiples of the angle; None for any other term."""
    above, below = factors_of(f)
    fixed, over_fixed = (mul(*[t for t in part if x.name not in free_symbols(t)], ONE) for part in (above, below))
    above, below = ([t for t in part if x.name in free_symbols(t)] for part in (above, below))
    if not below or below.count(below[0]) != len(below) or len(below) > MOST_EXPONENT:
        return None
    circle, waves = _circle(below[0], x), waves_of(mul(*above, ONE), x)
    if circle is None or waves is None:
        return None
    found = _Table(circle).integral(waves, len(below))
    if found is None:
        return None
    return div(mul(fixed, found), mul(over_fixed, circle.speed, power(circle.sign, integer(len(below)))))


@record
class _Circle:
    """D = a + b*cos(u) + c*sin(u), as it is written, with D' and the slope of u in x.

    The sign is -1 where a would be a negative number, and all of D has the other sign.
    """

    a: Term
    b: Term
    c: Term
    u: Term
    sign: Term
    d: Term
    slope: Term
    speed: Term


def _circle(below: Term, x: Term) -> _Circle | None:
    waves = waves_of(below, x)
    angles = {angle for _, angle in waves or () if angle != ZERO}
    if waves is None or len(angles) != 1:
        return None
    (u,) = angles
    speed = linear_slope(u, x)
    if speed is None:
        return None
    a, b, c = (waves.get(wave, ZERO) for wave in (("cos", ZERO), ("cos", u), ("sin", u)))
    number = rational_value(a)
    sign = ONE if number is None or number >= 0 else negative(ONE)
    d, slope = times(sign, below), div(times(sign, slope_of(below, x)), speed)
    return _Circle(times(sign, a), times(sign, b), times(sign, c), u, sign, d, slope, speed)


class _Numerator:
    """P(D) + Q(D)*D', both polynomials with terms as coefficients."""

    def __init__(self, even: Polynomial, odd: Polynomial) -> None:
        self.even, self.odd = even, odd

    def plus(self, other: _Numerator) -> _Numerator:
        return _Numerator(total(self.even, other.even), total(self.odd, other.odd))

    def scaled(self, c: Term) -> _Numerator:
        return _Numerator([times(c, t) for t in self.even], [times(c, t) for t in self.odd])


class _Table:
    """The antiderivatives in u."""

    def __init__(self, circle: _Circle) -> None:
        a, b, c, u = circle.a, circle.b, circle.c, circle.u
        self.a, self.u, self.d, self.slope = a, u, circle.d, circle.slope
        radius = plus(times(b, b), times(c, c))
        self.square = plus(times(a, a), negative(radius))
        self.slope_squared = [negative(self.square), times(TWO, a), integer(-1)]  # as a polynomial in D
        self.cosine = _Numerator([over(negative(times(a, b)), radius), over(b, radius)], [over(c, radius)])
        self.sine = _Numerator([over(negative(times(a, c)), radius), over(c, radius)], [over(negative(b), radius)])

    def integral(self, waves: Waves, k: int) -> Term | None:
        """That of the sum of the waves over D**k; None if one is no small multiple of the angle."""
        whole = _Numerator([ZERO], [ZERO])
        for (head, angle), c in waves.items():
            part = self._harmonic(head, angle)
            if part is None:
                return None
            whole = whole.plus(part.scaled(c))
        parts = [mul(c, self._power(k - m)) for m, c in enumerate(whole.even) if c != ZERO]
        parts += [mul(c, self._power_with_slope(k - m)) for m, c in enumerate(whole.odd) if c != ZERO]
        return add(*parts, ZERO)

    def _harmonic(self, head: str, angle: Term) -> _Numerator | None:
        """cos(j*u) or sin(j*u), by the recurrence 2*cos(u)*cos(j*u) = cos((j + 1)*u) + cos((j - 1)*u), and so for sines."""
        j = _multiple(angle, self.u)
        if j is None or j > MOST_HARMONIC:
            return None
        before = _Numerator([ONE if head == "cos" else ZERO], [ZERO])
        if j == 0:
            return before
        now = self.cosine if head == "cos" else self.sine
        for _ in range(j - 1):
            before, now = now, self._product(self.cosine, now).scaled(TWO).plus(before.scaled(integer(-1)))
        return now

    def _product(self, p: _Numerator, q: _Numerator) -> _Numerator:
        mixed = total(product(p.even, q.odd), product(p.odd, q.even))
        return _Numerator(total(product(p.even, q.even), product(product(p.odd, q.odd), self.slope_squared)), mixed)

    def _power(self, k: int) -> Term:
        """The integral of D**(-k)."""
        if k == 0:
            return self.u
        if k == 1:
            root = power(self.square, HALF)
            return div(add(self.u, mul(TWO, call("atan", div(self.slope, add(self.d, root))))), root)
        n = k - 1 if k > 1 else k + 1  # the formula for (D'/D**n)' says D**(-n - 1) by the other two, or D**(1 - n)
        edge = mul(self.slope, power(self.d, integer(-n)))
        middle = mul(integer(2 * n - 1), self.a, self._power(n))
        if k > 1:
            rest = mul(integer(1 - n), self._power(n - 1)) if n > 1 else ZERO
            return div(add(edge, middle, rest), mul(integer(n), self.square))
        rest = mul(integer(-n), self.square, self._power(n + 1)) if n else ZERO
        return div(add(edge, middle, rest), integer(n - 1))

    def _power_with_slope(self, k: int) -> Term:
        """The integral of D'/D**k."""
        return call("log", self.d) if k == 1 else div(power(self.d, integer(1 - k)), integer(1 - k))


def _multiple(angle: Term, u: Term) -> int | None:
    """j >= 0 with angle = j*u."""
    if angle == ZERO:
        return 0
    mine, base = linear_form(angle), linear_form(u)
    ratios = {mine.get(t, 0) / c for t, c in base.items()} if mine.keys() == base.keys() else set()
    ratio = ratios.pop() if len(ratios) == 1 else None
    return int(ratio) if ratio is not None and ratio.denominator == 1 and ratio > 0 else None
