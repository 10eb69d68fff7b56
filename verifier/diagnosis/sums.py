"""The terms a line is, or would be, a sum of: its addends, products multiplied out, derivatives by their rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.diagnosis.derivatives import Asked, derivatives_in, slope
from verifier.diagnosis.names import depends_on, meaning
from verifier.diagnosis.paths import value_parts, walk
from verifier.diagnosis.rewriting import negated, product
from verifier.model.chain import Definition
from verifier.terms.term import TWO, ZERO, Term, add, div, power


def sums_in(line: Term) -> Iterator[Term]:
    """The sums of a line, outermost first."""
    return (part for _, part in walk(line) if part.head == "add")


def signed_addends(line: Term, negative: bool = False) -> Iterator[Term]:
    """The addends of every sum in a line, each with the sign it has once the brackets around it are resolved."""
    if line.head == "add":
        yield from (negated(a) if negative else a for a in line.args)
    for i in value_parts(line):
        carried = negative if line.head in ("add", "mul") or (line.head, i) == ("div", 0) else False
        yield from signed_addends(line.args[i], not negative if line.head == "neg" else carried)


def without(total: Term, place: int) -> Term:
    """A sum less one of its addends."""
    return add(*total.args[:place], *total.args[place + 1 :])


def addends(term: Term) -> tuple[Term, ...]:
    """The addends of a sum, seen through one minus sign; any other term is its only addend."""
    if term.head == "neg":
        return tuple(negated(a) for a in addends(term.args[0]))
    return term.args if term.head == "add" else (term,)


def multiplied_out(line: Term) -> Iterator[Term]:
    """Terms that appear when a product of two sums, or the square of a sum, in the line is multiplied out."""
    for _, part in walk(line):
        if part.head == "mul":
            yield from _terms_of_product(part.args)
        elif part.head == "pow" and part.args[0].head == "add" and part.args[1] == TWO:
            yield from _terms_of_square(part.args[0].args)


def _terms_of_product(factors: tuple[Term, ...]) -> Iterator[Term]:
    at = [i for i, f in enumerate(factors) if f.head == "add"]
    if not at:
        return
    others = [f for i, f in enumerate(factors) if i not in at[:2]]
    for first in factors[at[0]].args:
        for second in factors[at[1]].args if len(at) > 1 else (None,):
            yield product(*others, first, *(() if second is None else (second,)))


def _terms_of_square(terms: tuple[Term, ...]) -> Iterator[Term]:
    for i, a in enumerate(terms):
        yield from (product(TWO, a, b) for b in terms[i + 1 :])
    yield from (power(a, TWO) for a in terms)


def differentiated(line: Term, definitions: Sequence[Definition]) -> Iterator[Term]:
    """Terms of the derivatives a line asks for: one an addend, a factor of a product, a part of a quotient."""
    for asked in derivatives_in(line):
        body = meaning(asked.body, definitions) or asked.body
        for term in addends(body):
            yield from (t for t in _rule_terms(term, asked, definitions) if t != ZERO)


def _rule_terms(term: Term, asked: Asked, definitions: Sequence[Definition]) -> Iterator[Term]:
    variable = asked.variable
    if term.head == "neg":
        yield from (negated(t) for t in _rule_terms(term.args[0], asked, definitions))
    elif term.head == "mul" and sum(depends_on(f, variable.name, definitions) for f in term.args) > 1:
        for i, f in enumerate(term.args):
            yield product(*term.args[:i], *term.args[i + 1 :], slope(f, variable, definitions))
    elif term.head == "div":
        above, below = term.args
        yield div(slope(above, variable, definitions), below)
        yield negated(div(product(above, slope(below, variable, definitions)), power(below, TWO)))
    else:
        yield slope(term, variable, definitions)
