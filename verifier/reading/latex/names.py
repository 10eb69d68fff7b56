"""What a formula's reader must know of names: what is declared, and what the document shows of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from verifier.model.chain import Kind
from verifier.reading.names import Shape
from verifier.terms.record import record


class LogBase(Enum):
    r"""What a bare `\log` means."""

    NATURAL = "natural"
    TWO = "2"
    TEN = "10"
    ERROR = "error"


@record
class Evidence:
    """What a whole document shows of its names, in their ASCII spelling.

    `alone`: an operand that no bracket follows. `called`: a bracket follows that holds no sum, or a prime.
    `differentiated`: stands above a `d`. `indexed`: has a subscript that a sum or product runs over.
    """

    alone: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    differentiated: frozenset[str] = frozenset()
    indexed: frozenset[str] = frozenset()


@record
class Names:
    """The symbol table of a formula. All names are in their ASCII spelling (`spelling.ascii_name` makes it).

    `kinds` has every declared name and every defined one; `defined` those of `let`; `complex` those declared complex;
    `shapes` the shape of each matrix and vector; `bound` the indices that are bound outside of the formula.
    """

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    defined: frozenset[str] = frozenset()
    complex: frozenset[str] = frozenset()
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    evidence: Evidence = Evidence()
    log: LogBase = LogBase.NATURAL
    bound: tuple[str, ...] = ()
