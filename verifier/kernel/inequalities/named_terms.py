"""The rules `named` and `instance`: a condition holds if it holds with any real number for a term in it.

Soundness of `named`. The term is shown to be defined on the cell, and to be >= 0 there. So at each point it is a number
y >= 0, and with y in its place, wherever it stands inside no operator that binds a name, the condition and the facts of the
cell say the same at that point. The premise is shown for every y >= 0 for which these facts hold.

Soundness of `instance`. The condition is another one with a term in place of a symbol y that occurs nowhere on the cell. At
each point of the cell at which the condition is defined, the term has a value, and with it for y the given fact about y
holds. The other condition is shown for every real y for which the fact does: so for this value too.
"""

from __future__ import annotations

from verifier.kernel.cell import Cell, Refused
from verifier.kernel.inequalities.mean_value import Premise
from verifier.kernel.integrals.improper_integrals import fresh_variable
from verifier.kernel.terms.operators import replaced
from verifier.model.chain import Declaration
from verifier.model.evidence import Proof
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ZERO, Term, call
from verifier.terms.vocabulary import is_condition


def named(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the rule applies and its two parts show the premises; else Refused."""
    from verifier.kernel.inequalities.establishing import establish, where_defined

    if len(proof.terms) != 1 or proof.names or len(proof.parts) != 2:
        raise Refused("`named` takes a term and two proofs")
    premises = premises_of(where_defined(cell, condition), condition, proof.terms[0])
    for (place, premise), own in zip(premises, proof.parts, strict=True):
        establish(place, premise, own)


def premises_of(cell: Cell, condition: Term, term: Term) -> tuple[Premise, Premise]:
    """That the term is not negative, and the condition for any such number; Refused where the term may be undefined."""
    from verifier.kernel.inequalities.establishing import demand_defined

    demand_defined(cell, term)
    y = fresh_variable(cell, condition, term)
    put = {term: y}
    facts = (*(replaced(f, put) for f in cell.facts), call("ge", y, ZERO))
    inner = Cell(cell.domain, facts, cell.bounds).with_symbol(Declaration(y.name))
    return (cell, call("ge", term, ZERO)), (inner, replaced(condition, put))


def instance(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the rule applies and its two parts show the premises; else Refused."""
    from verifier.kernel.inequalities.establishing import establish, where_defined

    if len(proof.terms) != 3 or len(proof.names) != 1 or len(proof.parts) != 2:
        raise Refused("`instance` takes a condition, a term, a fact, a new symbol and two proofs")
    premises = of_any(where_defined(cell, condition), condition, *proof.terms, proof.names[0])
    for (place, premise), own in zip(premises, proof.parts, strict=True):
        establish(place, premise, own)


def of_any(cell: Cell, condition: Term, general: Term, term: Term, fact: Term, name: str) -> tuple[Premise, Premise]:
    """That the fact holds with the term for the symbol, and the general condition for any real number of which it does."""
    from verifier.kernel.inequalities.establishing import demand_defined

    taken = {d.name for d in cell.domain.declarations}.union(*map(free_symbols, (*cell.facts, condition, term)))
    if name in taken:
        raise Refused("the symbol means something already")
    if substitute(general, {name: term}) != condition or not is_condition(fact.head):
        raise Refused("the condition is no instance of the general one")
    demand_defined(cell, term, substitute(fact, {name: term}))
    inner = cell.with_symbol(Declaration(name))
    demand_defined(inner, fact)
    return (cell, substitute(fact, {name: term})), (inner.with_fact(fact), general)
