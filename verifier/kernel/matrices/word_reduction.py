"""A claim about matrices of any size as scalar claims: of the coefficients of words, with symbols for scalars of matrices.

Two combinations of words are equal wherever both are defined if the coefficients of each word are; what symbols stand for
takes some value, so a claim that holds for all values of the symbols holds. Equations assumed between matrices become
rules for words, those between scalars are solved for a symbol where that is plain; assumptions that have no such form are
left out, which makes the domain larger and the claim harder to show. A square matrix that is inverted somewhere in the
claim is invertible wherever both sides are defined, so both may be multiplied by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verifier.kernel.cell import Refused
from verifier.kernel.matrices.definite_sums import facts_of_sums
from verifier.kernel.matrices.instances import Reduction
from verifier.kernel.matrices.matrix_terms import Translator, polynomial
from verifier.kernel.matrices.shapes import Misfit, shapes_of, size_names
from verifier.kernel.matrices.words import Combination, Letter, Word, gathered, is_square, minus, term_of_scalar, times
from verifier.kernel.relations import CONDITION_RELATIONS, indicator
from verifier.kernel.unsupported import Unsupported
from verifier.model.chain import Declaration, Kind, NumberSet
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Proof
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, ZERO, Term, add, call, symbol


class Words:
    """The words of one claim: its assumptions learned, both sides translated, each with what it needs."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.translator = Translator(shapes_of(claim.domain), claim.domain.complex_numbers, size_names(claim))
        self.conditions: list[Term] = []
        self.solved: dict[str, Term] = {}
        self.invertible: dict[Combination, None] = {}
        for condition in claim.domain.conditions:
            self._learn(condition)
        self.translator.inverted.clear()

    # ---- assumptions

    def _learn(self, condition: Term) -> None:
        if condition.head == "and":
            for part in condition.args:
                self._learn(part)
            return
        try:
            if condition.head == "eq" and any(map(self.translator.finder.of, condition.args)):
                self._learn_equation(condition)
            elif condition.head == "eq" and self.translator.mentions(condition):
                self._learn_scalar(self.translator.scalar(condition))
            else:
                self._learn_regular(condition)
                self.conditions.append(self.translator.scalar(condition))
        except Unsupported:
            self.translator.take_needs()
        for need in self.translator.take_needs():  # what holds is defined
            if need.head == "div" and need.args[0] == ONE:
                self.conditions.append(call("ne", need.args[1], ZERO))

    def _learn_equation(self, condition: Term) -> None:
        """An equation between matrices holds, so the inverses in it exist; a product that is a number times I has none 0."""
        difference = self.difference(*condition.args)
        rewriter = self.translator.rewriter
        rewriter.assume_zero(difference)
        rewriter.assume_zero(rewriter.transposed(difference))
        for word in difference.words():
            if len(word) == 2 and len(difference.items) == 2 and is_square(word[0].shape) and is_square(word[1].shape):
                self._learn_invertible(word, difference)

    def _learn_invertible(self, word: Word, difference: Combination) -> None:
        others = [key for key, _ in difference.items if key[0] != word]
        if others == [((), ())]:
            for letter in word:
                name = letter.base
                if isinstance(name, str):
                    held = self.translator.scalar(call("Determinant", symbol(name)))
                    self.conditions.append(call("ne", held, ZERO))

    def _learn_regular(self, condition: Term) -> None:
        """A matrix whose determinant is assumed not to be 0 is invertible on the whole domain."""
        if condition.head == "ne" and ZERO in condition.args:
            (determinant,) = [a for a in condition.args if a != ZERO] or [ZERO]
            if determinant.head == "Determinant" and self.translator.finder.of(determinant.args[0]):
                self.invertible[self.translator.matrix(determinant.args[0])] = None

    def regular(self) -> dict[Combination, None]:
        """Matrices that are invertible wherever both sides are defined."""
        return self.translator.inverted | self.invertible

    def _learn_scalar(self, condition: Term) -> None:
        """An equation between scalars, solved for a symbol of matrices that occurs once and with a rational coefficient."""
        difference = minus(*map(polynomial, condition.args))
        for (_, monomial), c in difference.items:
            if len(monomial) == 1 and monomial[0][1] == 1 and monomial[0][0].value in self.translator.scalars.terms:
                name = monomial[0][0].name
                rest = gathered(difference.shape, [(k, -v / c) for k, v in difference.items if k[1] != monomial])
                value = substitute(term_of_scalar(rest), self.solved)
                if name not in free_symbols(value) and name not in self.solved:
                    self.solved = {n: substitute(t, {name: value}) for n, t in self.solved.items()} | {name: value}
                    return
        self.conditions.append(condition)

    # ---- sides

    def difference(self, lhs: Term, rhs: Term) -> Combination:
        """lhs - rhs for matrices; a written 0 has every shape."""
        sides = [self.translator.matrix(t) for t in (lhs, rhs) if t != ZERO]
        if len(sides) == 2:
            return self.translator.rewriter.reduced(minus(*sides))
        return sides[0] if rhs == ZERO else gathered(sides[0].shape, [(k, -c) for k, c in sides[0].items])

    def side(self, term: Term) -> tuple[Term, tuple[Term, ...]]:
        """A side of a scalar claim as written, and what it needs besides."""
        faithful = self.translator.scalar(term)
        if self.claim.relation in CONDITION_RELATIONS:
            faithful = indicator(faithful)
        return faithful, self.translator.take_needs()

    # ---- the reduction

    def domain(self) -> Domain:
        """The scalars that were declared, sizes as positive integers, and the symbols of matrices."""
        domain, translator = self.claim.domain, self.translator
        numbers = _numbers(domain)
        made = tuple(Declaration(name, Kind.SCALAR, numbers) for name in translator.scalars.terms)
        squares = [*map(symbol, translator.scalars.squares), *translator.nonnegative]
        facts = [call("ge", u, ZERO) for u in squares] if numbers is NumberSet.REAL else []
        found = replace(
            domain,
            declarations=(*self._declarations(), *made),
            conditions=tuple(substitute(c, self.solved) for c in (*self.conditions, *facts)),
        )
        if numbers is not NumberSet.REAL:
            return found
        return replace(found, conditions=(*found.conditions, *facts_of_sums(translator.scalars, found)))

    def _declarations(self) -> Iterator[Declaration]:
        sizes = size_names(self.claim)
        for d in self.claim.domain.declarations:
            if d.name in self.translator.shapes:
                continue
            kept = tuple(c for c in d.conditions if not self.translator.mentions(c))
            if d.name in sizes:
                yield replace(d, numbers=NumberSet.INTEGER, conditions=(*kept, call("ge", symbol(d.name), ONE)))
            else:
                yield replace(d, conditions=kept)

    def reduction(self, pairs: list[tuple[Term, Term]], whole: tuple[Term, Term]) -> Reduction:
        """The reduction to these scalar claims and this comparison of domains."""
        domain = self.domain()
        claim = replace(self.claim, domain=domain, relation="=", tolerance=None)

        def put(sides: tuple[Term, Term]) -> Claim:
            lhs, rhs = (substitute(t, self.solved) for t in sides)
            return replace(claim, lhs=lhs, rhs=rhs)

        return Reduction(tuple(map(put, pairs)), put(whole), self.translator.scalars.terms)


def _numbers(domain: Domain) -> NumberSet:
    is_complex = any(d.numbers is NumberSet.COMPLEX for d in domain.declarations)
    return NumberSet.COMPLEX if is_complex else NumberSet.REAL


def by_words(claim: Claim, proof: Proof) -> Reduction:
    """The rule `words`: its terms are multiplied to both sides one after another, its names say on which side."""
    if len(proof.terms) != len(proof.names) or not set(proof.names) <= {"left", "right"}:
        raise Refused("`words` takes as many sides as matrices to multiply with")
    words = Words(claim)
    shapes = [words.translator.finder.of(t) for t in (claim.lhs, claim.rhs) if t != ZERO]
    if not any(shapes):
        if proof.terms:
            raise Refused("scalars are not multiplied by matrices")
        return _of_scalars(words)
    if claim.relation != "=" or len(set(shapes)) != 1:
        raise Misfit
    return _of_matrices(words, list(zip(proof.terms, proof.names, strict=True)))


def _of_scalars(words: Words) -> Reduction:
    claim = words.claim
    (lhs, left), (rhs, right) = words.side(claim.lhs), words.side(claim.rhs)
    made = words.reduction([(lhs, rhs)], (add(lhs, *left), add(rhs, *right)))
    if claim.relation in CONDITION_RELATIONS:
        relation = "=" if claim.relation == "<=>" else "<="
        return replace(made, claims=(replace(made.claims[0], relation=relation),))
    tolerance = claim.tolerance
    if tolerance is not None and tolerance.within is not None:
        tolerance = replace(tolerance, within=words.translator.scalar(tolerance.within))
    return replace(made, claims=(replace(made.claims[0], relation=claim.relation, tolerance=tolerance),))


def sides_of(words: Words) -> tuple[Combination, tuple[Term, Term]]:
    """The difference of the sides of a claim between matrices, and a term for each side that is defined where it is."""
    whole = []
    for side in (words.claim.lhs, words.claim.rhs):
        if side != ZERO:
            words.translator.matrix(side)
        whole.append(add(ZERO, *words.translator.take_needs()))
    return words.difference(words.claim.lhs, words.claim.rhs), (whole[0], whole[1])


def _of_matrices(words: Words, factors: list[tuple[Term, str]]) -> Reduction:
    difference, whole = sides_of(words)
    inverted = words.regular()
    for term, side in factors:
        factor = words.translator.matrix(term)
        if factor not in inverted:
            raise Refused("both sides are only multiplied by what is inverted in one of them")
        difference = multiplied(words, difference, factor, side)
    return words.reduction(_coefficients(difference), whole)


def multiplied(words: Words, difference: Combination, factor: Combination, side: str) -> Combination:
    """The product with a matrix whose inverse occurs, which vanishes beside it."""
    rewriter = words.translator.rewriter
    gone = _inverse_letter(words, factor)
    total = gathered(difference.shape, [])
    for (word, monomial), c in difference.items:
        end = word[:1] if side == "left" else word[-1:]
        item = gathered(difference.shape, [((word, monomial), c)])
        if gone is not None and end == (gone,):
            part = gathered(difference.shape, [((word[1:] if side == "left" else word[:-1], monomial), c)])
        else:
            part = times(factor, item) if side == "left" else times(item, factor)
        total = gathered(difference.shape, (*total.items, *part.items))
    return rewriter.reduced(total)


def _inverse_letter(words: Words, factor: Combination) -> Letter | None:
    """The letter that is the inverse of this sum."""
    letter = Letter(factor, factor.shape, inverse=True)
    return letter if letter in words.translator.rewriter.inverted else None


def _coefficients(difference: Combination) -> list[tuple[Term, Term]]:
    """For each word left, the claim that its coefficient is 0."""
    pairs: list[tuple[Term, Term]] = []
    for word in difference.words():
        items = [(((), m), c) for (w, m), c in difference.items if w == word]
        pairs.append((term_of_scalar(gathered(difference.shape, items)), ZERO))
    return pairs
