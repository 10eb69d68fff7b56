"""The mean value theorem for inequalities: a difference that grows away from a place where it is not negative is not negative.

Soundness. Let u depend on the real number t, all other symbols held, and let x > c (or x < c). If u is continuous on the
closed interval between c and x and has a derivative inside, then u(x) = u(c) + u'(t)*(x - c) for some t strictly between
(W. Rudin, Principles of Mathematical Analysis, theorem 5.10). So u(x) >= 0 follows from u(c) >= 0 and u' >= 0 between (for
x < c, u' <= 0), and u(x) > 0 where one of the two is strict.

Between c and x is a cell of its own with a fresh real t. A fact about x is known of t there if it does not name x, or if it
is an order between terms affine in x that also holds, at least weakly, at c: an affine term takes values between its values
at the ends. All other facts about x are forgotten, above all that x may be an integer. u has a derivative where the term of
its derivative is shown to be defined; it is continuous at the ends because it is on its natural domain
(`derivatives.continuity`), and defined at both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from verifier.kernel.cell import Cell, Refused, with_tower
from verifier.kernel.derivatives.calculus import differentiate
from verifier.kernel.derivatives.continuity import is_continuous
from verifier.kernel.domains.places import answer_of
from verifier.kernel.signs.signs import Contradiction
from verifier.kernel.unsupported import Unsupported
from verifier.model.chain import Declaration, Kind
from verifier.model.evidence import Proof
from verifier.model.verdict import Answer
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ZERO, Term, call, neg, symbol

MODES: Final = frozenset({"weak", "start", "growth"})
_ORDERS: Final = {"ge": ("ge", "gt"), "gt": ("ge", "gt"), "le": ("le", "lt"), "lt": ("le", "lt")}

Premise = tuple[Cell, Term]


def slope(cell: Cell, condition: Term, proof: Proof) -> None:
    """Returns where the rule `slope` applies and its two parts show the premises; else Refused."""
    from verifier.kernel.inequalities.establishing import difference_of, establish, where_defined

    if len(proof.terms) != 1 or len(proof.names) != 2 or len(proof.parts) != 2:
        raise Refused("`slope` takes a place, a symbol, where strictness comes from, and two proofs")
    found = premises(where_defined(cell, condition), *difference_of(condition), proof.names, proof.terms[0])
    for (place, premise), own in zip(found, proof.parts, strict=True):
        establish(place, premise, own)


def premises(cell: Cell, u: Term, strict: bool, names: tuple[str, ...], c: Term) -> tuple[Premise, Premise]:
    """What is to be shown at c and between c and the symbol, so that u >= 0 (or > 0) on the cell.

    `names` are the symbol and where the strictness comes from: `start`, `growth`, or `weak` for none.
    """
    name, mode = names
    declared = cell.domain.declared(name)
    if declared is None or declared.kind is not Kind.SCALAR or name in free_symbols(c) or cell.domain.complex_numbers:
        raise Refused("`slope` takes a real symbol and a place without it")
    if mode not in MODES or (mode == "weak") is strict:
        raise Refused("the slope does not show as much")
    x = symbol(name)
    above = _side(cell, x, c, mode == "growth")
    start = substitute(u, {name: c})
    _demand_defined(cell, c, start)
    inner, t = between(cell, x, c, above)
    moved = substitute(u, {name: t})
    try:
        growth = differentiate(moved, t.name, False, cell.domain.integers)
    except Unsupported as unsupported:
        raise Refused("the difference has no derivative that is known") from unsupported
    _demand_defined(inner, growth)
    anywhere = inner.forgetting(t.name)
    if not is_continuous(anywhere, moved, t.name):
        raise Refused("the difference was not seen to be continuous")
    grows = growth if above else neg(growth)
    return (
        (cell, call("gt" if mode == "start" else "ge", start, ZERO)),
        (inner, call("gt" if mode == "growth" else "ge", grows, ZERO)),
    )


def _side(cell: Cell, x: Term, c: Term, strict: bool) -> bool:
    """Whether the symbol lies above the place on the whole cell, False for below; Refused where neither is known."""
    for head in ("gt", "lt") if strict else ("ge", "le"):
        if _holds(cell, call(head, x, c)):
            return head in ("gt", "ge")
    raise Refused("the symbol may lie on either side of the place")


def between(cell: Cell, x: Term, c: Term, above: bool) -> tuple[Cell, Term]:
    """The cell with a fresh real symbol strictly between c and x in place of x, and that symbol."""
    taken = {d.name for d in cell.domain.declarations}.union(free_symbols(c), *map(free_symbols, cell.facts))
    t = symbol(next(n for n in (f"{x.name}_{k}" for k in range(len(taken) + 1)) if n not in taken))
    facts = [call("gt" if above else "lt", t, c)]
    for fact in cell.facts:
        facts += _between_ends(cell, fact, x, c, t)
    return replace(cell.with_symbol(Declaration(t.name)), facts=tuple(facts)), t


def _between_ends(cell: Cell, fact: Term, x: Term, c: Term, t: Term) -> list[Term]:
    """What is known of t by a fact about x; an order that is weak at one end and strict at the other is strict between."""
    if x.name not in free_symbols(fact):
        return [fact]
    if fact.head == "and":
        return [own for part in fact.args for own in _between_ends(cell, part, x, c, t)]
    if fact.head not in _ORDERS or not all(is_affine(side, x.name) for side in fact.args):
        return []
    weak, strict = _ORDERS[fact.head]
    sides = [substitute(side, {x.name: c}) for side in fact.args]
    try:
        _demand_defined(cell, *sides)
    except Refused:
        return []
    moved = [substitute(side, {x.name: t}) for side in fact.args]
    if _holds(cell, call(strict, *sides)):
        return [call(strict, *moved)]
    return [call(fact.head, *moved)] if _holds(cell, call(weak, *sides)) else []


def is_affine(term: Term, name: str) -> bool:
    """Whether the term is visibly a*x + b with a and b free of the symbol x."""
    if name not in free_symbols(term) or term.head == "symbol":
        return True
    match term.head:
        case "add" | "neg":
            return all(is_affine(a, name) for a in term.args)
        case "mul":
            dependent = [a for a in term.args if name in free_symbols(a)]
            return len(dependent) == 1 and is_affine(dependent[0], name)
        case "div":
            return name not in free_symbols(term.args[1]) and is_affine(term.args[0], name)
    return False


def _holds(cell: Cell, condition: Term) -> bool:
    try:
        return with_tower(cell, (), lambda tower: answer_of(tower, condition)) is Answer.YES
    except Contradiction:
        return True


def _demand_defined(cell: Cell, *terms: Term) -> None:
    from verifier.kernel.inequalities.establishing import demand_defined

    demand_defined(cell, *terms)
