"""The ratio or the difference of two sides that differ, where it is a simple constant.

A value at the counterexample suggests the constant, and the engine must then prove it everywhere: a suggestion costs
time when it is wrong, never truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import e, isfinite, lcm, log, pi
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.model.chain import Step
from verifier.model.verdict import Verdict
from verifier.session.asking import Trials
from verifier.session.carrying import Judged
from verifier.session.setting import Setting
from verifier.terms.printer import text_of
from verifier.terms.term import ONE, PI, E, Term, add, call, div, integer, mul, neg, rational

LARGEST: Final = 12
TOLERANCE: Final = 1e-8
_COMMON_DENOMINATOR: Final = lcm(*range(1, LARGEST + 1))
_LOG_2, _LOG_10 = call("log", integer(2)), call("log", integer(10))
UNITS: Final = (
    (ONE, 1.0),
    (div(ONE, _LOG_2), 1 / log(2)),
    (_LOG_2, log(2)),
    (div(ONE, _LOG_10), 1 / log(10)),
    (_LOG_10, log(10)),
    (PI, pi),
    (div(ONE, PI), 1 / pi),
    (call("sqrt", integer(2)), 2**0.5),
    (E, e),
)
"""Constants of which a small rational multiple counts as simple, and their values."""


def comparison(setting: Setting, step: Step, judged: Judged) -> tuple[tuple[str, str], ...]:
    """A line such as ("ratio", "lhs = 1/log(2) * rhs = 1.442695 * rhs, everywhere"); or none.

    The sides are called `lhs` and `rhs` here; a report calls them what it calls them elsewhere.
    """
    values = _real_values(judged.outcome)
    if step.relation != "=" or values is None:
        return ()
    trials, right = Trials(setting, step.given), step.written.term
    left_value, right_value = values
    if left_value and right_value:
        for ratio, value in suggestions(left_value / right_value):
            where = _where(trials.ask(judged.lhs, _times(ratio, right)))
            if where:
                return (("ratio", f"lhs = {_multiple_of_rhs(ratio, value)}, {where}"),)
    for difference, value in suggestions(left_value - right_value):
        where = _where(trials.ask(judged.lhs, add(right, difference)))
        if where:
            return (("difference", f"lhs - rhs = {_shown(difference, value)}, {where}"),)
    return ()


def suggestions(value: float) -> Iterator[tuple[Term, float]]:
    """Simple constants close to a value, with their own values; none is close to one that overflowed."""
    if not abs(value) <= LARGEST * LARGEST:
        return
    for unit, size in UNITS:
        factor = _close_fraction(value, size)
        if factor:
            yield _multiple(factor, unit), float(factor) * size


def _close_fraction(value: float, size: float) -> Fraction | None:
    """The fraction of small numbers that is close to value/size, if there is one; none of these are close to each other."""
    multiple = value / size * _COMMON_DENOMINATOR
    if abs(multiple - round(multiple)) > 2 * TOLERANCE * abs(multiple):
        return None
    for denominator in range(1, LARGEST + 1):
        numerator = round(value / size * denominator)
        if abs(numerator) <= LARGEST and abs(numerator / denominator * size - value) <= TOLERANCE * abs(value):
            return Fraction(numerator, denominator)
    return None


def _multiple(factor: Fraction, unit: Term) -> Term:
    """The product as an author would write it: `-3/log(2)`, `pi/2`."""
    if unit == ONE:
        return rational(factor)
    numerator, denominator = unit.args if unit.head == "div" else (unit, ONE)
    top = _product(integer(factor.numerator), numerator)
    bottom = _product(integer(factor.denominator), denominator)
    return top if bottom == ONE else div(top, bottom)


def _product(number: Term, other: Term) -> Term:
    if other == ONE or number == neg(ONE):
        return number if other == ONE else neg(other)
    return other if number == ONE else mul(number, other)


def _times(ratio: Term, line: Term) -> Term:
    return neg(line) if ratio == neg(ONE) else mul(ratio, line)


def _where(outcome: Outcome) -> str | None:
    return {Verdict.PROVED: "everywhere", Verdict.CONDITIONAL: "wherever both sides are defined"}.get(outcome.verdict)


def _multiple_of_rhs(ratio: Term, value: float) -> str:
    """`1/2 * rhs`, `-rhs`, `2/pi * rhs = 0.6366198 * rhs`."""
    if ratio == neg(ONE):
        return "-rhs"
    text = text_of(ratio)
    return f"{text} * rhs" if _is_rational(text) else f"{text} * rhs = {value:.7g} * rhs"


def _is_rational(text: str) -> bool:
    return not any(c.isalpha() for c in text)


def _shown(constant: Term, value: float) -> str:
    """The constant, with its value to seven digits where it is not rational."""
    text = text_of(constant)
    return text if _is_rational(text) else f"{text} = {value:.7g}"


def _real_values(outcome: Outcome) -> tuple[float, float] | None:
    """Both values at the counterexample; None where one is not a real number within floating-point range."""
    try:
        left, right = (_float_of(v.replace(" ", "")) for v in outcome.values or ())
    except (ValueError, OverflowError):
        return None
    return (left, right) if isfinite(left) and isfinite(right) else None


def _float_of(text: str) -> float:
    """A fraction or a decimal as a float; never by way of a power of ten, whose exponent may be huge."""
    return float(Fraction(text)) if "/" in text else float(text)
