"""Reads the sides, conditions and reasons of chains in the scope they stand in, and keeps what was refused."""

from __future__ import annotations

from dataclasses import field

from verifier.model.chain import Place, Unread
from verifier.reading.latex.formula import Formula, Taken, read_condition, read_formula
from verifier.reading.latex.refusals import Refusal
from verifier.reading.notes.document import Document, Source, Text
from verifier.reading.notes.places import span_of
from verifier.reading.notes.settling import Settled
from verifier.reading.scope import unreachable_message
from verifier.terms.definitions import ExpansionTooLarge, Unreachable
from verifier.terms.record import mutable_record, record
from verifier.terms.term import Term


@record
class Read:
    """A formula as read: its term, the places of its parts, its term without defined names, the names it takes."""

    term: Term
    place: Place
    expanded: Term
    taken: tuple[Taken, ...] = ()


@mutable_record
class FormulaReader:
    """Counts what it is asked to read, each text once, and gathers the refusals."""

    document: Document
    formulas: int = 0
    unread: list[Unread] = field(default_factory=list)
    _counted: set[tuple[int, int, str]] = field(default_factory=set)
    _done: dict[tuple[int, int, str], Read | None] = field(default_factory=dict)

    @property
    def read(self) -> int:
        return self.formulas - len(self.unread)

    def side(self, text: Text, source: int, settled: Settled, counted: bool = True) -> Read | None:
        """A value; None, and an entry among the unread if it is `counted`, where it is refused."""
        return self._read(text, source, settled, is_condition=False, counted=counted)

    def condition(self, text: Text, source: int, settled: Settled, counted: bool = True) -> Read | None:
        """A condition; one that is not `counted` is a chain of its own, whose sides are."""
        return self._read(text, source, settled, is_condition=True, counted=counted)

    def _read(self, text: Text, source: int, settled: Settled, is_condition: bool, counted: bool = True) -> Read | None:
        key = (source, text.offsets[0], text.characters)
        if key in self._counted and counted:
            return self._done[key]
        found = _formula(text, settled, is_condition)
        if counted:
            self._counted.add(key)
            self.formulas += 1
            if isinstance(found, Refusal):
                self.unread.append(_unread(found, text, self.document.sources[source]))
        self._done[key] = None if isinstance(found, Refusal) else found
        return self._done[key]


def _formula(text: Text, settled: Settled, is_condition: bool) -> Read | Refusal:
    read = (read_condition if is_condition else read_formula)(text.characters, settled.latex)
    if isinstance(read, Refusal):
        return read
    return _expanded(read, settled)


def _expanded(read: Formula, settled: Settled) -> Read | Refusal:
    """The formula, if its definitions can be written out."""
    try:
        return Read(read.term, read.place, settled.expander.expand(read.term), read.taken)
    except Unreachable as error:
        return Refusal("unreachable", unreachable_message(error), read.place.start, read.place.end)
    except ExpansionTooLarge:
        message = "with its definitions written out this is too large: declare some of them as symbols instead"
        return Refusal("unsupported:size", message, read.place.start, read.place.end)


def _unread(refusal: Refusal, text: Text, source: Source) -> Unread:
    end = max(refusal.end, refusal.start + 1)
    part = " ".join(text.characters[refusal.start : end].split()) or " ".join(text.characters.split())
    span = span_of(text, source, min(refusal.start, max(0, len(text.characters) - 1)), end)
    return Unread(refusal.code, refusal.message, part, span, refusal.declaration)
