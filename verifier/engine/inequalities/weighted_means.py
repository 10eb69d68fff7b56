"""The inequality between arithmetic and geometric mean by weights that are terms: a**p/p + b**q/q >= a*b for 1/p + 1/q = 1.

Nothing here is trusted: what is found is replayed by the kernel (`kernel.inequalities.means`). Weights are looked
for among the factors of the summands as they are written, floats rule out what does not add up to 1, and to the geometric mean.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Final

from verifier.engine.inequalities.estimates import Values, estimates
from verifier.engine.sums.terms_of_sums import signed_summands
from verifier.kernel.inequalities.establishing import difference_of
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.term import ONE, Term, add, call, div, mul

MOST_SUMMANDS: Final = 4
MOST_FACTORS: Final = 4
FEWEST_POINTS: Final = 3
ROUNDING: Final = 1e-7
MOST_AGREE: Final = 0.7


@record
class Weighed:
    """A summand as a weight and a term."""

    weight: Term
    term: Term


def weighted_means(condition: Term, points: Sequence[Values]) -> Iterator[Proof]:
    """At most one proof by weights of sum 1, for a sum on the larger side and a single term on the smaller."""
    if condition.head not in ("ge", "le") or len(points) < FEWEST_POINTS:
        return
    u, _ = difference_of(condition)
    summands = [q for sign, s in signed_summands(u) for q in _over(sign, s)]
    below, above = ([s for sign, s in summands if sign == side] for side in (-1, 1))
    if len(below) != 1 or not 2 <= len(above) <= MOST_SUMMANDS:
        return
    middle = below[0]
    for ways in product(*(list(_weighed(s)) for s in above)):
        if all(rational_value(w.weight) is not None for w in ways):
            continue  # numbers are for `squares`
        if _is_seen(add(*(w.weight for w in ways)), ONE, points) and _is_seen(_geometric(ways), middle, points):
            yield Proof("means", (middle, *(t for w in ways for t in (w.term, w.weight))))
            return


def _geometric(ways: Sequence[Weighed]) -> Term:
    return mul(*(call("pow", w.term, w.weight) for w in ways))


def _is_seen(left: Term, right: Term, points: Sequence[Values]) -> bool:
    """Whether both are about the same at most points: where powers are too large or too small for floats they may not be."""
    both = [
        (a, b)
        for a, b in zip(estimates(left, points), estimates(right, points), strict=True)
        if a is not None and b is not None and math.isfinite(a) and math.isfinite(b)
    ]
    agreeing = sum(abs(a - b) <= ROUNDING * (1 + abs(a)) for a, b in both)
    return agreeing >= max(FEWEST_POINTS, MOST_AGREE * len(both))


def _over(sign: int, summand: Term) -> list[tuple[int, Term]]:
    """A quotient of a sum as quotients of its summands."""
    if summand.head != "div" or summand.args[0].head not in ("add", "neg"):
        return [(sign, summand)]
    return [(s, div(a, summand.args[1])) for s, a in signed_summands(summand.args[0], sign)]


def _weighed(summand: Term) -> Iterator[Weighed]:
    """The summand as a product of a weight and a term in each way that its factors allow."""
    factors = list(_factors(summand))
    if len(factors) > MOST_FACTORS:
        return
    for size in range(1, len(factors) + 1):
        for chosen in combinations(range(len(factors)), size):
            weight = mul(*(factors[i] for i in chosen))
            rest = [f for i, f in enumerate(factors) if i not in chosen]
            yield Weighed(weight, mul(*rest) if rest else ONE)


def _factors(term: Term) -> Iterator[Term]:
    match term.head:
        case "mul":
            for a in term.args:
                yield from _factors(a)
        case "div":
            yield from _factors(term.args[0])
            yield from (
                f.args[1] if f.head == "div" and f.args[0] == ONE else div(ONE, f) for f in _factors(term.args[1])
            )
        case _ if term != ONE:
            yield term
