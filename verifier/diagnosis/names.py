"""What the names of a term stand for: dependence, and parts, seen through the author's definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.diagnosis.paths import walk
from verifier.model.chain import Definition
from verifier.terms.substitution import free_symbols, substitute
from verifier.terms.term import Term


def names_reached(term: Term, definitions: Sequence[Definition]) -> frozenset[str]:
    """The free names of the term, and of the bodies of those that are defined, and so on."""
    names = free_symbols(term)
    for d in reversed(definitions):  # a body uses earlier names only
        if d.name in names:
            names |= free_symbols(d.body) - set(d.parameters)
    return names


def depends_on(term: Term, name: str, definitions: Sequence[Definition]) -> bool:
    """Whether the name occurs in the term, or in what its defined names stand for."""
    return name in names_reached(term, definitions)


def meaning(term: Term, definitions: Sequence[Definition]) -> Term | None:
    """What a defined name, or a defined function applied, stands for, one level deep; None for any other term."""
    if term.head not in ("symbol", "apply"):
        return None
    for d in definitions:
        if d.name == term.name and len(d.parameters) == len(term.args):
            return substitute(d.body, dict(zip(d.parameters, term.args, strict=True)))
    return None


def parts_through_names(term: Term, definitions: Sequence[Definition], held: str | None = None) -> Iterator[Term]:
    """Every part of the term, outermost first, then of what its names stand for, each once; `held` stays a name."""
    opened: set[Term] = set()
    waiting = [term]
    while waiting:
        for _, part in walk(waiting.pop(0)):
            yield part
            body = None if part.value == held else meaning(part, definitions)
            if body is not None and part not in opened:
                opened.add(part)
                waiting.append(body)
