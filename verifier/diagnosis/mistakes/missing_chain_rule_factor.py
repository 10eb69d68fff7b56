"""missing-chain-rule-factor: the derivative of an inner function is left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from verifier.diagnosis.derivatives import Asked, derivative, derivatives_in, slope
from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.names import depends_on, meaning, parts_through_names
from verifier.diagnosis.paths import Path, at, walk
from verifier.diagnosis.proposal import Proposal, quoted
from verifier.diagnosis.rewriting import has_leading_sign, put, times
from verifier.terms.printer import text_of
from verifier.terms.term import MINUS_ONE, ONE, ZERO, Term
from verifier.terms.vocabulary import FUNCTIONS, is_condition

LINEAR: Final = ("Sum", "Integral", "Limit", "Expectation")
MOST_DERIVATIVES = 3
MOST_INNER = 8
MOST_LINKS = 12
MOST_PLACES = 8


def propose(failed: FailedStep) -> Iterator[Proposal]:
    """The derivative of each inner function put as a factor on the whole right side, then on its addends."""
    line = failed.rhs.term
    if is_condition(line.head):
        return
    for asked in islice(_asked(failed.lhs), MOST_DERIVATIVES):
        for inner, by in islice(_links(asked, failed), MOST_LINKS):
            factor = slope(inner, by, failed.definitions)
            if factor in (ONE, ZERO):
                continue
            for path in islice(_places(line, asked, failed), MOST_PLACES):
                if factor == MINUS_ONE and has_leading_sign(at(line, path)):
                    continue  # a sign too many, not one that is missing
                fix = put(line, path, times(at(line, path), factor))
                yield _proposal(by, inner, factor, path, fix)


def _asked(line: Term) -> Iterator[Asked]:
    """The derivatives a line asks for, and that of a numerator whose limit is taken (L'Hopital's rule)."""
    yield from derivatives_in(line)
    for _, part in walk(line):
        if part.head == "Limit" and part.args[0].head == "div":
            yield Asked(derivative(part.args[0].args[0], part.args[1]))


def _proposal(by: Term, inner: Term, factor: Term, path: Path, fix: Term) -> Proposal:
    origin = f": the derivative of {quoted(inner)} by {text_of(by)}"
    return Proposal(
        fix,
        f"the factor {quoted(factor)} of the chain rule is missing{'' if factor.head == 'Derivative' else origin}",
        guilty=(path,),
        guilty_label=f"without the factor {text_of(factor)}",
        compared=(inner,),
        compared_label="the inner function",
    )


def _links(asked: Asked, failed: FailedStep) -> Iterator[tuple[Term, Term]]:
    """Each inner function with the variable, then each defined name on the way with a name that it is defined by."""
    definitions, variable = failed.definitions, asked.variable
    inner = list(islice(_inner_functions(asked, failed), MOST_INNER))
    yield from ((t, variable) for t in inner)
    names = {d.name for d in definitions if not d.parameters}
    for outer in inner:
        body = meaning(outer, definitions)
        if body is None:
            continue
        for _, part in walk(body):
            if part.head == "symbol" and part.name in names and depends_on(part, variable.name, definitions):
                yield body, part


def _inner_functions(asked: Asked, failed: FailedStep) -> Iterator[Term]:
    """What stands inside another function in the body, outermost first: arguments, bases, exponents, then their parts.

    Defined names on the way to the variable count, and what they stand for; the variable itself does not.
    """
    variable, definitions = asked.variable, failed.definitions
    found: dict[Term, None] = {}
    for part in parts_through_names(asked.body, definitions, held=variable.name):
        if meaning(part, definitions) is not None:
            found.setdefault(part)
        for inner in _arguments(part):
            found.setdefault(inner)
    for inner in list(found):
        for _, part in walk(inner):
            found.setdefault(part)
    return (t for t in found if t not in (variable, asked.body) and depends_on(t, variable.name, definitions))


def _arguments(part: Term) -> tuple[Term, ...]:
    if part.head in ("pow", "apply") or part.head in FUNCTIONS:
        return part.args
    if part.head == "Integral":
        return part.args[2:]
    return part.args[1:] if part.head == "div" else ()


def _places(line: Term, asked: Asked, failed: FailedStep, path: Path = ()) -> Iterator[Path]:
    """The whole right side, then its addends, seen through signs, numerators, constant factors, sums and integrals."""
    part = at(line, path)
    if not path or at(line, path[:-1]).head in ("add", *LINEAR):
        yield path
    for i in _linear_parts(part, asked, failed):
        yield from _places(line, asked, failed, (*path, i))


def _linear_parts(part: Term, asked: Asked, failed: FailedStep) -> range | list[int]:
    if part.head == "mul":
        moving = [i for i, f in enumerate(part.args) if depends_on(f, asked.variable.name, failed.definitions)]
        return moving if len(moving) == 1 else []
    if part.head in LINEAR:
        return range(1)
    return range({"add": len(part.args), "neg": 1, "div": 1}.get(part.head, 0))
