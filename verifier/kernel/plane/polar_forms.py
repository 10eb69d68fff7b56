"""Angles of complex terms that are known by their form: of exponentials, of principal roots, of opposites and squares.

arg(exp(I*t)) = t for -pi < t <= pi; arg(w**q) = q*arg(w) for -1 < q <= 1 (NIST DLMF 4.2(iv), 4.8(i)); arg(-w) = arg(w) - pi
for im(w) > 0 and arg(w) + pi for im(w) < 0; arg(w**k) = k*arg(w) where that lies in (-pi, pi], as it does for re(w) > 0
and k from -2 to 2. The angles of factors add up to that of their product where the sum lies in (-pi, pi].
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier.kernel.normal_forms import complex_parts, exponentials, paired_bases, roots, special
from verifier.kernel.normal_forms.field import GaveUp, Polynomial, Quotient
from verifier.kernel.plane import sectors
from verifier.kernel.plane.sectors import Sector
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

Factors = list[tuple[Polynomial, int]]


def log(tower: Tower, w: Quotient) -> Quotient | None:
    """log(w) for a product of exponentials of imaginary terms, or a principal root; None for other terms."""
    f = tower.field
    turned = _angle_of_exponentials(tower, w)
    if turned is not None:
        angle = _principal(tower, turned) or _into_principal(tower, turned)
        return f.multiply(complex_parts.imaginary_unit(tower), angle)
    base = _base_of_root(tower, w)
    if base is not None:
        return f.scale(exponentials.log(tower, base[0]), base[1])
    split = _split(tower, w) or _paired(tower, w)
    if split is None:
        return None
    total = complex_parts.times_i_pi(tower, split[0])
    for p, k in split[1]:
        total = f.add(total, f.scale(exponentials.log(tower, p), k))
    return total


def argument(tower: Tower, w: Quotient) -> Quotient | None:
    """arg(w) for a principal root; None for other terms."""
    base = _base_of_root(tower, w)
    return None if base is None else tower.field.scale(complex_parts.argument(tower, base[0]), base[1])


def power(tower: Tower, w: Quotient, q: Fraction) -> Quotient | None:
    """w**q, principal, where the angle of w is known by its form; else None."""
    f = tower.field
    turned = _angle_of_exponentials(tower, w)
    angle = _principal(tower, turned) if turned is not None else None
    if angle is not None:
        return exponentials.exp(tower, f.scale(f.multiply(complex_parts.imaginary_unit(tower), angle), q))
    content, factors = roots.factored(tower, w)
    opposite = _power_of_opposite(tower, f.negative(w), q) if content == -1 else None
    if opposite is not None:
        return opposite
    if content == 1 and len(factors) == 1 and factors[0][1] != 1:
        return power_of_power(tower, Quotient(factors[0][0]), factors[0][1], q)
    split = (_split(tower, w) if abs(content) == 1 else None) or _paired(tower, w)
    if split is None:
        return None
    product = complex_parts.root_of_unity(tower, split[0] * q)
    for p, k in split[1]:
        own = roots.root(tower, p, k * q) if (k * q).denominator != 1 else f.power(p, int(k * q))
        product = f.multiply(product, own)
    return product


def _split(tower: Tower, w: Quotient) -> tuple[Fraction, list[tuple[Quotient, int]]] | None:
    """A turn of 0, 1 or -1 and powers whose product is w, if their angles are seen to add up to the principal one; else None.

    Then log(w) is the sum of their logarithms, and w**q the product of their powers, as arg(w) is the sum of their angles.
    """
    content, factors = roots.factored(tower, w)
    if abs(content) != 1 or (len(factors) == 1 and factors[0][1] == 1):
        return None
    parts, total, is_negative = [], sectors.ray(0), content < 0
    for p, k in factors:
        base, known = min(((b, _principal_sector(tower, b)) for b in (Quotient(p), Quotient(-p))), key=_furthest_angle)
        is_negative ^= bool(k % 2) and base.numer != p
        parts.append((base, k))
        total = sectors.product(total, sectors.power(known, Fraction(k)))
    for turn in (Fraction(1), Fraction(-1)) if is_negative else (Fraction(0),):
        if _is_principal(sectors.product(total, sectors.ray(turn))):
            return turn, parts
    return None


def _paired(tower: Tower, w: Quotient) -> tuple[Fraction, list[tuple[Quotient, int]]] | None:
    found = paired_bases.pair(tower, w)
    return None if found is None else (Fraction(0), found)


def log_of_product(tower: Tower, term: Term) -> Quotient | None:
    """log(term) by the way a product is written, where the angles of its factors add up to the principal one; else None."""
    split = _split_as_written(tower, term)
    if split is None:
        return None
    total = complex_parts.times_i_pi(tower, split[0])
    for base, k in split[1]:
        total = tower.field.add(total, tower.field.scale(exponentials.log(tower, tower.normal_form(base)), k))
    return total


def power_of_product(tower: Tower, term: Term, q: Fraction) -> Quotient | None:
    """term**q in the same way."""
    split = _split_as_written(tower, term)
    if split is None:
        return None
    product = complex_parts.root_of_unity(tower, split[0] * q)
    for base, k in split[1]:
        w, e = tower.normal_form(base), k * q
        own = roots.root(tower, w, e) if e.denominator != 1 else tower.field.power(w, e.numerator)
        product = tower.field.multiply(product, own)
    return product


def _split_as_written(tower: Tower, term: Term) -> tuple[Fraction, list[tuple[Term, Fraction]]] | None:
    """A turn and bases with exponents of which the term is the product, their angles adding up to the principal one."""
    from verifier.kernel.plane.term_sectors import powers_of, sector, without_zero

    if term.head not in ("mul", "div", "neg", "pow"):
        return None
    powers = powers_of(term)
    if sum(1 if k == 1 else 2 for b, k in powers.exponents.items() if free_symbols(b)) < 2:
        return None
    found = sectors.ray(powers.turn)
    for base, k in powers.exponents.items():
        known = sectors.principal(sector(tower, base))
        found = sectors.product(found, sectors.power(without_zero(known) if base in powers.divisors else known, k))
    for turns in (0, -2, 2):
        if _is_principal(sectors.product(found, sectors.ray(turns))):
            return powers.turn + turns, [*powers.exponents.items()]
    return None


def _principal_sector(tower: Tower, w: Quotient) -> Sector:
    from verifier.kernel.plane.term_sectors import sector

    return sectors.principal(sector(tower, tower.term_of_quotient(w)))


def _furthest_angle(base: tuple[Quotient, Sector]) -> Fraction:
    return max(-base[1].low, base[1].high)


def _is_principal(s: Sector) -> bool:
    return s.high <= 1 and (s.low > -1 or (s.low == -1 and not s.has_low))


def power_of_power(tower: Tower, base: Quotient, k: int, q: Fraction) -> Quotient | None:
    """(base**k)**q for a base with a known half-plane to the right or left, and k from -2 to 2, or with angles whose
    k-fold is principal; None for other bases."""
    f = tower.field
    signs = _sign_of(tower, complex_parts.real_part, base)
    if signs == NEGATIVE and k % 2 == 0:
        base, signs = f.negative(base), POSITIVE
    if (signs != POSITIVE or abs(k) > 2) and not _is_principal_multiple(tower, base, k):
        return None
    return f.power(base, int(k * q)) if (k * q).denominator == 1 else roots.root(tower, base, k * q)


def _is_principal_multiple(tower: Tower, base: Quotient, k: int) -> bool:
    """Whether k*arg(base) is seen to lie in (-pi, pi], where the base is not 0."""
    return _is_principal(sectors.power(_principal_sector(tower, base), Fraction(k)))


def size_by_factors(tower: Tower, u: Quotient) -> Quotient:
    """|u| as the product of the sizes of its factors; that of a principal root is the root of a size. GaveUp elsewhere."""
    f = tower.field
    content, factors = roots.factored(tower, u)
    if len(factors) == 1 and factors[0][1] == 1 and _root_data(tower, Quotient(factors[0][0])) is None:
        raise GaveUp("the size of a term is not known")
    size = f.constant(abs(content))
    for p, k in factors:
        data = _root_data(tower, Quotient(p))
        if data is None:
            own = complex_parts.absolute_value(tower, Quotient(p))
        else:
            own = roots.root(tower, complex_parts.absolute_value(tower, data[1]), Fraction(1, data[2]))
            _, denom = f.lowest(data[1])
            own = f.multiply(own, complex_parts.absolute_value(tower, Quotient(denom)))
        size = f.multiply(size, f.power(own, k))
    return size


def _power_of_opposite(tower: Tower, w: Quotient, q: Fraction) -> Quotient | None:
    signs = _sign_of(tower, complex_parts.imaginary_part, w)
    if signs not in (POSITIVE, NEGATIVE) or _sign_of(tower, complex_parts.real_part, w) == NEGATIVE:
        return None  # what lies to the right may have a partner in its conjugate
    turn = complex_parts.root_of_unity(tower, -q if signs == POSITIVE else q)
    return tower.field.multiply(turn, roots.root(tower, w, q))


def _sign_of(tower: Tower, part: Any, w: Quotient) -> int:
    try:
        return tower.sign(part(tower, w))
    except GaveUp:
        return 7


def _angle_of_exponentials(tower: Tower, w: Quotient) -> Quotient | None:
    """A real t with w = exp(I*t), for a product of exponentials of imaginary terms and a root of unity; else None."""
    f = tower.field
    content, factors = roots.factored(tower, w)
    if abs(content) != 1:
        return None
    exponent, turn, is_turned = f.zero, Fraction(0 if content > 0 else 1), False
    for p, k in factors:
        at = roots.single(Quotient(p))
        data: Any = tower.field.generators[at].data if at is not None else ("",)
        if data[0] == "exp":
            exponent, is_turned = f.add(exponent, f.scale(data[1], Fraction(k, data[2]))), True
        elif data[0] == "unity":
            turn += Fraction(k, tower.hints.unity)
        else:
            return None
    angle = f.multiply(exponent, f.inverse(complex_parts.imaginary_unit(tower)))
    if not is_turned or not tower.is_real(angle):
        return None
    return f.add(angle, f.scale(tower.pi(), turn))


def _principal(tower: Tower, angle: Quotient) -> Quotient | None:
    """The angle, or what differs from it by a full turn, if it is known to lie in (-pi, pi]; else None."""
    f = tower.field
    for turns in (0, -2, 2):
        turned = f.add(angle, f.scale(tower.pi(), turns))
        below, above = f.add(turned, tower.pi()), f.subtract(tower.pi(), turned)
        if tower.sign(below) == POSITIVE and not tower.sign(above) & NEGATIVE:
            return turned
    return None


def _into_principal(tower: Tower, angle: Quotient) -> Quotient:
    """angle - 2*pi*ceiling(angle/(2*pi) - 1/2), which lies in (-pi, pi]."""
    f = tower.field
    turns = f.multiply(f.scale(angle, Fraction(1, 2)), f.inverse(tower.pi()))
    down = special.whole_part(tower, f.subtract(f.constant(Fraction(1, 2)), turns))
    return f.add(angle, f.scale(f.multiply(tower.pi(), down), 2))


def _root_data(tower: Tower, w: Quotient) -> Any:
    at = roots.single(w)
    data = tower.field.generators[at].data if at is not None else ("",)
    return data if data[0] == "principal root" else None


def _base_of_root(tower: Tower, w: Quotient) -> tuple[Quotient, Fraction] | None:
    """u and q with w = u**q for a principal root and -1 < q <= 1; None for other terms."""
    content, factors = roots.factored(tower, w)
    if content != 1 or len(factors) != 1:
        return None
    p, k = factors[0]
    data = _root_data(tower, Quotient(p))
    if data is None or not -data[2] < k <= data[2] or not tower.field.lowest(data[1])[1].is_constant():
        return None
    return data[1], Fraction(k, data[2])
