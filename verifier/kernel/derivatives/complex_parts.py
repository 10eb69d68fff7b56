"""The derivative of re(u), im(u), conjugate(u), Abs(u), arg(u) and sign(u) by a real variable, u a complex term.

Differentiation along the real line is linear over the real numbers, and conjugation, re and im are real linear maps: they
commute with it, and conjugate(u) has a derivative exactly where u has. By |u|**2 = u*conjugate(u) and the chain rule,
|u|' = re(conjugate(u)*u')/|u| for u != 0; where u = 0, |u(x + h)| is |h|*|u'| + o(h), which has a derivative, 0, exactly
for u' = 0. sign(u) = u/|u| follows; arg(u) is the imaginary part of log(u) and has the derivative im(u'/u) off the
logarithm's cut. By a complex variable these functions have no derivative but at single points, and nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from verifier.kernel.derivatives.guards import UNKNOWN
from verifier.kernel.terms.products import minus, quotient, times
from verifier.kernel.terms.visible import visible_value
from verifier.terms.rationals import rational_value
from verifier.terms.term import FALSE, ZERO, Term, add, call, integer, mul, power, rational

if TYPE_CHECKING:
    from verifier.kernel.derivatives.rules import Rules


def derivative_of_part(rules: Rules, term: Term) -> Term:
    """The derivative's value; conditions are recorded. Unknown by a variable that is not real."""
    if not rules.setting.is_real:
        rules.conditions.need_loosely(FALSE)
        return UNKNOWN
    du = rules.derivative(term.args[0])
    return ZERO if du is ZERO else _PARTS[term.head](rules, term, du)


def square_of_size(term: Term) -> Term | None:
    """For Abs(u)**(2*n) the same power of u*conjugate(u), which is smooth at the zeros of u too; None for other terms."""
    if term.head != "pow" or term.args[0].head != "Abs":
        return None
    q = rational_value(term.args[1])
    if q is None or q.denominator != 1 or q % 2 or not q:
        return None
    u = term.args[0].args[0]
    square = mul(u, call("conjugate", u))
    return square if q == 2 else power(square, rational(q / 2))


def _linear(rules: Rules, term: Term, du: Term) -> Term:
    return call(term.head, du)


def _abs(rules: Rules, term: Term, du: Term) -> Term:
    """Exact where the term stands alone; what it is a part of may have a derivative where it has none."""
    u = term.args[0]
    slope = quotient(_along(u, du), term)
    if term is not rules.rough:
        rules.conditions.need_loosely(call("ne", u, ZERO))
        return slope
    if visible_value(du):
        return slope
    return call("Piecewise", slope, call("ne", u, ZERO), ZERO, call("eq", du, ZERO))


def _sign(rules: Rules, term: Term, du: Term) -> Term:
    u = term.args[0]
    size = call("Abs", u)
    rules.conditions.need_loosely(call("ne", u, ZERO))
    return add(quotient(du, size), minus(quotient(times(u, _along(u, du)), power(size, integer(3)))))


def _arg(rules: Rules, term: Term, du: Term) -> Term:
    u = term.args[0]
    rules.need_off_cut(u, is_pole=True)
    return call("im", quotient(du, u))


def _along(u: Term, du: Term) -> Term:
    """re(conjugate(u)*u'), half the derivative of |u|**2."""
    return call("re", times(call("conjugate", u), du))


_PARTS: Final[dict[str, Callable[[Rules, Term, Term], Term]]] = {
    "re": _linear,
    "im": _linear,
    "conjugate": _linear,
    "Abs": _abs,
    "sign": _sign,
    "arg": _arg,
}
