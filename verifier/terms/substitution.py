"""Free symbols, and substitution that never captures a bound name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifier.terms.term import Term, symbol
from verifier.terms.vocabulary import BINDERS


def bound_name(term: Term) -> str | None:
    """The name this operator binds in its body, if it binds one (an indefinite `Integral` does not)."""
    if term.head not in BINDERS or (term.head == "Integral" and len(term.args) == 2):
        return None
    return term.args[1].name


def bound_names(term: Term) -> frozenset[str]:
    """Every name that some operator in the term binds."""
    found: set[str] = set()
    seen = {term}
    waiting = [term]
    while waiting:
        part = waiting.pop()
        name = bound_name(part)
        if name is not None:
            found.add(name)
        fresh = [a for a in part.args if a.args and a not in seen]
        seen.update(fresh)
        waiting += fresh
    return frozenset(found)


_NONE: Final[frozenset[str]] = frozenset()


def free_symbols(term: Term) -> frozenset[str]:
    """Names of symbols that occur free; indexed symbols and functions by their names too.

    The variable of a `Derivative` or of an indefinite `Integral` stays free in it.
    """
    if term._free is None:
        object.__setattr__(term, "_free", _free_symbols(term))
    return term._free  # type: ignore[return-value]


def _free_symbols(term: Term) -> frozenset[str]:
    own = frozenset((term.name,)) if term.head in ("symbol", "index", "apply") else _NONE
    if not term.args:
        return own
    name = bound_name(term)
    if name is None:
        return own.union(*map(free_symbols, term.args))
    return (free_symbols(term.args[0]) - {name}).union(*map(free_symbols, term.args[2:]))


def substitute(term: Term, values: Mapping[str, Term]) -> Term:
    """The term with each free symbol in `values` replaced at once; bound names are renamed where one would be captured.

    Symbols only: an indexed symbol or a function of that name stays. Where the variable of a `Derivative` is replaced
    the result is `Subs` of the derivative, unless the new term is a symbol that nothing else there depends on.
    """
    memo: dict[Term, Term] = {}
    incoming = frozenset().union(*(free_symbols(v) for v in values.values())) if values else frozenset()
    return _substitute(term, dict(values), incoming, memo)


def _substitute(term: Term, values: dict[str, Term], incoming: frozenset[str], memo: dict[Term, Term]) -> Term:
    if term.head == "symbol":
        return values.get(term.name, term)
    if not term.args:
        return term
    done = memo.get(term)
    if done is None:
        done = memo[term] = _substitute_inside(term, values, incoming, memo)
    return done


def _substitute_inside(term: Term, values: dict[str, Term], incoming: frozenset[str], memo: dict[Term, Term]) -> Term:
    name = bound_name(term)
    if name is not None:
        return _substitute_under(term, name, values, incoming, memo)
    if term.head in ("Derivative", "Integral"):
        return _substitute_variable(term, values, incoming, memo)
    args = tuple(_substitute(a, values, incoming, memo) for a in term.args)
    return term if all(a is b for a, b in zip(args, term.args, strict=True)) else Term(term.head, args, term.value)


def _substitute_under(
    term: Term, name: str, values: dict[str, Term], incoming: frozenset[str], memo: dict[Term, Term]
) -> Term:
    inner = {k: v for k, v in values.items() if k != name}
    fresh = name
    if name in incoming and inner:
        fresh = fresh_name(name, incoming | free_symbols(term.args[0]))
        inner[name] = symbol(fresh)
    body = _substitute(term.args[0], inner, incoming | {fresh}, {}) if inner else term.args[0]
    rest = tuple(_substitute(a, values, incoming, memo) for a in term.args[2:])
    return Term(term.head, (body, symbol(fresh), *rest), term.value)


def _substitute_variable(term: Term, values: dict[str, Term], incoming: frozenset[str], memo: dict[Term, Term]) -> Term:
    """Inside `Derivative(f, x)` the variable is free but must stay a name: other values go in, then x by `Subs`."""
    variables = {v.name for v in term.args[1:] if v.head == "symbol"}
    moved = {k: v for k, v in values.items() if k in variables and v != symbol(k)}
    if not moved and not (incoming & variables):
        args = tuple(
            a if i and a.head == "symbol" else _substitute(a, values, incoming, memo) for i, a in enumerate(term.args)
        )
        return Term(term.head, args, term.value)
    if _is_renaming(term, moved, values):
        return Term(term.head, tuple(_substitute(a, values, incoming, memo) for a in term.args), term.value)
    taken = incoming | free_symbols(term) | frozenset(values)
    renaming = {}
    for v in sorted(variables):
        renaming[v] = symbol(fresh_name(v, taken))
        taken |= {renaming[v].name}
    renamed = tuple(_substitute(a, dict(renaming), taken, {}) if i % 2 or not i else a for i, a in enumerate(term.args))
    others = {k: v for k, v in values.items() if k not in variables}
    done = Term(term.head, (_substitute(renamed[0], others, incoming, {}), *renamed[1:]), term.value)
    for v, new in renaming.items():
        done = Term("Subs", (done, new, values.get(v, symbol(v))))
    return done


def _is_renaming(term: Term, moved: Mapping[str, Term], values: Mapping[str, Term]) -> bool:
    """Whether the variables of this derivative only get new names, which occur in nothing that it will hold."""
    names = [v.value for v in moved.values() if v.head == "symbol"]
    if not moved or len(names) < len(moved) or len(set(names)) < len(names):
        return False
    others = free_symbols(term) - moved.keys()
    held = others.union(*(free_symbols(values[k]) for k in others if k in values))
    return held.isdisjoint(names)


def fresh_name(name: str, taken: frozenset[str] | set[str]) -> str:
    """`name` with the fewest primes behind it that is not taken. An author cannot write a prime, so nothing clashes."""
    while name in taken:
        name += "'"
    return name


def fresh_symbol(name: str) -> Term:
    """A symbol that no author can write, for a name held independent."""
    return symbol(name + "'")
