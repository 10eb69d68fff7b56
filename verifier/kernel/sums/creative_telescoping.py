"""The rules `creative-telescoping`, which rewrites a sum by another one, and `recurrence`, an induction for equations.

`creative-telescoping`: let e be an integer with e + 1 >= a, and let b and d be at least e, each by a fixed number. Then
`Sum(f, (k, a, b))` is c times `Sum(g, (k, a, d))`, and T(e + 1) - T(a), and the terms of f, less c times those of g, that lie
beyond e, where T(k + 1) - T(k) = f - c*g for each k from a to e (Petkovsek, Wilf and Zeilberger, A = B, chapter 6).

Soundness. Both sums have all k from a to e, of which there are none where e + 1 = a, and the differences of T add up. All terms
are shown to be defined for each such k and beyond e, c, T(a) and T(e + 1) on all of the cell: so both sums are.

`recurrence`: u = v is shown for an integer n >= s, where it is shown at s, and where u - v at n + 1 is c times what it is at n.
What is known of n but n >= s is forgotten; u, v and c are shown to be defined at each such n. Then u - v is 0 at each of them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.kernel.cell import Cell, Refused, with_tower
from verifier.kernel.derivatives.calculus import resolve
from verifier.kernel.inequalities.inductions import induction_cells
from verifier.kernel.integrals.improper_integrals import INFINITE, follows, fresh_variable
from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.signs.signs import Contradiction
from verifier.kernel.sums.telescoping import Premise, are_integers, demand_defined, shown, under_index
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, ZERO, Term, add, call, integer, mul, sub, symbol

MOST_BEYOND: Final = 8


def premise(cell: Cell, terms: tuple[Term, ...]) -> Premise:
    """What is to be equal for two sums, c, T in the first sum's index, and e; Refused where the rule does not apply."""
    if len(terms) != 5 or not all(map(_is_finite_sum, terms[:2])) or cell.domain.complex_numbers:
        raise Refused("this rule takes two real sums, a factor, a term and a place")
    first, second, c, whole, e = terms
    (f, k, a, b), (g, j, a_too, d) = first.args, second.args
    known = free_symbols(first) | free_symbols(second) | {s.name for s in cell.domain.declarations}
    if not free_symbols(whole) <= known | {k.name} or not free_symbols(c) | free_symbols(e) <= known:
        raise Refused("the terms given have symbols of their own")
    if a != a_too or not are_integers(cell, a, b, d, e) or not follows(cell, call("ge", add(e, ONE), a)):
        raise Refused("the sums were not seen to begin at one integer, with the differences after it")
    c, whole = (resolve(t, False, cell.domain.integers) for t in (c, whole))
    t = fresh_variable(cell, first, second, c, whole, e)
    inner = under_index(cell, t, a, e)
    own, other = substitute(f, {k.name: t}), substitute(g, {j.name: t})
    here, following, start, last = (substitute(whole, {k.name: u}) for u in (t, add(t, ONE), a, add(e, ONE)))
    more = [substitute(f, {k.name: u}) for u in _beyond(cell, e, b)]
    less = [substitute(g, {j.name: u}) for u in _beyond(cell, e, d)]
    demand_defined(inner, own, other, here, following)
    demand_defined(cell, c, start, last, *more, *less)
    value = add(mul(c, sub(second, add(*less, ZERO))), sub(last, start), *more)
    return Premise(inner, (sub(following, here), sub(own, mul(c, other))), value)


def rewritten_by_other(cell: Cell, proof: Proof, _: object) -> Term:
    """What the first sum is everywhere on the cell, its differences shown by the proof's first part; Refused if they are not."""
    return shown(premise(cell, proof.terms), proof)


def cases(cell: Cell, lhs: Term, rhs: Term, proof: Proof) -> list[tuple[Cell, Term, Term]]:
    """The cell and the sides at the start, and for the step from n to n + 1; Refused where `recurrence` does not apply."""
    if len(proof.terms) != 2 or len(proof.names) != 1 or len(proof.parts) != 2:
        raise Refused("`recurrence` takes an integer symbol, a start, a factor, and two proofs")
    (name,), (start, c), first = proof.names, proof.terms, rational_value(proof.terms[0])
    if name not in cell.domain.integers or first is None or Fraction(first).denominator != 1:
        raise Refused("`recurrence` takes an integer symbol and an integer to start at")
    if not free_symbols(c) <= free_symbols(lhs) | free_symbols(rhs) | {d.name for d in cell.domain.declarations}:
        raise Refused("the factor has symbols of its own")
    from_start = call("ge", symbol(name), start)
    if not follows(cell, from_start):
        raise Refused("the symbol may lie before the start")
    held, inner = induction_cells(cell, name, start)
    demand_defined(inner, lhs, rhs, c)
    at_start, following = ({name: start}, {name: add(symbol(name), ONE)})
    rise = sub(substitute(lhs, following), substitute(rhs, following))
    return [
        (held, substitute(lhs, at_start), substitute(rhs, at_start)),
        (inner, rise, mul(c, sub(lhs, rhs))),
    ]


def _is_finite_sum(term: Term) -> bool:
    return term.head == "Sum" and term.args[1].head == "symbol" and not set(term.args[2:]) & set(INFINITE)


def _beyond(cell: Cell, e: Term, end: Term) -> list[Term]:
    """The integers after e up to the end, of which there are at most so many; Refused where their number is not known."""

    def ask(tower: Tower) -> Fraction | None:
        return tower.rational(tower.field.subtract(tower.normal_form(end), tower.normal_form(e)))

    try:
        count = with_tower(cell, (), ask)
    except (Contradiction, GaveUp, NeedsSign, Undefined) as problem:
        raise Refused("how far a sum reaches beyond the differences is not known") from problem
    if count is None or count.denominator != 1 or not 0 <= count <= MOST_BEYOND:
        raise Refused("how far a sum reaches beyond the differences is not known")
    return [add(e, integer(n + 1)) for n in range(int(count))]
