"""Why a step of notes is judged with caution: it may be no step of the author's, or rest on what stands elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from verifier.model.chain import Caution, Tolerance
from verifier.reading.latex.tokens import decimal_point
from verifier.reading.notes.raw_chains import Doubt
from verifier.reading.notes.reader import Read
from verifier.terms.substitution import free_symbols
from verifier.terms.term import Term, rational

_WORDS: Final = {
    Doubt.SYSTEM: "it stands among several equations, which may be data, or equations to solve",
    Doubt.LIST: "parts without a relation stand beside it",
    Doubt.CONTINUED: "a row beside it may belong to one of the sides",
    Doubt.WHICH: "it may continue another chain than the one before it",
    Doubt.WORDS: "words stand between the two sides",
    Doubt.CONGRUENCE: "it may be a congruence",
    Doubt.ASKED: "it is asked or demanded rather than claimed",
    Doubt.SUPPOSED: "it is supposed rather than claimed",
    Doubt.WARNED: "the words beside it call it wrong",
    Doubt.DEFINED: "it is said to define something",
    Doubt.PROSE: "words stand in the formula",
}
UNREAD_CONDITION: Final = Caution("a condition that stands beside it was not read")
BESIDE: Final = Caution("it rests on a definition that stands beside it")
HOW_CLOSE: Final = Caution("nothing says how close the two sides are", may_hold=False)
AS_SHOWN: Final = Caution("the sides do not agree to the digits shown, and nothing else says how close they are")
_DECIMAL: Final = re.compile(r"[0-9]*\.([0-9]+)\s*\Z")
_ONE_COMMA: Final = re.compile(r"(?<![0-9},.])[1-9][0-9]{0,2}\{,\}[0-9]{3}(?![0-9{.])")
_INTEGER: Final = re.compile(r"[0-9]+\s*\Z")
_HAS_DECIMALS: Final = re.compile(r"[0-9]\.[0-9]|(?<![0-9])\.[0-9]")


def of_doubt(doubt: Doubt | None) -> Caution | None:
    """What segmentation was not sure of."""
    return None if doubt is None else Caution(_WORDS[doubt], is_asked=doubt is Doubt.ASKED)


def named(written: str, offer: str | None) -> Caution:
    """What begins with a name that nobody declared may define it; with the declaration that does, if one is offered."""
    said = f"`{written}` may be defined by this"
    return Caution(said if offer is None else f"{said}: then declare `verify: {offer}`")


def broken(name: str, may_hold: bool) -> Caution:
    """The declaration of a name could not be read."""
    return Caution(f"the declaration of `{name}` could not be read", may_hold)


def of_sides(left: Read, right: Read, declared: Iterable[str], differentiated: frozenset[str]) -> Caution | None:
    """What the two sides show themselves: a hidden dependency, or other symbols on one side than on the other."""
    names = free_symbols(left.expanded), free_symbols(right.expanded)
    undeclared = (names[0] | names[1]).difference(declared)
    hidden = sorted(
        n for side in (left, right) for n in _hidden(side.expanded, undeclared, undeclared & differentiated)
    )
    if hidden:
        message = f"`{hidden[0]}` is differentiated, and nothing says what it depends on: define it with `let`"
        return Caution(message, may_hold=False)
    if names[0] != names[1]:
        only = sorted(names[0] ^ names[1])
        side = "left" if only[0] in names[0] else "right"
        return Caution(f"`{only[0]}` stands on the {side} side only: a definition or data may be missing")
    return None


def is_judged(condition: Term, declared: Iterable[str]) -> bool:
    """Whether a reason can be judged: it consists of relations, and nothing in it depends on what is not said."""
    if condition.head == "and":
        return all(is_judged(part, declared) for part in condition.args)
    undeclared = free_symbols(condition).difference(declared)
    is_relation = condition.head in ("eq", "lt", "le", "gt", "ge")
    return is_relation and not any(_hidden(side, undeclared, frozenset()) for side in condition.args)


def may_be_data(condition: Term) -> bool:
    """Whether a reason has other symbols on one side than on the other, like a substitution (`u = x^2`) or data."""
    if condition.head == "and":
        return any(map(may_be_data, condition.args))
    return free_symbols(condition.args[0]) != free_symbols(condition.args[1])


def _hidden(term: Term, undeclared: frozenset[str], dependent: frozenset[str]) -> set[str]:
    """Names below a derivative that do not vary with what it is taken by, though they may: those that are not declared,
    and a name alone (`dy/dx`), which would not be differentiated if it did not depend."""
    found = set[str]()
    if term.head == "Derivative":
        inner = free_symbols(term.args[0])
        variables = frozenset().union(*(free_symbols(v) for v in term.args[1::2]))
        if not variables <= inner:
            found |= inner & undeclared
            found |= {term.args[0].name} if term.args[0].head == "symbol" else set()
        found |= (inner & dependent) - variables
    return found.union(*(_hidden(a, undeclared, dependent) for a in term.args))


def rounding(left: str, right: str, left_free: bool, right_free: bool) -> tuple[Tolerance | None, Caution | None]:
    """What an equation means between decimals: equal within half a unit of the last digit shown (never refuted by less).

    A number alone on the right is compared to its digits; wherever else decimals stand, they may be rounded ones.
    """
    if _ONE_COMMA.search(left) or _ONE_COMMA.search(right):
        return None, Caution("its comma may stand for a decimal point")
    left, right = decimal_point(left), decimal_point(right)
    digits = last_digit(right)
    if digits is not None and left_free and not _HAS_DECIMALS.search(left):
        return within(digits), None
    if _HAS_DECIMALS.search(left) or _HAS_DECIMALS.search(right):
        return None, Caution("decimals may be rounded")
    return None, None


def last_digit(text: str) -> int | None:
    """How many decimals a bare number shows; None where the text is no bare number."""
    bare = decimal_point(text.strip().removeprefix("-").strip())
    if found := _DECIMAL.fullmatch(bare):
        return len(found[1])
    return 0 if _INTEGER.fullmatch(bare) else None


def within(digits: int) -> Tolerance:
    """Half a unit of the last of so many decimals."""
    half = Fraction(1, 2 * 10**digits)
    return Tolerance(rational(half), text=str(float(half)))
