"""One cell of the declared domain: are two lowered terms equal on it wherever both are defined, and where are they not?

A leaf of every proof. The two questions are kept apart: equality may use what both sides need (log(a*b) = log(a) + log(b)
where a > 0 and b > 0); the comparison of domains may use for each side only what the other one needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final, TypeVar

from verifier.kernel.domains.natural_domain import Requirement, negation, requirements
from verifier.kernel.domains.places import TowerPlace, answer_of
from verifier.kernel.domains.reported import open_factors, strictly, whole_condition
from verifier.kernel.normal_forms import angle_sums, grown, log_sums
from verifier.kernel.normal_forms.field import SMALL, Bounds, GaveUp, Polynomial, Quotient, RingFull, Undefined
from verifier.kernel.normal_forms.fresh_towers import first_hints, fresh_tower
from verifier.kernel.normal_forms.hints import Hints, Restart
from verifier.kernel.normal_forms.tower import SIGNS_OF_RELATION, NeedsSign, Tower
from verifier.kernel.plane.cuts import off_branch_points
from verifier.kernel.signs.signs import ZERO, Contradiction
from verifier.model.chain import Declaration, Kind
from verifier.model.claim import Domain
from verifier.model.verdict import Answer
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import FALSE, Term

T = TypeVar("T")

MOST_RESTARTS: Final = 14
LARGEST_RING: Final = 64
MOST_TERMS: Final = 200  # of polynomials that are divided by what is known to be 0
MOST_KEPT: Final = 32  # proofs: the search replays each one, and then the judge does


class Refused(Exception):
    """The evidence does not show the claim."""


class LeavesGaps(Refused):
    """Where the other side may be defined, the rules do not know whether one side is; equality was not asked."""


@record
class Cell:
    """A part of the declared domain: its facts are conditions over the author's symbols."""

    domain: Domain
    facts: tuple[Term, ...] = ()
    bounds: Bounds = SMALL

    def with_fact(self, fact: Term) -> Cell:
        return replace(self, facts=(*self.facts, fact))

    def forgetting(self, name: str) -> Cell:
        """The cell without what is known of a symbol, but what it is declared as."""
        return replace(self, facts=tuple(f for f in self.facts if name not in free_symbols(f)))

    def with_symbol(self, declaration: Declaration) -> Cell:
        """The cell with one more symbol, of which only what it is declared as is known."""
        return replace(self, domain=replace(self.domain, declarations=(*self.domain.declarations, declaration)))


Conditions = tuple[Term, ...]


class Needs:
    """Conditions that one side needs on the cell and the other was not shown to need. `False`: undefined on all of it.

    They may be given as what works them out, which is done when they are first asked for: a search asks for none.
    """

    __slots__ = ("_lhs", "_rhs")

    def __init__(
        self, lhs: Conditions | Callable[[], Conditions] = (), rhs: Conditions | Callable[[], Conditions] = ()
    ):
        self._lhs, self._rhs = lhs, rhs

    @property
    def lhs(self) -> Conditions:
        if not isinstance(self._lhs, tuple):
            self._lhs = self._lhs()
        return self._lhs

    @property
    def rhs(self) -> Conditions:
        if not isinstance(self._rhs, tuple):
            self._rhs = self._rhs()
        return self._rhs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Needs) and (self.lhs, self.rhs) == (other.lhs, other.rhs)

    def __hash__(self) -> int:
        return hash((self.lhs, self.rhs))


def declared_facts(domain: Domain) -> tuple[Term, ...]:
    """What the declarations of scalars and the assumptions say."""
    own = [c for d in domain.declarations if d.kind is Kind.SCALAR for c in d.conditions]
    return (*own, *domain.conditions)


def with_tower(cell: Cell, facts: tuple[Term, ...], use: Callable[[Tower], T], hints: Hints | None = None) -> T:
    """`use` on a tower of the cell with more facts, again with finer generators as long as it asks for them."""
    hints = hints or first_hints(cell.domain)
    for _ in range(MOST_RESTARTS):
        try:
            return use(fresh_tower(cell.domain, hints, (*cell.facts, *facts), cell.bounds))
        except Restart:
            continue
        except RingFull:
            if hints.size >= LARGEST_RING:
                break
            hints.size *= 2
        except (ZeroDivisionError, OverflowError) as error:  # 1/0, or an exponent beyond a machine word
            raise GaveUp("a number in the normal form is out of range") from error
        except RecursionError as error:
            raise GaveUp("the normal form is nested too deep") from error
    raise GaveUp("too many generators")


class KeptTower:
    """One tower of a cell for many small questions, instead of one for each.

    It is given up wherever a question ends otherwise than with an answer, and where gamma functions were met, as the
    lowest one of a question may have poles where the terms of the next have none.
    """

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.hints = first_hints(cell.domain)
        self.tower: Tower | None = None

    def ask(self, use: Callable[[Tower], T]) -> T:
        """What `with_tower` says, of the cell without more facts."""
        kept, self.tower = self.tower, None
        if kept is not None:
            kept.field.work = 0
            try:
                return self._keeping(kept, use)
            except (Restart, RingFull):
                pass
        return with_tower(self.cell, (), lambda tower: self._keeping(tower, use), self.hints)

    def _keeping(self, tower: Tower, use: Callable[[Tower], T]) -> T:
        answer = use(tower)
        if self.hints.shifts or self.hints.inner:
            self.hints = first_hints(self.cell.domain)
        else:
            self.tower = tower
        return answer


@lru_cache(maxsize=MOST_KEPT)
def prove_on(cell: Cell, lhs: Term, rhs: Term) -> Needs:
    """What each side alone needs, after a proof that both are equal where both are defined; Refused without one.

    NeedsSign and GaveUp pass through: the first says where the cell could be cut.
    """
    hints = first_hints(cell.domain, lhs, rhs)
    try:
        sides, equal = with_tower(cell, (), lambda tower: _first_look(tower, lhs, rhs), hints)
    except Contradiction:
        return Needs()
    never = [any(r.condition == FALSE and not r.guards for r in side) for side in sides]
    if any(never):
        return _vacuous(sides, never)
    _refuse_unknown(cell, sides)
    if equal is not Answer.YES:
        facts = _premises([*sides[0], *sides[1]])
        if equal is Answer.UNKNOWN or facts:
            equal = _are_equal(cell, lhs, rhs, facts, hints)
        if equal is not Answer.YES and not is_empty(cell, facts):
            raise Refused("the normal forms of the two sides differ")
    return Needs(lambda: _unmatched(cell, sides[0], sides[1]), lambda: _unmatched(cell, sides[1], sides[0]))


def cut_across_gaps(cell: Cell, lhs: Term, rhs: Term) -> Term | None:
    """The term with an open sign that the equality of both sides needs, so that a cell may be cut; None if it needs none."""
    try:
        requirements_ = with_tower(cell, (), lambda tower: [r for t in (lhs, rhs) for r in open_requirements(tower, t)])
        _are_equal(cell, lhs, rhs, _premises(requirements_), first_hints(cell.domain))
    except NeedsSign as open_sign:
        return open_sign.term
    except (Contradiction, GaveUp):
        pass
    return None


def compare_domains(cell: Cell, lhs: Term, rhs: Term, gaps_are_closed: bool = False) -> Needs:
    """What each side alone needs on the cell, whatever their values are; Refused where that is not known.

    With `gaps_are_closed` the sides are equal wherever both are defined, also where nothing else is known of one of them:
    then its conditions are reported like any other.
    """
    try:
        sides = with_tower(cell, (), lambda tower: [open_requirements(tower, t) for t in (lhs, rhs)])
    except Contradiction:
        return Needs()
    except GaveUp as gave_up:
        raise Refused(str(gave_up)) from gave_up
    never = [any(r.condition == FALSE and not r.guards for r in side) for side in sides]
    if any(never):
        return _vacuous(sides, never)
    if not gaps_are_closed:
        _refuse_unknown(cell, sides)
    return Needs(lambda: _unmatched(cell, sides[0], sides[1]), lambda: _unmatched(cell, sides[1], sides[0]))


def is_defined_with(cell: Cell, term: Term, sides: tuple[Term, Term]) -> bool:
    """Whether the term is shown to be defined at each point of the cell where at least one of the sides is."""
    try:
        own, *needs = with_tower(cell, (), lambda tower: [open_requirements(tower, t) for t in (term, *sides)])
    except Contradiction:
        return True
    except GaveUp:
        return False
    return not any(_not_following(cell, own, [n for n in side if n.exact]) for side in needs)


def _premises(requirements: list[Requirement]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(r.condition for r in requirements if not r.guards))


def _first_look(tower: Tower, lhs: Term, rhs: Term) -> tuple[list[list[Requirement]], Answer]:
    """The open requirements of both sides, and whether they are equal if nothing is open."""
    sides = [open_requirements(tower, t) for t in (lhs, rhs)]
    if sides[0] or sides[1]:
        return sides, Answer.UNKNOWN
    return sides, _equal_in(tower, lhs, rhs)


def _equal_in(tower: Tower, lhs: Term, rhs: Term) -> Answer:
    try:
        difference = tower.field.subtract(tower.normal_form(lhs), tower.normal_form(rhs))
    except Undefined:
        return Answer.YES  # no point of the cell where both sides are defined
    numer = tower.field.reduced(difference.numer)
    if numer == 0 or tower.knowledge.sign(numer) == ZERO or _remainder(tower, numer) == 0:
        return Answer.YES
    rest = Quotient(numer, difference.factors)
    return Answer.YES if angle_sums.vanishes(tower, rest) or log_sums.vanishes(tower, rest) else Answer.NO


def _remainder(tower: Tower, p: Polynomial) -> Polynomial:
    """What is left of p after division by the polynomials that are known to be 0 on the cell: there p has its value."""
    for f, signs in tower.knowledge.facts:
        if signs == ZERO and len(f) <= MOST_TERMS >= len(p):
            p = tower.field.reduced(divmod(p, f)[1])
    return p


def _are_equal(cell: Cell, lhs: Term, rhs: Term, facts: tuple[Term, ...], hints: Hints) -> Answer:
    hints.forget_shifts()  # the lowest gamma function so far may stand in a branch that is not taken, and have poles here
    try:
        return with_tower(cell, facts, lambda tower: _equal_in(tower, lhs, rhs), hints)
    except Contradiction:
        return Answer.YES  # no point of the cell where both sides are defined


def is_empty(cell: Cell, facts: tuple[Term, ...] = ()) -> bool:
    """Whether no point of the cell satisfies the facts; False where that was not seen."""
    try:
        return with_tower(cell, facts, lambda tower: tower.knowledge.is_contradictory())
    except Contradiction:
        return True
    except GaveUp:
        return False


def open_requirements(tower: Tower, term: Term) -> list[Requirement]:
    """The side's requirements that do not follow from the cell, without the guards that do."""
    out: dict[Requirement, None] = {}
    for r in requirements(term, TowerPlace(tower)):
        answer = answer_of(tower, r.condition)
        if answer is Answer.YES:
            continue
        condition = FALSE if answer is Answer.NO else r.condition
        if not r.guards:
            out[Requirement(condition, (), r.exact)] = None
            continue
        guards = {g: answer_of(tower, g) for g in r.guards}
        if Answer.NO not in guards.values():
            left = tuple(g for g, known in guards.items() if known is not Answer.YES)
            out[Requirement(condition, left, r.exact)] = None
    return list(out)


def _vacuous(sides: list[list[Requirement]], never: list[bool]) -> Needs:
    """One side is undefined on the whole cell, so that there is nothing to be equal."""
    for side, is_never in zip(sides, never, strict=True):
        if is_never and any(r.condition == FALSE and not r.guards and not r.exact for r in side):
            other_never = all(never)
            if not other_never:
                raise Refused("nothing is known of one side on a part of the domain")
    if all(never):
        exact = all(any(r.condition == FALSE and not r.guards and r.exact for r in side) for side in sides)
        if not exact:
            raise Refused("nothing is known of the sides on a part of the domain")
        return Needs()
    return Needs((FALSE,) if never[0] else (), (FALSE,) if never[1] else ())


def _refuse_unknown(cell: Cell, sides: list[list[Requirement]]) -> None:
    """Where nothing is known of one side, the other must be undefined: else a difference there would go unseen."""
    for side, other in ((sides[0], sides[1]), (sides[1], sides[0])):
        loose = [r for r in side if not r.exact]
        if loose and _not_following(cell, loose, [o for o in other if o.exact]):
            raise LeavesGaps("whether one side is defined is not known on a part of the domain")


def _unmatched(cell: Cell, side: list[Requirement], other: list[Requirement]) -> tuple[Term, ...]:
    """The conditions of one side that do not follow from the cell and the other side's.

    A loose requirement that does follow still leaves open whether the sides are defined at the same points, so the
    condition that implies it is reported by the other side, where it is not matched by an exact one.
    """
    if not side:
        return ()
    premises = [o for o in other if o.exact]
    facts = _premises(premises)
    left = strictly(_not_following(cell, side, premises), side)
    conditions = dict.fromkeys(_beyond(cell, facts, whole_condition(r)) for r in left)
    return _without_implied(cell, facts, tuple(conditions)) if facts and len(conditions) > 1 else tuple(conditions)


def _beyond(cell: Cell, facts: tuple[Term, ...], condition: Term) -> Term:
    """`v != 0` for `u*v != 0` where the other side's needs, the facts, say that u is not 0."""
    if condition.head != "ne" or not facts or not condition.args[0].args:
        return condition
    try:
        return with_tower(cell, facts, lambda tower: open_factors(tower, condition))
    except (GaveUp, NeedsSign, Undefined, Contradiction):
        return condition


def _without_implied(cell: Cell, facts: tuple[Term, ...], conditions: tuple[Term, ...]) -> tuple[Term, ...]:
    """The conditions without those of products that the facts and the others imply: `a/b >= 0` beside `b > 0`, for a >= 0."""
    for c in conditions:
        if c.head in SIGNS_OF_RELATION and c.args[0].head in ("mul", "div"):
            others = tuple(d for d in conditions if d != c)
            known = (*facts, *(d for d in others if d.head in SIGNS_OF_RELATION))
            if not _open_under(cell, known, [Requirement(c)]):
                return _without_implied(cell, facts, others)
    return conditions


def _not_following(cell: Cell, side: list[Requirement], premises: list[Requirement]) -> list[Requirement]:
    """The requirements whose condition is not shown to hold wherever the cell, the premises and the guards do."""
    exact = set(premises)
    facts = _premises(premises)
    plain = {*facts, *map(off_branch_points, facts)}
    groups: dict[tuple[Term, ...], list[Requirement]] = {}
    for r in side:
        if replace(r, exact=True) in exact or r.condition in plain:
            continue
        if r.condition not in r.guards and r.condition not in map(off_branch_points, r.guards):
            groups.setdefault(r.guards, []).append(r)
    left = []
    for guards, group in groups.items():
        known = (*guards, *facts)
        left += _open_under(cell, known, group) if known else group
    return left


def _open_under(cell: Cell, facts: tuple[Term, ...], group: list[Requirement]) -> list[Requirement]:
    """The requirements of a group whose conditions are not shown to hold on the cell wherever the facts do."""
    try:
        return with_tower(cell, facts, lambda tower: [r for r in group if not follows(tower, r.condition)])
    except Contradiction:
        return []
    except GaveUp:
        return group


def follows(tower: Tower, condition: Term) -> bool:
    """Whether a condition is seen to hold on the whole cell of a tower, or its opposite to contradict what is known there."""
    if answer_of(tower, condition) is Answer.YES:
        return True
    opposite = _opposite(tower, condition)
    if not opposite:
        return False
    try:
        return grown.with_facts(tower, opposite).knowledge.is_contradictory(beyond=tower.knowledge.facts)
    except Contradiction:
        return True
    except GaveUp:
        return False


def _opposite(tower: Tower, condition: Term) -> tuple[Term, ...]:
    """Facts that hold together exactly where a defined condition fails; none where it is not said by facts."""
    parts = condition.args if condition.head == "or" and not tower.is_complex else (condition,)
    facts = tuple(map(negation, parts))
    return () if any(f.head in ("not", "and", "or") for f in facts) else facts
