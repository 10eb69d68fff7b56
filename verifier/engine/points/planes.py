"""Places in the complex plane between, beside and beyond the lines, circles and rays that conditions on one symbol draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import cos, sin
from typing import Final

from verifier.kernel.balls.evaluation import compile_term
from verifier.kernel.balls.shown import near
from verifier.model.evidence import Point
from verifier.terms.heads import parts_of
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term, symbol

PARTS: Final = ("re", "im", "Abs", "arg")
MOST_VALUES: Final = 15  # of one coordinate
_UNIT: Final = 2**12
_STRAIGHT: Final = tuple(map(Fraction, "5/16 -7/8 3/2 4 -17/4 0".split()))
_SIZES: Final = tuple(map(Fraction, "1/2 3 1/16 5/4".split()))
_ANGLES: Final = tuple(map(Fraction, "49/32 1/4 2 -51/32 -5/2 3".split()))  # some beside right angles
_INSIDE: Final = tuple(map(Fraction, "63/64 1/64 1023/1024 1/1024 1/2 4/5 1/5".split()))
_BEYOND: Final = tuple(map(Fraction, "1/64 1 9/4 4".split()))

Place = tuple[Fraction, Fraction]
Knots = dict[str, list[Fraction]]


def knots_of_parts(conditions: Iterable[Term], name: str) -> Knots:
    """The constants that conditions compare re, im, Abs and arg of the symbol with; both signs of those for a size of a part."""
    found: Knots = {}
    for condition in conditions:
        for relation in (p for p in parts_of(condition) if len(p.args) == 2):
            for side, other in (relation.args, relation.args[::-1]):
                if free_symbols(other) or side.head == "symbol" or not free_symbols(side):
                    continue
                value = near(compile_term(other, True).run(Point(), 64))
                if value is not None:
                    _note(found, side, name, value)
    return {head: sorted(set(values)) for head, values in found.items()}


def _note(found: Knots, side: Term, name: str, value: Fraction) -> None:
    own = [p for p in parts_of(side) if p.head in PARTS and p.args[0] == symbol(name)]
    for part in dict.fromkeys(own):
        found.setdefault(part.head, []).extend([value] if side == part else [value, -value])


def places(knots: Knots) -> Iterator[Place]:
    """Places by their parts where those are bounded, and by size and angle; near the ends and between the knots first."""
    if "re" in knots or "im" in knots:
        yield from _pairs(_values(knots, "re", _STRAIGHT), _values(knots, "im", _STRAIGHT))
    for size in _values(knots, "Abs", ())[:3]:
        yield from ((Fraction(0), size), (Fraction(0), -size), (size, Fraction(0)), (-size, Fraction(0)))
    if "Abs" in knots or "arg" in knots:
        for size, angle in _pairs(_values(knots, "Abs", _SIZES), _values(knots, "arg", _ANGLES)):
            yield _rounded(size * cos(angle)), _rounded(size * sin(angle))


def _pairs(first: Sequence[Fraction], second: Sequence[Fraction]) -> Iterator[Place]:
    """Each value of one coordinate with two of the other, neither list in step with the other one."""
    for j in range(2 * max(len(first), len(second))):
        yield first[j % len(first)], second[(j + j // len(first) + j // len(second)) % len(second)]


def _rounded(x: float | Fraction) -> Fraction:
    """A binary fraction, which balls hold exactly."""
    return Fraction(round(x * _UNIT), _UNIT)


def _values(knots: Knots, head: str, usual: Sequence[Fraction]) -> Sequence[Fraction]:
    """Values of one part: near the ends between its knots, and beyond the outer ones; the usual ones without knots."""
    own = knots.get(head, ())
    found: list[Fraction] = []
    for low, high in pairwise(own):
        found += [_rounded(low + (high - low) * part) for part in _INSIDE]
    if own:
        found += [_rounded(own[0] - step) for step in _BEYOND] + [_rounded(own[-1] + step) for step in _BEYOND]
    return [v for v in found if v > 0 or head != "Abs"][:MOST_VALUES] or usual
