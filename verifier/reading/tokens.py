"""Text to tokens: numbers, names, operators; every bracket with its partner."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from verifier.reading.characters import first_foreign, refuse_character
from verifier.reading.errors import ReadError, shown

MAX_CHARACTERS: Final = 10_000
MAX_DEPTH: Final = 64
MAX_DIGITS: Final = 400
MAX_EXPONENT: Final = 400

# [0-9] and [A-Za-z], never \d or \w: those match the digits and letters of other scripts too
_TOKEN: Final = re.compile(
    r"(?P<blank>[ \n]+)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<operator>\*\*|<=>|=>|->|<=|>=|==|!=|//|&&|\|\||:=|[-+*/^(),<>=\[\].])"
    r"""|(?P<string>(?<![A-Za-z0-9_)\]])(?:'[^'"\n]{0,99}'|"[^'"\n]{0,99}"))"""
    r"|(?P<other>.)"
)
_SHORT: Final = 4  # no number of so few characters is beyond a bound
_CLOSERS: Final = {"(": ")", "[": "]"}


class Token(NamedTuple):
    """`kind` is number, name, operator, string or end; `start` and `end` are offsets in the text."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text and an `end` token; brackets need not match. Raises ReadError."""
    if len(text) > MAX_CHARACTERS:
        message = f"the expression has more than {MAX_CHARACTERS:,} characters: name its parts under `let`"
        raise ReadError("too-long", message, MAX_CHARACTERS, len(text))
    foreign = first_foreign(text)
    if foreign is not None:
        raise refuse_character(text, foreign)
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "blank":
            continue
        start, end = match.span()
        if kind == "other":
            raise refuse_character(text, start)
        if kind == "number" and end - start > _SHORT:
            _check_number(match)
        found.append(Token(kind, text[start:end], start, end))
    found.append(Token("end", "", len(text.rstrip()), len(text.rstrip())))
    return found


def _check_number(match: re.Match[str]) -> None:
    written = match.group()
    mantissa, *exponent = re.split("[eE]", written)
    if len(mantissa.replace(".", "")) > MAX_DIGITS:
        message = f"a number has more than {MAX_DIGITS} digits: write it as a power or a symbol"
        raise ReadError("too-many-digits", message, *match.span())
    if exponent and (len(exponent[0]) > 9 or abs(int(exponent[0])) > MAX_EXPONENT):
        message = (
            f"the exponent of {shown(written)} is beyond {MAX_EXPONENT}: write a symbol, such as `N`, and declare it"
        )
        raise ReadError("too-large", message, *match.span())


def partners(tokens: list[Token], text: str) -> dict[int, int]:
    """The index of each opening bracket's partner. Raises ReadError where brackets do not match or nest too deep."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.text not in "([)]" or token.kind == "end":
            continue
        if token.text in _CLOSERS:
            if len(opened) == MAX_DEPTH:
                message = f"brackets nest deeper than {MAX_DEPTH}: name an inner part under `let`"
                raise ReadError("too-deep", message, token.start, token.end)
            opened.append(at)
        else:
            pairs[_partner(tokens, opened, token)] = at
    if opened:
        token = tokens[opened[-1]]
        message = f"`{token.text}` is never closed: write the missing `{_CLOSERS[token.text]}`"
        raise ReadError("unbalanced-bracket", message, token.start, token.end)
    return pairs


def _partner(tokens: list[Token], opened: list[int], closer: Token) -> int:
    if not opened:
        message = f"`{closer.text}` closes nothing: leave it out, or write the bracket that it closes"
        raise ReadError("unbalanced-bracket", message, closer.start, closer.end)
    at = opened.pop()
    expected = _CLOSERS[tokens[at].text]
    if closer.text != expected:
        message = f"`{tokens[at].text}` is closed by `{closer.text}`: write `{expected}`"
        raise ReadError("unbalanced-bracket", message, closer.start, closer.end)
    return at
