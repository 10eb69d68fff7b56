"""Conditions shown to hold on a cell, above all inequalities: a second table of rules, under the rules of proof.

| rule | parameters | shows a condition on a cell if |
| --- | --- | --- |
| `signs` | none | the signs that are known decide it |
| `value` | none | it has no symbols and is true: balls, or exact arithmetic at equality (`truth`) |
| `known` | none | it is an instance of a listed inequality (`known_bounds`) |
| `lemma` | a condition | that is shown, and the rest with it as a fact |
| `split` | a term u | it is shown where u > 0, where u = 0 and where u < 0 |
| `split` | u, a symbol | the same, u = 0 solved for the symbol, in which u is linear |
| `each` | none | every part of the conjunction is shown |
| `other` | the number of a part | that part of the alternative is shown where the other parts fail |
| `alternatives` | a fact `a or b` | it is shown under each of its parts |
| `shown` | none | it is shown by a proof of an equation, or that its indicator is 1 (`proving`) |
| `chain` | terms, as many relations and one more | each term is so related to the next, and the ends to these terms |
| `applied` | a fact; as `apply` | it is a relation that is a fact, after an increasing function of both sides |
| `apply` | `log`, `exp` or `power`, an exponent | both sides compare in that way after an increasing function |
| `sum` | terms | the difference of the sides is their sum, and each of them is shown to be >= 0 |
| `termwise` | a sum | the difference of the sides is that sum, and each of its terms is shown to be >= 0 (`termwise`) |
| `summand` | a sum, the place of a term | the difference is the sum less that term; each term is shown to be >= 0 (`termwise`) |
| `integrands` | r, factors with integrals | the integrands together are shown to be >= 0 between the bounds (`integral_bounds`) |
| `choices` | a choice in it | it is shown with each value of the choice where that is chosen (`chosen_values`) |
| `extreme` | none | it says that a value is at most the largest of several, or at least the smallest (`chosen_values`) |
| `named` | a term in it | the term is >= 0, and it is shown with any such number for the term (`named_terms`) |
| `instance` | a condition, a term, a fact, a symbol y | it is that one with the term for y, shown for any y (`named_terms`) |
| `means` | g, terms with weights | g is at most a weighted mean of the terms, by their geometric mean (`means`) |
| `slope` | a symbol x, a place c | the difference of the sides grows away from c, where it is >= 0 (`mean_value`) |
| `far-end` | a symbol x, an end | the difference falls from x to oo, or from x back to -oo, to a limit >= 0 (`far_ends`) |
| `chord` | a symbol x, places a, b | the difference of the sides is concave between a and b, and >= 0 at both (`concavity`) |
| `boxes` | a symbol, two numbers | balls on short intervals between the numbers show it (`boxes`) |
| `induction` | an integer symbol, a start | it is shown at the start, and for n + 1 wherever it holds for n |

Soundness. A condition is to be true at every point of the cell where it is defined, so its own needs are facts throughout.
Everything a rule brings in has to be shown to be defined there. Real chains only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from verifier.kernel.balls.truth import truth
from verifier.kernel.cell import Cell, Refused, is_empty, prove_on, with_tower
from verifier.kernel.derivatives.continuity import requirements_of
from verifier.kernel.domains.natural_domain import negation
from verifier.kernel.domains.places import answer_of
from verifier.kernel.inequalities.boxes import by_boxes
from verifier.kernel.inequalities.chosen_values import choices, extreme
from verifier.kernel.inequalities.concavity import chord
from verifier.kernel.inequalities.far_ends import far_end
from verifier.kernel.inequalities.inductions import induction
from verifier.kernel.inequalities.known_bounds import is_known, need_of_strict
from verifier.kernel.inequalities.mean_value import slope
from verifier.kernel.inequalities.means import means
from verifier.kernel.inequalities.named_terms import instance, named
from verifier.kernel.inequalities.termwise import summand, termwise
from verifier.kernel.integrals.integral_bounds import integrands
from verifier.kernel.normal_forms.field import GaveUp, TooLarge, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign
from verifier.kernel.relations import indicator
from verifier.kernel.signs.signs import Contradiction
from verifier.model.evidence import Point, Proof
from verifier.model.verdict import Answer
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import FALSE, ONE, Term, add, call, power, sub, symbol
from verifier.terms.term import ZERO as ZERO_TERM
from verifier.terms.vocabulary import RELATION_SIGNS, is_condition

MOST_DEPTH: Final = 24
MOST_KEPT: Final = 512  # replayed proofs of conditions
ORDERS: Final = frozenset({"ge", "gt", "le", "lt"})


def establish(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the proof shows that the condition holds wherever it is defined on the cell; else Refused.

    NeedsSign where a leaf leaves a sign open.
    """
    if cell.domain.complex_numbers:
        raise Refused("inequalities are shown in real chains")
    if not _is_nested_within(proof, MOST_DEPTH):
        raise Refused("a proof is nested too deep")
    _replayed(cell, condition, proof)


def _is_nested_within(proof: Proof, depth: int) -> bool:
    return depth >= 0 and all(_is_nested_within(part, depth - 1) for part in proof.parts)


@lru_cache(maxsize=MOST_KEPT)
def _replayed(cell: Cell, condition: Term, proof: Proof) -> None:
    """What a proof shows depends on the arguments alone, and is kept: a search, and then the judge, builds on the parts."""
    rule = RULES.get(proof.rule)
    if rule is None:
        raise Refused(f"there is no rule `{proof.rule}` for conditions")
    try:
        rule(cell, condition, proof)
    except TooLarge:
        raise
    except GaveUp as gave_up:
        raise Refused(str(gave_up)) from gave_up


def where_defined(cell: Cell, *terms: Term) -> Cell:
    """The cell with what the terms need as facts: a part of it that has every point where all of them are defined."""
    for term in terms:
        for r in requirements_of(cell, term):
            if r.exact and not r.guards:
                cell = cell.with_fact(r.condition)
    return cell


def demand_defined(cell: Cell, *terms: Term) -> None:
    """Refused unless the terms are shown to be defined on the whole cell."""
    if any(r.condition not in cell.facts for term in terms for r in requirements_of(cell, term)):
        raise Refused("a term of the proof may be undefined")


def demand(cell: Cell, condition: Term, why: str) -> None:
    """Refused unless the signs that are known on the cell decide the condition."""
    try:
        found = with_tower(cell, (), lambda tower: answer_of(tower, condition))
    except Contradiction:
        return
    if found is not Answer.YES:
        raise Refused(why)


def difference_of(condition: Term) -> tuple[Term, bool]:
    """A term that is >= 0 (or > 0, if strict) exactly where the order relation holds."""
    if condition.head not in ORDERS:
        raise Refused("the condition is no inequality")
    left, right = condition.args
    if condition.head in ("le", "lt"):
        left, right = right, left
    return (left if right == ZERO_TERM else sub(left, right)), condition.head in ("gt", "lt")


def at_least_zero(u: Term, strict: bool) -> Term:
    return call("gt" if strict else "ge", u, ZERO_TERM)


# ---- leaves


def _signs(cell: Cell, c: Term, proof: Proof) -> None:
    _expect(proof)
    inner = where_defined(cell, c)
    try:
        shown = with_tower(inner, (), lambda tower: tower.holds(c))
    except (Contradiction, Undefined):
        return  # it is defined nowhere on the cell
    except NeedsSign:
        if is_empty(inner):
            return
        raise
    if not shown and not is_empty(inner):
        raise Refused("the condition fails on the cell, or on a part of it")


def _value(cell: Cell, c: Term, proof: Proof) -> None:
    _expect(proof)
    if free_symbols(c) or truth(c, Point()) is not Answer.YES:
        raise Refused("the condition on numbers was not shown to be true")


def _known(cell: Cell, c: Term, proof: Proof) -> None:
    _expect(proof)
    if is_known(c):
        return
    need = need_of_strict(c)
    if need is None:
        raise Refused("the condition is no instance of a listed inequality")
    demand(where_defined(cell, c), need, "the listed inequality may be an equality")


def _boxes(cell: Cell, c: Term, proof: Proof) -> None:
    _expect(proof, terms=2, names=1)
    low, high = (rational_value(t) for t in proof.terms)
    x = symbol(proof.names[0])
    if low is None or high is None or low >= high or not free_symbols(c) <= {x.name}:
        raise Refused("`boxes` takes a condition in one symbol and two numbers")
    inner = where_defined(cell, c)
    demand(inner, call("ge", x, proof.terms[0]), "the symbol may lie outside of the interval")
    demand(inner, call("le", x, proof.terms[1]), "the symbol may lie outside of the interval")
    if not by_boxes(*difference_of(c), x.name, low, high):
        raise Refused("the balls do not show the condition between these numbers")


# ---- cases


def _lemma(cell: Cell, c: Term, proof: Proof) -> None:
    _expect(proof, terms=1, parts=2)
    fact = proof.terms[0]
    if not is_condition(fact.head):
        raise Refused("a lemma is a condition")
    inner = where_defined(cell, c)
    demand_defined(inner, fact)
    establish(inner, fact, proof.parts[0])
    establish(inner.with_fact(fact), c, proof.parts[1])


def _split(cell: Cell, c: Term, proof: Proof) -> None:
    from verifier.kernel.proving import refuse_if_unfit, solved

    if len(proof.terms) != 1 or len(proof.parts) != 3 or len(proof.names) > 1:
        raise Refused("`split` takes one term, three proofs and at most one symbol")
    u, names = proof.terms[0], proof.names
    inner = where_defined(cell, c)
    refuse_if_unfit(inner, u, indicator(c), indicator(c))
    above, on, below = proof.parts
    establish(inner.with_fact(call("gt", u, ZERO_TERM)), c, above)
    establish(inner.with_fact(call("lt", u, ZERO_TERM)), c, below)
    if not names:
        establish(inner.with_fact(call("eq", u, ZERO_TERM)), c, on)
        return
    try:
        put = {names[0]: solved(inner, u, names[0])}
    except Contradiction:
        return
    edge = replace(inner, facts=tuple(substitute(f, put) for f in inner.facts))
    establish(edge, substitute(c, put), on)


def _each(cell: Cell, c: Term, proof: Proof) -> None:
    """A conjunction that is defined and false has a part that is defined and false, behind parts that are true."""
    if c.head != "and" or len(proof.parts) != len(c.args) or proof.terms or proof.names:
        raise Refused("`each` takes a conjunction, and a proof for each of its parts")
    for part, own in zip(c.args, proof.parts, strict=True):
        establish(cell, part, own)


def _other(cell: Cell, c: Term, proof: Proof) -> None:
    """Where an alternative is defined and false, all of its parts are; so it is shown where the others are false."""
    _expect(proof, terms=1, parts=1)
    k = rational_value(proof.terms[0])
    if c.head != "or" or k is None or k.denominator != 1 or not 0 <= k < len(c.args):
        raise Refused("`other` takes an alternative and the number of a part")
    chosen = c.args[int(k)]
    inner = where_defined(cell, *c.args)
    for i, part in enumerate(c.args):
        inner = inner if i == k else inner.with_fact(negation(part))
    establish(inner, chosen, proof.parts[0])


def _alternatives(cell: Cell, c: Term, proof: Proof) -> None:
    fact = proof.terms[0] if len(proof.terms) == 1 else FALSE
    if fact not in cell.facts or fact.head != "or" or len(proof.parts) != len(fact.args):
        raise Refused("`alternatives` takes a fact of the cell, and a proof under each of its parts")
    for part, own in zip(fact.args, proof.parts, strict=True):
        establish(cell.with_fact(part), c, own)


def _shown(cell: Cell, c: Term, proof: Proof) -> None:
    from verifier.kernel.proving import replay

    _expect(proof, parts=1)
    left, right = c.args if c.head == "eq" else (indicator(c), ONE)
    replay(where_defined(cell, c), left, right, proof.parts[0], 1)


def _chain(cell: Cell, c: Term, proof: Proof) -> None:
    """a <= t1 < t2 = b gives a < b: relations in one direction, one of them strict if the whole is."""
    if len(proof.names) != len(proof.terms) + 1 or len(proof.parts) != len(proof.names) or c.head not in ORDERS:
        raise Refused("`chain` takes terms, a relation between each two, and a proof of each")
    weak = "le" if c.head in ("le", "lt") else "ge"
    strict = "lt" if weak == "le" else "gt"
    if not {*proof.names} <= {"eq", weak, strict} or (c.head == strict and strict not in proof.names):
        raise Refused("the relations of the chain do not give that of its ends")
    inner = where_defined(cell, c)
    demand_defined(inner, *proof.terms)
    lines = (c.args[0], *proof.terms, c.args[1])
    for left, right, relation, own in zip(lines, lines[1:], proof.names, proof.parts, strict=False):
        establish(inner, call(relation, left, right), own)


# ---- both sides


def _apply(cell: Cell, c: Term, proof: Proof) -> None:
    """f(A) and f(B) compare as A and B do, for a strictly increasing f; what f needs is shown of both."""
    if len(proof.names) != 1 or len(proof.parts) != 1 or c.head not in RELATION_SIGNS:
        raise Refused("`apply` takes a relation, the name of a function and one proof")
    inner = where_defined(cell, c)
    increasing = INCREASING.get(proof.names[0])
    if increasing is None:
        raise Refused("`apply` does not know this function")
    sides = tuple(increasing(inner, side, proof.terms) for side in c.args)
    establish(inner, Term(c.head, sides), proof.parts[0])


def _applied(cell: Cell, c: Term, proof: Proof) -> None:
    """f(A) and f(B) compare as A and B are known to, for a strictly increasing f; what f needs is shown of both."""
    fact = proof.terms[0] if proof.terms else FALSE
    increasing = INCREASING.get(proof.names[0]) if len(proof.names) == 1 else None
    if increasing is None or proof.parts or fact not in cell.facts or fact.head not in RELATION_SIGNS:
        raise Refused("`applied` takes a relation that is a fact, and the name of a function")
    if c != Term(fact.head, tuple(increasing(cell, side, proof.terms[1:]) for side in fact.args)):
        raise Refused("the condition is not that fact after this function of both sides")


def _log_of(cell: Cell, side: Term, terms: tuple[Term, ...]) -> Term:
    demand(cell, call("gt", side, ZERO_TERM), "a side may be no positive number")
    return call("log", side)


def _exp_of(cell: Cell, side: Term, terms: tuple[Term, ...]) -> Term:
    return call("exp", side)


def _power_of(cell: Cell, side: Term, terms: tuple[Term, ...]) -> Term:
    """A positive power of a side that is not negative, or an odd whole power of any."""
    q = rational_value(terms[0]) if len(terms) == 1 else None
    if q is None or q <= 0:
        raise Refused("`power` takes a positive exponent")
    if q.denominator != 1 or q % 2 == 0:
        demand(cell, call("ge", side, ZERO_TERM), "a side may be negative")
    return power(side, terms[0])


INCREASING: Final = {"log": _log_of, "exp": _exp_of, "power": _power_of}


def _sum(cell: Cell, c: Term, proof: Proof) -> None:
    if not proof.terms or len(proof.parts) != len(proof.terms) or proof.names:
        raise Refused("`sum` takes terms, and a proof for each of them")
    u, strict = difference_of(c)
    inner = where_defined(cell, c)
    demand_defined(inner, *proof.terms)
    try:
        prove_on(inner, u, add(*proof.terms))
    except Undefined as undefined:
        raise Refused("the sum has no normal form") from undefined
    for i, (term, own) in enumerate(zip(proof.terms, proof.parts, strict=True)):
        establish(inner, at_least_zero(term, strict and i == 0), own)


def _expect(proof: Proof, parts: int = 0, terms: int = 0, names: int = 0) -> None:
    if (len(proof.parts), len(proof.terms), len(proof.names)) != (parts, terms, names):
        raise Refused(f"`{proof.rule}` has the wrong number of parameters")


Rule = Callable[[Cell, Term, Proof], None]
RULES: Final[dict[str, Rule]] = {
    "signs": _signs,
    "value": _value,
    "known": _known,
    "lemma": _lemma,
    "split": _split,
    "each": _each,
    "other": _other,
    "alternatives": _alternatives,
    "shown": _shown,
    "chain": _chain,
    "applied": _applied,
    "apply": _apply,
    "sum": _sum,
    "termwise": termwise,
    "summand": summand,
    "integrands": integrands,
    "choices": choices,
    "extreme": extreme,
    "named": named,
    "instance": instance,
    "means": means,
    "slope": slope,
    "far-end": far_end,
    "chord": chord,
    "boxes": _boxes,
    "induction": induction,
}
