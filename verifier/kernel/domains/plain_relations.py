"""A polynomial compared with 0 in the plainest words: solved for a symbol, between two numbers, freed of a function.

Each rule says the same wherever its parts are defined, over the reals where it is about order:

- s*x + c R 0 with a rational s and a constant c is `x R -c/s`, the relation turned around for s < 0;
- for a < b, (x - a)*(x - b) < 0 is `x > a` and `x < b`, and > 0 is `x < a or x > b`; with `<=` and `>=` the ends of
  factors above belong to it, those of factors below do not, as the quotient is undefined there;
- exp, log and the square root are strictly increasing, so that f(u) R f(v) is `u R v`; numbers are values of exp where
  they are positive, of the square root where they are not negative, and 0 = log(1), 1 = log(E).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.kernel.normal_forms.field import Polynomial, Quotient
from verifier.kernel.normal_forms.tower import Tower, used
from verifier.terms.heads import parts_of
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import HALF, ONE, ZERO, E, Term, call, rational

MIRRORED: Final = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "eq", "ne": "ne"}
_STRICT: Final = {"ge": "gt", "le": "lt"}


def solved(tower: Tower, p: Polynomial, relation: str) -> Term:
    """p relation 0, as `symbol relation constant` or with positive terms on the left and negative ones on the right."""
    p, relation = _of_integers(tower, p, relation)
    found = _root(tower, p)
    if found is not None:
        made, value, is_rising = found
        return call(relation if is_rising else MIRRORED[relation], made, value)
    terms = p.to_dict()
    above: Polynomial = tower.field.ring.from_dict({e: c for e, c in terms.items() if c > 0})
    below: Polynomial = tower.field.ring.from_dict({e: -c for e, c in terms.items() if c < 0})
    if above == 0:
        return call(MIRRORED[relation], tower.term_of(below), ZERO)
    return call(relation, tower.term_of(above), tower.term_of(below) if below != 0 else ZERO)


def _root(tower: Tower, p: Polynomial) -> tuple[Term, Term, bool] | None:
    """For s*x + c: the only generator x, what it is at 0, and whether s > 0; c is rational, or closed where x is a symbol."""
    indices = used(p)
    open_ones = [i for i in indices if len(indices) == 1 or free_symbols(tower.field.generators[i].term)]
    if len(open_ones) != 1 or int(p.degrees()[open_ones[0]]) != 1:
        return None
    (i,) = open_ones
    slope, made = p.derivative(i), tower.field.generators[i].term
    if not slope.is_constant() or (len(indices) > 1 and made.head not in ("symbol", "re", "im")):
        return None
    s = _fraction(slope.leading_coefficient())
    rest = p - slope * tower.field.gens[i]
    if rest == 0 or rest.is_constant():
        value = Fraction(0) if rest == 0 else _fraction(rest.leading_coefficient())
        return made, rational(-value / s), s > 0
    return made, tower.term_of(rest * (-1 / slope.leading_coefficient())), s > 0


def between_or_beyond(
    tower: Tower, factors: list[Polynomial], relation: str, below: list[Polynomial]
) -> tuple[Term, ...]:
    """The product of two factors compared with 0, each linear in the same symbol with a rational root; else nothing.

    What is in `below` divides.
    """
    ends = [(rational_value(root[1]), root[0], root[2], f in below) for f in factors if (root := _root(tower, f))]
    values = [v for v, *_ in ends if v is not None]
    if len(values) != 2 or ends[0][1] != ends[1][1] or ends[0][1].head != "symbol":
        return ()
    if ends[0][2] != ends[1][2]:
        relation = MIRRORED[relation]
    (low, x, _, low_divides), (high, _, _, high_divides) = sorted(ends, key=lambda end: end[0] or Fraction(0))
    outer, inner = (_STRICT.get(relation, relation) if divides else relation for divides in (low_divides, high_divides))
    first, last = rational(low or 0), rational(high or 0)
    if relation in ("lt", "le"):
        return call(MIRRORED[outer], x, first), call(inner, x, last)
    return (call("or", call(MIRRORED[outer], x, first), call(inner, x, last)),)


def without_function(word: Term, said: Term) -> tuple[Term, ...] | None:
    """What a relation says of the argument of exp, log or a square root on its left; None where it is no such relation.

    `said` is the condition as it was: where that has log(u), u is positive, and log(Abs(u)) is log(u).
    """
    if word.head not in MIRRORED:
        return None
    (kind, inside), (other, beside) = (_taken_apart(side, said) for side in word.args)
    if inside is None:
        return None
    if kind == other and beside is not None:
        return (call(word.head, inside, beside),)
    value = _preimage(kind, word.args[1])
    if value is None:
        return None
    plain = call(word.head, inside, value)
    return (call("gt", inside, ZERO), plain) if kind == "log" and word.head in ("lt", "le") else (plain,)


def own_logarithms(word: Term, said: Term) -> Term:
    """The words with log(u) for log(Abs(u)) where the condition as it was has log(u), which is defined for u > 0 only."""
    if not word.args:
        return word
    if word.head == "log" and word.args[0].head == "Abs" and _has_logarithm(said, word.args[0].args[0]):
        return Term("log", word.args[0].args)
    return Term(word.head, tuple(own_logarithms(a, said) for a in word.args), word.value)


def _has_logarithm(said: Term, inside: Term) -> bool:
    return Term("log", (inside,)) in parts_of(said)


def _taken_apart(side: Term, said: Term) -> tuple[str, Term | None]:
    """The increasing function that a term is a value of, and its argument."""
    if side.head == "exp" or (side.head == "pow" and side.args[0] == E):
        return "exp", side.args[-1]
    if side.head == "sqrt" or (side.head == "pow" and rational_value(side.args[1]) == rational_value(HALF)):
        return "sqrt", side.args[0]
    if side.head == "log" and len(side.args) == 1:
        inside = side.args[0].args[0] if side.args[0].head == "Abs" else side.args[0]
        if _has_logarithm(said, inside):
            return "log", inside
    return "", None


def _preimage(kind: str, value: Term) -> Term | None:
    """The number whose value under the function this one is, where it has plain words."""
    number = rational_value(value)
    if number is None:
        return None
    if kind == "exp":
        return None if number <= 0 else ZERO if number == 1 else call("log", rational(number))
    if kind == "sqrt":
        return None if number < 0 else rational(number * number)
    return ONE if number == 0 else E if number == 1 else None


def _of_integers(tower: Tower, p: Polynomial, relation: str) -> tuple[Polynomial, str]:
    """k <= n for k < n + 1, where all are integers; the same otherwise."""
    step = {"gt": -1, "lt": 1}.get(relation)
    constant = p.to_dict().get((0,) * len(tower.field.gens), 0)
    if step is None or constant * step >= 0 or len(used(p)) < 2 or not tower.is_integer(Quotient(p)):
        return p, relation
    return p + step, {"gt": "ge", "lt": "le"}[relation]


def _fraction(value: object) -> Fraction:
    return Fraction(int(value.p), int(value.q))  # type: ignore[attr-defined]
