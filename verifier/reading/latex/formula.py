"""Reads one formula of notes: LaTeX to a term, with the place of every part, or the refusal that says why not.

Nothing is evaluated and nothing is guessed: what could be read in two ways is refused, with the declaration that settles it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifier.model.chain import Declaration, Kind, Place
from verifier.reading.cursor import Part
from verifier.reading.errors import ReadError
from verifier.reading.latex.conditions import condition_of
from verifier.reading.latex.cursor import Note
from verifier.reading.latex.derivatives import whole_differential
from verifier.reading.latex.evidence import runs_over
from verifier.reading.latex.names import Names
from verifier.reading.latex.reader import Reader
from verifier.reading.latex.refusals import Refusal, RefusedError
from verifier.reading.names import Names as SymbolTable
from verifier.reading.shapes import ShapeReader
from verifier.terms.record import record
from verifier.terms.term import Term

_TRAILING: Final = frozenset({",", ".", ";"})
_MATRICES: Final = frozenset({Kind.MATRIX, Kind.VECTOR})


@record
class Taken:
    """An undeclared name that a formula uses, and the words that declare it as it was read: `real`, `indexed real`, ..."""

    name: str
    words: str


@record
class Formula:
    """A formula as read. Offsets in `place` and `notes` count characters of the text that was given."""

    text: str
    term: Term
    place: Place
    taken: tuple[Taken, ...] = ()
    notes: tuple[Note, ...] = ()


def read_formula(text: str, names: Names) -> Formula | Refusal:
    """The value that the text is. Never raises."""
    return _read(text, names, lambda reader: whole_differential(reader) or reader.total())


def read_condition(text: str, names: Names) -> Formula | Refusal:
    r"""The condition that the text is: relations, chained, joined by `,`, `\text{and}`, `\land`, ... Never raises."""
    return _read(text, names, _condition)


def _condition(reader: Reader) -> Part:
    part = condition_of(reader, reader.at, reader.stop)
    reader.at = reader.stop
    return part


def _read(text: str, names: Names, read: Callable[[Reader], Part]) -> Formula | Refusal:
    try:
        reader = Reader(text, names)
        return _formula(reader, read)
    except RefusedError as error:
        refusal = error.refusal
        return Refusal(refusal.code, refusal.message, refusal.start, min(refusal.end, len(text)), refusal.declaration)


def _formula(reader: Reader, read: Callable[[Reader], Part]) -> Formula:
    while reader.stop and reader.tokens[reader.stop - 1].text in _TRAILING:
        reader.stop -= 1
    if not reader.stop:
        raise RefusedError("empty", "there is no formula here: write one", 0, len(reader.text))
    reader.indexed = reader.names.evidence.indexed | runs_over(reader.tokens)
    term, place = read(reader)
    if reader.at < reader.stop:
        raise reader.unexpected()
    _check_shapes(reader, term, place)
    taken = tuple(Taken(name, words) for name, words in reader.taken.items())
    return Formula(reader.text, term, place, taken, tuple(reader.notes))


def _check_shapes(reader: Reader, term: Term, place: Place) -> None:
    """Refuses matrices that do not fit, and undeclared capitals beside matrices."""
    if not reader.has_matrix:
        return
    capital = next((name for name in reader.taken if name[0].isupper() and len(name) == 1), None)
    if capital is not None:
        message = f"is `{capital}` a matrix too? declare it"
        raise RefusedError("matrix", message, place.start, place.end, f"symbols {capital} real")
    kinds, shapes = reader.names.kinds, reader.names.shapes
    table = {n: Declaration(n, k, shape=shapes[n]) for n, k in kinds.items() if k in _MATRICES and n in shapes}
    try:
        ShapeReader(reader.text, SymbolTable(table)).shape_of(term, place)
    except ReadError as error:
        raise RefusedError("matrix", error.message, error.start, error.end) from None
