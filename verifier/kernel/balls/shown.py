"""Values of a run for those outside the kernel, who know no python-flint: as exact rationals, or close ones.

Nothing here is trusted with a verdict.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from flint import acb, arb, ctx, fmpq

from verifier.kernel.balls.values import Outcome, Value

DIGITS: Final = 10
MOST_DIGITS: Final = 1000
_MORE_DIGITS: Final = 5  # than are needed to tell two values apart
_BITS_OF_A_DIGIT: Final = 4
LONGEST_EXACT: Final = 10  # characters
ENOUGH_BITS: Final = 30
SHORT_BITS: Final = 20  # of an exact number that is shown as it is
SHORT_BELOW: Final = 1 << 30


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


def shown(value: Value, digits: int = DIGITS) -> str:
    """A value of the balls as text; only digits that are certain are printed."""
    if isinstance(value, fmpq):
        exact = str(value) if value.height_bits() < 40 else ""
        return exact if exact and len(exact) <= LONGEST_EXACT else _decimal(value, digits)
    return _decimal(value, digits)


def _decimal(value: Value, digits: int, exactly: bool = True) -> str:
    if isinstance(value, acb):
        return _complex(value, digits, exactly)
    with ctx.workprec(max(ctx.prec, digits * _BITS_OF_A_DIGIT)):
        return _real(arb(value), digits, exactly)


def _complex(value: acb, digits: int, exactly: bool) -> str:
    """Both parts; one that is shown as 0 is left out."""
    is_negative = bool(value.imag < 0)
    real, size = (_real(x, digits, exactly) for x in (value.real, -value.imag if is_negative else value.imag))
    if size == "0":
        return real
    times = "I" if size == "1" else f"{size}*I"
    if real == "0":
        return f"-{times}" if is_negative else times
    return f"{real} {'-' if is_negative else '+'} {times}"


def _real(x: arb, digits: int, exactly: bool) -> str:
    """The digits of a real ball that are certain; one around 0 with none that differs from 0 is shown as 0.

    With `exactly` a ball that is one number of few bits is shown as that: `3`, `5/4`.
    """
    if exactly and x.is_exact() and x.bits() <= SHORT_BITS and abs(x) < SHORT_BELOW:
        mantissa, exponent = x.mid().man_exp()
        exact = str(fmpq(mantissa) * fmpq(2) ** int(exponent)) if exponent > -SHORT_BITS else ""
        if exact and len(exact) <= LONGEST_EXACT:
            return exact
    if x.contains(0) and abs(x) < arb(10) ** -digits:
        return "0"
    return str(x.str(digits, radius=False))


def shown_values(values: tuple[Value, Value]) -> tuple[str, str]:
    """Both sides at a counterexample, with as many digits as tell them apart, if that many are certain."""
    digits = next((n for n in range(DIGITS, MOST_DIGITS, DIGITS) if _are_apart(values, n)), DIGITS)
    if digits > DIGITS:
        digits += _MORE_DIGITS
    return shown(values[0], digits), shown(values[1], digits)


def _are_apart(values: tuple[Value, Value], digits: int) -> bool:
    return _decimal(values[0], digits, exactly=False) != _decimal(values[1], digits, exactly=False)
