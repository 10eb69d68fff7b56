"""Points where a line that is a condition is true: where two lines do not say the same, one of these may show it.

A sample point hardly ever solves an equation. Here the equations of a line are solved, at sample values of the other
symbols, for as many symbols as there are equations; and those among the assumptions, where no sample point satisfies
them (`x = pi*y` has no rational solution but 0). Nothing is trusted: the kernel looks at each point on its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, islice, product
from typing import Final

from verifier.engine.points.inverting import settled, values_solving
from verifier.engine.points.points import conjuncts, has_few_points, sample
from verifier.kernel.balls.truth import at_closed_values
from verifier.kernel.cell import Cell, Refused
from verifier.kernel.judge import check_point
from verifier.kernel.proving import solved
from verifier.kernel.signs.signs import Contradiction
from verifier.model.chain import Kind
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Point
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ZERO, Term, rational, sub

MOST_CASES: Final = 6  # of one line: its alternatives
MOST_CHOICES: Final = 6  # of unknowns to solve for
MOST_BASES: Final = 6  # sample points that give the other symbols their values
MOST_POINTS: Final = 60
MOST_EQUATIONS: Final = 4


def on_solutions(claim: Claim) -> Iterator[Point]:
    """Points that may solve one of the lines of `<=>`, or the first line of `=>`; none over the complex numbers."""
    if claim.domain.complex_numbers:
        return
    lines = (claim.lhs, claim.rhs) if claim.relation == "<=>" else (claim.lhs,)
    systems = [s for line in lines for s in _systems(line) if 0 < len(s) <= MOST_EQUATIONS]
    if systems:
        is_thin = has_few_points(claim.domain)
        domain, assumed = without_equations(claim.domain) if is_thin else (claim.domain, systems[0][:0])
        yield from islice(_points(domain, (claim.lhs, claim.rhs), [s + assumed for s in systems]), MOST_POINTS)


def at_equations(domain: Domain, terms: Sequence[Term]) -> Iterator[Point]:
    """Points of the domain at which the equations among its assumptions are solved, some maybe by closed values."""
    rest, equations = without_equations(domain)
    if domain.complex_numbers or not 0 < len(equations) <= MOST_EQUATIONS:
        return
    for point in islice(_points(rest, terms, [equations]), MOST_POINTS):
        try:
            at, there = at_closed_values(Claim(ZERO, ZERO, "=", domain), point)
            check_point(at, there)
        except Refused:
            continue
        yield point


def without_equations(domain: Domain) -> tuple[Domain, tuple[Term, ...]]:
    """The domain without the equations among its assumptions, and these."""
    parts = tuple(conjuncts(domain.conditions))
    others = tuple(c for c in parts if c.head != "eq")
    return replace(domain, conditions=others), tuple(c for c in parts if c.head == "eq")


def _systems(line: Term) -> list[tuple[Term, ...]]:
    """The equations of each alternative of a line."""
    match line.head:
        case "eq":
            return [(line,)]
        case "or":
            return [s for part in line.args for s in _systems(part)][:MOST_CASES]
        case "and":
            cases = islice(product(*map(_systems, line.args)), MOST_CASES)
            return [tuple(dict.fromkeys(e for part in parts for e in part)) for parts in cases]
    return [()]


def _points(domain: Domain, terms: Sequence[Term], systems: list[tuple[Term, ...]]) -> Iterator[Point]:
    bases = list(islice(sample(domain, (*terms, *(e for s in systems for e in s))), MOST_BASES))
    seen: set[tuple[tuple[str, Term], ...]] = set()
    plans = [(system, list(islice(_choices(domain, system), MOST_CHOICES))) for system in systems]
    for base in bases:
        if base.functions:
            return
        for system, choices in plans:
            for unknowns in choices:
                held = {n: v for n, v in base.values.items() if n not in unknowns and isinstance(v, Fraction)}
                for found in _solutions(system, unknowns, held):
                    key = tuple(sorted({**{n: rational(v) for n, v in held.items()}, **found}.items(), key=str))
                    if key not in seen:
                        seen.add(key)
                        yield _point(held, found)


def _choices(domain: Domain, system: tuple[Term, ...]) -> Iterator[tuple[str, ...]]:
    """Unknowns for the equations: those that stand alone on a side first, then those declared last."""
    names = frozenset(n for e in system for n in free_symbols(e))
    scalars = [d.name for d in reversed(domain.declarations) if d.kind is Kind.SCALAR and d.name in names]
    alone = [a.name for e in system for a in e.args if a.head == "symbol" and a.name in scalars]
    return combinations(dict.fromkeys([*alone, *scalars]), len(system))


def _point(held: Mapping[str, Fraction], found: Mapping[str, Term]) -> Point:
    exact = {n: q for n, v in found.items() if (q := rational_value(v)) is not None}
    return Point({**held, **exact}, closed={n: v for n, v in found.items() if n not in exact})


def _solutions(
    system: tuple[Term, ...], unknowns: tuple[str, ...], held: Mapping[str, Fraction]
) -> Iterator[dict[str, Term]]:
    put = {n: rational(v) for n, v in held.items() if "[" not in n}
    yield from _solved([substitute(e, put) for e in system], unknowns)


def _solved(system: list[Term], unknowns: tuple[str, ...]) -> Iterator[dict[str, Term]]:
    """Solutions of equations in these unknowns alone: one symbol after the other, by its roots or as a linear one."""
    if not system:
        yield {}
        return
    for i, equation in enumerate(system):
        names = free_symbols(equation)
        rest = system[:i] + system[i + 1 :]
        if len(names) == 1 and names <= set(unknowns):
            (name,) = names
            for value in values_solving(equation, name):
                yield from _with(name, value, rest, unknowns)
            return
    for i, equation in enumerate(system):
        rest = system[:i] + system[i + 1 :]
        for name in sorted(free_symbols(equation) & set(unknowns)):
            linear = _linear(equation, name)
            if linear is not None:
                yield from _with(name, linear, rest, unknowns)
                return


def _with(name: str, value: Term, rest: list[Term], unknowns: tuple[str, ...]) -> Iterator[dict[str, Term]]:
    """The solutions of the other equations with this value put in, and the value at each of them."""
    for found in _solved([substitute(e, {name: value}) for e in rest], unknowns):
        own = _closed(substitute(value, found))
        if own is not None:
            yield {**found, name: own}


def _closed(value: Term) -> Term | None:
    return None if free_symbols(value) else settled(value)


def _linear(equation: Term, name: str) -> Term | None:
    """What the symbol equals, in terms of the others, if the equation is linear in it with a slope that is never zero."""
    try:
        return solved(Cell(Domain()), sub(*equation.args), name)
    except (Refused, Contradiction):
        return None
