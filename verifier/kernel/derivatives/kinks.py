"""The derivative of a term with choices (`Piecewise`) that depend on the variable, by cases of their relations.

A relation compares u = left - right with zero. Where u is certainly not zero, and continuous, the choice is the same in
a neighbourhood, and the derivative is that of the branch. At a zero of u the argument is about germs: three terms that
equal f just right of the point, at the point, and just left of it. Where u is affine in the variable with slope s != 0
it crosses zero, so the right germ is the case u > 0 (s > 0), the left one u < 0; likewise at a zero of a smooth u with
slope s != 0 there. Once the germs have no choices left,
and the right and left germ, as terms defined around the point, have derivatives there (their rules say so), f has a
derivative exactly if the values of the three germs agree at the point and so do both derivatives. If a germ has no
derivative there by our rules, nothing is known. Slopes that are symbols may vanish: then u is constant and nothing
crosses. Other zeros of a curved u: nothing is known.

Over the complex numbers a relation is followed only where it holds on an open set for sure: real quantities made of re,
im, Abs compared, or `!=` of analytic terms; the rest is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from verifier.kernel.derivatives.guards import UNDEFINED, UNKNOWN, Conditions, collect_needs, guarded, is_total
from verifier.kernel.derivatives.roughness import root_of_smooth
from verifier.kernel.derivatives.rules import Rules, rule_derivative
from verifier.kernel.derivatives.setting import Setting, is_smooth
from verifier.kernel.signs.simple_zeros import has_simple_zeros
from verifier.kernel.terms.choices import after, has_choice, next_relation
from verifier.kernel.terms.folding import folded
from verifier.kernel.terms.products import times
from verifier.kernel.terms.visible import (
    Linear,
    constant_part,
    difference,
    is_nonnegative,
    linear_form,
    truth,
    truth_at,
    visible_value,
)
from verifier.model.verdict import Answer
from verifier.terms.record import record
from verifier.terms.substitution import substitute
from verifier.terms.term import FALSE, ONE, TRUE, ZERO, Term, add, call, mul, neg, rational, sub
from verifier.terms.vocabulary import RELATION_SIGNS

MOST_CASES: Final = 150
POSITIVE, VANISHING, NEGATIVE = 1, 0, -1
REAL_PARTS: Final = frozenset({"re", "im", "Abs"})


def derivative_by_cases(term: Term, setting: Setting, soft: bool = False) -> Term:
    """The derivative of a lowered and resolved term. With `soft`, a kink is unknown instead of undefined: in a sum the
    kinks of two summands may cancel."""
    if not has_choice(term, setting.depends):
        return rule_derivative(term, setting, soft)
    forgotten = Conditions(soft=True)
    term = after(term, lambda r: truth(r) if is_total(r) else Answer.UNKNOWN, setting.complex_numbers, forgotten)
    return guarded(_Cases(setting, soft).split(_Germs(term, term, term)), forgotten)


@record
class _Germs:
    """What f equals just right of a point, at it, and just left of it.

    `direction` is None away from boundaries, where the three are one term. At a boundary "right" is where the variable
    grows if `direction` is positive, and falls if it is negative; `root` is the variable's value there, where it is
    known, and `gap` a term that vanishes there.
    """

    right: Term
    here: Term
    left: Term
    direction: Term | None = None
    root: Term | None = None
    gap: Term | None = None

    @property
    def terms(self) -> tuple[Term, Term, Term]:
        return self.right, self.here, self.left


class _Cases:
    def __init__(self, setting: Setting, soft: bool) -> None:
        self.setting = setting
        self.soft = soft
        self.budget = MOST_CASES

    def split(self, germs: _Germs) -> Term:
        """The derivative, as a choice among the cases of the relation that is tried first."""
        self.budget -= 1
        if self.budget < 0:
            return UNKNOWN
        depends = self.setting.depends
        relation = next_relation(germs.here, depends)
        tried_here = relation is not None
        relation = relation or next_relation(germs.right, depends) or next_relation(germs.left, depends)
        if relation is None:
            return self.leaf(germs)
        if not depends(relation):
            return self.free_choice(germs, relation)
        if self.setting.complex_numbers:
            return self.complex_choice(germs, relation)
        slope = self.slope(sub(*relation.args))
        if slope is None:
            return self.curved_choice(germs, relation) if tried_here else UNKNOWN
        return self.affine_choice(germs, relation, slope)

    # one relation

    def free_choice(self, germs: _Germs, relation: Term) -> Term:
        """A relation free of the variable: true or false around the point as it is at it."""
        yes = self.case(germs, lambda r: Answer.YES if r == relation else Answer.UNKNOWN)
        no = self.case(germs, lambda r: Answer.NO if r == relation else Answer.UNKNOWN)
        return yes if yes == no and is_total(relation) else choose([(yes, relation), (no, TRUE)])

    def affine_choice(self, germs: _Germs, relation: Term, slope: Term) -> Term:
        signs = [self.case(germs, decided(relation, s)) for s in (POSITIVE, NEGATIVE)]
        value = visible_value(slope)
        if value == 0:
            zero = self.case(germs, decided(relation, VANISHING))
        elif value is not None:
            zero = self.crossing(germs, relation, ONE, int(value > 0) or -1)
        else:
            constant = self.case(germs, decided(relation, VANISHING))
            crossing = self.crossing(germs, relation, slope, 1)
            zero = choose([(constant, call("eq", slope, ZERO)), (crossing, TRUE)])
        root = self.root(sub(*relation.args)) if value and is_total(relation) else None
        if root is None or value is None:
            return by_sign(relation, signs[0], zero, signs[1])
        compared = call("gt", self.setting.variable, root)
        return by_sign(compared, *(signs[0], zero, signs[1]) if value > 0 else (signs[1], zero, signs[0]))

    def crossing(self, germs: _Germs, relation: Term, slope: Term, sign: int) -> Term:
        """The case u = 0 where u changes its sign: u has the given sign where `slope`, not zero, times x grows."""
        if germs.direction is not None and germs.direction != slope:
            if germs.direction != neg(slope) and slope != neg(germs.direction):
                return UNKNOWN
            sign = -sign
        forgotten = Conditions(soft=True)
        terms = [self.after(t, relation, s, forgotten) for t, s in zip(germs.terms, (sign, 0, -sign), strict=True)]
        gap = sub(*relation.args)
        root = self.root(gap) if germs.root is None and slope == ONE else germs.root
        return guarded(
            self.split(_Germs(terms[0], terms[1], terms[2], germs.direction or slope, root, germs.gap or gap)),
            forgotten,
        )

    def curved_choice(self, germs: _Germs, relation: Term) -> Term:
        """u is not affine: its sign is the same around a point where u is continuous and not zero."""
        gap = sub(*relation.args)
        if is_total(gap) and not self.depends_on_sign(germs, relation, gap):
            return self.case(germs, decided(relation, POSITIVE))
        rules = Rules(self.setting, Conditions(soft=germs.direction is not None))
        slope = rules.derivative(gap)
        continuous = Conditions()
        collect_needs(gap, False, continuous)
        continuous.exact |= rules.conditions.exact
        continuous.loose |= rules.conditions.loose
        signs = [self.case(germs, decided(relation, s)) for s in (POSITIVE, NEGATIVE)]
        zero = self.curved_crossing(germs, relation, slope) if is_smooth(gap) else UNKNOWN
        return guarded(by_sign(relation, signs[0], zero, signs[1]), continuous)

    def curved_crossing(self, germs: _Germs, relation: Term, slope: Term) -> Term:
        """The case u = 0 of a smooth u: where its slope is not zero it crosses, elsewhere nothing is known.

        Wherever u = 0 there is no derivative if the term has no value there.
        """
        if self.is_undefined_at_zero(germs, relation):
            return UNDEFINED
        value = visible_value(slope)
        if value is not None:
            return self.crossing(germs, relation, ONE, int(value > 0) or -1) if value else UNKNOWN
        crossing = self.crossing(germs, relation, slope, 1)
        if has_simple_zeros(sub(*relation.args), self.setting.variable):
            return crossing
        return choose([(UNKNOWN, call("eq", slope, ZERO)), (crossing, TRUE)])

    def is_undefined_at_zero(self, germs: _Germs, relation: Term) -> bool:
        """Whether the term at the point has a need that fails where the sides of the relation are equal."""
        needs = Conditions()
        collect_needs(self.after(germs.here, relation, VANISHING, Conditions()), False, needs)
        fails = decided(relation, VANISHING)
        return any(is_total(c) and c.head in RELATION_SIGNS and fails(c) is Answer.NO for c in needs.exact)

    def depends_on_sign(self, germs: _Germs, relation: Term, gap: Term) -> bool:
        """Whether the germs differ between u > 0 and u = 0, or u might be negative."""
        left, right = relation.args
        if not is_nonnegative(left if right == ZERO else gap):
            return True
        forgotten = Conditions()
        pairs = [[self.after(t, relation, s, forgotten) for s in (POSITIVE, VANISHING)] for t in germs.terms]
        return any(p != z for p, z in pairs)

    def complex_choice(self, germs: _Germs, relation: Term) -> Term:
        gap = sub(*relation.args)
        if is_real_part(gap):
            signs = [self.case(germs, decided(relation, s)) for s in (POSITIVE, NEGATIVE)]
            return by_sign(relation, signs[0], UNKNOWN, signs[1])
        if relation.head not in ("eq", "ne") or not (is_smooth(gap) and is_total(gap)):
            return UNKNOWN
        unequal = Answer.YES if relation.head == "ne" else Answer.NO
        apart = self.case(germs, lambda r: unequal if r == relation else Answer.UNKNOWN)
        return choose([(apart, call("ne", *relation.args)), (UNKNOWN, TRUE)])

    def case(self, germs: _Germs, decide: Callable[[Term], Answer]) -> Term:
        """The derivative once relations are decided alike in all three germs."""
        forgotten = Conditions(soft=True)
        done: dict[Term, Term] = {}
        for t in germs.terms:
            if t not in done:
                done[t] = after(t, decide, self.setting.complex_numbers, forgotten)
        terms = [done[t] for t in germs.terms]
        return guarded(
            self.split(_Germs(terms[0], terms[1], terms[2], germs.direction, germs.root, germs.gap)), forgotten
        )

    def after(self, term: Term, relation: Term, sign: int, forgotten: Conditions) -> Term:
        return after(term, decided(relation, sign), self.setting.complex_numbers, forgotten)

    # no relation left

    def leaf(self, germs: _Germs) -> Term:
        right, here, left = germs.terms
        if UNDEFINED in germs.terms:
            return UNDEFINED
        if right == here == left:
            return rule_derivative(right, self.setting, self.soft)
        at = self.at_root(germs)
        needs = Conditions()
        collect_needs(here, False, needs)
        if any(truth(at(c)) is Answer.NO for c in needs.exact):
            return UNDEFINED
        if any(self.is_vertical(t, at) for t in (right, left)):
            return UNKNOWN if self.soft else UNDEFINED
        conditions = Conditions(soft=True)
        slopes = []
        for t in (right, left):
            rules = Rules(self.setting, conditions)
            collect_needs(t, False, conditions)
            slopes.append(rules.derivative(t))
        equations = self.equations(germs, slopes)
        return self.boundary(at(slopes[0]), [at(c) for c in conditions.loose], [at(e) for e in equations])

    def is_vertical(self, germ: Term, at: Callable[[Term], Term]) -> bool:
        """Whether the germ, defined at the boundary, is smooth but for a root whose base visibly crosses zero there."""
        u = root_of_smooth(germ)
        if u is None or visible_value(at(u)) != 0 or not visible_value(self.slope(u) or ZERO):
            return False
        needs = Conditions()
        collect_needs(germ, False, needs)
        return all(truth(at(c)) is Answer.YES and is_total(at(c)) for c in needs.exact)

    def equations(self, germs: _Germs, slopes: list[Term]) -> list[Term]:
        """What must hold for a derivative at the boundary, where `gap` is zero and `direction` is not."""
        right, here, left = germs.terms
        equations = [call("eq", right, left), call("eq", right, here), call("eq", *slopes)]
        if any(_is_multiple(difference(*e.args), germs.direction) for e in equations):
            return [FALSE]
        return [e for e in equations if not (is_total(e) and _is_multiple(difference(*e.args), germs.gap))]

    def boundary(self, value: Term, conditions: list[Term], equations: list[Term]) -> Term:
        """The value where the equations hold, else undefined; unknown where a condition fails or might be undefined."""
        open_ones = [c for c in conditions if truth(c) is not Answer.YES]
        if not all(map(is_total, open_ones)) or any(truth(c) is Answer.NO for c in conditions):
            return UNKNOWN
        unsettled = [e for e in equations if truth(e) is not Answer.YES or not is_total(e)]
        if any(truth(e) is Answer.NO for e in equations):
            value = UNKNOWN if self.soft else UNDEFINED
        elif unsettled:
            value = choose([(value, _all(unsettled)), *([(UNKNOWN, TRUE)] if self.soft else [])])
        return choose([(value, _all(open_ones)), (UNKNOWN, TRUE)]) if open_ones else value

    def at_root(self, germs: _Germs) -> Callable[[Term], Term]:
        """The replacement of the variable by its value at the boundary, where that is known."""
        variable, root = self.setting.variable, germs.root
        if root is None or variable.head != "symbol":
            return lambda t: t
        return lambda t: folded(substitute(t, {variable.name: root}))

    def root(self, gap: Term) -> Term | None:
        """The zero of an affine term with a rational slope."""
        form = linear_form(gap)
        slope = form.pop(self.setting.variable, None)
        if not slope or any(map(self.setting.depends, form)):
            return None
        return add(*[_multiple(-c / slope, a) for a, c in form.items()]) if form else ZERO

    def slope(self, term: Term) -> Term | None:
        """The slope, free of the variable, of a term that is affine in it; None for any other term."""
        depends = self.setting.depends
        if not depends(term):
            return ZERO
        args = term.args
        if term.head == "symbol":
            return ONE
        if term.head == "index":
            return None if any(map(depends, args)) else self.setting.delta(term)
        if term.head in ("add", "neg"):
            parts = [self.slope(a) for a in args if depends(a)]
            if None in parts:
                return None
            total = add(*[p for p in parts if p is not None])
            return neg(total) if term.head == "neg" else total
        if term.head == "mul" and sum(map(depends, args)) == 1:
            inner = [self.slope(a) if depends(a) else a for a in args]
            factors = [f for f in inner if f is not None]
            return None if len(factors) < len(inner) else times(*factors)
        if term.head == "div" and not depends(args[1]):
            inner_slope = self.slope(args[0])
            return None if inner_slope is None else Term("div", (inner_slope, args[1]))
        return None


def decided(relation: Term, sign: int) -> Callable[[Term], Answer]:
    """What a relation between terms says once left - right of `relation` has the given sign; UNKNOWN for unrelated ones.

    A relation between terms that are not defined everywhere is decided only if it compares the very same terms.
    """
    form = difference(*relation.args)
    sides = set(relation.args)

    def decide(other: Term) -> Answer:
        if set(other.args) != sides and not is_total(other):
            return Answer.UNKNOWN
        if set(other.args) == sides:
            factor = 1 if other.args[0] == relation.args[0] else -1
            return Answer.YES if truth_at(other.head, factor * sign) else Answer.NO
        its = difference(*other.args)
        value = constant_part(its)
        if value is None:
            if its.keys() != form.keys():
                return Answer.UNKNOWN
            ratios = {its[a] / c for a, c in form.items()}
            if len(ratios) != 1:
                return Answer.UNKNOWN
            value = ratios.pop() * sign
        return Answer.YES if truth_at(other.head, value) else Answer.NO

    return decide


def choose(pieces: list[tuple[Term, Term]]) -> Term:
    """A `Piecewise` of the pieces; those without a value are left out, unless one behind them would take their place."""
    last = len(pieces)
    while last and pieces[last - 1][0] == UNDEFINED:
        last -= 1
    if not last:
        return UNDEFINED
    if pieces[0][1] == TRUE:
        return pieces[0][0]
    return Term("Piecewise", tuple(part for piece in pieces[:last] for part in piece))


def by_sign(relation: Term, positive: Term, zero: Term, negative: Term) -> Term:
    """The choice by the sign of left - right; the relation's sides keep their domain. Undefined cases are left out."""
    left, right = relation.args
    if positive == zero == negative and (is_total(relation) or zero == UNDEFINED):
        return zero
    if positive == negative:
        cases = [(positive, "ne"), (zero, "eq")]
    elif positive == zero:
        cases = [(positive, "ge"), (negative, "lt")]
    elif negative == zero:
        cases = [(positive, "gt"), (negative, "le")]
    else:
        cases = [(positive, "gt"), (negative, "lt"), (zero, "eq")]
    pieces = [(value, call(head, left, right)) for value, head in cases if value != UNDEFINED]
    if len(pieces) == len(cases):
        pieces[-1] = (pieces[-1][0], TRUE)
    return choose(pieces)


def is_real_part(term: Term) -> bool:
    """Whether the term is visibly real and continuous: made of re, im and Abs of polynomials, exp, sin and cos."""
    if term.head in REAL_PARTS:
        return is_smooth(term.args[0]) and is_total(term.args[0])
    return visible_value(term) is not None or (term.head in ("add", "mul", "neg") and all(map(is_real_part, term.args)))


def _multiple(factor: Fraction, term: Term) -> Term:
    if factor == 1 or term == ONE:
        return rational(factor) if term == ONE else term
    return neg(term) if factor == -1 else mul(rational(factor), term)


def _is_multiple(form: Linear, term: Term | None) -> bool:
    """Whether the form is a rational multiple of the term, other than 0, so that it vanishes where that does."""
    if term is None or not form:
        return False
    its = linear_form(term)
    return its.keys() == form.keys() and len({form[a] / c for a, c in its.items()}) == 1


def _all(conditions: list[Term]) -> Term:
    return conditions[0] if len(conditions) == 1 else Term("and", tuple(conditions))
