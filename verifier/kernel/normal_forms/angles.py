"""Cosine and sine in the tower.

Over the reals each angle is written over a basis of the angles that occur, so that c + d*x is one generator pair where
nothing finer is needed; sums and multiples follow from the addition formulas (NIST DLMF 4.21), sin**2 = 1 - cos**2 is the
relation, rational multiples of pi are exact. Over the complex numbers both go through exp(I*u) (DLMF 4.14).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from verifier.kernel.normal_forms import complex_parts, exponentials, roots
from verifier.kernel.normal_forms.field import GaveUp, Generator, Quotient
from verifier.kernel.normal_forms.hints import Restart
from verifier.kernel.signs.half_turns import signs_of_cosine_and_sine
from verifier.kernel.signs.signs import ANY, POSITIVE
from verifier.terms.term import PI as PI_TERM
from verifier.terms.term import Term, add, call, mul, rational

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

Pair = tuple[Quotient, Quotient]
Angle = dict[Term, Fraction]
HALF: Final = Fraction(1, 2)
MOST_MULTIPLE: Final = 64


def names_an_angle(term: Term) -> bool:
    """Whether a cosine or a sine stands in the term."""
    return term.head in ("cos", "sin") or any(map(names_an_angle, term.args))


def cosine_and_sine(tower: Tower, u: Quotient) -> Pair:
    """(cos u, sin u)."""
    if tower.is_complex and not (tower.hints.circular and tower.knowledge.is_quotient_over_reals(u)):
        parts = _parts(tower, u) if tower.hints.circular else None
        if parts is not None:
            return _by_parts(tower, *parts)
        without_circular(tower)
        return _through_exponentials(tower, u)
    pair = (tower.field.one, tower.field.zero)
    rest: Angle = {}
    for q, m in tower.monomials(u):
        special = _special(tower, q, m)
        if special is None:
            rest[tower.term_of_quotient(m)] = q
        else:
            pair = sum_of_angles(tower, pair, special)
    return sum_of_angles(tower, pair, _general(tower, rest)) if rest else pair


def sum_of_angles(tower: Tower, a: Pair, b: Pair) -> Pair:
    f = tower.field
    if a == (f.one, f.zero):
        return b
    return (
        f.subtract(f.multiply(a[0], b[0]), f.multiply(a[1], b[1])),
        f.add(f.multiply(a[1], b[0]), f.multiply(a[0], b[1])),
    )


def multiple(tower: Tower, pair: Pair, n: int) -> Pair:
    """Cosine and sine of n times the angle."""
    if abs(n) > MOST_MULTIPLE:
        raise GaveUp("a multiple of an angle is too large")
    if n < 0:
        pair, n = (pair[0], tower.field.negative(pair[1])), -n
    result = (tower.field.one, tower.field.zero)
    while n:
        if n & 1:
            result = sum_of_angles(tower, result, pair)
        n >>= 1
        if n:
            pair = sum_of_angles(tower, pair, pair)
    return result


def without_circular(tower: Tower) -> None:
    """Over the complex numbers: cosines and sines are written by exponentials from now on."""
    if tower.hints.circular:
        tower.hints.circular = False
        if tower.under or any(isinstance(key, tuple) and key[0] == "cos" for key in tower.field.index):
            raise Restart


def _parts(tower: Tower, u: Quotient) -> Pair | None:
    """The real and the imaginary part, where they are terms over real generators; None where they are not seen to be."""
    try:
        parts = complex_parts.real_part(tower, u), complex_parts.imaginary_part(tower, u)
    except GaveUp:
        return None
    return parts if all(map(tower.knowledge.is_quotient_over_reals, parts)) else None


def _by_parts(tower: Tower, a: Quotient, b: Quotient) -> Pair:
    """Of a + I*b: cos(I*b) = cosh(b) and sin(I*b) = I*sinh(b), which exp(b) and exp(-b) make up (DLMF 4.28.8-9)."""
    f = tower.field
    e, back = exponentials.exp(tower, b), exponentials.exp(tower, f.negative(b))
    sine = f.scale(f.multiply(complex_parts.imaginary_unit(tower), f.subtract(e, back)), HALF)
    return sum_of_angles(tower, cosine_and_sine(tower, a), (f.scale(f.add(e, back), HALF), sine))


def _through_exponentials(tower: Tower, u: Quotient) -> Pair:
    turned = tower.field.multiply(complex_parts.imaginary_unit(tower), u)
    return _halves(tower, exponentials.exp(tower, turned), exponentials.exp(tower, tower.field.negative(turned)))


def _halves(tower: Tower, e: Quotient, back: Quotient) -> Pair:
    """Cosine and sine of u from exp(I*u) and exp(-I*u)."""
    f = tower.field
    sine = f.multiply(f.subtract(e, back), f.inverse(complex_parts.imaginary_unit(tower)))
    return f.scale(f.add(e, back), HALF), f.scale(sine, HALF)


def _special(tower: Tower, q: Fraction, m: Quotient) -> Pair | None:
    """Multiples of pi, and whole multiples of arctangents and arcsines; None for any other angle."""
    at = roots.single(m)
    if at is None:
        return _integer_multiple_of_pi(tower, q, m)
    data = tower.field.generators[at].data
    if data[0] == "pi":
        return of_pi(tower, q)
    if data[0] in ("atan", "asin") and q.denominator == 1:
        return multiple(tower, _of_inverse(tower, data[0], data[1]), q.numerator)
    return None


def _integer_multiple_of_pi(tower: Tower, q: Fraction, m: Quotient) -> Pair | None:
    """cos(k*pi) = (-1)**k and sin(k*pi) = 0 for integer k."""
    at = tower.field.index.get("pi")
    if at is None or m.factors or int(m.numer.degrees()[at]) != 1:
        return None
    k = Quotient(m.numer / tower.field.gens[at])
    if q.denominator != 1 or not tower.is_integer(k):
        return None
    return exponentials.parity(tower, tower.field.scale(k, q)), tower.field.zero


def _of_inverse(tower: Tower, kind: str, u: Quotient) -> Pair:
    """Of asin(u): sqrt(1 - u**2) and u. Of atan(u): 1/sqrt(1 + u**2) and u/sqrt(1 + u**2)."""
    f = tower.field
    square = f.multiply(u, u)
    if kind == "asin":
        return roots.root(tower, f.subtract(f.one, square), HALF), u
    cosine = roots.root(tower, f.add(f.one, square), -HALF)
    return cosine, f.multiply(u, cosine)


def of_pi(tower: Tower, q: Fraction) -> Pair:
    """Cosine and sine of q*pi: radicals for denominators 1, 2, 3, 4, 6, 12, else a generator pair for pi/denominator."""
    f = tower.field
    if tower.is_complex:
        turned, back = (complex_parts.root_of_unity(tower, t) for t in (q, -q))
        return _halves(tower, turned, back)
    q %= 2
    if q >= 1:
        c, s = of_pi(tower, q - 1)
        return f.negative(c), f.negative(s)
    if q >= HALF:
        c, s = of_pi(tower, q - HALF)
        return f.negative(s), c
    if q == 0:
        return f.one, f.zero
    half = f.constant(HALF)
    if q == Fraction(1, 4):
        r = f.scale(_root_of(tower, 2), HALF)
        return r, r
    if q in (Fraction(1, 6), Fraction(1, 3)):
        r = f.scale(_root_of(tower, 3), HALF)
        return (r, half) if q == Fraction(1, 6) else (half, r)
    if q.denominator == 12:
        quarter = of_pi(tower, Fraction(1, 4))
        return sum_of_angles(tower, quarter, of_pi(tower, q - Fraction(1, 4) + 2))
    return _general(tower, {PI_TERM: q})


def _root_of(tower: Tower, n: int) -> Quotient:
    return roots.number_root(tower, Fraction(n), HALF)


def _general(tower: Tower, angle: Angle) -> Pair:
    """Through generator pairs for a basis of the angles."""
    basis = _basis(tower.hints.angles)
    coordinates = _coordinates(basis, angle)
    if coordinates is None:
        tower.hints.angles.append(angle)
        basis = [*basis, angle]
        coordinates = [Fraction(0)] * (len(basis) - 1) + [Fraction(1)]
    pair = (tower.field.one, tower.field.zero)
    for vector, q in zip(basis, coordinates, strict=True):
        if q:
            key = tuple(vector.items())
            scale = tower.hints.angle_scales.get(key, 1)
            scaled = q * scale
            if scaled.denominator != 1:
                _refine(tower, key, scale * scaled.denominator)
            pair = sum_of_angles(tower, pair, multiple(tower, _generators(tower, vector, scale), scaled.numerator))
    return pair


def _refine(tower: Tower, key: tuple[tuple[Term, Fraction], ...], scale: int) -> None:
    if scale > 120:
        raise GaveUp("an angle has too large a denominator")
    tower.hints.angle_scales[key] = scale
    raise Restart


def _generators(tower: Tower, vector: Angle, scale: int) -> Pair:
    """The pair for the angle vector/scale."""
    shown = add(*[mul(rational(q / scale), t) if q != scale else t for t, q in vector.items()])
    key = tuple(vector.items())
    known = tower.field.index.get(("cos", key))
    if known is not None:
        return tower.field.quotient(known), tower.field.quotient(tower.field.index["sin", key])
    if list(vector) == [PI_TERM]:
        first = second = POSITIVE if 0 < vector[PI_TERM] / scale < HALF else ANY
    else:
        first, second = signs_of_cosine_and_sine(tower, _angle(tower, vector, scale))
    at = tower.field.generator(("cos", key), Generator(call("cos", shown), first, data=("cos",)))
    c = tower.field.gens[at]
    tail = tower.field.one_poly - c * c
    made = Generator(call("sin", shown), second, 2, tail, data=("sin",))
    s = tower.field.generator(("sin", key), made)
    return tower.field.quotient(at), tower.field.quotient(s)


def _angle(tower: Tower, vector: Angle, scale: int) -> Quotient:
    return tower.field.sum(tower.field.scale(tower.normal_form(t), q / scale) for t, q in vector.items())


def _basis(angles: list[Angle]) -> list[Angle]:
    """A maximal independent subset over the rationals, in the order given."""
    basis: list[Angle] = []
    for a in angles:
        if _coordinates(basis, a) is None:
            basis.append(a)
    return basis


def _coordinates(basis: list[Angle], angle: Angle) -> list[Fraction] | None:
    """The rational coordinates of an angle over an independent basis; None if it is not in the span."""
    keys = (
        sorted({k for a in [*basis, angle] for k in a}, key=repr)
        if len(basis) > 1
        else list({**angle, **(basis[0] if basis else {})})
    )
    rows = [[*(a.get(k, Fraction(0)) for a in basis), angle.get(k, Fraction(0))] for k in keys]
    n = len(basis)
    pivot_rows: list[int] = []
    for column in range(n):
        pivot = next((r for r in range(len(pivot_rows), len(rows)) if rows[r][column]), None)
        if pivot is None:
            return None
        at = len(pivot_rows)
        rows[at], rows[pivot] = rows[pivot], rows[at]
        lead = rows[at][column]
        rows[at] = [x / lead for x in rows[at]]
        for r in range(len(rows)):
            if r != at and rows[r][column]:
                factor = rows[r][column]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[at], strict=True)]
        pivot_rows.append(at)
    if any(row[n] for row in rows[n:]):
        return None
    return [rows[i][n] for i in range(n)]
