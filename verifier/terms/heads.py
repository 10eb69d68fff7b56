"""Which operations occur in a term: asked of the same lines for many reasons, so that each is walked once."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from verifier.terms.term import Term

MEMO: Final = 256


@lru_cache(maxsize=MEMO)
def heads(term: Term) -> frozenset[str]:
    """The heads of the term and of all its parts."""
    found: set[str] = set()
    waiting = [term]
    while waiting:
        part = waiting.pop()
        found.add(part.head)
        waiting += part.args
    return frozenset(found)


def parts_of(term: Term) -> list[Term]:
    """The term and all its parts, each once, the outer ones first."""
    found: dict[Term, None] = {}
    waiting = [term]
    while waiting:
        t = waiting.pop()
        if t not in found:
            found[t] = None
            waiting += t.args
    return list(found)
