"""A claim with integrals by cases: where what an antiderivative divides by is 0, and where it is not.

exp(I*(m - n)*x) has another antiderivative for m = n. Nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from verifier.engine.search import NotFound, find_proof, with_value
from verifier.kernel.cell import Cell, Refused
from verifier.kernel.proving import solved
from verifier.kernel.signs.signs import Contradiction
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ZERO, Term, call

MOST_DIVISORS: Final = 2


def find_proof_by_divisors(cell: Cell, lhs: Term, rhs: Term, evaluated: tuple[Term, ...], depth: int) -> Proof | None:
    """A proof on three parts of the cell, by the sign of a divisor in the evaluated sides; None where one is missing."""
    divisors = dict.fromkeys(u for side in evaluated for u in _open_divisors(side))
    for u in islice((u for u in divisors if u not in _known(cell)), MOST_DIVISORS):
        for name in sorted(free_symbols(u)):
            try:
                value = solved(cell, u, name)
            except (Refused, Contradiction):
                continue
            parts = []
            for part in (
                (cell.with_fact(call("gt", u, ZERO)), lhs, rhs),
                with_value(cell, lhs, rhs, name, value),
                (cell.with_fact(call("lt", u, ZERO)), lhs, rhs),
            ):
                proof = _on_part(*part, depth + 1)
                if proof is None:
                    break
                parts.append(proof)
            else:
                return Proof("cells", (u,), (name,), tuple(parts))
            break
    return None


def _on_part(cell: Cell, lhs: Term, rhs: Term, depth: int) -> Proof | None:
    from verifier.engine.integrals.definite_integrals import find_proof_by_antiderivatives

    try:
        return find_proof_by_antiderivatives(cell, lhs, rhs, depth) or find_proof(cell, lhs, rhs)
    except NotFound:
        return None


def _known(cell: Cell) -> set[Term]:
    return {f.args[0] for f in cell.facts if f.args}


def _open_divisors(term: Term) -> Iterator[Term]:
    """The factors of what loose guards say is not 0."""
    if term.head == "guard" and term.value == "loose":
        for condition in term.args[1:]:
            if condition.head == "ne" and condition.args[1] == ZERO:
                yield from _factors(condition.args[0])
    for a in term.args:
        yield from _open_divisors(a)


def _factors(term: Term) -> Iterator[Term]:
    if term.head in ("mul", "neg"):
        for a in term.args:
            yield from _factors(a)
    elif term.head == "pow" and rational_value(term.args[1]):
        yield from _factors(term.args[0])
    elif free_symbols(term):
        yield term
