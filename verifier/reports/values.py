"""The two values of a counterexample in few digits, and how far they lie apart where those do not tell."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, InvalidOperation
from typing import Final

from verifier.model.result import ShownCounterexample

DIGITS: Final = 10
_EXACTLY: Final = Context(prec=1100, Emax=MAX_EMAX, Emin=MIN_EMIN)
_SHORT: Final = Context(prec=DIGITS, Emax=MAX_EMAX, Emin=MIN_EMIN)


def in_few_digits(shown: ShownCounterexample) -> tuple[str, str, str | None]:
    """Both values, and their difference, left minus right, if both are real and ten digits do not tell them apart."""
    values = _decimal(shown.lhs), _decimal(shown.rhs)
    if values[0] is None or values[1] is None or max(len(shown.lhs), len(shown.rhs)) <= 2 * DIGITS:
        return shown.lhs, shown.rhs, None
    apart = _EXACTLY.subtract(values[0], values[1])
    if not apart or _SHORT.plus(values[0]) != _SHORT.plus(values[1]):
        return shown.lhs, shown.rhs, None
    return _shortened(shown.lhs), _shortened(shown.rhs), f"{apart:.3g}"


def _shortened(text: str) -> str:
    """A long decimal to ten digits; an exact number as it is."""
    return text if len(text) <= 2 * DIGITS else str(_SHORT.create_decimal(text)).lower()


def _decimal(text: str) -> Decimal | None:
    """The value of a printed fraction or decimal; None for one that is not real."""
    above, _, below = text.partition("/")
    try:
        return _EXACTLY.divide(Decimal(above), Decimal(below or 1))
    except InvalidOperation:
        return None
