"""Where macros are defined: `\\newcommand`, `\\def`, `\\DeclareMathOperator` and their kin, with their extent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

MAX_LENGTH: Final = 4_000
MAX_NESTED: Final = 40
_DEFINES: Final = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator)\*?|(?P<def>[gex]?def)|"
    r"(?P<let>let))(?![A-Za-z])"
)
_ESCAPED_OR_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_NAME: Final = r"\s*(?:\{\s*\\(?:[A-Za-z]+|.)\s*\}|\\(?:[A-Za-z]+|.))"
_NEW: Final = re.compile(_NAME + r"\s*(?:\[\s*[0-9]\s*\]\s*(?:\[(?P<default>[^\[\]]{0,200})\]\s*)?)?(?=\{)")
_DEF: Final = re.compile(r"\s*\\(?:[A-Za-z]+|.)[^{}\\\n]{0,60}(?=\{)")
_LET: Final = re.compile(r"\s*\\(?:[A-Za-z]+|.)\s*=?\s*(?:\\(?:[A-Za-z]+|.)|[^\s\\{}])")


def definitions(characters: str) -> Iterator[tuple[int, int]]:
    """Start and end of each macro definition, in their order. What does not read as a definition is passed over."""
    at = 0
    while found := _DEFINES.search(characters, at):
        end = definition_end(characters, found)
        at = end or found.end()
        if end:
            yield found.start(), end


def definition_at(characters: str, at: int) -> int | None:
    """Where the definition that begins at this offset ends; None if none begins here."""
    found = _DEFINES.match(characters, at)
    return definition_end(characters, found) if found else None


def definition_end(characters: str, found: re.Match[str]) -> int | None:
    """Where the definition ends whose first word was found; None if it is not one."""
    if found["let"]:
        named = _LET.match(characters, found.end())
        return named.end() if named else None
    named = (_NEW if found["new"] else _DEF).match(characters, found.end())
    return group_end(characters, named.end()) if named else None


def group_end(characters: str, at: int) -> int | None:
    """Behind the `}` that closes the `{` at this offset; None if it is not closed within a macro's bounds."""
    depth = 0
    for found in _ESCAPED_OR_BRACE.finditer(characters, at, min(at + MAX_LENGTH, len(characters))):
        if found.group() == "{":
            depth += 1
            if depth > MAX_NESTED:
                return None
        elif found.group() == "}":
            depth -= 1
            if depth == 0:
                return found.end()
    return None
