"""What is known of the integrals in a relation: that one exists, or its value, before natural domains are compared.

A proof of a relation may begin with applications of these, each with the rest of the proof as its last part.

| rule | parameters | the relation is shown if |
| --- | --- | --- |
| `continuous` | an integral | it is, and the integrand is defined and continuous from bound to bound: the integral exists |
| `existing` | an integral | it is, and the first part, a rule for integrals, gives the integral its natural domain |

and any rule by which an integral is rewritten (`integral_rules`): then the relation is shown of its value.

Soundness. A continuous function is integrable on a closed interval (W. Rudin, Principles of Mathematical Analysis, theorem
6.8), in whichever order its bounds are. What the bounds need, and what the integrand needs whatever its variable is, the
integral needs. In place of the integral stands a fresh real symbol, of which nothing is known: domains that agree for all its
values agree for the integral. Conditions that would name it are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from verifier.kernel.cell import Cell, Needs, Refused, compare_domains
from verifier.kernel.derivatives.guards import Conditions, collect_needs, guarded
from verifier.kernel.integrals.definite_integrals import between, demand_continuous, demand_finite, is_definite
from verifier.kernel.integrals.improper_integrals import fresh_variable
from verifier.kernel.integrals.integral_rules import REWRITES, rewritten
from verifier.kernel.terms.operators import replaced
from verifier.model.chain import Declaration
from verifier.model.evidence import Proof
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import Term

CONTINUOUS: Final = "continuous"
EXISTING: Final = "existing"
MOST_STEPS: Final = 12


@record
class Opened:
    """The cell, the sides with what is known in place of their integrals, the relation to be shown, and the rest of the proof."""

    cell: Cell
    sides: tuple[Term, Term]
    statement: Term
    proof: Proof
    fresh: tuple[str, ...] = ()

    def needs(self) -> Needs:
        """What each side alone needs; Refused where that cannot be said without a symbol that stands for an integral."""
        needs = compare_domains(self.cell, *self.sides)
        if any(free_symbols(c) & {*self.fresh} for c in (*needs.lhs, *needs.rhs)):
            raise Refused("what a side needs depends on the value of an integral")
        return needs


def opened(cell: Cell, sides: tuple[Term, Term], statement: Term, proof: Proof) -> Opened:
    """What the first rule applications of the proof say of the integrals; Refused where one does not apply."""
    fresh: list[str] = []
    inner = cell
    for _ in range(MOST_STEPS):
        if proof.rule == CONTINUOUS and len(proof.terms) == len(proof.parts) == 1 and not proof.names:
            value, known = continuous(inner, proof.terms[0], (*sides, statement))
            inner = inner.with_symbol(Declaration(value.name))
            fresh.append(value.name)
            sides = _replaced(sides, {proof.terms[0]: known})
        elif proof.rule == EXISTING and len(proof.parts) == 2 and proof.parts[0].rule in REWRITES:
            found = rewritten(cell, sides, proof.parts[0])
            sides = found[0], found[1]
        elif proof.rule in REWRITES and len(proof.parts) == 1:
            lhs, rhs, statement = rewritten(cell, (*sides, statement), proof)
            sides = lhs, rhs
        else:
            break
        proof = proof.parts[-1]
    return Opened(inner, sides, statement, proof, tuple(fresh))


def _replaced(sides: tuple[Term, Term], values: dict[Term, Term]) -> tuple[Term, Term]:
    return replaced(sides[0], values), replaced(sides[1], values)


def continuous(cell: Cell, integral: Term, terms: Sequence[Term]) -> tuple[Term, Term]:
    """A symbol for the value of an integral whose integrand is continuous, new to the terms, and it under what that needs."""
    if not is_definite(integral) or cell.domain.complex_numbers:
        raise Refused("only real integrals between two bounds are seen to exist")
    f, x, low, high = integral.args
    needs = Conditions()
    for bound in (low, high):
        demand_finite(bound)
        collect_needs(bound, False, needs)
    t = fresh_variable(cell, *terms)
    body = substitute(f, {x.name: t})
    for a, b in ((low, high), (high, low)):
        demand_continuous(between(cell, t, a, b, (body,)), t, [(body, needs.need)])
    value = fresh_variable(cell.with_symbol(Declaration(t.name)), *terms)
    return value, guarded(value, needs)
