"""Chains that were read from notes as a YAML chain file, which reads back and gives the same verdicts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from verifier.model.chain import Chain, ChainFile, Definition, Step, Tolerance, Unread
from verifier.model.result import ChainResult, StepResult
from verifier.model.verdict import Reason, Verdict
from verifier.reports.diagnostic import place_of
from verifier.reports.escape import one_line
from verifier.terms.printer import text_of

_PLAIN: Final = re.compile(r"(?:[A-Za-z0-9_(]|-(?=[^\s]))(?:(?!: | #|:\Z)[ -~])*\Z")
_SPECIAL: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def chain_file(file: ChainFile, results: Sequence[ChainResult]) -> str:
    """The whole file. Steps that need context stand in comments: a chain file would judge them without."""
    lines = [f"# Read from {one_line(file.path)}: look through it, then declare more or keep it."]
    parts = [part for result in results for part in _parts(result, file.path)]
    has_chains = any(not part.lstrip().startswith("#") for part in parts)
    lines += ["chains:" if has_chains else "# There is no chain in it that can be judged.", *parts]
    if file.notes is not None:
        lines += [line for unread in file.notes.unread for line in _unread(unread, file.path)]
    return "\n".join(lines) + "\n"


def _parts(result: ChainResult, path: str) -> Iterator[str]:
    """A chain in as many chains as the steps that need context part it in."""
    chain = result.chain
    if not result.steps:
        return
    runs: list[list[Step]] = [[chain.steps[0]]]
    for judged in result.steps:
        if _needs_context(judged):
            runs.append([judged.step])
        else:
            runs[-1].append(_as_judged(judged))
    names = [chain.name, *(f"{chain.name}, part {n}" for n in range(2, len(runs) + 1))]
    for index, (name, run) in enumerate(zip(names, runs, strict=True)):
        if index:
            judged = next(s for s in result.steps if s.step is run[0])
            yield from _left_out(judged, path)
        if len(run) > 1:
            yield from _chain(name, chain, run, path)


def _as_judged(judged: StepResult) -> Step:
    """The step, with a reason as prose where it was taken for prose."""
    because = judged.step.because
    if because is None or judged.because is None or judged.because.verdict is not None:
        return judged.step
    return replace(judged.step, because=replace(because, condition=None))


def _needs_context(step: StepResult) -> bool:
    return step.verdict is Verdict.UNDECIDED and step.reason is Reason.NEEDS_CONTEXT


def _left_out(judged: StepResult, path: str) -> Iterator[str]:
    place = _place(judged.step, path)
    yield f"  # {place} is not judged, {one_line(judged.detail or 'it needs context')}:"
    yield f"  #   {one_line(judged.lhs)} {judged.step.relation} {one_line(judged.rhs)}"


def _place(step: Step, path: str) -> str:
    span = step.written.span
    return f"{one_line(path)}:{place_of(span.line, span.column, span.cell)}"


def _chain(name: str, chain: Chain, steps: Sequence[Step], path: str) -> Iterator[str]:
    yield f"  {scalar(name)}:"
    yield f"    source: {scalar(_place(steps[0], path))}"
    if chain.declarations:
        yield "    symbols:"
        yield from (f"      {d.name}: {scalar(d.words)}" for d in chain.declarations)
    if chain.definitions:
        yield "    let:"
        yield from (f"      {scalar(_head(d))}: {scalar(text_of(d.body))}" for d in chain.definitions)
    if chain.assumptions:
        yield "    assume:"
        yield from (f"      - {scalar(text_of(a))}" for a in chain.assumptions)
    yield "    steps:"
    yield f"      - {scalar(text_of(steps[0].written.term))}"
    for step in steps[1:]:
        yield from _step(step)


def _head(definition: Definition) -> str:
    return f"{definition.name}({', '.join(definition.parameters)})" if definition.parameters else definition.name


def _step(step: Step) -> Iterator[str]:
    keys = [("expr", scalar(text_of(step.written.term)))]
    if step.relation != "=":
        keys.append(("relation", scalar(step.relation)))
    keys += _tolerance(step.tolerance)
    if step.because is not None and step.because.condition is not None:
        keys.append(("because", scalar(text_of(step.because.condition))))
    elif step.because is not None:
        keys.append(("note", scalar(step.because.text)))
    if step.given:
        keys.append(("given", f"[{', '.join(json.dumps(text_of(g)) for g in step.given)}]"))
    if step.expect is not None:
        keys.append(("expect", step.expect.word))
    if step.watch:
        watched = ", ".join(f"{w.name}: {json.dumps(text_of(w.wrong.term))}" for w in step.watch)
        keys.append(("watch", f"{{{watched}}}"))
    if len(keys) == 1:
        yield f"      - {keys[0][1]}"
        return
    for number, (key, value) in enumerate(keys):
        yield f"      {'- ' if number == 0 else '  '}{key}: {value}"


def _tolerance(tolerance: Tolerance | None) -> list[tuple[str, str]]:
    if tolerance is None or tolerance.within is None:
        return []
    return [("within", scalar(text_of(tolerance.within) + ("%" if tolerance.relative else "")))]


def _unread(unread: Unread, path: str) -> Iterator[str]:
    span = unread.span
    place = f"{one_line(path)}:{place_of(span.line, span.column, span.cell)}"
    yield f"# {place} was not read: {one_line(unread.message)}"


def scalar(text: str) -> str:
    """The text as a YAML scalar: plain where that is safe, else in double quotes."""
    is_plain = _PLAIN.match(text) and text.lower() not in _SPECIAL and not text.endswith(" ")
    return text if is_plain else json.dumps(text)
