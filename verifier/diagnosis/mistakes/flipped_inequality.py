"""flipped-inequality: an inequality points the wrong way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.paths import Path, at, replaced
from verifier.diagnosis.proposal import Proposal, quoted
from verifier.terms.term import Term

REVERSED: Final = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}
MOST_TURNED: Final = 8


def propose(failed: FailedStep) -> Iterator[Proposal]:
    """The right side with one inequality turned round, then with all of them."""
    line = failed.rhs.term
    places = list(islice(_inequalities(line), MOST_TURNED))
    for place in places:
        yield _proposal(line, [place], f"the inequality {quoted(at(line, place))} points the wrong way")
    if len(places) > 1:
        yield _proposal(line, places, f"the inequalities of {quoted(line)} point the wrong way")


def _proposal(line: Term, places: list[Path], message: str) -> Proposal:
    fix = line
    for place in places:
        relation = at(line, place)
        fix = replaced(fix, place, Term(REVERSED[relation.head], relation.args))
    return Proposal(fix, message, guilty=tuple(places), guilty_label="points the wrong way")


def _inequalities(line: Term, path: Path = ()) -> Iterator[Path]:
    if line.head in REVERSED:
        yield path
    elif line.head in ("and", "or", "not"):
        for i, part in enumerate(line.args):
            yield from _inequalities(part, (*path, i))
