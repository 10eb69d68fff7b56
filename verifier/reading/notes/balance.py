"""Braces and environments of a display must be closed, and rows not too long: found here, before anything is read."""

from __future__ import annotations

import re
from typing import Final

from verifier.reading.errors import ReadError
from verifier.reading.latex.tokens import MAX_CHARACTERS

MAX_NESTED: Final = 200
_TOKEN: Final = re.compile(r"\\(?P<which>begin|end)\s*\{(?P<name>[^{}\\]{0,40})\}|\\.|[{}]", re.DOTALL)


def check_balance(characters: str) -> None:
    """Raises ReadError where braces or environments do not pair up or nest more than 200 deep, or a row is too long."""
    opened: list[tuple[str, int]] = []
    row = 0
    for found in _TOKEN.finditer(characters):
        name = f"environment {found['name']}" if found["which"] else found.group()
        if found.group() == "\\\\":
            _check_length(characters, row, found.start())
            row = found.end()
        elif name == "{" or found["which"] == "begin":
            opened.append((name, found.start()))
            if len(opened) > MAX_NESTED:
                message = f"braces nest deeper than {MAX_NESTED} here: split the formula"
                raise ReadError("too-deep", message, found.start(), found.end())
        elif name == "}" or found["which"] == "end":
            _close(opened, name, found)
    if opened:
        raise _unclosed(*opened[-1])
    _check_length(characters, row, len(characters))


def _check_length(characters: str, start: int, end: int) -> None:
    if end - start > MAX_CHARACTERS:
        blanks = end - start - len(characters[start:end].lstrip())
        message = f"this row has more than {MAX_CHARACTERS:,} characters: define its parts with `let`"
        raise ReadError("too-large", message, start + blanks, end)


def _close(opened: list[tuple[str, int]], name: str, found: re.Match[str]) -> None:
    wanted = "{" if name == "}" else name
    if opened and opened[-1][0] == wanted:
        opened.pop()
        return
    if opened and any(n == wanted for n, _ in opened[-3:]):
        raise _unclosed(*opened[-1])
    if found["which"]:
        message = (
            f"`{found.group()}` ends what was not begun: write `\\begin{{{found['name']}}}` before it or delete it"
        )
        raise ReadError("unbalanced-environment", message, found.start(), found.end())
    message = "this `}` closes nothing: delete it, or write the `{` before it"
    raise ReadError("unbalanced-braces", message, found.start(), found.end())


def _unclosed(name: str, at: int) -> ReadError:
    if name == "{":
        message = "this `{` is not closed within its formula: write the `}`"
        return ReadError("unbalanced-braces", message, at, at + 1)
    environment = name.removeprefix("environment ")
    message = f"`\\begin{{{environment}}}` is not ended within its formula: write `\\end{{{environment}}}`"
    return ReadError("unbalanced-environment", message, at, at + 1)
