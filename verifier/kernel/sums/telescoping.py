"""The rules `telescoping` and `inside-sum`, which rewrite a sum over finitely many integers.

`telescoping`: `Sum(f, (k, a, b))` is T(b + 1) - T(a), where T(k + 1) - T(k) = f for each k from a to b. `inside-sum`: it is
Sum(g, (k, a, b)), where f = g for each k from a to b and both are defined.

Soundness of the first. Let a and b be integers on the cell, and k a fresh integer with a <= k <= b. There f, T(k) and T(k + 1)
are shown to be defined, and f to be the difference. If b + 1 >= a the differences add up to T(b + 1) - T(a), which is 0 for
b + 1 = a, as the empty sum is; both values are shown to be defined there. If b + 1 < a the sum is empty, and 0 (Graham, Knuth
and Patashnik, Concrete Mathematics, section 2.6). All is shown without conditions: the sum is defined on all of the cell.
"""

from __future__ import annotations

from verifier.kernel.cell import Cell, Needs, Refused, with_tower
from verifier.kernel.derivatives.calculus import resolve
from verifier.kernel.derivatives.continuity import requirements_of
from verifier.kernel.integrals.improper_integrals import INFINITE, follows, fresh_variable
from verifier.kernel.normal_forms.field import GaveUp, TooLarge, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.signs.signs import Contradiction
from verifier.model.chain import Declaration, NumberSet
from verifier.model.evidence import Proof
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, TRUE, ZERO, Term, add, call, sub


@record
class Premise:
    """The sides that are to be equal on the cell, and what the sum is if they are: `value` on all of the author's cell."""

    cell: Cell
    sides: tuple[Term, Term]
    value: Term


def premise(cell: Cell, terms: tuple[Term, ...]) -> Premise:
    """The premise of `telescoping` for a sum and a T in the sum's own index; Refused where the rule does not apply."""
    total, t, inner, body, whole = _opened(cell, terms)
    k, a, b = total.args[1:]
    here, following = (substitute(whole, {k.name: u}) for u in (t, add(t, ONE)))
    demand_defined(inner, body, here, following)
    after = add(b, ONE)
    has_terms = call("ge", after, a)
    first, last = (substitute(whole, {k.name: end}) for end in (a, after))
    demand_defined(cell.with_fact(has_terms), first, last)
    value = sub(last, first)
    if not follows(cell, has_terms):
        value = call("Piecewise", value, has_terms, ZERO, TRUE)
    return Premise(inner, (sub(following, here), body), value)


def premise_inside(cell: Cell, terms: tuple[Term, ...]) -> Premise:
    """The premise of `inside-sum` for a sum and a g in the sum's own index; Refused where the rule does not apply."""
    total, t, inner, body, other = _opened(cell, terms)
    here = substitute(other, {total.args[1].name: t})
    demand_defined(inner, body, here)
    return Premise(inner, (body, here), Term("Sum", (other, *total.args[1:])))


def _opened(cell: Cell, terms: tuple[Term, ...]) -> tuple[Term, Term, Cell, Term, Term]:
    """The sum, a fresh index, the cell under it, the sum's terms there, and the other term, lowered."""
    if len(terms) != 2 or terms[0].head != "Sum" or terms[0].args[1].head != "symbol" or cell.domain.complex_numbers:
        raise Refused("this rule takes a real sum and one term more")
    total, other = terms
    f, k, a, b = total.args
    if not free_symbols(other) <= free_symbols(total) | {k.name} | {d.name for d in cell.domain.declarations}:
        raise Refused("the term given has symbols of its own")
    if a in INFINITE or b in INFINITE or not are_integers(cell, a, b):
        raise Refused("the bounds of the sum are not seen to be integers")
    other = resolve(other, False, cell.domain.integers)
    t = fresh_variable(cell, total, other)
    return total, t, under_index(cell, t, a, b), substitute(f, {k.name: t}), other


def telescoped(cell: Cell, proof: Proof, _: object) -> Term:
    """What the sum is everywhere on the cell, its differences shown by the proof's first part; Refused if they are not."""
    return shown(premise(cell, proof.terms), proof)


def rewritten_inside(cell: Cell, proof: Proof, _: object) -> Term:
    """The sum of other terms, shown to be equal by the proof's first part; Refused if they are not."""
    return shown(premise_inside(cell, proof.terms), proof)


def shown(found: Premise, proof: Proof) -> Term:
    """The value of a premise that the proof's first part shows, without conditions; Refused where it does not."""
    from verifier.kernel.proving import replay

    try:
        if replay(found.cell, *found.sides, proof.parts[0], depth=1) != Needs():
            raise Refused("the terms may be undefined somewhere in the range")
    except TooLarge:
        raise
    except (GaveUp, NeedsSign, Undefined) as problem:
        raise Refused("the terms of the sum were not shown to be what is said of them") from problem
    return found.value


def under_index(cell: Cell, t: Term, low: Term, high: Term) -> Cell:
    """The cell with an integer t between the bounds."""
    inner = cell.with_symbol(Declaration(t.name, numbers=NumberSet.INTEGER))
    return inner.with_fact(call("ge", t, low)).with_fact(call("le", t, high))


def demand_defined(cell: Cell, *terms: Term) -> None:
    """Refused unless the terms are defined on all of the cell."""
    if any(requirements_of(cell, term) for term in terms):
        raise Refused("a term may be undefined in the range of the sum")


def are_integers(cell: Cell, *bounds: Term) -> bool:
    """Whether the terms are seen to be integers on all of the cell."""

    def ask(tower: Tower) -> bool:
        return all(tower.is_integer(tower.normal_form(bound)) for bound in bounds)

    if any(requirements_of(cell, bound) for bound in bounds):
        return False
    try:
        return with_tower(cell, (), ask)
    except Contradiction:
        return True
    except (GaveUp, NeedsSign, Undefined):
        return False
