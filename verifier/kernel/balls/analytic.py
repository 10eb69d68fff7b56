"""The functions of the language as an integrator needs them: enclosures on a region, only where they are analytic.

`acb.integral` is rigorous only if the integrand is not finite on each rectangle where it is not certainly analytic.
Here a rational or a real ball is constant on the region, and an `acb` encloses the values of an analytic function
there. Each function returns an enclosure of the values of an analytic function that agrees with the function itself on
the real points of the region, and raises `Wide` where it cannot show that. Poles are caught by division and by gamma,
branch cuts by python-flint's `analytic` flag or by hand, where python-flint has none (asin, acos, atan, acosh, ...).

In a real chain every value on the real points is real wherever the function is analytic, since each real function is
undefined only on a branch cut or at a pole of its principal branch. So `Abs`, `Max`, `floor`, ... are those of the real
part, where it does not change its piece on the region. In a complex chain their arguments need not be real: refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flint import acb, fmpq

from verifier.kernel.balls import functions as ball_functions
from verifier.kernel.balls.complex_functions import COMPLEX, IMAGINARY_UNIT
from verifier.kernel.balls.functions import COMMON, REAL, THIRD, Function
from verifier.kernel.balls.values import HALF, ONE, Value, Wide, ball, demand, divide, integer_power, rectangle, settled


def certain(z: acb) -> acb:
    """The enclosure; a NaN from python-flint says that the function is not analytic on the region."""
    if not z.is_finite():
        raise Wide
    return z


def log(x: acb) -> acb:
    return certain(x.log(analytic=True))


def sqrt(x: acb) -> acb:
    return certain(x.sqrt(analytic=True))


def power(x: Value, y: Value) -> Value:
    """x**y off the cut of x, or any base with a constant integer above it."""
    if type(y) is not acb:
        y = settled(y)
    if type(y) is fmpq and y.q == 1:
        return integer_power(x, y.p)
    if type(y) is fmpq and y == HALF:
        return sqrt(rectangle(x))
    return (log(rectangle(x)) * y).exp()


def root(x: Value, n: Value) -> Value:
    return power(x, divide(ONE, n))


def cbrt(x: acb) -> acb:
    """The real cube root, continued from either half of the real line."""
    demand(x.real != 0, False)
    return (log(x) * THIRD).exp() if x.real > 0 else -(log(-x) * THIRD).exp()


def _off_outer_cuts(x: acb) -> None:
    """Return only where the region does not meet the real line outside (-1, 1)."""
    demand(x.imag != 0 or (x.real > -1 and x.real < 1), False)


def asin(x: acb) -> acb:
    _off_outer_cuts(x)
    return certain(x.asin())


def acos(x: acb) -> acb:
    _off_outer_cuts(x)
    return certain(x.acos())


def atanh(x: acb) -> acb:
    _off_outer_cuts(x)
    return certain(x.atanh())


def atan(x: acb) -> acb:
    _off_outer_cuts(x * IMAGINARY_UNIT)
    return certain(x.atan())


def asinh(x: acb) -> acb:
    _off_outer_cuts(x * IMAGINARY_UNIT)
    return certain(x.asinh())


def acosh(x: acb) -> acb:
    demand(x.imag != 0 or x.real > 1, False)
    return certain(x.acosh())


def absolute(x: acb) -> acb:
    return certain(x.real_abs(analytic=True))


def sign(x: acb) -> acb:
    return certain(x.real_sgn(analytic=True))


def heaviside(x: acb) -> acb:
    return certain(x.real_heaviside(analytic=True))


def floor(x: acb) -> acb:
    return certain(x.real_floor(analytic=True))


def largest(*values: Value) -> Value:
    best = rectangle(values[0])
    for x in values[1:]:
        best = certain(best.real_max(rectangle(x), analytic=True))
    return best


def kronecker_delta(i: Value, j: Value) -> Value:
    """0 where the arguments differ on the whole region."""
    demand(not rectangle(i).overlaps(rectangle(j)), False)
    return fmpq(0)


def varying(of_constants: Function, of_regions: Function) -> Function:
    """The second function where an argument varies on the region, the first where all are constant."""

    def choose(*values: Value) -> Value:
        return of_regions(*values) if acb in map(type, values) else of_constants(*values)

    return choose


def refused(*values: Value) -> Value:
    raise Wide


BRANCHES: Final[Mapping[str, Function]] = {
    "pow": power,
    "log": lambda x, base=None: log(rectangle(x)) if base is None else divide(log(rectangle(x)), log(rectangle(base))),
    "ln": log,
    "log2": lambda x: divide(log(x), ball(fmpq(2)).log()),
    "log10": lambda x: divide(log(x), ball(fmpq(10)).log()),
    "sqrt": sqrt,
    "root": root,
    "asin": asin,
    "acos": acos,
    "atan": atan,
    "asinh": asinh,
    "acosh": acosh,
    "atanh": atanh,
    "softplus": lambda x: log(1 + ball_functions.exp(x)),
}

PIECES: Final[Mapping[str, Function]] = {
    "cbrt": cbrt,
    "Abs": absolute,
    "sign": sign,
    "Heaviside": heaviside,
    "Max": largest,
    "Min": lambda *values: -largest(*(-x for x in values)),
    "floor": floor,
    "ceiling": lambda x: -floor(-x),
    "KroneckerDelta": kronecker_delta,
    "re": lambda x: x,
    "im": lambda x: fmpq(0),
    "conjugate": lambda x: x,
    "relu": lambda x: largest(x, fmpq(0)),
}

REAL_REGIONS: Final[Mapping[str, Function]] = {
    **COMMON,
    **{head: varying(REAL[head], {**BRANCHES, **PIECES}.get(head, refused)) for head in REAL if head not in COMMON},
}

COMPLEX_REGIONS: Final[Mapping[str, Function]] = {
    **COMMON,
    **{head: varying(COMPLEX[head], BRANCHES.get(head, refused)) for head in COMPLEX if head not in COMMON},
}
