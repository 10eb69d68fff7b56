"""Exponentials, logarithms, powers and roots in the tower.

Identities used (NIST DLMF 4.2-4.4, 4.8, 4.10), each where the term at hand is defined:
exp(a + b) = exp(a)exp(b); exp(q*log u) = u**q; over the reals log(u) = log|c| + sum k*log|p| for u = c * product p**k > 0,
log(exp t) = t; for u = p*v with p > 0: log u = log p + log v and u**q = p**q * v**q, also for complex v.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any, Final

from flint import fmpz

from verifier.kernel import complex_parts, special
from verifier.kernel.field import GaveUp, Generator, Polynomial, Quotient, TooLarge, Undefined
from verifier.kernel.signs import ANY, NEGATIVE, NONNEGATIVE, NONPOSITIVE, NONZERO, POSITIVE, ZERO
from verifier.terms.rationals import rational_value
from verifier.terms.term import ONE, Term, call, integer, mul, rational
from verifier.terms.term import power as power_term

if TYPE_CHECKING:
    from verifier.kernel.tower import Tower

MOST_DIGITS_FACTORED: Final = 10**18


def power(tower: Tower, base: Term, exponent: Term) -> Quotient:
    """base**exponent: integer and rational exponents exactly, others as exp(exponent*log(base)) where that is right."""
    q = rational_value(exponent)
    if q is None:
        e = tower.normal_form(exponent)
        q = tower.rational(e)
    b = tower.normal_form(base)
    if q is not None:
        if q.denominator == 1:
            return tower.field.power(b, q.numerator)
        return root(tower, b, q)
    return _general_power(tower, b, e)


def _general_power(tower: Tower, b: Quotient, e: Quotient) -> Quotient:
    signs = tower.sign(b)
    if tower.is_complex and not (signs == POSITIVE and tower.is_real(b)):
        if signs & ZERO:
            raise GaveUp("a complex base of a power may be zero")
        return exp(tower, tower.field.multiply(e, log(tower, b)))
    if signs == POSITIVE:
        return exp(tower, tower.field.multiply(e, log(tower, b)))
    if signs == ZERO:
        return _power_of_zero(tower, e)
    if signs == NEGATIVE:
        size = exp(tower, tower.field.multiply(e, log(tower, tower.field.negative(b))))
        return tower.field.multiply(parity(tower, e), size)
    tower.require_sign(b)
    raise GaveUp("the sign of a base is not known")


def _power_of_zero(tower: Tower, e: Quotient) -> Quotient:
    match tower.require_sign(e):
        case s if s == POSITIVE:
            return tower.field.zero
        case s if s == ZERO:
            return tower.field.one
        case _:
            raise Undefined


def parity(tower: Tower, e: Quotient) -> Quotient:
    """(-1)**e where e is an integer, as it must be where a negative number has the real power e.

    A visible integer is split: even terms go, each odd monomial has a generator whose square is 1. Any other e keeps
    one generator for all of it but its whole constant part.
    """
    if not tower.is_integer(e):
        return _parity_of_whole(tower, e)
    product = tower.field.one
    for c, m, exponents in tower.monomials(e):
        if c.numerator % 2 == 0:
            continue
        if not any(exponents):
            product = tower.field.negative(product)
            continue
        factors = tuple(i for i, k in enumerate(exponents) if k)  # n**k has the parity of n
        shown = mul(*[tower.field.generators[i].term for i in factors])
        product = tower.field.multiply(product, _parity_generator(tower, factors, shown))
    return product


def _parity_of_whole(tower: Tower, e: Quotient) -> Quotient:
    shift, rest = special.integer_part(tower, e)
    key = tower.term_of_quotient(rest)
    opposite = tower.term_of_quotient(tower.field.negative(rest))
    known = ("parity", opposite) in tower.field.index
    product = _parity_generator(tower, opposite if known else key, opposite if known else key)
    return tower.field.negative(product) if shift % 2 else product


def _parity_generator(tower: Tower, key: object, exponent: Term) -> Quotient:
    shown = power_term(integer(-1), exponent)
    made = Generator(shown, NONZERO, 2, tower.field.one_poly, data=("parity",))
    return tower.field.quotient(tower.field.generator(("parity", key), made))


# ---- exp


def exp(tower: Tower, u: Quotient) -> Quotient:
    """exp(u), one factor for each term of u."""
    product = tower.field.one
    for q, m, exponents in tower.monomials(u):
        product = tower.field.multiply(product, _exp_of_monomial(tower, q, m, exponents))
    return product


def _exp_of_monomial(tower: Tower, q: Fraction, m: Quotient, exponents: tuple[int, ...]) -> Quotient:
    at = single(m)
    if at is not None:
        data = tower.field.generators[at].data
        if data[0] == "log":
            return _exp_of_logarithm(tower, q, data)
    if tower.is_complex:
        if complex_parts.is_imaginary_pi(tower, m):
            return complex_parts.root_of_unity(tower, q)
        turns = complex_parts.integer_turns(tower, q, m)
        if turns is not None:
            return parity(tower, turns)
    key = tower.term_of_quotient(m)
    k = tower.hints.refine(tower.hints.exponents, key, q)
    scale = tower.hints.exponents.get(key, 1)
    shown = call("exp", mul(rational(Fraction(1, scale)), key) if scale > 1 else key)
    real = tower.is_real(m)
    made = Generator(shown, POSITIVE if real else NONZERO, data=("exp", m, scale), is_real=real)
    at = tower.field.generator(("exp", key), made)
    return tower.field.power(tower.field.quotient(at), k)


def _exp_of_logarithm(tower: Tower, q: Fraction, data: Any) -> Quotient:
    """exp(q*log|p|) = |p|**q over the reals; exp(q*log u) = u**q, principal, over the complex numbers."""
    _, argument, is_absolute = data
    if not is_absolute:
        return root(tower, argument, q) if q.denominator != 1 else tower.field.power(argument, q.numerator)
    return absolute_power(tower, argument.numer, q)


def absolute_power(tower: Tower, p: Polynomial, q: Fraction) -> Quotient:
    """|p|**q for a real polynomial p that is not zero where this is used."""
    if q.denominator == 1 and q.numerator % 2 == 0:
        return tower.field.power(Quotient(p), q.numerator)
    signs = tower.knowledge.sign(p)
    if not signs & NEGATIVE:
        return nonnegative_power(tower, p, q)
    if not signs & POSITIVE:
        return nonnegative_power(tower, -p, q)
    tower.require_sign(Quotient(p))
    raise GaveUp("the sign of a logarithm's argument is not known")


# ---- log


def log(tower: Tower, u: Quotient) -> Quotient:
    """log(u), principal; over the reals u > 0 where it is defined."""
    if u.numer == 0:
        raise Undefined
    content, factors = factored(tower, u)
    if tower.is_complex:
        return _complex_log(tower, content, factors)
    if tower.sign(u) in (NEGATIVE, ZERO, NONPOSITIVE):
        raise Undefined
    total = log_of_number(tower, abs(content))
    for p, k in factors:
        total = tower.field.add(total, tower.field.scale(_log_of_size(tower, p), k))
    return total


def _complex_log(tower: Tower, content: Fraction, factors: list[tuple[Polynomial, int]]) -> Quotient:
    total = log_of_number(tower, abs(content))
    rest = tower.field.constant(1 if content > 0 else -1)
    for p, k in factors:
        signs = tower.knowledge.sign(p) if tower.is_real(Quotient(p)) else ANY
        if signs in (POSITIVE, NEGATIVE):
            total = tower.field.add(total, tower.field.scale(_log_of_size(tower, p if signs == POSITIVE else -p), k))
            rest = tower.field.scale(rest, -1) if signs == NEGATIVE and k % 2 else rest
        else:
            rest = tower.field.multiply(rest, tower.field.power(Quotient(p), k))
    angle = complex_parts.angle_of_unity(tower, rest)
    if angle is not None:
        return tower.field.add(total, complex_parts.times_i_pi(tower, angle))
    key = tower.term_of_quotient(rest)
    made = Generator(call("log", key), ANY, data=("log", rest, False), is_real=False)
    return tower.field.add(total, tower.field.quotient(tower.field.generator(("log", key), made)))


def log_of_number(tower: Tower, value: Fraction) -> Quotient:
    """log of a positive rational as a sum of logs of primes; of a large integer that is not factored, its own log."""
    total = tower.field.zero
    for n, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime, k in _prime_powers(n):
            made = Generator(call("log", integer(prime)), POSITIVE, data=("log", tower.field.constant(prime), True))
            at = tower.field.generator(("log", prime), made)
            total = tower.field.add(total, tower.field.scale(tower.field.quotient(at), sign * k))
    return total


def _prime_powers(n: int) -> list[tuple[int, int]]:
    if n == 1:
        return []
    if n > MOST_DIGITS_FACTORED:
        return [(n, 1)]
    return [(int(p), int(k)) for p, k in fmpz(n).factor()]


def _log_of_size(tower: Tower, p: Polynomial) -> Quotient:
    """log|p| for an irreducible polynomial."""
    at = single(Quotient(p))
    if at is not None:
        data = tower.field.generators[at].data
        if data[0] == "exp" and tower.field.generators[at].is_real:
            return tower.field.scale(data[1], Fraction(1, data[2]))
        if data[0] == "root":
            return tower.field.scale(_log_of_root(tower, data[1]), Fraction(1, data[2]))
        if data[0] == "symbol":
            scale = tower.hints.roots.get(data[1], 1)
            return tower.field.scale(_log_generator(tower, data[1], tower.field.gens[at]), Fraction(1, scale))
    lead = p.leading_coefficient()
    if lead < 0:
        p = -p
    return _log_generator(tower, tower.term_of(p), p)


def _log_of_root(tower: Tower, p: Polynomial) -> Quotient:
    if p.is_constant():
        c = p.leading_coefficient()
        return log_of_number(tower, Fraction(int(c.p), int(c.q)))
    return _log_of_size(tower, p)


def _log_generator(tower: Tower, key: Term, p: Polynomial) -> Quotient:
    scale = tower.hints.roots.get(key, 1) if single(Quotient(p)) is not None else 1
    whole = p if scale == 1 else p**scale
    positive = not tower.knowledge.sign(p) & NEGATIVE
    shown = call("log", key if positive else call("Abs", key))
    made = Generator(shown, ANY, data=("log", Quotient(whole), True))
    return tower.field.quotient(tower.field.generator(("log", key), made))


# ---- roots


def root(tower: Tower, u: Quotient, q: Fraction) -> Quotient:
    """u**q for a rational q that is no integer, principal; over the reals u >= 0 where it is defined."""
    if u.numer == 0:
        if q < 0:
            raise Undefined
        return tower.field.zero
    content, factors = factored(tower, u)
    product = number_root(tower, abs(content), q)
    left, sign = [], 1 if content > 0 else -1
    for p, k in factors:
        real = tower.is_real(Quotient(p))
        signs = tower.knowledge.sign(p) if real else ANY
        if tower.is_complex and signs not in (POSITIVE, NEGATIVE, NONNEGATIVE) and not (real and k % 2 == 0):
            left.append((p, k))
        elif not signs & NEGATIVE:
            product = tower.field.multiply(product, nonnegative_power(tower, p, q * k))
        elif not signs & POSITIVE:
            product = tower.field.multiply(product, nonnegative_power(tower, -p, q * k))
            sign = -sign if k % 2 else sign
        elif k % 2 == 0:
            product = tower.field.multiply(product, absolute_power(tower, p, q * k))
        else:
            left.append((p, k))
    return tower.field.multiply(product, _root_of_rest(tower, sign, left, q))


def _root_of_rest(tower: Tower, sign: int, left: list[tuple[Polynomial, int]], q: Fraction) -> Quotient:
    """(sign * product of p**k)**q for factors of unknown sign."""
    if not left and sign > 0:
        return tower.field.one
    if tower.is_complex:
        return _complex_root_of_rest(tower, sign, left, q)
    if not left:
        raise Undefined  # a root of a negative term
    if len(left) == 1:  # the whole is not negative where it is defined, so sign*p is not, either
        p, k = left[0]
        return nonnegative_power(tower, p if sign > 0 else -p, q * k)
    if any(abs(k) > 1 for _, k in left):
        tower.require_sign(Quotient(next(p for p, k in left if abs(k) > 1)))
    rest = tower.field.constant(sign)
    for p, k in left:
        rest = tower.field.multiply(rest, tower.field.power(Quotient(p), k))
    return _root_generator(tower, rest, q, is_real=True)


def _complex_root_of_rest(tower: Tower, sign: int, left: list[tuple[Polynomial, int]], q: Fraction) -> Quotient:
    rest = tower.field.constant(sign)
    for p, k in left:
        rest = tower.field.multiply(rest, tower.field.power(Quotient(p), k))
    angle = complex_parts.angle_of_unity(tower, rest)
    if angle is not None:
        return complex_parts.root_of_unity(tower, angle * q)
    return _root_generator(tower, rest, q, is_real=False)


def _root_generator(tower: Tower, rest: Quotient, q: Fraction, is_real: bool) -> Quotient:
    """rest**q through h = rest**(1/m) * D for rest = N/D, so that h**m = N*D**(m-1) is a polynomial."""
    numer, denom = tower.field.lowest(rest)
    m = q.denominator
    tail = tower.field.reduced(tower.field.times(numer, tower.field.raised(denom, m - 1)))
    key = tower.term_of_quotient(rest)
    bottom = tower.term_of(denom)
    shown = power_term(key, rational(Fraction(1, m)))
    if bottom != ONE:
        shown = mul(shown, bottom)
    signs = NONNEGATIVE if is_real and denom == 1 else ANY
    made = Generator(shown, signs, m, tail, data=("principal root",), is_real=is_real)
    h = tower.field.quotient(tower.field.generator(("root", key, m), made))
    if denom != 1:
        h = tower.field.multiply(h, tower.field.inverse(Quotient(denom)))
    whole = floor(q)
    part = int((q - whole) * m)
    return tower.field.multiply(tower.field.power(rest, whole), tower.field.power(h, part))


def nonnegative_power(tower: Tower, p: Polynomial, q: Fraction) -> Quotient:
    """p**q for an irreducible p that is not negative where this is used."""
    if q.denominator == 1:
        return tower.field.power(Quotient(p), q.numerator)
    at = single(Quotient(p))
    if at is not None:
        data = tower.field.generators[at].data
        if data[0] == "exp" and tower.field.generators[at].is_real:
            return exp(tower, tower.field.scale(data[1], q / data[2]))
        if data[0] == "root":
            return _root_power(tower, data[1], q / data[2])
        if data[0] == "symbol":
            scale = tower.hints.roots.get(data[1], 1)
            k = tower.hints.refine(tower.hints.roots, data[1], q / scale)
            return tower.field.power(tower.field.quotient(at), k)
    return _root_power(tower, p, q)


def _root_power(tower: Tower, p: Polynomial, q: Fraction) -> Quotient:
    """p**q through the generator p**(1/L); p a polynomial that is not negative, or a prime."""
    if q.denominator == 1:
        return tower.field.power(Quotient(p), q.numerator)
    if tower.is_complex and p in (2, 3) and q.denominator == 2 and tower.hints.unity % (2 * int(p.leading_coefficient().p)) == 0:
        return tower.field.power(complex_parts.square_root_of_two_or_three(tower, p == 2), q.numerator)
    key = tower.term_of(p)
    k = tower.hints.refine(tower.hints.roots, key, q)
    scale = tower.hints.roots.get(key, 1)
    shown = power_term(key, rational(Fraction(1, scale)))
    signs = POSITIVE if tower.knowledge.sign(p) == POSITIVE else NONNEGATIVE
    made = Generator(shown, signs, scale, p, data=("root", p, scale))
    return tower.field.power(tower.field.quotient(tower.field.generator(("root", key), made)), k)


def number_root(tower: Tower, value: Fraction, q: Fraction) -> Quotient:
    """value**q for a positive rational."""
    product = tower.field.one
    for n, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime, k in _prime_powers(n):
            p = tower.field.ring.constant(prime)
            product = tower.field.multiply(product, _root_power(tower, p, q * k * sign))
    return product


# ---- factors


def factored(tower: Tower, u: Quotient) -> tuple[Fraction, list[tuple[Polynomial, int]]]:
    """u as content times irreducible polynomials (leading coefficient 1) to integer powers."""
    numer, denom = tower.field.lowest(u)
    if numer == 0:
        raise Undefined
    content, out = Fraction(1), []
    for p, sign in ((numer, 1), (denom, -1)):
        if len(p) > tower.field.bounds.factored:
            raise TooLarge("a polynomial is too large to factor")
        c, factors = p.factor()
        content *= Fraction(int(c.p), int(c.q)) ** sign
        for f, k in factors:
            lead = f.leading_coefficient()
            content *= Fraction(int(lead.p), int(lead.q)) ** (int(k) * sign)
            out.append((f * (1 / lead), int(k) * sign))
    return content, out


def single(m: Quotient) -> int | None:
    """The generator that this quotient is, if it is one generator and nothing else."""
    if m.factors or len(m.numer) != 1:
        return None
    degrees = m.numer.degrees()
    at = None
    for i, k in enumerate(degrees):
        if k:
            if k != 1 or at is not None:
                return None
            at = i
    return at if at is not None and m.numer.leading_coefficient() == 1 else None
