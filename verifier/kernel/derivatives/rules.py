"""The derivative of a lowered term without kinks, by structure, and the conditions under which it is right.

Claim, by induction over sub-terms: at a point where every recorded condition holds, every sub-term that contains the
variable is defined in a neighbourhood and differentiable, and the term returned is the derivative's value. Where an
exact condition fails the derivative is undefined: the term itself is undefined there, or on one side. Where only a loose
one fails nothing is claimed (`sqrt(x**4)` has a derivative at 0 although the chain rule has none). A factor, summand or
sub-term free of the variable leaves no trace in the value; its natural domain is recorded all the same, so that
`x/x` keeps x != 0 and `0*log(x)` keeps x > 0.

Over the complex numbers the derivative by a complex variable is the complex one; by a real one it is taken along the real
line, where the chain rule needs a complex derivative of the outer function only. The cuts of log, roots, asin and atan are
left to loose conditions, and what is not analytic is in `derivatives.complex_parts`. Sources: any calculus text; the cuts:
NIST DLMF, sections 4.2, 4.23.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifier.kernel.derivatives import operators
from verifier.kernel.derivatives.complex_parts import derivative_of_part, square_of_size
from verifier.kernel.derivatives.guards import (
    UNKNOWN,
    Conditions,
    collect_needs,
    guarded,
    implied,
    is_defined,
    is_implied,
)
from verifier.kernel.derivatives.roughness import rough_part
from verifier.kernel.derivatives.setting import CONTINUOUS_PARTS, NOT_ANALYTIC, Setting, is_smooth
from verifier.kernel.plane.cuts import off_imaginary_rays, off_negative_axis, off_real_rays
from verifier.kernel.signs.simple_zeros import has_simple_zeros
from verifier.kernel.terms.products import minus, quotient, times, total
from verifier.kernel.terms.visible import inverse_hyperbolic_root, is_positive, truth, visible_value
from verifier.kernel.unsupported import Unsupported
from verifier.model.verdict import Answer
from verifier.terms.term import FALSE, HALF, ONE, PI, TRUE, TWO, ZERO, Term, add, call, div, neg, power, rational, sub


def rule_derivative(term: Term, setting: Setting, soft: bool = False) -> Term:
    """The derivative of a term without choices that depend on the variable, guarded by its conditions.

    With `soft` nothing is concluded from a part without a derivative: in a sum, two such parts may cancel.
    """
    rules = Rules(setting, Conditions(), None if soft else rough_part(term))
    value = rules.derivative(term)
    return guarded(value, rules.finish(term, value))


class Rules:
    """One differentiation: derivatives of sub-terms, and the conditions they were found to need.

    Where `rough`, a part of the term, has no derivative, the term has none.
    """

    def __init__(self, setting: Setting, conditions: Conditions, rough: Term | None = None) -> None:
        self.setting = setting
        self.rough = rough
        self.conditions = conditions
        self.memo: dict[Term, Term] = {}
        self.covered: list[tuple[Term, Term | None]] = []

    def derivative(self, term: Term) -> Term:
        """The value of the derivative; ZERO itself where it vanishes by structure. Conditions are recorded."""
        if not self.setting.depends(term):
            return ZERO
        done = self.memo.get(term)
        if done is None:
            done = self.memo[term] = self._apply(term)
        return done

    def finish(self, term: Term, value: Term) -> Conditions:
        """All conditions of the derivative, without those that hold wherever its value is defined."""
        if value is ZERO and not self.conditions.exact and not self.conditions.loose and not term.args:
            return self.conditions
        complete = Conditions()
        collect_needs(term, self.setting.complex_numbers, complete, self.setting.is_integer)
        if not (complete.exact or complete.loose or self.conditions.exact or self.conditions.loose):
            return complete
        complete.exact |= self.conditions.exact
        complete.loose |= self.conditions.loose
        if not complete.exact:
            return complete
        holds = implied(value, self.setting.complex_numbers)
        dropped = {c for c, witness in self.covered if witness is None or witness in holds}
        kept = self.needed_by(complete.loose)
        if not self.is_open(complete):
            dropped |= {c for c in complete.exact if is_implied(c, holds)}
        complete.exact = {c: None for c in complete.exact if c in kept or c not in dropped}
        return complete

    def is_open(self, conditions: Conditions) -> bool:
        """Whether a loose condition may fail: what the value needs there is not known to be needed by the derivative."""
        return not self.setting.complex_numbers and any(truth(c) is not Answer.YES for c in conditions.loose)

    def needed_by(self, loose: dict[Term, None]) -> set[Term]:
        """What loose conditions need to be defined: stated, so that where it fails the derivative stays undefined."""
        needs = Conditions()
        for condition in loose:
            collect_needs(condition, self.setting.complex_numbers, needs)
        return set(needs.exact)

    def cover(self, condition: Term, witness: Term | None) -> None:
        """Say that the condition need not be stated where the derivative's value needs `witness` (None: at all)."""
        self.covered.append((condition, witness))

    def _apply(self, term: Term) -> Term:
        rule = _RULES.get(term.head)
        if rule is None:
            raise Unsupported(f"the derivative of {term.head}")
        return rule(self, term)

    def need_positive(self, u: Term, du: Term, defined_at_zero: bool, touches_roughly: bool = False) -> None:
        """u > 0 near the point, for a term that is undefined at u < 0 and, unless `defined_at_zero`, at u = 0.

        Where u crosses zero the term is undefined on one side, so that the condition is exact; where u may touch zero
        nothing is known, unless it `touches_roughly`: then the term has no derivative at a zero with u'' != 0.
        """
        if is_positive(u):
            return
        positive, touch = call("gt", u, ZERO), call("ne", u, ZERO)
        slope = visible_value(du)
        smooth = is_smooth(u)
        if not defined_at_zero or (smooth and (slope or has_simple_zeros(u, self.setting.variable))):
            self.conditions.need(positive)
            return
        if touches_roughly and smooth and visible_value(self.derivative(du)):
            self.conditions.need(positive)
            return
        self.conditions.need(call("ge", u, ZERO))
        if not smooth:
            self.conditions.need_loosely(touch)
        elif slope is None:
            self.conditions.need(call("or", positive, call("eq", du, ZERO)))
            self.conditions.need_loosely(call("or", touch, call("ne", du, ZERO)))
        elif du is not ZERO:
            self.conditions.need_loosely(touch)

    def need_off_cut(self, u: Term, is_pole: bool = False, is_rough: bool = False) -> None:
        """u off the cut of the logarithm, the real numbers <= 0; along a line that crosses no cut, off 0.

        Where u is 0 the term is undefined if that `is_pole`, and has no derivative if that `is_rough`.
        """
        if not self.setting.crosses_no_cut(u):
            if visible_value(u) is None:
                self.conditions.need_loosely(off_negative_axis(u))
        elif not is_pole:
            (self.conditions.need if is_rough else self.conditions.need_loosely)(call("ne", u, ZERO))

    def has_slope(self, part: Term, du: Term) -> bool:
        """Whether the part is what keeps the whole from being smooth, and du, its argument's derivative, is never 0."""
        return part is self.rough and bool(visible_value(du))

    def is_certainly_positive(self, u: Term) -> bool:
        value = visible_value(u)
        return (value is not None and value > 0) or (not self.setting.complex_numbers and is_positive(u))


def _variable(rules: Rules, term: Term) -> Term:
    return ONE


def _entry(rules: Rules, term: Term) -> Term:
    if any(map(rules.setting.depends, term.args)):
        raise Unsupported("the derivative by an index")
    return rules.setting.delta(term)


def _neg(rules: Rules, term: Term) -> Term:
    return minus(rules.derivative(term.args[0]))


def _add(rules: Rules, term: Term) -> Term:
    return total([rules.derivative(a) for a in term.args])


def _mul(rules: Rules, term: Term) -> Term:
    args = term.args
    parts = []
    for i, a in enumerate(args):
        da = rules.derivative(a)
        if da is not ZERO:
            parts.append(times(*args[:i], da, *args[i + 1 :]))
    return total(parts)


def _div(rules: Rules, term: Term) -> Term:
    u, v = term.args
    du, dv = rules.derivative(u), rules.derivative(v)
    if dv is ZERO:
        return quotient(du, v)
    if du is ZERO:
        return minus(quotient(times(u, dv), power(v, TWO)))
    return div(add(times(du, v), minus(times(u, dv))), power(v, TWO))


def _pow(rules: Rules, term: Term) -> Term:
    u, w = term.args
    smooth = square_of_size(term) if rules.setting.is_real else None
    if smooth is not None:
        return rules.derivative(smooth)
    if rules.setting.depends(w):
        return _exponential(rules, term)
    du = rules.derivative(u)
    q = visible_value(w)
    if q is None:
        return _symbolic_power(rules, term, du)
    if q.denominator != 1:
        if rules.setting.complex_numbers:
            rules.need_off_cut(u, is_pole=q < 0, is_rough=q < 1 and rules.has_slope(term, du))
        else:
            rules.need_positive(u, du, q > 0, touches_roughly=term is rules.rough and 2 * q <= 1)
    if q == 0 or du is ZERO:
        return ZERO
    if q in (1, 2):
        return du if q == 1 else times(TWO, u, du)
    return times(rational(q), power(u, rational(q - 1)), du)


def _symbolic_power(rules: Rules, term: Term, du: Term) -> Term:
    """u**w, w free of the variable: w*u**(w - 1)*u' for u != 0, and at u = 0 if w is an integer other than 0."""
    u, w = term.args
    lowered = power(u, sub(w, ONE))
    value = times(w, lowered, du)
    rules.cover(is_defined(term), is_defined(lowered))
    if rules.setting.is_integer(w):
        if value is not ZERO and not rules.is_certainly_positive(u):
            value = call("Piecewise", value, call("ne", w, ZERO), ZERO, TRUE)
            rules.cover(is_defined(term), is_defined(value))
        return value
    if rules.setting.complex_numbers:
        rules.need_off_cut(u)
    elif not is_positive(u):
        rules.conditions.need_loosely(call("ne", u, ZERO))
    return value


def _exponential(rules: Rules, term: Term) -> Term:
    """u**w with the variable in w: u**w*(w'*log(u) + w*u'/u), known for u > 0; over the complex numbers off the cut."""
    u, w = term.args
    du, dw = rules.derivative(u), rules.derivative(w)
    if not rules.is_certainly_positive(u):
        if not rules.setting.complex_numbers:
            rules.conditions.need_loosely(call("gt", u, ZERO))
        elif rules.setting.depends(u):
            rules.need_off_cut(u)
        else:
            rules.conditions.need_loosely(call("ne", u, ZERO))
    outer = times(dw, call("log", u))
    return times(term, total([outer, quotient(times(w, du), u)]))


def _exp(rules: Rules, term: Term) -> Term:
    return times(term, rules.derivative(term.args[0]))


def _log(rules: Rules, term: Term) -> Term:
    """u'/u; for the logarithms that are asinh and acosh, their own rules, which have the same domain."""
    u = term.args[0]
    if rules.setting.complex_numbers:
        rules.need_off_cut(u, is_pole=True)
    du = rules.derivative(u)
    root = None if rules.setting.complex_numbers else inverse_hyperbolic_root(u)
    return quotient(du, u) if root is None else quotient(rules.derivative(root[0]), root[1])


def _sin(rules: Rules, term: Term) -> Term:
    return times(call("cos", *term.args), rules.derivative(term.args[0]))


def _cos(rules: Rules, term: Term) -> Term:
    return minus(times(call("sin", *term.args), rules.derivative(term.args[0])))


def _atan(rules: Rules, term: Term) -> Term:
    """u'/(1 + u**2); the complex cuts are the imaginary axis from I upwards and from -I downwards."""
    u = term.args[0]
    du = rules.derivative(u)
    if rules.setting.complex_numbers and not rules.setting.crosses_no_cut(u):
        rules.conditions.need_loosely(off_imaginary_rays(u))
    return quotient(du, add(ONE, power(u, TWO)))


def _asin(rules: Rules, term: Term) -> Term:
    """u'/sqrt(1 - u**2); the complex cuts are the real axis from 1 upwards and from -1 downwards."""
    u = term.args[0]
    du = rules.derivative(u)
    rest = sub(ONE, power(u, TWO))
    if rules.setting.crosses_no_cut(u):
        is_rough = rules.has_slope(term, du)
        (rules.conditions.need if is_rough else rules.conditions.need_loosely)(call("ne", rest, ZERO))
    elif rules.setting.complex_numbers:
        rules.conditions.need_loosely(off_real_rays(u))
    else:
        rules.need_positive(rest, minus(times(TWO, u, du)), True, touches_roughly=term is rules.rough)
    return quotient(du, power(rest, HALF))


def _erf(rules: Rules, term: Term) -> Term:
    u = term.args[0]
    return times(div(TWO, power(PI, HALF)), call("exp", neg(power(u, TWO))), rules.derivative(u))


def _floor(rules: Rules, term: Term) -> Term:
    """0 where u is no integer; where u crosses one the term jumps, but what it is a part of may not."""
    u = term.args[0]
    apart = call("ne", term, u)
    if visible_value(rules.derivative(u)) and is_smooth(u) and term is rules.rough:
        rules.conditions.need(apart)
    else:
        rules.conditions.need_loosely(apart)
    return ZERO


def _applied(rules: Rules, term: Term) -> Term:
    return operators.application_rule(term, rules.derivative)


def _guard(rules: Rules, term: Term) -> Term:
    """The derivative of the value. All conditions of a guard that a derivative carries hold on an open set, once the
    sides of each are continuous near the point, which differentiating them records, or what they are a part of: re, im,
    conjugate and Abs are continuous functions. A closed condition is made strict."""
    conditions = rules.conditions
    before = conditions.soft
    conditions.soft = before or term.value == "loose"
    for c in term.args[1:]:
        _visit_sides(rules, c)
        if c.head in ("ge", "le") and rules.setting.depends(c):
            gap = sub(*c.args) if c.head == "ge" else sub(*reversed(c.args))
            rules.need_positive(gap, rules.derivative(gap), defined_at_zero=True)
        elif c.head == "eq" and c.args[0] != c.args[1] and rules.setting.depends(c):
            conditions.need_loosely(FALSE)
        conditions.need(c)
    value = rules.derivative(term.args[0])
    conditions.soft = before
    return value


def _visit_sides(rules: Rules, condition: Term) -> None:
    for a in condition.args:
        if condition.head in ("and", "or", "not"):
            _visit_sides(rules, a)
        else:
            while rules.setting.complex_numbers and a.head in CONTINUOUS_PARTS:
                a = a.args[0]
            rules.derivative(a)


def _unknown(rules: Rules, term: Term) -> Term:
    rules.conditions.need_loosely(FALSE)
    return UNKNOWN


def _sum_or_product(rules: Rules, term: Term) -> Term:
    setting = rules.setting
    if any(map(setting.depends, term.args[2:])):
        raise Unsupported(f"the derivative of a {term.head.lower()} by a symbol in its bounds")
    rule = operators.sum_rule if term.head == "Sum" else operators.product_rule
    value = rule(term, setting, rules.conditions)
    rules.cover(is_defined(term), is_defined(value))
    return value


def _integral(rules: Rules, term: Term) -> Term:
    if not operators.is_improper(term) or operators.has_parameter(term, rules.setting):
        rules.cover(is_defined(term), None)  # by what its integrand needs on the path, or by what dominates it
    return total(operators.integral_rule(term, rules.setting, rules.derivative, rules.conditions))


_RULES: Final[dict[str, Callable[[Rules, Term], Term]]] = {
    "symbol": _variable,
    "index": _entry,
    "neg": _neg,
    "add": _add,
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "exp": _exp,
    "log": _log,
    "sin": _sin,
    "cos": _cos,
    "atan": _atan,
    "asin": _asin,
    "erf": _erf,
    "floor": _floor,
    "apply": _applied,
    "partial": _applied,
    "guard": _guard,
    "unknown": _unknown,
    "Sum": _sum_or_product,
    "Product": _sum_or_product,
    "Integral": _integral,
    **dict.fromkeys(NOT_ANALYTIC, derivative_of_part),
}
