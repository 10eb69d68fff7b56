"""`Limit(f, x, a)` worked out: a term with the limit's value and natural domain, or the limit as it stands.

Domain: real chains. A limit from one side is the limit of the expansion of f on that side (`kernel.germs`): f is defined
near a there, and a limit exists if no summand tends to infinity; if one does, or f is undefined near a on that side, there is
none, and the limit is undefined. A limit from both sides needs both to exist and to be equal; where f is undefined on one side
and has a limit on the other nothing is claimed. Where the sign of a coefficient decides, the result is a `Piecewise` over
its sign, each piece worked out with the sign known. Where expansions do not tell (functions that oscillate, terms that cancel
for ever), the limit stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from verifier.kernel import exponentials
from verifier.kernel.cell import Cell, with_tower
from verifier.kernel.expansions import Expansion, Imprecise
from verifier.kernel.field import GaveUp, Quotient
from verifier.kernel.germs import Germ
from verifier.kernel.growth import Nowhere
from verifier.kernel.guards import UNDEFINED, UNKNOWN, Conditions, collect_needs, guarded
from verifier.kernel.signs import NEGATIVE, POSITIVE, ZERO, Contradiction
from verifier.kernel.tower import NeedsSign, Tower
from verifier.model.chain import Declaration, NumberSet
from verifier.model.claim import Domain
from verifier.terms.substitution import free_symbols, fresh_name, substitute
from verifier.terms.term import OO, TRUE, Term, call, neg, symbol
from verifier.terms.term import ZERO as ZERO_TERM

ORDERS: Final = (4, 7, 12)
MOST_LEAVES: Final = 27
MOST_DEPTH: Final = 5
NUMBER_BITS: Final = (64, 512)


IMPOSSIBLE: Final = Term("unknown", (), "no point")  # where the signs contradict each other


class Unsettled(Exception):
    """The expansions do not tell."""


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
    try:
        return search.explore(body, point)
    except Unsettled:
        return term


@dataclass(slots=True)
class _Search:
    """The signs that turn out to matter, as a tree."""

    name: str
    side: str
    cell: Cell
    leaves: int = 0

    def explore(self, body: Term, point: Term, facts: tuple[Term, ...] = (), depth: int = 0) -> Term:
        """The limit where the facts hold; Unsettled at the root, `unknown` in a branch where the expansions do not tell."""
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            raise Unsettled
        try:
            return self.leaf(body, point, facts)
        except NeedsSign as needed:
            if depth < MOST_DEPTH:
                return self.split(body, point, needed.term, facts, depth)
        except Contradiction:
            return IMPOSSIBLE
        except GaveUp:
            pass
        if depth == 0:
            raise Unsettled
        return UNKNOWN

    def split(self, body: Term, point: Term, u: Term, facts: tuple[Term, ...], depth: int) -> Term:
        if not free_symbols(u):
            return self.explore(body, point, (*facts, _relation(_sign_of_number(u), u)), depth + 1)
        above, below, on = (
            self.explore(*self.placed(body, point, u, s), (*facts, _relation(s, u)), depth + 1) for s in (1, -1, 0)
        )
        needs = Conditions(soft=True)
        collect_needs(u, False, needs)
        return guarded(_by_sign(u, {POSITIVE: above, NEGATIVE: below, ZERO: on}), needs)

    def placed(self, body: Term, point: Term, u: Term, sign: int) -> tuple[Term, Term]:
        """Body and point with a symbol of u replaced by what it is where u = 0, if it is a symbol alone."""
        if sign == 0 and u.head == "symbol":
            return substitute(body, {u.name: ZERO_TERM}), substitute(point, {u.name: ZERO_TERM})
        return body, point

    def leaf(self, body: Term, point: Term, facts: tuple[Term, ...]) -> Term:
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


def _by_sign(u: Term, values: dict[int, Term]) -> Term:
    """The value that belongs to the sign of u, as plainly as that can be said: where it is undefined is a guard."""
    groups: dict[Term, int] = {}
    values = {sign: value for sign, value in values.items() if value is not IMPOSSIBLE}
    for sign, value in values.items():
        groups[value] = groups.get(value, 0) | sign
    never = groups.pop(UNDEFINED, 0)
    pieces = sorted(groups.items(), key=lambda g: g[1] == ZERO, reverse=True)
    if not pieces:
        return UNDEFINED if never else IMPOSSIBLE
    conditions = [c for _, s in pieces[:-1] for c in (call(_RELATION[s], u, ZERO_TERM),)]
    choice = pieces[-1][0]
    for (value, _), condition in reversed(list(zip(pieces, conditions, strict=False))):
        choice = Term("Piecewise", (value, condition, choice, TRUE))
    return Term("guard", (choice, call(_RELATION[7 & ~never], u, ZERO_TERM)), "exact") if never else choice


_RELATION: Final = {1: "lt", 2: "eq", 3: "le", 4: "gt", 5: "ne", 6: "ge"}


def _relation(sign: int, u: Term) -> Term:
    return call({1: "gt", 0: "eq", -1: "lt"}[sign], u, ZERO_TERM)


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


def _sign_of_number(u: Term) -> int:
    """The sign of a term without symbols, by balls or as an algebraic number."""
    from verifier.kernel import constants, logarithms
    from verifier.kernel.ball_values import Outcome
    from verifier.kernel.balls import compile_term
    from verifier.model.evidence import Point

    for bits in NUMBER_BITS:
        value = compile_term(u).run(Point(), bits)
        if not isinstance(value, Outcome) and (value > 0 or value < 0):
            return 1 if value > 0 else -1
    if constants.are_equal(u, ZERO_TERM, False) or logarithms.are_equal_forms(u, ZERO_TERM, False):
        return 0
    raise Unsettled
