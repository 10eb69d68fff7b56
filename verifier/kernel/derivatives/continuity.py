"""Whether a lowered real term is continuous in one symbol, and whether a condition fails at isolated points only.

A term is called continuous if, with all other symbols held, it is continuous on its natural domain: at the edge of the
domain from inside. Sums, products, quotients, exp, log, sin, cos, atan, asin, erf, gamma and powers with a fixed exponent
are; a power with a varying exponent where its base is visibly positive, or is positive on the cell and does not vary; a
choice `Piecewise((v, u >= w), ..., (rest, True))` where v, u, w and the rest are, and v = rest is shown where u = w (or
where u >= w does not depend on the symbol).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from verifier.kernel.cell import Cell, Needs, Refused, open_requirements, prove_on, with_tower
from verifier.kernel.domains.natural_domain import Requirement, negation
from verifier.kernel.domains.places import answer_of
from verifier.kernel.normal_forms.field import GaveUp, Polynomial, Undefined
from verifier.kernel.normal_forms.tower import NeedsSign, Tower, used
from verifier.kernel.signs.signs import POSITIVE, ZERO, Contradiction
from verifier.kernel.terms.visible import is_positive
from verifier.model.verdict import Answer
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, OO, TRUE, Term, add, call, symbol
from verifier.terms.term import ZERO as ZERO_TERM

SMOOTH: Final = frozenset({*"add neg mul div exp log sin cos atan asin erf gamma apply partial".split()})
_ORDERS: Final = frozenset({"ge", "gt", "le", "lt"})
MOST_KEPT: Final = 512  # answers, each of the arguments alone: a search asks for the same ones again


def is_continuous(cell: Cell, term: Term, name: str) -> bool:
    """Whether the term is seen to be continuous in the symbol `name` on its natural domain; False where it was not seen.

    In a complex chain the symbol is a real one.
    """
    if cell.domain.complex_numbers:
        from verifier.kernel.derivatives.real_paths import is_continuous_along

        return is_continuous_along(cell, term, name)
    return _Continuity(cell, name).of(term)


@mutable_record
class _Continuity:
    cell: Cell
    name: str

    def of(self, term: Term) -> bool:
        if self.name not in free_symbols(term):
            return True
        if term.head == "symbol" or term.head in SMOOTH:
            return all(map(self.of, term.args))
        match term.head:
            case "pow":
                base, exponent = term.args
                fixed = self.name not in free_symbols(exponent)
                if not fixed and not is_positive(base) and not self.is_fixed_and_positive(base):
                    return False
                return self.of(base) and self.of(exponent)
            case "Piecewise":
                return self.of_choice(term.args)
            case "guard" if term.value == "exact":
                return self.of(term.args[0])
            case "Sum" | "Product":
                body, index, low, high = term.args
                finite = not any(self.name in free_symbols(b) or _has_infinity(b) for b in (low, high))
                return finite and index.name != self.name and self.of(body)
        return False

    def is_fixed_and_positive(self, base: Term) -> bool:
        """Whether the base keeps one value, which is positive where the cell has a point."""
        if self.name in free_symbols(base):
            return False
        return _asked(self.cell, lambda tower: tower.sign(tower.normal_form(base)) == POSITIVE)

    def of_choice(self, args: tuple[Term, ...]) -> bool:
        value, condition, *rest = args
        if condition == TRUE or not rest:
            return self.of(value)
        other = Term("Piecewise", tuple(rest)) if len(rest) > 2 or rest[1] != TRUE else rest[0]
        if not (self.of(value) and self.of(other)):
            return False
        if self.name not in free_symbols(condition):
            return True
        if condition.head not in _ORDERS or not all(map(self.of, condition.args)):
            return False
        if {value, other} == set(condition.args) or (value in condition.args and _is_absolute(value, other, condition)):
            return True
        on_edge = self.cell.with_fact(call("eq", *condition.args))
        return are_equal_on(on_edge, value, other)


def _is_absolute(value: Term, other: Term, condition: Term) -> bool:
    """Whether the choice is u or -u by the sign of u."""
    return ZERO_TERM in condition.args and call("neg", value) == other


def _has_infinity(term: Term) -> bool:
    return term == OO or any(map(_has_infinity, term.args))


def are_equal_on(cell: Cell, lhs: Term, rhs: Term) -> bool:
    """Whether the two are seen to be equal, and defined at the same points, of the whole cell by their normal forms."""
    try:
        return prove_on(cell, lhs, rhs) == Needs()
    except (Refused, NeedsSign, GaveUp, Undefined):
        return False


# ---- requirements on a cell


@lru_cache(maxsize=MOST_KEPT)
def requirements_of(cell: Cell, term: Term) -> tuple[Requirement, ...]:
    """What the term needs on the cell beyond what is known there; `False` for what fails on all of it."""
    try:
        return with_tower(cell, (), lambda tower: tuple(open_requirements(tower, term)))
    except Contradiction:
        return ()


def with_requirements(cell: Cell, found: Iterable[Requirement]) -> Cell:
    """The part of the cell where the unguarded requirements hold."""
    for r in found:
        if not r.guards:
            cell = cell.with_fact(r.condition)
    return cell


# ---- conditions that fail at isolated points


def fails_rarely(cell: Cell, requirement: Requirement, name: str) -> bool:
    """Whether the points of the cell where a requirement fails are seen to be isolated in `name`.

    It fails where all its guards hold and its condition does not. Of alternatives that are known, one holds at each point:
    it is enough that the requirement fails rarely wherever one of them does, or that one itself holds rarely.
    """
    if _fails_rarely(cell, requirement, name):
        return True
    return any(
        all(_holds_rarely(cell, a, name) or _fails_rarely(cell.with_fact(a), requirement, name) for a in fact.args)
        for fact in cell.facts
        if fact.head == "or"
    )


def _holds_rarely(cell: Cell, condition: Term, name: str) -> bool:
    """Whether the points of the cell where a condition holds are seen to be isolated in `name`."""
    parts = condition.args if condition.head == "and" else (condition,)
    return any(fails_at_isolated_points(cell, negation(p), name) for p in parts)


def _fails_rarely(cell: Cell, requirement: Requirement, name: str) -> bool:
    if requirement.condition in cell.facts or fails_at_isolated_points(cell, requirement.condition, name):
        return True
    within = with_requirements(cell, [Requirement(g) for g in requirement.guards])
    if _asked(within, lambda tower: answer_of(tower, requirement.condition) is Answer.YES):
        return True
    for g in requirement.guards:
        inside = with_requirements(cell, [Requirement(other) for other in requirement.guards if other != g])
        if fails_at_isolated_points(inside, negation(g), name):
            return True
    return False


def fails_at_isolated_points(cell: Cell, condition: Term, name: str) -> bool:
    """Whether, all other symbols held, the points of the cell where the condition fails are isolated in `name`.

    It must be seen that the condition can only fail where u - v = 0, u and v its sides, and that u - v is a polynomial,
    not the zero one, in one generator that takes each value at isolated points, as the polynomial has finitely many zeros.
    None of these points pile up, not even where the generator is undefined. Cosine and sine of one angle count as one generator:
    in the normal form no polynomial of degree one in the sine vanishes identically.
    """
    if condition.head == "and":
        return all(fails_at_isolated_points(cell, c, name) for c in condition.args)
    if condition.head == "or":
        return any(fails_at_isolated_points(cell, c, name) for c in condition.args)
    if condition.head not in _ORDERS | {"ne"}:
        return False

    def decide(tower: Tower) -> bool:
        if condition.head != "ne":
            weaker = call("ge" if condition.head in ("ge", "gt") else "le", *condition.args)
            if answer_of(tower, weaker) is not Answer.YES:
                return False
        return _vanishes_at_isolated_points(tower, tower.difference(condition).numer, name)

    return _asked(cell, decide)


def _asked(cell: Cell, question: Callable[[Tower], bool]) -> bool:
    try:
        return with_tower(cell, (), question)
    except Contradiction:
        return True
    except (GaveUp, NeedsSign, Undefined):
        return False


def _vanishes_at_isolated_points(tower: Tower, p: Polynomial, name: str) -> bool:
    p = tower.field.reduced(p)
    dependent = {i for i in used(p) if name in free_symbols(tower.field.generators[i].term)}
    if not _is_one_function(tower, dependent, name):
        return False
    return any(not tower.knowledge.sign(c) & ZERO for c in tower.field.coefficients(p, dependent).values())


def _is_one_function(tower: Tower, dependent: set[int], name: str) -> bool:
    """Whether these generators are powers of one analytic function that is nowhere locally constant, or one cosine and sine."""
    terms = [tower.field.generators[i].term for i in dependent]
    if len(terms) == 1:
        return _is_simple(tower, terms[0], name)
    return (
        len(terms) == 2
        and {t.head for t in terms} == {"cos", "sin"}
        and terms[0].args == terms[1].args
        and _is_linear(tower, terms[0].args[0], name)
    )


def _is_simple(tower: Tower, term: Term, name: str) -> bool:
    """Whether the term takes each value at isolated points, which pile up nowhere, not even where it is undefined.

    Of a term that does so, a function with finitely many points for each value does so too: that excludes sin(log(x)).
    """
    if term == symbol(name):
        return True
    if term.head in ("cos", "sin"):
        return _is_linear(tower, term.args[0], name)
    if term.head in ("exp", "log", "atan", "asin", "erf"):
        return _varies_simply(tower, term.args[0], name)
    if term.head == "pow" and name not in free_symbols(term.args[1]):
        return not tower.sign(tower.normal_form(term.args[1])) & ZERO and _varies_simply(tower, term.args[0], name)
    return False


def _varies_simply(tower: Tower, term: Term, name: str) -> bool:
    """Whether the term is a*x + b, x the symbol `name`, a certainly not zero; or over the reals a polynomial in a simple g."""
    term = term.args[0] if term.head == "Abs" else term  # the size of a function that is, is simple too
    if _is_linear(tower, term, name):
        return True
    p = tower.normal_form(term)
    dependent = {i for q in (p.numer, *[f for f, _ in p.factors]) for i in used(q) if _depends(tower, i, name)}
    if tower.is_complex or len(dependent) != 1:
        return False
    (at,) = dependent
    made = tower.field.generators[at].term
    if any(f.degrees()[at] for f, _ in p.factors) or made.size > term.size:
        return False
    parts = tower.field.coefficients(p.numer, dependent)
    varies = any(any(k) and not tower.knowledge.sign(c) & ZERO for k, c in parts.items())
    return varies and _is_simple(tower, made, name)


def _depends(tower: Tower, at: int, name: str) -> bool:
    return name in free_symbols(tower.field.generators[at].term)


def _is_linear(tower: Tower, term: Term, name: str) -> bool:
    """Whether the term is a*x + b with a that is certainly not zero; x the symbol `name`."""
    ahead = substitute(term, {name: add(symbol(name), ONE)})
    slope = tower.field.subtract(tower.normal_form(ahead), tower.normal_form(term))
    shown = tower.term_of_quotient(slope)
    return name not in free_symbols(shown) and not tower.sign(slope) & ZERO and _is_polynomial_in(tower, term, name)


def _is_polynomial_in(tower: Tower, term: Term, name: str) -> bool:
    q = tower.normal_form(term)
    if any(name in free_symbols(tower.field.generators[i].term) for f, _ in q.factors for i in used(f)):
        return False
    dependent = [i for i in used(q.numer) if name in free_symbols(tower.field.generators[i].term)]
    return all(tower.field.generators[i].data == ("symbol", symbol(name)) for i in dependent)  # x, or a root of it
