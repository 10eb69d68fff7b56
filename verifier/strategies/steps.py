"""Random steps: two lines that are equal wherever they are defined, and two that are not."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Final

from verifier.strategies.planting import mutate
from verifier.strategies.rewriting import rewritten
from verifier.strategies.values import differ
from verifier.strategies.worlds import World, random_term
from verifier.terms.printer import text_of
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import I, Term

MOST_REWRITINGS: Final = 4
LARGEST: Final = 120
POINTS: Final = 6
_VALUES: Final = {
    "real": [Fraction(n, d) for n, d in ((1, 2), (-2, 3), (7, 5), (-11, 7), (3, 1), (0, 1), (-1, 1))],
    "complex": [Fraction(n, d) for n, d in ((1, 2), (-2, 3), (7, 5), (-11, 7), (3, 1))],
    "positive": [Fraction(n, d) for n, d in ((1, 2), (7, 5), (3, 1), (2, 7))],
    "in (0, 1)": [Fraction(n, d) for n, d in ((1, 2), (1, 3), (5, 7), (9, 10))],
    "natural": [Fraction(n) for n in (2, 3, 1, 5, 0)],
}


@record
class GeneratedStep:
    """Two lines over declared symbols: `verifier.check(step.lhs, step.rhs, symbols=step.symbols)` judges them.

    `terms` are both lines as trees. `point` is None for a step that holds, and for a planted mistake a point of the
    declared domain where double precision tells its sides apart.
    """

    terms: tuple[Term, Term]
    symbols: Mapping[str, str]
    is_complex: bool = False
    point: Mapping[str, Fraction] | None = None

    @property
    def lhs(self) -> str:
        """The first line in the language of a chain file."""
        return text_of(self.terms[0])

    @property
    def rhs(self) -> str:
        """The second line."""
        return text_of(self.terms[1])

    def __str__(self) -> str:
        words = ", ".join(f"{name}: {word}" for name, word in self.symbols.items())
        return f"{self.lhs}  =  {self.rhs}   ({words})"


def true_step(random: Random, world: World, depth: int = 3) -> GeneratedStep:
    """A random term, and the same after up to four sound rewritings: equal at every point, defined at every point."""
    before = random_term(random, world, depth)
    after = before
    for _ in range(random.randint(1, MOST_REWRITINGS)):
        again = rewritten(after, random, world)
        after = again if again.size <= LARGEST else after
    return _step(before, after, world)


def planted_mistake(random: Random, world: World, depth: int = 3) -> GeneratedStep | None:
    """A true step with one part of its second line changed; None where the change was not seen to matter at any point."""
    step = true_step(random, world, depth)
    before, after = step.terms
    wrong = mutate(after, sorted(set(world.free)), random)
    if wrong is None or not free_symbols(wrong) <= dict(world.symbols).keys():
        return None
    planted = _step(before, wrong, world)
    for _ in range(POINTS):
        point = {name: random.choice(_VALUES[word]) for name, word in planted.symbols.items()}
        if differ(before, wrong, point, planted.is_complex):
            return GeneratedStep(planted.terms, planted.symbols, planted.is_complex, point)
    return None


def _step(before: Term, after: Term, world: World) -> GeneratedStep:
    """The step with the declarations it needs; it is judged in the plane where a complex symbol or I occurs in it."""
    used = free_symbols(before) | free_symbols(after)
    symbols = {n: w for n, w in world.symbols if n in used}
    is_complex = "complex" in symbols.values() or any(map(_has_imaginary_unit, (before, after)))
    return GeneratedStep((before, after), symbols, is_complex)


def _has_imaginary_unit(term: Term) -> bool:
    return term == I or any(map(_has_imaginary_unit, term.args))
