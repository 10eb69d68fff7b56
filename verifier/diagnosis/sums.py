"""The terms a line is, or would be, a sum of: its addends, products multiplied out, derivatives by their rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.diagnosis.derivatives import Asked, derivatives_in, slope
from verifier.diagnosis.names import depends_on, meaning
from verifier.diagnosis.paths import value_parts, walk
from verifier.diagnosis.rewriting import negated, over, product, times
from verifier.model.chain import Definition
from verifier.terms.term import TWO, ZERO, Term, add, call, div, mul, power


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


def differentiated(line: Term, definitions: Sequence[Definition]) -> Iterator[Term]:
    """Terms of the derivatives a line asks for: one an addend, a factor of a product, a part of a quotient."""
    for asked in derivatives_in(line):
        body = meaning(asked.body, definitions) or asked.body
        for term in addends(body):
            yield from (t for t in _rule_terms(term, asked, definitions) if t != ZERO)


def _rule_terms(term: Term, asked: Asked, definitions: Sequence[Definition]) -> Iterator[Term]:
    variable = asked.variable
    if _is_quadratic_form(term, variable):
        yield from (mul(f, variable) for f in (term.args[1], call("Transpose", term.args[1])))
    elif term.head == "neg":
        yield from (negated(t) for t in _rule_terms(term.args[0], asked, definitions))
    elif term.head == "mul" and sum(depends_on(f, variable.name, definitions) for f in term.args) > 1:
        for i, f in enumerate(term.args):
            yield times(product(*term.args[:i], *term.args[i + 1 :]), slope(f, variable, definitions))
    elif term.head == "div":
        above, below = term.args
        yield over(slope(above, variable, definitions), below)
        yield negated(div(product(above, slope(below, variable, definitions)), power(below, TWO)))
    else:
        yield slope(term, variable, definitions)


def _is_quadratic_form(term: Term, vector: Term) -> bool:
    """Transpose(v)*A*v, whose derivative by v has two terms."""
    return term.head == "mul" and len(term.args) == 3 and term.args[::2] == (call("Transpose", vector), vector)
