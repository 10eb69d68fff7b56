"""Claims `Derivative(F, x) = f` across the points where the rules of differentiation say nothing.

| rule | parameters | shows `Derivative(F, x) = f` if |
| --- | --- | --- |
| `isolated-gaps` | none | it is shown but for points isolated in x, and f is continuous in x |

Soundness. Let both sides be defined at a point c of the domain, all other symbols held, and let a condition fail there
that the rules of differentiation want. As F'(c) exists, F is defined around c, so that the conditions of F's natural
domain hold around c. The other conditions, of the rules and of f, are shown to fail at points isolated in x only, and the
domain holds an interval to the right or left of c. So F' = f on a short interval beside c; f is continuous at c from
there. By the mean value theorem the difference quotient of F is f(t) for some t between, hence F'(c) = f(c).

In a complex chain x is still real, and F'(c) the derivative along the real line (`derivatives.calculus`). F and f are functions
of a real variable with the same rules, if no part crosses a cut (`derivatives.real_paths`), so that the argument holds for real
and imaginary parts.

Where F is continuous, and defined around every point of the domain, the same argument shows that F'(c) exists wherever
f(c) does (over the reals); then the conditions that are only the rules' own are not asked for. Else they are reported.
Source: Rudin, *Principles of Mathematical Analysis*, theorem 5.10 (the mean value theorem), and its consequence for limits of
derivatives.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Final

from verifier.kernel.cell import Cell, Needs, Refused, compare_domains
from verifier.kernel.derivatives.calculus import differentiate, resolve
from verifier.kernel.derivatives.continuity import fails_rarely, is_continuous, requirements_of, with_requirements
from verifier.kernel.derivatives.real_paths import crosses_no_cut
from verifier.kernel.proving import replay
from verifier.model.chain import Kind, NumberSet
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.record import record
from verifier.terms.substitution import bound_name, free_symbols
from verifier.terms.term import ONE, ZERO, Term, symbol

RULE: Final = "isolated-gaps"
_STRICT: Final = frozenset({"gt", "lt", "ne"})


@record
class Premises:
    """What is left to show: `sides` are equal on `cell`; then where the sides of `places` are defined is compared.

    Where `closed`, the derivative exists wherever the other side does.
    """

    cell: Cell
    sides: tuple[Term, Term]
    places: tuple[Term, Term]
    closed: bool


def is_derivative(term: Term) -> bool:
    """Whether the term is one first derivative by a symbol."""
    return term.head == "Derivative" and len(term.args) == 3 and term.args[1].head == "symbol" and term.args[2] == ONE


def needs(claim: Claim, cell: Cell, sides: tuple[Term, Term], proof: Proof) -> Needs:
    """What each side needs that the other does not, by a proof with this rule at its root; Refused without one."""
    if len(proof.parts) != 1 or proof.terms or proof.names:
        raise Refused(f"`{RULE}` takes one proof")
    found = premises(claim, cell, sides)
    replay(found.cell, *found.sides, proof.parts[0])
    compared = compare_domains(cell, *found.places, gaps_are_closed=True)
    if not found.closed:
        return compared
    return Needs((), compared.rhs) if is_derivative(claim.lhs) else Needs(compared.lhs, ())


@lru_cache(maxsize=2)  # the search asks, and then the judge
def premises(claim: Claim, cell: Cell, sides: tuple[Term, Term]) -> Premises:
    """The premises for a claim, its lowered sides on the cell given; Refused where the rule does not apply."""
    left = is_derivative(claim.lhs)
    if left == is_derivative(claim.rhs):
        raise Refused("the claim is not that one derivative is a term")
    body, variable, _ = (claim.lhs if left else claim.rhs).args
    slope, value = sides if left else sides[::-1]
    name = variable.name
    _demand_intervals(claim.domain, name)
    function = resolve(body, cell.domain.complex_numbers, claim.domain.integers, claim.domain.reals)
    if has_loose_guard(function) or not has_loose_guard(slope):
        raise Refused("the rules of differentiation leave no gap that could be closed")
    if not _is_followed(cell, value, name):
        raise Refused("the side that is no derivative is not seen to be continuous")
    own = requirements_of(cell, function)
    around = with_requirements(cell, own)
    firm = _with_firm_guards(_along_reals(cell, function, name) if cell.domain.complex_numbers else slope)
    if not all(fails_rarely(around, r, name) for side in (firm, value) for r in requirements_of(around, side)):
        raise Refused("the rules of differentiation say nothing at more than isolated points")
    is_real = not cell.domain.complex_numbers
    closed = is_real and not own and _is_open(claim.domain, name) and is_continuous(cell, function, name)
    place = _without_gaps(slope) if closed else slope
    if left:
        return Premises(cell, (firm, value), (place, value), closed)
    return Premises(cell, (value, firm), (value, place), closed)


def _is_followed(cell: Cell, term: Term, name: str) -> bool:
    """Whether the term is seen to be continuous along the real line, where it is defined."""
    return crosses_no_cut(cell, term, name) if cell.domain.complex_numbers else is_continuous(cell, term, name)


def _along_reals(cell: Cell, function: Term, name: str) -> Term:
    """The derivative of F along the real line."""
    if not crosses_no_cut(cell, function, name):
        raise Refused("a part of what is differentiated may cross a cut")
    return differentiate(function, name, True, cell.domain.integers, along_reals=True)


# ---- the domain in the direction of the variable


def _demand_intervals(domain: Domain, name: str) -> None:
    """Refused unless every point of the domain is an end of an interval in the symbol that lies in the domain.

    Strict inequalities of polynomials hold around a point; bounds of the symbol by numbers hold on one side at least.
    """
    declared = domain.declared(name)
    if declared is None or declared.kind is not Kind.SCALAR or declared.numbers is not NumberSet.REAL:
        raise Refused("the derivative is not by a real symbol")
    lows: list[Fraction] = []
    highs: list[Fraction] = []
    for c in _conditions(domain, name):
        if c.head in _STRICT and all(map(_is_polynomial, c.args)):
            continue
        bound = rational_value(c.args[1]) if c.head in ("ge", "le") and c.args[0] == symbol(name) else None
        if bound is None:
            raise Refused("the domain may have no interval in the variable around each of its points")
        (lows if c.head == "ge" else highs).append(bound)
    if lows and highs and max(lows) >= min(highs):
        raise Refused("the domain holds one value of the variable only")


def _is_open(domain: Domain, name: str) -> bool:
    return all(c.head in _STRICT for c in _conditions(domain, name))


def _conditions(domain: Domain, name: str) -> list[Term]:
    own = [c for d in domain.declarations if d.name == name for c in d.conditions]
    return list(_flat(c for c in (*own, *domain.conditions) if name in free_symbols(c)))


def _flat(conditions: Iterable[Term]) -> Iterable[Term]:
    for c in conditions:
        if c.head == "and":
            yield from _flat(c.args)
        else:
            yield c


def _is_polynomial(term: Term) -> bool:
    return term.head in ("number", "symbol", "constant", "add", "neg", "mul") and all(map(_is_polynomial, term.args))


# ---- guards


def has_loose_guard(term: Term) -> bool:
    """Whether the term says of some points that nothing is known there."""
    return (
        (term.head == "guard" and term.value == "loose")
        or term.head == "unknown"
        or any(map(has_loose_guard, term.args))
    )


def _with_firm_guards(term: Term) -> Term:
    """The term, undefined where it says that nothing is known: there nothing has to be shown by its value."""
    if not term.args or bound_name(term) is not None:
        return term
    args = tuple(map(_with_firm_guards, term.args))
    return Term(term.head, args, "exact" if term.head == "guard" else term.value)


def _without_gaps(term: Term) -> Term:
    """0 where the derivative is known to exist as soon as the other side does; its exact conditions stay."""
    if term.head == "guard" and term.value == "loose":
        return ZERO
    if not term.args or bound_name(term) is not None:
        return term
    return Term(term.head, tuple(map(_without_gaps, term.args)), term.value)
