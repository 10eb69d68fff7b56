"""Inequalities in one symbol on a bounded interval, by balls on short parts of it.

Soundness. A program that is run at a ball for the symbol gives an enclosure of its values at every number of the ball, and
shows that it is defined at all of them, or it gives none (`balls.evaluation`, steps 1 and 2: every operation encloses its
values on balls, and shows that they lie in its domain). An interval is covered by the balls of its two halves. So where the
enclosure on each part of a cover is positive, the term is positive on the whole interval.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from flint import arb, ctx, fmpq

from verifier.kernel.balls.code import Context
from verifier.kernel.balls.evaluation import Program, compile_term
from verifier.kernel.balls.values import Outcome
from verifier.kernel.unsupported import Unsupported
from verifier.terms.term import Term

BITS: Final = 64
MOST_PARTS: Final = 2_000
NARROWEST: Final = 1 << 24  # of the whole width


def by_boxes(u: Term, strict: bool, name: str, low: Fraction, high: Fraction) -> bool:
    """Whether u > 0 (>= 0 unless strict) is shown, and u shown to be defined, at every real number from low to high."""
    try:
        program = compile_term(u)
    except Unsupported:
        return False
    waiting = [(low, high)]
    narrowest = (high - low) / NARROWEST
    for _ in range(MOST_PARTS):
        if not waiting:
            return True
        a, b = waiting.pop()
        if _is_positive_on(program, strict, name, a, b):
            continue
        if b - a < narrowest:
            return False
        middle = (a + b) / 2
        waiting += [(middle, b), (a, middle)]
    return not waiting


def _is_positive_on(program: Program, strict: bool, name: str, a: Fraction, b: Fraction) -> bool:
    with ctx.workprec(BITS):
        ball = arb(fmpq(a.numerator, a.denominator)).union(arb(fmpq(b.numerator, b.denominator)))
        value = program.value(Context({name: ball}, {}))
        if isinstance(value, Outcome):
            return False
        return bool(value > 0 if strict else value >= 0)
