"""Terms with the arguments of sums and products in one order, so that equal normal forms of different attempts meet."""

from __future__ import annotations

from functools import lru_cache

from verifier.terms.term import Term

_COMMUTATIVE = frozenset({"add", "mul", "and", "or", "eq", "ne"})


@lru_cache(maxsize=2048)
def in_order(term: Term) -> Term:
    """The same term, arguments of commutative operations sorted by their text at every level."""
    if not term.args:
        return term
    args = tuple(map(in_order, term.args))
    if term.head in _COMMUTATIVE:
        args = tuple(sorted(args, key=text_of_term))
    return Term(term.head, args, term.value)


@lru_cache(maxsize=2048)
def text_of_term(term: Term) -> str:
    """A text that tells different terms apart."""
    if not term.args:
        return f"{term.head}:{term.value}"
    return f"{term.head}:{term.value}({','.join(map(text_of_term, term.args))})"
