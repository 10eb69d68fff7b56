"""Matrices that a claim is worth multiplying by: those that are inverted in it. Nothing here is trusted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from verifier.kernel.matrices.word_equations import equation, is_multiple
from verifier.kernel.matrices.word_reduction import Words, multiplied, sides_of
from verifier.kernel.matrices.words import Combination, Letter, term_of, word_of
from verifier.kernel.relations import CONDITION_RELATIONS
from verifier.model.claim import Claim
from verifier.model.evidence import Proof
from verifier.terms.substitution import substitute
from verifier.terms.term import ZERO, Term, call

SIDES: Final = ("left", "right")
MOST_DEPTH: Final = 4
MOST_TRIED: Final = 30
MOST_PROOFS: Final = 4


def multiplications(claim: Claim) -> Iterator[Proof]:
    """Proofs by `words` with factors, those that leave least first; the first has none."""
    yield Proof("words")
    words = Words(claim)
    if not any(words.translator.finder.of(t) for t in (claim.lhs, claim.rhs) if t != ZERO):
        return
    difference, _ = sides_of(words)
    found = sorted(islice(_factors(words, difference), MOST_TRIED), key=lambda pair: len(pair[0].items))
    for left, steps in found[:MOST_PROOFS]:
        if len(left.items) < 2 * len(difference.items) + 2:
            yield Proof("words", tuple(_term(words, f) for f, _ in steps), tuple(side for _, side in steps))


Steps = tuple[tuple[Combination, str], ...]


def _factors(words: Words, difference: Combination) -> Iterator[tuple[Combination, Steps]]:
    """What is left after multiplying, breadth first; each factor is an inverse's own matrix at the end of some word."""
    waiting: list[tuple[Combination, Steps]] = [(difference, ())]
    while waiting:
        left, steps = waiting.pop(0)
        if len(steps) == MOST_DEPTH:
            continue
        for side in SIDES:
            for factor in _at_end(words, left, side):
                product = multiplied(words, left, factor, side)
                item = product, (*steps, (factor, side))
                yield item
                if not product.items:
                    return
                waiting.append(item)


def _at_end(words: Words, a: Combination, side: str) -> list[Combination]:
    """The matrices whose inverses begin or end a word, sums first."""
    ends = dict.fromkeys(word[0 if side == "left" else -1] for word in a.words() if word)
    found = [c for c in words.regular() if _inverse(words, c) in ends]
    return sorted(found, key=lambda c: -len(c.items))


def _inverse(words: Words, a: Combination) -> Letter | None:
    """The letter that is the inverse of the matrix, if it is one letter."""
    inverse = words.translator.inverse(a)
    own = inverse.words()
    return own[0][0] if len(own) == 1 and len(own[0]) == 1 else None


def _term(words: Words, a: Combination) -> Term:
    return substitute(term_of(a), words.translator.scalars.terms)


def equations(claim: Claim) -> Iterator[Proof]:
    """Proofs that one equation is the other multiplied by a matrix that is inverted in one of them, or by a letter."""
    if claim.relation not in CONDITION_RELATIONS or (claim.lhs.head, claim.rhs.head) != ("eq", "eq"):
        return
    words = Words(claim)
    if not all(any(map(words.translator.finder.of, side.args)) for side in (claim.lhs, claim.rhs)):
        return
    first, second = (equation(words, side)[0] for side in (claim.lhs, claim.rhs))
    if is_multiple(second, first):
        yield Proof("equations", names=("left",))
    for c in words.regular():
        term = _term(words, c)
        for side in SIDES:
            yield Proof("equations", (term,), (side,))
            yield Proof("equations", (call("Inverse", term),), (side,))
    if claim.relation == "=>":
        for side in SIDES:
            letters = dict.fromkeys(word[0 if side == "left" else -1] for word in second.words() if word)
            for letter in letters:
                yield Proof("equations", (_term(words, word_of((letter,), letter.shape)),), (side,))
