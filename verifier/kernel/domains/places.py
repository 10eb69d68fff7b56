"""What a tower knows of conditions: whether they hold on the whole cell, and under a bound index."""

from __future__ import annotations

from collections.abc import Callable

from verifier.kernel.domains.natural_domain import Place
from verifier.kernel.normal_forms.field import GaveUp, Undefined
from verifier.kernel.normal_forms.grown import with_fact
from verifier.kernel.normal_forms.tower import SIGNS_OF_RELATION, NeedsSign, Tower
from verifier.kernel.plane.cuts import directions_of_cut
from verifier.kernel.plane.sector_answers import answer_by_sectors
from verifier.kernel.signs.signs import ANY, DECIDED, Contradiction
from verifier.kernel.signs.term_signs import sign_as_written
from verifier.kernel.sums import ranges
from verifier.model.verdict import Answer
from verifier.terms.heads import heads
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ZERO, Term, call


@record
class TowerPlace:
    """What a tower knows, for the question where a term is defined."""

    tower: Tower

    @property
    def is_complex(self) -> bool:
        return self.tower.is_complex

    def decide(self, condition: Term) -> Answer:
        """Whether the condition holds on the whole cell, or fails on all of it."""
        return answer_of(self.tower, condition)

    def is_integer(self, term: Term) -> bool:
        """Whether the term visibly has integer values only."""
        if free_symbols(term) - self.tower.integers:
            return False
        try:
            return self.tower.is_integer(self.tower.normal_form(term))
        except (GaveUp, NeedsSign, Undefined):
            return False

    def under_index(self, lower: Term, upper: Term) -> tuple[Place, Term] | None:
        """The tower under an index with these bounds, and the index."""
        try:
            bounds = self.tower.normal_form(lower), self.tower.normal_form(upper)
            return TowerPlace(ranges.under_index(self.tower, *bounds)), ranges.index_of(self.tower)
        except (GaveUp, NeedsSign, Undefined, Contradiction):
            return None


def answer_of(tower: Tower, condition: Term) -> Answer:
    """Whether a condition holds on the whole cell of this tower, fails on all of it, or neither is known."""
    if not tower.is_complex:
        return _by_normal_form(tower, condition, answer_of)
    is_cut = directions_of_cut(condition) is not None  # then its parts say nothing that its sector does not
    answer = _by_normal_form(tower, condition, _by_normal_form if is_cut else answer_of)
    return answer_by_sectors(tower, condition) if answer is Answer.UNKNOWN else answer


def _by_normal_form(tower: Tower, condition: Term, of_part: Callable[[Tower, Term], Answer] | None = None) -> Answer:
    if condition.head in ("or", "and"):
        of_part = of_part or _by_normal_form
        answers = [of_part(tower, c) for c in condition.args]
        decisive, other = (Answer.YES, Answer.NO) if condition.head == "or" else (Answer.NO, Answer.YES)
        if decisive in answers:
            return decisive
        if all(a is other for a in answers):
            return other
        if condition.head == "or" and _allows_all(tower, tuple(_open_part(c, tower, of_part) for c in condition.args)):
            return Answer.YES
        return Answer.UNKNOWN
    allowed = SIGNS_OF_RELATION.get(condition.head)
    try:
        if allowed is not None:  # as `holds`, without the search for a term whose sign would have to be known
            signs = tower.sign(tower.difference(condition))
            if signs not in DECIDED and condition.args[1] == ZERO and condition.args[0].head == "add":
                signs &= sign_as_written(tower, condition.args[0])
            return _answer(signs, allowed)
        if condition.head == "defined":
            return Answer.UNKNOWN
        return Answer.YES if tower.holds(condition) else Answer.NO
    except NeedsSign as needed:
        return _of_choices(tower, condition, needed.term) if allowed is not None else Answer.UNKNOWN
    except (GaveUp, Undefined):
        return Answer.UNKNOWN


def _of_choices(tower: Tower, condition: Term, u: Term) -> Answer:
    """YES where a relation with a choice in it holds by the way it is written, or whatever the sign of the open term is."""
    if (
        condition.args[1] == ZERO
        and sign_as_written(tower, condition.args[0]) & ~SIGNS_OF_RELATION[condition.head] == 0
    ):
        return Answer.YES
    if tower.is_complex or tower.is_grown or "Piecewise" not in heads(condition):
        return Answer.UNKNOWN
    holds = all(_holds_where(tower, call(head, u, ZERO), condition) for head in ("gt", "lt", "eq"))
    return Answer.YES if holds else Answer.UNKNOWN


def _holds_where(tower: Tower, fact: Term, condition: Term) -> bool:
    try:
        return _by_normal_form(with_fact(tower, fact), condition) is Answer.YES
    except Contradiction:
        return True
    except GaveUp:
        return False


def _open_part(condition: Term, tower: Tower, of_part: Callable[[Tower, Term], Answer]) -> Term:
    """The only part of a conjunction that is not known to hold; the condition itself, where there is none or another one."""
    parts = condition.args if condition.head == "and" else ()
    left = [p for p in parts if of_part(tower, p) is not Answer.YES]
    return left[0] if len(left) == 1 else condition


def _allows_all(tower: Tower, alternatives: tuple[Term, ...]) -> bool:
    """Whether relations between the same two terms allow all signs that their difference can have: a > 0 or a = 0 for a >= 0."""
    allowed: dict[tuple[Term, ...], int] = {}
    for c in alternatives:
        if c.head in SIGNS_OF_RELATION:
            allowed[c.args] = allowed.get(c.args, 0) | SIGNS_OF_RELATION[c.head]
    return any(not _signs_of(tower, *sides) & ~signs for sides, signs in allowed.items() if signs.bit_count() > 1)


def _signs_of(tower: Tower, left: Term, right: Term) -> int:
    """The signs that the difference can have, as far as they are known."""
    try:
        return tower.sign(tower.difference(call("eq", left, right)))
    except (NeedsSign, GaveUp, Undefined):
        return sign_as_written(tower, left) if right == ZERO else ANY


def _answer(signs: int, allowed: int) -> Answer:
    return Answer.YES if not signs & ~allowed else Answer.NO if not signs & allowed else Answer.UNKNOWN
