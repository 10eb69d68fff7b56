"""The cuts of the principal branches: conditions that an argument is off them (NIST DLMF 4.2(i), 4.23(ii))."""

from __future__ import annotations

from verifier.terms.term import MINUS_ONE, ONE, TWO, ZERO, Term, add, call, power, sub


def off_negative_axis(u: Term) -> Term:
    """Off the cut of the logarithm and of roots, the real numbers up to 0."""
    return call("or", call("ne", call("im", u), ZERO), call("gt", call("re", u), ZERO))


def off_imaginary_rays(u: Term) -> Term:
    """Off the cuts of the arctangent, the imaginary axis from I upwards and from -I downwards."""
    return call("or", call("ne", call("re", u), ZERO), _inside_unit(call("im", u)))


def off_real_rays(u: Term) -> Term:
    """Off the cuts of the arcsine, the real axis from 1 upwards and from -1 downwards."""
    return call("or", call("ne", call("im", u), ZERO), _inside_unit(call("re", u)))


def off_branch_points(condition: Term) -> Term | None:
    """The condition that an argument is no branch point, if the one given says that it is off a cut; else None."""
    if condition.head != "or" or condition.args[0].head != "ne" or condition.args[0].args[0].head not in ("re", "im"):
        return None
    u = condition.args[0].args[0].args[0]
    if condition == off_negative_axis(u):
        return call("ne", u, ZERO)
    if condition == off_imaginary_rays(u):
        return call("ne", add(ONE, power(u, TWO)), ZERO)
    if condition == off_real_rays(u):
        return call("ne", sub(ONE, power(u, TWO)), ZERO)
    return None


def _inside_unit(part: Term) -> Term:
    return call("and", call("lt", MINUS_ONE, part), call("lt", part, ONE))
