r"""Definitions that stand beside a chain (`\text{where } u = x^2`): they hold for the displays next to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from verifier.model.chain import Definition, Kind
from verifier.reading.names import Defined
from verifier.reading.notes.raw_chains import RawChain, Role
from verifier.reading.notes.reader import FormulaReader, Read
from verifier.reading.notes.settling import Settled, take
from verifier.terms.definitions import Expander, ExpansionTooLarge, Unreachable
from verifier.terms.record import mutable_record
from verifier.terms.substitution import free_symbols


@mutable_record
class Beside:
    """The definitions of a document by the displays they stand in, and the scopes with them."""

    reader: FormulaReader
    sections: Sequence[int]
    _by_display: dict[int, list[RawChain]] = field(default_factory=dict)
    _done: dict[tuple[int, ...], Settled] = field(default_factory=dict)

    def find(self, raws: Sequence[RawChain]) -> None:
        """Notes the definitions among these chains: `name = value`, one relation."""
        for raw in raws:
            if raw.role is Role.DEFINITION and len(raw.links) == 1 and raw.links[0].relation in ("=", ":="):
                self._by_display.setdefault(raw.displays[0], []).append(raw)

    def added_to(self, settled: Settled, raw: RawChain) -> Settled:
        """The scope of a chain with what is defined in its displays and in the one before, in the same section."""
        first = raw.displays[0]
        near = [d for d in (first - 1, *raw.displays) if d >= 0 and self.sections[d] == self.sections[first]]
        found = [d for display in near for d in self._by_display.get(display, ()) if d is not raw]
        if not found or raw.role is not Role.CLAIM:
            return settled
        key = (id(settled), *map(id, found))
        if key not in self._done:
            self._done[key] = self._with(settled, found)
        return self._done[key]

    def _with(self, settled: Settled, found: Sequence[RawChain]) -> Settled:
        for raw in found:
            head = self.reader.side(raw.head, raw.source, settled)
            value = self.reader.side(raw.links[0].side, raw.source, settled)
            if head is not None and value is not None and head.term.head == "symbol":
                settled = _defined(settled, head.term.name, value, raw.links[0].side.characters)
        return settled


def _defined(settled: Settled, name: str, value: Read, text: str) -> Settled:
    """The scope with one definition more; the same one where the name has a meaning, or would mean itself."""
    if settled.plain.is_known(name):
        return settled
    try:
        if name in free_symbols(settled.expander.expand(value.term)):
            return settled
    except (Unreachable, ExpansionTooLarge):
        return settled
    plain = settled.plain.copy()
    plain.defined[name] = Defined()
    latex = replace(
        settled.latex, kinds={**settled.latex.kinds, name: Kind.SCALAR}, defined=settled.latex.defined | {name}
    )
    definitions = (*settled.definitions, Definition(name, value.term, (), text))
    taken = dict(settled.taken)
    for each in value.taken:
        take(taken, each)
    return replace(
        settled,
        plain=plain,
        latex=latex,
        definitions=definitions,
        taken=taken,
        expander=Expander(definitions),
        beside=settled.beside | {name},
    )
