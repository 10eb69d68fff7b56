"""Roots of unity, conjugation and the parts of complex quotients.

A complex symbol z is x + I*y with real generators x and y, so conjugation maps each generator to a known quotient:
real ones to themselves, a root of unity and exp(I*y) to their inverses, log(u) to 2*log|u| - log(u); others are in
`normal_forms.reflected`, which gives up where a conjugate is not known.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from flint import fmpz_poly

from verifier.kernel.normal_forms import exponentials, reflected, roots, special
from verifier.kernel.normal_forms.field import GaveUp, Generator, Polynomial, Quotient, Undefined
from verifier.kernel.normal_forms.hints import Restart
from verifier.kernel.plane import polar_forms
from verifier.kernel.signs.signs import NEGATIVE, NONNEGATIVE, NONZERO, POSITIVE, ZERO
from verifier.terms.term import PI, I, Term, call, div, integer, mul

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower


HALF: Final = Fraction(1, 2)


def imaginary_unit(tower: Tower) -> Quotient:
    return root_of_unity(tower, HALF)


def by_parts(tower: Tower, term: Term) -> Quotient:
    """A complex symbol or value as x + I*y."""
    x, y = (tower.real_symbol(Term(head, (term,)), term) for head in ("re", "im"))
    return tower.field.add(x, tower.field.multiply(imaginary_unit(tower), y))


def root_of_unity(tower: Tower, turn: Fraction) -> Quotient:
    """exp(I*pi*turn), through the generator exp(I*pi/L) and its cyclotomic relation."""
    hints = tower.hints
    scaled = turn * hints.unity
    if scaled.denominator != 1:
        if hints.unity * scaled.denominator > 60:
            raise GaveUp("a root of unity has too high an order")
        hints.unity *= scaled.denominator
        raise Restart
    at = tower.field.index.get("unity")
    if at is None:
        at = _make_unity(tower, hints.unity)
    return tower.field.power(tower.field.quotient(at), scaled.numerator % (2 * hints.unity))


def _make_unity(tower: Tower, order: int) -> int:
    shown = I if order == 2 else call("exp", div(mul(I, PI), integer(order)))
    cyclotomic = fmpz_poly.cyclotomic(2 * order)
    degree = int(cyclotomic.degree())
    at = tower.field.generator("unity", Generator(shown, NONZERO, data=("unity",), is_real=False))
    g = tower.field.gens[at]
    made = tower.field.generators[at]
    tail = tower.field.zero_poly
    for k in range(degree):
        tail = tail - int(cyclotomic[k]) * g**k
    made.degree, made.tail = degree, tail
    made.inverse = -(g ** (order - 1))  # g**order = -1
    tower.field.related.append(at)
    return at


def square_root_of_two_or_three(tower: Tower, of_two: bool) -> Quotient:
    """2*cos(pi/4) or 2*cos(pi/6), so that roots of unity and these radicals are not independent."""
    turn = Fraction(1, 4 if of_two else 6)
    return tower.field.add(root_of_unity(tower, turn), root_of_unity(tower, -turn))


def angle_of_unity(tower: Tower, q: Quotient) -> Fraction | None:
    """a in (-1, 1] with q = exp(I*pi*a), where q is 1, -1 or a power of the generator of roots of unity."""
    value = tower.rational(q)
    if value == 1:
        return Fraction(0)
    if value == -1:
        return Fraction(1)
    if q.factors or "unity" not in tower.field.index:
        return None
    order = tower.hints.unity
    for k in range(1, 2 * order):
        if tower.field.subtract(q, root_of_unity(tower, Fraction(k, order))).numer == 0:
            return Fraction(k, order) if k <= order else Fraction(k - 2 * order, order)
    return None


def times_i_pi(tower: Tower, turn: Fraction) -> Quotient:
    if not turn:
        return tower.field.zero
    return tower.field.scale(tower.field.multiply(imaginary_unit(tower), tower.pi()), turn)


def is_imaginary_pi(tower: Tower, m: Quotient) -> bool:
    """Whether a monomial is I*pi."""
    if m.factors or "unity" not in tower.field.index or "pi" not in tower.field.index:
        return False
    at, pi = tower.field.index["unity"], tower.field.index["pi"]
    return bool(m.numer == multiply_generators(tower, at, pi))


def integer_turns(tower: Tower, q: Fraction, m: Quotient) -> Quotient | None:
    """k with q*m = I*pi*k for a visibly integral k; None if q*m is not of that shape."""
    at, pi = tower.field.index.get("unity"), tower.field.index.get("pi")
    if at is None or pi is None or m.factors or q.denominator != 1:
        return None
    degrees = m.numer.degrees()
    if 2 * int(degrees[at]) != tower.hints.unity or int(degrees[pi]) != 1:
        return None
    k = Quotient(q.numerator * (m.numer / multiply_generators(tower, at, pi)))
    return k if tower.is_integer(k) else None


def multiply_generators(tower: Tower, at: int, pi: int) -> Polynomial:
    """I*pi as a monomial in the generators of roots of unity and of pi."""
    return tower.field.gens[at] ** (tower.hints.unity // 2) * tower.field.gens[pi]


# ---- conjugation


def conjugate(tower: Tower, q: Quotient) -> Quotient:
    """The conjugate, generator by generator; GaveUp where a generator's conjugate is not known."""
    f = tower.field
    numer = _conjugate_polynomial(tower, q.numer)
    for factor, k in q.factors:
        p, n = _power_of_root(tower, factor, k)
        numer = f.multiply(numer, f.power(f.inverse(_conjugate_polynomial(tower, p)), n))
    return numer


def _power_of_root(tower: Tower, factor: Polynomial, k: int) -> tuple[Polynomial, int]:
    """p and n with factor**k = p**n: a root to the power of its degree is what it is a root of, whose conjugate may be known."""
    at = roots.single(Quotient(factor)) if k > 1 else None
    made = tower.field.generators[at] if at is not None else None
    if made is None or not made.degree or k % made.degree or made.tail.degrees()[at]:
        return factor, k
    return made.tail, k // made.degree


def _conjugate_polynomial(tower: Tower, p: Polynomial) -> Quotient:
    if all(tower.field.generators[i].is_real for i, k in enumerate(p.degrees()) if k > 0):
        return Quotient(p)
    key = str(p)
    known = tower.conjugates.get(key)
    if known is None:
        known = tower.conjugates[key] = _sum_of_conjugates(tower, p)
    return known


def _sum_of_conjugates(tower: Tower, p: Polynomial) -> Quotient:
    """The conjugates of what is not real, each power of it once, times their real coefficients."""
    f = tower.field
    others = {i: int(k) for i, k in enumerate(p.degrees()) if k > 0 and not f.generators[i].is_real}
    powers = {i: _powers_of_conjugate(tower, i, highest) for i, highest in others.items()}
    total = f.zero
    for exponents, coefficient in f.coefficients(p, others).items():
        product = Quotient(coefficient)
        for i, own in powers.items():
            product = f.multiply(product, own[exponents[i]])
        total = f.add(total, product)
    return total


def _powers_of_conjugate(tower: Tower, i: int, highest: int) -> list[Quotient]:
    """The powers of a generator's conjugate, from 1 on."""
    f = tower.field
    powers = [f.one, _conjugate_generator(tower, i)]
    while len(powers) <= highest:
        powers.append(f.multiply(powers[-1], powers[1]))
    return powers


def _conjugate_generator(tower: Tower, i: int) -> Quotient:
    made = tower.field.generators[i]
    if made.is_real:
        return tower.field.quotient(i)
    known = tower.conjugates.get(i)
    if known is None:
        known = tower.conjugates[i] = _conjugate_of(tower, i, made)
    return known


def _conjugate_of(tower: Tower, i: int, made: Generator) -> Quotient:
    if made.data[0] == "unity":
        return Quotient(made.inverse)
    if made.data[0] == "exp":
        return exponentials.exp(tower, tower.field.scale(conjugate(tower, made.data[1]), Fraction(1, made.data[2])))
    if made.data[0] == "log":  # log(u) + conj(log(u)) = 2*log|u|, on the cut too
        return tower.field.subtract(_log_of_square(tower, made.data[1]), tower.field.quotient(i))
    return reflected.conjugate_of(tower, made)


def _log_of_square(tower: Tower, u: Quotient) -> Quotient:
    """log(|u|**2), where u is not zero."""
    return exponentials.log(tower, tower.field.multiply(u, conjugate(tower, u)))


# ---- parts


def real_part(tower: Tower, u: Quotient) -> Quotient:
    return _cancelled(tower, tower.field.scale(tower.field.add(u, conjugate(tower, u)), HALF))


def imaginary_part(tower: Tower, u: Quotient) -> Quotient:
    difference = tower.field.subtract(u, conjugate(tower, u))
    halved = tower.field.scale(tower.field.multiply(difference, tower.field.inverse(imaginary_unit(tower))), HALF)
    return _cancelled(tower, halved)


def _cancelled(tower: Tower, q: Quotient) -> Quotient:
    """The same part without its denominator, where that divides the numerator: then its sign is seen."""
    if not q.factors or q.numer == 0:
        return q
    numer, denom = tower.field.lowest(q)
    return Quotient(numer) if denom == 1 else q


def absolute_value(tower: Tower, u: Quotient) -> Quotient:
    """|u|: by sign for a real u that is built of real generators, else the root of u times its conjugate."""
    if tower.is_real(u):
        signs = tower.sign(u)
        if not signs & NEGATIVE:
            return u
        if signs == NEGATIVE or tower.knowledge.is_quotient_over_reals(u):
            return tower.field.negative(u) if tower.require_sign(u) == NEGATIVE else u
    try:
        square = tower.field.multiply(u, conjugate(tower, u))
    except GaveUp:
        return polar_forms.size_by_factors(tower, u)
    at = roots.single(u)
    if (
        at is not None
        and tower.field.generators[at].signs in (NONNEGATIVE, POSITIVE)
        and tower.field.generators[at].is_real
    ):
        return u
    return nonnegative_root(tower, square)


def nonnegative_root(tower: Tower, square: Quotient) -> Quotient:
    """The non-negative square root of a real term that is |u|**2: factor by factor where signs are known, else one generator."""
    content, factors = roots.factored(tower, square) if square.numer != 0 else (Fraction(0), [])
    if not content:
        return tower.field.zero
    root = roots.number_root(tower, abs(content), HALF)
    rest = tower.field.constant(1 if content > 0 else -1)
    for p, k in factors:
        signs = tower.knowledge.sign(p) if tower.is_real(Quotient(p)) else 7
        if not signs & NEGATIVE:
            root = tower.field.multiply(root, roots.nonnegative_power(tower, p, Fraction(k, 2)))
        elif signs == NEGATIVE and k % 2 == 0:
            root = tower.field.multiply(root, tower.field.power(Quotient(-p), k // 2))
        else:
            rest = tower.field.multiply(rest, tower.field.power(Quotient(p), k))
    if tower.rational(rest) == 1:
        return root
    key = tower.term_of_quotient(rest)
    numer, denom = tower.field.lowest(rest)
    tail = tower.field.reduced(tower.field.times(numer, denom))
    shown = mul(call("sqrt", key), tower.term_of(denom))
    is_root = denom == 1
    signs = 7
    if is_root:
        signs = NONNEGATIVE if tower.knowledge.sign(numer) & ZERO else POSITIVE
    made = Generator(shown, signs, 2, tail, data=("size", is_root), is_real=tower.is_real(Quotient(denom)))
    h = tower.field.quotient(tower.field.generator(("size", key), made))
    size = tower.field.multiply(h, tower.field.inverse(Quotient(denom))) if denom != 1 else h
    return tower.field.multiply(root, size)


def direction(tower: Tower, u: Quotient) -> Quotient:
    """sign(u) = u/|u|, 0 at 0."""
    if tower.sign(u) & ZERO:
        if u.numer == 0:
            return tower.field.zero
        raise GaveUp("the sign of a complex term that may be zero")
    return tower.field.multiply(u, tower.field.inverse(absolute_value(tower, u)))


def argument(tower: Tower, u: Quotient) -> Quotient:
    """arg(u) in (-pi, pi], as the imaginary part of log(u): positive factors do not matter."""
    if u.numer == 0:
        raise Undefined
    content, factors = roots.factored(tower, u)
    rest = tower.field.constant(1 if content > 0 else -1)
    for p, k in factors:
        signs = tower.knowledge.sign(p) if tower.is_real(Quotient(p)) else 7
        if signs in (POSITIVE, NEGATIVE):
            rest = tower.field.scale(rest, -1) if signs == NEGATIVE and k % 2 else rest
        else:
            rest = tower.field.multiply(rest, tower.field.power(Quotient(p), k))
    angle = angle_of_unity(tower, rest)
    if angle is not None:
        return tower.field.scale(tower.pi(), angle) if angle else tower.field.zero
    known = polar_forms.argument(tower, rest)
    if known is not None:
        return known
    by_logarithms = _argument_by_logarithms(tower, rest)
    if by_logarithms is not None:
        return by_logarithms
    key = tower.term_of_quotient(rest)
    at = tower.field.generator(("arg", key), Generator(call("arg", key), 7, data=("arg",)))
    return tower.field.quotient(at)


def _argument_by_logarithms(tower: Tower, u: Quotient) -> Quotient | None:
    """arg(u) = (log(u) - log|u|)/I, where the conjugate of u is known."""
    try:
        size = tower.field.scale(_log_of_square(tower, u), HALF)
    except GaveUp:
        return None
    turned = tower.field.subtract(exponentials.log(tower, u), size)
    return tower.field.multiply(turned, tower.field.inverse(imaginary_unit(tower)))


def log_in_half_plane(tower: Tower, w: Quotient) -> Quotient | None:
    """log(w) = log|w| + I*arg(w) for w = a + I*b in a half-plane that is known; else None.

    arg(w) is atan(b/a) for a > 0, pi/2 - atan(a/b) for b > 0, -pi/2 - atan(a/b) for b < 0 (NIST DLMF 1.9.7, 4.23.3).
    """
    f = tower.field
    try:
        a, b = real_part(tower, w), imaginary_part(tower, w)
        if tower.sign(a) == POSITIVE:
            angle = special.atan(tower, f.multiply(b, f.inverse(a)))
        else:
            half = {POSITIVE: HALF, NEGATIVE: -HALF}.get(tower.sign(b))
            if half is None:
                return None
            angle = f.subtract(f.scale(tower.pi(), half), special.atan(tower, f.multiply(a, f.inverse(b))))
        size = f.scale(_log_of_square(tower, w), HALF)
    except GaveUp:
        return None
    return f.add(size, f.multiply(imaginary_unit(tower), angle))


PARTS: Final[dict[str, Callable[[Tower, Quotient], Quotient]]] = {
    "re": real_part,
    "im": imaginary_part,
    "conjugate": conjugate,
    "Abs": absolute_value,
    "arg": argument,
    "sign": direction,
}
