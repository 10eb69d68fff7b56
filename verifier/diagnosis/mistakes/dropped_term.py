"""dropped-term: one addend of the line before is lost."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import chain, islice
from math import prod

from verifier.diagnosis.expansions import boundary_terms, completing, worked_out
from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.names import names_reached
from verifier.diagnosis.paths import Path, at, kept_sides, sides, walk
from verifier.diagnosis.proposal import Proposal, quoted
from verifier.diagnosis.rewriting import over, plus, put
from verifier.diagnosis.sums import addends, differentiated, signed_addends, sums_in, without
from verifier.terms.heads import heads
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ZERO, Term
from verifier.terms.vocabulary import FUNCTIONS, RELATION_SIGNS, is_condition

Multiple = tuple[Fraction, tuple[Term, ...]]
MEMO = 64  # each lost term is compared with the same few that stand there
MOST_RESTORED = 12
MOST_TERMS = 8
MOST_WORKED_OUT = 40
MOST_PLACES = 5
MOST_DIVISORS = 8


def propose(failed: FailedStep) -> Iterator[Proposal]:
    """A term added to the whole; a sum restored where its rest stands; a divisor put back; a term added inside.

    To an equation only a term of one of its sides is added: many others lead to the same solution by chance.
    """
    terms = _lost_terms(failed)
    whole, *inner = islice(_places(failed.rhs.term), MOST_PLACES)
    if is_condition(failed.lhs.head) or is_condition(failed.rhs.term.head):
        if failed.rhs.term.head != "or":
            kept = kept_sides(failed.lhs, failed.rhs.term)
            changed = [path for path, _ in sides(failed.rhs.term) if path not in kept]
            yield from _with_terms(failed, _terms_of_sides(failed.lhs), changed)
        return
    yield from _with_terms(failed, terms, [whole])
    if not names_reached(failed.lhs, failed.definitions):
        return  # a term inside hits a number by chance
    yield from islice(_restored_sums(failed), MOST_RESTORED)
    yield from islice(_restored_divisors(failed.rhs.term), MOST_DIVISORS)
    yield from _with_terms(failed, terms, inner)


def _restored_sums(failed: FailedStep) -> Iterator[Proposal]:
    line = failed.rhs.term
    places: dict[Term, list[Path]] = {}
    for path, part in walk(line):
        if not path or at(line, path[:-1]).head != "add":
            places.setdefault(part, []).append(path)
    for own, total in walk(failed.lhs):
        for i, lost in enumerate(total.args if total.head == "add" else ()):
            rest = without(total, i)
            for path in places.get(rest, []):
                if rest.head != "symbol" or _heads_above(line, path) == _heads_above(
                    failed.lhs, own
                ):  # a name stands everywhere
                    message = f"the term {quoted(lost)} of {quoted(total)} is dropped"
                    yield _proposal(put(line, path, total), message, path, (total,))


def _heads_above(line: Term, path: Path) -> tuple[str, ...]:
    return tuple(at(line, path[:i]).head for i in range(max(0, len(path) - 1), len(path)))


def _terms_of_sides(line: Term) -> dict[Term, tuple[Term, ...]]:
    """The addends of the sides of an equation that are sums, and what the products of all sides bring."""
    terms = [addends(side) for _, side in sides(line)]
    standing = dict.fromkeys(a for side in terms if len(side) > 1 for a in side)
    brought = dict.fromkeys(t for side in terms for a in side for t in worked_out(a, inside=False))
    return {t: (_unsigned(t),) for t in standing if t != ZERO} | {t: () for t in brought if t not in standing}


def _lost_terms(failed: FailedStep) -> dict[Term, tuple[Term, ...]]:
    """Addends that stand on the line before, each with what to underline there; then what its products would bring."""
    standing = dict.fromkeys([*signed_addends(failed.lhs), *(a for total in sums_in(failed.lhs) for a in total.args)])
    expanded = chain(
        differentiated(failed.lhs, failed.definitions),
        worked_out(failed.lhs),
        boundary_terms(failed.lhs) if "Integral" in heads(failed.rhs.term) else (),
        completing(failed.rhs.term),
    )
    terms: dict[Term, tuple[Term, ...]] = {t: (_unsigned(t),) for t in islice(standing, MOST_TERMS) if t != ZERO}
    most = len(terms) + MOST_TERMS
    for term in islice(expanded, MOST_WORKED_OUT):
        if term not in standing:
            terms.setdefault(term, ())
        if len(terms) == most:
            break
    return terms


def _with_terms(failed: FailedStep, terms: dict[Term, tuple[Term, ...]], places: list[Path]) -> Iterator[Proposal]:
    line = failed.rhs.term
    for path in places:
        part = at(line, path)
        standing = [_multiple(t) for t in (part.args if part.head == "add" else (part,))]
        for lost, sources in terms.items():
            if _may_be_lost(lost, part, at(line, path[:-1])) and not _is_same_sort(_multiple(lost), standing):
                where = f" in {quoted(part)}" if path else ""
                message = f"the term {quoted(lost)} is missing{where}"
                yield _proposal(put(line, path, plus(part, lost)), message, path, sources)


def _may_be_lost(lost: Term, part: Term, around: Term) -> bool:
    """Not from 0; not a quotient from one whose numerator has all terms; not y, or a multiple of it, from t in y = t."""
    if part == ZERO:
        return False
    if around.head in RELATION_SIGNS and around.args[0].head == "symbol":
        return around.args[0].name not in free_symbols(lost)
    return not (lost.head == part.head == "div" and part.args[0].head == "add")


def _is_same_sort(lost: Multiple, standing: list[Multiple]) -> bool:
    """Whether it stands there, or a multiple of it, which has the wrong size; what it cancels may be lost."""
    number, core = lost
    return any(core == same and (number == other or bool(core) != (number == -other)) for other, same in standing)


@lru_cache(maxsize=MEMO)
def _multiple(term: Term) -> Multiple:
    """The term as a rational number times its other factors, in some order."""
    number = rational_value(term)
    if number is not None:
        return number, ()
    match term.head, term.args:
        case "neg", (inner,):
            number, core = _multiple(inner)
            return -number, core
        case "div", (above, below) if divisor := rational_value(below):
            number, core = _multiple(above)
            return number / divisor, core
        case "mul", factors:
            parts = [_multiple(f) for f in factors]
            return prod((n for n, _ in parts), start=Fraction(1)), tuple(
                sorted((t for _, core in parts for t in core), key=hash)
            )
        case _:
            return Fraction(1), (term,)


def _proposal(fix: Term, message: str, path: Path, sources: tuple[Term, ...]) -> Proposal:
    return Proposal(fix, message, (), (path,), "a term is missing here", sources, "it stands here")


def _unsigned(term: Term) -> Term:
    return term.args[0] if term.head == "neg" else term


def _places(line: Term) -> Iterator[Path]:
    """Where an addend may have stood: whole sides, sums, and the parts of functions, powers and quotients."""
    whole = [path for path, _ in sides(line)]
    yield from whole
    for path, part in walk(line):
        parent = at(line, path[:-1]) if path else part
        if path in whole or (parent.head == "pow" and part.head == "number"):
            continue
        if part.head == "add" or parent.head in FUNCTIONS or parent.head in ("pow", "div"):
            yield path


def _restored_divisors(line: Term) -> Iterator[Proposal]:
    """F*(a - b) where F was taken out of F*a - b: the term b should have been divided by F."""
    for path, part in walk(line):
        if part.head != "mul":
            continue
        for i, total in reversed(list(enumerate(part.args))):
            for j in range(len(total.args)) if total.head == "add" else ():
                for k, factor in enumerate(part.args):
                    if k != i and factor.head != "number":
                        yield _with_divisor(line, (*path, i, j), factor)


def _with_divisor(line: Term, path: Path, divisor: Term) -> Proposal:
    term = at(line, path)
    return Proposal(
        put(line, path, over(term, divisor)),
        f"the divisor {quoted(divisor)} of the term {quoted(_unsigned(term))} is dropped: it was taken out of the sum",
        guilty=(path,),
        guilty_label="a divisor is missing here",
    )
