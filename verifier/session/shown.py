"""What the engine found, printed for the author: in the author's names, every number exact or to ten digits."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.engine.outcome import Outcome
from verifier.model.evidence import Point
from verifier.model.result import Condition, ShownCounterexample
from verifier.terms.closed_values import plainly
from verifier.terms.printer import text_of
from verifier.terms.rationals import rational_value
from verifier.terms.term import Term, div, integer, mul, neg, rational

BOUND_NAMES: Final = "kijmnpqrstuvw"


def condition_text(term: Term) -> str:
    """A condition in the author's names and in the syntax of the language."""
    return text_of(in_author_names(_written(term)))


def _written(term: Term) -> Term:
    """As an author writes it: `u = u`, which holds where u is defined, for a term that must be; `x/2` for `1/2*x`."""
    if term.head == "defined":
        return Term("eq", (_written(term.args[0]),) * 2)
    number = rational_value(term)
    if number is not None and term.head != "number":
        return _negative(rational(-number)) if number < 0 else rational(number)
    args = tuple(map(_written, term.args))
    if term.head == "add":
        return Term("add", (args[0], *(_with_sign_before(a) for a in args[1:])))
    if term.head == "neg":
        return _negative(args[0])
    if term.head == "mul":
        return _with_divisor_last(*args)
    return Term(term.head, args, term.value)


def _with_divisor_last(first: Term, *rest: Term) -> Term:
    """The product, its first factor being taken apart if that is a fraction or a sign."""
    rest = tuple(f for r in rest for f in (r.args if r.head == "mul" else (r,)))
    q = rational_value(first)
    if q is None or rational_value(rest[0]) is not None:
        return mul(first, *rest)
    top = abs(q.numerator)
    product = mul(*rest) if top == 1 else mul(integer(top), *rest)
    whole = product if q.denominator == 1 else div(product, integer(q.denominator))
    return _negative(whole) if q < 0 else whole


def _negative(term: Term) -> Term:
    """The opposite, its sign before the first factor: `-x/2` for `-(x/2)`."""
    if term.head in ("mul", "div"):
        return Term(term.head, (_negative(term.args[0]), *term.args[1:]), term.value)
    return neg(term)


def _with_sign_before(term: Term) -> Term:
    """A summand with its sign before all of it, which makes it a difference: the opposite of `_negative`."""
    first = term
    while first.head in ("mul", "div"):
        first = first.args[0]
    return neg(_without_sign(term)) if first.head == "neg" and term is not first else term


def _without_sign(term: Term) -> Term:
    if term.head == "neg":
        return term.args[0]
    return Term(term.head, (_without_sign(term.args[0]), *term.args[1:]), term.value)


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
    """Where a claim is proved that is not proved everywhere."""
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
    closed = tuple((name, text_of(plainly(value))) for name, value in point.closed.items())
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
