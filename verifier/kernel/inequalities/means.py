"""The rule `means`: a term whose power is at most a product of powers is at most their weighted mean.

n = n1 + ... + nk; g**n <= t1**n1*...*tk**nk for terms >= 0 gives g <= (n1*t1 + ... + nk*tk)/n. For weights that are terms,
w1 + ... + wk = 1, g <= t1**w1*...*tk**wk gives g <= w1*t1 + ... + wk*tk, where each ti > 0 and wi >= 0, or ti >= 0 and wi > 0
(G. H. Hardy, J. E. Littlewood, G. Polya, Inequalities, theorem 9: arithmetic and geometric mean).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.kernel.cell import Cell, Refused, prove_on
from verifier.kernel.normal_forms.field import Undefined
from verifier.model.evidence import Proof
from verifier.terms.rationals import rational_value
from verifier.terms.term import ONE, ZERO, Term, add, call, integer, mul, power, rational, sub

MOST_WEIGHT: Final = 24


def means(cell: Cell, c: Term, proof: Proof) -> None:
    """Returns where the rule applies; else Refused."""
    from verifier.kernel.inequalities.establishing import demand_defined, difference_of, where_defined

    terms, weights = proof.terms[1::2], proof.terms[2::2]
    if proof.parts or proof.names or len(proof.terms) % 2 == 0 or len(proof.terms) < 3:
        raise Refused("`means` takes a term, and terms with weights")
    if c.head not in ("ge", "le"):
        raise Refused("`means` shows what is not strict")
    inner = where_defined(cell, c)
    u, _ = difference_of(c)
    g = proof.terms[0]
    demand_defined(inner, *terms, *weights, g)
    numbers = [rational_value(w) for w in weights]
    if None in numbers:
        mean = _by_terms(inner, g, terms, weights)
    else:
        mean = _by_numbers(inner, g, terms, [w for w in numbers if w is not None])
    _prove(inner, u, sub(mean, g), "the mean has no normal form")


def _by_numbers(cell: Cell, g: Term, terms: tuple[Term, ...], weights: list[Fraction]) -> Term:
    """The mean, shown to be at least g, by whole weights."""
    from verifier.kernel.inequalities.establishing import demand

    whole = [int(w) for w in weights if w.denominator == 1 and 0 < w <= MOST_WEIGHT]
    if len(whole) != len(terms):
        raise Refused("numbers as weights are positive whole ones")
    for t in terms:
        demand(cell, call("ge", t, ZERO), "a term of the mean may be negative")
    product = mul(*(power(t, integer(w)) for t, w in zip(terms, whole, strict=True)))
    n = sum(whole)
    demand(cell, call("le", power(g, integer(n)), product), "the term may be larger than the geometric mean")
    return add(*(mul(rational(Fraction(w, n)), t) for t, w in zip(terms, whole, strict=True)))


def _by_terms(cell: Cell, g: Term, terms: tuple[Term, ...], weights: tuple[Term, ...]) -> Term:
    """The mean, shown to be at least g, by weights of sum 1."""
    from verifier.kernel.inequalities.establishing import demand, demand_defined

    for t, w in zip(terms, weights, strict=True):
        demand(cell, call("ge", t, ZERO), "a term of the mean may be negative")
        demand(cell, call("ge", w, ZERO), "a weight may be negative")
        demand(cell, call("or", call("gt", t, ZERO), call("gt", w, ZERO)), "a term and its weight may both be zero")
    _prove(cell, add(*weights), ONE, "the weights have no sum in normal form")
    product = mul(*(call("pow", t, w) for t, w in zip(terms, weights, strict=True)))
    demand_defined(cell, product)
    demand(cell, call("le", g, product), "the term may be larger than the geometric mean")
    return add(*(mul(w, t) for t, w in zip(terms, weights, strict=True)))


def _prove(cell: Cell, left: Term, right: Term, otherwise: str) -> None:
    try:
        prove_on(cell, left, right)
    except Undefined as undefined:
        raise Refused(otherwise) from undefined
