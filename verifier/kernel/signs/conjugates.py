"""Signs of a + b*h for a square root h, or a sine, by the sign of its norm a**2 - b**2*h**2.

With n = a**2 - b**2*h**2: where n > 0, |a| > |b*h|, and a + b*h has the sign of a; where n < 0 that of b*h. Where n is 0,
a + b*h may be 0, and otherwise is 2*a. (Elementary.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verifier.kernel.normal_forms.field import Polynomial, TooLarge

if TYPE_CHECKING:
    from verifier.kernel.signs.signs import Knowledge

MOST_TERMS: Final = 12
MOST_DEPTH: Final = 4
NEGATIVE, ZERO, POSITIVE, NONNEGATIVE, NONPOSITIVE, ANY = 1, 2, 4, 6, 3, 7


def sign_by_norm(knowledge: Knowledge, f: Polynomial) -> int:
    """The signs f can have, by its norm over one of its generators with a relation of degree two."""
    field = knowledge.field
    if not field.related or len(f) > MOST_TERMS or knowledge.depth >= MOST_DEPTH:
        return ANY
    degrees = f.degrees()
    roots = [i for i in reversed(field.related) if degrees[i] == 1 and field.generators[i].degree == 2]
    knowledge.depth += 1
    try:
        for at in roots:
            slope = f.derivative(at)
            found = _sign(knowledge, f - slope * field.gens[at], slope, at)
            if found != ANY:
                return found
    finally:
        knowledge.depth -= 1
    return ANY


def _sign(knowledge: Knowledge, a: Polynomial, b: Polynomial, at: int) -> int:
    field = knowledge.field
    if a == 0:
        return ANY
    signs_of_parts = knowledge.sign(a), knowledge.sign(b * field.gens[at])
    if signs_of_parts == (ANY, ANY):
        return ANY
    try:
        norm = field.reduced(field.times(a, a) - field.times(field.times(b, b), field.generators[at].tail))
    except TooLarge:
        return ANY
    size = knowledge.sign(norm)
    if not size & NEGATIVE:
        own = signs_of_parts[0]
    elif not size & POSITIVE:
        own = signs_of_parts[1]
    else:
        return ANY
    if size & ZERO:
        own |= ZERO
    return own
