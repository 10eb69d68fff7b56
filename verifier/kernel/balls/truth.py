"""Whether a condition is true at an exact point, where balls alone cannot tell that two values are the same.

Balls decide a condition whose sides are apart, or exact rationals. What they leave open is an order or an equation
between sides whose enclosures overlap. There the point's values are put in as numbers; that both sides are then the same
number is shown by exact arithmetic with algebraic numbers (`normal_forms.constants`) or by their normal form, and that both
are defined by balls. So YES and NO are certain, and every part of the condition is then defined at the point.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from verifier.kernel.balls.evaluation import compile_term, holds
from verifier.kernel.balls.values import Outcome
from verifier.kernel.cell import Cell, Needs, Refused, prove_on
from verifier.kernel.derivatives.calculus import resolve
from verifier.kernel.normal_forms import constants
from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.unsupported import Unsupported
from verifier.model.chain import Kind
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Point
from verifier.model.verdict import Answer
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import Term, rational

BITS: Final = (64, 256, 1024)
_IF_EQUAL: Final = {"eq": Answer.YES, "le": Answer.YES, "ge": Answer.YES}
_ATOMS: Final = frozenset({"eq", "ne", "le", "lt", "ge", "gt"})
_OPPOSITE: Final = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}


def truth(condition: Term, point: Point, complex_numbers: bool = False) -> Answer:
    """Whether the condition, which names no closed value of the point, holds there; UNKNOWN where that is not certain."""
    for bits in BITS:
        answer = holds(condition, point, bits, complex_numbers)
        if answer is not Answer.UNKNOWN:
            return answer
    match condition.head:
        case "not":
            return _OPPOSITE[truth(condition.args[0], point, complex_numbers)]
        case "and" | "or":
            parts = [truth(c, point, complex_numbers) for c in condition.args]
            if Answer.UNKNOWN in parts:
                return Answer.UNKNOWN
            together = all if condition.head == "and" else any
            return Answer.YES if together(p is Answer.YES for p in parts) else Answer.NO
        case head if head in _ATOMS:
            lhs, rhs = condition.args
            if are_same_number(lhs, rhs, point, complex_numbers):
                return _IF_EQUAL.get(head, Answer.NO)
    return Answer.UNKNOWN


def are_same_number(lhs: Term, rhs: Term, point: Point, complex_numbers: bool = False) -> bool:
    """Whether both sides are shown to be defined and equal at the point."""
    if complex_numbers or point.functions:
        return False
    try:
        if any(isinstance(compile_term(t).run(point, BITS[-1]), Outcome) for t in (lhs, rhs)):
            return False
        put = {n: rational(v) for n, v in point.values.items() if isinstance(v, Fraction) and "[" not in n}
        left, right = (resolve(substitute(t, put), False) for t in (lhs, rhs))
        if constants.are_equal(left, right, False):
            return True
        return not free_symbols(left) | free_symbols(right) and prove_on(Cell(Domain()), left, right) == Needs()
    except (Unsupported, Refused, NeedsSign, GaveUp, Undefined):
        return False


def at_closed_values(claim: Claim, point: Point) -> tuple[Claim, Point]:
    """The claim and the point after the symbols with a closed value (`sqrt(2)`) are replaced by it everywhere.

    What was declared of those symbols becomes a condition on the values. Refused unless they stand for real numbers.
    """
    if not point.closed:
        return claim, point
    put = dict(point.closed)
    domain = claim.domain
    for name, value in put.items():
        declared = domain.declared(name)
        if declared is None or declared.kind is not Kind.SCALAR or name in domain.integers or name in point.values:
            raise Refused(f"`{name}` of the point is no real symbol")
        if free_symbols(value) or isinstance(compile_term(value).run(Point(), BITS[-1]), Outcome):
            raise Refused(f"the value of `{name}` is no real number")
    if domain.complex_numbers:
        raise Refused("closed values are real numbers in a real chain")
    kept = tuple(
        replace(d, conditions=tuple(substitute(c, put) for c in d.conditions))
        for d in domain.declarations
        if d.name not in put
    )
    own = [c for d in domain.declarations if d.name in put for c in d.conditions]
    conditions = tuple(substitute(c, put) for c in (*own, *domain.conditions))
    there = replace(
        claim,
        lhs=substitute(claim.lhs, put),
        rhs=substitute(claim.rhs, put),
        domain=replace(domain, declarations=kept, conditions=conditions),
    )
    return there, Point(point.values, point.functions)
