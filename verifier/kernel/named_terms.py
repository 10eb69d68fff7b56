"""The rule `named`: a condition holds if it holds with any real number of the same sign in place of a term in it.

Soundness. The term is shown to be defined on the cell, and to be >= 0 there. So at each point it is a number y >= 0, and with
y in its place, wherever it stands inside no operator that binds a name, the condition and the facts of the cell say the same
at that point. The premise is shown for every y >= 0 for which these facts hold.
"""

from __future__ import annotations

from verifier.kernel.cell import Cell, Refused
from verifier.kernel.improper_integrals import fresh_variable
from verifier.kernel.mean_value import Premise
from verifier.kernel.operators import replaced
from verifier.model.chain import Declaration
from verifier.model.evidence import Proof
from verifier.terms.term import ZERO, Term, call


def named(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the rule applies and its two parts show the premises; else Refused."""
    from verifier.kernel.establishing import establish, where_defined

    if len(proof.terms) != 1 or proof.names or len(proof.parts) != 2:
        raise Refused("`named` takes a term and two proofs")
    premises = premises_of(where_defined(cell, condition), condition, proof.terms[0])
    for (place, premise), own in zip(premises, proof.parts, strict=True):
        establish(place, premise, own)


def premises_of(cell: Cell, condition: Term, term: Term) -> tuple[Premise, Premise]:
    """That the term is not negative, and the condition for any such number; Refused where the term may be undefined."""
    from verifier.kernel.establishing import demand_defined

    demand_defined(cell, term)
    y = fresh_variable(cell, condition, term)
    put = {term: y}
    facts = (*(replaced(f, put) for f in cell.facts), call("ge", y, ZERO))
    inner = Cell(cell.domain, facts, cell.bounds).with_symbol(Declaration(y.name))
    return (cell, call("ge", term, ZERO)), (inner, replaced(condition, put))
