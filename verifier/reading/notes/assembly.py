"""Puts chains together: the sides that were read, in the scope they stand in, with reasons, conditions and cautions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace

from verifier.model.chain import Caution, Chain, Declaration, Definition, Justification, Step, Tolerance
from verifier.reading.assumptions import read_declaration
from verifier.reading.complaints import Complaints
from verifier.reading.notes import cautions
from verifier.reading.notes.attaching import Steps, expectation_of, watches_of
from verifier.reading.notes.document import Document, Text, whole
from verifier.reading.notes.naming import ChainNames
from verifier.reading.notes.offers import offered_definition
from verifier.reading.notes.places import shown_text, span_of, written
from verifier.reading.notes.raw_chains import Link, RawChain, Role
from verifier.reading.notes.reader import FormulaReader, Read
from verifier.reading.notes.settling import Settled, words_of
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import TRUE, Term

_ORDER = ("=", "<=", "<", ">=", ">", "~")


@mutable_record
class Line:
    """A side that was read, and the link it stands behind; None for a head."""

    text: Text
    read: Read
    link: Link | None = None
    caution: Caution | None = None


@mutable_record
class Assembly:
    """What all chains of a document share. `scopes` are those they were read in, by their names."""

    document: Document
    reader: FormulaReader
    steps: Steps
    mistakes: frozenset[str] | None
    found: Complaints
    names: ChainNames = field(default_factory=ChainNames)
    scopes: dict[str, Settled] = field(default_factory=dict)

    def name(self, head: Term, settled: Settled) -> str:
        """The name of a chain that begins with this term, and was read in this scope."""
        name = self.names.name(head)
        self.scopes[name] = settled
        return name

    def chains(self, raw: RawChain, settled: Settled, own_starts: frozenset[int]) -> Iterator[Chain]:
        """The chains that a raw one gives: a side that was refused, or a relation that is no step, parts them.

        `own_starts` are the places where conditions begin that are chains of their own, and counted there.
        """
        conditions = [
            self.reader.condition(c, raw.source, settled, c.offsets[0] not in own_starts) for c in raw.conditions
        ]
        if raw.role is Role.CONDITION:
            self._count(raw, settled)
            return
        lines = self.lines(raw, settled)
        doubt = cautions.UNREAD_CONDITION if None in conditions else None
        given = [c for c in conditions if c is not None]
        for run in _runs(lines, is_named_only(raw, lines, settled)):
            if len(run) > 1:
                yield self._chain(run, raw, settled, given, doubt)

    def _count(self, raw: RawChain, settled: Settled) -> None:
        """Reads a condition for its own sake: side by side, or whole where a side is a set."""
        text = whole(raw.sides, [link.sign for link in raw.links])
        if text is not None and any(link.relation == "in" for link in raw.links):
            self.reader.condition(text, raw.source, settled)
        else:
            self.lines(raw, settled)

    def lines(self, raw: RawChain, settled: Settled, counted: bool = True) -> list[Line | None]:
        """Each side, or None in the place of one that is refused or missing. Not `counted`, they are in running text."""
        lines: list[Line | None] = []
        links: list[Link | None] = [None, *raw.links]
        for index, (side, link) in enumerate(zip(raw.sides, links, strict=True)):
            if index == 0 and raw.headless and not side.characters.strip():
                lines.append(None)
                continue
            read = self.reader.side(side, raw.source, settled, counted)
            caution = cautions.of_doubt(raw.doubt_at(index - 1)) if index else None
            lines.append(None if read is None else Line(side, read, link, caution))
        return lines

    def _chain(
        self, run: Sequence[Line], raw: RawChain, settled: Settled, given: list[Read], doubt: Caution | None
    ) -> Chain:
        source = self.document.sources[raw.source]
        conditions = tuple(c.term for c in given if c.term != TRUE)
        reasons = [self._because(line.link, raw, settled) if line.link else None for line in run]
        steps = [Step(written(run[0].text, source, run[0].read.term, run[0].read.place))]
        for before, line, because in zip(run, run[1:], reasons[1:], strict=False):
            step = self._step(before, line, raw, settled, doubt)
            steps.append(replace(step, given=conditions, because=because and because[0]))
        extra = [b[1] for b in reasons if b is not None and b[1] is not None]
        reads = [line.read for line in run] + given + extra
        terms = [s.written.term for s in steps] + [c.term for c in given] + [e.term for e in extra]
        terms += [w.wrong.term for s in steps for w in s.watch]
        chain = Chain(
            self.name(run[0].read.term, settled),
            self.document.path,
            steps[0].written.span.line,
            steps=tuple(steps),
            in_notes=True,
        )
        return with_names(chain, terms, reads, settled)

    def _because(self, link: Link, raw: RawChain, settled: Settled) -> tuple[Justification, Read | None] | None:
        """The reason beside a step: a relation that was read, else all that is said as prose."""
        source = self.document.sources[raw.source]
        for reason in sorted(link.reasons, key=lambda r: not r.is_relation):
            read = self.reader.condition(reason.text, raw.source, settled) if reason.is_relation else None
            text, span = shown_text(reason.text, source), span_of(reason.text, source)
            judged = read if read is not None and cautions.is_judged(read.expanded, settled.plain.declared) else None
            if judged is None:
                return Justification(text, None, span), None
            return Justification(text, judged.term, span, cautions.may_be_data(judged.expanded)), judged
        return None

    def _step(self, before: Line, line: Line, raw: RawChain, settled: Settled, doubt: Caution | None) -> Step:
        assert line.link is not None
        source = self.document.sources[raw.source]
        side = written(line.text, source, line.read.term, line.read.place)
        marks = self.steps.take(line.link)
        tolerance, rounding, decimals = _closeness(line.link.relation, before, line)
        differentiated = settled.latex.evidence.differentiated
        hidden = cautions.of_sides(before.read, line.read, settled.plain.declared, differentiated)
        named = None
        if before.link is None and is_bare(before.read.term, settled):
            named = cautions.named(before.text.characters, _definition_offered(before, line, settled))
            hidden = hidden if hidden is not None and not hidden.may_hold else None
        close = (cautions.HOW_CLOSE if tolerance is None else cautions.AS_SHOWN) if line.link.relation == "~" else None
        found = [c for c in (hidden, close, _broken(before, line, settled)) if c is not None]
        beside = cautions.BESIDE if _names_of(before, line, settled) & settled.beside else None
        found += [c for c in (line.caution, doubt, named, decimals, beside) if c is not None]
        return Step(
            side,
            line.link.relation,
            expect=expectation_of(marks, self.mistakes, self.found),
            watch=watches_of(marks, settled, self.mistakes, self.found),
            tolerance=tolerance,
            caution=min(found, key=lambda c: c.may_hold, default=None),
            rounding=rounding,
            ordinal=self.steps.ordinal(line.link),
        )


def _definition_offered(head: Line, body: Line, settled: Settled) -> str | None:
    """The declaration that says what the name at the head of a chain is, if it can be said."""
    if head.read.term.head != "symbol":
        return None
    text, term = body.text.characters, body.read.term
    return offered_definition(head.text.characters, head.read.term.name, term, text, words_of(body.read.taken), settled)


def _broken(before: Line, line: Line, settled: Settled) -> Caution | None:
    """What a step rests on whose declaration could not be read: nothing holds of what a definition was to say."""
    names = closure([before.read.term, line.read.term], settled)[0] & settled.plain.broken
    words = {settled.places[n].word for n in names if n in settled.places}
    return cautions.broken(min(names), may_hold="let" not in words) if names else None


def _names_of(before: Line, line: Line, settled: Settled) -> set[str]:
    """The names that a step uses, also by definitions."""
    return closure([before.read.term, line.read.term], settled)[0] if settled.beside else set()


def _closeness(relation: str, before: Line, line: Line) -> tuple[Tolerance | None, Tolerance | None, Caution | None]:
    """How close the sides of `~` are, how close those of `=` may be, and what decimals elsewhere mean."""
    free = [not free_symbols(side.read.expanded) for side in (before, line)]
    if relation == "~":
        digits = cautions.last_digit(line.text.characters)
        return (None if digits is None else cautions.within(digits)), None, None
    if relation != "=":
        return None, None, None
    return None, *cautions.rounding(before.text.characters, line.text.characters, free[0], free[1])


def _runs(lines: Sequence[Line | None], named_only: bool) -> Iterator[list[Line]]:
    """The lines in stretches that are chains."""
    run: list[Line] = []
    for index, line in enumerate(lines):
        link = line.link if line is not None else None
        parts = line is None or (link is not None and link.relation not in _ORDER) or (named_only and index == 1)
        if parts:
            yield run
            run = []
        if line is not None:
            run.append(line)
    yield run


def is_named_only(raw: RawChain, lines: Sequence[Line | None], settled: Settled) -> bool:
    """Whether the first link gives a name to what stands behind it: then it claims nothing."""
    if not raw.links or lines[0] is None:
        return False
    head = lines[0].read.term
    if head.head != "symbol" or settled.plain.is_known(head.name):
        return False
    return raw.role is Role.DEFINITION or raw.links[0].relation == ":="


def is_bare(term: Term, settled: Settled) -> bool:
    """Whether a head is a name alone, also with an index, that nobody declared: what follows may define it."""
    return term.head in ("symbol", "index") and not settled.plain.is_known(term.name)


# names


def with_names(chain: Chain, terms: Sequence[Term], reads: Sequence[Read], settled: Settled) -> Chain:
    """The chain with the declarations, definitions and assumptions that its terms use."""
    _, definitions, assumptions = closure(terms, settled)
    declarations = declarations_of(terms, reads, settled)
    declared = {d.name for d in settled.declarations}
    return replace(
        chain,
        declarations=declarations,
        definitions=definitions,
        assumptions=assumptions,
        taken=tuple(d.name for d in declarations if d.name not in declared),
    )


def declarations_of(terms: Sequence[Term], reads: Sequence[Read], settled: Settled) -> tuple[Declaration, ...]:
    """What the names of terms are: first those that are declared, then the others as they were read."""
    names, definitions, _ = closure(terms, settled)
    taken = words_of(each for read in reads for each in read.taken)
    for name, words in settled.taken.items():
        taken.setdefault(name, words)
    declared = tuple(d for d in settled.declarations if d.name in names)
    known = {d.name for d in declared} | {d.name for d in definitions}
    own = sorted(n for n in names if n not in known)
    return (*declared, *(_declaration(n, taken.get(n, "real"), settled) for n in own if n in taken))


def closure(terms: Sequence[Term], settled: Settled) -> tuple[set[str], tuple[Definition, ...], tuple[Term, ...]]:
    """The names that terms use, directly or by definitions and assumptions, and those definitions and assumptions."""
    bodies = {d.name: d for d in settled.definitions}
    names: set[str] = set()
    waiting = set[str]().union(*(free_symbols(t) for t in terms))
    declared = settled.plain.declared
    while waiting:
        name = waiting.pop()
        names.add(name)
        said = (*declared[name].shape, *declared[name].conditions) if name in declared else ()
        more: frozenset[str] = frozenset().union(*map(free_symbols, said))
        if name in bodies:
            more |= free_symbols(bodies[name].body).difference(bodies[name].parameters)
        for condition, _ in settled.assumptions:
            if name in free_symbols(condition):
                more |= free_symbols(condition)
        waiting |= more - names
    definitions = tuple(d for d in settled.definitions if d.name in names)
    assumptions = tuple(c for c, _ in settled.assumptions if free_symbols(c) & names)
    return names, definitions, assumptions


def _declaration(name: str, words: str, settled: Settled) -> Declaration:
    return read_declaration(name, words, settled.plain)
