"""Numbers that stand as terms without symbols, written as one would by hand: `2 + sqrt(3)` for `(4 + sqrt(12))/2`.

A sum of rational multiples of atoms is worked out: roots of rational numbers, `pi`, and whatever is left as it stands.
Each step is an identity between real numbers, so that the value stays; nothing is decided here.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt, lcm
from typing import Final

from verifier.terms.rationals import rational_value
from verifier.terms.term import ONE, PI, Term, add, call, div, integer, mul, neg, power, rational, sub

LARGEST_ROOT: Final = 10**6
_Sum = dict[Term, Fraction]  # a number as a sum of multiples of atoms

_QUARTERS: Final = {Fraction(-1): Fraction(-1), Fraction(0): Fraction(0), Fraction(1): Fraction(1)}
_HALVES: Final = {Fraction(-1, 2): Fraction(-1, 2), Fraction(1, 2): Fraction(1, 2)}
_ANGLES: Final = {
    "asin": {v: q / 2 for v, q in _QUARTERS.items()} | {v: h / 3 for v, h in _HALVES.items()},
    "acos": {v: (1 - q) / 2 for v, q in _QUARTERS.items()} | {v: Fraction(1, 2) - h / 3 for v, h in _HALVES.items()},
    "atan": {v: q / 4 for v, q in _QUARTERS.items()},
}
"""Known angles as multiples of pi: asin(1/2) = pi/6, acos(1/2) = pi/3, atan(1) = pi/4."""


def plainly(term: Term) -> Term:
    """A closed real term in its plainest writing here."""
    return _written(_sum(term))


def _sum(term: Term) -> _Sum:
    number = rational_value(term)
    if number is not None:
        return {ONE: number} if number else {}
    match term.head:
        case "neg":
            return _scaled(_sum(term.args[0]), Fraction(-1))
        case "add":
            return _added(*map(_sum, term.args))
        case "mul":
            return _multiplied([_sum(a) for a in term.args])
        case "div":
            return _divided(*map(_sum, term.args))
        case "sqrt":
            return _root(_sum(term.args[0]))
        case "pow":
            return _power(*map(_sum, term.args))
    args = [_sum(a) for a in term.args]
    if term.head in _ANGLES and (value := _number(args[0])) is not None and value in _ANGLES[term.head]:
        return _scaled({PI: Fraction(1)}, _ANGLES[term.head][value])
    if (term.head, len(args)) == ("log", 1) and _number(args[0]) == 1:
        return {}
    return {Term(term.head, tuple(map(_written, args)), term.value): Fraction(1)}


def _number(value: _Sum) -> Fraction | None:
    """The rational number that a sum is, if it is seen to be one."""
    if not value:
        return Fraction(0)
    return value[ONE] if list(value) == [ONE] else None


def _scaled(value: _Sum, factor: Fraction) -> _Sum:
    return {atom: factor * c for atom, c in value.items()} if factor else {}


def _added(*values: _Sum) -> _Sum:
    total: _Sum = {}
    for value in values:
        for atom, c in value.items():
            total[atom] = total.get(atom, Fraction(0)) + c
    return {atom: c for atom, c in total.items() if c}


def _multiplied(values: list[_Sum]) -> _Sum:
    """Numbers are multiplied out, roots of numbers among each other too; what else there is stays a product."""
    factor, rest = _Sum({ONE: Fraction(1)}), []
    for value in values:
        if all(atom == ONE or _radicand(atom) for atom in value):
            factor = _added(*(_times(a, b, c * d) for a, c in factor.items() for b, d in value.items()))
        else:
            rest.append(value)
    if not rest or not factor:
        return factor
    number = _number(factor)
    if number is not None and len(rest) == 1:
        return _scaled(rest[0], number)
    kept = [*(_written(r) for r in rest), *([] if number is not None else [_written(factor)])]
    return {mul(*kept): Fraction(1) if number is None else number}


def _radicand(atom: Term) -> int:
    """The whole number whose root an atom is; 0 for any other atom."""
    inner = rational_value(atom.args[0]) if atom.head == "sqrt" else None
    return inner.numerator if inner is not None and inner.denominator == 1 and inner > 0 else 0


def _times(a: Term, b: Term, factor: Fraction) -> _Sum:
    """The product of two atoms, each 1 or the root of a whole number."""
    return _scaled(_root_of(Fraction((_radicand(a) or 1) * (_radicand(b) or 1))), factor)


def _divided(top: _Sum, bottom: _Sum) -> _Sum:
    if len(bottom) == 1:
        ((atom, c),) = bottom.items()
        if atom == ONE:
            return _scaled(top, 1 / c)
        if _radicand(atom):
            return _scaled(_multiplied([top, {atom: Fraction(1)}]), 1 / (c * _radicand(atom)))
    return {div(_written(top), _written(bottom)): Fraction(1)}


def _power(base: _Sum, exponent: _Sum) -> _Sum:
    number, power_ = _number(base), _number(exponent)
    if power_ == Fraction(1, 2):
        return _root(base)
    if number is not None and power_ is not None and power_.denominator == 1 and number and abs(power_) <= 16:
        return {ONE: number**power_.numerator}
    if power_ == 2:
        return _multiplied([base, base])
    return {power(_written(base), _written(exponent)): Fraction(1)}


def _root(value: _Sum) -> _Sum:
    number = _number(value)
    if number is None or number < 0:
        return {call("sqrt", _written(value)): Fraction(1)}
    return _root_of(number)


def _root_of(number: Fraction) -> _Sum:
    """The root of a rational number, squares taken out of it: sqrt(12) = 2*sqrt(3), sqrt(1/2) = sqrt(2)/2."""
    inner, outer = number.numerator * number.denominator, 1
    if not inner:
        return {}
    if (whole := isqrt(inner)) ** 2 == inner:
        return {ONE: Fraction(whole, number.denominator)}
    if inner <= LARGEST_ROOT:
        for k in range(isqrt(inner), 1, -1):
            if inner % (k * k) == 0:
                inner, outer = inner // (k * k), k
                break
    return {call("sqrt", integer(inner)): Fraction(outer, number.denominator)}


def _written(value: _Sum) -> Term:
    """The sum as a term: the rational number first, a common denominator below."""
    items = sorted(value.items(), key=lambda item: item[0] != ONE)
    if not items:
        return integer(0)
    below = lcm(*(c.denominator for _, c in items))
    if len(items) == 1:
        return _multiple(*items[0])
    first, *rest = ((atom, c * below) for atom, c in items)
    total = _multiple(*first)
    for atom, c in rest:
        total = sub(total, _multiple(atom, -c)) if c < 0 else add(total, _multiple(atom, c))
    return total if below == 1 else div(total, integer(below))


def _multiple(atom: Term, c: Fraction) -> Term:
    """`3*sqrt(2)/2`, `-pi/3`, the sign before the first factor."""
    if atom == ONE:
        return rational(c)
    if abs(c.numerator) == 1:
        top = atom if c > 0 else neg(atom)
    else:
        top = mul(integer(c.numerator), atom)
    return top if c.denominator == 1 else div(top, integer(c.denominator))
