"""Sums over entries as products of matrices: `Sum(x[i]*A[i, j]*y[j], ...)` over all i and j is `x.T*A*y`.

By the definition of the product: a summed index that occurs in two places of a monomial joins them. A chain of joined
entries between two vectors is a number, a closed chain a trace. The sum runs over the whole size of each place, from 1;
sizes are positive, so it is not empty. Bodies are polynomials, so that nothing in them can be undefined.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.kernel.matrices.words import Combination, Letter, gathered, plus, scaled, times, word_of
from verifier.kernel.unsupported import Unsupported
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, Term

if TYPE_CHECKING:
    from verifier.kernel.matrices.matrix_terms import Translator

Place = tuple[int, int]  # which factor, and which of its indices
REFUSED = Unsupported("a sum over entries that is no product of matrices")


def contracted(translator: Translator, term: Term) -> Combination:
    """The sum as a polynomial in numbers made of words."""
    from verifier.kernel.matrices.matrix_terms import polynomial

    sizes: dict[str, Term] = {}
    while term.head == "Sum":
        body, index, first, last = term.args
        if first != ONE or index.name in sizes:
            raise REFUSED
        sizes[index.name] = last
        term = body
    if not _is_polynomial(term) or any(free_symbols(s) & sizes.keys() for s in sizes.values()):
        raise REFUSED
    total = gathered((ONE, ONE), [])
    for (_, monomial), c in polynomial(term).items:
        total = plus(total, scaled(_monomial(translator, list(_factors(monomial)), sizes), c))
    return total


def _is_polynomial(term: Term) -> bool:
    if term.head == "pow":
        k = rational_value(term.args[1])
        return k is not None and k.denominator == 1 and k >= 0 and _is_polynomial(term.args[0])
    if term.head in ("number", "symbol", "index"):
        return True
    return term.head in ("add", "neg", "mul") and all(map(_is_polynomial, term.args))


def _factors(monomial: tuple[tuple[Term, int], ...]) -> Iterator[Term]:
    for factor, k in monomial:
        if k < 0:
            raise REFUSED
        yield from (factor for _ in range(k))


def _monomial(translator: Translator, factors: list[Term], sizes: dict[str, Term]) -> Combination:
    """One monomial summed over all indices: each index joins the two places where it occurs."""
    entries = [f for f in factors if f.head == "index" and f.name in translator.shapes]
    others = [f for f in factors if f not in entries]
    if any(free_symbols(f) & sizes.keys() for f in others):
        raise REFUSED
    places: dict[str, list[Place]] = {name: [] for name in sizes}
    for k, entry in enumerate(entries):
        for slot, index in enumerate(entry.args):
            if (
                index.head != "symbol"
                or index.name not in sizes
                or sizes[index.name] != translator.shapes[entry.name][slot]
            ):
                raise REFUSED
            places[index.name].append((k, slot))
    if any(len(found) != 2 for found in places.values()):
        raise REFUSED
    total = gathered((ONE, ONE), [(((), tuple((o, others.count(o)) for o in dict.fromkeys(others))), Fraction(1))])
    for part in _chains(translator, entries, places):
        total = times(total, part)
    return total


def _chains(translator: Translator, entries: list[Term], places: dict[str, list[Place]]) -> Iterator[Combination]:
    """The numbers that the joined entries make."""
    partner = {a: b for two in places.values() for a, b in (two, two[::-1])}
    left = dict.fromkeys(range(len(entries)))
    ends = [k for k in left if len(entries[k].args) == 1]
    for start in (*ends, *range(len(entries))):
        if start not in left:
            continue
        del left[start]
        shape = translator.shapes[entries[start].name]
        is_path = len(entries[start].args) == 1
        letter = Letter(entries[start].name, shape)
        word = [_turned(letter) if is_path else letter]
        at = partner[start, 0 if is_path else 1]
        while at[0] in left:
            k, slot = at
            del left[k]
            own = Letter(entries[k].name, translator.shapes[entries[k].name])
            word.append(own if slot == 0 else _turned(own))
            if len(entries[k].args) == 1:
                break
            at = partner[k, 1 - slot]
        product = word_of(tuple(word), (word[0].shape[0], word[-1].shape[1]))
        reduced = translator.rewriter.reduced(product)
        yield reduced if is_path else translator.scalars.trace(reduced)


def _turned(letter: Letter) -> Letter:
    return Letter(letter.base, letter.shape[::-1], False, True)
