"""Values of a run for those outside the kernel, who know no python-flint: as exact rationals, or close ones.

Nothing here is trusted with a verdict.
"""

from __future__ import annotations

from fractions import Fraction

from flint import acb, ctx, fmpq

from verifier.kernel.ball_values import Outcome, Value


def rational_of(value: Value) -> Fraction | None:
    """The exact rational that a value is, or None where it is not known to be one."""
    return Fraction(int(value.p), int(value.q)) if type(value) is fmpq else None


def near(value: Value, bits: int = 24) -> Fraction | None:
    """A rational close to a real value, of about that many bits; None where the value is not real or has none."""
    if isinstance(value, Outcome) or type(value) is acb:
        return None
    exact = rational_of(value)
    if exact is not None:
        return exact
    mantissa, exponent = value.mid().man_exp()
    if abs(exponent) > 4 * ctx.prec:
        return None
    middle = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return Fraction(round(middle * 2**bits), 2**bits)
