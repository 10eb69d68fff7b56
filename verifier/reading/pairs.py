"""Reads two bare expressions as a chain of one step, for `--expr` and the Python API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from verifier.model.chain import Chain, ChainFile, Declaration, InputError, Span
from verifier.reading import nodes
from verifier.reading.chains import read_chain
from verifier.reading.complaints import Complaints
from verifier.reading.names import Names
from verifier.reading.nodes import Node, Sequence, Text
from verifier.reading.scope import Scope
from verifier.terms.record import record

PATH: Final = "<expr>"


_SIGN: Final = re.compile(r":|(?<![<>!=])=(?!=)")


@record
class Options:
    """The texts of `--symbols` and `--let`, as they were typed on the command line."""

    symbols: tuple[str, ...] = ()
    lets: tuple[str, ...] = ()


@record
class Pair:
    """A chain of one step in a file of its own; `taken` are the undeclared names, which became real symbols.

    `places` says of each line of the file where it was typed: the option, and how many of the kind came before.
    """

    file: ChainFile
    taken: tuple[str, ...] = ()
    places: tuple[tuple[str, int], ...] = ()

    @property
    def chain(self) -> Chain:
        return self.file.chains[0]

    def by_place(self, errors: Iterable[InputError]) -> tuple[tuple[InputError, ...], tuple[ChainFile, ...]]:
        """The errors in the two sides, and those in options, each option as a file of its own: `--let:1:7`."""
        own: list[InputError] = []
        found: dict[str, list[InputError]] = {}
        for error in errors:
            option, at = self.places[error.line - 1] if error.line <= len(self.places) else (PATH, 0)
            if option == PATH:
                own.append(error)
            else:
                found.setdefault(option, []).append(replace(error, line=at + 1))
        lines = {o: tuple(t for t, (p, _) in zip(self.file.lines, self.places, strict=True) if p == o) for o in found}
        return tuple(own), tuple(ChainFile(o, (), tuple(each), lines[o]) for o, each in found.items())


def split_named(text: str) -> tuple[str, str]:
    """A name and what is said of it: `a: in (0, 1)` or `s = 1/(1 + exp(-z))`; the name alone without a sign."""
    sign = ":" if ":" in text else _SIGN
    name, *rest = text.split(sign, 1) if isinstance(sign, str) else sign.split(text, maxsplit=1)
    return name.strip(), rest[0].strip() if rest else ""


def read_pair(
    lhs: str,
    rhs: str,
    symbols: Mapping[str, str] | None = None,
    lets: Mapping[str, str] | None = None,
    assumptions: Iterable[str] = (),
    relation: str = "=",
    options: Options | None = None,
) -> Pair:
    """The claim `lhs relation rhs`. Its lines are the two texts, then those of the declarations, each by itself.

    With `options`, from which `symbols` and `lets` were split, messages speak of the command line.
    """
    lines = _Lines()
    head = lines.text(lhs)
    claim = lines.mapping({"expr": rhs})
    claim = replace(claim, entries=(*claim.entries, (lines.key("relation"), Text(relation, lines.last, False))))
    entries: list[tuple[Text, Node]] = [(lines.key("steps"), Sequence((head, claim), lines.last))]
    typed = options or Options()
    for key, values, texts in (("symbols", symbols, typed.symbols), ("let", lets, typed.lets)):
        lines.begin(f"--{key}")
        entries.append((lines.key(key), lines.declarations(values or {}, texts)))
    lines.begin("--assume")
    entries.append((lines.key("assume"), Sequence(tuple(lines.text(text) for text in assumptions), lines.last)))
    taken: list[str] = []
    root = nodes.Mapping(tuple(entries), Span(1, 1, 1, 1))
    names = Names(taken=taken, by_options=options is not None)
    chain = read_chain(PATH, "expr", root, 1, None, Complaints(), Scope(names))
    chain = replace(chain, declarations=(*chain.declarations, *(Declaration(name) for name in taken)))
    chain = replace(chain, by_options=names.by_options)
    return Pair(ChainFile(PATH, (chain,), (), tuple(lines.written)), tuple(taken), tuple(lines.places))


class _Lines:
    """Gives each text a line of its own, and says to what it belongs."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.places: list[tuple[str, int]] = []
        self.last = Span(1, 1, 1, 1)
        self._place, self._first = PATH, 0

    def begin(self, place: str) -> None:
        """The lines from here on belong to this option."""
        self._place, self._first = place, len(self.written)

    def text(self, value: str) -> Text:
        self._write(value)
        return Text(value, self.last, "\n" not in value)

    def mapping(self, values: Mapping[str, str]) -> nodes.Mapping:
        entries = tuple((self.key(name), self.text(words)) for name, words in values.items())
        return nodes.Mapping(entries, self.last)

    def declarations(self, values: Mapping[str, str], texts: tuple[str, ...]) -> nodes.Mapping:
        """Names with their words, each pair in a line, as it was typed if that is known."""
        entries = []
        for (name, words), text in zip(values.items(), texts or [f"{n}: {w}" for n, w in values.items()], strict=True):
            self._write(text)
            entries.append((self._part(name, text.find(name)), self._part(words, len(text.rstrip()) - len(words))))
        return nodes.Mapping(tuple(entries), self.last)

    def _part(self, value: str, start: int) -> Text:
        line = self.last.line
        return Text(value, Span(line, start + 1, line, start + len(value) + 1), "\n" not in value)

    def _write(self, line: str) -> None:
        self.places.append((self._place, len(self.written) - self._first))
        self.written.append(line)
        self.last = Span(len(self.written), 1, len(self.written), len(line) + 1)

    def key(self, name: str) -> Text:
        return Text(name, self.last, False)
