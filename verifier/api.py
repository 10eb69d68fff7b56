"""The Python API: check two expressions, load files of chains, run a session; results are frozen data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from verifier.diagnosis.catalog import names
from verifier.engine.sympy_bridge import declarations_from_sympy, from_sympy
from verifier.frontends.files import is_passed_over, may_hold_chains, read_any
from verifier.frontends.walk import walk
from verifier.model.chain import Chain, ChainFile, Declaration, InputError, Place, Span, Step, Written
from verifier.model.result import RunResult, StepResult
from verifier.reading.nodes import MAX_BYTES
from verifier.reading.pairs import read_pair, split_named
from verifier.session import Options, check_chain
from verifier.session import check as check_files
from verifier.terms.printer import text_of

Named = Mapping[str, str] | Iterable[str]
"""Names with what is said of them: a mapping, or texts such as `a: in (0, 1)`, or one such text."""

Source = str | os.PathLike[str] | ChainFile
MISTAKES: Final = frozenset(names())


class Unreadable(ValueError):
    """What was given cannot be judged: `errors` say what is wrong and what to write instead."""

    def __init__(self, errors: tuple[InputError, ...]) -> None:
        super().__init__("; ".join(e.message for e in errors))
        self.errors = errors


def check(
    lhs: object,
    rhs: object,
    symbols: Named = (),
    let: Named = (),
    assume: Iterable[str] = (),
    relation: str = "=",
    options: Options | None = None,
) -> StepResult:
    """The verdict on `lhs relation rhs`, each side a text or a SymPy object.

    `symbols` and `let` are mappings or texts such as `"a: in (0, 1)"` and `"s = 1/(1 + exp(-z))"`, `assume` conditions.
    A name that is not declared is real; a SymPy symbol brings its own assumptions. Raises Unreadable for a text that
    cannot be read and for contradictory assumptions, TypeError for an object that is neither a text nor SymPy's, and
    ValueError for a SymPy object that the language has no word for.
    """
    pair = read_pair(_text(lhs), _text(rhs), _mapping(symbols), _mapping(let), _several(assume), relation)
    chain = _with_objects(pair.chain, (lhs, rhs), frozenset(pair.taken))
    result = check_chain(chain, options or Options())
    if result.errors:
        raise Unreadable(result.errors)
    return result.steps[0]


def _text(side: object) -> str:
    """The text of a side; something readable in the place of an object."""
    return side if isinstance(side, str) else "0"


def _mapping(named: Named) -> dict[str, str]:
    if isinstance(named, Mapping):
        return dict(named)
    return dict(split_named(text) for text in _several(named))


def _several(texts: Iterable[str]) -> Iterable[str]:
    return (texts,) if isinstance(texts, str) else texts


def _with_objects(chain: Chain, sides: tuple[object, object], taken: frozenset[str]) -> Chain:
    """The chain with the sides that are SymPy objects in their places, and what their symbols assume declared."""
    objects = [side for side in sides if not isinstance(side, str)]
    if chain.errors or not objects:
        return chain
    steps = tuple(_with_object(step, side, n) for n, (step, side) in enumerate(zip(chain.steps, sides, strict=True), 1))
    declared = {d.name: d for d in chain.declarations if d.name not in taken}
    defined = {d.name for d in chain.definitions}
    for own in declarations_from_sympy(*objects):
        if own.name in declared or own.name in defined:
            if own != Declaration(own.name, own.kind):
                raise ValueError(f"`{own.name}` is declared twice: SymPy's symbol has assumptions of its own")
        else:
            declared[own.name] = own
    undeclared = (Declaration(name) for name in taken - declared.keys())
    return replace(chain, steps=steps, declarations=(*declared.values(), *undeclared))


def _with_object(step: Step, side: object, line: int) -> Step:
    if isinstance(side, str):
        return step
    term = from_sympy(side)
    text = text_of(term)
    return replace(step, written=Written(text, term, Span(line, 1, line, len(text) + 1), Place(0, len(text))))


def load(path: str | os.PathLike[str]) -> ChainFile:
    """The chains of a YAML or JSONL file, or of notes; OSError where it cannot be opened.

    What is wrong with its content stands in its `errors` and in those of its chains.
    """
    path = os.fspath(path)
    return read_any(path, path, _content(path), MISTAKES)


def run(sources: Source | Iterable[Source], options: Options | None = None) -> RunResult:
    """The results of files, folders and loaded files, in order; a folder is walked as on the command line.

    OSError where a file cannot be opened. Ctrl-C ends the run, `interrupted`, with what was decided so far.
    """
    files: list[ChainFile] = []
    skipped = 0
    for source in [sources] if isinstance(sources, str | os.PathLike | ChainFile) else sources:
        if isinstance(source, ChainFile):
            files.append(source)
        elif os.path.isdir(source):
            found, passed_over = _folder(os.fspath(source))
            files += found
            skipped += passed_over
        else:
            files.append(load(source))
    return replace(check_files(files, options or Options()), skipped=skipped)


def _folder(folder: str) -> tuple[list[ChainFile], int]:
    """The chain files below a folder, and how many candidates are none."""
    walked = walk(folder)
    unreadable = [
        ChainFile(path, errors=(InputError("unreadable", f"cannot be read: {reason}", 1, 1),))
        for path, reason in walked.unreadable
    ]
    read = {path: _content(path) for path in walked.paths}
    found = [read_any(path, path, data, MISTAKES) for path, data in read.items() if may_hold_chains(path, data)]
    files = [file for file in found if not is_passed_over(file)]
    return [*unreadable, *files], walked.skipped + len(read) - len(files)


def _content(path: str) -> bytes:
    """A file's bytes; of a YAML file one byte more than is read of it, so that the reader can tell."""
    with open(path, "rb") as file:
        return file.read() if path.lower().endswith(".jsonl") else file.read(MAX_BYTES + 1)
