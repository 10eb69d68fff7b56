"""Reads what has a layout of its own: roots, bars, cases, matrices, and values at a point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verifier.model.chain import Kind
from verifier.reading.cursor import Part
from verifier.reading.latex.conditions import case_condition, starts_condition
from verifier.reading.latex.evaluations import value_at
from verifier.reading.latex.spelling import Range
from verifier.reading.latex.tokens import ADJACENT, Token
from verifier.reading.latex.vocabulary import BARS
from verifier.terms.term import TWO, integer

if TYPE_CHECKING:
    from verifier.reading.latex.reader import Reader

_CASES: Final = frozenset({"cases", "dcases", "rcases", "array"})
_MATRICES: Final = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix", "vmatrix"})


def read_root(reader: Reader) -> Part:
    r"""`\sqrt{x}`, `\sqrt[n]{x}`; a third root is the real one."""
    token = reader.take()
    degree: Part | None = None
    if reader.peek().kind == "open" and reader.peek().text == "[":
        closing = reader.closing()
        degree = reader.value_of(reader.at + 1, closing)
        reader.at = closing + 1
    body = reader.value_of(*reader.argument())
    end = reader.tokens[reader.at - 1].end
    if degree is None or degree[0] == TWO:
        return reader.node("sqrt", [body], token.start, end)
    if degree[0] == integer(3):
        return reader.node("cbrt", [body], token.start, end)
    return reader.node("root", [body, degree], token.start, end)


# bars


def read_bars(reader: Reader, start: int | None = None, closing: int | None = None) -> Part:
    r"""`|x|`; with `start` and `closing` bars that say which side they are, or `\left. x \right|_{x=a}`."""
    if start is not None and closing is not None:
        return _sided(reader, start, closing)
    token = reader.take()
    if token.text not in BARS:
        return _norm(reader, token)
    if reader.peek().text == "." or reader.peek().kind == "end":
        raise reader.unexpected()
    reader.bars += 1
    inner = reader.total()
    reader.bars -= 1
    closer = reader.peek()
    if closer.text not in BARS:
        raise _unclosed(reader, token, closer)
    reader.at += 1
    if inner[0].head == "Abs" and inner[1].start == token.end and inner[1].end == closer.start:
        return _refuse_norm(reader, token, closer.end)
    if reader.peek().text == "_":
        raise reader.refuse(
            "unsupported:evaluation", "a value at a point needs `\\left. ... \\right|_{x=a}`", token.start
        )
    return reader.node("Abs", [inner], token.start, closer.end)


def _unclosed(reader: Reader, token: Token, closer: Token) -> Exception:
    message = "a bar that nothing closes: a condition behind a bar, or a missing bar"
    return reader.refuse("unsupported:conditional probability", message, token.start, closer.end)


def _refuse_norm(reader: Reader, token: Token, end: int) -> Part:
    message = f"{reader.written(token.start, end)} is a norm: declare the vector, or write one bar on each side"
    raise reader.refuse("matrix", message, token.start, end)


def _norm(reader: Reader, token: Token) -> Part:
    start = reader.at
    while reader.at < reader.stop and reader.peek().text != token.text:
        reader.at = reader.partners.get(reader.at, reader.at) + 1
    if reader.at >= reader.stop:
        raise reader.unexpected()
    reader.at += 1
    return _length(reader, start, reader.at - 1)


def _length(reader: Reader, start: int, stop: int) -> Part:
    """The Euclidean length of a declared vector."""
    inner = reader.value_of(start, stop)
    first, last = reader.tokens[start - 1], reader.tokens[stop]
    is_vector = inner[0].head == "symbol" and reader.kind_of(inner[0].name) is Kind.VECTOR
    if not is_vector or reader.peek().text == "_":
        return _refuse_norm(reader, first, last.end)
    transposed = reader.node("Transpose", [inner], *_ends(inner))
    square = reader.node("mul", [transposed, inner], *_ends(inner))
    return reader.node("sqrt", [square], first.start, last.end)


def _ends(part: Part) -> tuple[int, int]:
    return part[1].start, part[1].end


def _sided(reader: Reader, start: int, closing: int) -> Part:
    first, last = reader.tokens[start - 1], reader.tokens[closing]
    if first.text.endswith("."):
        return value_at(reader, start, closing)
    if first.text.endswith("norm"):
        return _length(reader, start, closing)
    inner = reader.value_of(start, closing)
    if inner[0].head == "Abs" and inner[1].start == first.end + ADJACENT and inner[1].end == last.start:
        return _refuse_norm(reader, first, last.end)
    if reader.peek().text == "_":
        raise reader.refuse(
            "unsupported:evaluation", "a value at a point needs `\\left. ... \\right|_{x=a}`", first.start
        )
    return reader.node("Abs", [inner], first.start, last.end)


def read_environment(reader: Reader, start: int | None = None, closing: int | None = None) -> Part:
    r"""Cases and matrices; with `start` and `closing` what stands between `\left\{` and `\right.`."""
    if start is not None and closing is not None:
        return reader.whole(start, closing, lambda: _braced_cases(reader))
    token, at = reader.peek(), reader.at
    stop = reader.partners[at]
    reader.at = stop + 1
    if token.text in ("cases", "dcases", "rcases"):
        return _cases(reader, at + 1, stop)
    if token.text.rstrip("*") in _MATRICES:
        return _matrix(reader, token, at + 1, stop)
    code = "matrix" if "matrix" in token.text or token.text == "array" else f"unsupported:{token.text}"
    raise reader.refuse(code, f"`{token.text}` inside of a formula is not understood", token.start, token.end)


def _braced_cases(reader: Reader) -> Part:
    token, at = reader.peek(), reader.at
    if token.kind != "begin" or token.text not in _CASES:
        raise reader.refuse("unsupported:cases", "a brace that opens and does not close: use `cases`", token.start)
    reader.at = reader.partners[at] + 1
    return _cases(reader, at + 1, reader.at - 1)


def _rows(reader: Reader, start: int, stop: int) -> list[list[Range]]:
    """The cells of each row that is not empty."""
    rows: list[list[Range]] = [[]]
    at = first = start
    while at <= stop:
        token = reader.tokens[at]
        ends = at == stop or token.kind == "row"
        if ends or token.text == "&":
            rows[-1].append((first, at))
            first = at + 1
        if ends:
            rows.append([])
        at = reader.partners.get(at, at) + 1 if not ends else at + 1
    return [row for row in rows if any(a < b for a, b in row)]


def _cases(reader: Reader, start: int, stop: int) -> Part:
    """Piecewise: value and condition in turn; the last row may say `otherwise`."""
    first, last = reader.tokens[start - 1], reader.tokens[stop]
    parts: list[Part] = []
    reader.deepen(1)
    for row in _rows(reader, start, stop):
        value, condition = _split(reader, row)
        parts += [reader.value_of(*value), case_condition(reader, *condition)]
    reader.deepen(-1)
    if not parts:
        raise reader.refuse("empty", "`cases` without a row", first.start, last.end)
    return reader.node("Piecewise", parts, first.start, last.end)


def _split(reader: Reader, row: list[Range]) -> tuple[Range, Range]:
    """The value and the condition of a row: its two cells, or what stands before and behind `if` or a comma."""
    if len(row) == 1:
        start, stop = row[0]
        at = next((k for k in range(start, stop) if starts_condition(reader, k)), stop)
        row = [(start, at), (at, stop)]
    (start, stop), (first, _) = row[0], row[1]
    while stop > start and reader.tokens[stop - 1].text in (",", ";", "."):
        stop -= 1
    if first == row[-1][1]:
        message = "a case without a condition: write `& x > 0`, or `& \\text{otherwise}`"
        raise reader.refuse("unsupported:cases", message, reader.tokens[start].start, reader.tokens[row[0][1]].end)
    return (start, stop), (first, row[-1][1])


def _matrix(reader: Reader, token: Token, start: int, stop: int) -> Part:
    rows = _rows(reader, start, stop)
    last = reader.tokens[stop]
    if not rows or len({len(row) for row in rows}) != 1:
        message = "the rows of a matrix have different lengths: write as many entries in each"
        raise reader.refuse("matrix", message, token.start, last.end)
    entries = [reader.value_of(*cell) for row in rows for cell in row]
    reader.has_matrix = True
    part = reader.node("Matrix", entries, token.start, last.end, str(len(rows[0])))
    return reader.node("Determinant", [part], token.start, last.end) if token.text == "vmatrix" else part
