"""Which declarations of a file of notes are used: what nothing uses is reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field

from verifier.model.chain import Chain
from verifier.reading.complaints import Complaints
from verifier.reading.errors import shown
from verifier.reading.notes.clauses import Clause
from verifier.reading.notes.raw_chains import RawChain
from verifier.reading.notes.scoping import FOR_ONE_DISPLAY, InForce, Scopes, is_bare_ignore
from verifier.reading.notes.settling import Settled
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols

CODES = ("ambiguous", "matrix", "bare-word", "unknown", "unsupported", "prose", "tuple", "differential", "empty",
         "syntax", "unreachable")  # fmt: skip


@mutable_record
class Usage:
    """The clauses that were used, and those of `ignore` with codes."""

    used: set[int] = field(default_factory=set)
    ignored: list[Clause] = field(default_factory=list)

    def mark(self, *clauses: Clause) -> None:
        self.used |= {id(c) for c in clauses}

    def add(
        self, raw: RawChain, chains: Sequence[Chain], in_force: InForce, settled: Settled, was_refused: bool
    ) -> None:
        """Marks what is in force and used here. In a formula that was refused a name is used that stands in its text."""
        text = " ".join(t.characters for t in (*raw.sides, *raw.conditions))
        names = {n for c in chains for n in names_of(c)}
        if was_refused or not chains:
            named = [n for n, clause in settled.places.items() if _stands_in(n, clause, text)]
            names = names.union(named, *(_below(n, settled) for n in named))
        self.mark(*(settled.places[n] for n in names if n in settled.places))
        self.mark(*(clause for condition, clause in settled.assumptions if free_symbols(condition) & names))
        if settled.log is not None and "\\log" in text:
            self.mark(settled.log)
        self.ignored += (c for c in in_force.clauses if c.word == "ignore" and c not in self.ignored)

    def refused(self, code: str) -> None:
        self.mark(*(c for c in self.ignored if _names(c, code)))

    def is_ignored(self, code: str) -> bool:
        """Whether refusals of this code are not to be shown."""
        return any(_names(c, code) for c in self.ignored)

    def complain(self, scopes: Scopes, found: Complaints, warnings: Complaints) -> None:
        """Notes each clause of the file that nothing uses, and each `ignore` of a code that there is not.

        That a name is declared and not used is no error, as in a chain file.
        """
        broken = [(e.line, e.column, e.cell) for e in found.errors]
        for clause in scopes.own:
            if any(_is_at(place, clause) for place in broken):
                continue
            has_code = clause.word == "ignore" and not is_bare_ignore(clause)
            if has_code and clause.body.value.partition(":")[0] not in CODES:
                message = f"{shown(clause.body.value)} is no code of a refusal: write one that the report shows"
                found.add("unknown-code", message, clause.span)
            elif clause.word not in FOR_ONE_DISPLAY and id(clause) not in self.used:
                about = f" {clause.name.value.strip()}" if clause.name is not None else ""
                message = f"nothing uses this `{clause.word}{about}`: delete it, or look for a misspelt name"
                (warnings if clause.word in ("symbols", "let") else found).add(
                    "unused-declaration", message, clause.span
                )


def _is_at(place: tuple[int, int, int | None], clause: Clause) -> bool:
    """Whether an error stands in the clause: then that is what is wrong with it."""
    line, column, cell = place
    begin, end = clause.span, clause.body.span
    after = (begin.line, begin.column) <= (line, column)
    return cell == begin.cell and after and (line, column) < (end.end_line, end.end_column)


def names_of(chain: Chain) -> Iterable[str]:
    """Every name that a chain uses."""
    terms = [s.written.term for s in chain.steps] + [g for s in chain.steps for g in s.given]
    terms += [s.because.condition for s in chain.steps if s.because is not None and s.because.condition is not None]
    terms += [w.wrong.term for s in chain.steps for w in s.watch]
    yield from set[str]().union(*(free_symbols(t) for t in terms))
    yield from (d.name for d in chain.definitions)
    yield from (d.name for d in chain.declarations)


def _below(name: str, settled: Settled) -> set[str]:
    """The names that the definition or declaration of a name uses itself."""
    found = set[str]()
    for definition in settled.definitions:
        if definition.name == name:
            found |= free_symbols(definition.body)
    for declaration in settled.declarations:
        if declaration.name == name:
            found |= set[str]().union(*map(free_symbols, (*declaration.shape, *declaration.conditions)))
    return found - {name}


def _stands_in(name: str, clause: Clause, text: str) -> bool:
    written = clause.name.value.strip() if clause.name is not None else name
    return written in text or name in text or (name.partition("_")[0] in text and "_" in name)


def _names(clause: Clause, code: str) -> bool:
    said = clause.body.value
    return code == said or code.partition(":")[0] == said
