"""Sums of logarithms and of exponentials against their tangents at a mean: Jensen's inequality, and Gibbs'.

Sum(q[i]*log(x[i])) <= log(c) for q >= 0 with the sum 1 and c = Sum(q[i]*x[i]), as log(x) <= log(c) + x/c - 1 for each term
(G. H. Hardy, J. E. Littlewood, G. Polya, Inequalities, section 3.6). Nothing here is trusted: what is found is replayed by the
kernel (`kernel.inequalities.establishing`), the terms by the rule `termwise` and a listed bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from verifier.engine.inequalities.goals import SIGNS, Goal, NotShown, Way, lemma
from verifier.engine.inequalities.open_parts import worked_out
from verifier.engine.sums.terms_of_sums import as_one_sum
from verifier.kernel.cell import Cell, Refused
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.inequalities.establishing import at_least_zero, difference_of, establish
from verifier.kernel.inequalities.termwise import premise_of
from verifier.kernel.normal_forms.field import GaveUp
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.signs.signs import Contradiction
from verifier.kernel.terms.operators import is_infinite, replaced
from verifier.kernel.unsupported import Unsupported
from verifier.model.evidence import Proof
from verifier.terms.heads import heads, parts_of
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, Term, add, call, div, mul, sub, symbol

CURVED: Final = frozenset({"log", "exp"})
DEEPEST: Final = 2
_PLACE: Final = symbol("place of the curved function")


@record
class Weighted:
    """A sum of w*f(v) and more, with f the logarithm or the exponential."""

    total: Term
    curved: Term
    weight: Term

    def over_index(self, body: Term) -> Term:
        """The sum of another body over the same index."""
        return call("Sum", body, *self.total.args[1:])

    def with_line(self, line: Term) -> Term:
        """The sum with a tangent in place of the curved function."""
        return self.over_index(replaced(self.total.args[0], {self.curved: line}))


def by_tangents(goal: Goal) -> Iterator[Way]:
    """For each sum of logarithms or exponentials in the difference: by tangents at a mean of their arguments."""
    u, strict = difference_of(goal.condition)
    u = _undone(u)
    if strict or goal.slopes or goal.depth > DEEPEST or "Sum" not in heads(u):
        return
    whole = as_one_sum(u)
    if whole is not None:
        yield from _ways(goal, whole, whole)
    for total in dict.fromkeys(_sums(u)):
        yield from _ways(goal, u, total)


def _undone(u: Term) -> Term:
    """z for exp(log(z)): a sum that was put into a logarithm and taken out of it."""
    if not u.args:
        return u
    if u.head == "exp" and u.args[0].head == "log":
        return u.args[0].args[0]
    return Term(u.head, tuple(map(_undone, u.args)), u.value)


def _ways(goal: Goal, u: Term, total: Term) -> Iterator[Way]:
    for weighted in _weighted(total):
        written = replaced(u, {total: weighted.total})
        for place, is_upper in _places(goal, weighted):
            yield partial(_past_tangent, goal, written, weighted, place, is_upper)


def _sums(u: Term) -> Iterator[Term]:
    """The finite sums outside of functions and of other operators."""
    if u.head == "Sum":
        if not any(map(is_infinite, u.args[2:])):
            yield u
    elif u.head in ("add", "neg", "mul", "div"):
        for a in u.args:
            yield from _sums(a)


def _weighted(total: Term) -> Iterator[Weighted]:
    """The sum by its only curved function; a difference of two logarithms is first written as the one of a quotient."""
    body = total.args[0]
    found = [p for p in parts_of(body) if p.head in CURVED and not CURVED & heads(p.args[0])]
    weights = [_weight(body, p) for p in found]
    if len(found) == 2 and all(p.head == "log" for p in found):
        first, second = (p.args[0] for p in found)
        joined = call("log", div(first, second))
        body = replaced(body, {found[0]: add(joined, found[1])})
        rest = _weight(body, joined)
        if rest is not None:
            yield Weighted(call("Sum", add(mul(rest, joined)), *total.args[1:]), joined, rest)
    elif len(found) == 1 and weights[0] is not None:
        yield Weighted(total, found[0], weights[0])


def _weight(body: Term, curved: Term) -> Term | None:
    """What the function is multiplied by, where the body is linear in it."""
    try:
        slope = differentiate(replaced(body, {curved: _PLACE}), _PLACE.name)
    except Unsupported:
        return None
    return slope if _PLACE.name not in free_symbols(slope) else None


def _places(goal: Goal, w: Weighted) -> Iterator[tuple[Term, bool]]:
    """Where the tangent touches, a mean of the arguments, and whether it is to lie above the function."""
    v = w.curved.args[0]
    weights = w.over_index(w.weight)
    if w.curved.head == "exp":
        yield from ((m, False) for m in _plain(goal, div(w.over_index(mul(w.weight, v)), weights)))
        return
    yield from ((c, True) for c in _plain(goal, div(w.over_index(mul(w.weight, v)), weights)))
    yield from ((c, False) for c in _plain(goal, div(weights, w.over_index(div(w.weight, v)))))


def _plain(goal: Goal, mean: Term) -> list[Term]:
    """The mean in its normal form, with what is assumed of sums in it."""
    found = worked_out(goal.cell, mean)
    for fact in goal.cell.facts:
        known = (
            worked_out(goal.cell, fact.args[0]) if found and fact.head == "eq" and fact.args[0].head == "Sum" else None
        )
        if known is not None and found is not None:
            found = worked_out(goal.cell, replaced(found, {known: fact.args[1]}))
    return [] if found is None else [found]


def _line(curved: Term, place: Term, is_upper: bool) -> Term:
    """The tangent of the logarithm or the exponential, or for a logarithm from below that of log(1/v), with its sign."""
    v = curved.args[0]
    if curved.head == "exp":
        return mul(call("exp", place), add(ONE, sub(v, place)))
    return add(call("log", place), sub(div(v, place), ONE) if is_upper else sub(ONE, div(place, v)))


def _bound(curved: Term, place: Term, is_upper: bool) -> Term:
    """The listed inequality that puts the function on one side of the tangent."""
    v = curved.args[0]
    if curved.head == "exp":
        return call("ge", call("exp", sub(v, place)), add(ONE, sub(v, place)))
    ratio = div(v, place) if is_upper else div(place, v)
    return call("le", call("log", ratio), sub(ratio, ONE))


def _past_tangent(goal: Goal, u: Term, w: Weighted, place: Term, is_upper: bool) -> Proof:
    """From the same with the tangents in the sum, and that each of its terms is on their other side."""
    line = w.with_line(_line(w.curved, place, is_upper))
    factor = _weight(u, w.total)
    total = None if factor is None else as_one_sum(sub(mul(factor, w.total), mul(factor, line)))
    if factor is None or total is None:
        raise NotShown
    weaker = replaced(u, {w.total: line})
    gap = sub(mul(factor, w.total), mul(factor, line))
    inner, premise = premise_of(goal.cell, total)
    of_terms = Proof("termwise", (total,), (), (_of_term(inner, premise, w, place, is_upper),))
    establish(goal.cell, at_least_zero(weaker, False), SIGNS)
    return Proof("sum", (weaker, gap), (), (SIGNS, of_terms))


def _of_term(cell: Cell, premise: Term, w: Weighted, place: Term, is_upper: bool) -> Proof:
    """The proof for one term, whose entries have names there: the function of them is the one that is not at the place."""
    for curved in parts_of(premise):
        if curved.head == w.curved.head and curved.args[0] != place:
            proof = lemma(_bound(curved, place, is_upper), Proof("known"))
            try:
                establish(cell, premise, proof)
                return proof
            except (Refused, NeedsSign, GaveUp, Unsupported, Contradiction):
                continue
    raise NotShown
