"""flipped-sign: one plus or minus is the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.paths import Path, at, kept_sides, sides, walk
from verifier.diagnosis.proposal import Proposal, quoted
from verifier.diagnosis.rewriting import has_leading_sign, with_sign_flipped
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, Term
from verifier.terms.vocabulary import FUNCTIONS, RELATION_SIGNS, is_condition

MOST_SINGLE = 20
PAIRED = 8


def propose(failed: FailedStep) -> Iterator[Proposal]:
    """The right side with one sign changed, outermost first; then with two (a minus not carried through a bracket).

    Of an equation solved for a name the other side is looked at first. Both sides of one relation are never changed.
    """
    line = failed.rhs.term
    kept = kept_sides(failed.lhs, line)
    places = list(islice(_signed_places(line, kept), MOST_SINGLE))
    for place in places:
        yield Proposal(
            with_sign_flipped(line, place), _message(line, place), guilty=(place,), guilty_label="sign flipped"
        )
    pairs = (pair for pair in combinations(places[:PAIRED], 2) if not (kept & {*pair} or _are_sides(line, *pair)))
    for outer, inner in sorted(pairs, key=lambda pair: _is_nested(*pair)):
        fix = with_sign_flipped(with_sign_flipped(line, inner), outer)
        message = f"the signs of {_name(line, outer)} and of {_name(line, inner)} are flipped"
        yield Proposal(fix, message, guilty=(outer, inner), guilty_label="sign flipped")


def _is_nested(outer: Path, inner: Path) -> bool:
    return inner[: len(outer)] == outer


def _are_sides(line: Term, one: Path, other: Path) -> bool:
    """Whether they are a left and a right side: of one relation, both signs changed say the same, or turn it round."""
    return all(p and at(line, p[:-1]).head in RELATION_SIGNS for p in (one, other)) and one[-1] != other[-1]


def _signed_places(line: Term, kept: frozenset[Path]) -> list[Path]:
    """Where a sign makes a difference of its own: whole sides, addends, exponents, arguments, entries, values of pieces.

    A factor's sign is its product's sign, so factors are not listed. The sign of an exponent changes where an equation
    has a meaning, and among alternatives that are not solved for a name a changed sign hits a solution by chance. In a
    side that was kept no sign is wrong; its own may be changed for that of the other side.
    """
    whole = {path for path, _ in sides(line)}
    found = [path for path, _ in walk(line) if path in whole or (path and _bears_sign(at(line, path[:-1]), path[-1]))]
    if not is_condition(line.head):
        return found
    found = [
        path
        for path in found
        if not (_is_exponent(line, path) or _is_unsolved(line, path) or (path[:1] in kept and len(path) > 1))
    ]

    def rank(path: Path) -> tuple[bool, bool, int, bool]:
        return path in kept, _is_before_solution(line, path), len(path), _is_first_of_sum(line, path)

    return sorted(found, key=rank)


def _is_exponent(line: Term, path: Path) -> bool:
    return any(at(line, path[:i]).head == "pow" and path[i] == 1 for i in range(len(path)))


def _is_unsolved(line: Term, path: Path) -> bool:
    """Whether the place is in an alternative `x - 1 = 2`, or in a relation `x = 1 + x`."""
    relation = _relation(line, path)
    if relation.head not in RELATION_SIGNS:
        return False
    left, right = relation.args
    return line.head == "or" if left.head != "symbol" else left.name in free_symbols(right)


def _is_before_solution(line: Term, path: Path) -> bool:
    """Whether the place is in the left side of `y = ...`, of `1/y = ...` or of `(y - a)**2 = ...`."""
    relation = _relation(line, path)
    side = path[len(_relation_path(line, path))] if relation.head in RELATION_SIGNS else 1
    left = relation.args[0] if relation.args else relation
    core = left.args[1] if left.head == "div" and left.args[0] == ONE else left
    return side == 0 and core.head in ("symbol", "pow")


def _is_first_of_sum(line: Term, path: Path) -> bool:
    return at(line, path[:-1]).head == "add" and path[-1] == 0 and not has_leading_sign(at(line, path))


def _relation(line: Term, path: Path) -> Term:
    return at(line, _relation_path(line, path))


def _relation_path(line: Term, path: Path) -> Path:
    """The path of the relation that the place belongs to."""
    return next((path[:i] for i in range(len(path)) if at(line, path[:i]).head in RELATION_SIGNS), ())


def _bears_sign(parent: Term, place: int) -> bool:
    return (
        parent.head in ("add", "Piecewise", "Matrix", "apply")
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
