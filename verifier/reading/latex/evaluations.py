r"""Reads values at a point, and differences of values: `\left. f \right|_{x=a}`, `\left[ F \right]_a^b`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.model.chain import Kind
from verifier.reading.cursor import Part
from verifier.reading.latex.spelling import Range, is_name, spell
from verifier.reading.latex.tokens import Token
from verifier.terms.substitution import free_symbols

if TYPE_CHECKING:
    from verifier.reading.latex.reader import Reader

_NO_VARIABLE = frozenset({Kind.FUNCTION, Kind.INDEXED, Kind.MATRIX, Kind.VECTOR, Kind.RANDOM})


def value_at(reader: Reader, start: int, closing: int) -> Part:
    r"""`\left. f \right|_{x=a}`: f with a in the place of x; with a second point above, the difference of the values."""
    first = reader.tokens[start - 1]
    if reader.peek().kind == "end":
        raise reader.unexpected()
    low, high = _scripts(reader)
    if low is None:
        raise reader.refuse("unsupported:evaluation", "a value at a point needs `\\right|_{x=a}`", first.start)
    if high is not None:
        return _difference(reader, (start, closing), low, high)
    variable, point = _point(reader, low)
    if variable is None:
        raise reader.refuse("unsupported:evaluation", "a value at a point needs `x = a` below its bar", first.start)
    end = reader.tokens[reader.at - 1].end
    return reader.node("Subs", [_bound(reader, variable, (start, closing)), variable, point], first.start, end)


def difference_at(reader: Reader, start: int, closing: int) -> Part:
    r"""`[F]_a^b` behind its bracket: F at b without F at a."""
    first = reader.tokens[start - 1]
    low, high = _scripts(reader)
    if low is None or high is None:
        message = (
            "a bracket with one script: for a difference of values write both ends, `\\left[ F \\right]_{x=a}^{b}`"
        )
        raise reader.refuse("unsupported:evaluation", message, first.start, reader.tokens[closing].end)
    return _difference(reader, (start, closing), low, high)


def _scripts(reader: Reader) -> tuple[Range | None, Range | None]:
    """What stands below and above."""
    found: dict[str, Range] = {}
    while (sign := reader.peek()).text in ("_", "^") and sign.kind == "sign" and sign.text not in found:
        reader.at += 1
        found[sign.text] = reader.argument()
    return found.get("_"), found.get("^")


def _difference(reader: Reader, inside: Range, low: Range, high: Range) -> Part:
    first, end = reader.tokens[inside[0] - 1], reader.tokens[reader.at - 1].end
    named, below = _point(reader, low)
    other, above = _point(reader, high)
    variable = named or other or _only_name(reader, inside, first, end)
    inner = _bound(reader, variable, inside)
    values = [reader.node("Subs", [inner, variable, point], first.start, end) for point in (above, below)]
    return reader.node("add", [values[0], reader.node("neg", [values[1]], first.start, end)], first.start, end)


def _bound(reader: Reader, variable: Part, inside: Range) -> Part:
    """What stands inside, where the variable is bound."""
    reader.bound.append(variable[0].name)
    inner = reader.value_of(*inside)
    reader.bound.pop()
    return inner


def _only_name(reader: Reader, inside: Range, first: Token, end: int) -> Part:
    """The only symbol inside: a difference of values that names no variable can be by no other one."""
    at = reader.at
    term, place = reader.value_of(*inside)
    reader.at = at
    names = [n for n in free_symbols(term) if reader.kind_of(n) not in _NO_VARIABLE]
    if len(names) != 1 or names[0] in reader.names.defined or names[0] in reader.bound:
        message = "by which name is this a difference of values? write it below, `\\left[ F \\right]_{x=a}^{b}`"
        raise reader.refuse("ambiguous:evaluation", message, first.start, end)
    return reader.symbol(names[0], place.start, place.end)


def _point(reader: Reader, tokens: Range) -> tuple[Part | None, Part]:
    """`x = a` or `a`: the variable, if it is named, and the point."""
    return reader.whole(*tokens, lambda: _assignment(reader))


def _assignment(reader: Reader) -> tuple[Part | None, Part]:
    at = reader.at
    if is_name(reader.peek()):
        spelled = spell(reader)
        if reader.peek().text == "=" and not (spelled.exponent or spelled.transposed):
            reader.at += 1
            return reader.symbol(spelled.name, spelled.start, spelled.end), reader.total()
        reader.at = at
    return None, reader.total()
