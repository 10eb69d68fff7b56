r"""What else the notes say of the names of a chain: lines that may define them (`q = 1 - p`) or relate them (`p + q = 1`).

A refuted step is looked at again with these lines, and refuted only at a point that satisfies them: see
`session/in_context.py`. Which lines these are is settled here, before anything is judged:

- a name alone on one side, or a call `f(x)` of a declared function, is defined by the other side;
- an equation whose sides are about different symbols relates them;
- an equation between the same symbols may be one to solve: whether it is one, the session sees;
- a display that says where a name lies (`0 < a < 1`) is a condition;
- a line that the words beside it call wrong says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field, replace
from typing import Any, Final

from verifier.model.chain import Chain, ContextLine, Definition, Step
from verifier.reading.notes import cautions
from verifier.reading.notes.assembly import Assembly, Line, declarations_of, is_bare
from verifier.reading.notes.document import Text, spaced, whole
from verifier.reading.notes.offers import offered_assumption, offered_definition
from verifier.reading.notes.places import shown_text, span_of, written
from verifier.reading.notes.raw_chains import Doubt, RawChain, Role
from verifier.reading.notes.reader import Read
from verifier.reading.notes.settling import Settled, words_of
from verifier.reading.notes.ties import Ties, bases_of, series_of
from verifier.reading.notes.usual_signs import usual_lines
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import TRUE, call

_EQUALS: Final = frozenset({"=", ":="})


@mutable_record
class Contexts:
    """The lines of a document, in their order."""

    assembly: Assembly
    lines: list[ContextLine] = field(default_factory=list)
    _ties: Ties | None = None

    def add(self, raws: Sequence[tuple[RawChain, Settled]], counted: bool = True) -> None:
        """Takes the lines of these chains, each with the scope it stands in; not `counted`, they are in running text."""
        alone = Counter(display for raw, _ in raws for display in raw.displays)
        for raw, settled in raws:
            if raw.doubt is Doubt.WARNED:
                continue
            if raw.role is not Role.CONDITION:
                self._add_links(raw, settled, counted)
            elif counted and alone[raw.displays[0]] == 1:
                self._add_condition(raw, settled)

    def _add_condition(self, raw: RawChain, settled: Settled) -> None:
        text = whole(raw.sides, [link.sign for link in raw.links])
        read = text and self.assembly.reader.condition(text, raw.source, settled, counted=False)
        if text and read and read.term != TRUE:
            offer = offered_assumption(read.term, text.characters, words_of(read.taken), settled)
            self._put(raw, text, [read], settled, condition=read.expanded, offer=offer)

    def _add_links(self, raw: RawChain, settled: Settled, counted: bool) -> None:
        lines = self.assembly.lines(raw, settled, counted)
        for index, link in enumerate(raw.links):
            left, right = lines[index], lines[index + 1]
            if link.relation not in _EQUALS or (left is None and right is None):
                continue
            if left is None or right is None or "index" in (left.read.term.head, right.read.term.head):
                for side in (left, right):
                    self._add_unread(raw, index, side, settled)
            elif (named := self._definition(left, right, settled)) is not None:
                self._add_definition(raw, index, left, right, named, settled, counted)
            elif free_symbols(left.read.term) | free_symbols(right.read.term):
                self._add_relation(raw, index, left, right, settled, counted)

    def _add_unread(self, raw: RawChain, index: int, line: Line | None, settled: Settled) -> None:
        """A name alone is said to be something that was not read, or is said for every index."""
        if line is not None and is_bare(line.read.term, settled):
            self._put(raw, _equation(raw, index), [line.read], settled)

    @staticmethod
    def _definition(left: Line, right: Line, settled: Settled) -> tuple[Line, Line, tuple[str, ...]] | None:
        """What is defined, by what, and the parameters of a function; None for any other equation."""
        for head, body in ((left, right), (right, left)):
            term, value = head.read.term, body.read.term
            if term.head == "symbol" and term.name not in settled.plain.defined:
                if term.name not in free_symbols(body.read.expanded):
                    return head, body, ()
            elif term.head == "apply" and all(a.head == "symbol" for a in term.args):
                parameters = tuple(a.name for a in term.args)
                if len({*parameters}) == len(parameters) and term.name not in free_symbols(value):
                    return head, body, parameters
        return None

    def _add_definition(
        self,
        raw: RawChain,
        index: int,
        left: Line,
        right: Line,
        named: tuple[Line, Line, tuple[str, ...]],
        settled: Settled,
        counted: bool,
    ) -> None:
        head, body, parameters = named
        if not counted and not free_symbols(body.read.term):
            return
        name, text = head.read.term.name, body.text.characters
        taken = words_of(body.read.taken)
        offer = offered_definition(head.text.characters.strip(), name, body.read.term, text, taken, settled)
        definition = Definition(name, body.read.expanded, parameters, text)
        self._put(raw, _equation(raw, index), [left.read, right.read], settled, definition=definition, offer=offer)

    def _add_relation(
        self, raw: RawChain, index: int, left: Line, right: Line, settled: Settled, counted: bool
    ) -> None:
        hidden = cautions.of_sides(left.read, right.read, (), frozenset())
        if hidden is not None and not hidden.may_hold:
            return
        text, reads = _equation(raw, index), [left.read, right.read]
        condition = call("eq", left.read.expanded, right.read.expanded)
        if hidden is not None:
            latex = f"{left.text.characters} = {right.text.characters}"
            offer = offered_assumption(
                call("eq", left.read.term, right.read.term),
                latex,
                words_of((*left.read.taken, *right.read.taken)),
                settled,
            )
            self._put(raw, text, reads, settled, condition=condition, offer=offer)
        elif len(raw.links) == 1 or raw.doubt_at(index) is not None:
            source = self.assembly.document.sources[raw.source]
            sides = [written(s.text, source, s.read.expanded, s.read.place) for s in (left, right)]
            said = (sides[0], Step(sides[1]))
            self._put(raw, text, reads, settled, condition=condition, may_hold=said, in_text=not counted)

    def _put(self, raw: RawChain, text: Text, reads: Sequence[Read], settled: Settled, **more: Any) -> None:
        source = self.assembly.document.sources[raw.source]
        names = frozenset[str]().union(*(free_symbols(r.expanded) for r in reads))
        declarations = declarations_of([r.expanded for r in reads], reads, settled)
        said = ContextLine(shown_text(text, source), span_of(text, source), names, declarations=declarations)
        self.lines.append(replace(said, **more))

    def added_to(self, chain: Chain, settled: Settled) -> Chain:
        """The chain, read in this scope, with the lines that are tied to its names, also by other lines."""
        defined = {d.name for d in chain.definitions}
        names = _names_of(chain)

        def is_left_out(line: ContextLine) -> bool:
            return (line.definition is not None and line.definition.name in defined) or _is_own(line, chain)

        if self._ties is None:
            self._ties = Ties(self.lines)
        found = self._ties.to(names, is_left_out)
        named = {s.definition.name for s in found if s.definition is not None}
        members = names.union(*(s.names for s in found)) - named
        context = [_for_all(s, members) for s in found] + usual_lines(chain, named | defined, settled)
        return replace(chain, context=tuple(context)) if context else chain


def _for_all(line: ContextLine, names: set[str]) -> ContextLine:
    """The line as it can be used: one that holds for every index says more than it says of the names it is written in."""
    if series_of(line) & bases_of(names - line.names):
        return replace(line, condition=None, definition=None, offer=None, may_hold=None)
    return line


def _names_of(chain: Chain) -> set[str]:
    terms = [s.written.term for s in chain.steps] + [d.body for d in chain.definitions] + list(chain.assumptions)
    return set[str]().union(*(free_symbols(t) for t in terms))


def _is_own(line: ContextLine, chain: Chain) -> bool:
    """Whether the line is what the chain claims itself. A name may be defined in it, but not what an inference is about."""
    infers = any(step.relation in ("=>", "<=>") for step in chain.steps[1:])
    if line.definition is not None and not infers:
        return False
    ends = {(s.written.span.end_line, s.written.span.end_column, s.written.span.cell) for s in chain.steps}
    span = line.span
    return (span.end_line, span.end_column, span.cell) in ends


def _equation(raw: RawChain, index: int) -> Text:
    link = raw.links[index]
    return spaced([raw.sides[index], link.sign, link.side])
