"""The rules `termwise` and `summand`: a sum whose terms are all >= 0 is >= 0, and >= each of its terms.

For `termwise` the difference of the sides is shown to be one sum from a to b, defined wherever it is, and each of its terms
to be >= 0 for an integer k with a <= k <= b. An entry x[k] is there any real number of the signs that the entries of x have:
what is shown of all such numbers holds of the entries. A strict inequality is not shown, as the sum may be empty.

For `summand` the difference of the sides is shown to be a sum less its term at v, an integer from a to b: what is left is the
sum of the other terms, each of which is shown to be >= 0 as before.
"""

from __future__ import annotations

from verifier.kernel.cell import Cell, Refused, prove_on, with_tower
from verifier.kernel.normal_forms.field import Undefined
from verifier.kernel.signs.signs import NEGATIVE, NONNEGATIVE, NONPOSITIVE, NONZERO, POSITIVE, Contradiction
from verifier.kernel.terms.operators import OPERATORS, is_infinite, replaced
from verifier.model.chain import Declaration, NumberSet
from verifier.model.evidence import Proof
from verifier.terms.substitution import free_symbols, fresh_name, substitute
from verifier.terms.term import ZERO, Term, call, sub, symbol

_FACT_OF: dict[int, str] = {POSITIVE: "gt", NONNEGATIVE: "ge", NEGATIVE: "lt", NONPOSITIVE: "le", NONZERO: "ne"}


def termwise(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the rule applies and its part shows the premise; else Refused."""
    from verifier.kernel.inequalities.establishing import demand_defined, difference_of, establish, where_defined

    if len(proof.terms) != 1 or len(proof.parts) != 1 or proof.names:
        raise Refused("`termwise` takes a sum and one proof")
    total = proof.terms[0]
    u, strict = difference_of(condition)
    if strict or total.head != "Sum" or any(map(is_infinite, total.args[2:])):
        raise Refused("`termwise` takes a finite sum, and shows what is not strict")
    inner = where_defined(cell, condition)
    demand_defined(inner, total)
    try:
        prove_on(inner, u, total)
    except Undefined as undefined:
        raise Refused("the sum has no normal form") from undefined
    place, premise = premise_of(inner, total)
    establish(place, premise, proof.parts[0])


def summand(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the rule applies and its part shows the premise; else Refused."""
    from verifier.kernel.inequalities.establishing import (
        demand,
        demand_defined,
        difference_of,
        establish,
        where_defined,
    )

    if len(proof.terms) != 2 or len(proof.parts) != 1 or proof.names:
        raise Refused("`summand` takes a sum, the place of a term and one proof")
    total, v = proof.terms
    u, strict = difference_of(condition)
    if strict or total.head != "Sum" or any(map(is_infinite, total.args[2:])):
        raise Refused("`summand` takes a finite sum, and shows what is not strict")
    body, bound, lower, upper = total.args
    inner = where_defined(cell, condition)
    own = substitute(body, {bound.name: v})
    demand_defined(inner, total, v, own)
    for inside in (call("eq", v, call("floor", v)), call("ge", v, lower), call("le", v, upper)):
        demand(inner, inside, "the term may be none of the sum")
    try:
        prove_on(inner, u, sub(total, own))
    except Undefined as undefined:
        raise Refused("the sum has no normal form") from undefined
    place, premise = premise_of(inner, total)
    establish(place, premise, proof.parts[0])


def premise_of(cell: Cell, total: Term) -> tuple[Cell, Term]:
    """The cell of an integer between the bounds, and that the term of the sum there is >= 0."""
    body, bound, lower, upper = total.args
    taken = {d.name for d in cell.domain.declarations}.union(*map(free_symbols, (total, *cell.facts)))
    k = symbol(fresh_name("k", taken))
    taken.add(k.name)
    term = substitute(body, {bound.name: k})
    place = cell.with_symbol(Declaration(k.name, numbers=NumberSet.INTEGER))
    place = place.with_fact(call("ge", k, lower)).with_fact(call("le", k, upper))
    named: dict[Term, Term] = {}
    for entry in _entries(term, k.name):
        name = symbol(fresh_name("y", taken))
        taken.add(name.name)
        named[entry] = name
        fact = _FACT_OF.get(_signs(place, entry))
        place = place.with_symbol(Declaration(name.name))
        place = place if fact is None else place.with_fact(call(fact, name, ZERO))
    return place, call("ge", replaced(term, named), ZERO)


def _signs(cell: Cell, entry: Term) -> int:
    try:
        return with_tower(cell, (), lambda tower: tower.sign(tower.normal_form(entry)))
    except Contradiction:
        return 7


def _entries(term: Term, name: str) -> list[Term]:
    """The entries whose index depends on the name, outside of operators that bind names."""
    if term.head == "index":
        return [term] if name in free_symbols(term) else []
    if term.head in OPERATORS:
        return []
    return list(dict.fromkeys(e for a in term.args for e in _entries(a, name)))
