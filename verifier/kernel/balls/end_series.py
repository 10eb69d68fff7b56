"""Taylor models at an end of a range: for 0 < t <= d a function is shown to be c[0]*t**v + ... + c[n-1]*t**(v+n-1) + R*t**(v+n).

The c[j] are enclosures of numbers (exact rationals where they are known), R encloses the values of a function of t on the
whole range, so that every operation below is an inclusion for each t on its own: sums and products of polynomials, where
what exceeds the length is folded into R by 0 <= t <= d; a function g of a model by Taylor's formula with Lagrange's
remainder, g(c + u) = sum of g[j]*u**j for j < n plus G*u**n, where G encloses the n-th coefficient of g on an interval that
holds c and all values (K. Makino, M. Berz, "Taylor models and other validated functional inclusion methods", 2003).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Final

from flint import arb, arb_series, ctx, fmpq, fmpz

from verifier.kernel.balls.values import (
    ONE,
    ZERO,
    Unsupported,
    Value,
    Wide,
    ball,
    bounded,
    integer_power,
    rational_power,
)
from verifier.terms.record import record

LENGTH: Final = 12  # terms that are kept
MOST_VALUATION: Final = 1000


@record
class Model:
    """A Taylor model whose first coefficient, if it has one, is not exactly zero."""

    valuation: int
    terms: tuple[Value, ...]
    rest: Value = ZERO

    @property
    def is_exact(self) -> bool:
        return type(self.rest) is fmpq and self.rest == 0

    @property
    def is_zero(self) -> bool:
        return self.is_exact and not self.terms


def model(valuation: int, terms: Sequence[Value], rest: Value, width: arb) -> Model:
    """The model, without zeros in front and of bounded length; `width` is d."""
    if abs(valuation) > MOST_VALUATION:
        raise Unsupported
    start = 0
    while start < len(terms) and _is_zero(terms[start]):
        start += 1
    kept = terms[start : start + LENGTH]
    beyond = terms[start + LENGTH :]
    if any(not _is_zero(c) for c in beyond) or (beyond and not _is_zero(rest)):
        rest = at([*beyond, rest], arb(0).union(width).nonnegative_part())
    if _is_zero(rest):
        rest = ZERO
        while kept and _is_zero(kept[-1]):
            kept = kept[:-1]
    if not ball(rest).is_finite() or not all(ball(c).is_finite() for c in kept):
        raise Wide
    return Model(valuation + start, tuple(kept), rest)


def _is_zero(x: Value) -> bool:
    return bool(x == 0)


def at(terms: Sequence[Value], place: Value) -> Value:
    """The polynomial with these coefficients (Horner)."""
    total: Value = ZERO
    for c in reversed(terms):
        total = total * place + c
    return total


def values(m: Model, width: arb) -> arb:
    """An enclosure of the model over t**valuation, for 0 < t <= d."""
    return arb(at([*m.terms, m.rest], arb(0).union(width).nonnegative_part()))


def plus(x: Model, y: Model, width: arb) -> Model:
    if x.is_zero or y.is_zero:
        return y if x.is_zero else x
    low = min(x.valuation, y.valuation)
    padded = [[ZERO] * (m.valuation - low) + list(m.terms) for m in (x, y)]
    ends = [len(p) for p, m in zip(padded, (x, y), strict=True) if not m.is_exact]
    end = min(ends) if ends else max(map(len, padded))
    sums = [a + b for a, b in zip_longest(*(p[:end] for p in padded), fillvalue=ZERO)]
    inside = arb(0).union(width).nonnegative_part()
    rests = [
        at([*p[end:], m.rest], inside) if len(p) > end or not m.is_exact else ZERO
        for p, m in zip(padded, (x, y), strict=True)
    ]
    sums += [ZERO] * (end - len(sums))
    return model(low, [bounded(s) for s in sums], rests[0] + rests[1], width)


def times(x: Model, y: Model, width: arb) -> Model:
    if x.is_zero or y.is_zero:
        return Model(0, ())
    valuation = x.valuation + y.valuation
    whole: list[Value] = [ZERO] * max(0, len(x.terms) + len(y.terms) - 1)
    for i, a in enumerate(x.terms):
        for j, b in enumerate(y.terms):
            whole[i + j] = bounded(whole[i + j] + a * b)
    ends = [len(m.terms) for m in (x, y) if not m.is_exact]
    if not ends:
        return model(valuation, whole, ZERO, width)
    end = min(ends)
    inside = arb(0).union(width).nonnegative_part()
    rest = at(whole[end:], inside)
    if not x.is_exact:
        rest = rest + x.rest * integer_power(inside, fmpz(len(x.terms) - end)) * values(y, width)
    if not y.is_exact:
        rest = rest + y.rest * integer_power(inside, fmpz(len(y.terms) - end)) * at(x.terms, inside)
    whole += [ZERO] * (end - len(whole))
    return model(valuation, whole[:end], rest, width)


def constant(value: Value) -> Model:
    """The model of a number; one that is not certainly zero is kept (python-flint's `!=` says that balls are disjoint)."""
    return Model(0, () if _is_zero(value) else (value,))


Coefficients = Callable[[Value, int], Sequence[Value]]  # those of g around a point or on an interval


def composed(coefficients: Coefficients, x: Model, width: arb) -> Model:
    """g of a model without a pole; `coefficients` raises where it cannot show that g is analytic on the interval."""
    if x.valuation < 0:
        raise Unsupported
    if x.is_zero:
        return model(0, coefficients(ZERO, 1)[:1], ZERO, width)
    centre = x.terms[0] if x.valuation == 0 and x.terms else ZERO
    inside = arb(0).union(width).nonnegative_part()
    if x.valuation == 0 and not x.terms:
        return model(0, (), coefficients(values(x, width), 1)[0], width)
    step = model(x.valuation, x.terms, x.rest, width)
    if x.valuation == 0:
        step = model(1, x.terms[1:], x.rest, width)
    if step.is_zero:
        return model(0, (coefficients(centre, 1)[0],), ZERO, width)
    everywhere = ball(centre).union(centre + values(step, width) * integer_power(inside, fmpz(step.valuation)))
    count = max(1, -(-LENGTH // max(1, step.valuation)))
    last = coefficients(everywhere, count + 1)[count]
    total = model(0, (), last, width)
    for c in reversed(list(coefficients(centre, count))[:count]):
        total = plus(times(total, step, width), constant(c), width)
    return total


def by_series(name: str) -> Coefficients:
    """The coefficients of an entire function, or of one that python-flint's power series answer by NaN elsewhere."""

    def coefficients(x: Value, count: int) -> Sequence[Value]:
        before, ctx.cap = ctx.cap, count
        try:
            found = getattr(arb_series([ball(x), 1], count), name)()
            result = [found[j] for j in range(count)]
        finally:
            ctx.cap = before
        if not all(c.is_finite() for c in result):
            raise Wide
        return [ZERO if c == 0 else ONE if c == 1 else c for c in result]

    return coefficients


def of_logarithm(x: Value, count: int) -> Sequence[Value]:
    if not x > 0:
        raise Wide
    first = ZERO if x == 1 else ball(x).log()
    return [first, *(fmpq((-1) ** (j + 1), j) / _power(x, j) for j in range(1, count))]


def of_power(exponent: fmpq) -> Coefficients:
    """Those of x**exponent: any x that is not 0 for an integer exponent, else x > 0."""

    def coefficients(x: Value, count: int) -> Sequence[Value]:
        if exponent.q == 1:
            if not x != 0:
                raise Wide
            first: Value = _power(x, int(exponent.p))
        else:
            if not x > 0:
                raise Wide
            first = rational_power(x, exponent)
        result, factor = [], ONE
        for j in range(count):
            result.append(first * factor / _power(x, j))
            factor = factor * (exponent - j) / (j + 1)
        return result

    return coefficients


def _power(x: Value, n: int) -> Value:
    if type(x) is fmpq:
        return bounded(x**n)
    power = integer_power(x, fmpz(abs(n)))
    return 1 / power if n < 0 else power
