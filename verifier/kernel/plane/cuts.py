"""The cuts of the principal branches: conditions that an argument is off them (NIST DLMF 4.2(i), 4.23(ii))."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.terms.term import MINUS_ONE, ONE, TWO, ZERO, Term, add, call, power, sub

Cut = tuple[Term, tuple[Fraction, ...], bool]
"""An argument, the angles of the rays from 0 that hold the cut, in units of pi, and whether 0 is on the cut."""
HALF: Final = Fraction(1, 2)


def off_negative_axis(u: Term) -> Term:
    """Off the cut of the logarithm and of roots, the real numbers up to 0."""
    return call("or", call("ne", call("im", u), ZERO), call("gt", call("re", u), ZERO))


def off_imaginary_rays(u: Term) -> Term:
    """Off the cuts of the arctangent, the imaginary axis from I upwards and from -I downwards."""
    return call("or", call("ne", call("re", u), ZERO), _inside_unit(call("im", u)))


def off_real_rays(u: Term) -> Term:
    """Off the cuts of the arcsine, the real axis from 1 upwards and from -1 downwards."""
    return call("or", call("ne", call("im", u), ZERO), _inside_unit(call("re", u)))


def directions_of_cut(condition: Term) -> Cut | None:
    """The cut that a condition says an argument is off; None for any other condition."""
    if condition.head != "or" or condition.args[0].head != "ne" or condition.args[0].args[0].head not in ("re", "im"):
        return None
    u = condition.args[0].args[0].args[0]
    if condition == off_negative_axis(u):
        return u, (Fraction(1),), True
    if condition == off_imaginary_rays(u):
        return u, (HALF, -HALF), False
    return (u, (Fraction(0), Fraction(1)), False) if condition == off_real_rays(u) else None


def off_cut_by_square(condition: Term) -> Cut | None:
    """The same for `1 + u**2 != 0` and `1 - u**2 != 0`: off the cuts of the arctangent, and of the arcsine, they hold."""
    if condition.head != "ne" or condition.args[1] != ZERO or condition.args[0].head != "add":
        return None
    first, second, *more = condition.args[0].args
    is_minus = second.head == "neg"
    square = second.args[0] if is_minus else second
    if more or first != ONE or square.head != "pow" or square.args[1] != TWO:
        return None
    return square.args[0], (Fraction(0), Fraction(1)) if is_minus else (HALF, -HALF), False


def off_branch_points(condition: Term) -> Term | None:
    """The condition that an argument is no branch point, if the one given says that it is off a cut; else None."""
    cut = directions_of_cut(condition)
    if cut is None:
        return None
    u, directions, has_zero = cut
    if has_zero:
        return call("ne", u, ZERO)
    return call("ne", (add if HALF in directions else sub)(ONE, power(u, TWO)), ZERO)


def _inside_unit(part: Term) -> Term:
    return call("and", call("lt", MINUS_ONE, part), call("lt", part, ONE))
