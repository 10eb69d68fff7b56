"""Values worth trying for one declared symbol: simple ones, irregular ones, and those at the ends of its range.

All are exact and fixed, so that output is the same every time. Complex ones have parts with a power of two below, which
ball arithmetic holds exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Final

from verifier.engine.points.planes import knots_of_parts, places
from verifier.kernel.balls.evaluation import Condition, compile_condition, compile_term
from verifier.kernel.balls.shown import near
from verifier.model.chain import Declaration, NumberSet
from verifier.model.evidence import Point
from verifier.model.verdict import Answer
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term

Number = Fraction | tuple[Fraction, Fraction]


@record
class Pool:
    """Candidates of one symbol, each certainly inside its own range; `special` are ends, 0, 1, -1 and far values."""

    simple: tuple[Number, ...]
    irregular: tuple[Number, ...]
    special: tuple[Number, ...]
    borders: tuple[Number, ...] = ()  # those of the ends that belong to the range

    tests: tuple[Condition, ...] = ()
    known: frozenset[Number] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not self.known

    @property
    def simple_or_any(self) -> tuple[Number, ...]:
        return self.simple or self.irregular or self.special

    @property
    def irregular_or_any(self) -> tuple[Number, ...]:
        return self.irregular or self.special or self.simple

    def admits(self, name: str, value: Number) -> bool:
        """Whether the value of the symbol certainly lies in its range."""
        return value in self.known or _satisfies(self.tests, name, value)


def _fractions(text: str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, text.split()))


def _pairs(text: str) -> tuple[tuple[Fraction, Fraction], ...]:
    return tuple((Fraction(a), Fraction(b)) for a, b in (pair.split(",") for pair in text.split()))


REAL: Final = Pool(
    _fractions("1/2 2 1 -1 3 -2 1/3 0"),
    _fractions("3/7 -5/4 17/10 -2/9 8/3 -31/10 9/13 -9/13 3/5 4/5 13/4 -7/3"),
    _fractions("0 1 -1 1001 -1001 1/1000 -1/1000 7/2 -7/2"),
)
INTEGER: Final = Pool(
    _fractions("2 3 1 0 -1 4 -2"), _fractions("3 5 2 4 -2 1 -3 7 6 -4"), _fractions("0 1 -1 2 5 12 -11")
)
COMPLEX: Final = Pool(
    _pairs("1,1 1/2,1 -1,1 -1,-1 2,-1"),
    _pairs("3/8,5/16 -5/4,3/8 -11/16,-13/16 9/8,-7/4 1/2,4 -3/4,-15/4 -7/2,1/4 5/2,-1/8"),
    _pairs(
        "0,0 1,0 -1,0 0,1 0,-1 -2,0 -2,1/1024 -2,-1/1024 2,1/1024 2,-1/1024 1/1024,2 -1/1024,2 1/1024,-2 -1/1024,-2 "
        "0,2 0,-2 1/2,0 3,0 1/4,7 1/1024,1/1024 1/2,4 -1/2,-4 5/2,3"
    ),
)
_USUAL: Final[Mapping[NumberSet, Pool]] = {
    NumberSet.REAL: REAL,
    NumberSet.INTEGER: INTEGER,
    NumberSet.COMPLEX: COMPLEX,
}

# places inside a range, as parts of it or beyond its only end
_HALF: Final = Fraction(1, 2)
_PARTS: Final = _fractions("3/7 2/9 5/6 1/13 9/11")
_END_PARTS: Final = _fractions("1/100 99/100 1/100000 99999/100000")
_STEPS: Final = _fractions("3/7 9/4 17/10 31/10 2/9")
_END_STEPS: Final = _fractions("1/100 1/100000 1000")


def pool(declaration: Declaration, conditions: Sequence[Term], complex_numbers: bool) -> Pool:
    """Candidates that certainly satisfy the conditions, in which no other symbol occurs."""
    name = declaration.name if conditions else ""
    return _pool(name, declaration.numbers, tuple(conditions), complex_numbers)


@lru_cache(maxsize=256)
def _pool(name: str, numbers: NumberSet, conditions: tuple[Term, ...], complex_numbers: bool) -> Pool:
    """The same declaration stands in many chains of a run."""
    usual = _USUAL[numbers]
    knots = sorted({k for c in conditions for k in _constants(c, name, complex_numbers)})
    whole = numbers is NumberSet.INTEGER
    halves, inside, ends = _whole_places(knots) if whole else _places(knots)
    if numbers is NumberSet.COMPLEX:
        halves, inside, ends = [], [], [(k, Fraction(0)) for k in knots]
    tests = tuple(compile_condition(c, complex_numbers) for c in conditions)

    def admitted(*values: Number) -> tuple[Number, ...]:
        return tuple(v for v in dict.fromkeys(values) if _satisfies(tests, name, v))

    simple = admitted(*usual.simple, *halves)
    irregular = admitted(*usual.irregular, *inside)
    special = admitted(*ends, *usual.special)
    if numbers is NumberSet.COMPLEX:
        regional = admitted(*places(knots_of_parts(conditions, name)))
        special = tuple(dict.fromkeys(v for pair in zip_longest(special, regional) for v in pair if v is not None))
    borders = () if whole or numbers is NumberSet.COMPLEX else admitted(*knots)
    return Pool(simple, irregular, special, borders, tests, frozenset((*simple, *irregular, *special)))


def _satisfies(tests: Sequence[Condition], name: str, value: Number) -> bool:
    point = Point({name: value})
    return all(t.holds(point, 128) is Answer.YES for t in tests)


def _constants(condition: Term, name: str, complex_numbers: bool) -> Iterable[Fraction]:
    """What stands against the symbol in relations of the condition, as far as it is a real constant."""
    for part in condition.args:
        if part.head in ("and", "or", "not") or condition.head in ("and", "or", "not"):
            yield from _constants(part, name, complex_numbers)
        elif not free_symbols(part):
            value = near(compile_term(part, complex_numbers).run(Point(), 64))
            if value is not None:
                yield value


def _places(knots: Sequence[Fraction]) -> tuple[list[Number], list[Number], list[Number]]:
    """Simple, irregular and outermost places between the knots, beyond them and on them."""
    halves: list[Number] = []
    inside: list[Number] = []
    ends: list[Number] = list(knots)
    for low, high in pairwise(knots):
        halves.append(low + (high - low) * _HALF)
        inside += [low + (high - low) * part for part in _PARTS]
        ends += [low + (high - low) * part for part in _END_PARTS]
    for knot, side in [*((k, -1) for k in knots[:1]), *((k, 1) for k in knots[-1:])]:
        halves += [knot + side, knot + 2 * side]
        inside += [knot + side * step for step in _STEPS]
        ends += [knot + side * step for step in _END_STEPS]
    return halves, inside, ends


def _whole_places(knots: Sequence[Fraction]) -> tuple[list[Number], list[Number], list[Number]]:
    near_knots = [Fraction(int(k // 1) + d) for k in knots for d in (0, 1, -1, 2, 3, -2, 5, 4)]
    between = [Fraction(int(((low + high) / 2) // 1)) for low, high in pairwise(knots)]
    return [*near_knots[:4], *between], list(near_knots), [*near_knots]
