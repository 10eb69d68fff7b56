"""Whether bounds on one symbol leave it no number at all."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from verifier.reading.sizes import TooLarge, literal_value
from verifier.terms.term import Term


def has_no_number(name: Term, conditions: Iterable[Term], is_integer: bool) -> bool:
    """Whether no number satisfies these relations `name R bound`; bounds that are no literals are passed over."""
    low: tuple[Fraction, bool] | None = None  # the bound, and whether it is excluded
    high: tuple[Fraction, bool] | None = None  # the bound, and whether it is included
    excluded = set()
    for condition in conditions:
        bound = _literal(condition.args[1]) if condition.args[0] == name else None
        if bound is None:
            continue
        if condition.head == "ne":
            excluded.add(bound)
        elif condition.head in ("gt", "ge"):
            low = max(low or (bound, False), (bound, condition.head == "gt"))
        elif condition.head in ("lt", "le"):
            high = min(high or (bound, True), (bound, condition.head == "le"))
    return low is not None and high is not None and _is_empty(low, high, excluded, is_integer)


def _is_empty(
    low: tuple[Fraction, bool], high: tuple[Fraction, bool], excluded: set[Fraction], is_integer: bool
) -> bool:
    if is_integer:
        first = math.floor(low[0]) + 1 if low[1] else math.ceil(low[0])
        last = math.floor(high[0]) if high[1] else math.ceil(high[0]) - 1
        inside = sum(1 for x in excluded if x.denominator == 1 and first <= x <= last)
        return last - first + 1 <= inside
    if low[0] == high[0]:
        return low[1] or not high[1] or low[0] in excluded
    return low[0] > high[0]


def _literal(term: Term) -> Fraction | None:
    try:
        return literal_value(term)
    except TooLarge:
        return None
