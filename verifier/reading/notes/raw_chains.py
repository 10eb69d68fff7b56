"""What segmentation gives: the chains of a document's displays as text, nothing read yet, each character with its place."""

from __future__ import annotations

from enum import Enum

from verifier.reading.notes.document import Text
from verifier.terms.record import record


class Role(Enum):
    """What a chain is said for.

    `CLAIM`: the author states it. `CONDITION`: it says where its neighbours hold (`x \\geq 0 \\quad y = x`,
    `\\text{for } n > 0`). `DEFINITION`: it names something (`\\text{where } u = x^2`, `\\text{let } ...`).
    """

    CLAIM = "claim"
    CONDITION = "condition"
    DEFINITION = "definition"


class Doubt(Enum):
    """Why a step must not be refuted: it may be no step of the author's.

    `SYSTEM`: one of several equations in a row or display, or an equation that another is inferred from: it may be
    data or an equation to solve. `LIST`: parts without a relation stand beside it (`x = 1, 2`).
    `CONTINUED`: a row without relation or with an unclosed bracket stands beside it, a side may be incomplete.
    `WHICH`: several chains might be the one this row continues. `WORDS`: words stand between the two sides.
    `CONGRUENCE`: `\\equiv`, `\\pmod`: it may hold modulo something only. `ASKED`: `\\stackrel{?}{=}`, `\\stackrel{!}{=}`,
    a question or an exercise. `SUPPOSED`, `WARNED`, `DEFINED`: its sentence supposes it, calls it wrong, or defines by it.
    `PROSE`: plain letters that spell a word (`where`) stand in the row.
    """

    SYSTEM = "system"
    LIST = "list"
    CONTINUED = "continued"
    WHICH = "which"
    WORDS = "words"
    CONGRUENCE = "congruence"
    ASKED = "asked"
    SUPPOSED = "supposed"
    WARNED = "warned"
    DEFINED = "defined"
    PROSE = "prose"


@record
class Reason:
    """What stands beside a step as its reason. `is_relation`: it has a relation at its top, so it can be judged."""

    text: Text
    is_relation: bool = False


@record
class Link:
    """A relation and the side behind it: the step from the side before it.

    `relation` is one of the contract's `= <= < >= > ~` or another kind, by its own name, that no step of a chain has:
    `!=`, `:=` (a definition), `->`, `in`, or the LaTeX command (`\\sim`, `\\propto`, `\\ll`, ...). `sign` is the
    relation as written. `doubt` is about this step alone.
    """

    relation: str
    sign: Text
    side: Text
    reasons: tuple[Reason, ...] = ()
    doubt: Doubt | None = None


@record
class RawChain:
    """A head and the links that follow it. Without links it is one formula, counted and not judged.

    `source` is the index of the source in the document, `displays` are the indices, among the displays given, of
    those it stands in. `reasons` stand beside the head. `conditions` are relations beside it that restrict it (also
    those of the chain it is inferred from, and of a lone condition displayed before it); they are texts of their own
    chains, or parts of its row. `inferred` is `=>`, `<=>` or `->` if the author infers it from the chain before it in
    the list, None for a chain of its own. `headless`: it begins with a relation whose left side was not found.
    `doubt` is about each of its steps: with one, here or at the link, a step may be proved, never refuted.
    """

    head: Text
    source: int
    displays: tuple[int, ...]
    links: tuple[Link, ...] = ()
    reasons: tuple[Reason, ...] = ()
    conditions: tuple[Text, ...] = ()
    role: Role = Role.CLAIM
    inferred: str | None = None
    headless: bool = False
    doubt: Doubt | None = None

    @property
    def sides(self) -> tuple[Text, ...]:
        """The head and the side of each link."""
        return (self.head, *(link.side for link in self.links))

    def doubt_at(self, index: int) -> Doubt | None:
        """Why the step from side `index` to side `index + 1` must not be refuted, or None."""
        return self.doubt or self.links[index].doubt
