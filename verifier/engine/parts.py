"""Where a claim that is not proved holds after all: the same claim on parts of the domain cut by the signs of a few terms.

Points say which parts are worth a proof: those on which the claim fails at none of them. The largest comes first, and
what is reported is what was proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from itertools import combinations, product
from typing import Final

from verifier.engine.borders import borders, open_signs, steps, symbols_of
from verifier.engine.outcome import Outcome
from verifier.engine.points.floats import Floats
from verifier.engine.points.points import sample
from verifier.engine.points.screen import AGREEING
from verifier.engine.roots import may_hold_together
from verifier.kernel.balls.evaluation import Difference, compile_condition, compile_term, difference_at, holds
from verifier.kernel.cell import Cell, Needs
from verifier.kernel.domains.conditions import in_words
from verifier.kernel.normal_forms.field import GaveUp
from verifier.kernel.relations import CONDITION_RELATIONS, statement, valued
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Point
from verifier.model.verdict import Answer, Verdict
from verifier.terms.heads import heads
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import TWO, ZERO, Term, add, call

BITS: Final = 64
MOST_POINTS: Final = 32
FEWEST_POINTS: Final = 2
FEWEST_ON_PART: Final = 2
MOST_DIFFERING: Final = 10  # in a row from the first point on
MOST_TRIED: Final = 6
MOST_UNDECIDED: Final = 3  # a claim that is open on so many parts will be on others
NEAR_ZERO: Final = 1e-9
_WEAKER: Final = {"gt": "ge", "lt": "le"}
_FUNCTIONS: Final = frozenset({"exp", "log", "sqrt", "sinh", "cosh", "tanh"})
_SIGNS: Final = ("ne", "gt", "lt")

Judged = Callable[[Claim], Outcome]
Conditions = tuple[Term, ...]


def where_it_holds(claim: Claim, judged: Judged) -> Conditions | None:
    """Conditions under which the claim is proved, the widest first; None if none of those tried does.

    Where the claim is only conditional on a part, and is proved on no other one for the same terms, what it needs there is
    added. Lines that are conditions must both be true somewhere on the part: that both are false there says nothing.
    """
    if not may_hold_together(claim):
        return None
    is_of_conditions = claim.relation in CONDITION_RELATIONS
    claim = valued(claim)
    seen = _looked_at(claim, is_of_conditions)
    agreeing, differing = seen.agreeing, seen.differing
    if len(agreeing) < 1 if is_of_conditions else sum(map(_is_general, agreeing)) < FEWEST_POINTS:
        return None
    if is_of_conditions:
        return _first_proved(claim, _of_signs(claim, agreeing, differing), seen, judged)
    parts = _parts(claim, agreeing, differing)
    found = _first_proved(claim, (p.conditions for p in parts), seen, judged)
    if found is None or len(free_symbols(claim.lhs) | free_symbols(claim.rhs)) > 1:
        return found
    return _with_another(claim, found, parts, seen, judged)


def _first_proved(claim: Claim, candidates: Iterable[Conditions], seen: Seen, judged: Judged) -> Conditions | None:
    """The first of the candidates on which the claim is proved; those are passed over that a counterexample speaks against."""
    partly: Conditions | None = None
    terms: list[Term] = []
    against: list[Point] = []
    tried = undecided = 0
    for conditions in candidates:
        if tried == MOST_TRIED or undecided == MOST_UNDECIDED:
            break
        if partly is not None and [c.args[0] for c in conditions] != terms:
            break
        if _admits_any(conditions, against, claim.domain.complex_numbers):
            continue
        tried += 1
        words = _in_words(claim.domain, conditions)
        found = _under(claim, words, judged)
        if found.verdict is Verdict.UNDECIDED and not _functions(conditions) <= _functions(words):
            words = tuple(map(_sides_apart, conditions))
            found = _under(claim, words, judged)
        if found.verdict is Verdict.PROVED:
            return _with_borders(claim, conditions, seen, judged) or words
        undecided += found.verdict is Verdict.UNDECIDED
        if found.point is not None:
            against.append(found.point)
        if found.verdict is Verdict.CONDITIONAL and partly is None:
            partly = (*words, *dict.fromkeys(need for need, _ in found.conditions))
            terms = [c.args[0] for c in conditions]
    return partly


def _functions(conditions: Conditions) -> frozenset[str]:
    """The functions in conditions: without those of `exp(x) != 2` its words `x != log(2)` may leave the claim open."""
    return frozenset[str]().union(*map(heads, conditions)) & _FUNCTIONS


def _with_borders(claim: Claim, conditions: Conditions, seen: Seen, judged: Judged) -> Conditions | None:
    """The conditions with as many borders as the claim is proved on; None where it is proved on none.

    A border on which no side was seen to be defined is left out: that the claim holds there says nothing.
    """
    is_complex = claim.domain.complex_numbers
    choices: list[tuple[Term, ...]] = []
    for c in conditions:
        on_it = (call("eq", *c.args),)
        is_void = _admits_any(on_it, seen.undefined, is_complex) and not _admits_any(on_it, seen.agreeing, is_complex)
        has_border = c.head in _WEAKER and not is_void
        choices.append((Term(_WEAKER[c.head], c.args), c) if has_border else (c,))
    for chosen in product(*choices):
        if chosen != conditions and not _admits_any(chosen, seen.differing, is_complex):
            words = _in_words(claim.domain, chosen)
            if _under(claim, words, judged).verdict is Verdict.PROVED:
                return words
    return None


def _in_words(domain: Domain, conditions: Conditions) -> Conditions:
    """The conditions in their simplest words."""
    try:
        words = tuple(c for c, _ in in_words(Cell(domain), Needs(conditions)))
    except GaveUp:
        return conditions
    return tuple(sorted(map(_sides_apart, words), key=lambda c: c.head in ("lt", "le"))) or conditions


def _sides_apart(condition: Term) -> Term:
    """`u >= v` for `u - v >= 0`."""
    if condition.args[1] != ZERO or condition.args[0].head != "add" or len(condition.args[0].args) != 2:
        return condition
    first, second = condition.args[0].args
    return call(condition.head, first, second.args[0]) if second.head == "neg" else condition


def _under(claim: Claim, conditions: Conditions, judged: Judged) -> Outcome:
    domain = replace(claim.domain, conditions=(*claim.domain.conditions, *conditions))
    return judged(replace(claim, domain=domain))


# points


@record
class Seen:
    """Sample points where a relation may hold, where it certainly fails, and where nothing is seen."""

    agreeing: list[Point] = field(default_factory=list)
    differing: list[Point] = field(default_factory=list)
    undefined: list[Point] = field(default_factory=list)


def _looked_at(claim: Claim, only_true: bool) -> Seen:
    """The sample points of the domain, by what is seen of the relation there.

    A part that is worth a proof holds more than one or two of the first, and none of the second. With `only_true` the
    sides are indicators of conditions, and only points count for the first where both are true.
    """
    domain = claim.domain
    stated = claim if claim.relation == "=" else statement(claim)
    lhs, rhs = (
        compile_term(s, domain.complex_numbers, domain.integers, domain.reals) for s in (stated.lhs, stated.rhs)
    )
    both = call("eq", add(claim.lhs, claim.rhs), TWO)
    seen = Seen()
    ends = tuple(call("Abs", u) for u in steps(claim))  # an interval may lie between all other points
    for point in sample(claim.domain, (claim.lhs, claim.rhs, *ends), MOST_POINTS):
        found = difference_at(lhs, rhs, point, BITS)
        if found is Difference.DIFFERENT:
            seen.differing.append(point)
        elif found not in AGREEING:
            seen.undefined.append(point)
        elif not only_true or holds(both, point, BITS, domain.complex_numbers) is Answer.YES:
            seen.agreeing.append(point)
        if not seen.agreeing and len(seen.differing) == MOST_DIFFERING:
            break
    return seen


def _is_general(point: Point) -> bool:
    """Whether the symbols differ at a point. Where all are equal, many a false claim holds: that is a line, and no part."""
    return len(point.values) < 2 or len(set(point.values.values())) > 1


def _admits_any(conditions: Conditions, points: list[Point], complex_numbers: bool) -> bool:
    """Whether one of the points certainly satisfies the conditions."""
    tests = [compile_condition(c, complex_numbers) for c in conditions]
    return any(all(test.holds(p, BITS) is Answer.YES for test in tests) for p in points)


# candidates


def _of_signs(claim: Claim, agreeing: list[Point], differing: list[Point]) -> Iterator[Conditions]:
    """Signs of one term each, the simplest first, that part the points."""
    is_complex = claim.domain.complex_numbers
    for u in sorted(dict.fromkeys([*open_signs(claim), *symbols_of(claim)]), key=lambda t: t.size):
        for relation in _SIGNS:
            condition = (call(relation, u, ZERO),)
            if not _admits_any(condition, differing, is_complex) and _admits_any(condition, agreeing, is_complex):
                yield condition


@record
class Part:
    """Conditions, and the points that satisfy them, as bits: where the claim may hold, and where it fails."""

    conditions: Conditions
    agreeing: int
    differing: int

    def beside(self, other: Part) -> Part:
        """What both admit."""
        return Part(
            self.conditions + other.conditions, self.agreeing & other.agreeing, self.differing & other.differing
        )


def _parts(claim: Claim, agreeing: list[Point], differing: list[Point]) -> list[Part]:
    """Parts with signs of one or two terms on which no point speaks against the claim; the widest and simplest first."""
    points = [p for p in agreeing if _is_general(p)]
    single = list(_halves(claim, points, differing))
    halves = [p for p in single if p.conditions[0].head != "ne"]
    pairs = (a.beside(b) for a, b in combinations(halves, 2) if a.conditions[0].args != b.conditions[0].args)
    found = [p for p in (*single, *pairs) if not p.differing and p.agreeing.bit_count() >= FEWEST_ON_PART]
    return sorted(found, key=lambda p: (-p.agreeing.bit_count(), len(p.conditions), sum(c.size for c in p.conditions)))


def _halves(claim: Claim, agreeing: list[Point], differing: list[Point]) -> Iterator[Part]:
    """The two sides of each border, and both together; once for borders that part the points in the same way."""
    groups = [[Floats(claim.domain, p) for p in points] for points in (agreeing, differing)]
    seen: set[tuple[tuple[int, int], ...]] = set()
    for u in sorted(borders(claim), key=lambda t: t.size):
        sides = tuple(_signs(u, group) for group in groups)
        if sides in seen or tuple((b, a) for a, b in sides) in seen:
            continue
        seen.add(sides)
        (above, below), (wrong_above, wrong_below) = sides
        yield Part((call("ne", u, ZERO),), above | below, wrong_above | wrong_below)
        yield Part((call("gt", u, ZERO),), above, wrong_above)
        yield Part((call("lt", u, ZERO),), below, wrong_below)


def _signs(u: Term, points: list[Floats]) -> tuple[int, int]:
    """The points where the term is positive, and those where it is negative, as bits."""
    above = below = 0
    for k, at in enumerate(points):
        value = at.value(u)
        real = None if value is None or abs(value.imag) > NEAR_ZERO else value.real
        if real is not None and abs(real) > NEAR_ZERO:
            above, below = (above | 1 << k, below) if real > 0 else (above, below | 1 << k)
    return above, below


def _with_another(claim: Claim, found: Conditions, parts: list[Part], seen: Seen, judged: Judged) -> Conditions:
    """What was found, or the widest part beside it: `x <= -1 or x >= 1`."""
    tests = [compile_condition(c, claim.domain.complex_numbers) for c in found]
    points = [p for p in seen.agreeing if _is_general(p)]
    left = sum(1 << k for k, p in enumerate(points) if not all(t.holds(p, BITS) is Answer.YES for t in tests))
    outside = [p for p in parts if (p.agreeing & left).bit_count() >= FEWEST_ON_PART]
    if not outside:
        return found
    other = max(outside, key=lambda p: (p.agreeing & left).bit_count()).conditions
    other = _first_proved(claim, (other,), seen, judged) or ()
    either = sorted((found, other), key=lambda cs: all(c.head in ("gt", "ge", "ne") for c in cs))
    union = call("or", *(cs[0] if len(cs) == 1 else call("and", *cs) for cs in either if cs))
    if not other or _under(claim, (union,), judged).verdict is not Verdict.PROVED:
        return found
    return (union,)
