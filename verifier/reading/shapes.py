"""Checks the shapes of matrices: what may be added, multiplied, transposed, compared."""

from __future__ import annotations

from typing import Final

from verifier.model.chain import Kind, Place
from verifier.reading.errors import ReadError, shown
from verifier.reading.names import Names, Shape
from verifier.terms.printer import text_of
from verifier.terms.term import ONE, ZERO, Term, integer

_KEEPS_SHAPE: Final = frozenset({"neg", "Sum", "Limit", "Subs", "Integral", "Expectation", "conjugate", "re", "im"})


class ShapeReader:
    """Finds the shape of a term, None for a scalar; a 1x1 matrix is a scalar. Raises ReadError where shapes clash."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names

    def shape_of(self, term: Term, place: Place) -> Shape | None:
        """The shape (rows, columns) of the term that stands at `place`."""
        if not term.args:
            named = self._shape_of_name(term) if term.head == "symbol" else None
            return None if named == (ONE, ONE) else named
        shapes = [self.shape_of(a, p) for a, p in zip(term.args, place.parts, strict=True)]
        shape = self._combine(term, place, shapes)
        return None if shape == (ONE, ONE) else shape

    def _shape_of_name(self, term: Term) -> Shape | None:
        declaration = self._names.declared.get(term.name)
        if declaration is not None:
            if declaration.kind in (Kind.MATRIX, Kind.VECTOR):
                return declaration.shape[0], declaration.shape[1]
            return None
        defined = self._names.defined.get(term.name)
        return None if defined is None else defined.shape

    def _combine(self, term: Term, place: Place, shapes: list[Shape | None]) -> Shape | None:
        match term.head:
            case "Matrix":
                self._scalars(term, place, shapes, 0)
                width = int(str(term.value))
                return integer(len(term.args) // width), integer(width)
            case "Identity":
                self._scalars(term, place, shapes, 0)
                return term.args[0], term.args[0]
            case "Transpose":
                return (shapes[0][1], shapes[0][0]) if shapes[0] else None
            case "Inverse" | "Trace" | "Determinant":
                square = self._square(term, place.parts[0], shapes[0])
                return square if term.head == "Inverse" else None
            case "add":
                return self._same(place, shapes, list(place.parts))
            case "eq" | "ne":
                sides = [k for k, side in enumerate(term.args) if side != ZERO]  # a written 0 is a zero matrix too
                self._same(place, [shapes[k] for k in sides], [place.parts[k] for k in sides])
                return None
            case "mul":
                return self._product(place, shapes)
            case "pow":
                self._scalars(term, place, shapes[1:], 1)
                return self._square(term, place.parts[0], shapes[0]) if shapes[0] else None
            case "div":
                self._scalars(term, place, shapes[1:], 1)
                return shapes[0]
            case "Derivative":
                return self._derivative(term, place, shapes)
            case "Piecewise":
                return self._same(place, shapes[::2], list(place.parts[::2]))
            case _ if term.head in _KEEPS_SHAPE:
                self._scalars(term, place, shapes[1:], 1)
                return shapes[0]
            case _:
                self._scalars(term, place, shapes, 0)
                return None

    def _same(self, place: Place, shapes: list[Shape | None], places: list[Place]) -> Shape | None:
        for shape, other in zip(shapes, places, strict=True):
            if shape != shapes[0]:
                message = f"{self._at(places[0])} is {_name(shapes[0])} and {self._at(other)} is {_name(shape)}"
                raise self._error(f"{message}: write terms of one shape", other)
        return shapes[0] if shapes else None

    def _product(self, place: Place, shapes: list[Shape | None]) -> Shape | None:
        total = shapes[0]
        for k, shape in enumerate(shapes[1:], 1):
            if total is not None and shape is not None and total[1] != shape[0]:
                message = f"{_name(total)} times {_name(shape)} ({self._at(place.parts[k])})"
                raise self._error(f"{message} is no product: transpose one, or change the order", place.parts[k])
            total = (total[0], shape[1]) if total and shape else total or shape
            total = None if total == (ONE, ONE) else total
        return total

    def _square(self, term: Term, place: Place, shape: Shape | None) -> Shape | None:
        if shape is not None and shape[0] != shape[1]:
            raise self._error(f"{self._at(place)} is {_name(shape)}: write a square matrix here", place)
        return shape

    def _derivative(self, term: Term, place: Place, shapes: list[Shape | None]) -> Shape | None:
        """By a vector: the column of partials of a scalar."""
        by = [k for k, shape in enumerate(shapes) if k and shape]
        if not by:
            return shapes[0]
        if shapes[0] is not None or len(by) > 1 or term.args[2:] != (ONE,):
            raise self._error(
                "a derivative by a vector is read of a scalar only, and once: write out its entries", place
            )
        return shapes[by[0]]

    def _scalars(self, term: Term, place: Place, shapes: list[Shape | None], first: int) -> None:
        for k, shape in enumerate(shapes, first):
            if shape is not None:
                message = f"{self._at(place.parts[k])} is {_name(shape)}, and a number is due here"
                raise self._error(f"{message}: write one of its entries, or `Trace`, `Determinant`", place.parts[k])

    def _at(self, place: Place) -> str:
        return shown(self._text[place.start : place.end])

    def _error(self, message: str, place: Place) -> ReadError:
        return ReadError("wrong-shape", message, place.start, place.end)


def _name(shape: Shape | None) -> str:
    return "a number" if shape is None else f"a {text_of(shape[0])} x {text_of(shape[1])} matrix"
