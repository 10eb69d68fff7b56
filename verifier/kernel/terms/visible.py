"""What can be read off a lowered term without search: an exact value, a linear form, a sign, a relation's truth.

Everything here may answer "not visible"; what it does answer is exact, at every point where the term is defined.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.model.verdict import Answer
from verifier.terms.rationals import rational_value
from verifier.terms.term import HALF, ONE, TWO, Term, add, mul, power, sub
from verifier.terms.vocabulary import RELATION_SIGNS

MOST_BITS: Final = 2_000
_LINEAR: Final = frozenset({"add", "neg", "mul", "div"})
_AT_ZERO: Final = {"exp": 1, "sin": 0, "cos": 1, "atan": 0, "asin": 0, "erf": 0}

Linear = dict[Term, Fraction]


def visible_value(term: Term) -> Fraction | None:
    """The rational value of a term without symbols, where arithmetic and special values at 0 and 1 show one."""
    head, args = term.head, term.args
    if head in ("number", "neg", "div"):
        return _quotient_value(term)
    if head in ("add", "mul"):
        total = Fraction(head == "mul")
        for a in args:
            value = visible_value(a)
            if value is None:
                return None
            total = total + value if head == "add" else total * value
        return total if _is_short(total) else None
    if head == "pow":
        return _power_value(visible_value(args[0]), visible_value(args[1]))
    if head == "log":
        return Fraction(0) if visible_value(args[0]) == 1 else None
    if head in _AT_ZERO and visible_value(args[0]) == 0:
        return Fraction(_AT_ZERO[head])
    return None


def _quotient_value(term: Term) -> Fraction | None:
    if term.head == "number":
        return term.number
    top = visible_value(term.args[0])
    if term.head == "neg" or top is None:
        return None if top is None else -top
    bottom = visible_value(term.args[1])
    return top / bottom if bottom else None


def _power_value(base: Fraction | None, exponent: Fraction | None) -> Fraction | None:
    if base is None or exponent is None:
        return None
    if exponent.denominator != 1:
        return base if base in (0, 1) and exponent > 0 else None
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if (base == 0 and exponent < 0) or size * abs(exponent) > MOST_BITS:
        return None
    return base**exponent.numerator


def _is_short(value: Fraction) -> bool:
    return value.numerator.bit_length() + value.denominator.bit_length() <= MOST_BITS


def linear_form(term: Term) -> Linear:
    """The term as a rational combination of sub-terms (ONE for the constant), equal to it wherever it is defined."""
    form: Linear = {}
    _add_linear(term, Fraction(1), form)
    return {atom: c for atom, c in form.items() if c}


def _add_linear(term: Term, factor: Fraction, form: Linear) -> None:
    value = visible_value(term)
    if value is not None:
        form[ONE] = form.get(ONE, Fraction(0)) + factor * value
    elif term.head == "add":
        for a in term.args:
            _add_linear(a, factor, form)
    elif term.head == "neg":
        _add_linear(term.args[0], -factor, form)
    elif term.head == "div" and (bottom := visible_value(term.args[1])):
        _add_linear(term.args[0], factor / bottom, form)
    elif term.head == "mul":
        _add_product(term, factor, form)
    else:
        form[term] = form.get(term, Fraction(0)) + factor


def _add_product(term: Term, factor: Fraction, form: Linear) -> None:
    rest: list[Term] = []
    for a in term.args:
        value = visible_value(a)
        if value is None:
            rest.append(a)
        else:
            factor *= value
    if len(rest) == 1:
        _add_linear(rest[0], factor, form)
    else:
        atom = mul(*rest)
        form[atom] = form.get(atom, Fraction(0)) + factor


def difference(left: Term, right: Term) -> Linear:
    """left - right as a linear form; empty where both are the same combination."""
    form: Linear = {}
    _add_linear(left, Fraction(1), form)
    _add_linear(right, Fraction(-1), form)
    return {atom: c for atom, c in form.items() if c}


def constant_difference(left: Term, right: Term) -> Fraction | None:
    """left - right where both are the same combination but for a constant; None elsewhere."""
    if right.head == "number" and left.head not in _LINEAR:
        value = visible_value(left)
        return None if value is None else value - right.number
    return constant_part(difference(left, right))


def constant_part(form: Linear) -> Fraction | None:
    """The value of a form without atoms; None for any other."""
    if not form:
        return Fraction(0)
    return form[ONE] if len(form) == 1 and ONE in form else None


def truth_at(head: str, value: Fraction | int) -> bool:
    """Whether `value head 0` holds, for the head of a relation."""
    match head:
        case "eq":
            return value == 0
        case "ne":
            return value != 0
        case "lt":
            return value < 0
        case "le":
            return value <= 0
        case "gt":
            return value > 0
    return value >= 0


def truth(condition: Term) -> Answer:
    """Whether the condition holds wherever its terms are defined, as far as linear forms show."""
    head = condition.head
    if head in ("true", "false"):
        return Answer.YES if head == "true" else Answer.NO
    if head in RELATION_SIGNS:
        value = constant_difference(*condition.args)
        if value is None:
            return Answer.UNKNOWN
        return Answer.YES if truth_at(head, value) else Answer.NO
    answers = {truth(a) for a in condition.args}
    if head == "not":
        return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(answers.pop(), Answer.UNKNOWN)
    winner, loser = (Answer.NO, Answer.YES) if head == "and" else (Answer.YES, Answer.NO)
    if winner in answers:
        return winner
    return loser if answers == {loser} else Answer.UNKNOWN


def is_positive(term: Term) -> bool:
    """Over the reals: visibly > 0 wherever the term is defined."""
    head, args = term.head, term.args
    if head in ("exp", "constant"):
        return head == "exp" or term.value == "pi"
    value = rational_value(term)
    if value is not None:
        return value > 0
    if head == "add":
        if inverse_hyperbolic_root(term) is not None:
            return True
        return all(is_nonnegative(a) for a in args) and any(is_positive(a) for a in args)
    if head in ("mul", "div"):
        return all(is_positive(a) for a in args)
    return head == "pow" and is_positive(args[0])


def is_nonnegative(term: Term) -> bool:
    """Over the reals: visibly >= 0 wherever the term is defined."""
    head, args = term.head, term.args
    if is_positive(term):
        return True
    if head == "pow":
        q = rational_value(args[1])
        return q is not None and (q.denominator > 1 or q.numerator % 2 == 0 or is_nonnegative(args[0]))
    if head == "mul":
        return all(args.count(a) % 2 == 0 or is_nonnegative(a) for a in args)
    if head in ("add", "div"):
        return all(is_nonnegative(a) for a in args)
    return rational_value(term) == 0


def inverse_hyperbolic_root(term: Term) -> tuple[Term, Term] | None:
    """v and r where the term is v + r with r the root of v**2 + 1, or of v**2 - 1 written as sqrt(v - 1)*sqrt(v + 1).

    Over the reals such a term is positive wherever it is defined, and its logarithm is asinh(v) or acosh(v), with the
    derivative v'/r; None for any other term.
    """
    if term.head != "add" or len(term.args) != 2:
        return None
    v, r = term.args
    if r.head not in ("pow", "mul"):
        return None
    asinh = power(add(power(v, TWO), ONE), HALF)
    acosh = mul(power(sub(v, ONE), HALF), power(add(v, ONE), HALF))
    return (v, r) if r in (asinh, acosh) else None
