"""How definite integrals are rewritten: candidates for antiderivatives and places to split, tried until the kernel accepts.

Nothing here is trusted. Claims whose normal forms are equal with their integrals left alone need no rewriting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Final

from verifier.engine.deadline import demand_time
from verifier.engine.integrals.combining import combinations, common_bounds
from verifier.engine.integrals.divisors import find_proof_by_divisors
from verifier.engine.integrals.kinks import branches, of_each_sign, places_to_split
from verifier.engine.integrals.known_forms import known_forms
from verifier.engine.integrals.primitives import primitives
from verifier.engine.integrals.substituting import changes
from verifier.engine.points.points import sample
from verifier.engine.refute import Look, look
from verifier.engine.search import NORMAL_FORM, NotFound, find_proof
from verifier.kernel.cell import Cell, Refused
from verifier.kernel.integrals.definite_integrals import outer_integrals
from verifier.kernel.integrals.inside_integrals import opened
from verifier.kernel.integrals.inside_limits import opened_limit
from verifier.kernel.integrals.integral_rules import INSIDE, INSIDE_LIMIT, at_point, rewritten
from verifier.kernel.judge import check_point
from verifier.kernel.normal_forms.field import GaveUp
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.proving import replay
from verifier.kernel.relations import CONDITION_RELATIONS
from verifier.kernel.signs.signs import Contradiction
from verifier.kernel.terms.operators import OPERATORS
from verifier.kernel.unsupported import Unsupported
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Point, Proof
from verifier.terms.heads import heads
from verifier.terms.term import MINUS_ONE, ONE, OO, Term, add, mul, neg

MOST_INTEGRALS: Final = 6
MOST_REWRITES: Final = 20
MOST_POINTS: Final = 5
MOST_CASES: Final = 2
MOST_COMBINATIONS: Final = 60
PROBLEMS: Final = (Refused, NeedsSign, GaveUp, Unsupported, Contradiction)

Sides = tuple[Term, ...]


def find_proof_by_antiderivatives(cell: Cell, lhs: Term, rhs: Term, depth: int = 0) -> Proof | None:
    """A proof that evaluates integrals of the sides; None where none is evaluated, or none needs to be."""
    try:
        needs = replay(cell, lhs, rhs, NORMAL_FORM)
    except (Refused, NeedsSign):
        pass
    else:
        if not any("Integral" in heads(condition) for condition in (*needs.lhs, *needs.rhs)):
            return None
    used, sides = evaluated(cell, (lhs, rhs))
    rewritings = chain([(used, sides)] if used else (), ((used + more, by) for more, by in _combined(cell, sides)))
    for steps, by in chain(rewritings, _combined(cell, (lhs, rhs)) if used else ()):
        try:
            found = find_proof(cell, *by)
        except NotFound:
            continue
        for step in reversed(steps):
            found = replace(step, parts=(*step.parts, found))
        return found
    return find_proof_by_divisors(cell, lhs, rhs, sides, depth) if depth < MOST_CASES else None


def _combined(cell: Cell, sides: Sides) -> Iterator[tuple[list[Proof], Sides]]:
    """Integrals between the same bounds, one written by the others, as the kernel accepts it."""
    for proof in islice(chain(common_bounds(sides), combinations(sides)), MOST_COMBINATIONS):
        demand_time()
        try:
            yield [proof], rewritten(cell, sides, proof)
        except PROBLEMS:
            continue
    for proof in islice(changes(sides), MOST_COMBINATIONS):
        try:
            changed = rewritten(cell, sides, proof)
        except PROBLEMS:
            continue
        yield [proof], changed
        for second, by in _combined_once(cell, changed):
            yield [proof, second], by


def _combined_once(cell: Cell, sides: Sides) -> Iterator[tuple[Proof, Sides]]:
    for proof in islice(combinations(sides), MOST_COMBINATIONS):
        demand_time()
        try:
            yield proof, rewritten(cell, sides, proof)
        except PROBLEMS:
            continue


def evaluated(cell: Cell, sides: Sides) -> tuple[list[Proof], Sides]:
    """The rules applied to evaluate as many integrals of the sides as can be, and the sides after them."""
    used: list[Proof] = []
    left: dict[Term, None] = {}
    while len(used) < MOST_REWRITES:
        waiting = [i for i in dict.fromkeys(i for s in sides for i in _outer(s)) if i not in left]
        if not waiting or len(left) >= MOST_INTEGRALS:
            break
        found = rewriting(cell, sides, waiting[0])
        if found is None:
            left[waiting[0]] = None
        else:
            used.append(found[0])
            sides = found[1]
    return used, sides


def rewriting(cell: Cell, sides: Sides, integral: Term) -> tuple[Proof, Sides] | None:
    """The first candidate that the kernel accepts, and the sides after it."""
    tries = _inside_limit(cell, integral) if integral.head == "Limit" else _inside(cell, integral)
    for proof in chain(tries, _candidates(integral) if integral.head == "Integral" else ()):
        demand_time()
        try:
            return proof, rewritten(cell, sides, proof)
        except PROBLEMS:
            continue
    return None


def _inside(cell: Cell, integral: Term) -> Iterator[Proof]:
    """The rewriting of an integral inside the integrand."""
    inner = outer_integrals(integral.args[0])
    if not inner:
        return
    try:
        _, body, cells = opened(cell, integral)
    except PROBLEMS:
        return
    for i in outer_integrals(body):
        found = rewriting(cells[0], (body,), i)
        if found is not None:
            yield Proof(INSIDE, (integral,), (), (found[0],))


def _inside_limit(cell: Cell, limit: Term) -> Iterator[Proof]:
    """The rewriting of an integral inside the body, between the point and a bound of that integral, or 1 beyond the point."""
    point = limit.args[2]
    places = {b: None for i in outer_integrals(limit.args[0]) for b in i.args[2:]}
    beyond = (
        ONE if point == OO else MINUS_ONE if point == neg(OO) else add(point, ONE if limit.value == "+" else MINUS_ONE)
    )
    for c in (*places, beyond):
        try:
            _, body, near = opened_limit(cell, limit, c)
        except PROBLEMS:
            continue
        for i in outer_integrals(body):
            found = rewriting(near, (body,), i)
            if found is not None:
                yield Proof(INSIDE_LIMIT, (limit, c), (), (found[0],))


def _outer(term: Term) -> list[Term]:
    """The outermost integrals, and the outermost limits with integrals in them."""
    if term.head == "Limit":
        return [term] if outer_integrals(term.args[0]) else []
    if term.head == "Integral" or not term.args or term.head in OPERATORS:
        return outer_integrals(term)
    return [o for a in term.args for o in _outer(a)]


def _candidates(integral: Term) -> Iterator[Proof]:
    for integrand in branches(integral.args[0], integral.args[1]):
        for primitive in chain.from_iterable(
            primitives(g, integral.args[1]) for g in of_each_sign(integrand, integral.args[1])
        ):
            yield Proof("fundamental-theorem", (integral, primitive))
    yield Proof("fundamental-theorem", (integral, mul(*integral.args[:2])))  # an integrand that does not vary after all
    yield from known_forms(integral)
    for place in places_to_split(integral):
        yield Proof("split-interval", (integral, place))


# ---- at points


def looks_by_evaluation(claim: Claim) -> Iterator[Look]:
    """A look at each of some points whose integrals have no enclosure but are evaluated there by rules of the kernel."""
    if claim.relation in CONDITION_RELATIONS:
        return
    for point in islice(sample(claim.domain, (claim.lhs, claim.rhs)), MOST_POINTS):
        yield _look_at(claim, point) or Look()


def first_of(looks: Iterator[Look], seen: Look) -> Look:
    """The first look that compared the sides; else what was seen, or that a side has no value at any of the points."""
    tried = undefined = 0
    for found in looks:
        if found.counterexample is not None or found.witness is not None:
            return found
        tried += 1
        undefined += found.undefined
    return Look(points=tried, undefined=tried) if 0 < tried == undefined else seen


def _look_at(claim: Claim, point: Point) -> Look | None:
    """What the claim says at the point, its integrals evaluated; None where they are not."""
    try:
        check_point(claim, point)
        closed = at_point(claim, point, ())
        nowhere = Cell(Domain(complex_numbers=claim.domain.complex_numbers))
        evaluations = tuple(evaluated(nowhere, (closed.lhs, closed.rhs))[0])
        if not evaluations:
            return None
        closed = at_point(claim, point, evaluations)
    except PROBLEMS:
        return None
    seen = look(closed, [point])
    return replace(seen, evaluations=evaluations)
