"""Which terms to cut at so that integrals can be evaluated: frequencies and rates, their sums and differences, and choices.

`Integral(cos(m*x)*cos(n*x), (x, 0, pi))` has one antiderivative where m = n and another one where not. Nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from verifier.engine.definite_integrals import evaluated, find_proof_by_antiderivatives
from verifier.engine.polynomials import polynomial
from verifier.engine.search import NotFound, find_proof, with_value
from verifier.kernel.cell import Cell, Refused, is_empty, with_tower
from verifier.kernel.definite_integrals import outer_integrals
from verifier.kernel.field import GaveUp, Undefined
from verifier.kernel.proving import solved
from verifier.kernel.signs import NEGATIVE, POSITIVE, ZERO, Contradiction
from verifier.kernel.tower import NeedsSign, Tower
from verifier.model.evidence import Proof
from verifier.terms.heads import heads, parts_of
from verifier.terms.substitution import free_symbols
from verifier.terms.term import MINUS_ONE, ONE, Term, add, call, mul, sub
from verifier.terms.term import ZERO as ZERO_TERM

MOST_DEPTH: Final = 2
MOST_CUTS: Final = 4
_OF_RATES: Final = frozenset({"sin", "cos", "exp"})


def find_proof_by_cases(cell: Cell, lhs: Term, rhs: Term, depth: int = 0) -> Proof | None:
    """A proof for each sign of one term that decides what an integral is; None where none was found."""
    for u in _cuts(cell, (lhs, rhs)):
        try:
            above, below = (_on(cell.with_fact(call(r, u, ZERO_TERM)), lhs, rhs, depth) for r in ("gt", "lt"))
        except (NotFound, Refused):
            continue
        for name in sorted(free_symbols(u)):
            try:
                on = _on(*with_value(cell, lhs, rhs, name, solved(cell, u, name)), depth)
            except (NotFound, Refused):
                continue
            except Contradiction:
                break
            return Proof("cells", (u,), (name,), (above, on, below))
    return None


def _on(cell: Cell, lhs: Term, rhs: Term, depth: int) -> Proof:
    """A proof on a part, which is cut again only if an integral is not evaluated on all of it."""
    if is_empty(cell):
        return find_proof(cell, lhs, rhs)
    found = find_proof_by_antiderivatives(cell, lhs, rhs)
    if found is not None:
        return found
    try:
        return find_proof(cell, lhs, rhs)
    except NotFound:
        is_open = depth < MOST_DEPTH and any(map(_is_open, evaluated(cell, (lhs, rhs))[1]))
        found = find_proof_by_cases(cell, lhs, rhs, depth + 1) if is_open else None
        if found is None:
            raise
        return found


def _is_open(side: Term) -> bool:
    """Whether an integral is left in the side, or one that was evaluated may not exist."""
    return "guard" in heads(side) or bool(outer_integrals(side))


def _cuts(cell: Cell, sides: tuple[Term, ...]) -> list[Term]:
    """Terms with an open sign, of which a few are to be tried, short ones first."""
    found = dict.fromkeys(sorted((*_choices(sides), *_sums_of_rates(sides)), key=lambda t: t.size))

    def is_open(tower: Tower, u: Term) -> bool:
        signs = tower.sign(tower.normal_form(u))
        return bool(signs & ZERO and signs & (POSITIVE | NEGATIVE))

    left: list[Term] = []
    for u in found:
        try:
            if with_tower(cell, (), lambda tower, u=u: is_open(tower, u)):  # type: ignore[misc]
                left.append(u)
        except (Contradiction, GaveUp, NeedsSign, Undefined):
            continue
    return left[:MOST_CUTS]


def _choices(sides: tuple[Term, ...]) -> Iterator[Term]:
    """What is 0 where an equation between plain terms chooses a branch."""
    for side in sides:
        for part in parts_of(side):
            if part.head == "eq" and all(map(_is_plain, part.args)):
                yield sub(*part.args) if part.args[1] != ZERO_TERM else part.args[0]


def _sums_of_rates(sides: tuple[Term, ...]) -> Iterator[Term]:
    """The rate of the wave or exponential in an integrand; of several ones, their differences and sums."""
    for integral in dict.fromkeys(i for side in sides for i in outer_integrals(side)):
        body, x = integral.args[:2]
        rates = dict.fromkeys(r for part in parts_of(body) if part.head in _OF_RATES for r in _rates(part.args[0], x))
        plain = [r for r in rates if free_symbols(r) and _is_plain(r)]
        if len(plain) == 1:
            yield plain[0]
        for r, s in combinations(plain, 2):
            yield from (sub(r, s), add(r, s))


def _rates(exponent: Term, x: Term) -> list[Term]:
    """The coefficient of x, or its opposite if that is written with a sign; none where the exponent is not linear."""
    coefficients = polynomial(exponent, x)
    if coefficients is None or len(coefficients) != 2 or coefficients[1] == ONE:
        return []
    rate = coefficients[1]
    while rate.head == "neg" or (rate.head == "mul" and rate.args[0] == MINUS_ONE):
        rate = mul(*rate.args[1:]) if rate.head == "mul" else rate.args[0]
    return [rate]


def _is_plain(term: Term) -> bool:
    return term.head in ("symbol", "number", "add", "neg", "mul") and all(map(_is_plain, term.args))
