"""What the engine found, printed for the author: in the author's names, every number exact or to ten digits."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.model.evidence import Point
from verifier.model.result import Condition, ShownCounterexample
from verifier.terms.printer import text_of
from verifier.terms.term import Term

BOUND_NAMES: Final = "kijmnpqrstuvw"


def condition_text(term: Term) -> str:
    """A condition in the author's names and in the syntax of the language."""
    return text_of(in_author_names(_written(term)))


def _written(term: Term) -> Term:
    """The condition with `term = term`, which holds where the term is defined, for a term that must be."""
    if term.head == "defined":
        return Term("eq", (term.args[0], term.args[0]))
    return Term(term.head, tuple(map(_written, term.args)), term.value)


def in_author_names(term: Term) -> Term:
    """The term with the primes taken off names that were held independent or renamed, unless two would become one.

    Bound names that say their depth only get letters that are not taken.
    """
    names = _names(term)
    free = (letter for letter in BOUND_NAMES if letter not in names)
    plain = {name: next(free, name) if name.startswith("'") else name.rstrip("'") for name in sorted(names)}
    return _renamed(term, {n: p for n, p in plain.items() if list(plain.values()).count(p) == 1})


def _names(term: Term) -> frozenset[str]:
    own = frozenset({term.value}) if isinstance(term.value, str) else frozenset()
    return own.union(*map(_names, term.args))


def _renamed(term: Term, names: dict[str, str]) -> Term:
    value = names.get(term.value, term.value) if isinstance(term.value, str) else term.value
    return Term(term.head, tuple(_renamed(a, names) for a in term.args), value)


def conditions(outcome: Outcome) -> tuple[Condition, ...]:
    """What one side needs and the other does not, each printed once a side."""
    return tuple(dict.fromkeys(Condition(condition_text(term), side) for term, side in outcome.conditions))


def holds_where(outcome: Outcome) -> tuple[str, ...] | None:
    """Where a refuted claim is proved."""
    return None if outcome.holds_where is None else tuple(map(condition_text, outcome.holds_where))


def counterexample(outcome: Outcome) -> ShownCounterexample | None:
    """The point of a refuted claim with the values of both sides there."""
    if outcome.point is None or outcome.values is None:
        return None
    return ShownCounterexample(_point(outcome.point), *outcome.values)


def _point(point: Point) -> tuple[tuple[str, str], ...]:
    """Each name with its exact value, a number or a closed term; a declared function as `f(t)` with its expression."""
    numbers = tuple((name, exact(value)) for name, value in point.values.items())
    functions = tuple((f"{n}({', '.join(ps)})", text_of(body)) for n, (ps, body) in point.functions.items())
    closed = tuple((name, text_of(value)) for name, value in point.closed.items())
    return numbers + closed + functions


def exact(value: Fraction | tuple[Fraction, Fraction]) -> str:
    """An exact number: `1/2`, `-3`, `1/2 - 3*I`."""
    if not isinstance(value, tuple):
        return str(value)
    real, imaginary = value
    if not imaginary:
        return str(real)
    size = "I" if abs(imaginary) == 1 else f"{abs(imaginary)}*I"
    if not real:
        return f"-{size}" if imaginary < 0 else size
    return f"{real} {'-' if imaginary < 0 else '+'} {size}"
