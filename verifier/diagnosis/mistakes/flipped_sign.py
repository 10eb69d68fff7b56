"""flipped-sign: one plus or minus is the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.paths import Path, at, sides, walk
from verifier.diagnosis.proposal import Proposal, quoted
from verifier.diagnosis.rewriting import with_sign_flipped
from verifier.terms.term import Term
from verifier.terms.vocabulary import FUNCTIONS

MOST_SINGLE = 20
PAIRED = 8


def propose(failed: FailedStep) -> Iterator[Proposal]:
    """The right side with one sign changed, outermost first; then with two (a minus not carried through a bracket)."""
    line = failed.rhs.term
    places = list(islice(_signed_places(line), MOST_SINGLE))
    for place in places:
        yield Proposal(
            with_sign_flipped(line, place), _message(line, place), guilty=(place,), guilty_label="sign flipped"
        )
    for outer, inner in sorted(combinations(places[:PAIRED], 2), key=lambda pair: _is_nested(*pair)):
        fix = with_sign_flipped(with_sign_flipped(line, inner), outer)
        message = f"the signs of {_name(line, outer)} and of {_name(line, inner)} are flipped"
        yield Proposal(fix, message, guilty=(outer, inner), guilty_label="sign flipped")


def _is_nested(outer: Path, inner: Path) -> bool:
    return inner[: len(outer)] == outer


def _signed_places(line: Term) -> Iterator[Path]:
    """Where a sign makes a difference of its own: whole sides, addends, exponents, arguments, values of pieces.

    A factor's sign is its product's sign, so factors are not listed.
    """
    whole = {path for path, _ in sides(line)}
    for path, _ in walk(line):
        if path in whole or (path and _bears_sign(at(line, path[:-1]), path[-1])):
            yield path


def _bears_sign(parent: Term, place: int) -> bool:
    return (
        parent.head in ("add", "Piecewise", "apply")
        or (parent.head == "pow" and place == 1)
        or parent.head in FUNCTIONS
    )


def _message(line: Term, place: Path) -> str:
    if not place:
        return "the sign of the whole right side is flipped"
    return f"the sign of {_name(line, place)} is flipped"


def _name(line: Term, place: Path) -> str:
    if not place:
        return "the whole right side"
    part, parent = at(line, place), at(line, place[:-1])
    if parent.head != "add":
        return f"{quoted(part)} in {quoted(parent)}" if parent.head in FUNCTIONS | {"pow": (2, 2)} else quoted(part)
    return quoted(part.args[0] if part.head == "neg" else part)
