"""Indicators [u = 0] of terms under a bound index, as idempotent generators: the form of `KroneckerDelta` inside a sum.

A choice between two terms that are both defined everywhere is [c]*a + (1 - [c])*b. (Iverson's brackets: Graham, Knuth,
Patashnik, *Concrete Mathematics*, section 2.1.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.kernel.derivatives.guards import is_total
from verifier.kernel.normal_forms.field import Generator, Quotient
from verifier.kernel.signs.signs import NONNEGATIVE, ZERO
from verifier.kernel.sums import ranges
from verifier.terms.term import ONE, TRUE, Term, call
from verifier.terms.term import ZERO as ZERO_TERM

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower


def indicator_term(difference: Term) -> Term:
    """[difference = 0] in the core vocabulary."""
    return call("Piecewise", ONE, call("eq", difference, ZERO_TERM), ZERO_TERM, TRUE)


def indicator(tower: Tower, difference: Quotient) -> Quotient:
    """[difference = 0] for a difference of unknown sign, which is defined everywhere."""
    if difference.numer != 0 and difference.numer.leading_coefficient() < 0:
        difference = tower.field.negative(difference)
    key = tower.term_of_quotient(difference)
    made = Generator(indicator_term(key), NONNEGATIVE, data=("indicator", key))
    at = tower.field.generator(("indicator", key), made)
    if not made.degree and tower.field.generators[at] is made:
        made.degree, made.tail = 2, tower.field.gens[at]
        tower.field.related.append(at)
        tower.integer_generators.add(at)
    return tower.field.quotient(at)


def of_condition(tower: Tower, condition: Term) -> Quotient | None:
    """1 where the condition holds and 0 elsewhere, on the whole cell; None where that is not expressible."""
    f = tower.field
    match condition.head:
        case "true" | "false":
            return f.one if condition.head == "true" else f.zero
        case "and" | "or" | "not":
            parts = [of_condition(tower, c) for c in condition.args]
            found = [p for p in parts if p is not None]
            if len(found) < len(parts):
                return None
            if condition.head != "and":
                found = [f.subtract(f.one, p) for p in found]
            product = f.one
            for p in found:
                product = f.multiply(product, p)
            return product if condition.head != "or" else f.subtract(f.one, product)
        case "eq" | "ne" if all(map(is_total, condition.args)):
            difference = tower.difference(condition)
            signs = tower.sign(difference)
            if difference.factors or (signs & ZERO and signs != ZERO and not _is_usable(tower, difference)):
                return None
            equal = f.one if signs == ZERO else indicator(tower, difference) if signs & ZERO else f.zero
            return equal if condition.head == "eq" else f.subtract(f.one, equal)
    return None


def _is_usable(tower: Tower, difference: Quotient) -> bool:
    return ranges.is_under_index(tower, tower.term_of_quotient(difference))


def choice(tower: Tower, args: tuple[Term, ...]) -> Quotient | None:
    """A `Piecewise` under an index as a combination of indicators; None where a branch is not defined everywhere."""
    if not args or not tower.indices:
        return None
    value, condition, *rest = args
    holds = of_condition(tower, condition)
    if holds is None:
        return None
    if tower.rational(holds) == 1:
        return tower.normal_form(value)
    if tower.rational(holds) == 0:
        return choice(tower, tuple(rest))
    other = choice(tower, tuple(rest)) if is_total(value) and all(map(is_total, rest)) else None
    if other is None:
        return None
    f = tower.field
    return f.add(f.multiply(holds, tower.normal_form(value)), f.multiply(f.subtract(f.one, holds), other))
