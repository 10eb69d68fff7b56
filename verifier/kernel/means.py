"""The rule `means`: a term whose power is at most a product of powers is at most their weighted mean.

n = n1 + ... + nk; g**n <= t1**n1*...*tk**nk for terms >= 0 gives g <= (n1*t1 + ... + nk*tk)/n
(G. H. Hardy, J. E. Littlewood, G. Polya, Inequalities, theorem 9: arithmetic and geometric mean).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.kernel.cell import Cell, Refused, prove_on
from verifier.kernel.field import Undefined
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.term import ZERO, Term, add, call, integer, mul, power, rational, sub

MOST_WEIGHT: Final = 24


def means(cell: Cell, c: Term, proof: Proof) -> None:
    """Returns where the rule applies; else Refused."""
    from verifier.kernel.establishing import demand, demand_defined, difference_of, where_defined

    weights = [rational_value(w) for w in proof.terms[2::2]]
    terms = proof.terms[1::2]
    if proof.parts or proof.names or len(proof.terms) % 2 == 0 or len(proof.terms) < 3:
        raise Refused("`means` takes a term, and terms with weights")
    whole = [int(w) for w in weights if w is not None and w.denominator == 1 and 0 < w <= MOST_WEIGHT]
    if len(whole) != len(terms) or c.head not in ("ge", "le"):
        raise Refused("`means` takes positive whole weights, and shows what is not strict")
    inner = where_defined(cell, c)
    u, _ = difference_of(c)
    n, g = sum(whole), proof.terms[0]
    demand_defined(inner, *terms, g)
    for t in terms:
        demand(inner, call("ge", t, ZERO), "a term of the mean may be negative")
    mean = add(*(mul(rational(Fraction(w, n)), t) for t, w in zip(terms, whole, strict=True)))
    product = mul(*(power(t, integer(w)) for t, w in zip(terms, whole, strict=True)))
    demand(inner, call("le", power(g, integer(n)), product), "the term may be larger than the geometric mean")
    try:
        prove_on(inner, u, sub(mean, g))
    except Undefined as undefined:
        raise Refused("the mean has no normal form") from undefined
