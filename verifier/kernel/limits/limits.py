"""`Limit(f, x, a)` worked out: a term with the limit's value and natural domain, or the limit as it stands.

Domain: real chains. A limit from one side is the limit of the expansion of f on that side (`limits.germs`): f is defined
near a there, and a limit exists if no summand tends to infinity; if one does, or f is undefined near a on that side, there is
none, and the limit is undefined. A limit from both sides needs both to exist and to be equal; where f is undefined on one side
and has a limit on the other nothing is claimed. Where the sign of a coefficient decides, the result is a `Piecewise` over
its sign, each piece worked out with the sign known. Where expansions do not tell (functions that oscillate, terms that cancel
for ever), the limit stays as it is.

A sum or product with a bound n + c has values for whole n only, so that its limit for n -> oo is that of a sequence. It is the
limit of a closed form that has the same values at all large n, if that one exists. One up to 2*n has others between them.
A power r**n with r < 0 has values for whole n only as well. Of it the size is kept (`limits.germs`): it tends to 0 for
-1 < r < 0, and for r = -1 nothing is claimed.
"""

from __future__ import annotations

from typing import Final

from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.derivatives.guards import UNDEFINED, UNKNOWN, Conditions, guarded
from verifier.kernel.limits.expansions import Expansion, Imprecise
from verifier.kernel.limits.germs import Germ
from verifier.kernel.limits.growth import Nowhere
from verifier.kernel.normal_forms import exponentials
from verifier.kernel.normal_forms.field import GaveUp, Quotient
from verifier.kernel.normal_forms.tower import NeedsSign, Tower
from verifier.kernel.signs.signs import NEGATIVE, POSITIVE, ZERO
from verifier.kernel.terms.casework import Casework, Unsettled
from verifier.kernel.terms.operators import OPERATORS, is_infinite, replaced
from verifier.kernel.terms.visible import linear_form
from verifier.model.chain import Declaration, NumberSet
from verifier.model.claim import Domain
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols, fresh_name, substitute
from verifier.terms.term import OO, Term, call, integer, neg, symbol

ORDERS: Final = (4, 7, 12)
FAR: Final = integer(1000)


def limit_value(term: Term, integers: frozenset[str], cell: Cell | None = None) -> Term:
    """The value of a lowered limit whose parts are resolved, on the cell if one is given; the term itself if not found."""
    body, variable, point = term.args
    if variable.head != "symbol":
        return term
    if cell is None:
        cell = Cell(Domain(tuple(Declaration(n, numbers=NumberSet.INTEGER) for n in sorted(integers))))
    taken = {d.name for d in cell.domain.declarations}.union(*map(free_symbols, (term, *cell.facts)))
    name = fresh_name(variable.name, taken | {variable.name})
    body = substitute(body, {variable.name: symbol(name)})
    search = _Search(name, str(term.value), cell)
    work = Casework(lambda facts, put: search.leaf(substitute(body, put), substitute(point, put), facts))
    try:
        return work.explore()
    except Unsettled:
        return term


@mutable_record
class _Search:
    """The limit in one case after the other, by expansions that are longer where shorter ones do not tell."""

    name: str
    side: str
    cell: Cell

    def leaf(self, body: Term, point: Term, facts: tuple[Term, ...]) -> Term:
        if point == OO and _ranges(body, self.name):
            found = self.of_real(in_closed_form(body, self.name, self.cell, facts), point, facts)
            if found == UNDEFINED:
                raise GaveUp("a sequence may have a limit where its closed form has none")
            return found
        return self.of_real(body, point, facts)

    def of_real(self, body: Term, point: Term, facts: tuple[Term, ...]) -> Term:
        for order in ORDERS:
            try:
                return with_tower(self.cell, facts, lambda tower, n=order: self.value(tower, n, body, point))  # type: ignore[misc]
            except Imprecise:
                continue
        raise GaveUp("longer expansions tell no more")

    def value(self, tower: Tower, order: int, body: Term, point: Term) -> Term:
        """The limit with the signs that the tower knows."""
        at, signs = (None, (1,)) if point == OO else (None, (-1,)) if point == neg(OO) else (point, _SIDES[self.side])
        found = [_one_sided(tower, order, self.name, body, at, s) for s in signs]
        if any(f is _NONE for f in found):
            return UNDEFINED
        defined = [f for f in found if f is not None]
        if not defined:
            return UNDEFINED
        if len(defined) < len(found):
            return UNKNOWN
        (value, needs), *rest = defined
        for other, more in rest:
            if _sign(tower, tower.field.subtract(value, other)):
                return UNDEFINED
            needs.exact.update(more.exact)
            needs.loose.update(more.loose)
        return guarded(tower.term_of_quotient(value), needs)


def in_closed_form(body: Term, name: str, cell: Cell, facts: tuple[Term, ...]) -> Term:
    """The body with the sums and products up to the variable in closed form: the same value at all large whole places."""
    from verifier.kernel.derivatives.continuity import requirements_of

    far = cell.with_symbol(Declaration(name, numbers=NumberSet.INTEGER)).with_fact(call("ge", symbol(name), FAR))
    for fact in facts:
        far = far.with_fact(fact)
    closed: dict[Term, Term] = {}
    for operator in _ranges(body, name):
        if not any(_is_whole_with(symbol(name), bound) for bound in operator.args[2:]):
            raise GaveUp("a sum in a limit may have values between those at whole places")
        if requirements_of(far, operator):
            raise GaveUp("a sum in a limit may be undefined")
        closed[operator] = with_tower(far, (), lambda tower, o=operator: tower.term_of_quotient(tower.normal_form(o)))  # type: ignore[misc]
        if _ranges(closed[operator], name):
            raise GaveUp("a sum in a limit has no closed form")
    return replaced(body, closed)


def _is_whole_with(n: Term, bound: Term) -> bool:
    """Whether the bound is n + c or c - n."""
    form = linear_form(bound)
    return abs(form.pop(n, 0)) == 1 and not any(n.name in free_symbols(t) for t in form)


def _ranges(term: Term, name: str) -> list[Term]:
    """The finite sums and products in whose bounds the name occurs and that stand inside no other operator."""
    if term.head in OPERATORS:
        is_finite = term.head in ("Sum", "Product") and not any(map(is_infinite, term.args[2:]))
        return [term] if is_finite and any(name in free_symbols(b) for b in term.args[2:]) else []
    return list(dict.fromkeys(r for a in term.args for r in _ranges(a, name)))


_SIDES: Final = {"+": (1,), "-": (-1,), "+-": (1, -1)}
_NONE: Final = (Quotient(None), Conditions())  # there is no finite limit
_Found = tuple[Quotient, Conditions]


def _one_sided(tower: Tower, order: int, name: str, body: Term, point: Term | None, side: int) -> _Found | None:
    """The limit from one side and what fixed terms need; _NONE where it is infinite, None where the body is undefined."""
    germ = Germ(tower, lambda q: _sign(tower, q), order, name)
    try:
        germ.approach(point, side)
        return _limit(germ, germ.expansion(body))
    except Nowhere:
        return None


def _limit(germ: Germ, f: Expansion) -> _Found:
    if germ.functions.infinite(f):
        return _NONE
    return germ.of.parts(f)[1], germ.needs


# ---- signs


def _sign(tower: Tower, q: Quotient) -> int:
    """-1, 0 or 1 for sure; NeedsSign where it is open. A sum of logarithms has the sign of its exponential less 1."""
    try:
        found = tower.require_sign(q)
    except NeedsSign as open_sign:
        u = tower.normal_form(open_sign.term)
        if u.factors or not _has_logarithm(open_sign.term):
            raise
        shifted = tower.field.subtract(exponentials.exp(tower, u), tower.field.one)
        tower.knowledge.learn(u.numer, tower.require_sign(shifted))
        found = tower.require_sign(q)
    match found:
        case s if s == POSITIVE:
            return 1
        case s if s == NEGATIVE:
            return -1
        case s:
            assert s == ZERO
            return 0


def _has_logarithm(term: Term) -> bool:
    return term.head == "log" or any(map(_has_logarithm, term.args))
