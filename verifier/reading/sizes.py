"""Refuses numbers that would be too large to form: towers of literal powers, factorials of large literals."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from verifier.terms.term import Term

MAX_BITS: Final = 4_096
MAX_FACTORIAL: Final = 1_000


class TooLarge(Exception):
    """A literal number beyond the bounds."""


def literal_value(term: Term) -> Fraction | None:
    """The exact value of a term made of literal numbers by `+ - * /`, integer powers and factorials; None for others.

    Raises TooLarge where the value, or a value on the way to it, would have more than 4,096 bits.
    """
    if term.head == "number":
        return term.number
    if term.head not in ("neg", "add", "mul", "div", "pow", "factorial"):
        return None
    values = [literal_value(a) for a in term.args]
    known = [v for v in values if v is not None]
    return _combine(term.head, known) if len(known) == len(values) else None


def _combine(head: str, values: list[Fraction]) -> Fraction | None:
    if head == "neg":
        return -values[0]
    if head == "add":
        return _fold(values, operator.add)
    if head == "mul":
        return _fold(values, operator.mul)
    if head == "div":
        return values[0] / values[1] if values[1] else None
    if head == "pow":
        return literal_power(*values)
    return literal_factorial(values[0])


def _fold(values: list[Fraction], combine: Callable[[Fraction, Fraction], Fraction]) -> Fraction:
    total = values[0]
    for value in values[1:]:
        total = _bounded(combine(total, value))
    return total


def literal_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """The power; None where it is not rational or not defined. Raises TooLarge, forming nothing, if it is large."""
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(base) != 1 and base != 0 and abs(exponent) * bits > MAX_BITS:
        raise TooLarge
    if exponent.denominator != 1 or (base == 0 and exponent < 0):
        return None
    if abs(base) == 1:
        return base if exponent.numerator % 2 else Fraction(1)
    return base**exponent.numerator


def literal_factorial(value: Fraction) -> Fraction | None:
    """The factorial of a natural number; None for other numbers. Raises TooLarge above 1,000 in absolute value."""
    if abs(value) > MAX_FACTORIAL:
        raise TooLarge
    if value < 0 or value.denominator != 1:
        return None
    return _bounded(Fraction(math.factorial(value.numerator)))


def _bounded(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise TooLarge
    return value


def check_size(term: Term) -> None:
    """Raises TooLarge for a literal power beyond 4,096 bits and for a factorial and the like of one above 1,000."""
    if term.head == "pow":
        if term.args[1].head != "symbol":
            literal_value(term)
        return
    for argument in term.args:
        value = literal_value(argument)
        if value is not None and abs(value) > MAX_FACTORIAL:
            raise TooLarge
