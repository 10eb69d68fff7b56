"""The conjugate of a function's value as its value at the conjugate: conj(f(u)) = f(conj(u)).

By the reflection principle (NIST DLMF 1.10(ii)) that holds for an analytic f that is real on a part of the real axis, on a
domain that is symmetric about it: for gamma and erf wherever they are defined, for asin off its cuts (DLMF 4.23(ii)), for
the principal powers u**(1/m) off the negative real axis, and at 0, where both sides are 0. On a cut it fails: there
the value is that of one side.

The conjugate of a sum or product over a range, and of a convergent series, is that of the conjugates of its terms.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.kernel.normal_forms import complex_parts, exponentials, roots, special
from verifier.kernel.normal_forms.field import GaveUp, Generator, Quotient
from verifier.kernel.plane.cuts import off_real_rays
from verifier.model.verdict import Answer
from verifier.terms.term import Term, call

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

ANALYTIC = frozenset({"gamma", "erf", "asin"})


def conjugate_of(tower: Tower, made: Generator) -> Quotient:
    """The conjugate of a generator that need not be real; GaveUp where it is not known."""
    head, f = made.data[0], tower.field
    if head == "principal root" and not _may_be_negative(tower, made.data[1]):
        _, rest, degree = made.data
        _, denom = f.lowest(rest)  # the generator is the root times the denominator
        root = roots.root(tower, complex_parts.conjugate(tower, rest), Fraction(1, degree))
        return f.multiply(root, complex_parts.conjugate(tower, Quotient(denom)))
    if head in ANALYTIC and len(made.data) == 2 and (head != "asin" or _is_off_rays(tower, made.data[1])):
        return special.FUNCTIONS[head](tower, complex_parts.conjugate(tower, made.data[1]))
    if head == "operator" and made.term.head in ("Sum", "Product"):
        body, *rest = made.term.args
        return tower.normal_form(Term(made.term.head, (call("conjugate", body), *rest)))
    raise GaveUp("the conjugate of a term is not known")


def log_by_conjugate(tower: Tower, w: Quotient) -> Quotient | None:
    """log(w) = log|w|**2 - log(conj(w)) for w off the cut, by a logarithm that the tower has; else None."""
    try:
        conjugate = complex_parts.conjugate(tower, w)
        if ("log", tower.term_of_quotient(conjugate)) not in tower.field.index or _may_be_negative(tower, w):
            return None
        size = exponentials.log(tower, tower.field.multiply(w, conjugate))
    except GaveUp:
        return None
    return tower.field.subtract(size, exponentials.log(tower, conjugate))


def _may_be_negative(tower: Tower, w: Quotient) -> bool:
    from verifier.kernel.plane.term_sectors import sector

    return sector(tower, tower.term_of_quotient(w)).contains(Fraction(1))


def _is_off_rays(tower: Tower, u: Quotient) -> bool:
    from verifier.kernel.domains.places import answer_of

    return answer_of(tower, off_real_rays(tower.term_of_quotient(u))) is Answer.YES
