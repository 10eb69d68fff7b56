"""Equally likely values moved and stretched until they have a mean and a variance that are assumed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from verifier.terms.rationals import rational_value
from verifier.terms.term import Term


@dataclass(frozen=True, slots=True)
class Known:
    """What assumed equations say, by the name of a random symbol: means, second moments and variances that are numbers."""

    means: dict[str, Fraction]
    squares: dict[str, Fraction]
    variances: dict[str, Fraction]


def known_moments(conditions: Iterable[Term]) -> Known:
    """The moments of single symbols that are equal to a number; what other conditions say is left to the points."""
    known = Known({}, {}, {})
    for condition in conditions:
        if condition.head != "eq":
            continue
        for moment, other in (condition.args, condition.args[::-1]):
            value = rational_value(other)
            if value is not None and moment.args:
                _note(known, moment, value)
    return known


def _note(known: Known, moment: Term, value: Fraction) -> None:
    inner = moment.args[0]
    is_square = inner.head == "pow" and rational_value(inner.args[1]) == 2
    base = inner.args[0] if is_square else inner
    if base.head != "symbol":
        return
    if moment.head == "Expectation":
        (known.squares if is_square else known.means)[base.name] = value
    elif moment.head == "Variance" and not is_square:
        known.variances[base.name] = value


def fitted(column: list[Fraction], name: str, known: Known) -> list[Fraction]:
    """The column with the moments known of it, as far as rational values have them: as they stand, or with the first apart."""
    for values in (column, [column[0], *[column[-1]] * (len(column) - 1)]):
        found = _moved(values, name, known)
        if found is not None:
            return found
    return column


def _moved(column: list[Fraction], name: str, known: Known) -> list[Fraction] | None:
    mean, variance = _mean(column), _mean([v * v for v in column]) - _mean(column) ** 2
    wanted = known.variances.get(name)
    centre = known.means.get(name)
    if name in known.squares:
        if wanted is None and centre is None and any(column):
            scale = _root(known.squares[name] / _mean([v * v for v in column]))
            if scale is not None:
                return [scale * v for v in column]
        if wanted is None:
            centre = Fraction(0) if centre is None else centre
            wanted = known.squares[name] - centre**2
        elif centre is None:
            centre = _root(known.squares[name] - wanted)
            if centre is None:
                return None
    centre = mean if centre is None else centre
    scale = Fraction(1) if wanted is None else _root(wanted / variance) if variance else None
    return None if scale is None else [centre + scale * (v - mean) for v in column]


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _root(value: Fraction) -> Fraction | None:
    """The rational square root, None where there is none."""
    if value < 0:
        return None
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return root if root * root == value else None
