"""From a refuted step to the mistakes it shows: every proposal is judged, and only what is verified is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from verifier.diagnosis.catalog import CATALOG
from verifier.diagnosis.failed import FailedStep
from verifier.diagnosis.paths import Path, walk
from verifier.diagnosis.proposal import Proposal
from verifier.engine.outcome import Outcome
from verifier.model.chain import Place
from verifier.model.result import Diagnosis, Mark
from verifier.model.verdict import Verdict
from verifier.terms.definitions import ExpansionTooLarge, Unreachable
from verifier.terms.printer import text_of
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term
from verifier.terms.vocabulary import is_condition

Judge = Callable[[Term, Term], Outcome]

MOST_PROPOSALS: Final = 30
"""Proposals judged for one mistake."""

LARGEST_FIX: Final = 2000
DEEPEST_FIX: Final = 64
"""Nodes and height of a fix: what the reader takes, so that the author can paste it."""


def diagnose(failed: FailedStep, judge: Judge, wanted: frozenset[str] | None = None) -> tuple[Diagnosis, ...]:
    """The mistakes whose repaired step `judge` proves (or proves conditionally), in the catalogue's order, each once.

    `judge(lhs, rhs)` decides whether the step's relation holds between two terms in the author's names: it expands
    definitions and knows the declared domain. With `wanted` only mistakes of these names are looked for.
    """
    found: list[Diagnosis] = []
    for mistake in CATALOG:
        if (wanted is None or mistake.name in wanted) and not (found and mistake.says_least):
            verified = next(
                (p for p in _candidates(mistake.propose(failed), failed) if _is_verified(p, failed, judge)), None
            )
            if verified is not None:
                found.append(_told(mistake.name, verified, failed))
    return tuple(found)


def _told(name: str, proposal: Proposal, failed: FailedStep) -> Diagnosis:
    mended = proposal.before if proposal.fix is None else proposal.fix
    assert mended is not None
    marks = _marks(failed, proposal)
    return Diagnosis(name, proposal.message, text_of(mended), marks=marks, mends_line_before=proposal.fix is None)


def _candidates(proposals: Iterator[Proposal], failed: FailedStep) -> Iterator[Proposal]:
    """The first proposals that change something, say something new, and use the author's names only."""
    named = frozenset([d.name for d in failed.declarations] + [d.name for d in failed.definitions])
    known = named | free_symbols(failed.lhs) | free_symbols(failed.rhs.term)
    seen = set()
    for proposal in islice(proposals, MOST_PROPOSALS):
        equations = (*proposal.requires, proposal.fix)
        if equations not in seen and _says_something(proposal.fix, failed) and _is_readable(proposal.fix, known):
            seen.add(equations)
            yield proposal


def _says_something(fix: Term | None, failed: FailedStep) -> bool:
    """Whether it is another line; an equation to solve is not mended by writing the line before once more."""
    return fix != failed.rhs.term and not (fix == failed.lhs and is_condition(failed.lhs.head))


def _is_readable(fix: Term | None, known: frozenset[str]) -> bool:
    if fix is None:
        return True
    return fix.size <= LARGEST_FIX and fix.depth <= DEEPEST_FIX and free_symbols(fix) <= known


def _is_verified(proposal: Proposal, failed: FailedStep, judge: Judge) -> bool:
    try:
        mended = () if proposal.fix is None else ((failed.lhs, proposal.fix),)
        return all(_holds(judge(lhs, rhs)) for lhs, rhs in (*proposal.requires, *mended))
    except (Unreachable, ExpansionTooLarge):
        return False


def _holds(outcome: Outcome) -> bool:
    return outcome.verdict in (Verdict.PROVED, Verdict.CONDITIONAL)


def _marks(failed: FailedStep, proposal: Proposal) -> tuple[Mark, ...]:
    """The guilty parts of the right side, then the parts of the author's line before that they are compared with."""
    rhs, before = failed.rhs, failed.lhs_written
    marks = [Mark(rhs.span_of(_place_at(rhs.place, path)), proposal.guilty_label) for path in proposal.guilty]
    if before is not None:
        first = {part: path for path, part in reversed(walk(before.term))}
        places = [_place_at(before.place, first[part]) for part in proposal.compared if part in first]
        marks += [Mark(before.span_of(place), proposal.compared_label, primary=False) for place in places]
    return tuple(marks)


def _place_at(place: Place, path: Path) -> Place:
    for i in path:
        if i >= len(place.parts):
            break
        place = place.parts[i]
    return place
