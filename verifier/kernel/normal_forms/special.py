"""Inverse functions, gamma, binomial, floor, and operators that stay whole, in the tower.

Identities: asin, atan, erf are odd; gamma(x + 1) = x*gamma(x) (NIST DLMF 5.5.1); floor(x + n) = floor(x) + n; the binomial
convention is the language's (falling factorial for integer k >= 0, 0 for k < 0).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial, floor, prod
from typing import TYPE_CHECKING, Final

from verifier.kernel.normal_forms import angles, complex_parts, exponentials, roots
from verifier.kernel.normal_forms.field import GaveUp, Generator, Quotient, Undefined
from verifier.kernel.normal_forms.hints import Restart
from verifier.kernel.signs.signs import ANY, NEGATIVE, NONZERO, POSITIVE, ZERO
from verifier.terms.substitution import bound_name, free_symbols, substitute
from verifier.terms.term import Term, call, rational, symbol

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

MOST_SHIFT: Final = 60
NEAR_ZERO: Final = (0, -1, 1, -2)  # floors that are tried


def _odd(tower: Tower, u: Quotient) -> tuple[Quotient, int]:
    """u or -u, whichever has a positive leading coefficient, and the sign taken out."""
    if u.numer != 0 and u.numer.leading_coefficient() < 0:
        return tower.field.negative(u), -1
    return u, 1


def _odd_generator(tower: Tower, head: str, u: Quotient) -> Quotient:
    if u.numer == 0:
        return tower.field.zero
    u, sign = _odd(tower, u)
    key = tower.term_of_quotient(u)
    real = tower.is_real(u) and (head != "asin" or not tower.is_complex or _is_within_one(tower, u))
    signs = tower.sign(u) if real and not tower.is_complex else ANY
    made = Generator(call(head, key), signs, data=(head, u), is_real=real)
    at = tower.field.generator((head, key), made)
    return tower.field.scale(tower.field.quotient(at), sign)


def _is_within_one(tower: Tower, u: Quotient) -> bool:
    """Whether a real term is seen to lie between -1 and 1."""
    f = tower.field
    return not any(tower.sign(end) & NEGATIVE for end in (f.subtract(f.one, u), f.add(f.one, u)))


def atan(tower: Tower, u: Quotient) -> Quotient:
    """atan(u): rational multiples of pi exactly; over the complex numbers through logarithms (DLMF 4.23.26)."""
    if tower.is_complex and not tower.is_real(u):
        f, i = tower.field, complex_parts.imaginary_unit(tower)
        iu = f.multiply(i, u)
        logs = f.subtract(exponentials.log(tower, f.subtract(f.one, iu)), exponentials.log(tower, f.add(f.one, iu)))
        return f.scale(f.multiply(i, logs), Fraction(1, 2))
    angle = _special_angle(tower, u, tangent=True)
    return _odd_generator(tower, "atan", u) if angle is None else tower.field.scale(tower.pi(), angle)


def asin(tower: Tower, u: Quotient) -> Quotient:
    """asin(u): multiples of pi exactly where u is such a sine."""
    if tower.rational(u) in (1, -1):
        return tower.field.scale(tower.pi(), Fraction(1 if tower.rational(u) == 1 else -1, 2))
    angle = _special_angle(tower, u, tangent=False)
    return _odd_generator(tower, "asin", u) if angle is None else tower.field.scale(tower.pi(), angle)


def _special_angle(tower: Tower, u: Quotient, tangent: bool) -> Fraction | None:
    if tower.is_complex or u.numer == 0 or not _is_algebraic_number(tower, u):
        return None
    for turn in (Fraction(1, 6), Fraction(1, 4), Fraction(1, 3), Fraction(1, 12), Fraction(5, 12)):
        c, s = angles.of_pi(tower, turn)
        value = tower.field.multiply(s, tower.field.inverse(c)) if tangent else s
        if tower.field.subtract(u, value).numer == 0:
            return turn
        if tower.field.add(u, value).numer == 0:
            return -turn
    return None


def _is_algebraic_number(tower: Tower, u: Quotient) -> bool:
    used = {i for p in (u.numer, *[f for f, _ in u.factors]) for i, k in enumerate(p.degrees()) if k > 0}
    generators = [tower.field.generators[i] for i in used]
    return all(g.data[0] == "root" and g.tail.is_constant() for g in generators)


def erf(tower: Tower, u: Quotient) -> Quotient:
    return _odd_generator(tower, "erf", u)


def gamma(tower: Tower, u: Quotient) -> Quotient:
    """gamma(u) from the lowest gamma(t + n) that occurs, times linear factors.

    The lowest one is needed by the claim itself, so where it has a pole nothing is claimed.
    """
    value = tower.rational(u)
    if value is not None and value.denominator == 1:
        if value <= 0:
            raise Undefined
        if value > 1000:
            raise GaveUp("a factorial is too large")
        return tower.field.constant(factorial(value.numerator - 1))
    if value is not None and value.denominator > 2:
        return _gamma_of_fraction(tower, value)
    shift, base = integer_part(tower, u)
    key = tower.term_of_quotient(base)
    mirrored = tower.term_of_quotient(integer_part(tower, tower.field.negative(base))[1])
    has_mirror = mirrored != key and mirrored in tower.hints.shifts
    lowest = tower.hints.shifts.get(key)
    if lowest is None or shift < lowest:
        tower.hints.shifts[key] = shift
        if lowest is not None or has_mirror:
            raise Restart
        lowest = shift
    if has_mirror and base.numer.leading_coefficient() < 0:
        reflected = _gamma_by_reflection(tower, u, lowest, base, tower.hints.shifts[mirrored])
        if reflected is not None:
            return reflected
    doubled = _gamma_by_double(tower, u) if value is None and not has_mirror else None
    if doubled is not None:
        return doubled
    if value is not None and value.denominator == 2 and not tower.is_complex:
        return _half_integer_gamma(tower, value)
    if shift - lowest > MOST_SHIFT:
        raise GaveUp("gamma functions are too far apart")
    start = tower.field.add(base, tower.field.constant(lowest))
    shown = call("gamma", tower.term_of_quotient(start))
    signs = POSITIVE if tower.sign(start) == POSITIVE else NONZERO
    made = Generator(shown, signs, data=("gamma", start), is_real=tower.is_real(u))
    product = tower.field.quotient(tower.field.generator(("gamma", key), made))
    for j in range(shift - lowest):
        product = tower.field.multiply(product, tower.field.add(start, tower.field.constant(j)))
    return product


def _gamma_by_reflection(tower: Tower, u: Quotient, lowest: int, base: Quotient, other: int) -> Quotient | None:
    """gamma(u) = pi/(sin(pi*u)*gamma(1 - u)) (DLMF 5.5.3), where gamma(base + lowest) and its mirror image occur too.

    Where u is an integer, one of both has a pole if their arguments have a sum below 2, and nothing is claimed there. None
    where both may be defined at such points.
    """
    f = tower.field
    _, sine = angles.cosine_and_sine(tower, f.multiply(tower.pi(), u))
    beyond, _ = integer_part(tower, f.negative(base))
    if lowest + other - beyond > 1 and tower.sign(sine) & ZERO:
        return None
    return f.multiply(tower.pi(), f.inverse(f.multiply(sine, gamma(tower, f.subtract(f.one, u)))))


def _gamma_by_double(tower: Tower, u: Quotient) -> Quotient | None:
    """gamma(v + 1/2) = 2**(1 - 2*v)*sqrt(pi)*gamma(2*v)/gamma(v) for a real v > 0 without constant part (DLMF 5.5.5)."""
    f = tower.field
    if tower.is_complex or tower.indices or u.factors:
        return None
    shift, base = integer_part(tower, u)
    half = f.constant(Fraction(1, 2))
    v = f.subtract(base, half)
    if _constant_part(v):
        return None
    place = next((n for n in (0, 1) if tower.sign(f.add(v, f.constant(n))) == POSITIVE), None)
    if place is None:
        return None
    v = f.add(v, f.constant(place))
    two = exponentials.log_of_number(tower, Fraction(2))
    exponent = f.multiply(f.subtract(f.one, f.scale(v, 2)), two)
    known = f.multiply(exponentials.exp(tower, exponent), roots.root(tower, tower.pi(), Fraction(1, 2)))
    known = f.multiply(known, f.multiply(gamma(tower, f.scale(v, 2)), f.inverse(gamma(tower, v))))
    at = f.add(v, half)
    for _ in range(shift - place):
        known, at = f.multiply(known, at), f.add(at, f.one)
    for _ in range(place - shift):
        at = f.subtract(at, f.one)
        known = f.multiply(known, f.inverse(at))
    return known


def _constant_part(u: Quotient) -> bool:
    """Whether a polynomial has a constant part."""
    return any(not any(exponents) for exponents in u.numer.to_dict())


def _gamma_of_fraction(tower: Tower, value: Fraction) -> Quotient:
    """gamma at a rational that is no integer, from gamma(b), 0 < b < 1/2, by the reflection formula (DLMF 5.5.3)."""
    if abs(value) > MOST_SHIFT:
        raise GaveUp("a gamma value is too large")
    b = value - floor(value)
    q, at = Fraction(1), b
    while at < value:
        q, at = q * at, at + 1
    while at > value:
        at -= 1
        q /= at
    smaller = min(b, 1 - b)
    shown = call("gamma", rational(smaller))
    made = Generator(shown, POSITIVE, data=("gamma",), is_real=True)
    field = tower.field
    known = field.quotient(field.generator(("gamma", shown), made))
    if b != smaller:
        _, sine = angles.cosine_and_sine(tower, field.scale(tower.pi(), smaller))
        known = field.multiply(tower.pi(), field.inverse(field.multiply(sine, known)))
    return field.scale(known, q)


def _half_integer_gamma(tower: Tower, value: Fraction) -> Quotient:
    """gamma(1/2 + n) as a rational multiple of sqrt(pi) (DLMF 5.4.6)."""
    q, at = Fraction(1), Fraction(1, 2)
    if abs(value) > MOST_SHIFT:
        raise GaveUp("a gamma value is too large")
    while at < value:
        q, at = q * at, at + 1
    while at > value:
        at -= 1
        q /= at
    return tower.field.scale(roots.root(tower, tower.pi(), Fraction(1, 2)), q)


def integer_part(tower: Tower, u: Quotient) -> tuple[int, Quotient]:
    """The floor of the constant term of u, and u without it; of a quotient that of its whole part: 1 - 1/n is 1 and -1/n."""
    whole = u.numer
    if u.factors:
        whole, _ = divmod(u.numer, prod((f**k for f, k in u.factors), start=tower.field.one_poly))
    constant = Fraction(0)
    for exponents, c in whole.to_dict().items():
        if not any(exponents):
            constant = Fraction(int(c.p), int(c.q))
    n = floor(constant)
    return n, tower.field.subtract(u, tower.field.constant(n))


def binomial(tower: Tower, n: Quotient, k: Quotient) -> Quotient:
    """binomial(n, k): the falling factorial for a small integer k, gamma functions for 0 <= k <= n, 0 outside."""
    lower = tower.rational(k)
    if lower is not None and lower.denominator == 1:
        return _falling(tower, n, lower.numerator)
    if tower.is_complex or not (tower.is_integer(n) and tower.is_integer(k)):
        return _binomial_by_steps(tower, n, k)
    if tower.indices and tower.sign(n) & NEGATIVE:
        if not _is_under_index(tower, k) and tower.require_sign_of_integer(k) == NEGATIVE:
            return tower.field.zero
        if not tower.sign(k) & NEGATIVE:
            tower.require_sign_of_integer(tower.field.subtract(n, k))
    if not tower.sign(n) & NEGATIVE:
        if tower.require_sign_of_integer(k) == NEGATIVE:
            return tower.field.zero
        rest = tower.field.subtract(n, k)
        if tower.require_sign_of_integer(rest) == NEGATIVE:
            return tower.field.zero
        one = tower.field.one
        top = gamma(tower, tower.field.add(n, one))
        low = tower.field.multiply(gamma(tower, tower.field.add(k, one)), gamma(tower, tower.field.add(rest, one)))
        return tower.field.multiply(top, tower.field.inverse(low))
    key = (tower.term_of_quotient(n), tower.term_of_quotient(k))
    at = tower.field.generator(("binomial", key), Generator(call("binomial", *key), ANY, data=("binomial",)))
    return tower.field.quotient(at)


def _is_under_index(tower: Tower, q: Quotient) -> bool:
    return not free_symbols(tower.term_of_quotient(q)).isdisjoint(tower.indices)


def _binomial_by_steps(tower: Tower, n: Quotient, k: Quotient) -> Quotient:
    """From binomial(m, j), j >= 0, by steps that hold for any m (DLMF 1.2.7-8; the falling factorial is a polynomial in m).

    binomial(m + 1, j + 1) = (m + 1)/(j + 1)*binomial(m, j) and binomial(m, j + 1) = (m - j)/(j + 1)*binomial(m, j).
    """
    if not tower.is_integer(k) or tower.indices:
        raise GaveUp("a binomial of terms not known to be integers")
    f = tower.field
    (above, top), (below, bottom) = integer_part(tower, n), integer_part(tower, k)
    keys = tower.term_of_quotient(top), tower.term_of_quotient(bottom)
    first = _lowest(tower, Term("binomial", keys), above)
    start = first + _lowest(tower, Term("lower index", keys), below - above)
    m, j = f.add(top, f.constant(first)), f.add(bottom, f.constant(start))
    if tower.sign(j) & NEGATIVE:
        raise GaveUp("the lower index of a binomial may be negative")
    shown = call("binomial", tower.term_of_quotient(m), tower.term_of_quotient(j))
    made = Generator(shown, ANY, data=("binomial",), is_real=tower.is_real(n))
    total = f.quotient(f.generator(("binomial", keys), made))
    for _ in range(above - first):
        m, j = f.add(m, f.one), f.add(j, f.one)
        total = f.multiply(total, f.multiply(m, f.inverse(j)))
    for _ in range(below - start - (above - first)):
        gap, j = f.subtract(m, j), f.add(j, f.one)
        total = f.multiply(total, f.multiply(gap, f.inverse(j)))
    return total


def _lowest(tower: Tower, key: Term, value: int) -> int:
    """The lowest value on record for the key, this one included; Restart where it is lower than one that was used."""
    lowest = tower.hints.shifts.get(key)
    if lowest is None or value < lowest:
        tower.hints.shifts[key] = value
        if lowest is not None:
            raise Restart
        lowest = value
    if value - lowest > MOST_SHIFT:
        raise GaveUp("binomial coefficients are too far apart")
    return lowest


def _falling(tower: Tower, n: Quotient, k: int) -> Quotient:
    if k < 0:
        return tower.field.zero
    if k > MOST_SHIFT:
        raise GaveUp("a binomial coefficient is too large to write out")
    product = tower.field.constant(Fraction(1, factorial(k)))
    for j in range(k):
        product = tower.field.multiply(product, tower.field.subtract(n, tower.field.constant(j)))
    return product


def whole_part(tower: Tower, u: Quotient) -> Quotient:
    """floor(u): integers come out; what is left is one integer generator."""
    if tower.is_complex and not tower.is_real(u):
        raise GaveUp("the floor of a complex term")
    if tower.is_integer(u):
        return u
    whole = _whole_summands(tower, u)
    rest = tower.field.subtract(u, whole)
    if rest.numer == 0 or tower.rational(rest) is not None:
        return whole
    for n in NEAR_ZERO:
        above = tower.sign(tower.field.subtract(rest, tower.field.constant(n)))
        if not above & NEGATIVE and tower.sign(tower.field.subtract(rest, tower.field.constant(n + 1))) == NEGATIVE:
            return tower.field.add(whole, tower.field.constant(n))
    key = tower.term_of_quotient(rest)
    at = tower.field.generator(("floor", key), Generator(call("floor", key), ANY, data=("floor",)))
    tower.integer_generators.add(at)
    return tower.field.add(tower.field.quotient(at), whole)


def _whole_summands(tower: Tower, u: Quotient) -> Quotient:
    """The sum of floor(c)*m over the summands c*m of u whose m is an integer: what is left of them has 0 <= c < 1."""
    if u.factors:
        return tower.field.zero
    ring = tower.field.ring
    found = {}
    for exponents, c in u.numer.to_dict().items():
        n = floor(Fraction(int(c.p), int(c.q)))
        if n and tower.is_integer(Quotient(ring.from_dict({exponents: 1}))):
            found[exponents] = n
    return Quotient(ring.from_dict(found)) if found else tower.field.zero


def operator(tower: Tower, term: Term) -> Quotient:
    """A sum, product, integral or limit as one generator: the same operator on the same terms is the same number."""
    canonical = with_canonical_names(term)
    made = Generator(canonical, ANY, data=("operator",), is_real=not tower.is_complex)
    return tower.field.quotient(tower.field.generator(("operator", canonical), made))


def with_canonical_names(term: Term) -> Term:
    """The term with each bound name replaced by one that says its depth only, below any index that is free in it."""
    taken = [int(n[1:]) for n in free_symbols(term) if n[0] == "'" and n[1:].isdecimal()]
    return _renamed(term, max(taken, default=-1) + 1)


def _renamed(term: Term, depth: int) -> Term:
    name = bound_name(term)
    if name is None:
        return Term(term.head, tuple(_renamed(a, depth) for a in term.args), term.value)
    fresh = symbol(f"'{depth}")
    body = substitute(term.args[0], {name: fresh})
    rest = tuple(_renamed(a, depth + 1) for a in term.args[2:])
    return Term(term.head, (_renamed(body, depth + 1), fresh, *rest), term.value)


FUNCTIONS: Final[dict[str, Callable[..., Quotient]]] = {
    "atan": atan,
    "asin": asin,
    "erf": erf,
    "gamma": gamma,
    "binomial": binomial,
    "floor": whole_part,
}
