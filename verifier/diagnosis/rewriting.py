"""Small rewritings that keep the author's shape: change a sign, put a factor or a divisor on a term, add a term."""

from __future__ import annotations

from verifier.diagnosis.paths import Path, at, replaced
from verifier.terms.term import ONE, Term, add, div, mul, neg


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


def has_leading_sign(term: Term) -> bool:
    """Whether the author wrote a minus sign in front of it."""
    return term.head == "neg" or (term.head in ("mul", "div") and has_leading_sign(term.args[0]))


def product(*factors: Term) -> Term:
    """The product of these, tidy: one sign in front, numbers first, no factor 1."""
    sign, flat = 1, list[Term]()
    for f in factors:
        if f.head == "neg":
            sign, f = -sign, f.args[0]
        flat += f.args if f.head == "mul" else [] if f == ONE else [f]
    flat.sort(key=lambda f: f.head != "number")
    done = mul(*flat) if flat else ONE
    return done if sign > 0 else negated(done)


def times(term: Term, factor: Term) -> Term:
    """The author's term with a factor put behind it, a number before it; under its minus sign if it has one."""
    if term.head == "neg":
        return neg(times(term.args[0], factor))
    if term == ONE:
        return factor
    factors = term.args if term.head == "mul" else (term,)
    if factor.head == "number":
        return mul(factor, *factors)
    return mul(*factors, *(factor.args if factor.head == "mul" else (factor,)))


def over(term: Term, divisor: Term) -> Term:
    """The author's term with a divisor put under it."""
    if term.head == "neg" and term.args[0].head != "add":
        return neg(over(term.args[0], divisor))
    if term.head == "div":
        numerator, denominator = term.args
        factors = denominator.args if denominator.head == "mul" else (denominator,)
        return div(numerator, mul(*factors, divisor))
    return div(term, divisor)


def plus(term: Term, addend: Term) -> Term:
    """The author's term with one more addend at its end, subtracted if it has a minus sign."""
    shown = neg(negated(addend)) if has_leading_sign(addend) else addend
    return add(*(term.args if term.head == "add" else (term,)), shown)
