"""Equations between matrices that follow from each other: one is the other multiplied by a matrix.

From D1 = 0 follows P*D1 = 0 and D1*P = 0 for every P of a fitting shape; if P is invertible, and the second equation is
that product up to a rational factor that is not 0, they have the same solutions (Horn and Johnson, Matrix Analysis,
section 0.5). P is invertible where both sides are defined if it is a product of inverses and of matrices that are inverted
in one of the equations.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from verifier.kernel.cell import Refused
from verifier.kernel.matrices.instances import Reduction
from verifier.kernel.matrices.word_reduction import Words
from verifier.kernel.matrices.words import Combination, Letter, is_square, scaled, times, word_of
from verifier.kernel.relations import CONDITION_RELATIONS
from verifier.model.claim import Claim
from verifier.model.evidence import Proof
from verifier.terms.term import ZERO, Term, add


def by_equations(claim: Claim, proof: Proof) -> Reduction:
    """The rule `equations`: the second equation is the first multiplied by the proof's matrix, if it has one."""
    if len(proof.terms) > 1 or proof.names not in (("left",), ("right",)):
        raise Refused("`equations` takes at most one matrix, and a side")
    if claim.relation not in CONDITION_RELATIONS or (claim.lhs.head, claim.rhs.head) != ("eq", "eq"):
        raise Refused("`equations` is about two equations that follow from each other")
    words = Words(claim)
    (first, left), (second, right) = (equation(words, side) for side in (claim.lhs, claim.rhs))
    if proof.terms:
        regular = words.regular()
        factor = words.translator.matrix(proof.terms[0])
        words.translator.take_needs()
        if words.regular().keys() != regular.keys():
            raise Refused("an equation is not multiplied by an inverse that does not occur in either")
        if claim.relation == "<=>" and not is_invertible(regular, factor):
            raise Refused("an equation is only multiplied by what is inverted in one of them")
        first = words.translator.rewriter.reduced(
            times(factor, first) if proof.names == ("left",) else times(first, factor)
        )
    if not is_multiple(second, first):
        raise Refused("the second equation is no multiple of the first")
    return words.reduction([], (add(ZERO, *left), add(ZERO, *right)))


def equation(words: Words, condition: Term) -> tuple[Combination, tuple[Term, ...]]:
    """What an equation says is zero, and what its sides need."""
    if not any(map(words.translator.finder.of, condition.args)):
        raise Refused("`equations` is about matrices")
    words.translator.take_needs()
    difference = words.difference(*condition.args)
    return difference, words.translator.take_needs()


def is_multiple(a: Combination, b: Combination) -> bool:
    """Whether a is b times a rational number that is not 0."""
    if a.shape != b.shape or not a.items or not b.items:
        return a.items == b.items and a.shape == b.shape
    ratio: Fraction = a.items[0][1] / b.items[0][1]
    return scaled(b, ratio) == a


def is_invertible(regular: Mapping[Combination, None], a: Combination) -> bool:
    """Whether a matrix whose inverses are all of `regular` ones is invertible wherever these are."""
    if a in regular:
        return True
    if len(a.items) != 1 or a.items[0][0][1]:
        return False
    return all(_is_invertible(regular, letter) for letter in a.items[0][0][0])


def _is_invertible(regular: Mapping[Combination, None], letter: Letter) -> bool:
    return is_square(letter.shape) and (letter.inverse or word_of((letter,), letter.shape) in regular)
