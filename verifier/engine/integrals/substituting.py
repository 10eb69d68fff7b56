"""Candidates for a change of variable between two integrals of the sides: parts of an integrand, and linear functions.

Nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from verifier.engine.integrals.primitive_substitutions import inner_parts
from verifier.kernel.integrals.definite_integrals import outer_integrals
from verifier.kernel.integrals.improper_integrals import INFINITE
from verifier.model.evidence import Proof
from verifier.terms.term import Term, add, div, mul, sub

MOST_PAIRS: Final = 6


def changes(sides: tuple[Term, ...]) -> Iterator[Proof]:
    """Rule applications that write one integral of the sides over the variable of another."""
    found = list(dict.fromkeys(i for s in sides for i in outer_integrals(s)))
    pairs = [(i, j) for i in found for j in found if i != j][:MOST_PAIRS]
    for integral, other in pairs:
        low, high = integral.args[2:]
        body, x, a, b = other.args
        if {low, high, a, b} & set(INFINITE):
            continue
        linear = add(low, div(mul(sub(high, low), sub(x, a)), sub(b, a)))
        reflected = sub(add(low, high), linear)
        for g in (linear, reflected, *inner_parts(body, x)):
            yield Proof("change-of-variable", (integral, g, x, a, b))
