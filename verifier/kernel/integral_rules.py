"""The rules by which a definite integral is rewritten, and claims with their integrals rewritten at one point.

Each rule gives, for an integral and its further parameters, a term with the value and the natural domain of the integral on
the whole cell, or refuses. `split-interval`: the integral from a to b is the one from a to c and the one from c to b, for a
c strictly between; both have to exist, also where the integrand has no value at c (no principal values; Rudin, Principles of
Mathematical Analysis, theorem 6.12). The others are in files of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from verifier.kernel.calculus import resolve
from verifier.kernel.cell import Cell, Refused, with_tower
from verifier.kernel.continuity import requirements_of
from verifier.kernel.definite_integrals import is_definite, replaced, value_of_integral
from verifier.kernel.field import GaveUp, TooLarge, Undefined
from verifier.kernel.improper_integrals import INFINITE
from verifier.kernel.places import answer_of
from verifier.kernel.signs import Contradiction
from verifier.kernel.tower import NeedsSign
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Point, Proof
from verifier.model.verdict import Answer
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import Term, add, call, rational

MOST_AT_POINT: Final = 24


def _by_antiderivative(cell: Cell, terms: tuple[Term, ...]) -> Term:
    if len(terms) != 2:
        raise Refused("`fundamental-theorem` takes an integral and an antiderivative")
    return value_of_integral(cell, *terms)


def _split(cell: Cell, terms: tuple[Term, ...]) -> Term:
    if len(terms) != 2 or not is_definite(terms[0]):
        raise Refused("`split-interval` takes an integral and a place between its bounds")
    (f, x, a, b), c = terms[0].args, terms[1]
    if cell.domain.complex_numbers or not free_symbols(c) <= free_symbols(terms[0]):
        raise Refused("only a real interval is split, at a place in the author's symbols")
    if c in INFINITE or requirements_of(cell, c):
        raise Refused("the place to split at may be undefined")
    if not (_is_between(cell, a, c, b) or _is_between(cell, b, c, a)):
        raise Refused("the place to split at is not known to lie between the bounds")
    return add(Term("Integral", (f, x, a, c)), Term("Integral", (f, x, c, b)))


def _is_between(cell: Cell, low: Term, c: Term, high: Term) -> bool:
    if low == INFINITE[0] or high == INFINITE[1]:
        return False
    conditions = [call("lt", s, t) for s, t in ((low, c), (c, high)) if not {s, t} & set(INFINITE)]

    def all_hold(answer: Callable[[Term], Answer]) -> bool:
        return all(answer(condition) is Answer.YES for condition in conditions)

    try:
        return with_tower(cell, (), lambda tower: all_hold(lambda condition: answer_of(tower, condition)))
    except (Contradiction, GaveUp):
        return False


REWRITES: Final[dict[str, Callable[[Cell, tuple[Term, ...]], Term]]] = {
    "fundamental-theorem": _by_antiderivative,
    "split-interval": _split,
}


def rewritten(cell: Cell, sides: tuple[Term, ...], proof: Proof) -> tuple[Term, ...]:
    """The sides with the integral that the rule application names replaced, wherever it stands inside no other operator."""
    rule = REWRITES.get(proof.rule)
    if rule is None or not proof.terms or proof.names:
        raise Refused(f"`{proof.rule}` rewrites no integral")
    value = rule(cell, proof.terms)
    return tuple(replaced(side, proof.terms[0], value) for side in sides)


def at_point(claim: Claim, point: Point, evaluations: tuple[Proof, ...]) -> Claim:
    """The claim at the point, the real numbers put in and the integrals rewritten in order; Refused where a rule refuses.

    Its sides have, at the point, the values that those of the claim have.
    """
    domain = claim.domain
    if domain.complex_numbers or len(evaluations) > MOST_AT_POINT:
        raise Refused("integrals are not rewritten there")
    numbers = {n: rational(v) for n, v in point.values.items() if not isinstance(v, tuple) and "[" not in n}
    left = domain.integers - set(numbers)
    sides: tuple[Term, ...] = tuple(resolve(substitute(s, numbers), False, left) for s in (claim.lhs, claim.rhs))
    cell = Cell(Domain())
    try:
        for proof in evaluations:
            sides = rewritten(cell, sides, proof)
    except TooLarge:
        raise
    except (GaveUp, NeedsSign, Undefined, Contradiction) as problem:
        raise Refused("an integral was not evaluated at the point") from problem
    return replace(claim, lhs=sides[0], rhs=sides[1])
