"""Polynomials in re(z) and im(z) that are polynomials in z = re(z) + I*im(z), shown as such.

With re(z) = z - I*im(z) a polynomial is one in z and im(z); where im(z) cancels it is one in z alone, and equal to the
first for every z.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verifier.kernel.normal_forms.field import GaveUp, Polynomial
from verifier.kernel.normal_forms.showing import term_of_polynomial
from verifier.terms.term import Term

if TYPE_CHECKING:
    from verifier.kernel.normal_forms.tower import Tower

MOST_TERMS = 40


def term_of(tower: Tower, p: Polynomial) -> Term:
    """The polynomial as a term, in whole complex symbols as far as it is one in them."""
    f, whole = tower.field, dict[int, Term]()
    if not tower.is_complex or len(p) > MOST_TERMS or "unity" not in f.index:
        return term_of_polynomial(f, p, whole)
    for at, made in enumerate(f.generators):
        if made.term.head == "re" and made.data == ("symbol", made.term):
            joined = _joined(tower, p, at, f.index.get(("symbol", Term("im", made.term.args))))
            if joined is not None:
                p, whole[at] = joined, made.term.args[0]
    return term_of_polynomial(f, p, whole)


def factors(tower: Tower, p: Polynomial) -> list[Polynomial]:
    """The factors of a polynomial in whole complex symbols, their product p; only p where it is none, or irreducible."""
    f, q = tower.field, p
    symbols = []
    for at, made in enumerate(f.generators):
        if made.term.head == "re" and made.data == ("symbol", made.term):
            imaginary = f.index.get(("symbol", Term("im", made.term.args)))
            joined = _joined(tower, q, at, imaginary)
            if joined is not None and imaginary is not None:
                q = joined
                symbols.append((at, imaginary))
    if not symbols or len(p) > MOST_TERMS:
        return [p]
    unit = f.gens[f.index["unity"]] ** (tower.hints.unity // 2)
    forms = [(q, f.one_poly)]
    if len(symbols) == 1 and all(k % 2 == 0 for exponents in q.to_dict() for k in exponents[symbols[0][0] :][:1]):
        forms.append((_turned(q, symbols[0][0], f.ring), -unit))
    for form, turn in forms:
        content, parts = f.factored(form)
        found = [_taken_apart(tower, part, symbols, turn) for part, k in parts for _ in range(k)]
        if len(found) > 1:
            found[0] = found[0] * content
            product = f.one_poly
            for part in found:
                product = f.reduced(f.times(product, part))
            return found if product == p else [p]
    return [p]


def _turned(p: Polynomial, at: int, ring: Any) -> Polynomial:
    """An even polynomial in z as one in -I*z."""
    return ring.from_dict({e: c if int(e[at]) % 4 == 0 else -c for e, c in p.to_dict().items()})


def _taken_apart(tower: Tower, p: Polynomial, symbols: list[tuple[int, int]], turn: Polynomial) -> Polynomial:
    """The polynomial with turn*(re(z) + I*im(z)) for each generator that stands for a whole symbol."""
    f = tower.field
    unit = f.gens[f.index["unity"]] ** (tower.hints.unity // 2)
    for real, imaginary in symbols:
        total, whole = f.zero_poly, f.reduced(f.times(turn, f.gens[real] + f.times(unit, f.gens[imaginary])))
        for exponents, coefficient in f.coefficients(p, {real}).items():
            power = f.one_poly
            for _ in range(exponents[real]):
                power = f.reduced(f.times(power, whole))
            total = total + f.times(power, coefficient)
        p = f.reduced(total)
    return p


def _joined(tower: Tower, p: Polynomial, real: int, imaginary: int | None) -> Polynomial | None:
    """The polynomial with its generator `real` standing for the whole symbol; None where the other one is left."""
    f = tower.field
    if imaginary is None or not p.degrees()[imaginary]:
        return None
    unit = f.gens[f.index["unity"]] ** (tower.hints.unity // 2)
    replaced, total = f.gens[real] - f.times(unit, f.gens[imaginary]), f.zero_poly
    try:
        for exponents, coefficient in f.coefficients(p, {real}).items():
            power = f.one_poly
            for _ in range(exponents[real]):
                power = f.reduced(f.times(power, replaced))
            total = total + f.times(power, coefficient)
        total = f.reduced(total)
    except GaveUp:
        return None
    return None if total == 0 or total.degrees()[imaginary] else total
