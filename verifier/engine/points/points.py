"""Exact sample points of a declared domain, the most telling first: simple ones, irregular ones, then borders.

Points are fixed, so that output is the same every time; different symbols never walk their lists in step, which would
hide what differs only where x and y differ. A point is handed out only if it certainly satisfies every declaration and
every condition; equations among the conditions are solved for symbols that occur linearly in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import lru_cache
from itertools import chain, islice, permutations, product
from math import lcm, prod
from typing import Final

from verifier.engine.points.candidates import Number, Pool, pool
from verifier.engine.points.equations import Equations
from verifier.engine.points.functions import arities, concrete, entries
from verifier.engine.points.switches import switching_functions, zeros
from verifier.kernel.balls.evaluation import Condition, Program, compile_condition, compile_term
from verifier.model.chain import Kind, NumberSet
from verifier.model.claim import Domain
from verifier.model.evidence import Point
from verifier.model.verdict import Answer
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term

MOST_POINTS: Final = 40
ENOUGH_POINTS: Final = 12  # after these only borders are looked for
MOST_ATTEMPTS: Final = 300
FEW: Final = 2
MOST_CORNERS: Final = 16
SIMPLE_FIRST: Final = 2
IRREGULAR_NEXT: Final = 4
FIRST: Final = SIMPLE_FIRST + IRREGULAR_NEXT  # without scalars, all there are
BITS: Final = (64, 512)
_STRIDES: Final = (1, 2, 3, 5, 7, 4, 6)
_OFFSETS: Final = tuple(map(Fraction, ("0", "1", "-1", "1/1000", "-1/1000", "12", "-12")))
_BASES_AND_EXPONENTS: Final = tuple(map(Fraction, ("-2", "2", "1/2")))
_SMALL_SIZES: Final = tuple(tuple(map(Fraction, sizes)) for sizes in ((2,), (3,), (2, 3), (3, 2), (2, 3, 3), (1,)))

Values = dict[str, Number]
Beginning = list[tuple[tuple[Number, ...], Point | None]]
"""What was proposed first for some scalars: their values, and the point, unless it was one before or lies outside."""


@record
class Space:
    """A declared domain prepared for sampling: candidates of each scalar and entry, and conditions as programs.

    `beginnings` are filled as points are asked for: most claims of a chain are about the same symbols, and look at few.
    """

    pools: Mapping[str, Pool]
    conditions: tuple[Term, ...]
    tests: tuple[Condition, ...]
    scalars: tuple[str, ...]
    indexed: tuple[str, ...]
    functions: tuple[str, ...]
    whole: frozenset[str]
    complex_numbers: bool
    beginnings: dict[tuple[str, ...], Beginning] = field(default_factory=dict, repr=False, compare=False)


@lru_cache(maxsize=32)
def prepare(domain: Domain) -> Space | None:
    """The domain's candidates; None where none is known for some symbol.

    Conditions on one symbol narrow its list; all but declared ranges are tested again.
    """
    conditions = list(conjuncts(domain.conditions))
    pools = {}
    for d in domain.declarations:
        own = list(conjuncts(d.conditions))
        if d.kind is Kind.SCALAR:
            conditions += [c for c in own if free_symbols(c) != {d.name}]
            own = [c for c in (*own, *conditions) if free_symbols(c) == {d.name}]
        if d.kind in (Kind.SCALAR, Kind.INDEXED):
            pools[d.name] = pool(d, own, domain.complex_numbers)
    tests = tuple(compile_condition(c, domain.complex_numbers) for c in conditions)
    if any(p.is_empty for p in pools.values()):
        return None
    scalars, indexed, functions = (
        tuple([d.name for d in domain.declarations if d.kind is kind])
        for kind in (Kind.SCALAR, Kind.INDEXED, Kind.FUNCTION)
    )
    whole = frozenset(d.name for d in domain.declarations if d.numbers is NumberSet.INTEGER)
    return Space(pools, tuple(conditions), tests, scalars, indexed, functions, whole, domain.complex_numbers)


def conjuncts(conditions: Iterable[Term]) -> Iterator[Term]:
    """The conjuncts of conditions."""
    for c in conditions:
        if c.head == "and":
            yield from conjuncts(c.args)
        else:
            yield c


def sample(domain: Domain, terms: Sequence[Term] = (), most: int = MOST_POINTS) -> Iterator[Point]:
    """Points of the declared domain that tell much about the terms, at most so many; none where none is found."""
    space = prepare(domain)
    if space is not None:
        yield from islice(_Sampler(space, tuple(terms)).points(), most)


def points_of(domain: Domain, terms: Sequence[Term] = ()) -> Iterator[Point]:
    """Sample points; where an equation is assumed and they are few, also points at which it has closed solutions."""
    yield from sample(domain, terms)
    if any(c.head == "eq" for c in conjuncts(domain.conditions)) and has_few_points(domain):
        from verifier.engine.points.solution_points import at_equations

        yield from at_equations(domain, terms)


def has_point(domain: Domain) -> bool:
    """Whether a point of the declared domain is found."""
    return next(points_of(domain), None) is not None


def has_few_points(domain: Domain) -> bool:
    """Whether sampling finds hardly a point: for `x = sqrt(2)*y` it finds the one where both are 0, again and again."""
    return len({tuple(p.values.values()) for p in sample(domain)}) <= FEW


class _Sampler:
    """One walk through the candidates of the symbols that the terms and the conditions mention."""

    def __init__(self, space: Space, terms: tuple[Term, ...]) -> None:
        self.space = space
        self.terms = terms
        everything = (*terms, *space.conditions)
        mentioned = frozenset[str]().union(*map(free_symbols, everything))
        self.names = [n for n in space.scalars if n in mentioned]
        self.entries = {n: entries(n, *everything) for n in space.indexed if n in mentioned}
        self.functions = {n: min(arities(n, *everything), default=1) for n in space.functions if n in mentioned}
        self.whole = space.whole
        self.seen: set[tuple[Number, ...]] = set()
        self.found = 0
        equations = [c for c in space.conditions if c.head == "eq"]
        self.equations = Equations.of(equations, self.unknowns(), space.complex_numbers) if equations else None

    def unknowns(self) -> list[str]:
        """What an equation may be solved for: real symbols, those declared last first, then entries, then integers."""
        reals = [n for n in reversed(self.names) if n not in self.whole]
        places = [_entry(n, index) for n, indices in self.entries.items() for index in (*indices[1:], *indices[:1])]
        return [*reals, *places, *(n for n in reversed(self.names) if n in self.whole)]

    def points(self) -> Iterator[Point]:
        shared: Beginning = []
        if not (self.functions or self.entries):
            shared = self.space.beginnings.setdefault(tuple(self.names), shared)
        for number in range(FIRST):
            if number == len(shared):
                shared.append(self.first(number, [values for values, _ in shared]))
            point = shared[number][1]
            if point is not None:
                self.found += 1
                yield point
        self.seen.update(values for values, _ in shared)
        for number, values in enumerate(self.proposals(), FIRST):
            point = self.point(number, values) if self.is_new(values) else None
            if point is not None:
                self.found += 1
                yield point

    def first(self, number: int, before: list[tuple[Number, ...]]) -> tuple[tuple[Number, ...], Point | None]:
        """One of the FIRST proposals, which no term has a say in."""
        values = self.simple(number) if number < SIMPLE_FIRST else self.irregular(number - SIMPLE_FIRST)
        key = tuple(values.values())
        is_new = self.functions or self.entries or key not in before
        return key, self.point(number, values) if is_new else None

    def point(self, number: int, values: Values) -> Point | None:
        """The point with these scalars, once equations are solved; None where it is not certainly inside."""
        given = {**values, **self.entry_values(number)}
        solved = self.equations.solved(given) if self.equations else given
        functions = {n: concrete(a, i + number) for i, (n, a) in enumerate(self.functions.items())}
        point = Point(solved, functions, {})
        return point if self.is_inside(point) else None

    def is_new(self, values: Values) -> bool:
        """Whether these scalars were not proposed before; where functions and entries change, all are new."""
        key = tuple(values.values())
        if key in self.seen and not (self.functions or self.entries):
            return False
        self.seen.add(key)
        return True

    def proposals(self) -> Iterator[Values]:
        """Values of the scalars behind the FIRST, before equations are solved; the most telling first."""
        if not self.names:
            return
        yield from self.switches()
        yield from self.mixed()
        yield from self.special()
        yield from self.small_sizes()
        for j in range(SIMPLE_FIRST, self.attempts()):
            if self.found >= ENOUGH_POINTS:
                return
            yield self.simple(j)
            yield self.irregular(j + IRREGULAR_NEXT)

    def attempts(self) -> int:
        """How many places of the lists are tried: all, where they come around again and nothing else changes."""
        if self.functions or self.entries:
            return MOST_ATTEMPTS
        pools = [self.space.pools[n] for n in self.names]
        rounds = (
            lcm(*(len(p) for p in lists))
            for lists in zip(*((p.simple_or_any, p.irregular_or_any) for p in pools), strict=True)
        )
        return min(MOST_ATTEMPTS, SIMPLE_FIRST + max(rounds))

    def simple(self, j: int) -> Values:
        return {n: _pick(self.space.pools[n].simple_or_any, i, j) for i, n in enumerate(self.names)}

    def irregular(self, j: int) -> Values:
        return {n: _pick(self.space.pools[n].irregular_or_any, i, j) for i, n in enumerate(self.names)}

    def switches(self) -> Iterator[Values]:
        """Points on and beside the zeros of switching functions, near and far; round by round, so that none waits."""
        rounds: list[list[Values]] = [[] for _ in (*_OFFSETS, "halfway to zero")]
        for k, function in enumerate(switching_functions(*self.terms)):
            free = free_symbols(function)
            if free and free <= frozenset(self.names):
                program = compile_term(function, self.space.complex_numbers)
                for name in sorted(free, key=self.names.index):
                    self.around(program, name, self.irregular(k), rounds)
        return chain.from_iterable(rounds)

    def around(self, function: Program, name: str, base: Values, rounds: list[list[Values]]) -> None:
        """Add the points around the zeros of the function in one symbol, one to the list of each distance."""
        for zero, exact in zeros(function, name, base):
            places = [(zero + offset, exact or offset) for offset in _OFFSETS]
            for found, (value, usable) in zip(rounds, [*places, (zero / 2, True)], strict=True):
                if usable:
                    found.append({**base, name: Fraction(round(value)) if name in self.whole else value})

    def mixed(self) -> Iterator[Values]:
        """A negative number, a whole one and a half, in every order: what tells bases and exponents apart."""
        if len(self.names) > 1:
            for order in permutations(_BASES_AND_EXPONENTS):
                yield {n: order[i % 3] for i, n in enumerate(self.names)}

    def special(self) -> Iterator[Values]:
        """Each symbol in turn at 0, 1, -1, its ends and far away; and all symbols at the first of these, or at one value."""
        pools = [self.space.pools[n] for n in self.names]
        for j in range(max(len(p.special) for p in pools)):
            for name, p in zip(self.names, pools, strict=True):
                if j < len(p.special):
                    yield {**self.irregular(j), name: p.special[j]}
            if j == 0 and len(self.names) > 1 and all(p.special for p in pools):
                yield {n: p.special[0] for n, p in zip(self.names, pools, strict=True)}
                yield from self.corners()
            if j < 3 and len(self.names) > 1:
                yield dict.fromkeys(self.names, self.irregular(j)[self.names[0]])

    def corners(self) -> Iterator[Values]:
        """The corners of the box that closed ranges make, the other symbols at any value."""
        borders = {n: p for n in self.names if (p := self.space.pools[n].borders)}
        if len(borders) > 1 and prod(map(len, borders.values())) <= MOST_CORNERS:
            for corner in product(*borders.values()):
                yield {**self.irregular(0), **dict(zip(borders, corner, strict=True))}

    def small_sizes(self) -> Iterator[Values]:
        """Points where all integers are small: entries with several indices have values at small indices only."""
        whole = [n for n in self.names if n in self.whole]
        if any(len(index) > 1 for indices in self.entries.values() for index in indices):
            for j, sizes in enumerate(_SMALL_SIZES):
                yield {**self.irregular(j), **{n: sizes[i % len(sizes)] for i, n in enumerate(whole)}}

    def entry_values(self, number: int) -> Values:
        """Values for the entries of indexed symbols, no two symbols in step."""
        values: Values = {}
        for i, (name, indices) in enumerate(self.entries.items(), len(self.names)):
            p = self.space.pools[name]
            numbers = p.simple_or_any if number < SIMPLE_FIRST else p.irregular_or_any
            values.update((_entry(name, index), _pick(numbers, i, number + k)) for k, index in enumerate(indices))
        return values

    def is_inside(self, point: Point) -> bool:
        """Whether the point certainly satisfies the conditions, and what was put in later its own declaration."""
        for name, value in point.values.items():
            declared = name.partition("[")[0]
            if declared in self.whole and not (isinstance(value, Fraction) and value.denominator == 1):
                return False
            if not self.space.pools[declared].admits(declared, value):
                return False
        return all(_holds(c, point) for c in self.space.tests)


def _holds(condition: Condition, point: Point) -> bool:
    return any(condition.holds(point, bits) is Answer.YES for bits in BITS)


def _entry(name: str, index: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(map(str, index))}]"


def _pick(numbers: tuple[Number, ...], symbol: int, j: int) -> Number:
    """The j-th value of a list for a symbol: each symbol starts elsewhere and walks at its own stride."""
    return numbers[(symbol + j * _STRIDES[symbol % len(_STRIDES)]) % len(numbers)]
