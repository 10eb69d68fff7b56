"""The Python API: check two expressions, load files of chains, run a session; results are frozen data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from verifier.diagnosis.catalog import names
from verifier.engine.peer.sympy_bridge import declarations_from_sympy, from_sympy
from verifier.frontends.files import is_passed_over, may_hold_chains, read_any
from verifier.frontends.walk import walk
from verifier.model.chain import Chain, ChainFile, Declaration, InputError, Place, Span, Written
from verifier.model.printing import use
from verifier.model.result import RunResult, StepResult
from verifier.reading.chains import misjoined
from verifier.reading.nodes import MAX_BYTES
from verifier.reading.pairs import read_pair, split_named
from verifier.reports.printed import text_of_result
from verifier.session import Options, check_chain
from verifier.session import check as check_files
from verifier.terms.printer import text_of
from verifier.terms.vocabulary import EQUATION_RELATIONS

use(text_of_result)

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
    cannot be read, for a condition where a value is due and for contradictory assumptions, TypeError for an object that
    the language has no word for, a float among them, and ValueError for a symbol that cannot be declared.
    """
    settings = _options(options)
    objects = tuple(None if isinstance(side, str) else _written(side, line) for line, side in enumerate((lhs, rhs), 1))
    _refuse_misjoined(objects, relation)
    stand_in = "0 = 0" if relation in EQUATION_RELATIONS else "0"
    left, right = (side if isinstance(side, str) else stand_in for side in (lhs, rhs))
    conditions = [_said(text, "an assumption") for text in _several(assume)]
    pair = read_pair(left, right, _mapping(symbols), _mapping(let), conditions, _said(relation, "a relation"))
    chain = _with_objects(pair.chain, (lhs, rhs), objects, frozenset(pair.taken))
    result = check_chain(chain, settings)
    if result.errors:
        raise Unreadable(result.errors)
    return result.steps[0]


def _options(options: object) -> Options:
    if options is None or isinstance(options, Options):
        return options or Options()
    raise TypeError(f"options are `verifier.Options(...)`, not {options!r}; several sources are one list")


def _mapping(named: Named) -> dict[str, str]:
    if isinstance(named, Mapping):
        return {_said(name, "a name"): _said(words, f"what is said of `{name}`") for name, words in named.items()}
    return dict(split_named(_said(text, "a declaration")) for text in _several(named))


def _said(value: object, what: str) -> str:
    """The text of what is said; an exact number is one as well."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise TypeError(f'{what} is a text such as "{value}", not an object of {type(value).__name__}')
    return value


def _several(texts: Iterable[str]) -> Iterable[str]:
    return (texts,) if isinstance(texts, str) else texts


def _written(side: object, line: int) -> Written:
    """A SymPy object as a line of its own."""
    term = from_sympy(side)
    text = text_of(term)
    return Written(text, term, Span(line, 1, line, len(text) + 1), Place(0, len(text)))


def _refuse_misjoined(objects: Iterable[Written | None], relation: str) -> None:
    """Raises Unreadable for a condition that is joined like a value, or the reverse."""
    for written in objects:
        wrong = None if written is None else misjoined(written.term, written.text, relation)
        if written is not None and wrong is not None:
            raise Unreadable((InputError(*wrong, written.span.line, written.span.column),))


def _with_objects(
    chain: Chain, sides: tuple[object, object], objects: tuple[Written | None, ...], taken: frozenset[str]
) -> Chain:
    """The chain with the sides that are SymPy objects in their places, and what their symbols assume declared."""
    own_sides = [side for side in sides if not isinstance(side, str)]
    if chain.errors or not own_sides:
        return chain
    steps = tuple(
        step if written is None else replace(step, written=written)
        for step, written in zip(chain.steps, objects, strict=True)
    )
    declared = {d.name: d for d in chain.declarations if d.name not in taken}
    defined = {d.name for d in chain.definitions}
    for own in declarations_from_sympy(*own_sides):
        if own.name in declared or own.name in defined:
            if own != Declaration(own.name, own.kind):
                raise ValueError(f"`{own.name}` is declared twice: SymPy's symbol has assumptions of its own")
        else:
            declared[own.name] = own
    undeclared = (Declaration(name) for name in taken - declared.keys())
    return replace(chain, steps=steps, declarations=(*declared.values(), *undeclared))


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
    settings = _options(options)
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
    of_project = {file.settings.path: file.settings for file in files if file.settings is not None}
    return replace(check_files([*of_project.values(), *files], settings), skipped=skipped)


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
    return [*unreadable, *files], len(walked.skipped) + len(read) - len(files)


def _content(path: str) -> bytes:
    """A file's bytes; of a YAML file one byte more than is read of it, so that the reader can tell."""
    with open(path, "rb") as file:
        return file.read() if path.lower().endswith(".jsonl") else file.read(MAX_BYTES + 1)
