"""The search for a proof of an inequality, or of any condition under facts: signs, cases, slopes, functions of both sides.

Nothing here is trusted: what is found is replayed by the kernel (`kernel.inequalities.establishing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from verifier.engine.deadline import demand_time
from verifier.engine.inequalities import places
from verifier.engine.inequalities.by_bounds import by_bounds
from verifier.engine.inequalities.by_choices import by_choices
from verifier.engine.inequalities.by_far_ends import by_far_ends
from verifier.engine.inequalities.by_integrands import by_integrands
from verifier.engine.inequalities.by_names import by_names
from verifier.engine.inequalities.by_tangents import by_tangents
from verifier.engine.inequalities.by_terms import by_one_term, by_terms
from verifier.engine.inequalities.estimates import seem_true
from verifier.engine.inequalities.goals import (
    INVERTIBLE,
    SIGNS,
    Budget,
    Goal,
    NotShown,
    Way,
    after,
    has_choice,
    lemma,
    put,
)
from verifier.engine.inequalities.inductions import by_induction, by_rise, is_divided_by, is_stepwise, only_value
from verifier.engine.inequalities.intervals import boxed, intervals_of
from verifier.engine.inequalities.isolating import Isolated, isolated, of_products
from verifier.engine.inequalities.open_parts import factors, is_all_that_is_open, open_part
from verifier.engine.inequalities.squares import Summand, certificate
from verifier.engine.inequalities.two_places import by_two_places, has_elementary_slope, is_separated
from verifier.engine.inequalities.weighted_means import weighted_means
from verifier.kernel.cell import Refused
from verifier.kernel.domains.natural_domain import negation
from verifier.kernel.inequalities import concavity
from verifier.kernel.inequalities.establishing import ORDERS, at_least_zero, difference_of, establish, where_defined
from verifier.kernel.inequalities.mean_value import premises
from verifier.kernel.normal_forms.field import GaveUp
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.proving import solved
from verifier.kernel.signs.signs import Contradiction
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Domain
from verifier.model.evidence import Proof
from verifier.terms.heads import parts_of
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ZERO, Term, call, integer, rational, sub, symbol

MOST_DEPTH: Final = 9
MOST_SPLITS: Final = 4
MOST_SLOPES: Final = 5
FEW_GOALS: Final = 24
LARGE: Final = 40  # nodes of a goal and its facts that count as another one
DEEPEST_FORWARD: Final = 4
DEEPEST_TWO_PLACES: Final = 1


class Search:
    """One search with its budget."""

    def __init__(self, budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        self.failed: set[tuple[frozenset[Term], Term, Domain]] = set()

    def show(self, goal: Goal) -> Proof:
        """A proof of the condition wherever it is defined on the cell; NotShown if none is found."""
        demand_time()
        self.budget.goals -= 1 + (goal.condition.size + sum(f.size for f in goal.cell.facts)) // LARGE
        if self.budget.goals < 0 or goal.depth > MOST_DEPTH:
            raise NotShown
        if False in seem_true(goal.condition, goal.points):
            raise NotShown
        goal = replace(goal, cell=where_defined(goal.cell, goal.condition))
        open_sign = None
        try:
            establish(goal.cell, goal.condition, SIGNS)
            return SIGNS
        except NeedsSign as needed:
            open_sign = needed.term
        except Refused:
            pass
        key = frozenset(goal.cell.facts), goal.condition, goal.cell.domain
        if key in self.failed:
            raise NotShown
        for way in self.ways(goal, open_sign):
            try:
                proof = way()
                establish(goal.cell, goal.condition, proof)
                return proof
            except (NotShown, Refused, NeedsSign, GaveUp, Unsupported, Contradiction):
                if self.budget.goals < 0:
                    break
        self.failed.add(key)
        raise NotShown

    def ways(self, goal: Goal, open_sign: Term | None) -> Iterator[Way]:
        c = goal.condition
        if not free_symbols(c):
            yield partial(Proof, "value")
        yield from self.by_facts(goal)
        if c.head == "and":
            yield partial(self.each, goal)
        elif c.head == "or":
            yield from (partial(self.other, goal, k) for k in range(len(c.args)))
        yield from by_choices(self, goal)
        if open_sign is not None and has_choice(c) and not self.is_open_itself(goal, open_sign):
            yield partial(self.split, goal, open_sign)
        if c.head in ORDERS:
            yield from self.of_inequality(goal)
        yield from (partial(self.apply, goal, f) for f in isolated(goal.cell, c) if f.function not in goal.applied)
        yield from self.forward(goal)
        if open_sign is not None and not has_choice(c) and not self.is_open_itself(goal, open_sign):
            yield partial(self.split, goal, open_sign)

    def is_open_itself(self, goal: Goal, u: Term) -> bool:
        """Whether a split by the sign of u would ask for what the goal asks."""
        return goal.condition.head in ORDERS and is_all_that_is_open(goal.cell, difference_of(goal.condition)[0], u)

    # ---- cases

    def other(self, goal: Goal, k: int) -> Proof:
        c = goal.condition
        opposites = [negation(part) for i, part in enumerate(c.args) if i != k]
        return Proof("other", (integer(k),), (), (self.show(goal.under(c.args[k], *opposites)),))

    def each(self, goal: Goal) -> Proof:
        return Proof("each", parts=tuple(self.show(goal.under(part)) for part in goal.condition.args))

    def by_facts(self, goal: Goal) -> Iterator[Way]:
        for fact in goal.cell.facts:
            if fact.head == "or" and not any(part in goal.cell.facts for part in fact.args):
                yield partial(self.alternatives, goal, fact)
                return

        for fact in goal.cell.facts:
            found = factors(goal.cell, fact)
            if found is not None and found not in goal.cell.facts and goal.splits < MOST_SPLITS:
                yield partial(self.by_factors, goal, found)
                return

    def by_factors(self, goal: Goal, found: Term) -> Proof:
        """Where a product is zero, one of its factors is."""
        own = Proof("other", (integer(len(found.args) - 1),), (), (SIGNS,))
        rest = replace(goal.under(goal.condition, found), splits=goal.splits + 1)
        return lemma(found, own, self.show(rest))

    def alternatives(self, goal: Goal, fact: Term) -> Proof:
        return Proof("alternatives", (fact,), (), tuple(self.show(goal.under(goal.condition, p)) for p in fact.args))

    def split(self, goal: Goal, u: Term) -> Proof:
        if goal.splits >= MOST_SPLITS:
            raise NotShown
        goal = replace(goal, splits=goal.splits + 1)
        above = self.show(goal.under(goal.condition, call("gt", u, ZERO)))
        below = self.show(goal.under(goal.condition, call("lt", u, ZERO)))
        on, names = self.on_edge(goal, u)
        return Proof("split", (u,), names, (above, on, below))

    def on_edge(self, goal: Goal, u: Term) -> tuple[Proof, tuple[str, ...]]:
        for name in sorted(free_symbols(u)):
            try:
                value = solved(goal.cell, u, name)
            except Refused:
                continue
            except Contradiction:
                return SIGNS, (name,)
            cell = put(goal.cell, name, value)
            on = places.filtered(places.put(goal.points, name, value), *cell.facts)
            edge = replace(goal, cell=cell, points=tuple(on))
            return self.show(edge.under(substitute(goal.condition, {name: value}))), (name,)
        return self.show(goal.under(goal.condition, call("eq", u, ZERO))), ()

    # ---- inequalities

    def of_inequality(self, goal: Goal) -> Iterator[Way]:
        c = goal.condition
        u, strict = difference_of(c)
        yield from by_names(self, goal)
        if goal.depth <= DEEPEST_TWO_PLACES:
            yield from by_two_places(self, goal)
        integers = sorted(free_symbols(u) & goal.cell.domain.integers) if goal.slopes == 0 else []
        for n in integers:
            value = only_value(self, goal, n)
            if value is not None:
                yield partial(self.split, goal, sub(symbol(n), value))
        yield from (partial(_given, proof) for proof in weighted_means(c, goal.points))
        yield from by_one_term(self, goal)
        yield from by_tangents(goal)
        if "log" not in goal.applied:
            yield from (partial(self.by_logarithms, goal, form) for form in of_products(c))
        stepwise = [n for n in integers if is_stepwise(u, n)]
        reduced = [p for p in open_part(goal.cell, u) if at_least_zero(p, strict) != goal.condition]
        ways = [partial(self.reduced, goal, part, strict) for part in reduced]
        if any(is_divided_by(c, n) for n in stepwise):  # steps are simple once denominators are cleared
            yield from ways
        yield from (partial(by_rise, self, goal, n) for n in stepwise)
        if goal.slopes == 0:
            yield from by_far_ends(self, goal, u)
        if goal.slopes == 0 and (is_separated(u) or has_elementary_slope(u)):  # simple before denominators are cleared
            yield from (partial(self.from_place, goal, p) for p in places.places(goal.cell, u, goal.points) if p.flat)
        yield from ways
        yield from by_terms(self, goal)
        yield from by_integrands(self, goal, u, strict)
        summands = certificate(goal.cell, u)
        if summands:
            yield partial(self.sum, goal, summands, strict)
        yield from by_bounds(self, goal)
        forms = isolated(goal.cell, goal.condition)
        yield from (partial(self.apply, goal, f) for f in forms if f.is_first and f.function not in goal.applied)
        if goal.slopes < MOST_SLOPES:
            found = places.places(goal.cell, u, goal.points)
            yield from (partial(self.from_place, goal, place) for place in found)
            if strict and goal.slopes == 0 and goal.splits == 0:
                yield from (partial(self.near_and_far, goal, place) for place in found if place.flat)
            yield from (partial(self.by_chord, goal, *ends) for ends in intervals_of(goal.cell, u))
        if not goal.is_outside:
            yield from (partial(self.pieces, goal, *way) for way in boxed(goal.cell, u, goal.points))
        if goal.slopes == 0 and not reduced:
            for n in integers:
                if n not in stepwise:
                    yield partial(by_rise, self, goal, n)
                yield partial(by_induction, self, goal, n)

    def reduced(self, goal: Goal, part: Term, strict: bool) -> Proof:
        fact = at_least_zero(part, strict)
        return lemma(fact, self.show(goal.under(fact)))

    def sum(self, goal: Goal, summands: tuple[Summand, ...], strict: bool) -> Proof:
        if strict:
            first = next((s for s in summands if self.holds(goal, at_least_zero(s.term, True))), None)
            if first is None:
                raise NotShown
            summands = (first, *(s for s in summands if s is not first))
        return Proof("sum", tuple(s.term for s in summands), (), tuple(s.proof or SIGNS for s in summands))

    def from_place(self, goal: Goal, place: places.Place) -> Proof:
        side = sub(symbol(place.name), place.at)
        if any(self.holds(goal, call(head, symbol(place.name), place.at)) for head in ("ge", "le")):
            return self.slope(goal, place)
        parts = []
        for head, serves in (("gt", place.above), ("lt", place.below)):
            part = goal.under(goal.condition, call(head, side, ZERO))
            parts.append(self.slope(part, place) if serves else self.show(part))
        on, names = self.on_edge(goal, side)
        return Proof("split", (side,), names, (parts[0], on, parts[1]))

    def near_and_far(self, goal: Goal, place: places.Place) -> Proof:
        """Near a place of contact the slope is strict; further away the difference is positive and need only not fall."""
        at = rational_value(place.at)
        if at is None or place.above is place.below:
            raise NotShown
        x = symbol(place.name)
        end = rational(at + (1 if place.above else -1))
        goal = replace(goal, splits=1)
        above, below = (self.show(goal.under(goal.condition, call(h, sub(x, end), ZERO))) for h in ("gt", "lt"))
        on, names = self.on_edge(goal, sub(x, end))
        return Proof("split", (sub(x, end),), names, (above, on, below))

    def holds(self, goal: Goal, condition: Term) -> bool:
        try:
            establish(goal.cell, condition, SIGNS)
        except (Refused, NeedsSign):
            return False
        return True

    def slope(self, goal: Goal, place: places.Place) -> Proof:
        u, strict = difference_of(goal.condition)
        for mode in ("growth", "start") if strict else ("weak",):
            if mode == "start" and place.flat:
                continue
            names = (place.name, mode)
            try:
                (at, start), (between, growth) = premises(goal.cell, u, strict, names, place.at)
                fresh = between.domain.declarations[-1].name
                inner = replace(
                    goal, cell=between, condition=growth, depth=goal.depth + 1, slopes=goal.slopes + 1, splits=0
                )
                inner = replace(
                    inner, points=tuple(places.filtered(places.moved(goal.points, place, fresh), *between.facts))
                )
                first = self.show(replace(goal.under(start), cell=at))
                return Proof("slope", (place.at,), names, (first, self.show(inner)))
            except (NotShown, Refused, NeedsSign):
                continue
        raise NotShown

    def by_chord(self, goal: Goal, name: str, low: Term, high: Term) -> Proof:
        """Above the chord of a concave difference between the bounds of the symbol, where it is not negative."""
        first, last, (between, bend) = concavity.premises_of(goal.cell, *difference_of(goal.condition), name, low, high)
        fresh = between.domain.declarations[-1].name
        points = places.filtered([{**p, fresh: p[name]} for p in goal.points if name in p], *between.facts)
        inner = replace(goal, slopes=goal.slopes + 1, splits=0).under(bend, points=tuple(points))
        bent = self.show(replace(inner, cell=between))
        ends = [self.show(replace(goal.under(condition), cell=cell)) for cell, condition in (first, last)]
        return Proof("chord", (low, high), (name,), (*ends, bent))

    def pieces(self, goal: Goal, name: str, low: Term, high: Term) -> Proof:
        """Balls between two numbers, anything else beyond them."""
        x = symbol(name)
        proof = Proof("boxes", (low, high), (name,))
        for end, head in ((high, "gt"), (low, "lt")):
            inside = call("le" if head == "gt" else "ge", x, end)
            if not self.holds(goal, inside):
                outer = goal.under(goal.condition, call(head, sub(x, end), ZERO))
                outside = self.show(replace(outer, is_outside=True))
                edge = self.show(
                    replace(goal, cell=put(goal.cell, name, end)).under(
                        substitute(goal.condition, {name: end}), points=()
                    )
                )
                above, below = (outside, proof) if head == "gt" else (proof, outside)
                proof = Proof("split", (sub(x, end),), (name,), (above, edge, below))
        return proof

    # ---- functions of both sides

    def apply(self, goal: Goal, form: Isolated) -> Proof:
        own = self.with_sign(goal, form) if form.function == "power" else self.plainly_applied(goal, form)
        return own if form.relation == goal.condition else lemma(form.relation, own)

    def by_logarithms(self, goal: Goal, form: Isolated) -> Proof:
        """Logarithms of both sides, where these are seen to be positive; few goals may be spent on it."""
        if not all(self.holds(goal, call("gt", side, ZERO)) for side in form.relation.args):
            raise NotShown
        before = self.budget.goals
        self.budget.goals = few = min(before, FEW_GOALS)
        try:
            return self.apply(goal, form)
        finally:
            self.budget.goals += before - few

    def plainly_applied(self, goal: Goal, form: Isolated) -> Proof:
        return Proof("apply", form.terms, (form.function,), (self.show(self._applied(goal, form)),))

    def with_sign(self, goal: Goal, form: Isolated) -> Proof:
        """P rel Q for a P that is not negative: where Q is negative, there is nothing to apply."""
        smaller = form.relation.args[1]
        if self.holds(goal, call("ge", smaller, ZERO)):
            return self.plainly_applied(goal, form)
        if goal.splits >= MOST_SPLITS:
            raise NotShown
        goal = replace(goal, splits=goal.splits + 1)
        parts = []
        for head in ("gt", "eq", "lt"):
            part = goal.under(form.relation, call(head, smaller, ZERO))
            parts.append(self.show(part) if head != "gt" else self.plainly_applied(part, form))
        return Proof("split", (smaller,), (), tuple(parts))

    def _applied(self, goal: Goal, form: Isolated) -> Goal:
        inner = goal.under(after(form.relation, form))
        if form.function == "power":
            return replace(
                inner, applied=goal.applied | {"power"} if goal.powers else goal.applied, powers=goal.powers + 1
            )
        return replace(inner, applied=goal.applied | {"exp", "log"})

    def forward(self, goal: Goal) -> Iterator[Way]:
        """What follows from a fact by a function of both its sides, as a further fact."""
        if goal.depth > DEEPEST_FORWARD:
            return
        for fact in goal.cell.facts:
            if not any(t.head in INVERTIBLE for t in parts_of(fact)):
                continue
            for form in isolated(goal.cell, fact):
                new = after(form.relation, form)
                if new not in goal.cell.facts:
                    yield partial(self.with_consequence, goal, form, new)

    def with_consequence(self, goal: Goal, form: Isolated, new: Term) -> Proof:
        rest = self.show(goal.under(goal.condition, form.relation, new))
        applied = Proof("applied", (form.relation, *form.terms), (form.function,))
        return lemma(form.relation, SIGNS, lemma(new, applied, rest))


def _given(proof: Proof) -> Proof:
    return proof
