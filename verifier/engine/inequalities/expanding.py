"""Products of sums multiplied out, as far as that stays small."""

from __future__ import annotations

from typing import Final

from verifier.kernel.derivatives.calculus import resolve
from verifier.terms.rationals import rational_value
from verifier.terms.term import MINUS_ONE, ONE, Term, add, mul, power

MOST_SUMMANDS: Final = 200


def expanded(f: Term) -> Term:
    """Products of sums multiplied out, as far as that stays small."""
    terms = summands(resolve(f, False))
    return f if terms is None else add(*[mul(*t) if t else ONE for t in terms])


def summands(f: Term) -> list[tuple[Term, ...]] | None:
    """The factors of each summand; None where there are too many summands."""
    match f.head:
        case "add":
            parts = [summands(a) for a in f.args]
            return _bounded([t for p in parts for t in p or []]) if None not in parts else None
        case "neg":
            inner = summands(f.args[0])
            return None if inner is None else [(MINUS_ONE, *t) for t in inner]
        case "div":
            inner = summands(f.args[0])
            return None if inner is None else [(*t, power(f.args[1], MINUS_ONE)) for t in inner]
        case "mul":
            return _product([summands(a) for a in f.args])
        case "pow":
            n = rational_value(f.args[1])
            if n is not None and n.denominator == 1 and 2 <= n <= 8 and f.args[0].head in ("add", "neg", "mul", "div"):
                return _product([summands(f.args[0])] * int(n))
    return [(f,)]


def _product(parts: list[list[tuple[Term, ...]] | None]) -> list[tuple[Term, ...]] | None:
    found: list[tuple[Term, ...]] | None = [()]
    for p in parts:
        if p is None or found is None:
            return None
        found = _bounded([(*s, *t) for s in found for t in p])
    return found


def _bounded(terms: list[tuple[Term, ...]]) -> list[tuple[Term, ...]] | None:
    return terms if len(terms) <= MOST_SUMMANDS else None
