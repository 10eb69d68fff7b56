"""Reads two bare expressions as a chain of one step, for `--expr` and the Python API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from verifier.model.chain import Chain, ChainFile, Declaration, Span
from verifier.reading import nodes
from verifier.reading.chains import read_chain
from verifier.reading.complaints import Complaints
from verifier.reading.names import Names
from verifier.reading.nodes import Node, Sequence, Text
from verifier.reading.scope import Scope
from verifier.terms.record import record

PATH: Final = "<expr>"


@record
class Pair:
    """A chain of one step in a file of its own; `taken` are the undeclared names, which became real symbols."""

    file: ChainFile
    taken: tuple[str, ...] = ()

    @property
    def chain(self) -> Chain:
        return self.file.chains[0]


def split_named(text: str) -> tuple[str, str]:
    """A name and what is said of it: `a: in (0, 1)` or `s = 1/(1 + exp(-z))`; the name alone without a sign."""
    for sign in (":", "="):
        name, found, rest = text.partition(sign)
        if found:
            return name.strip(), rest.strip()
    return text.strip(), ""


def read_pair(
    lhs: str,
    rhs: str,
    symbols: Mapping[str, str] | None = None,
    lets: Mapping[str, str] | None = None,
    assumptions: Iterable[str] = (),
    relation: str = "=",
) -> Pair:
    """The claim `lhs relation rhs`. Its lines are the two texts, then those of the declarations, each by itself."""
    lines = _Lines()
    head = lines.text(lhs)
    claim = lines.mapping({"expr": rhs})
    claim = replace(claim, entries=(*claim.entries, (lines.key("relation"), Text(relation, lines.last, False))))
    entries: list[tuple[Text, Node]] = [(lines.key("steps"), Sequence((head, claim), lines.last))]
    for key, values in (("symbols", symbols), ("let", lets)):
        entries.append((lines.key(key), lines.mapping(values or {})))
    entries.append((lines.key("assume"), Sequence(tuple(lines.text(text) for text in assumptions), lines.last)))
    taken: list[str] = []
    root = nodes.Mapping(tuple(entries), Span(1, 1, 1, 1))
    chain = read_chain(PATH, "expr", root, 1, None, Complaints(), Scope(Names(taken=taken)))
    chain = replace(chain, declarations=(*chain.declarations, *(Declaration(name) for name in taken)))
    return Pair(ChainFile(PATH, (chain,), (), tuple(lines.written)), tuple(taken))


class _Lines:
    """Gives each text a line of its own."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.last = Span(1, 1, 1, 1)

    def text(self, value: str) -> Text:
        self.written.append(value)
        self.last = Span(len(self.written), 1, len(self.written), len(value) + 1)
        return Text(value, self.last, "\n" not in value)

    def mapping(self, values: Mapping[str, str]) -> nodes.Mapping:
        entries = tuple((self.key(name), self.text(words)) for name, words in values.items())
        return nodes.Mapping(entries, self.last)

    def key(self, name: str) -> Text:
        return Text(name, self.last, False)
