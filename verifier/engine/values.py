"""Numbers as they are shown: short rationals exactly, everything else to ten significant digits."""

from __future__ import annotations

from typing import Any, Final

DIGITS: Final = 10
LONGEST_EXACT: Final = 10  # characters


def shown(value: Any) -> str:
    """A value of the balls as text; only digits that are certain are printed."""
    from flint import acb, arb, fmpq

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


def _real(x: Any) -> str:
    return str(x.str(DIGITS, radius=False))


def shown_values(values: tuple[Any, Any]) -> tuple[str, str]:
    return shown(values[0]), shown(values[1])
