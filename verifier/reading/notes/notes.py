"""Reads a file of notes: its chains in the scope of their declarations, and what of it was not read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from verifier.model.chain import Chain, ChainFile, Notes, Unread
from verifier.reading.complaints import Complaints, TooManyErrors
from verifier.reading.latex.evidence import evidence_of
from verifier.reading.latex.macros import MacroError, collect, expand
from verifier.reading.notes.assembly import Assembly
from verifier.reading.notes.attaching import Steps
from verifier.reading.notes.beside import Beside
from verifier.reading.notes.clauses import Clause
from verifier.reading.notes.contexts import Contexts
from verifier.reading.notes.document import Display, Document, Inline, Text
from verifier.reading.notes.documents import read_document
from verifier.reading.notes.inferences import Inferences
from verifier.reading.notes.raw_chains import RawChain, Role
from verifier.reading.notes.reader import FormulaReader
from verifier.reading.notes.scoping import InForce, Scopes, scopes_of
from verifier.reading.notes.segmentation import raw_chains
from verifier.reading.notes.settings import SETTINGS, Settings, clauses_of_settings, in_settings
from verifier.reading.notes.settling import Settled, settle
from verifier.reading.notes.usage import Usage
from verifier.reading.notes.wording import in_remarks


def read_notes(
    path: str,
    data: bytes | str,
    mistakes: frozenset[str] | None = None,
    project: Settings | None = None,
) -> ChainFile:
    """The chains of a file of notes. Whatever it holds, errors come as data, and what could be read is judged.

    `project` is what `[tool.verify]` says; what is wrong with it stands in the `settings` of the file, which has no name.
    """
    document = read_document(path, data)
    found = Complaints()
    reading = _Reading(document, mistakes, found)
    with suppress(TooManyErrors):
        reading.read(clauses_of_settings(project, found) if project is not None else [])
    errors = {(e.code, e.cell, e.line, e.column): e for e in reversed((*document.errors, *found.errors))}
    ordered = sorted(errors.values(), key=lambda e: (e.cell or 0, e.line, e.column))
    said = tuple(replace(e, message=in_remarks(e.message)) for e in ordered if e.cell != SETTINGS)
    settings = tuple(in_settings(e) for e in ordered if e.cell == SETTINGS)
    lines, cells = _lines(document)
    warnings = tuple(
        sorted((*document.warnings, *reading.warnings.errors), key=lambda w: (w.cell or 0, w.line, w.column))
    )
    notes = Notes(reading.reader.formulas, reading.reader.read, tuple(reading.shown_unread()), cells, warnings)
    return ChainFile(
        path, tuple(reading.chains), said, lines, notes, ChainFile("", errors=settings) if settings else None
    )


def _lines(document: Document) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    """The lines of the file, or those of each cell of a notebook."""
    cells = tuple((s.cell, tuple(s.characters.split("\n"))) for s in document.sources if s.cell is not None)
    if cells or not document.sources:
        return (), cells
    return tuple(document.sources[0].characters.split("\n")), ()


@dataclass(slots=True)
class _Reading:
    document: Document
    mistakes: frozenset[str] | None
    found: Complaints
    warnings: Complaints = field(default_factory=Complaints)
    chains: list[Chain] = field(default_factory=list)
    reader: FormulaReader = field(init=False)
    usage: Usage = field(default_factory=lambda: Usage())
    _settled: dict[tuple[int, ...], Settled] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = FormulaReader(self.document)

    def read(self, project: Sequence[Clause]) -> None:
        scopes = scopes_of(self.document, project, self.found)
        raws = raw_chains(self.document)
        displays = [item for item in self.document.items if isinstance(item, Display)]
        steps = Steps(displays, raws)
        for index, in_force in enumerate(scopes.displays):
            for clause in in_force.marks:
                steps.attach(index, clause, self.found)
        evidence = evidence_of(self._texts(raws))
        assembly = Assembly(self.document, self.reader, steps, self.mistakes, self.found)
        inferences = Inferences(assembly)
        beside = Beside(self.reader, scopes.sections)
        beside.find([r for r in raws if not any(scopes.displays[d].ignore for d in r.displays)])
        own_starts = frozenset(r.head.offsets[0] for r in raws if r.role is Role.CONDITION)
        claimed: list[tuple[RawChain, Settled]] = []
        for raw in raws:
            in_force = scopes.displays[raw.displays[0]]
            ignored = [scopes.displays[d].ignore for d in raw.displays]
            if any(ignored):
                self.usage.mark(*(c for c in ignored if c is not None))
                continue
            settled = beside.added_to(self._settle(in_force, evidence), raw)
            claimed.append((raw, settled))
            before = len(self.reader.unread)
            made = list(assembly.chains(raw, settled, own_starts))
            self.usage.add(raw, made, in_force, settled, was_refused=len(self.reader.unread) > before)
            self.chains += inferences.add(raw, made, settled, scopes.sections[raw.displays[0]])
        self.chains += inferences.end()
        contexts = Contexts(assembly)
        contexts.add(claimed)
        contexts.add(self._in_running_text(claimed), counted=False)
        self.chains = [contexts.added_to(chain, assembly.scopes[chain.name]) for chain in self.chains]
        self._check_use(scopes, steps)

    def _in_running_text(self, claimed: Sequence[tuple[RawChain, Settled]]) -> list[tuple[RawChain, Settled]]:
        """The equations in running text, each in the scope of the display that follows it, or of the last one."""
        inline = [item for item in self.document.items if isinstance(item, Inline) and "=" in item.body.characters]
        shown = tuple(Display(item.body, "$", item.source) for item in inline)
        found = []
        for raw in raw_chains(replace(self.document, items=shown), in_text=True):
            at = (raw.source, raw.head.offsets[0])
            after = (s for r, s in claimed if (r.source, r.head.offsets[0]) > at)
            settled = next(after, claimed[-1][1] if claimed else None)
            if settled is not None:
                found.append((raw, settled))
        return found

    def _settle(self, in_force: InForce, evidence: Any) -> Settled:
        key = tuple(map(id, in_force.clauses))
        if key not in self._settled:
            self._settled[key] = settle(in_force.clauses, evidence, self.found)
        return self._settled[key]

    def _texts(self, raws: Sequence[RawChain]) -> list[str]:
        """Every formula of the document."""
        table = collect(m.characters for m in self.document.macros)
        inline = [item.body for item in self.document.items if isinstance(item, Inline)]
        expanded = [expand(text, table) for text in inline] if table else inline
        texts: list[Text] = [t for t in expanded if not isinstance(t, MacroError)]
        texts += [side for raw in raws for side in (*raw.sides, *raw.conditions)]
        return [t.characters for t in texts]

    def _check_use(self, scopes: Scopes, steps: Steps) -> None:
        """Complains of declarations that nothing uses."""
        for clause in steps.left():
            message = f"the step that this `{clause.word}` is about was not read: declare what it needs first"
            self.found.add("unused-declaration", message, clause.span)
        for unread in self.reader.unread:
            self.usage.refused(unread.code)
        self.usage.complain(scopes, self.found, self.warnings)

    def shown_unread(self) -> list[Unread]:
        """The refusals that no `ignore` is about."""
        return [u for u in self.reader.unread if not self.usage.is_ignored(u.code)]
