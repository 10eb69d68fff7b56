"""Small rewritings that keep the author's shape: change a sign, put a factor or a divisor on a term, add a term."""

from __future__ import annotations

from math import gcd
from typing import Final

from verifier.diagnosis.paths import Path, at, replaced
from verifier.terms.term import ONE, TWO, ZERO, Term, add, div, integer, mul, neg, power
from verifier.terms.vocabulary import MATRIX_FUNCTIONS

MOST_BITS: Final = 64


def negated(term: Term) -> Term:
    """Minus the term, with the sign where an author would write it: `b - a` for `a - b`, `-a*b` for `a*b`."""
    match term.head, term.args:
        case "neg", (inner,):
            return inner
        case "mul", (first, *rest):
            return mul(*rest) if first == neg(ONE) else mul(negated(first), *rest)
        case "div", (numerator, denominator):
            return div(negated(numerator), denominator)
        case "add", (first, second) if has_leading_sign(first) != has_leading_sign(second):
            signed, unsigned = (first, second) if has_leading_sign(first) else (second, first)
            return add(negated(signed), neg(unsigned))
        case _:
            return neg(term)


def with_sign_flipped(term: Term, path: Path) -> Term:
    """The term with the sign of the part at this path changed: `a - b` for `a + b` and the path of `b`."""
    part = at(term, path)
    is_later_addend = path and path[-1] > 0 and at(term, path[:-1]).head == "add"
    flipped = neg(part) if is_later_addend and not has_leading_sign(part) else negated(part)
    return replaced(term, path, flipped)


def put(term: Term, path: Path, new: Term) -> Term:
    """The term with the part at this path replaced; an addend's sign stands before it."""
    is_later_addend = path and path[-1] > 0 and at(term, path[:-1]).head == "add"
    return replaced(term, path, neg(negated(new)) if is_later_addend and has_leading_sign(new) else new)


def has_leading_sign(term: Term) -> bool:
    """Whether the author wrote a minus sign in front of it."""
    return term.head == "neg" or (term.head in ("mul", "div") and has_leading_sign(term.args[0]))


def product(*factors: Term) -> Term:
    """The product of these, tidy: one sign and one whole number in front, no factor 1, one name squared."""
    number, rest = 1, list[Term]()
    waiting = list(factors)
    while waiting:
        f = waiting.pop(0)
        if f.head == "mul":
            waiting[:0] = f.args
        elif has_leading_sign(f):
            number, waiting[:0] = -number, [negated(f)]
        elif _is_whole(f):
            number *= int(f.number)
        elif f.head == "symbol" and f in rest:
            rest[rest.index(f)] = power(f, TWO)
        else:
            rest.append(f)
    if not any(f.head in MATRIX_FUNCTIONS or f.head == "Matrix" for f in rest):
        rest.sort(key=lambda f: (f.head != "number", not _is_plain(f)))
    size = integer(abs(number))
    done = size if not rest else mul(*rest) if size == ONE else mul(size, *rest)
    return done if number >= 0 else negated(done)


def raised(base: Term, exponent: int) -> Term:
    """A whole power, written out where that is simple: `4` for 2**2, `4*x**2` for (2*x)**2, `x**4` for (x**2)**2."""
    if exponent == 0:
        return ONE
    if exponent == 1:
        return base
    if has_leading_sign(base):
        positive = raised(negated(base), exponent)
        return positive if exponent % 2 == 0 else negated(positive)
    if _is_whole(base) and base.number.numerator.bit_length() * exponent < MOST_BITS:
        return integer(int(base.number) ** exponent)
    if base.head == "mul":
        return product(*(raised(f, exponent) for f in base.args))
    if base.head == "pow" and _is_whole(base.args[1]) and base.args[1].number > 0:
        return power(base.args[0], integer(int(base.args[1].number) * exponent))
    return power(base, integer(exponent))


def times(term: Term, factor: Term) -> Term:
    """The author's term with a factor put on it: one sign in front, then the number, names before functions of them.

    A factor of a quotient goes above its line, and what divides the factor goes below.
    """
    for signed, other in ((term, factor), (factor, term)):
        if has_leading_sign(signed):
            bare = negated(signed)
            return negated(times(bare, other) if signed is term else times(other, bare))
    if ONE in (term, factor):
        return factor if term == ONE else term
    if factor.head == "div":
        return over(times(term, factor.args[0]), factor.args[1])
    if factor.head == "mul":
        for f in factor.args:
            term = times(term, f)
        return term
    if term.head == "div":
        return _above(term, factor)
    factors = term.args if term.head == "mul" else (term,)
    return mul(*(_with_number(factors, factor) if _is_whole(factor) else _with_factor(factors, factor)))


def _above(quotient: Term, factor: Term) -> Term:
    """A quotient with a factor on its numerator, or without the divisor that the factor cancels."""
    numerator, denominator = quotient.args
    divisors = denominator.args if denominator.head == "mul" else (denominator,)
    if factor in divisors:
        left = [d for i, d in enumerate(divisors) if i != divisors.index(factor)]
        return div(numerator, mul(*left)) if left else numerator
    if _is_whole(factor):
        for i, d in enumerate(divisors):
            if _is_whole(d) and (common := gcd(int(d.number), int(factor.number))) > 1:
                smaller = integer(int(d.number) // common)
                left = [*divisors[:i], *([] if smaller == ONE else [smaller]), *divisors[i + 1 :]]
                above = times(numerator, integer(int(factor.number) // common))
                return div(above, mul(*left)) if left else above
    return div(times(numerator, factor), denominator)


def _with_number(factors: tuple[Term, ...], number: Term) -> tuple[Term, ...]:
    """The number multiplied into the one that stands there, or in front."""
    for i, f in enumerate(factors):
        if _is_whole(f):
            return (*factors[:i], integer(int(f.number * number.number)), *factors[i + 1 :])
    return (number, *factors)


def _with_factor(factors: tuple[Term, ...], factor: Term) -> tuple[Term, ...]:
    """A name before the functions that follow the numbers and names in front, anything else at the end."""
    for i, f in enumerate(factors):
        if f == factor and f.head == "symbol":
            return (*factors[:i], power(f, TWO), *factors[i + 1 :])
    if factor.head == "constant":
        place = next((i for i, f in enumerate(factors) if not _is_whole(f)), len(factors))
        return (*factors[:place], factor, *factors[place:])
    place = next((i for i, f in enumerate(factors) if not _is_plain(f)), len(factors))
    if not _is_plain(factor) or place == len(factors) or factors[place].head == "add":
        return (*factors, factor)
    return (*factors[:place], factor, *factors[place:])


def _is_whole(term: Term) -> bool:
    return term.head == "number" and term.number.denominator == 1


def _is_plain(term: Term) -> bool:
    """A number, a name, or a power of a name."""
    base = term.args[0] if term.head == "pow" else term
    return base.head in ("number", "symbol", "constant", "index") and (base is term or base.head == "symbol")


def over(term: Term, divisor: Term) -> Term:
    """The author's term with a divisor put under it."""
    if has_leading_sign(term) and not (term.head == "neg" and term.args[0].head == "add"):
        return negated(over(negated(term), divisor))
    if _is_whole(divisor):
        term, divisor = _without_common_number(term, divisor)
        if divisor == ONE:
            return term
    if term.head == "mul" and _is_whole(divisor) and _has_number_inside(term.args[0]):
        return mul(over(term.args[0], divisor), *term.args[1:])
    if term.head == "div":
        numerator, denominator = term.args
        factors = denominator.args if denominator.head == "mul" else (denominator,)
        return div(numerator, mul(*(_with_number(factors, divisor) if _is_whole(divisor) else (*factors, divisor))))
    return div(term, divisor)


def _has_number_inside(first: Term) -> bool:
    """Whether the first factor is a written fraction, or a product in brackets with a number in front."""
    return (
        first.head in ("div", "mul") and _is_whole(first.args[0]) and (first.head == "mul" or _is_whole(first.args[1]))
    )


def _without_common_number(term: Term, divisor: Term) -> tuple[Term, Term]:
    """The term and the number under it, without what both have in common."""
    top = term.args[0] if term.head == "div" else term
    factors = top.args if top.head == "mul" else (top,)
    if not _is_whole(factors[0]) or factors[0] == ZERO:
        return term, divisor
    common = gcd(int(factors[0].number), int(divisor.number))
    number = integer(int(factors[0].number) // common)
    rest = factors[1:] if number == ONE and len(factors) > 1 else (number, *factors[1:])
    reduced = mul(*rest)
    return (div(reduced, term.args[1]) if term.head == "div" else reduced), integer(int(divisor.number) // common)


def plus(term: Term, addend: Term) -> Term:
    """The author's term with one more addend at its end, subtracted if it has a minus sign."""
    if term == ZERO:
        return addend
    shown = neg(negated(addend)) if has_leading_sign(addend) else addend
    return add(*(term.args if term.head == "add" else (term,)), shown)
