"""The rules by which a definite integral, a limit or a sum is rewritten, and claims with integrals rewritten at one point.

Each rule gives, for an integral and its further parameters, a term with the value and the natural domain of the integral on
the whole cell, or refuses. `split-interval`: the integral from a to b is the one from a to c and the one from c to b, for a
c strictly between; both have to exist, also where the integrand has no value at c (no principal values; Rudin, Principles of
Mathematical Analysis, theorem 6.12). For any c it is, where the integrand is continuous between any two of a, b and c.
`reversed-interval`: the integral from a to b is the opposite of the one from b to a. The others are in files of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from typing import Final

from verifier.kernel.cell import Cell, Refused, with_tower
from verifier.kernel.derivatives.calculus import resolve
from verifier.kernel.derivatives.continuity import is_continuous, requirements_of
from verifier.kernel.domains.places import answer_of
from verifier.kernel.integrals.changes_of_variable import changed_variable
from verifier.kernel.integrals.combined_integrals import combined
from verifier.kernel.integrals.definite_integrals import between, demand_real, is_definite, value_of_integral
from verifier.kernel.integrals.improper_integrals import INFINITE, fresh_variable
from verifier.kernel.integrals.inside_integrals import rewritten_inside
from verifier.kernel.integrals.inside_limits import rewritten_limit
from verifier.kernel.integrals.known_integrals import beta_integral, gamma_integral, sine_integral
from verifier.kernel.integrals.listed_integrals import listed_integral
from verifier.kernel.integrals.scaled_integrals import scaled
from verifier.kernel.normal_forms.field import GaveUp, TooLarge, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.signs.signs import Contradiction
from verifier.kernel.sums import creative_telescoping, telescoping
from verifier.kernel.terms.operators import replaced
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Point, Proof
from verifier.model.verdict import Answer
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import I, Term, add, call, mul, neg, rational

MOST_AT_POINT: Final = 24
MOST_DEPTH: Final = 3
INSIDE: Final = "inside-integral"
INSIDE_LIMIT: Final = "inside-limit"
INSIDE_SUM: Final = "inside-sum"
TELESCOPING: Final = "telescoping"
CREATIVE: Final = "creative-telescoping"
_NESTED: Final = {
    INSIDE: rewritten_inside,
    INSIDE_LIMIT: rewritten_limit,
    INSIDE_SUM: telescoping.rewritten_inside,
    TELESCOPING: telescoping.telescoped,
    CREATIVE: creative_telescoping.rewritten_by_other,
}


def parts_used(rule: str) -> int:
    """How many of the parts of a rule application belong to the rewriting itself."""
    return 1 if rule in _NESTED else 0


def _by_antiderivative(cell: Cell, terms: tuple[Term, ...]) -> Term:
    if len(terms) != 2:
        raise Refused("`fundamental-theorem` takes an integral and an antiderivative")
    return value_of_integral(cell, *terms)


def _split(cell: Cell, terms: tuple[Term, ...]) -> Term:
    if len(terms) != 2 or not is_definite(terms[0]):
        raise Refused("`split-interval` takes an integral and a place between its bounds")
    (f, x, a, b), c = terms[0].args, terms[1]
    known = free_symbols(terms[0]) | {d.name for d in cell.domain.declarations}
    if not free_symbols(c) <= known:
        raise Refused("an interval is split at a place in the author's symbols")
    demand_real(cell, c)
    if c in INFINITE or requirements_of(cell, c):
        raise Refused("the place to split at may be undefined")
    if not (_is_between(cell, a, c, b) or _is_between(cell, b, c, a)):
        _demand_continuous_on_all(cell, terms[0], c)
    return add(Term("Integral", (f, x, a, c)), Term("Integral", (f, x, c, b)))


def _demand_continuous_on_all(cell: Cell, integral: Term, c: Term) -> None:
    """Refused unless the integrand is continuous, without conditions, between any two of the bounds and the place."""
    f, x, a, b = integral.args
    if {a, b} & set(INFINITE):
        raise Refused("the place to split at is not known to lie between the bounds")
    t = fresh_variable(cell, integral, c)
    body = substitute(f, {x.name: t})
    for low, high in permutations((a, b, c), 2):
        closed = between(cell, t, low, high, (body,))
        if requirements_of(closed, body) or not is_continuous(closed, body, t.name):
            raise Refused("the integrand is not seen to be continuous up to the place to split at")


def _reversed(cell: Cell, terms: tuple[Term, ...]) -> Term:
    """The integral from a to b is the opposite of the one from b to a, by definition."""
    if len(terms) != 1 or not is_definite(terms[0]):
        raise Refused("`reversed-interval` takes an integral")
    f, x, a, b = terms[0].args
    return neg(Term("Integral", (f, x, b, a)))


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


LISTED: Final = "listed-integral"
REWRITES: Final[dict[str, Callable[[Cell, tuple[Term, ...]], Term]]] = {
    "fundamental-theorem": _by_antiderivative,
    "split-interval": _split,
    "reversed-interval": _reversed,
    "combined-integrals": combined,
    "scaled-integral": scaled,
    "change-of-variable": changed_variable,
    "gamma-integral": gamma_integral,
    "beta-integral": beta_integral,
    "sine-integral": sine_integral,
}


def rewritten(cell: Cell, sides: tuple[Term, ...], proof: Proof, depth: int = 0) -> tuple[Term, ...]:
    """The sides with the integral that the rule application names replaced, wherever it stands inside no other operator."""
    if depth > MOST_DEPTH or not proof.terms or len(proof.names) != (proof.rule == LISTED):
        raise Refused("integrals are nested too deep, or there is none to rewrite")
    if len(proof.parts) < parts_used(proof.rule):
        raise Refused(f"`{proof.rule}` takes another number of proofs")
    if proof.rule in _NESTED:
        value = _NESTED[proof.rule](cell, proof, lambda c, s, p: rewritten(c, s, p, depth + 1))
    elif proof.rule == LISTED:
        value = listed_integral(cell, proof.names[0], proof.terms)
    elif proof.rule in REWRITES:
        value = REWRITES[proof.rule](cell, proof.terms)
    else:
        raise Refused(f"`{proof.rule}` rewrites no integral")
    return tuple(replaced(side, {proof.terms[0]: value}) for side in sides)


def _number(value: Fraction | tuple[Fraction, Fraction]) -> Term:
    """The number, which may have an imaginary part, as a term."""
    if isinstance(value, tuple):
        return add(rational(value[0]), mul(rational(value[1]), I))
    return rational(value)


def at_point(claim: Claim, point: Point, evaluations: tuple[Proof, ...]) -> Claim:
    """The claim at the point, the real numbers put in and the integrals rewritten in order; Refused where a rule refuses.

    Its sides have, at the point, the values that those of the claim have.
    """
    domain, is_complex = claim.domain, claim.domain.complex_numbers
    if len(evaluations) > MOST_AT_POINT:
        raise Refused("integrals are not rewritten there")
    numbers = {
        n: _number(v) for n, v in point.values.items() if "[" not in n and (is_complex or not isinstance(v, tuple))
    }
    left = domain.integers - set(numbers)
    sides: tuple[Term, ...] = tuple(
        resolve(substitute(s, numbers), is_complex, left, domain.reals) for s in (claim.lhs, claim.rhs)
    )
    cell = Cell(Domain(complex_numbers=is_complex))
    try:
        for proof in evaluations:
            sides = rewritten(cell, sides, proof)
    except TooLarge:
        raise
    except (GaveUp, NeedsSign, Undefined, Contradiction) as problem:
        raise Refused("an integral was not evaluated at the point") from problem
    return replace(claim, lhs=sides[0], rhs=sides[1])
