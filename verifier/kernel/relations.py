"""What a claim says of any relation, as equations and conditions between values.

A line of `<=>` or `=>` is a condition; its value is 1 where it is true and 0 where it is false, as the term
`Piecewise((1, A), (0, True))`, which is defined exactly where the condition is. So A <=> B says that two values are equal,
and A => B that one is at most the other. `~` with `within` bounds the distance of the sides. Every relation but `=` is
then shown as the equation `Piecewise((1, the relation holds), (0, True)) = 1`, by the rules for equations.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim
from verifier.terms.term import ONE, TRUE, ZERO, Term, call, mul, rational, sub
from verifier.terms.vocabulary import is_condition

ORDERS: Final = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
CONDITION_RELATIONS: Final = frozenset({"<=>", "=>"})
_BETWEEN_VALUES: Final = {"<=>": "=", "=>": "<="}
_PERCENT: Final = rational(Fraction(1, 100))


def indicator(condition: Term) -> Term:
    """1 where the condition is true, 0 where it is false, undefined where it is."""
    return Term("Piecewise", (ONE, condition, ZERO, TRUE))


def valued(claim: Claim) -> Claim:
    """The same claim between values: a line that is a condition is replaced by its indicator, `<=>` by `=`, `=>` by `<=`."""
    relation = _BETWEEN_VALUES.get(claim.relation)
    if relation is None:
        return claim
    if not (is_condition(claim.lhs.head) and is_condition(claim.rhs.head)):
        raise Unsupported("an equivalence of terms")
    return replace(claim, lhs=indicator(claim.lhs), rhs=indicator(claim.rhs), relation=relation)


def holding(claim: Claim) -> Term:
    """The condition that is true exactly where the relation of a claim between values holds; Unsupported for an order O(...).

    It is defined exactly where both sides are (and over the complex numbers, for an order, real).
    """
    if claim.relation == "=":
        return call("eq", claim.lhs, claim.rhs)
    if claim.relation in ORDERS:
        return call(ORDERS[claim.relation], claim.lhs, claim.rhs)
    tolerance = claim.tolerance
    if claim.relation != "~" or tolerance is None or tolerance.within is None:
        raise Unsupported(f"the relation `{claim.relation}`")
    bound = tolerance.within
    if tolerance.relative:
        bound = mul(_PERCENT, bound, call("Abs", claim.lhs))
    return call("le", call("Abs", sub(claim.lhs, claim.rhs)), bound)


def statement(claim: Claim) -> Claim:
    """The equation that is true at a point where the sides are defined exactly if the relation holds there."""
    return replace(claim, lhs=indicator(holding(claim)), rhs=ONE, relation="=", tolerance=None)
