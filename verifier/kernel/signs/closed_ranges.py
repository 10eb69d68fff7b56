"""The signs of a polynomial for a generator in a closed range: those inside, and those at the ends.

`Knowledge.bounds` are strict. A fact x >= c bounds x too, with its end; the values at the end are looked at apart.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq

from verifier.kernel.normal_forms.field import Polynomial

if TYPE_CHECKING:
    from verifier.kernel.signs.signs import Knowledge

_ANY, _NONNEGATIVE, _NONPOSITIVE, _ZERO = 7, 6, 3, 2

Ends = tuple[Fraction | None, Fraction | None]


def sign_on_closed_range(knowledge: Knowledge, p: Polynomial) -> int:
    """The signs of p by the closed range of one of its generators; all signs where none has one."""
    degrees = p.degrees()
    for at, ends in _closed_ranges(knowledge).items():
        if degrees[at]:
            at_ends = _at_ends(knowledge, p, at, ends)
            if degrees[at] == 1 and None not in ends:  # then it is a mean of the values at the ends
                return at_ends if at_ends & ~_NONNEGATIVE == 0 or at_ends & ~_NONPOSITIVE == 0 else _ANY
            return at_ends | _inside(knowledge, p, at, ends)
    return _ANY


def _closed_ranges(knowledge: Knowledge) -> dict[int, Ends]:
    """Generators with weak bounds, and all their bounds."""
    found: dict[int, Ends] = {}
    for f, signs in knowledge.facts:
        used = [i for i, k in enumerate(f.degrees()) if k > 0]
        if signs not in (_NONNEGATIVE, _NONPOSITIVE) or len(used) != 1 or int(f.degrees()[used[0]]) != 1 or len(f) > 2:
            continue
        at = used[0]
        constant = f.to_dict().get((0,) * len(f.degrees()), fmpq(0))
        end = -Fraction(int(constant.p), int(constant.q))
        low, high = found.get(at) or _strictly_or_by_own_sign(knowledge, at)
        if signs == _NONNEGATIVE:
            low = end if low is None else max(low, end)
        else:
            high = end if high is None else min(high, end)
        found[at] = low, high
    return {at: (low, high) for at, (low, high) in found.items() if low is None or high is None or low < high}


def _strictly_or_by_own_sign(knowledge: Knowledge, at: int) -> Ends:
    """The strict bounds of a generator, and 0 where its sign says so."""
    low, high = knowledge.bounds.get(at, (None, None))
    signs = knowledge.field.generators[at].signs
    low = Fraction(0) if low is None and not signs & ~_NONNEGATIVE else low
    high = Fraction(0) if high is None and not signs & ~_NONPOSITIVE else high
    return low, high


def _inside(knowledge: Knowledge, p: Polynomial, at: int, ends: Ends) -> int:
    """Between the ends, as if they were strict bounds."""
    before = knowledge.bounds.get(at)
    knowledge.bounds[at] = ends
    try:
        return knowledge.by_bounds(p)
    finally:
        if before is None:
            del knowledge.bounds[at]
        else:
            knowledge.bounds[at] = before


def _at_ends(knowledge: Knowledge, p: Polynomial, at: int, ends: Ends) -> int:
    signs = 0
    for end in ends:
        if end is not None:
            value = _value(knowledge, p, at, end)
            signs |= knowledge.sign(value) if value != 0 else _ZERO
    return signs


def _value(knowledge: Knowledge, p: Polynomial, at: int, end: Fraction) -> Polynomial:
    """p with the end in place of the generator."""
    x = fmpq(end.numerator, end.denominator)
    parts: dict[tuple[int, ...], fmpq] = {}
    for exponents, c in p.to_dict().items():
        rest = (*exponents[:at], 0, *exponents[at + 1 :])
        parts[rest] = parts.get(rest, fmpq(0)) + c * x ** int(exponents[at])
    return knowledge.field.ring.from_dict({e: c for e, c in parts.items() if c})
