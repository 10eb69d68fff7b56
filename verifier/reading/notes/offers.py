"""Declarations that are offered to the author: each is read back first, and offered only if it says what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from verifier.model.chain import Span
from verifier.reading.complaints import Complaints
from verifier.reading.nodes import Text
from verifier.reading.notes.clauses import clauses_of_text
from verifier.reading.notes.settling import Settled, is_latex, settle
from verifier.terms.printer import text_of
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term

_LONGEST: Final = 90
_NOWHERE: Final = Span(1, 1, 1, 1)


def offered_definition(
    head: str, name: str, body: Term, latex: str, taken: Mapping[str, str], settled: Settled
) -> str | None:
    """`let head = ...` for the author's `head`, in letters or as the author's LaTeX; None where neither says `body`.

    `name` is the name defined, `taken` says what the undeclared names of the body are.
    """
    for text in _spellings(body, latex):
        declaration = f"let {head} = {text}"
        again = _settled_with(declaration, settled)
        if any(d.name == name and d.body == body for d in again.definitions) and _agree(again, body, taken):
            return declaration
    return None


def offered_assumption(condition: Term, latex: str, taken: Mapping[str, str], settled: Settled) -> str | None:
    """`assume ...` for a condition, in letters or as the author's LaTeX; None where neither says it."""
    for text in _spellings(condition, latex):
        declaration = f"assume {text}"
        again = _settled_with(declaration, settled)
        if any(c == condition for c, _ in again.assumptions) and _agree(again, condition, taken):
            return declaration
    return None


def _spellings(term: Term, latex: str) -> Iterator[str]:
    for text in (text_of(term), " ".join(latex.split())):
        if len(text) <= _LONGEST and (is_latex(text) or text == text_of(term)):
            yield text


def _settled_with(declaration: str, settled: Settled) -> Settled:
    """The scope with a declaration more; what is wrong with either is not complained of here."""
    found = Complaints()
    clauses = tuple(clauses_of_text(Text(declaration, _NOWHERE, False), None, found))
    return settle((*settled.clauses, *clauses), settled.latex.evidence, found)


def _agree(again: Settled, term: Term, taken: Mapping[str, str]) -> bool:
    """Whether the undeclared names of a term are the same in the scope as where the author wrote them."""
    known = again.plain
    names = [n for n in free_symbols(term) if not known.is_known(n)]
    return all(again.taken.get(n, "real") == taken.get(n, "real") for n in names)
