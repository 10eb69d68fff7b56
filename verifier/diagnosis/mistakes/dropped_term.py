"""dropped-term: one addend of the line before is lost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.paths import Path, at, sides, walk
from verifier.diagnosis.proposal import Proposal, quoted
from verifier.diagnosis.rewriting import over, plus, put
from verifier.diagnosis.sums import differentiated, multiplied_out, signed_addends, sums_in, without
from verifier.terms.term import ZERO, Term
from verifier.terms.vocabulary import FUNCTIONS

MOST_RESTORED = 12
MOST_TERMS = 8
MOST_WORKED_OUT = 40
MOST_PLACES = 5
MOST_DIVISORS = 8


def propose(failed: FailedStep) -> Iterator[Proposal]:
    """A term added to the whole; a sum restored where its rest stands; a divisor put back; a term added inside."""
    terms = _lost_terms(failed)
    whole, *inner = islice(_places(failed.rhs.term), MOST_PLACES)
    yield from _with_terms(failed, terms, [whole])
    yield from islice(_restored_sums(failed), MOST_RESTORED)
    yield from islice(_restored_divisors(failed.rhs.term), MOST_DIVISORS)
    yield from _with_terms(failed, terms, inner)


def _restored_sums(failed: FailedStep) -> Iterator[Proposal]:
    line = failed.rhs.term
    places: dict[Term, list[Path]] = {}
    for path, part in walk(line):
        if not path or at(line, path[:-1]).head != "add":
            places.setdefault(part, []).append(path)
    for total in sums_in(failed.lhs):
        for i, lost in enumerate(total.args):
            for path in places.get(without(total, i), []):
                message = f"the term {quoted(lost)} of {quoted(total)} is dropped"
                yield _proposal(put(line, path, total), message, path, (total,))


def _lost_terms(failed: FailedStep) -> dict[Term, tuple[Term, ...]]:
    """Addends that stand on the line before, each with what to underline there; then what its products would bring."""
    standing = dict.fromkeys([*signed_addends(failed.lhs), *(a for total in sums_in(failed.lhs) for a in total.args)])
    worked_out = chain(differentiated(failed.lhs, failed.definitions), multiplied_out(failed.lhs))
    brought = dict.fromkeys(t for t in islice(worked_out, MOST_WORKED_OUT) if t not in standing)
    terms = {t: (_unsigned(t),) for t in islice(standing, MOST_TERMS) if t != ZERO}
    return terms | dict.fromkeys(islice(brought, MOST_TERMS), ())


def _with_terms(failed: FailedStep, terms: dict[Term, tuple[Term, ...]], places: list[Path]) -> Iterator[Proposal]:
    line = failed.rhs.term
    for path in places:
        part = at(line, path)
        for lost, sources in terms.items():
            if lost not in (part.args if part.head == "add" else (part,)):
                where = f" in {quoted(part)}" if path else ""
                message = f"the term {quoted(lost)} is missing{where}"
                yield _proposal(put(line, path, plus(part, lost)), message, path, sources)


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
        if path not in whole and (part.head == "add" or parent.head in FUNCTIONS or parent.head in ("pow", "div")):
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
