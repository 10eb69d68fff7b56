"""Small concrete instances of a claim about matrices, and exact points of them: sizes first, then entries.

Equations between entries (`A.T = A`) are solved for entries that stand alone on one side; the sampler of scalar domains
does the rest. Whether a point satisfies all that is assumed is tested again by the kernel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import islice, product
from typing import Final

from verifier.engine.matrices.patterns import patterned
from verifier.engine.points.points import sample
from verifier.kernel.balls.evaluation import Program, compile_condition, compile_term, holds
from verifier.kernel.balls.shown import rational_of
from verifier.kernel.matrices.instances import Reduction, instance
from verifier.kernel.matrices.shapes import size_names
from verifier.model.chain import Kind
from verifier.model.claim import Claim, Domain
from verifier.model.evidence import Point
from verifier.model.verdict import Answer
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import Term

SIZES: Final = (2, 1, 3, 4, 6)
MOST_COMBINATIONS: Final = 12
POINTS_EACH: Final = 6
POINTS_OF_ONE: Final = 16  # where all sizes are numbers


def instances(claim: Claim) -> Iterator[tuple[dict[str, int], Reduction]]:
    """The claim at small sizes that satisfy what is declared of them, the most telling first."""
    names = size_names(claim)
    pools = [_sizes(name, claim.domain) for name in names]
    for chosen in islice(product(*pools), MOST_COMBINATIONS):
        sizes = dict(zip(names, chosen, strict=True))
        yield sizes, instance(claim, sizes)


def _sizes(name: str, domain: Domain) -> list[int]:
    """Sizes that satisfy the conditions in which no other symbol occurs."""
    declaration = domain.declared(name)
    own = [c for c in domain.conditions if free_symbols(c) == {name}]
    own += declaration.conditions if declaration is not None else ()
    fitting = [n for n in SIZES if all(holds(c, Point({name: Fraction(n)})) is Answer.YES for c in own)]
    return fitting[:3]


def points(reduction: Reduction, most: int = POINTS_EACH) -> Iterator[Point]:
    """Points of the instance's domain: so many from its sampler, then some with telling matrices."""
    solved, domain = _eliminated(reduction)
    whole = reduction.whole
    terms = (*(substitute(t, solved) for t in (whole.lhs, whole.rhs)), *solved.values())
    programs = {name: compile_term(term, domain.complex_numbers) for name, term in solved.items()}
    sampled = list(sample(domain, terms, most))
    for point in sampled:
        found = _with_solved(point, programs)
        if found is not None:
            yield found
    own = [c for d in domain.declarations if d.kind is Kind.SCALAR for c in d.conditions]
    tests = [compile_condition(c, domain.complex_numbers) for c in (*own, *domain.conditions)]
    for k, values in enumerate(patterned(reduction.names)):
        base = sampled[k % len(sampled)] if sampled else Point()
        free = {name: value for name, value in values.items() if name not in solved}
        others = {n: v if k % 4 else Fraction(0) for n, v in base.values.items()}
        found = _with_solved(Point({**others, **free}, base.functions), programs)
        if found is not None and all(t.holds(found, 64) is Answer.YES for t in tests):
            yield found


def _with_solved(point: Point, programs: Mapping[str, Program]) -> Point | None:
    """The point with the entries that follow from the others; None where one has no exact value."""
    values = dict(point.values)
    for name, program in programs.items():
        value = rational_of(program.run(point, 64))
        if value is None:
            return None
        values[name] = value
    return Point(values, point.functions)


def _eliminated(reduction: Reduction) -> tuple[Mapping[str, Term], Domain]:
    """Entries in terms of others, and the domain of what is left."""
    domain = reduction.whole.domain
    solved: dict[str, Term] = {}
    rest: list[Term] = []
    for condition in _parts(domain.conditions):
        c = substitute(condition, solved)
        name = _solvable(c, reduction.names)
        if name is not None:
            value = {name: c.args[1] if c.args[0].value == name else c.args[0]}
            solved = {n: substitute(t, value) for n, t in solved.items()} | value
            rest = [substitute(r, value) for r in rest]
        elif c.head != "eq" or c.args[0] != c.args[1]:
            rest.append(c)
    unique = tuple(dict.fromkeys(c for c in rest if c.head != "eq" or c.args[0] != c.args[1]))
    kept = tuple(d for d in domain.declarations if d.name not in solved)
    return solved, replace(domain, declarations=kept, conditions=unique)


def _solvable(condition: Term, entries: Mapping[str, Term]) -> str | None:
    """The entry that stands alone on one side of an equation; the side that stands right is tried first."""
    if condition.head == "eq":
        for side, other in (condition.args[::-1], condition.args):
            if side.head == "symbol" and side.name in entries and side.name not in free_symbols(other):
                return side.name
    return None


def _parts(conditions: Iterable[Term]) -> Iterator[Term]:
    for c in conditions:
        if c.head == "and":
            yield from _parts(c.args)
        else:
            yield c
