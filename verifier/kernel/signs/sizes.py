"""Whether a complex polynomial can be 0, by the sizes of its parts; and what facts about sizes say of them.

- p is 0 exactly where |p|**2 = p*conjugate(p) is, which may be a real polynomial, or the one that a root |p| is the root of.
- a - b*h, h a root with h**2 = t, has the sign of its norm a**2 - b**2*t where a + b*h is positive. So a fact |z| < c says
  that re(z)**2 + im(z)**2 < c**2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verifier.kernel.normal_forms import complex_parts
from verifier.kernel.normal_forms.field import GaveUp, Generator, Polynomial, Quotient
from verifier.kernel.signs.signs import ANY, NEGATIVE, NONZERO, POSITIVE, ZERO, flipped
from verifier.kernel.terms.lowering import inside_of_size
from verifier.terms.term import Term, call, neg

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

MOST_TERMS: Final = 12


def sign_by_size(tower: Tower, p: Polynomial) -> int:
    """Whether a term that need not be real can be zero, by its size."""
    if tower.knowledge.is_over_reals(p):
        return ANY
    square = _square_of_size(tower, p)
    return ANY if square is None or _sign_of_square(tower, square) & ZERO else NONZERO


def is_off_zero(tower: Tower, q: Quotient) -> bool:
    """Whether a complex term is seen not to be 0 by its angle."""
    from verifier.kernel.plane.term_sectors import sector

    return tower.is_complex and not sector(tower, tower.term_of_quotient(q)).may_vanish


def term_that_vanishes_with(tower: Tower, p: Polynomial) -> Term:
    """A real term that is 0 exactly where p is, by which a cell may be cut; GaveUp where the size of p is not known."""
    square = tower.field.multiply(Quotient(p), complex_parts.conjugate(tower, Quotient(p)))
    return (
        tower.open_factor(square) if tower.knowledge.is_quotient_over_reals(square) else tower.term_of_quotient(square)
    )


def learn_sizes(tower: Tower, p: Polynomial, signs: int) -> None:
    """Records what the signs of p say of sizes: of its own for a p that need not be real, else of those that occur in it."""
    if not tower.is_complex:
        return
    if tower.knowledge.is_over_reals(p):
        _learn_norms(tower, p, signs)
        return
    square = _square_of_size(tower, p) if signs in (ZERO, NONZERO) else None
    if square is not None:
        tower.knowledge.learn(square, ZERO if signs == ZERO else POSITIVE)


def bounds_by_size(tower: Tower, fact: Term) -> tuple[Term, ...]:
    """What |u| < c, or |u| <= c, says of re(u) and im(u), or of a u that is real: -c < u < c, or <=."""
    if fact.head not in _UPWARD:
        return ()
    small, large = fact.args if _UPWARD[fact.head] else fact.args[::-1]
    u = inside_of_size(small)
    if u is None:
        return ()
    relation = "lt" if fact.head in ("lt", "gt") else "le"
    is_real = not tower.is_complex or tower.knowledge.is_quotient_over_reals(tower.normal_form(u))
    parts = (u,) if is_real else (call("re", u), call("im", u))
    return tuple(bound for p in parts for bound in (call(relation, p, large), call(relation, neg(large), p)))


_UPWARD: Final = {"lt": True, "le": True, "gt": False, "ge": False}


def _learn_norms(tower: Tower, p: Polynomial, signs: int) -> None:
    """Records the sign of a**2 - b**2*t for a real p = a + b*h that has one of the signs, and each size h, h**2 = t, in it."""
    f, knowledge = tower.field, tower.knowledge
    if signs not in (POSITIVE, NEGATIVE) or len(p) > MOST_TERMS:
        return
    for at, k in enumerate(p.degrees()):
        if k != 1 or not _is_square_root(tower, f.generators[at]):
            continue
        made = f.generators[at]
        slope = p.derivative(at)
        rest = p - slope * f.gens[at]
        other = knowledge.sign(rest - slope * f.gens[at])
        if other in (POSITIVE, NEGATIVE):
            norm = f.reduced(f.times(rest, rest) - f.times(f.times(slope, slope), made.tail))
            knowledge.learn(norm, signs if other == POSITIVE else flipped(signs))


def _square_of_size(tower: Tower, p: Polynomial) -> Polynomial | None:
    """|p|**2 as a polynomial over real generators; None where it is not known or too long."""
    if len(p) > MOST_TERMS:
        return None
    try:
        square = tower.field.multiply(Quotient(p), complex_parts.conjugate(tower, Quotient(p)))
    except GaveUp:
        return None
    return square.numer if not square.factors and tower.knowledge.is_over_reals(square.numer) else None


def _sign_of_square(tower: Tower, square: Polynomial) -> int:
    """The signs of the square of a size, by itself or by a root of it that is known not to be 0."""
    roots = [g for g in tower.field.generators if _is_square_root(tower, g) and g.tail == square]
    return POSITIVE if any(not g.signs & ZERO for g in roots) else tower.knowledge.sign(square)


def _is_square_root(tower: Tower, made: Generator) -> bool:
    """Whether the generator is a real h with h**2 = t for a t over real generators."""
    is_root = made.degree == 2 and made.is_real and made.data[0] in ("root", "size")
    return is_root and tower.knowledge.is_over_reals(made.tail)
