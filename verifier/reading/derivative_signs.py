"""Derivatives written as quotients that are not read as such: `dy/dx`, `d/dx x^2`, `d^2/dx^2 (x^3)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from verifier.reading.errors import MAX_SHOWN, ReadError
from verifier.reading.names import may_be_symbol
from verifier.terms.vocabulary import RELATIONS

if TYPE_CHECKING:
    from verifier.reading.cursor import Cursor
    from verifier.reading.tokens import Token

_FIRST: Final = re.compile(r"d(?P<over>[A-Za-z][A-Za-z0-9_]*)?(?P<of>\([^()]*\))? */ *d(?P<by>[A-Za-z][A-Za-z0-9_]*)")
_HIGHER: Final = re.compile(
    r"d *(?:\^|\*\*)? *(?P<order>[0-9]{1,2}) *(?P<over>[A-Za-z][A-Za-z0-9_]*)?(?P<of>\([^()]*\))?"
    r" */ *d *(?P<by>[A-Za-z][A-Za-z0-9_]*?) *(?:\^|\*\*)? *(?P=order)(?![A-Za-z0-9_])"
)
_ENDS: Final = frozenset({"+", "-", ",", ")", "]", "and", "or", *RELATIONS})


def unread_derivative(reader: Cursor, first: Token) -> ReadError | None:
    """The error for a derivative that begins with this unknown name, just read; None where there is none."""
    found = _HIGHER.match(reader.text, first.start) or _FIRST.match(reader.text, first.start)
    if found is None or len(found.group()) > MAX_SHOWN or not _is_meant(found, reader):
        return None
    message = f"`{found.group()}` is not read as a derivative: write {_offer(found, reader)}"
    return ReadError("bad-derivative-sign", message, *found.span())


def _is_meant(found: re.Match[str], reader: Cursor) -> bool:
    """Whether what stands above and below can be a derivative's, and no part of it is declared by itself."""
    over, by, names = found["over"], found["by"], reader.names
    if names.is_known(f"d{by}") or not may_be_symbol(by, names):
        return False
    return over is None or found["of"] is not None or may_be_symbol(over, names)


def _offer(found: re.Match[str], reader: Cursor) -> str:
    over, of, by, names = found["over"], found["of"], found["by"], reader.names
    order = found.groupdict().get("order")
    rest = f"{by}, {order}" if order else by
    if not over and not of:
        body = _body(reader, found.end())
        if order:
            return f"`Derivative({body or 'f'}, {rest})`"
        return f"`d/d{by} ({body or '...'})`, with brackets"
    differentiated = f"{over}{of or ''}" if over else of[1:-1]
    offer = f"`Derivative({differentiated}, {rest})`"
    if of is None and not names.is_known(over):
        offer += f", and {names.define(over)}"
    if names.taken is not None and of is None and not order:
        offer += f"; for a quotient of two symbols {names.declare(f'd{over}, d{by}: real')}"
    return offer


def _body(reader: Cursor, start: int) -> str:
    """What stands behind the sign, without brackets around it; nothing where it is long or may end in two places."""
    at = first = next(k for k, token in enumerate(reader.tokens) if token.start >= start)
    while reader.tokens[at].kind != "end" and reader.tokens[at].text not in _ENDS:
        at = reader.partners.get(at, at) + 1
    if at == first or reader.tokens[at].text in ("+", "-"):
        return ""
    if reader.partners.get(first) == at - 1:
        first, at = first + 1, at - 1
    body = reader.text[reader.tokens[first].start : reader.tokens[at - 1].end]
    return body if len(body) <= MAX_SHOWN else ""
