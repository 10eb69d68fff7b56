"""Where a refuted claim holds after all: the same claim on parts of the domain cut by one sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.engine.points.points import sample
from verifier.engine.points.screen import AGREEING
from verifier.engine.roots import may_hold_together
from verifier.engine.search import NORMAL_FORM
from verifier.kernel.balls.evaluation import Difference, compile_condition, compile_term, difference_at, holds
from verifier.kernel.cell import Refused
from verifier.kernel.judge import lowered
from verifier.kernel.normal_forms.field import TooLarge
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.proving import replay
from verifier.kernel.relations import CONDITION_RELATIONS, statement, valued
from verifier.kernel.unsupported import Unsupported
from verifier.model.chain import Kind, NumberSet
from verifier.model.claim import Claim
from verifier.model.evidence import Point
from verifier.model.verdict import Answer, Verdict
from verifier.terms.substitution import free_symbols
from verifier.terms.term import TWO, ZERO, Term, add, call, symbol

MOST_SYMBOLS: Final = 3
BITS: Final = 64
MOST_POINTS: Final = 24
FEWEST_POINTS: Final = 3
MOST_DIFFERING: Final = 10  # in a row from the first point on
_WEAKER: Final = {"gt": "ge", "lt": "le"}


def where_it_holds(claim: Claim, judged: Callable[[Claim], Outcome]) -> tuple[Term, ...] | None:
    """Conditions under which the claim is proved, simplest first; None if none of those tried does.

    Where the claim is only conditional on a part, and is proved on no other one for the same term, what it needs there is
    added. Lines that are conditions must both be true somewhere on the part: that both are false there says nothing.
    """
    if not may_hold_together(claim):
        return None
    is_of_conditions = claim.relation in CONDITION_RELATIONS
    claim = valued(claim)
    agreeing, differing = _looked_at(claim, is_of_conditions)
    if len(agreeing) < 1 if is_of_conditions else sum(map(_is_general, agreeing)) < FEWEST_POINTS:
        return None
    partly: tuple[Term, ...] | None = None
    for condition in _candidates(claim):
        if partly is not None and condition.args != partly[0].args:
            break
        if _admits_any(condition, differing, claim.domain.complex_numbers):
            continue
        if is_of_conditions and not _admits_any(condition, agreeing, claim.domain.complex_numbers):
            continue
        found = _under(claim, condition, judged)
        if found.verdict is Verdict.PROVED:
            weaker = Term(_WEAKER.get(condition.head, ""), condition.args)
            with_border = weaker.head and _under(claim, weaker, judged).verdict is Verdict.PROVED
            return (weaker if with_border else condition,)
        if found.verdict is Verdict.CONDITIONAL and partly is None:
            partly = (condition, *dict.fromkeys(need for need, _ in found.conditions))
    return partly


def _under(claim: Claim, condition: Term, judged: Callable[[Claim], Outcome]) -> Outcome:
    domain = replace(claim.domain, conditions=(*claim.domain.conditions, condition))
    return judged(replace(claim, domain=domain))


def _looked_at(claim: Claim, only_true: bool) -> tuple[list[Point], list[Point]]:
    """The sample points where the relation may hold, and those where it certainly fails.

    A part that is worth a proof holds more than one or two of the first, and none of the second. With `only_true` the
    sides are indicators of conditions, and only points count for the first where both are true.
    """
    domain = claim.domain
    stated = claim if claim.relation == "=" else statement(claim)
    lhs, rhs = (
        compile_term(s, domain.complex_numbers, domain.integers, domain.reals) for s in (stated.lhs, stated.rhs)
    )
    both = call("eq", add(claim.lhs, claim.rhs), TWO)
    agreeing, differing = [], []
    for point in sample(claim.domain, (claim.lhs, claim.rhs), MOST_POINTS):
        found = difference_at(lhs, rhs, point, BITS)
        if found is Difference.DIFFERENT:
            differing.append(point)
        elif found in AGREEING and not (
            only_true and holds(both, point, BITS, domain.complex_numbers) is not Answer.YES
        ):
            agreeing.append(point)
        if not agreeing and len(differing) == MOST_DIFFERING:
            break
    return agreeing, differing


def _is_general(point: Point) -> bool:
    """Whether the symbols differ at a point. Where all are equal, many a false claim holds: that is a line, and no part."""
    return len(point.values) < 2 or len(set(point.values.values())) > 1


def _admits_any(condition: Term, points: list[Point], complex_numbers: bool) -> bool:
    """Whether one of the points certainly satisfies the condition."""
    test = compile_condition(condition, complex_numbers)
    return any(test.holds(p, BITS) is Answer.YES for p in points)


def _candidates(claim: Claim) -> Iterator[Term]:
    for u in sorted(dict.fromkeys([*_open_signs(claim), *_symbols(claim)]), key=lambda t: t.size):
        for relation in ("ne", "gt", "lt"):
            yield call(relation, u, ZERO)


def _open_signs(claim: Claim) -> Iterator[Term]:
    """The term whose sign the normal form of the claim asks for."""
    try:
        replay(*lowered(claim if claim.relation == "=" else statement(claim)), NORMAL_FORM)
    except NeedsSign as open_sign:
        if open_sign.term.head in ("symbol", "add") and _is_plain(open_sign.term):
            yield open_sign.term
    except (Refused, Unsupported, TooLarge):
        return


def _is_plain(term: Term) -> bool:
    """Whether an author reads off where the term is positive: a polynomial, or a quotient of some."""
    return term.head in _PLAIN and all(map(_is_plain, term.args))


_PLAIN: Final = frozenset({"number", "symbol", "constant", "index", "add", "neg", "mul", "div", "pow"})


def _symbols(claim: Claim) -> list[Term]:
    """Real symbols whose sign is not declared, if they are few."""
    used = free_symbols(claim.lhs) | free_symbols(claim.rhs)
    found = [
        symbol(d.name)
        for d in claim.domain.declarations
        if d.name in used and d.kind is Kind.SCALAR and d.numbers is not NumberSet.COMPLEX and not d.conditions
    ]
    return found if len(found) <= MOST_SYMBOLS else []
