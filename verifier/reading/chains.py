"""Reads chains from the nodes of a file: shared names first, then each chain by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import Final

from verifier.model.chain import Chain, ChainFile, InputError, Span
from verifier.reading.complaints import Complaints, TooManyErrors, as_mapping, as_text, known_entries, span_within
from verifier.reading.errors import nearest, shown
from verifier.reading.nodes import Mapping, Node, Sequence, Text
from verifier.reading.scope import SCOPE_KEYS, Scope, read_scope
from verifier.reading.steps import Line, StepReader
from verifier.terms.term import ZERO, Term
from verifier.terms.vocabulary import CONDITION_HEADS, EQUATION_RELATIONS

MAX_STEPS: Final = 10_000
CHAIN_KEYS: Final = ("title", *SCOPE_KEYS, "steps", "result", "source")
FILE_KEYS: Final = ("title", *SCOPE_KEYS, "chains", "source")


def read_chains(path: str, root: Node, lines: tuple[str, ...], mistakes: frozenset[str] | None) -> ChainFile:
    """The chains of a file. Errors in what they share belong to the file; then none of them is judged."""
    complaints = Complaints()
    chains: list[Chain] = []
    try:
        if isinstance(root, Mapping):
            _read_file(path, root, mistakes, complaints, chains)
        else:
            complaints.add(
                "wrong-type", "the file is no chain: write `symbols:` and `steps:`, each in a line", root.span
            )
    except TooManyErrors:
        complaints.errors.append(_more_errors((complaints.errors or chains[-1].errors)[-1]))
    return ChainFile(path, tuple(chains), tuple(complaints.errors), lines)


def _more_errors(last: InputError) -> InputError:
    return InputError("too-many-errors", "there are more errors from here on: mend these first", last.line, last.column)


def _read_file(
    path: str, mapping: Mapping, mistakes: frozenset[str] | None, complaints: Complaints, chains: list[Chain]
) -> None:
    if not any(nearest(key.value, ("chains",)) for key, _ in mapping.entries):
        chains.append(read_chain(path, PurePath(path).stem, mapping, mapping.span.line, mistakes, complaints))
        return
    entries = known_entries(mapping, FILE_KEYS, "a file with `chains`", complaints)
    shared = read_scope(entries, complaints)
    source = as_text(entries.get("source"), "source", complaints)
    as_text(entries.get("title"), "title", complaints)
    named = as_mapping(entries.get("chains"), "chains", "ds/dz: {steps: [...]}", complaints)
    if "chains" in entries and not (named and named.entries) and not complaints.errors:
        complaints.add(
            "empty-file", "`chains` is empty: write a chain, `name:` with its `steps:`", entries["chains"].span
        )
    broken = complaints.errors[0] if complaints.errors else None
    for name, node in named.entries if named else ():
        chain = _read_named_chain(path, name, node, shared, mistakes, complaints)
        chain = replace(chain, source=chain.source or (source.value if source else None))
        chains.append(_not_judged(chain, name.span, broken) if broken else chain)


def _not_judged(chain: Chain, name: Span, error: InputError) -> Chain:
    """The chain with an error that says that what it shares with others cannot be read."""
    message = f"not judged, because the file has an error in line {error.line}: mend that one"
    end = name.end_column if name.end_line == name.line else None
    unjudged = InputError("not-judged", message, name.line, name.column, end)
    return replace(chain, steps=(), result=None, errors=(*chain.errors, unjudged))


def _read_named_chain(
    path: str, name: Text, node: Node, shared: Scope, mistakes: frozenset[str] | None, complaints: Complaints
) -> Chain:
    own = Complaints(complaints)
    mapping = as_mapping(node, name.value, "steps: [...]", own)
    if mapping is None:
        if not own.errors:
            own.add("empty-chain", f"the chain {shown(name.value)} is empty: write its `steps:`", name.span)
        return Chain(name.value, path, name.span.line, errors=tuple(own.errors))
    return read_chain(path, name.value, mapping, name.span.line, mistakes, complaints, shared)


def read_chain(
    path: str,
    name: str,
    mapping: Mapping,
    line: int,
    mistakes: frozenset[str] | None,
    complaints: Complaints,
    shared: Scope | None = None,
    more_keys: tuple[str, ...] = (),
) -> Chain:
    """One chain. Its errors are its own; with any of them it has no steps, so that nothing of it is judged."""
    own = Complaints(complaints)
    reader = _ChainReader(own, mistakes)
    try:
        chain = reader.read(Chain(name, path, line), mapping, shared, more_keys)
    except TooManyErrors:
        if not own.errors:
            raise
        chain = Chain(name, path, line)
        own.errors.append(_more_errors(own.errors[-1]))
    if own.errors:
        errors = tuple(sorted(own.errors, key=lambda e: (e.line, e.column)))
        return Chain(name, path, line, title=chain.title, source=chain.source, errors=errors)
    return chain


class _ChainReader:
    """Reads the keys of one chain in the order in which they depend on each other."""

    def __init__(self, complaints: Complaints, mistakes: frozenset[str] | None) -> None:
        self._complaints = complaints
        self._mistakes = mistakes

    def read(self, chain: Chain, mapping: Mapping, shared: Scope | None, more_keys: tuple[str, ...]) -> Chain:
        keys = (*more_keys, *CHAIN_KEYS)
        entries = known_entries(mapping, keys, "a chain", self._complaints)
        title = as_text(entries.get("title"), "title", self._complaints)
        source = as_text(entries.get("source"), "source", self._complaints)
        scope = read_scope(entries, self._complaints, shared)
        steps = StepReader(scope, self._complaints, self._mistakes)
        lines = self._lines(entries, mapping, steps)
        result = steps.read(entries["result"]) if "result" in entries else None
        self._check_kinds([*lines, result] if result else list(lines), len(lines))
        return replace(
            chain,
            declarations=scope.declarations,
            definitions=scope.definitions,
            assumptions=scope.assumptions,
            steps=tuple(line.step for line in lines if line),
            result=result.step if result else None,
            title=title.value if title else None,
            source=source.value if source else None,
        )

    def _lines(self, entries: dict[str, Node], mapping: Mapping, reader: StepReader) -> list[Line | None]:
        node = entries.get("steps")
        if node is None:
            if not self._complaints.errors:
                self._complaints.add(
                    "missing-key", "the chain has no `steps:`: write its lines under it, each behind `- `", mapping.span
                )
            return []
        if isinstance(node, Mapping) or (isinstance(node, Text) and node.value):
            message = "`steps` is no list: write each line behind `- `, with a space"
            self._complaints.add("wrong-type", message, node.span)
            return []
        items = node.items if isinstance(node, Sequence) else ()
        if len(items) > MAX_STEPS:
            message = f"the chain has more than {MAX_STEPS:,} lines: split it into chains"
            self._complaints.add("too-large", message, items[MAX_STEPS].span)
            return []
        if not items:
            self._complaints.add("empty-chain", "the chain has no lines: write a head and a step", node.span)
        elif len(items) == 1:
            message = "the chain has one line only, which claims nothing: write what it equals as a second line"
            self._complaints.add("one-line-only", message, items[0].span)
        return [reader.read(item, is_head=k == 0) for k, item in enumerate(items)]

    def _check_kinds(self, lines: list[Line | None], result_at: int) -> None:
        """Each step joins two values, or two conditions by `=>` or `<=>`; what it joins has one shape."""
        blamed: set[int] = set()
        for at in range(1, len(lines)):
            line = lines[at]
            before = 0 if at == result_at else at - 1
            if line is None:
                continue
            for index in (before, at):
                other = lines[index]
                if other is not None and index not in blamed and not self._fits(other, line.step.relation):
                    blamed.add(index)
            first = lines[before]
            if first is not None and not blamed & {before, at} and not _have_one_shape(first, line):
                message = f"{shown(line.text.value)} has another shape than {shown(first.text.value)}"
                self._complaints.add("wrong-shape", f"{message}: write a matrix of the same size", line.text.span)

    def _fits(self, line: Line, relation: str) -> bool:
        """Whether this relation can join the line; otherwise a complaint."""
        wrong = misjoined(line.step.written.term, line.text.value, relation)
        if wrong is not None:
            self._complaints.add(*wrong, _span_of(line))
        return wrong is None


def misjoined(term: Term, text: str, relation: str) -> tuple[str, str] | None:
    """The code and the message of the error that a line is a condition where values are joined, or the reverse."""
    is_condition = term.head in CONDITION_HEADS
    if is_condition == (relation in EQUATION_RELATIONS):
        return None
    if is_condition:
        advice = "write one side of it only, or `relation: <=>` for equations that follow from each other"
        return "condition-in-equation", f"{shown(text)} is a condition, and `{relation}` joins values: {advice}"
    message = f"{shown(text)} is a value, and `{relation}` joins conditions"
    return "condition-expected", f"{message}: write an equation or an inequality"


def _have_one_shape(first: Line, second: Line) -> bool:
    """Whether two lines can be compared; a written 0 is a zero matrix of any shape."""
    return first.shape == second.shape or ZERO in (first.step.written.term, second.step.written.term)


def _span_of(line: Line) -> Span:
    return span_within(line.text, 0, len(line.text.value))
