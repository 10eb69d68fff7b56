"""Angles and signs of constants by balls, for sectors.

A run of balls shows that a constant is defined, and encloses its value (`balls.evaluation`). The angle of a rectangle without 0
is enclosed by python-flint off the negative axis, and elsewhere as that of the opposite rectangle and half a turn.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from flint import acb, arb, ctx, fmpq

from verifier.kernel.balls.code import Context
from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.values import Outcome, Value, rectangle
from verifier.kernel.terms.operators import OPERATORS
from verifier.kernel.unsupported import Unsupported
from verifier.terms.heads import heads
from verifier.terms.term import Term

BITS: Final = 64
GRAIN: Final = 1 << 30  # of the bounds of an angle
WIDEST: Final = Fraction(1, 1000)


def angle_of_constant(term: Term) -> tuple[Fraction, Fraction] | None:
    """Close bounds of an angle, in units of pi, of a term without symbols; None where it may be 0 or is not enclosed."""
    value = _value(term)
    if value is None or rectangle(value).contains(0):
        return None
    if type(value) is not acb:
        return (Fraction(0), Fraction(0)) if value > 0 else (Fraction(1), Fraction(1))
    with ctx.workprec(BITS):
        is_turned = not (value.real > 0 or value.imag > 0 or value.imag < 0)
        angle = (-value if is_turned else value).arg() / arb.pi() + is_turned
        if not angle.is_finite():
            return None
        low, high = _rounded(angle, down=True), _rounded(angle, down=False)
    return (low, high) if high - low < WIDEST else None


def real_constant(term: Term) -> arb | None:
    """An enclosure of a term without symbols that is known to be real; None where there is none."""
    value = _value(term)
    return None if value is None else rectangle(value).real


def turns_of_constant(term: Term) -> tuple[Fraction, Fraction] | None:
    """Bounds, in units of pi, of a real constant; None where it has none."""
    value = _value(term)
    if value is None or type(value) is acb:
        return None
    with ctx.workprec(BITS):
        turns = rectangle(value).real / arb.pi()
        return (_rounded(turns, down=True), _rounded(turns, down=False)) if turns.is_finite() else None


def _value(term: Term) -> Value | None:
    if OPERATORS & heads(term):  # a sum or an integral may cost more than the answer is worth
        return None
    try:
        program = compile_term(term, complex_numbers=True)
    except Unsupported:
        return None
    with ctx.workprec(BITS):
        value = program.value(Context({}, {}))
    return None if isinstance(value, Outcome) else value


def _rounded(x: arb, down: bool) -> Fraction:
    """A rational bound of a ball from below or from above."""
    end: fmpq = (x.lower() if down else x.upper()).fmpq()
    scaled = Fraction(int(end.p), int(end.q)) * GRAIN
    return Fraction(scaled.__floor__() if down else scaled.__ceil__(), GRAIN)
