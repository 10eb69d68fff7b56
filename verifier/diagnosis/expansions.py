"""Terms that appear when a line is worked out: products and powers of sums, logarithms of products, means of squares."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import comb
from typing import Final

from verifier.diagnosis.paths import walk
from verifier.diagnosis.rewriting import has_leading_sign, negated, over, plus, product, raised, times
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import ONE, TWO, ZERO, Term, call, integer, power

HIGHEST_POWER: Final = 6
MOST_TERMS_OF_SUM: Final = 8
LOGARITHMS: Final = frozenset({"log", "ln", "log2", "log10"})


def worked_out(line: Term, inside: bool = True) -> Iterator[Term]:
    """The terms of each part of the line when it is worked out, the outermost part first, or of the whole only."""
    for _, part in walk(line) if inside else (((), line),):
        if part.head != "add":
            yield from _terms(part)


def completing(line: Term) -> Iterator[Term]:
    """What has to be taken off again where squares of sums stand in a completed form: `-4` for (x + 2)**2."""
    for _, part in walk(line):
        if part.head == "pow" and part.args[0].head == "add" and part.args[1] == TWO:
            yield from (negated(raised(a, 2)) for a in part.args[0].args)


def boundary_terms(line: Term) -> Iterator[Term]:
    """What stands before the new integral when a product is integrated by parts: f*G, or its change between the bounds.

    G is an antiderivative of a factor exp(x), sin(x), cos(x), or of exp(-x); a bound 0 that makes f vanish brings none.
    """
    for _, part in walk(line):
        if part.head != "Integral" or part.args[0].head != "mul":
            continue
        factors, x = part.args[0].args, part.args[1]
        for i, g in enumerate(factors):
            for whole in _antiderivative(g, x):
                primitive = times(product(*factors[:i], *factors[i + 1 :]), whole)
                yield primitive if len(part.args) == 2 else _change(primitive, x, *part.args[2:])


def _antiderivative(function: Term, x: Term) -> Iterator[Term]:
    inner = function.args[0] if function.args else function
    if inner == x and function.head in ("exp", "sin", "cos"):
        yield {"exp": function, "sin": negated(call("cos", x)), "cos": call("sin", x)}[function.head]
    elif function == call("exp", negated(x)):
        yield negated(function)


def _change(primitive: Term, x: Term, lower: Term, upper: Term) -> Term:
    at_upper, at_lower = (product(substitute(primitive, {x.name: bound})) for bound in (upper, lower))
    if lower == ZERO and x in _factors(primitive):
        return at_upper
    return plus(at_upper, negated(at_lower))


def _factors(term: Term) -> tuple[Term, ...]:
    bare = negated(term) if has_leading_sign(term) else term
    return tuple(f.args[0] if f.head == "pow" else f for f in (bare.args if bare.head == "mul" else (bare,)))


def _terms(part: Term) -> Iterator[Term]:
    """The terms of a product, a power, ... when it is worked out; none where there is nothing to work out."""
    head, args = part.head, part.args
    if head == "add":
        yield from args
    elif head == "neg":
        yield from (negated(t) for t in _terms(args[0]))
    elif head == "div":
        yield from (over(t, args[1]) for t in _terms(args[0]))
    elif head == "mul":
        yield from _terms_of_product(args)
    elif head == "pow":
        yield from _terms_of_power(*args)
    elif head in LOGARITHMS:
        yield from _terms_of_logarithm(part, args[0])
    elif head == "Expectation":
        yield from (_taken_out(t, "Expectation") for t in _terms(args[0]))
    elif head == "Variance" and args[0].head == "add":
        yield from _terms_of_variance(args[0].args[:MOST_TERMS_OF_SUM])
    elif head in ("Variance", "Covariance"):
        yield from _terms_of_covariance(args[0], args[-1])
    elif head == "Sum":
        yield from (_summed(t, args[1], args[2], args[3]) for t in _terms(args[0]))


def _terms_of_product(factors: tuple[Term, ...]) -> Iterator[Term]:
    at = [i for i, f in enumerate(factors) if f.head in ("add", "pow") and next(_terms(f), None) is not None]
    if not at:
        return
    first, *more = at
    if not more:
        for t in _terms(factors[first]):
            yield product(*factors[:first], t, *factors[first + 1 :])
        return
    second = more[0]
    for a in _terms(factors[first]):
        for b in _terms(factors[second]):
            yield product(*factors[:first], a, *factors[first + 1 : second], b, *factors[second + 1 :])


def _terms_of_power(base: Term, exponent: Term) -> Iterator[Term]:
    """The terms of a small power of two addends, and of the square of more; |z + w|**2 is a square too."""
    if exponent.head != "number" or exponent.number not in range(2, HIGHEST_POWER + 1):
        return
    n = int(exponent.number)
    if base.head == "Abs" and base.args[0].head == "add" and n == 2:
        terms = base.args[0].args[:MOST_TERMS_OF_SUM]
        for a, b in combinations(terms, 2):
            yield product(TWO, a, b)
            yield product(TWO, call("re", product(a, call("conjugate", b))))
        yield from (power(call("Abs", a), TWO) for a in terms)
    elif base.head == "add" and n == 2:
        terms = base.args[:MOST_TERMS_OF_SUM]
        yield from (product(TWO, a, b) for a, b in combinations(terms, 2))
        yield from (raised(a, 2) for a in terms)
    elif base.head == "add" and len(base.args) == 2:
        a, b = base.args
        for k in sorted(range(n + 1), key=lambda k: k in (0, n)):
            factors = (f for f in (raised(a, n - k), raised(b, k)) if f != ONE)
            yield product(integer(comb(n, k)), *factors)
        yield product(TWO, a, b)  # where one factor was split off, and squared


def _terms_of_logarithm(logarithm: Term, argument: Term) -> Iterator[Term]:
    """log(a*b/c) as log(a), log(b), -log(c), and log(a**n) as n*log(a)."""

    def of(part: Term) -> Term:
        if part.head == "pow":
            return product(part.args[1], of(part.args[0]))
        return Term(logarithm.head, (part, *logarithm.args[1:]))

    if argument.head == "mul":
        for f in argument.args:
            yield from _terms_of_logarithm(logarithm, f) if f.head == "div" else (of(f),)
    elif argument.head == "div":
        for sign, side in ((1, argument.args[0]), (-1, argument.args[1])):
            for f in side.args if side.head == "mul" else (side,):
                yield of(f) if sign > 0 else negated(of(f))


def _terms_of_variance(terms: tuple[Term, ...]) -> Iterator[Term]:
    for a, b in combinations(terms, 2):
        signs = [-1 if t.head == "neg" else 1 for t in (a, b)]
        mixed = product(TWO, call("Covariance", *(t.args[0] if t.head == "neg" else t for t in (a, b))))
        yield mixed if signs[0] == signs[1] else negated(mixed)
    yield from (call("Variance", t.args[0] if t.head == "neg" else t) for t in terms)


def _terms_of_covariance(a: Term, b: Term) -> Iterator[Term]:
    yield negated(
        product(call("Expectation", a), call("Expectation", b)) if a != b else raised(call("Expectation", a), 2)
    )
    yield call("Expectation", product(a, b))


def _taken_out(term: Term, head: str) -> Term:
    """The expectation of a term, its numbers taken out."""
    if term.head == "neg":
        return negated(_taken_out(term.args[0], head))
    factors = term.args if term.head == "mul" else (term,)
    numbers = [f for f in factors if f.head == "number"]
    rest = [f for f in factors if f.head != "number"]
    return product(*numbers, call(head, product(*rest))) if rest else product(*numbers)


def _summed(term: Term, index: Term, lower: Term, upper: Term) -> Term:
    """The sum of a term, what is free of the index taken out; from 1 on a term without the index is counted."""
    if term.head == "neg":
        return negated(_summed(term.args[0], index, lower, upper))
    factors = term.args if term.head == "mul" else (term,)
    fixed = [f for f in factors if index.name not in free_symbols(f)]
    moving = [f for f in factors if index.name in free_symbols(f)]
    if not moving and lower == ONE:
        return product(upper, *fixed)
    return product(*fixed, Term("Sum", (product(*moving), index, lower, upper)))
