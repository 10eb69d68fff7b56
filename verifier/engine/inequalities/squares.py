"""A polynomial as a sum of terms that are not negative: monomials, and weighted means of them less their geometric mean.

Candidates are the inequalities between the arithmetic and the geometric mean, for each monomial that may be negative and
each small set of monomials that are not, with the first in the middle of the others. A linear program finds a sum of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice
from math import lcm
from typing import Any, Final

from verifier.engine.inequalities.linear_programs import nonnegative_solution
from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.normal_forms.field import GaveUp, Polynomial, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.signs.signs import NEGATIVE, Contradiction
from verifier.model.evidence import Proof
from verifier.terms.record import record
from verifier.terms.term import Term, add, integer, mul, neg, rational, sub

MOST_MONOMIALS: Final = 24
MOST_CANDIDATES: Final = 160
MOST_IN_A_MEAN: Final = 3

Exponents = tuple[int, ...]


@record
class Summand:
    """A term, and the proof that it is not negative; None where its sign is plain."""

    term: Term
    proof: Proof | None = None


@record
class _Mean:
    """A monomial in the middle of others by whole weights."""

    middle: Exponents
    sign: int
    ends: tuple[Exponents, ...]
    weights: tuple[int, ...]


def certificate(cell: Cell, u: Term) -> tuple[Summand, ...]:
    """Summands of u that are not negative; none where no such sum was found."""
    try:
        return with_tower(cell, (), lambda tower: _of(tower, u))
    except (GaveUp, NeedsSign, Undefined, Contradiction):
        return ()


def _of(tower: Tower, u: Term) -> tuple[Summand, ...]:
    q = tower.normal_form(u)
    if q.factors or not 2 < len(q.numer) <= MOST_MONOMIALS or not tower.knowledge.is_over_reals(q.numer):
        return ()
    target = {tuple(int(k) for k in e): _fraction(c) for e, c in q.numer.to_dict().items()}
    plain = [e for e in target if not tower.knowledge.sign(_monomial(tower, e)) & NEGATIVE]
    means = list(islice(_candidates(target, plain), MOST_CANDIDATES))
    keys = sorted(target)
    columns = [_column(keys, {e: Fraction(1)}) for e in plain] + [_column(keys, _coefficients(m)) for m in means]
    found = nonnegative_solution(columns, [target[e] for e in keys])
    if found is None:
        return ()
    kept = [Summand(_scaled(tower, e, k)) for e, k in zip(plain, found, strict=False) if k]
    kept += [_summand(tower, m, k) for m, k in zip(means, found[len(plain) :], strict=True) if k]
    return tuple(kept)


def _candidates(target: dict[Exponents, Fraction], plain: list[Exponents]) -> Iterator[_Mean]:
    """Means whose middle must be made up for: a monomial below zero, or one of unknown sign."""
    ends = [e for e in plain if target[e] > 0]
    for middle, c in target.items():
        if c > 0 and middle in plain:
            continue
        for size in range(2, MOST_IN_A_MEAN + 1):
            for chosen in combinations(ends, size):
                weights = _weights(middle, chosen)
                if weights is not None:
                    yield _Mean(middle, 1 if c < 0 else -1, chosen, weights)


def _weights(middle: Exponents, ends: tuple[Exponents, ...]) -> tuple[int, ...] | None:
    """Whole positive weights with which the middle is the mean of the ends."""
    rows = [[Fraction(e[i]) for e in ends] + [Fraction(middle[i])] for i in range(len(middle))]
    rows.append([Fraction(1)] * (len(ends) + 1))
    solution = _solved(rows, len(ends))
    if solution is None or any(w <= 0 for w in solution):
        return None
    scale = lcm(*(w.denominator for w in solution))
    return tuple(int(w * scale) for w in solution)


def _solved(rows: list[list[Fraction]], width: int) -> list[Fraction] | None:
    """The only solution of the linear equations; None where there is none, or more than one."""
    done = 0
    for j in range(width):
        pivot = next((i for i in range(done, len(rows)) if rows[i][j]), None)
        if pivot is None:
            return None
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [x / rows[done][j] for x in rows[done]]
        for i, row in enumerate(rows):
            if i != done and row[j]:
                rows[i] = [x - row[j] * y for x, y in zip(row, rows[done], strict=True)]
        done += 1
    if any(row[-1] for row in rows[done:]):
        return None
    return [row[-1] for row in rows[:done]]


def _coefficients(mean: _Mean) -> dict[Exponents, Fraction]:
    total = sum(mean.weights)
    return {
        **{e: Fraction(w, total) for e, w in zip(mean.ends, mean.weights, strict=True)},
        mean.middle: Fraction(-mean.sign),
    }


def _column(keys: list[Exponents], coefficients: dict[Exponents, Fraction]) -> list[Fraction]:
    return [coefficients.get(e, Fraction(0)) for e in keys]


def _summand(tower: Tower, mean: _Mean, scale: Fraction) -> Summand:
    total = sum(mean.weights)
    ends = [_scaled(tower, e, scale) for e in mean.ends]
    middle = _scaled(tower, mean.middle, scale)
    middle = middle if mean.sign > 0 else neg(middle)
    parts = [mul(rational(Fraction(w, total)), t) for t, w in zip(ends, mean.weights, strict=True)]
    weighted = [x for t, w in zip(ends, mean.weights, strict=True) for x in (t, integer(w))]
    return Summand(sub(add(*parts), middle), Proof("means", (middle, *weighted)))


def _scaled(tower: Tower, e: Exponents, k: Fraction) -> Term:
    return mul(rational(k), tower.term_of(_monomial(tower, e)))


def _monomial(tower: Tower, e: Exponents) -> Polynomial:
    return tower.field.ring.from_dict({e: 1})


def _fraction(c: Any) -> Fraction:
    return Fraction(int(c.p), int(c.q))
