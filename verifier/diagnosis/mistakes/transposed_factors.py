"""transposed-factors: the factors of a matrix product stand in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.paths import Path, at, replaced, walk
from verifier.diagnosis.proposal import Proposal, quoted
from verifier.model.chain import Kind
from verifier.terms.heads import heads
from verifier.terms.term import Term, mul


def propose(failed: FailedStep) -> Iterator[Proposal]:
    """Two neighbours of one product exchanged, then all its factors in reverse order."""
    line = failed.rhs.term
    if not _has_matrices(failed):
        return
    for path, part in walk(line):
        if part.head == "mul":
            for i in range(len(part.args) - 1):
                yield _proposal(line, path, _exchanged(part.args, i))
            yield _proposal(line, path, part.args[::-1])


def _exchanged(factors: tuple[Term, ...], i: int) -> tuple[Term, ...]:
    return (*factors[:i], factors[i + 1], factors[i], *factors[i + 2 :])


def _proposal(line: Term, path: Path, factors: tuple[Term, ...]) -> Proposal:
    message = f"the factors of {quoted(at(line, path))} stand in the wrong order: a product of matrices depends on it"
    fix = replaced(line, path, mul(*factors))
    return Proposal(fix, message, guilty=(path,), guilty_label="in the wrong order")


def _has_matrices(failed: FailedStep) -> bool:
    declared = any(d.kind in (Kind.MATRIX, Kind.VECTOR) for d in failed.declarations)
    return declared or "Matrix" in heads(failed.lhs) | heads(failed.rhs.term)
