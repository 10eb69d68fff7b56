"""The rules of proof, and the replay of a proof from the root: the kernel computes every premise itself.

| rule | parameters | shows the claim on a cell if |
| --- | --- | --- |
| `normal-form` | none | both sides have the same normal form |
| `cells` | a term u | it is shown where u > 0, where u = 0 and where u < 0 |
| `cells` | u, a symbol | the same, u = 0 solved for the symbol, in which u is linear |
| `residues` | a number q, an integer n | it is shown, without conditions, with q*m + r for n and each r < q (`residues`) |
| `constants` | none | both sides are algebraic numbers, and equal (exact arithmetic) |
| `logarithms` | none | both sides are sums of logarithms and angles of algebraic numbers, and equal (`logarithms`) |
| `same` | none | both sides are the same term |
| `solutions` | a symbol | both sides say of an equation in it alone whether it holds, and both have the same roots |
| `antiderivative` | none | their derivatives are equal; then they differ by a constant on each interval (`antiderivatives`) |
| `condition` | none | the left side is the indicator of a condition that is shown (`establishing`), the right side is 1 |
| `equivalence` | none | both are indicators of conditions, each shown with the other one as a fact |
| `implication` | none | it says that the indicator of A is at most that of B, and B is shown with A as a fact |
| `fundamental-theorem` | an integral, F | it is shown with F between the bounds for the integral (`definite_integrals`) |
| `split-interval` | an integral, c | it is shown with the integrals to c and from c for the integral (`integral_rules`) |
| `reversed-interval` | an integral | it is shown with the opposite of the integral from b to a (`integral_rules`) |
| `combined-integrals` | an integral, F, pairs c, J | it is shown with F between the bounds and all c*J (`combined_integrals`) |
| `scaled-integral` | an integral, c, J | it is shown with c*J for it (`scaled_integrals`) |
| `inside-integral` | an integral | it is shown with the integrand rewritten by the first part (`inside_integrals`) |
| `inside-limit` | a limit, c | it is shown with the body rewritten between the point and c by the first part (`inside_limits`) |
| `change-of-variable` | an integral, g, x, a, b | it is shown with f(g(x))*g'(x) from a to b for it (`changes_of_variable`) |
| `gamma-integral` | an integral, s, a, q, c | it is shown with the value of a known integral (`known_integrals`) |
| `beta-integral` | an integral, p, q, c | it is shown with the value of a known integral (`known_integrals`) |
| `sine-integral` | an integral, a, c | it is shown with the value of a known integral (`known_integrals`) |
| `listed-integral` | an integral, parameters, c, a name | it is shown with the value by that entry (`listed_integrals`) |
| `inside-sum` | a sum, g | it is shown with g for the sum's terms; the first part shows that they are equal (`telescoping`) |
| `telescoping` | a sum, T | it is shown with T(b + 1) - T(a) for it; the first part shows T(k + 1) - T(k) (`telescoping`) |
| `creative-telescoping` | two sums, c, T, e | it is shown with c*(second sum) and more for the first (`creative_telescoping`) |
| `where-defined` | none | it is shown where what the sides need holds; then their domains are compared |
| `recurrence` | s, c, an integer n | it is shown at s, and u - v at n + 1 is c times what it is at n (`creative_telescoping`) |

A proof is a tree of these (`model.evidence.Proof`); each leaf says which conditions one side needs and the other does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from verifier.kernel.cell import Cell, Needs, Refused, compare_domains, is_defined_with, prove_on, with_tower
from verifier.kernel.normal_forms import constants
from verifier.kernel.normal_forms.field import GaveUp, Quotient, TooLarge, Undefined
from verifier.kernel.normal_forms.solutions import Solutions, have_same_poles, have_same_solutions, solutions
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.relations import indicator
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, ZERO, Contradiction
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import FALSE, ONE, Term, call, symbol
from verifier.terms.term import ZERO as ZERO_TERM

MOST_DEPTH: Final = 40


def replay(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int = 0) -> Needs:
    """What each side alone needs on the cell, by this proof; Refused where the proof does not show the claim.

    NeedsSign passes through from a `normal-form` leaf whose cell could be cut, TooLarge where larger bounds may help.
    """
    if depth > MOST_DEPTH:
        raise Refused("a proof is nested too deep")
    rule = RULES.get(proof.rule)
    if rule is None:
        raise Refused(f"there is no rule `{proof.rule}`")
    return rule(cell, lhs, rhs, proof, depth)


def _normal_form(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    _expect(proof, parts=0, terms=0, names=0)
    try:
        return prove_on(cell, lhs, rhs)
    except TooLarge:
        raise
    except GaveUp as gave_up:
        raise Refused(str(gave_up)) from gave_up


def _same(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    _expect(proof, parts=0, terms=0, names=0)
    if lhs != rhs:
        raise Refused("the two sides are not the same term")
    return Needs()


def _constants(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    _expect(proof, parts=0, terms=0, names=0)
    if not constants.are_equal(lhs, rhs, cell.domain.complex_numbers):
        raise Refused("the two sides were not shown to be the same algebraic number")
    return Needs()


def _logarithms(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    from verifier.kernel.normal_forms.logarithms import are_equal_forms

    _expect(proof, parts=0, terms=0, names=0)
    if not are_equal_forms(lhs, rhs, cell.domain.complex_numbers):
        raise Refused("the two sides were not shown to be equal sums of logarithms and angles")
    return Needs()


def _antiderivative(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    """The parts show that the derivatives are equal, and compare the natural domains."""
    from verifier.kernel.integrals.antiderivatives import premises

    _expect(proof, parts=2, terms=0, names=0)
    if depth:
        raise Refused("`antiderivative` shows a whole claim, no part of one")
    found = premises(cell, lhs, rhs)
    slopes, places = proof.parts
    replay(found.inner, *found.slopes, slopes, depth + 1)
    return replay(cell, *found.places, places, depth + 1)


def _rewritten_integral(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    """The part shows the claim with the integral rewritten."""
    from verifier.kernel.integrals.integral_rules import parts_used, rewritten

    if len(proof.parts) != 1 + parts_used(proof.rule):
        raise Refused(f"`{proof.rule}` takes another number of proofs")
    left, right = rewritten(cell, (lhs, rhs), proof)
    return replay(cell, left, right, proof.parts[-1], depth + 1)


def _solutions(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    """Both sides are indicators of equations between rational functions of one symbol (`normal_forms.solutions`)."""
    _expect(proof, parts=0, terms=0, names=1)
    left, right = (_equation_of(side, proof.names[0]) for side in (lhs, rhs))
    if not have_same_solutions(left, right):
        raise Refused("the equations were not shown to have the same solutions")
    return Needs() if have_same_poles(left, right) else compare_domains(cell, lhs, rhs)


def _equation_of(side: Term, name: str) -> Solutions:
    equation = condition_of(side)
    found = None if equation is None else solutions(equation, name)
    if found is None:
        raise Refused("a side is not the indicator of an equation between rational functions of that symbol")
    return found


def _condition(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    from verifier.kernel.inequalities.establishing import establish, where_defined

    _expect(proof, parts=1, terms=0, names=0)
    _demand_whole(depth)
    condition = condition_of(lhs)
    if condition is None or rhs != ONE:
        raise Refused("this is not the indicator of a condition, and 1")
    establish(where_defined(cell, condition), condition, proof.parts[0])
    return compare_domains(cell, lhs, rhs)


def _equivalence(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    from verifier.kernel.inequalities.establishing import establish, where_defined

    _expect(proof, parts=2, terms=0, names=0)
    _demand_whole(depth)
    first, second = condition_of(lhs), condition_of(rhs)
    if first is None or second is None:
        raise Refused("the sides are not the indicators of two conditions")
    inner = where_defined(cell, first, second)
    establish(inner.with_fact(first), second, proof.parts[0])
    establish(inner.with_fact(second), first, proof.parts[1])
    return compare_domains(cell, lhs, rhs)


def _implication(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    from verifier.kernel.inequalities.establishing import establish, where_defined

    _expect(proof, parts=1, terms=0, names=0)
    _demand_whole(depth)
    first, second = implied(lhs)
    if first is None or second is None or rhs != ONE:
        raise Refused("this does not say that one condition implies another")
    inner = where_defined(cell, first, second)
    establish(inner.with_fact(first), second, proof.parts[0])
    return compare_domains(cell, lhs, rhs)


def _demand_whole(depth: int) -> None:
    if depth:
        raise Refused("conditions are shown of a whole claim, not of a part of one")


def implied(side: Term) -> tuple[Term | None, Term | None]:
    """A and B of the indicator of indicator(A) <= indicator(B); None where it is none."""
    order = condition_of(side)
    if order is None or order.head != "le":
        return None, None
    return condition_of(order.args[0]), condition_of(order.args[1])


def condition_of(side: Term) -> Term | None:
    """The condition whose indicator the side is; None where it is none."""
    return side.args[1] if len(side.args) == 4 and side == indicator(side.args[1]) else None


def _cells(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    if len(proof.terms) != 1 or len(proof.parts) != 3 or len(proof.names) > 1:
        raise Refused("`cells` takes one term, three proofs and at most one symbol")
    u = proof.terms[0]
    refuse_if_unfit(cell, u, lhs, rhs)
    above, on, below = proof.parts
    needs = {
        POSITIVE: replay(cell.with_fact(call("gt", u, ZERO_TERM)), lhs, rhs, above, depth + 1),
        ZERO: _on_boundary(cell, u, lhs, rhs, proof.names, on, depth + 1),
        NEGATIVE: replay(cell.with_fact(call("lt", u, ZERO_TERM)), lhs, rhs, below, depth + 1),
    }
    return Needs(
        lambda: _gathered(u, {s: n.lhs for s, n in needs.items()}),
        lambda: _gathered(u, {s: n.rhs for s, n in needs.items()}),
    )


def _where_defined(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    from verifier.kernel.inequalities.establishing import where_defined

    _expect(proof, parts=1, terms=0, names=0)
    replay(where_defined(cell, lhs, rhs), lhs, rhs, proof.parts[0], depth + 1)
    return compare_domains(cell, lhs, rhs)


def _residues(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    from verifier.kernel.sums.residues import cases

    return _each_without_conditions(cases(cell, lhs, rhs, proof), proof, depth)


def _recurrence(cell: Cell, lhs: Term, rhs: Term, proof: Proof, depth: int) -> Needs:
    from verifier.kernel.sums.creative_telescoping import cases

    return _each_without_conditions(cases(cell, lhs, rhs, proof), proof, depth)


def _each_without_conditions(cases: list[tuple[Cell, Term, Term]], proof: Proof, depth: int) -> Needs:
    for (inner, left, right), own in zip(cases, proof.parts, strict=True):
        if replay(inner, left, right, own, depth + 1) != Needs():
            raise Refused(f"`{proof.rule}` shows nothing under conditions")
    return Needs()


def refuse_if_unfit(cell: Cell, u: Term, lhs: Term, rhs: Term) -> None:
    """Only a real term that is defined wherever a side is cuts the cell into three: elsewhere there is nothing to show."""

    def is_fit(tower: Tower) -> bool:
        return tower.is_real(tower.normal_form(u))

    if not _is_total(u) and not is_defined_with(cell, u, (lhs, rhs)):
        raise Refused("`cells` cuts only at terms that are defined wherever a side is")
    try:
        if not with_tower(cell, (), is_fit):
            raise Refused("`cells` cuts at a real term")
    except Contradiction:
        return
    except (GaveUp, NeedsSign, Undefined) as problem:
        raise Refused("the term to cut at has no normal form") from problem


def _is_total(u: Term) -> bool:
    """Whether u is built of operations that are defined wherever their arguments are."""
    if u.head == "pow":
        q = rational_value(u.args[1])
        return q is not None and q >= 0 and q.denominator == 1 and _is_total(u.args[0])
    return (u.head in _TOTAL or (u.head == "constant" and u.value == "pi")) and all(map(_is_total, u.args))


_TOTAL: Final = frozenset("number symbol add neg mul exp sin cos atan index apply partial re im".split())


def _on_boundary(cell: Cell, u: Term, lhs: Term, rhs: Term, names: tuple[str, ...], proof: Proof, depth: int) -> Needs:
    if not names:
        return replay(cell.with_fact(call("eq", u, ZERO_TERM)), lhs, rhs, proof, depth)
    try:
        value = solved(cell, u, names[0])
    except Contradiction:
        return Needs()
    put = {names[0]: value}
    facts = tuple(substitute(f, put) for f in cell.facts)
    return replay(replace(cell, facts=facts), substitute(lhs, put), substitute(rhs, put), proof, depth)


def solved(cell: Cell, u: Term, name: str) -> Term:
    """The term that the symbol `name` equals where u = 0; Refused unless u is linear in it with a slope that is never zero."""

    def solve(tower: Tower) -> Term:
        p = tower.normal_form(u)
        at = tower.field.index.get(("symbol", symbol(name)))
        if at is None or int(p.numer.degrees()[at]) != 1:  # the divisor is not 0 where the term is defined
            raise Refused("the term to cut at is not linear in that symbol")
        slope = p.numer.derivative(at)
        rest = p.numer - slope * tower.field.gens[at]
        for i, k in enumerate(rest.degrees()):
            if k > 0 and name in free_symbols(tower.field.generators[i].term):
                raise Refused("the term to cut at is not linear in that symbol")
        for i, k in enumerate(slope.degrees()):
            if k > 0 and name in free_symbols(tower.field.generators[i].term):
                raise Refused("the term to cut at is not linear in that symbol")
        if tower.knowledge.sign(slope) & ZERO:
            raise Refused("the slope of the term to cut at may be zero")
        quotient = tower.field.multiply(Quotient(-rest), tower.field.inverse(Quotient(slope)))
        degree = int(tower.normal_form(symbol(name)).numer.degrees()[at])  # the generator may be a root of the symbol
        return tower.term_of_quotient(tower.field.power(quotient, degree))

    try:
        return with_tower(cell, (), solve)
    except (GaveUp, NeedsSign, Undefined) as problem:
        raise Refused("the term to cut at has no normal form") from problem


def _gathered(u: Term, needs: dict[int, tuple[Term, ...]]) -> tuple[Term, ...]:
    """The needs of the three cells as needs of the whole: what one cell alone needs is asked only there."""
    out: dict[Term, None] = {}
    never = 0
    for sign, conditions in needs.items():
        if FALSE in conditions:
            never |= sign
    if never == POSITIVE | ZERO | NEGATIVE:
        return (FALSE,)
    if never:
        out[call(_ALLOWED[never], u, ZERO_TERM)] = None
    for conditions in needs.values():
        for c in conditions:
            if c == FALSE:
                continue
            elsewhere = 0
            for other, others in needs.items():
                if c not in others and FALSE not in others:
                    elsewhere |= other
            out[c if not elsewhere else call("or", c, call(_INSIDE[elsewhere], u, ZERO_TERM))] = None
    return tuple(out)


# cells on which a side is undefined -> the relation that u must have to 0
_ALLOWED: Final = {4: "le", 2: "ne", 1: "ge", 6: "lt", 5: "eq", 3: "gt"}
_INSIDE: Final = {4: "gt", 2: "eq", 1: "lt", 6: "ge", 5: "ne", 3: "le"}


def _expect(proof: Proof, parts: int, terms: int, names: int) -> None:
    if (len(proof.parts), len(proof.terms), len(proof.names)) != (parts, terms, names):
        raise Refused(f"`{proof.rule}` has the wrong number of parameters")


Rule = Callable[[Cell, Term, Term, Proof, int], Needs]
RULES: Final[dict[str, Rule]] = {
    "normal-form": _normal_form,
    "cells": _cells,
    "where-defined": _where_defined,
    "residues": _residues,
    "recurrence": _recurrence,
    "constants": _constants,
    "logarithms": _logarithms,
    "same": _same,
    "solutions": _solutions,
    "condition": _condition,
    "equivalence": _equivalence,
    "implication": _implication,
    "antiderivative": _antiderivative,
    "fundamental-theorem": _rewritten_integral,
    "split-interval": _rewritten_integral,
    "reversed-interval": _rewritten_integral,
    "combined-integrals": _rewritten_integral,
    "scaled-integral": _rewritten_integral,
    "inside-integral": _rewritten_integral,
    "inside-limit": _rewritten_integral,
    "change-of-variable": _rewritten_integral,
    "gamma-integral": _rewritten_integral,
    "beta-integral": _rewritten_integral,
    "sine-integral": _rewritten_integral,
    "listed-integral": _rewritten_integral,
    "inside-sum": _rewritten_integral,
    "telescoping": _rewritten_integral,
    "creative-telescoping": _rewritten_integral,
}
