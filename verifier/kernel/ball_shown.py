"""Values of a run for those outside the kernel, who know no python-flint: as exact rationals, or close ones.

Nothing here is trusted with a verdict.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from flint import acb, arb, ctx, fmpq

from verifier.kernel.ball_values import Outcome, Value

DIGITS: Final = 10
LONGEST_EXACT: Final = 10  # characters
ENOUGH_BITS: Final = 30


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


def about(value: Value) -> complex | None:
    """The middle of a value that is known to as many bits as a few digits need; None for any other."""
    if isinstance(value, Outcome):
        return None
    middle = acb(value)
    return complex(middle) if middle.rel_accuracy_bits() >= ENOUGH_BITS else None


def may_be_zero(value: Value) -> bool:
    """Whether a value is, or may be, zero."""
    return not isinstance(value, Outcome) and bool(acb(value).contains(0))


def shown(value: Value) -> str:
    """A value of the balls as text; only digits that are certain are printed."""
    if isinstance(value, fmpq):
        exact = str(value) if value.height_bits() < 40 else ""
        return exact if exact and len(exact) <= LONGEST_EXACT else _real(arb(value))
    if isinstance(value, acb):
        if value.imag == 0:
            return _real(value.real)
        sign = "-" if value.imag < 0 else "+"
        size = -value.imag if sign == "-" else value.imag
        return f"{_real(value.real)} {sign} {_real(size)}*I"
    return _real(value)


def _real(x: arb) -> str:
    """The digits of a real ball that are certain; one around 0 with none that differs from 0 is shown as 0."""
    if x.contains(0) and abs(x) < arb(10) ** -DIGITS:
        return "0"
    return str(x.str(DIGITS, radius=False))


def shown_values(values: tuple[Value, Value]) -> tuple[str, str]:
    """Both sides at a counterexample."""
    return shown(values[0]), shown(values[1])
