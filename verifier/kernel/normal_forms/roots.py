"""Principal roots and rational powers in the tower, and what they need: factors of a quotient.

For u = p*v with p > 0: u**q = p**q * v**q (NIST DLMF 4.8(ii)); h = (N/D)**(1/m)*D satisfies the polynomial relation
h**m = N*D**(m-1) on every branch, so that no branch is claimed. A non-negative symbol x whose roots are needed becomes
r**L with r >= 0, which denests sqrt(x + 2*sqrt(x) + 1).
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Final

from flint import fmpz

from verifier.kernel.normal_forms import complex_parts, exponentials, paired_roots
from verifier.kernel.normal_forms.field import GaveUp, Generator, Polynomial, Quotient, TooLarge, Undefined
from verifier.kernel.plane import polar_forms
from verifier.kernel.signs.signs import ANY, NEGATIVE, NONNEGATIVE, POSITIVE, ZERO
from verifier.terms.term import ONE, call, mul, rational
from verifier.terms.term import power as power_term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

LARGEST_FACTORED: Final = 10**18


def root(tower: Tower, u: Quotient, q: Fraction) -> Quotient:
    """u**q for a rational q that is no integer, principal; over the reals u >= 0 where it is defined."""
    if u.numer == 0:
        if q < 0:
            raise Undefined
        return tower.field.zero
    content, factors = _with_sines(tower, *factored(tower, u))
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
            product = tower.field.multiply(product, exponentials.absolute_power(tower, p, q * k))
        else:
            left.append((p, k))
    if sign < 0 and not left and not tower.is_complex:
        return _root_of_nonpositive(tower, factors, q)
    return tower.field.multiply(product, _root_of_rest(tower, sign, left, q))


def _with_sines(
    tower: Tower, content: Fraction, factors: list[tuple[Polynomial, int]]
) -> tuple[Fraction, list[tuple[Polynomial, int]]]:
    """The same product with sin**2 for (1 - cos)*(1 + cos), so that its root is the size of the sine."""
    for key, at in () if tower.is_complex or len(factors) < 2 else tuple(tower.field.index.items()):
        if not (isinstance(key, tuple) and key[0] == "cos"):
            continue
        c, s = tower.field.gens[at], tower.field.gens[tower.field.index["sin", key[1]]]
        powers = [next((k for p, k in factors if p == end), 0) for end in (c - 1, c + 1)]
        if powers[0] == powers[1] != 0:
            content = -content if powers[0] % 2 else content
            factors = [(p, k) for p, k in factors if p not in (c - 1, c + 1)] + [(s, 2 * powers[0])]
    return content, factors


def _root_of_nonpositive(tower: Tower, factors: list[tuple[Polynomial, int]], q: Fraction) -> Quotient:
    """The root of a real term that is nowhere positive: defined only where the term is zero."""
    if q > 0 and any(k > 0 and tower.knowledge.sign(p) & ZERO for p, k in factors):
        return tower.field.zero
    raise Undefined


def _root_of_rest(tower: Tower, sign: int, left: list[tuple[Polynomial, int]], q: Fraction) -> Quotient:
    """(sign * product of p**k)**q for factors of unknown sign."""
    if not left and sign > 0:
        return tower.field.one
    if tower.is_complex:
        return _complex_root_of_rest(tower, sign, left, q)
    if len(left) == 1:  # sign*p is not negative where this is defined; elsewhere nothing may be taken from that
        p, k = left[0]
        return _root_power(tower, p if sign > 0 else -p, q * k)
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
    parts = parallel_quotient(tower, rest)
    if parts is not None:
        u, v = (root(tower, part, q) for part in parts)
        return tower.field.multiply(u, tower.field.inverse(v))
    known = paired_roots.power_by_conjugate(tower, rest, q) or polar_forms.power(tower, rest, q)
    return _root_generator(tower, rest, q, is_real=False) if known is None else known


def parallel_quotient(tower: Tower, rest: Quotient) -> tuple[Quotient, Quotient] | None:
    """u and v with rest = u/v and v - u real and not negative; None where no such terms are seen.

    Then arg(u) - arg(v) lies in (-pi, pi]: with u and v on the same side of the real axis it is smaller than pi, and for
    real ones v is positive where u is. It also does where both real parts, or both imaginary parts, are positive, as
    both are in one open half-plane then. So log(u/v) = log(u) - log(v), and (u/v)**q = u**q/v**q (NIST DLMF 4.8(i)).
    """
    if (rest.factors and (len(rest.factors) != 1 or rest.factors[0][1] != 1)) or not rest.factors:
        return None
    numer, denom = tower.field.lowest(rest)
    for sign in (1, -1):
        u, v = Quotient(numer * sign), Quotient(denom * sign)
        gap = tower.field.subtract(v, u)
        if u.numer.is_constant() or not tower.is_real(gap) or tower.is_real(u):
            continue
        if not tower.sign(gap) & NEGATIVE:
            return u, v
    return None if numer.is_constant() else _in_half_plane(tower, numer, denom)


def _in_half_plane(tower: Tower, numer: Polynomial, denom: Polynomial) -> tuple[Quotient, Quotient] | None:
    """Both, or the opposite of both, if both real parts or both imaginary parts are seen to be positive; else None."""
    u, v = Quotient(numer), Quotient(denom)
    for part in (complex_parts.real_part, complex_parts.imaginary_part):
        try:
            signs = tower.sign(part(tower, u)), tower.sign(part(tower, v))
        except GaveUp:
            return None
        if signs == (POSITIVE, POSITIVE):
            return u, v
        if signs == (NEGATIVE, NEGATIVE):
            return Quotient(-numer), Quotient(-denom)
    return None


def _root_generator(tower: Tower, rest: Quotient, q: Fraction, is_real: bool) -> Quotient:
    """rest**q through h = rest**(1/m) * D for rest = N/D, so that h**m = N*D**(m-1) is a polynomial.

    A principal power is exp(q*log(rest)), so that roots of several degrees are powers of one.
    """
    numer, denom = tower.field.lowest(rest)
    key = tower.term_of_quotient(rest)
    index = "principal root", key
    _, m = tower.hints.refine(tower.hints.roots, call(*index), q, tower.field.scale_of(index))
    tail = tower.field.reduced(tower.field.times(numer, tower.field.raised(denom, m - 1)))
    bottom = tower.term_of(denom)
    shown = power_term(key, rational(Fraction(1, m)))
    if bottom != ONE:
        shown = mul(shown, bottom)
    signs = ANY
    if is_real and denom == 1:
        signs = NONNEGATIVE if tower.knowledge.sign(numer) & ZERO else POSITIVE
    made = Generator(shown, signs, m, tail, data=("principal root", rest, m), is_real=is_real)
    h = tower.field.quotient(tower.field.generator(index, made))
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
            return exponentials.exp(tower, tower.field.scale(data[1], q / data[2]))
        if data[0] == "root":
            return _root_power(tower, data[1], q / data[2])
        if data[0] == "symbol" and not tower.is_grown:  # a hint would say of the whole cell that it is not negative
            scale = tower.hints.roots.get(data[1], 1)
            k, _ = tower.hints.refine(tower.hints.roots, data[1], q / scale, scale)
            return tower.field.power(tower.field.quotient(at), k)
    return _root_power(tower, p, q)


def _root_power(tower: Tower, p: Polynomial, q: Fraction) -> Quotient:
    """p**q through the generator p**(1/L); p a polynomial that is not negative, or a prime."""
    if q.denominator == 1:
        return tower.field.power(Quotient(p), q.numerator)
    if (
        tower.is_complex
        and p in (2, 3)
        and q.denominator == 2
        and tower.hints.unity % (2 * int(p.leading_coefficient().p)) == 0
    ):
        return tower.field.power(complex_parts.square_root_of_two_or_three(tower, p == 2), q.numerator)
    if q.denominator % 2 == 0:
        plain = paired_roots.square_root_of_sum(tower, p)
        if plain is not None:
            return root(tower, plain, 2 * q) if q.denominator > 2 else tower.field.power(plain, q.numerator)
    key = tower.term_of(p)
    at = tower.field.index.get(("root", key))
    if q.denominator == 2 and at is None:
        paired = paired_roots.square_root_by_partner(tower, p)
        if paired is None and tower.is_complex:
            paired = paired_roots.square_root_by_complex_root(tower, p)
        if paired is not None:
            return tower.field.power(paired, q.numerator)
    table_key = call("root", key)  # not the key of a symbol, which would be taken as non-negative everywhere
    at_hand = None if at is None else tower.field.generators[at].data[2]
    k, scale = tower.hints.refine(tower.hints.roots, table_key, q, at_hand)
    if at is None:
        shown = power_term(key, rational(Fraction(1, scale)))
        signs = NONNEGATIVE if tower.knowledge.sign(p) & ZERO else POSITIVE  # where it is defined, p is not negative
        at = tower.field.generator(("root", key), Generator(shown, signs, scale, p, data=("root", p, scale)))
    return tower.field.power(tower.field.quotient(at), k)


def number_root(tower: Tower, value: Fraction, q: Fraction) -> Quotient:
    """value**q for a positive rational."""
    product = tower.field.one
    for n, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime, k in prime_powers(n):
            p = tower.field.ring.constant(prime)
            product = tower.field.multiply(product, _root_power(tower, p, q * k * sign))
    return product


# ---- factors


def factored(tower: Tower, u: Quotient) -> tuple[Fraction, list[tuple[Polynomial, int]]]:
    """u as content times irreducible polynomials (leading coefficient 1) to integer powers."""
    numer, denom = tower.field.lowest(u)
    if numer == 0:
        raise Undefined
    if max(len(numer), len(denom)) > tower.field.bounds.factored:
        raise TooLarge("a polynomial is too large to factor")
    content, factors = tower.field.factored(numer)
    if denom != 1:
        bottom, below = tower.field.factored(denom)
        content, factors = content / bottom, [*factors, *((f, -k) for f, k in below)]
    return Fraction(int(content.p), int(content.q)), list(factors)


def single(m: Quotient) -> int | None:
    """The generator that this quotient is, if it is one generator and nothing else."""
    p = m.numer
    if m.factors or len(p) != 1 or p.total_degree() != 1 or p.leading_coefficient() != 1:
        return None
    return p.degrees().index(1)  # type: ignore[no-any-return]


def prime_powers(n: int) -> list[tuple[int, int]]:
    """The prime factors of a positive integer with their exponents; a very large one stays whole."""
    if n == 1:
        return []
    if n > LARGEST_FACTORED:
        return [(n, 1)]
    return [(int(p), int(k)) for p, k in fmpz(n).factor()]
