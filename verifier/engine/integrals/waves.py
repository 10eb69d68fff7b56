"""Products of sines and cosines as sums of them, by the product-to-sum formulas (NIST DLMF 4.21.14-16).

Used to guess antiderivatives: the kernel differentiates what comes of it. A wave whose frequency is 0, such as
cos((m - n)*x) where m has been replaced by n, is a constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from typing import Final

from verifier.engine.inequalities.expanding import summands
from verifier.engine.integrals.polynomials import plus, polynomial, times
from verifier.kernel.derivatives.calculus import resolve
from verifier.kernel.terms.visible import Linear, linear_form
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, ZERO, Term, add, call, mul, neg, rational

MOST_WAVES: Final = 8

_Angle = tuple[tuple[Term, Fraction], ...]
_Sum = dict[tuple[str, _Angle], Fraction]  # `cos` or `sin` of an angle, and its coefficient
Waves = dict[
    tuple[str, Term], Term
]  # the same with terms for the angle, 0 for that of a constant, and for the coefficient


def linearised(summands: Sequence[tuple[Term, ...]], x: Term) -> Term | None:
    """The sum of these products with at most one sine or cosine in x in each; None where that changes nothing."""
    parts: list[Term] = []
    changed = False
    for factors in summands:
        flat = [f for factor in factors for f in _written_out(factor)]
        waves = [f for f in flat if f.head in ("sin", "cos") and x.name in free_symbols(f)]
        rest = mul(*[f for f in flat if f not in waves]) if len(waves) < len(flat) else ONE
        if len(waves) > MOST_WAVES:
            return None
        changed = changed or len(waves) > 1
        parts += [mul(rational(c), rest, _term(wave)) for wave, c in _product(waves).items() if c]
    return add(*parts) if changed and parts else None


def waves_of(f: Term, x: Term) -> Waves | None:
    """The coefficients of the sines and cosines that f, a polynomial in such, is a sum of; None if it is none."""
    products = summands(resolve(f, False))
    total: Waves = {}
    for factors in products or ():
        flat = [g for factor in factors for g in _written_out(factor)]
        waves = [g for g in flat if g.head in ("sin", "cos") and x.name in free_symbols(g)]
        rest = [g for g in flat if g not in waves]
        if len(waves) > MOST_WAVES or any(x.name in free_symbols(g) for g in rest):
            return None
        for (kind, angle), c in _product(waves).items():
            sign = -1 if angle and angle[0][1] < 0 else 1
            if c and (angle or kind == "cos"):
                wave = kind, add(*[_scaled(t, k * sign) for t, k in angle]) if angle else ZERO
                scale = rational(c * (sign if kind == "sin" else 1))
                total[wave] = plus(total.get(wave, ZERO), reduce(times, rest, scale))
    return total if products is not None else None


def without_still_waves(term: Term, x: Term) -> Term:
    """The term with what a sine, cosine or exponential is if the coefficient of x in it visibly adds up to 0."""
    if not term.args or x.name not in free_symbols(term):
        return term
    args = tuple(without_still_waves(a, x) for a in term.args)
    if term.head in ("sin", "cos", "exp") and (p := polynomial(args[0], x)) is not None:
        while len(p) > 1 and not linear_form(p[-1]):
            p = p[:-1]
        if len(p) == 1:
            still = linear_form(p[0])
            return call(term.head, p[0]) if still else ZERO if term.head == "sin" else ONE
    return Term(term.head, args, term.value)


def _written_out(factor: Term) -> list[Term]:
    """A whole power of a sine or cosine, factor by factor; products taken apart."""
    n = rational_value(factor.args[1]) if factor.head == "pow" else None
    if n is not None and n.denominator == 1 and 1 <= n <= MOST_WAVES and factor.args[0].head in ("sin", "cos"):
        return [factor.args[0]] * int(n)
    return [f for a in factor.args for f in _written_out(a)] if factor.head == "mul" else [factor]


def _product(waves: Sequence[Term]) -> _Sum:
    found: _Sum = {("cos", ()): Fraction(1)}
    for wave in waves:
        found = _times(found, wave.head, _angle(linear_form(wave.args[0])))
    return found


def _angle(form: Linear) -> _Angle:
    return tuple(sorted(((t, c) for t, c in form.items() if c), key=lambda item: repr(item[0])))


def _shifted(a: _Angle, b: _Angle, sign: int) -> _Angle:
    form = dict(a)
    for t, c in b:
        form[t] = form.get(t, Fraction(0)) + sign * c
    return _angle(form)


def _times(waves: _Sum, head: str, b: _Angle) -> _Sum:
    """cos a*cos b, sin a*sin b, sin a*cos b and cos a*sin b as sums."""
    total: _Sum = {}
    for (own, a), c in waves.items():
        less, more = _shifted(a, b, -1), _shifted(a, b, 1)
        first, second = {
            "coscos": (("cos", less, 1), ("cos", more, 1)),
            "sinsin": (("cos", less, 1), ("cos", more, -1)),
            "sincos": (("sin", less, 1), ("sin", more, 1)),
            "cossin": (("sin", less, -1), ("sin", more, 1)),
        }[own + head]
        for kind, angle, sign in (first, second):
            total[kind, angle] = total.get((kind, angle), Fraction(0)) + c * sign / 2
    return total


def _term(wave: tuple[str, _Angle]) -> Term:
    kind, angle = wave
    if not angle:
        return rational(Fraction(1 if kind == "cos" else 0))
    if len(angle) == 1:
        return call(kind, _scaled(*angle[0]))
    return call(kind, add(*[_scaled(t, c) for t, c in angle]))


def _scaled(t: Term, c: Fraction) -> Term:
    return t if c == 1 else neg(t) if c == -1 else mul(rational(c), t)
