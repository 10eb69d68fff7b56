"""Places from which a difference may be seen to grow: ends of the domain, other symbols, and zeros of the slope by name.

Nothing here is trusted. Floats at sample points rule out most candidates before anything is proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from verifier.engine.inequalities.estimates import CLOSE, Column, Values, columns_of, estimated, estimates, seem_true
from verifier.engine.inequalities.isolating import isolated
from verifier.kernel.cell import Cell, Refused
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.inequalities.mean_value import is_affine
from verifier.kernel.normal_forms.tower import SIGNS_OF_RELATION
from verifier.kernel.proving import solved
from verifier.kernel.signs.signs import Contradiction
from verifier.kernel.unsupported import Unsupported
from verifier.terms.heads import parts_of
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import (
    HALF,
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    Term,
    call,
    div,
    integer,
    neg,
    rational,
    sub,
    symbol,
)

MOST_PLACES: Final = 4
MOST_NODES: Final = 300
PARTS: Final = (0.04, 0.35, 0.7, 0.97)
STEPS: Final = 24
LARGEST: Final = 20.0  # in sample points: floats of larger ones have lost too many digits
ROUNDING: Final = 1e-7
_LOG_2: Final = call("log", TWO)
_E: Final = call("exp", ONE)
NUMBERS: Final = (
    *(
        ZERO,
        ONE,
        MINUS_ONE,
        TWO,
        neg(TWO),
        HALF,
        neg(HALF),
        integer(3),
        rational(Fraction(1, 3)),
        rational(Fraction(2, 3)),
    ),
    *(_E, call("exp", MINUS_ONE), _LOG_2, PI, div(PI, TWO), neg(PI), div(PI, neg(TWO))),
    *(call("pow", TWO, HALF), call("pow", integer(3), HALF), integer(4), rational(Fraction(1, 4))),
)


@record
class Place:
    """A place c for the symbol `name`; the difference is seen above it, below it, or on both sides."""

    name: str
    at: Term
    slope: Term
    above: bool
    below: bool
    flat: bool  # whether the difference seems to be zero at the place


@record
class _Seen:
    """The sample points: the values of each symbol at all of them, and which of them are small enough for floats."""

    columns: dict[str, Column]
    are_small: list[bool]


def places(cell: Cell, u: Term, points: Sequence[Values]) -> list[Place]:
    """Places that floats do not rule out, those of few terms first, and those of exponents after others."""
    found: list[Place] = []
    seen = _Seen(columns_of(points), [not any(abs(v) > LARGEST for v in p.values()) for p in points])
    for name in _symbols(cell, u, points):
        try:
            slope = differentiate(u, name, False, cell.domain.integers - {name})
        except Unsupported:
            continue
        if slope.size > MOST_NODES:
            continue
        for at in dict.fromkeys((*_candidates(cell, u, name), *zeros(cell, slope, name))):
            place = _looked_at(u, Place(name, at, slope, True, True, True), seen)
            if place is not None:
                found.append(place)
    exponents = frozenset(n for t in parts_of(u) if t.head == "pow" for n in free_symbols(t.args[1]))
    return sorted(found, key=lambda p: (not p.flat, p.name in exponents, p.at.size))[:MOST_PLACES]


def _symbols(cell: Cell, u: Term, points: Sequence[Values]) -> list[str]:
    known = points[0] if points else {}
    return [n for n in sorted(free_symbols(u)) if n in known and cell.domain.declared(n) is not None]


def _candidates(cell: Cell, u: Term, name: str) -> Iterator[Term]:
    x = symbol(name)
    others = [symbol(n) for n in sorted(free_symbols(u) - {name})]
    ends = [end for fact in cell.facts for end in _ends(cell, fact, x)]
    inverse = [div(ONE, o) for o in others] + [neg(o) for o in others] + [sub(ONE, o) for o in others]
    logs = [call("log", o) for o in others] + [call("exp", o) for o in others]
    yield from dict.fromkeys([*ends, *others, *NUMBERS, *inverse, *logs])


def zeros(cell: Cell, slope: Term, name: str) -> Iterator[Term]:
    """Where the slope is zero, if that can be solved for the symbol: log(1 + d) for exp(x) - 1 - d."""
    x = symbol(name)
    for form in isolated(cell, call("eq", slope, ZERO)):
        own, other = form.relation.args
        if name not in free_symbols(other) and own.args[:1] == (x,):
            yield call("pow", other, *form.terms) if form.function == "power" else call(form.function, other)
    try:
        yield solved(cell, slope, name)
    except (Refused, Contradiction):
        return


def _ends(cell: Cell, fact: Term, x: Term) -> Iterator[Term]:
    if fact.head == "and":
        for part in fact.args:
            yield from _ends(cell, part, x)
    elif fact.head in SIGNS_OF_RELATION and fact.head not in ("eq", "ne") and x.name in free_symbols(fact):
        left, right = fact.args
        if left == x and x.name not in free_symbols(right):
            yield right
        elif is_affine(left, x.name) and is_affine(right, x.name):
            try:
                yield solved(replace(cell, facts=()), sub(left, right), x.name)
            except (Refused, Contradiction):
                return


def _looked_at(u: Term, place: Place, seen: _Seen) -> Place | None:
    """The place with the sides on which it may serve at all of the points there; None if on neither, or nothing is there."""
    ats = estimated(place.at, seen.columns, len(seen.are_small))
    if None in ats:
        return None
    starts = estimated(u, {**seen.columns, place.name: ats}, len(ats))
    flat, xs = True, seen.columns[place.name]
    above: list[int] = []
    below: list[int] = []
    for i, (x, at, start) in enumerate(zip(xs, ats, starts, strict=True)):
        if at is None or start is None or abs(at) > LARGEST or not seen.are_small[i]:
            continue
        if start < -ROUNDING:
            return None
        flat = flat and start < ROUNDING
        if abs(x - at) > CLOSE * (1 + abs(x)):
            (above if x > at else below).append(i)
    grows_above, grows_below = _grows(place, seen, ats, above, 1), _grows(place, seen, ats, below, -1)
    serves = bool(above) and grows_above, bool(below) and grows_below
    if not any(serves) or not (flat or (grows_above and grows_below)):
        return None
    return replace(place, above=serves[0], below=serves[1], flat=flat)


def _grows(place: Place, seen: _Seen, ats: Sequence[float | None], chosen: Sequence[int], direction: int) -> bool:
    """Whether the difference seems to grow from the place towards all of the chosen points, which lie on one side of it."""
    columns = {
        n: [seen.columns[n][i] for i in chosen for _ in PARTS] for n in free_symbols(place.slope) & {*seen.columns}
    }
    xs = seen.columns[place.name]
    columns[place.name] = [at + part * (xs[i] - at) for i in chosen if (at := ats[i]) is not None for part in PARTS]
    slopes = estimated(place.slope, columns, len(chosen) * len(PARTS))
    return all(slope is None or slope * direction >= -ROUNDING for slope in slopes)


def moved(points: Sequence[Values], place: Place, name: str) -> list[dict[str, float]]:
    """Sample points strictly between the place and the symbol, under the name that the kernel gives there."""
    out = []
    for values, at in zip(points, estimates(place.at, points), strict=True):
        if at is not None and abs(values[place.name] - at) > CLOSE * (1 + abs(values[place.name])):
            kept = {n: v for n, v in values.items() if n != place.name}
            out += [{**kept, name: at + part * (values[place.name] - at)} for part in PARTS]
    return out[:: max(1, len(out) // STEPS)]


def filtered(points: Sequence[Values], *facts: Term) -> list[Values]:
    """The sample points at which the facts seem to hold."""
    left = [*points]
    for fact in facts:
        left = [p for p, holds in zip(left, seem_true(fact, left), strict=True) if holds]
    return left


def put(points: Sequence[Values], name: str, value: Term) -> list[Values]:
    """The sample points without a symbol that is replaced by its value."""
    return [{n: v for n, v in p.items() if n != name} for p in points]
