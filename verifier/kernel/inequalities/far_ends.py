"""The rule `far-end`: a difference that falls all the way to infinity, towards a limit that is not negative, is not negative.

Soundness. Let u depend on the real number t, all other symbols held, and let x be a point of the cell. If u is continuous on
[x, oo) and has a derivative u' <= 0 inside, then u(x) >= u(t) for every t > x by the mean value theorem (W. Rudin, Principles of
Mathematical Analysis, theorem 5.11), so that u(x) >= L where u(t) tends to L. Then u(x) >= 0 follows from L >= 0; and
u(x) > 0 from L > 0, or from u' < 0, since u(x) > u(x + 1) >= L. For t -> -oo the same holds with u' >= 0.

Above x is a cell of its own with a fresh real t > x, where all that is known of x and the other symbols is known still, but
nothing of t save that. That u is defined for every such t is shown there, as in `inequalities.mean_value`.
"""

from __future__ import annotations

from typing import Final

from verifier.kernel.cell import Cell, Refused
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.derivatives.continuity import is_continuous
from verifier.kernel.limits.limits import limit_value
from verifier.kernel.terms.operators import OPERATORS
from verifier.kernel.unsupported import Unsupported
from verifier.model.chain import Declaration, Kind
from verifier.model.evidence import Proof
from verifier.terms.heads import heads
from verifier.terms.substitution import free_symbols, fresh_name, substitute
from verifier.terms.term import OO, ZERO, Term, call, neg, symbol

MODES: Final = frozenset({"weak", "end", "growth"})
ENDS: Final = {OO: "gt", neg(OO): "lt"}

Premise = tuple[Cell, Term]


def far_end(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the rule applies and its two parts show the premises; else Refused."""
    from verifier.kernel.inequalities.establishing import difference_of, establish, where_defined

    if len(proof.terms) != 1 or len(proof.names) != 2 or len(proof.parts) != 2:
        raise Refused("`far-end` takes an end, a symbol, where strictness comes from, and two proofs")
    found = premises(where_defined(cell, condition), *difference_of(condition), proof.names, proof.terms[0])
    for (place, premise), own in zip(found, proof.parts, strict=True):
        establish(place, premise, own)


def premises(cell: Cell, u: Term, strict: bool, names: tuple[str, ...], end: Term) -> tuple[Premise, Premise]:
    """What is to be shown of the limit and between the symbol and the end, so that u >= 0 (or > 0) on the cell.

    `names` are the symbol and where the strictness comes from: `end`, `growth`, or `weak` for none.
    """
    from verifier.kernel.inequalities.establishing import demand_defined

    name, mode = names
    declared = cell.domain.declared(name)
    if declared is None or declared.kind is not Kind.SCALAR or cell.domain.complex_numbers or end not in ENDS:
        raise Refused("`far-end` takes a real symbol, and oo or -oo")
    if mode not in MODES or (mode == "weak") is strict:
        raise Refused("the slope does not show as much")
    taken = {d.name for d in cell.domain.declarations}.union(free_symbols(u), *map(free_symbols, cell.facts))
    t = symbol(fresh_name(name, taken))
    moved = substitute(u, {name: t})
    beyond = cell.with_symbol(Declaration(t.name)).with_fact(call(ENDS[end], t, symbol(name)))
    try:
        slope = differentiate(moved, t.name, False, cell.domain.integers)
    except Unsupported as unsupported:
        raise Refused("the difference has no derivative that is known") from unsupported
    demand_defined(beyond, moved, slope)
    if not is_continuous(beyond.forgetting(t.name), moved, t.name):
        raise Refused("the difference was not seen to be continuous")
    limit = limit_value(Term("Limit", (moved, t, end), "+-"), cell.domain.integers, cell)
    if OPERATORS & heads(limit):
        raise Refused("the limit of the difference is not known")
    demand_defined(cell, limit)
    falls = neg(slope) if end == OO else slope
    return (
        (cell, call("gt" if mode == "end" else "ge", limit, ZERO)),
        (beyond, call("gt" if mode == "growth" else "ge", falls, ZERO)),
    )
