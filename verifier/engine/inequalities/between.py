"""Simple numbers between both sides of an inequality: n*log(1 + 1/n) < log(3), for one side is below 1 and the other above."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from verifier.engine.inequalities.estimates import Values, estimates
from verifier.terms.term import Term, rational

FEWEST_POINTS: Final = 4
DENOMINATORS: Final = (1, 2, 3, 4)
LARGEST: Final = 100


def number_between(condition: Term, points: tuple[Values, ...]) -> Iterator[Fraction]:
    """At most one number that the smaller side is nowhere seen above, and the larger side nowhere below."""
    smaller, larger = condition.args if condition.head in ("lt", "le") else reversed(condition.args)
    low, high = ([v for v in estimates(side, points) if v is not None] for side in (smaller, larger))
    if min(len(low), len(high)) < FEWEST_POINTS:
        return
    top, bottom = max(low), min(high)
    if top < bottom and max(abs(top), abs(bottom)) < LARGEST:
        for d in DENOMINATORS:
            found = Fraction(math.ceil(top * d), d)
            if found <= bottom and rational(found) not in condition.args:
                yield found
                return
