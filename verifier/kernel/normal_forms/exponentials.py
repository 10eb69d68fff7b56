"""Exponentials, logarithms, powers and roots in the tower.

Identities used (NIST DLMF 4.2-4.4, 4.8, 4.10), each where the term at hand is defined:
exp(a + b) = exp(a)exp(b); exp(q*log u) = u**q; over the reals log(u) = log|c| + sum k*log|p| for u = c * product p**k > 0,
log(exp t) = t; for u = p*v with p > 0: log u = log p + log v and u**q = p**q * v**q, also for complex v;
log|Product f| = Sum log|f| and exp(Sum log f) = Product f for real f and finitely many terms.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier.kernel.normal_forms import angles, complex_parts, reflected, special
from verifier.kernel.normal_forms.field import GaveUp, Generator, Polynomial, Quotient, Undefined
from verifier.kernel.normal_forms.roots import (
    factored,
    nonnegative_power,
    parallel_quotient,
    prime_powers,
    root,
    single,
)
from verifier.kernel.plane import polar_forms
from verifier.kernel.signs.signs import ANY, NEGATIVE, NONPOSITIVE, NONZERO, POSITIVE, ZERO
from verifier.kernel.sums import indicators, ranges
from verifier.kernel.terms.operators import is_infinite
from verifier.terms.rationals import rational_value
from verifier.terms.term import Term, call, integer, mul, rational
from verifier.terms.term import power as power_term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower


def power(tower: Tower, base: Term, exponent: Term) -> Quotient:
    """base**exponent: integer and rational exponents exactly, others as exp(exponent*log(base)) where that is right."""
    q = rational_value(exponent)
    if q is None:
        e = tower.normal_form(exponent)
        q = tower.rational(e)
    inner = rational_value(base.args[1]) if base.head == "pow" and tower.is_complex else None
    if q is not None and q.denominator != 1 and inner is not None and inner.denominator == 1:
        whole = polar_forms.power_of_power(tower, tower.normal_form(base.args[0]), inner.numerator, q)
        if whole is not None:
            return whole
    if q is not None and q.denominator != 1 and tower.is_complex:
        split = polar_forms.power_of_product(tower, base, q)
        if split is not None:
            return split
    b = tower.normal_form(base)
    if q is not None:
        if q.denominator == 1:
            return tower.field.power(b, q.numerator)
        return root(tower, b, q)
    return general_power(tower, b, e)


def general_power(tower: Tower, b: Quotient, e: Quotient) -> Quotient:
    signs = tower.sign(b)
    if tower.is_complex and not (signs == POSITIVE and tower.is_real(b)):
        if tower.require_sign_if_zero(b) == ZERO:
            return _power_of_zero(tower, e)
        if tower.is_integer(e):
            return _whole_power(tower, b, e)
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


def _whole_power(tower: Tower, b: Quotient, e: Quotient) -> Quotient:
    """b**e for an integer e, factor by factor: exp(t)**e = exp(e*t), whatever t is (NIST DLMF 4.8)."""
    content, factors = factored(tower, b)
    product, rest = tower.field.one, tower.field.constant(content)
    for p, k in factors:
        at = single(Quotient(p))
        data: Any = tower.field.generators[at].data if at is not None else ("",)
        if data[0] == "exp":
            exponent = tower.field.scale(tower.field.multiply(e, data[1]), Fraction(k, data[2]))
            product = tower.field.multiply(product, exp(tower, exponent))
        else:
            rest = tower.field.multiply(rest, tower.field.power(Quotient(p), k))
    if tower.rational(rest) != 1:
        product = tower.field.multiply(product, exp(tower, tower.field.multiply(e, log(tower, rest))))
    return product


def _power_of_zero(tower: Tower, e: Quotient) -> Quotient:
    if not tower.sign(e) & NEGATIVE and ranges.is_under_index(tower, tower.term_of_quotient(e)):
        return indicators.indicator(tower, e)
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
    for c, m in tower.monomials(e):
        if c.numerator % 2 == 0:
            continue
        factors = tuple(i for i, k in enumerate(m.numer.degrees()) if k)  # n**k has the parity of n
        if not factors:
            product = tower.field.negative(product)
            continue
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
    for q, m in tower.monomials(u):
        product = tower.field.multiply(product, _exp_of_monomial(tower, q, m))
    return product


def _exp_of_monomial(tower: Tower, q: Fraction, m: Quotient) -> Quotient:
    at = single(m)
    if at is not None:
        data = tower.field.generators[at].data
        if data[0] == "log":
            return _exp_of_logarithm(tower, q, data)
        if len(data) == 2 and data[0] == "operator" and _is_sum_of_logarithms(data[1]) and not tower.is_complex:
            body, *span = data[1].args
            factors = tower.normal_form(call("Product", body.args[0], *span))
            return root(tower, factors, q) if q.denominator != 1 else tower.field.power(factors, q.numerator)
    if tower.is_complex:
        if complex_parts.is_imaginary_pi(tower, m):
            return complex_parts.root_of_unity(tower, q)
        turns = complex_parts.integer_turns(tower, q, m)
        if turns is not None:
            return parity(tower, turns)
        inverse = _inverse_of(tower, m)
        if inverse is not None:
            return _exp_of_angle(tower, *inverse, q)
        if tower.hints.circular and not tower.is_real(m):
            angles.without_circular(tower)
    key = tower.term_of_quotient(m)
    at = tower.field.index.get(("exp", key))
    at_hand = None if at is None else tower.field.generators[at].data[2]
    k, scale = tower.hints.refine(tower.hints.exponents, key, q, at_hand)
    if at is None:
        shown = call("exp", mul(rational(Fraction(1, scale)), key) if scale > 1 else key)
        real = tower.is_real(m)
        made = Generator(shown, POSITIVE if real else NONZERO, data=("exp", m, scale), is_real=real)
        at = tower.field.generator(("exp", key), made)
    return tower.field.power(tower.field.quotient(at), k)


def _is_sum_of_logarithms(term: Term) -> bool:
    """Whether the term is a sum of logarithms over finitely many indices."""
    is_of_logarithms = term.head == "Sum" and term.args[0].head == "log" and term.args[0].args[0].head != "Abs"
    return is_of_logarithms and not any(map(is_infinite, term.args[2:]))


def _inverse_of(tower: Tower, m: Quotient) -> tuple[str, Quotient] | None:
    """The function and u if the monomial is I*atan(u) for a real u, or I*asin(u), else None."""
    at = single(tower.field.multiply(m, tower.field.negative(complex_parts.imaginary_unit(tower))))
    made = tower.field.generators[at] if at is not None else None
    if made is None or made.data[0] not in ("atan", "asin") or (made.data[0] == "atan" and not made.is_real):
        return None
    return made.data[0], made.data[1]


def _exp_of_angle(tower: Tower, function: str, u: Quotient, q: Fraction) -> Quotient:
    """exp(q*I*atan(u)) = (1 + I*u)**q * (1 + u**2)**(-q/2) for a real u, as atan(u) is the angle of 1 + I*u (DLMF 4.23.26);
    exp(q*I*asin(u)) = (sqrt(1 - u**2) + I*u)**q, as I*asin(u) is the logarithm of that (DLMF 4.23.19)."""
    f = tower.field
    turned, square = f.multiply(complex_parts.imaginary_unit(tower), u), f.multiply(u, u)
    if function == "asin":
        w, size = f.add(root(tower, f.subtract(f.one, square), Fraction(1, 2)), turned), f.one
    else:
        w, size = f.add(f.one, turned), f.add(f.one, square)
    whole = root(tower, w, q) if q.denominator != 1 else f.power(w, q.numerator)
    return f.multiply(whole, root(tower, size, -q / 2) if (q / 2).denominator != 1 else f.power(size, int(-q / 2)))


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
        p, k = _base_and_exponent(tower, p)
        return nonnegative_power(tower, p, q * k)
    if not signs & POSITIVE:
        return nonnegative_power(tower, -p, q)
    tower.require_sign(Quotient(p))
    raise GaveUp("the sign of a logarithm's argument is not known")


def _base_and_exponent(tower: Tower, p: Polynomial) -> tuple[Polynomial, int]:
    """A power g**k of a generator that is not negative, taken apart; anything else is its own base."""
    degrees = [(i, int(k)) for i, k in enumerate(p.degrees()) if k > 0]
    if len(degrees) == 1:
        at, k = degrees[0]
        g = tower.field.gens[at]
        if k > 1 and p == g**k and not tower.knowledge.sign(g) & NEGATIVE:
            return g, k
    return p, 1


# ---- log


def log_of_term(tower: Tower, term: Term) -> Quotient:
    """log(term), over the complex numbers by the factors of a product where their angles are known."""
    split = polar_forms.log_of_product(tower, term) if tower.is_complex else None
    return log(tower, tower.normal_form(term)) if split is None else split


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
        signs = (
            tower.knowledge.sign(p) & ~ZERO if tower.is_real(Quotient(p)) else ANY
        )  # where log is defined, p is not 0
        if signs in (POSITIVE, NEGATIVE):
            total = tower.field.add(total, tower.field.scale(_log_of_size(tower, p if signs == POSITIVE else -p), k))
            rest = tower.field.scale(rest, -1) if signs == NEGATIVE and k % 2 else rest
        else:
            rest = tower.field.multiply(rest, tower.field.power(Quotient(p), k))
    angle = complex_parts.angle_of_unity(tower, rest)
    if angle is not None:
        return tower.field.add(total, complex_parts.times_i_pi(tower, angle))
    parts = parallel_quotient(tower, rest)
    if parts is not None:
        difference = tower.field.subtract(*(log(tower, part) for part in parts))
        return tower.field.add(total, difference)
    polar = complex_parts.log_in_half_plane(tower, rest)
    if polar is not None:
        return tower.field.add(total, polar)
    known = polar_forms.log(tower, rest) or reflected.log_by_conjugate(tower, rest)
    if known is not None:
        return tower.field.add(total, known)
    key = tower.term_of_quotient(rest)
    made = Generator(call("log", key), ANY, data=("log", rest, False), is_real=False)
    return tower.field.add(total, tower.field.quotient(tower.field.generator(("log", key), made)))


def log_of_number(tower: Tower, value: Fraction) -> Quotient:
    """log of a positive rational as a sum of logs of primes; of a large integer that is not factored, its own log."""
    total = tower.field.zero
    for n, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime, k in prime_powers(n):
            at = tower.field.index.get(("log", prime))
            if at is None:
                made = Generator(call("log", integer(prime)), POSITIVE, data=("log", tower.field.constant(prime), True))
                at = tower.field.generator(("log", prime), made)
            total = tower.field.add(total, tower.field.scale(tower.field.quotient(at), sign * k))
    return total


def _log_of_size(tower: Tower, p: Polynomial) -> Quotient:
    """log|p| for an irreducible polynomial."""
    at = single(Quotient(p))
    if at is not None:
        data = tower.field.generators[at].data
        if data[0] == "exp" and tower.field.generators[at].is_real:
            return tower.field.scale(data[1], Fraction(1, data[2]))
        if data[0] == "root":
            return tower.field.scale(_log_of_root(tower, data[1]), Fraction(1, data[2]))
        if data[0] == "size" and data[1]:
            return tower.field.scale(log(tower, Quotient(tower.field.generators[at].tail)), Fraction(1, 2))
        if len(data) == 2 and data[0] == "operator" and _is_finite_product(data[1]) and not tower.is_complex:
            body, *span = data[1].args
            return tower.normal_form(call("Sum", call("log", call("Abs", body)), *span))
        if data[0] == "symbol":
            scale = tower.hints.roots.get(data[1], 1)
            return tower.field.scale(_log_generator(tower, data[1], tower.field.gens[at]), Fraction(1, scale))
    lead = p.leading_coefficient()
    if lead < 0:
        p = -p
    norm = _norm_of_difference(tower, p)
    if norm is not None:
        number, conjugate = norm
        return tower.field.subtract(log_of_number(tower, number), _log_of_size(tower, conjugate))
    return _log_generator(tower, tower.term_of(p), p)


def _norm_of_difference(tower: Tower, p: Polynomial) -> tuple[Fraction, Polynomial] | None:
    """|b**2*d - a**2| and b*g + a, of which p = b*g - a is a quotient, for g = sqrt(d) and rational a, b, d > 0; else None."""
    degrees = [(i, int(k)) for i, k in enumerate(p.degrees()) if k > 0]
    if len(p) != 2 or len(degrees) != 1 or degrees[0][1] != 1:
        return None
    at = degrees[0][0]
    made = tower.field.generators[at]
    if made.data[0] != "root" or made.degree != 2 or not made.tail.is_constant() or made.signs != POSITIVE:
        return None
    whole = p.derivative(at) * tower.field.gens[at]
    rest = (p - whole).leading_coefficient()
    if p.leading_coefficient() < 0 or rest > 0:
        return None
    conjugate = whole - rest
    norm = abs(tower.field.reduced(tower.field.times(p, conjugate)).leading_coefficient())
    return Fraction(int(norm.p), int(norm.q)), conjugate


def _is_finite_product(term: Term) -> bool:
    return term.head == "Product" and not any(map(is_infinite, term.args[2:]))


def _log_of_root(tower: Tower, p: Polynomial) -> Quotient:
    if p.is_constant():
        c = p.leading_coefficient()
        return log_of_number(tower, Fraction(int(c.p), int(c.q)))
    return _log_of_size(tower, p)


def _log_generator(tower: Tower, key: Term, p: Polynomial) -> Quotient:
    at = tower.field.index.get(("log", key))
    if at is None:
        scale = tower.hints.roots.get(key, 1) if single(Quotient(p)) is not None else 1
        whole = p if scale == 1 else p**scale
        positive = not tower.knowledge.sign(p) & NEGATIVE
        shown = call("log", key if positive else call("Abs", key))
        at = tower.field.generator(("log", key), Generator(shown, ANY, data=("log", Quotient(whole), True)))
    return tower.field.quotient(at)
