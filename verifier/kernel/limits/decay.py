"""Whether a term of a complex chain tends to 0 as a real symbol t goes to infinity.

|exp(u)| = exp(re(u)) (NIST DLMF 4.2(iii)). For u linear in t, with a slope of negative real part as t grows, exp(u) times a
polynomial in t, terms free of t, and sines and cosines of real terms, tends to 0; so do sums of such terms.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.normal_forms import complex_parts
from verifier.kernel.normal_forms.field import GaveUp, Quotient, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, Contradiction
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ZERO, Term, add, neg


def vanishes_at_infinity(cell: Cell, term: Term, t: Term, sign: int) -> bool:
    """Whether the term, which is defined on the whole cell, is seen to tend to 0 as t goes to oo, or for sign -1 to -oo."""
    try:
        return with_tower(cell, (), lambda tower: _vanishes(tower, term, t, sign))
    except Contradiction:
        return True
    except (GaveUp, NeedsSign, Undefined):
        return False


def _vanishes(tower: Tower, term: Term, t: Term, sign: int) -> bool:
    if term.head in ("add", "neg"):
        return all(_vanishes(tower, a, t, sign) for a in term.args)
    exponents = []
    for factor, is_below in _factors(term):
        if factor.head == "exp":
            exponents.append(neg(factor.args[0]) if is_below else factor.args[0])
        elif t.name in free_symbols(factor) and (is_below or not _is_slow(tower, factor, t)):
            return False
    slope = _slope(tower, tower.normal_form(add(ZERO, *exponents)), t)
    return tower.sign(complex_parts.real_part(tower, slope)) == (NEGATIVE if sign > 0 else POSITIVE)


def _factors(term: Term, is_below: bool = False) -> Iterator[tuple[Term, bool]]:
    """The factors of a term, and whether each stands in the denominator."""
    if term.head == "mul":
        for a in term.args:
            yield from _factors(a, is_below)
    elif term.head == "div":
        yield from _factors(term.args[0], is_below)
        yield from _factors(term.args[1], not is_below)
    elif term.head == "neg":
        yield from _factors(term.args[0], is_below)
    else:
        yield term, is_below


def _is_slow(tower: Tower, term: Term, t: Term) -> bool:
    """Whether the term grows at most like a power of t: a polynomial, or a sine or cosine of a real term."""
    if t.name not in free_symbols(term) or term == t:
        return True
    if term.head in ("sin", "cos"):
        return tower.is_real(tower.normal_form(term.args[0]))
    if term.head == "pow":
        n = rational_value(term.args[1])
        return n is not None and n.denominator == 1 and n >= 0 and _is_slow(tower, term.args[0], t)
    return term.head in ("add", "neg", "mul") and all(_is_slow(tower, a, t) for a in term.args)


def _slope(tower: Tower, u: Quotient, t: Term) -> Quotient:
    """The derivative of u by t, where u is linear in it; GaveUp where it is not."""
    f = tower.field
    moving = {i for i, made in enumerate(f.generators) if t.name in free_symbols(made.term)}
    used = {i for i in moving if u.numer.degrees()[i]}
    is_fixed_below = not any(p.degrees()[i] for p, _ in u.factors for i in moving)
    if len(used) != 1 or not is_fixed_below:
        raise GaveUp("an exponent is not linear in the variable")
    (at,) = used
    if f.generators[at].term != t or u.numer.degrees()[at] != 1:
        raise GaveUp("an exponent is not linear in the variable")
    return Quotient(u.numer.derivative(at), u.factors)
