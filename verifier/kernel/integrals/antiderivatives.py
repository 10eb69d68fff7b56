"""Claims with antiderivatives `Integral(f, x)`: both sides are compared up to a constant, by their derivatives in x.

An antiderivative may stand as a summand with a factor free of x. `Integral(f, x)` is defined where f is, for an f that
is continuous in x; on each interval of the domain it is one function with the derivative f, which one is left open.

Soundness of the rule. Let S be the set of points of the cell where both sides are defined, G = lhs - rhs on it. Each
summand is continuous in x on its natural domain (`derivatives.continuity`), an antiderivative because it has a derivative, so
G is continuous on each interval of S (all other symbols held). The first premise says that the derivative of G is 0 wherever
the conditions collected from differentiation hold, and these are shown to fail at isolated points of S only. A continuous
function whose derivative is 0 off isolated points is constant on an interval (mean value theorem). The second premise
compares natural domains: those of the surrogates in which `0*f` stands for each antiderivative.

A refutation is a point where the derivatives of both sides exist and differ: the difference is then not constant on any
interval around it. The conditions of the domain that mention x must hold strictly there, so that there is an interval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from verifier.kernel.cell import Cell, Refused
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.derivatives.continuity import fails_rarely, is_continuous, requirements_of, with_requirements
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim, Domain
from verifier.terms.heads import heads
from verifier.terms.record import record
from verifier.terms.substitution import bound_name, free_symbols
from verifier.terms.term import ONE, ZERO, Term, add, call, mul

_OPEN: Final = frozenset({"gt", "lt", "ne", "ge", "le"})


@record
class Premises:
    """What is left to show: `slopes` are equal on `inner`, and how the natural domains of `places` differ on the cell."""

    inner: Cell
    slopes: tuple[Term, Term]
    places: tuple[Term, Term]


def variable(*terms: Term) -> str | None:
    """The symbol in which antiderivatives stand in these terms; None if there are none. Unsupported if there are two."""
    found = {v for t in terms for v in _variables(t)}
    if len(found) > 1:
        raise Unsupported("a comparison of antiderivatives in different symbols")
    return found.pop() if found else None


def has_antiderivative(term: Term) -> bool:
    """Whether an `Integral` without bounds stands anywhere in the term, outside of derivatives."""
    return "Integral" in heads(term) and bool(_variables_in(term))


def _variables(term: Term) -> set[str]:
    return _variables_in(term) if "Integral" in heads(term) else set()


def _variables_in(term: Term) -> set[str]:
    if not term.args:
        return set()
    if term.head == "Integral" and len(term.args) == 2:
        return {term.args[1].name} | _variables_in(term.args[0])
    if term.head == "Derivative":
        return set()
    return set().union(*map(_variables_in, term.args))


def differentiated(claim: Claim) -> Claim | None:
    """The claim that the derivatives of both sides are equal; None for a claim without antiderivatives."""
    if not (has_antiderivative(claim.lhs) or has_antiderivative(claim.rhs)):
        return None
    name = variable(claim.lhs, claim.rhs)
    assert name is not None
    _demand_real(claim.domain, name)
    x = Term("symbol", (), name)

    def slope(t: Term) -> Term:
        return call("Derivative", t, x, ONE)

    def integrand(f: Term) -> Term:
        return add(f, mul(ZERO, slope(f)))  # with a derivative f is continuous at the point and defined around it

    left, right = (_summands(side, name, integrand, slope) for side in (claim.lhs, claim.rhs))
    return replace(claim, lhs=left, rhs=right)


def _demand_real(domain: Domain, name: str) -> None:
    if domain.complex_numbers or name in domain.integers:
        raise Unsupported("an antiderivative over complex numbers or integers")


def strict_conditions(claim: Claim) -> tuple[Term, ...] | None:
    """The conditions of the domain on the variable, made strict; None where one is no inequality of polynomials.

    Where all of them hold at a point, they hold on an interval around it.
    """
    name = variable(claim.lhs, claim.rhs)
    own = [c for d in claim.domain.declarations if d.name == name for c in d.conditions]
    conditions = _flat([c for c in (*own, *claim.domain.conditions) if name in free_symbols(c)])
    if not all(c.head in _OPEN and all(map(_is_polynomial, c.args)) for c in conditions):
        return None
    return tuple(Term({"ge": "gt", "le": "lt"}.get(c.head, c.head), c.args) for c in conditions)


def _flat(conditions: list[Term]) -> list[Term]:
    return [p for c in conditions for p in (_flat(list(c.args)) if c.head == "and" else [c])]


def _is_polynomial(term: Term) -> bool:
    return term.head in ("number", "symbol", "constant", "add", "neg", "mul") and all(map(_is_polynomial, term.args))


def premises(cell: Cell, lhs: Term, rhs: Term) -> Premises:
    """What shows lhs = rhs up to a constant on the cell; Refused, or Unsupported, where the rule does not apply."""
    name = variable(lhs, rhs)
    if name is None:
        raise Refused("there is no antiderivative to compare")
    _demand_real(cell.domain, name)
    for side in (lhs, rhs):
        _demand_continuous(cell, side, name)
    left, right = (_summands(t, name, lambda f: mul(ZERO, f), lambda t: t) for t in (lhs, rhs))
    inner = cell
    for place in (left, right):
        inner = with_requirements(inner, requirements_of(inner, place))
    slopes = [_slope(t, name, cell.domain) for t in (lhs, rhs)]
    open_ones = [r for s in slopes for r in requirements_of(inner, s)]
    if not all(fails_rarely(inner, r, name) for r in open_ones):
        raise Refused("the sides may have no derivative at more than isolated points")
    inner = with_requirements(inner, open_ones)
    return Premises(inner, (_bare(slopes[0]), _bare(slopes[1])), (mul(ZERO, left), mul(ZERO, right)))


def _demand_continuous(cell: Cell, term: Term, name: str) -> None:
    """Refused unless every antiderivative's integrand and the rest of the side are continuous in the variable."""
    parts: list[Term] = []

    def seen(t: Term) -> Term:
        parts.append(t)
        return t

    _summands(term, name, seen, seen)
    if not all(is_continuous(cell, p, name) for p in parts):
        raise Refused("a side, or an integrand, is not seen to be continuous")


def _slope(term: Term, name: str, domain: Domain) -> Term:
    """The derivative of a side by the variable, each antiderivative's being its integrand."""
    return _summands(term, name, lambda f: f, lambda t: differentiate(t, name, integers=domain.integers))


def _summands(term: Term, name: str, inside: Callable[[Term], Term], other: Callable[[Term], Term]) -> Term:
    """The side with `inside(f)` for each Integral(f, x), and `other(t)` for each summand t without one."""
    if not has_antiderivative(term):
        return other(term)
    head, args = term.head, term.args
    if head == "Integral" and len(args) == 2 and not has_antiderivative(args[0]):
        return inside(args[0])
    if head in ("add", "neg"):
        return Term(head, tuple(_summands(a, name, inside, other) for a in args))
    if head == "mul":
        with_one = [a for a in args if has_antiderivative(a)]
        if len(with_one) == 1 and all(a is with_one[0] or name not in free_symbols(a) for a in args):
            return Term(head, tuple(_summands(a, name, inside, other) if a is with_one[0] else a for a in args))
    if head == "div" and name not in free_symbols(args[1]) and not has_antiderivative(args[1]):
        return Term(head, (_summands(args[0], name, inside, other), args[1]))
    raise Unsupported("an antiderivative that is no summand of its line")


def _bare(term: Term) -> Term:
    """The value under its guards, whose conditions hold on the cell of the premise."""
    if not term.args or bound_name(term) is not None:
        return term
    if term.head == "guard":
        return _bare(term.args[0])
    return Term(term.head, tuple(map(_bare, term.args)), term.value)
