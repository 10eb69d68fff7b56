"""Signs of polynomials that are quadratic in one generator, by completing the square.

For f = a*g**2 + b*g + c over a real g: 4*a*f = (2*a*g + b)**2 + d with d = 4*a*c - b**2. So f has the sign of a where d > 0,
and of a or zero where d >= 0 and a is not zero. If a, c and d are nowhere negative, f is not either: where a = 0, d >= 0 says
b = 0, and f = c. And where f = 0, a is not zero and d >= 0, both squares vanish. (Elementary; cf. NIST DLMF 1.11.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verifier.kernel.normal_forms.field import Polynomial

if TYPE_CHECKING:
    from verifier.kernel.signs.signs import Knowledge

MOST_TERMS: Final = 24  # of f
MOST_PRODUCTS: Final = 160
MOST_DEPTH: Final = 5
NEGATIVE, ZERO, POSITIVE, NONNEGATIVE, NONPOSITIVE, ANY = 1, 2, 4, 6, 3, 7

Parts = tuple[Polynomial, Polynomial, Polynomial]


def sign_by_square(knowledge: Knowledge, f: Polynomial) -> int:
    """The signs f can have, as far as its form as a quadratic in one of its generators tells."""
    if len(f) > MOST_TERMS or knowledge.depth >= MOST_DEPTH or not knowledge.is_over_reals(f):
        return ANY
    knowledge.depth += 1
    try:
        for at in _quadratic_in(f):
            found = _sign(knowledge, *_parts(knowledge, f, at))
            if found != ANY:
                return found
    finally:
        knowledge.depth -= 1
    return ANY


def _sign(knowledge: Knowledge, a: Polynomial, b: Polynomial, c: Polynomial) -> int:
    if len(a) * len(c) + len(b) * len(b) > MOST_PRODUCTS:
        return ANY
    lead = knowledge.sign(a)
    if lead in (NEGATIVE, NONPOSITIVE):
        return _flipped(_sign(knowledge, -a, -b, -c))
    if lead not in (POSITIVE, NONNEGATIVE):
        return ANY
    rest = knowledge.sign(4 * a * c - b * b)
    if rest & NEGATIVE:
        return ANY
    if lead == POSITIVE:
        return POSITIVE if rest == POSITIVE else NONNEGATIVE
    return NONNEGATIVE if not knowledge.sign(c) & NEGATIVE else ANY


def _flipped(signs: int) -> int:
    return (signs & ZERO) | (POSITIVE if signs & NEGATIVE else 0) | (NEGATIVE if signs & POSITIVE else 0)


def vanishing_parts(knowledge: Knowledge, f: Polynomial) -> list[Polynomial]:
    """What is zero wherever f is, if f is a sum of two squares in this way."""
    if len(f) > MOST_TERMS or knowledge.depth >= MOST_DEPTH or not knowledge.is_over_reals(f):
        return []
    knowledge.depth += 1
    try:
        for at in _quadratic_in(f):
            a, b, c = _parts(knowledge, f, at)
            lead = knowledge.sign(a)
            if lead not in (POSITIVE, NEGATIVE) or len(a) * len(c) + len(b) * len(b) > MOST_PRODUCTS:
                continue
            rest = 4 * a * c - b * b
            if not knowledge.sign(rest) & NEGATIVE:
                return [2 * a * knowledge.field.gens[at] + b, rest]
    finally:
        knowledge.depth -= 1
    return []


def _quadratic_in(f: Polynomial) -> list[int]:
    return [i for i, k in enumerate(f.degrees()) if int(k) == 2]


def _parts(knowledge: Knowledge, f: Polynomial, at: int) -> Parts:
    """The coefficients of g**2, g and 1."""
    found: list[dict[tuple[int, ...], object]] = [{}, {}, {}]
    for exponents, c in f.to_dict().items():
        found[int(exponents[at])][(*exponents[:at], 0, *exponents[at + 1 :])] = c
    ring = knowledge.field.ring
    return ring.from_dict(found[2]), ring.from_dict(found[1]), ring.from_dict(found[0])
