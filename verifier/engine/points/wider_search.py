"""Points at which both sides of a claim are defined, looked for where the usual sample points have none.

The conditions of both natural domains are tried in floats at many points at once: asin(x - 7) for x > 0 needs 6 <= x <= 8,
where no usual point lies. Nothing is decided here: what is found is looked at like any other sample point.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from verifier.engine.inequalities.estimates import Values, seem_true
from verifier.engine.points.candidates import Pool
from verifier.engine.points.points import prepare
from verifier.kernel.derivatives.continuity import requirements_of
from verifier.kernel.judge import lowered
from verifier.kernel.normal_forms.field import GaveUp
from verifier.kernel.relations import statement
from verifier.kernel.unsupported import Unsupported
from verifier.model.chain import Kind
from verifier.model.claim import Claim
from verifier.model.evidence import Point
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term

COUNT: Final = 1500
MOST_FOUND: Final = 8
MOST_NAMES: Final = 10
SPREAD: Final = 4.0  # half of all values lie within this of 0
LARGEST: Final = 1000.0
DENOMINATOR: Final = 16
BASES: Final = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)


def points_where_defined(claim: Claim) -> Iterator[Point]:
    """A few points that seem to lie in the declared domain and in the natural domains of both sides."""
    space = prepare(claim.domain)
    names = sorted(free_symbols(claim.lhs) | free_symbols(claim.rhs) | _names_of(claim))
    if space is None or not names or len(names) > MOST_NAMES or claim.domain.complex_numbers:
        return
    if any(d.kind is not Kind.SCALAR for d in claim.domain.declarations) or not {*names} <= {*space.pools}:
        return
    conditions = _conditions(claim)
    points = [_point(names, space.pools, space.whole, j) for j in range(1, COUNT + 1)]
    for condition in conditions:
        kept = seem_true(condition, points)
        points = [p for p, holds in zip(points, kept, strict=True) if holds is not False]
    found = 0
    for point in points:
        rounded = {n: _rounded(v, n in space.whole) for n, v in point.items()}
        if all(space.pools[n].admits(n, v) for n, v in rounded.items()):
            yield Point(dict(rounded))
            found += 1
            if found == MOST_FOUND:
                return


def _names_of(claim: Claim) -> set[str]:
    return set().union(*map(free_symbols, claim.domain.conditions))


def _conditions(claim: Claim) -> list[Term]:
    """What has to hold: the assumptions, the declared ranges, and what both sides need wherever they are defined."""
    found = [*claim.domain.conditions, *(c for d in claim.domain.declarations for c in d.conditions)]
    try:
        cell, lhs, rhs = lowered(claim if claim.relation == "=" else statement(claim))
        for side in (lhs, rhs):
            found += [r.condition for r in requirements_of(cell, side) if not r.guards]
    except (Unsupported, GaveUp):
        pass
    return list(dict.fromkeys(found))


def _point(names: list[str], pools: Mapping[str, Pool], whole: frozenset[str], j: int) -> Values:
    """The j-th point: no two symbols in step, most values small."""
    values = {}
    for base, name in zip(BASES, names, strict=False):
        value = SPREAD * math.tan(math.pi * (_radical_inverse(j, base) - 0.5))
        value = max(-LARGEST, min(LARGEST, value))
        pool = pools[name]
        simple = pool.irregular_or_any
        if not pool.admits(name, _rounded(value, name in whole)):
            value = abs(value)
            if not pool.admits(name, _rounded(value, name in whole)):
                own = simple[j % len(simple)]
                value = float(own) if isinstance(own, Fraction) else 0.0
        values[name] = float(_rounded(value, name in whole))
    return values


def _rounded(value: float, is_whole: bool) -> Fraction:
    return Fraction(round(value)) if is_whole else Fraction(value).limit_denominator(DENOMINATOR)


def _radical_inverse(n: int, base: int) -> float:
    """The digits of n behind the point (J. H. Halton, Numerische Mathematik 2, 1960)."""
    value, scale = 0.0, 1.0
    while n:
        n, digit = divmod(n, base)
        scale /= base
        value += digit * scale
    return value
