"""The rules `choices` and `extreme`: a condition with a choice in it, such as |u| or Max(u, v).

`choices`: it holds if it holds with each value of the choice, where that value is chosen. The choice ends with a value for
all else, and its conditions are shown to be defined; so at each point exactly one value is chosen: its condition holds there,
and those before it fail. With that value in place of the choice, wherever this stands inside no operator that binds a name,
the condition has at the point the same values and the same needs.

`extreme`: u <= Max(u, v, ...), Min(u, v, ...) <= u, u <= |u| and -u <= |u|, wherever the choice is defined.
"""

from __future__ import annotations

from verifier.kernel.cell import Cell, Refused
from verifier.kernel.domains.natural_domain import negation
from verifier.kernel.inequalities.mean_value import Premise
from verifier.kernel.terms.lowering import absolute_value, extreme_value
from verifier.kernel.terms.operators import replaced
from verifier.model.evidence import Proof
from verifier.terms.term import TRUE, Term
from verifier.terms.vocabulary import RELATION_SIGNS


def choices(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the rule applies and its parts show the premises; else Refused."""
    from verifier.kernel.inequalities.establishing import establish, where_defined

    if len(proof.terms) != 1 or proof.names:
        raise Refused("`choices` takes a choice, and a proof for each of its values")
    premises = premises_of(where_defined(cell, condition), condition, proof.terms[0])
    if len(premises) != len(proof.parts):
        raise Refused("`choices` takes a proof for each value of the choice")
    for (place, premise), own in zip(premises, proof.parts, strict=True):
        establish(place, premise, own)


def extreme(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the condition says that one of several values is at most their largest, or at least their smallest."""
    if proof.terms or proof.names or proof.parts:
        raise Refused("`extreme` takes no parameters")
    if condition.head not in ("le", "ge"):
        raise Refused("`extreme` shows what is not strict")
    smaller, larger = condition.args if condition.head == "le" else reversed(condition.args)
    if not (_is_extreme(larger, smaller, "ge") or _is_extreme(smaller, larger, "le")):
        raise Refused("no side is the largest or smallest of several values, the other one among them")


def _is_extreme(choice: Term, value: Term, relation: str) -> bool:
    """Whether the choice is visibly the value among its own that stands in the relation to all others, and has this one."""
    if choice.head != "Piecewise" or value not in choice.args[::2]:
        return False
    first, *rest = choice.args[::2]
    is_size = relation == "ge" and choice == absolute_value(first)
    return is_size or choice == extreme_value(relation, (first, *rest))


def premises_of(cell: Cell, condition: Term, choice: Term) -> tuple[Premise, ...]:
    """What is to be shown for each value of the choice, in their order; Refused where a condition of it may be undefined."""
    from verifier.kernel.inequalities.establishing import demand_defined

    if choice.head != "Piecewise" or choice.args[-1] != TRUE:
        raise Refused("`choices` takes a choice with a value for all else")
    conditions = choice.args[1:-1:2]
    demand_defined(cell, *conditions)
    found = []
    for value, chosen in zip(choice.args[::2], (*conditions, TRUE), strict=True):
        found.append((_with(cell, chosen), replaced(condition, {choice: value})))
        cell = _with(cell, negation(chosen))
    return tuple(found)


def _with(cell: Cell, fact: Term) -> Cell:
    """The cell with what the condition says by relations."""
    if fact.head in RELATION_SIGNS:
        return cell.with_fact(fact)
    if fact.head == "and":
        for part in fact.args:
            cell = _with(cell, part)
    if fact.head == "not" and fact.args[0].head == "and" and all(a.head in RELATION_SIGNS for a in fact.args[0].args):
        return cell.with_fact(Term("or", tuple(map(negation, fact.args[0].args))))
    return cell
