"""The rule `integrands`: a combination of integrals over one interval is not negative where its integrands together are not.

The difference of the sides is shown to be c1*I1 + ... + cn*In + r*(b - a), where the I are the integrals of f1, ..., fn from a
to b, a <= b, and c1, ..., cn, r do not depend on the variable of integration; for infinite bounds r is 0. For a fresh real t
strictly between a and b, h = c1*f1 + ... + cn*fn + r is shown to be >= 0 (or > 0) wherever it is defined.

Soundness. The condition is shown where it is defined, and each I that stands in it outside of any choice is a number there.
Then its integrand is defined between a and b up to a set without length, and so is h, whose integral is the difference
(W. Rudin, Principles of Mathematical Analysis, theorem 6.12; for improper integrals by passage to the limit). The integral of
h >= 0 from a to b >= a is >= 0, and it is > 0 for h > 0 and a < b, as an integrable function is continuous up to such a set.
"""

from __future__ import annotations

from verifier.kernel.cell import Cell, Refused, prove_on
from verifier.kernel.inequalities.mean_value import Premise
from verifier.kernel.integrals.definite_integrals import is_definite
from verifier.kernel.integrals.improper_integrals import INFINITE, direction, fresh_variable, inside
from verifier.kernel.normal_forms.field import Undefined
from verifier.kernel.normal_forms.special import with_canonical_names
from verifier.model.evidence import Proof
from verifier.terms.substitution import substitute
from verifier.terms.term import ZERO, Term, add, call, mul, sub


def integrands(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the rule applies and its part shows the premise; else Refused."""
    from verifier.kernel.inequalities.establishing import difference_of, establish, where_defined

    if len(proof.parts) != 1 or proof.names:
        raise Refused("`integrands` takes terms and one proof")
    u, strict = difference_of(condition)
    inner = where_defined(cell, condition)
    place, premise = premise_of(inner, u, strict, proof.terms)
    establish(place, premise, proof.parts[0])


def premise_of(cell: Cell, u: Term, strict: bool, terms: tuple[Term, ...]) -> Premise:
    """What is to be shown between the bounds, so that u >= 0 (or > 0) on the cell; `terms` are r, c1, I1, c2, I2, ..."""
    from verifier.kernel.inequalities.establishing import at_least_zero, demand, demand_defined

    if len(terms) < 3 or len(terms) % 2 == 0 or cell.domain.complex_numbers:
        raise Refused("`integrands` takes a constant, and factors with integrals")
    constant, pairs = terms[0], tuple(zip(terms[1::2], terms[2::2], strict=True))
    bounds = {integral.args[2:] for _, integral in pairs if is_definite(integral)}
    if len(bounds) != 1 or not all(is_definite(integral) for _, integral in pairs):
        raise Refused("the integrals are not over one interval")
    ((low, high),) = bounds
    demand_defined(cell, constant, *(factor for factor, _ in pairs), *(b for b in (low, high) if b not in INFINITE))
    for _, integral in pairs:
        if call("defined", with_canonical_names(integral)) not in cell.facts:
            raise Refused("an integral may not exist where the condition is defined")
    total = add(*(mul(factor, integral) for factor, integral in pairs))
    is_finite = low not in INFINITE and high not in INFINITE
    if is_finite:
        demand(cell, call("lt" if strict else "le", low, high), "the lower bound may be larger than the upper one")
        total = add(total, mul(constant, sub(high, low)))
    elif constant != ZERO or direction(cell, low, high) < 0:
        raise Refused("the interval is not one from left to right, or a constant has no integral over it")
    try:
        prove_on(cell, u, total)
    except Undefined as undefined:
        raise Refused("the integrals have no normal form") from undefined
    between = cell.with_fact(call("lt", low, high)) if is_finite else cell  # at equal bounds the difference is 0
    t = fresh_variable(cell, u, *terms)
    bodies = [mul(factor, substitute(integral.args[0], {integral.args[1].name: t})) for factor, integral in pairs]
    whole = add(*bodies, constant) if constant != ZERO else add(*bodies)
    return inside(between, t, low, high, (whole,)), at_least_zero(whole, strict)
