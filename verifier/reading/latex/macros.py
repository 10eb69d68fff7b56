r"""Collects the author's macros (`\newcommand`, `\def`, `\DeclareMathOperator`, ...) and expands them within bounds.

Nothing of TeX is run: a macro is a text with places for its arguments. What is put in has the place of the use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from verifier.reading.notes.document import Text
from verifier.terms.record import record

MAX_STEPS: Final = 1_000
MAX_LENGTH: Final = 50_000
MAX_DEPTH: Final = 30
MAX_MACROS: Final = 2_000

_DEFINITION: Final = re.compile(
    r"\\(?P<new>newcommand|renewcommand|providecommand|DeclareRobustCommand)\*?\s*(?:\{\s*(?P<a>\\(?:[A-Za-z]+|.))\s*\}|(?P<b>\\(?:[A-Za-z]+|.)))"
    r"|\\(?P<operator>DeclareMathOperator)\*?\s*\{?\s*(?P<c>\\[A-Za-z]+)\s*\}?"
    r"|\\[gx]?(?P<def>def)\s*(?P<d>\\(?:[A-Za-z]+|.))(?P<parameters>(?:\s*#[1-9])*)\s*(?=\{)",
    re.DOTALL,
)
_COUNT: Final = re.compile(r"\s*\[\s*([0-9])\s*\]")
_COMMENT: Final = re.compile(r"(?<!\\)%[^\n]*")
_PLACEHOLDER: Final = re.compile(r"#([1-9])")


@record
class Macro:
    """A command's `body` with `#1`, `#2`, ... for its arguments; the first may have a default value."""

    name: str
    arguments: int
    default: str | None
    body: str


@record
class MacroError:
    """A text that cannot be expanded: `code` is `macro-loop`, `macro-too-long` or `macro-argument`; offset in the source."""

    code: str
    message: str
    offset: int


Table = Mapping[str, Macro]


def collect(texts: Iterable[str]) -> dict[str, Macro]:
    r"""The macros that these texts define, the last definition of a name; `\providecommand` gives way to any other."""
    table: dict[str, Macro] = {}
    for text in texts:
        clean = _COMMENT.sub(lambda m: " " * len(m.group()), text)
        for macro, gives_way in _definitions(clean):
            if len(table) >= MAX_MACROS:
                return table
            if not (gives_way and macro.name in table):
                table[macro.name] = macro
    return table


def _definitions(text: str) -> Iterator[tuple[Macro, bool]]:
    for match in _DEFINITION.finditer(text):
        name = match["a"] or match["b"] or match["c"] or match["d"]
        at, count, default = match.end(), 0, None
        if match["def"]:
            count = match["parameters"].count("#")
        elif match["new"]:
            counted = _COUNT.match(text, at)
            if counted:
                count, at = int(counted[1]), counted.end()
                default, at = _optional(text, at)
        body, _ = _braced(text, at)
        if body is None:
            continue
        yield (
            Macro(name, count, default, f"\\operatorname{{{body}}}" if match["operator"] else body),
            match["new"] == "providecommand",
        )


def _blank_end(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _optional(text: str, at: int) -> tuple[str | None, int]:
    """What stands in the square bracket that comes next, if one does, and where it ends."""
    start = _blank_end(text, at)
    if start >= len(text) or text[start] != "[":
        return None, at
    depth = 0
    for k in range(start + 1, min(len(text), start + MAX_LENGTH)):
        depth += (text[k] == "{") - (text[k] == "}")
        if text[k] == "]" and depth == 0:
            return text[start + 1 : k], k + 1
    return None, at


def _braced(text: str, at: int) -> tuple[str | None, int]:
    """What stands in the braces that come next, and where they end; None where there are none."""
    start = _blank_end(text, at)
    if start >= len(text) or text[start] != "{":
        return None, at
    end = _brace_end(text, start)
    return (None, at) if end is None else (text[start + 1 : end], end + 1)


def _brace_end(text: str, start: int) -> int | None:
    """Where the brace that opens at `start` closes; an escaped brace does not count."""
    depth, k = 0, start
    stop = min(len(text), start + MAX_LENGTH)
    while k < stop:
        character = text[k]
        if character == "\\":
            k += 2
            continue
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return k
        k += 1
    return None


# expansion


def expand(text: Text, table: Table) -> Text | MacroError:
    """The text with every macro replaced, and no definition left in it."""
    if not any(name in text.characters for name in table):
        return text
    if len(text.characters) > MAX_LENGTH:
        return MacroError("macro-too-long", f"a text of more than {MAX_LENGTH:,} characters", text.offsets[0])
    return _Expansion(table).expand(text)


class _Expansion:
    """One expansion: a stack of what is still to be read, each piece with the depth of macros it came from."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._characters: list[str] = []
        self._offsets: list[int] = []
        self._length = 0

    def expand(self, text: Text) -> Text | MacroError:
        waiting = [(text, 0)]
        steps = 0
        while waiting:
            piece, depth = waiting.pop()
            found = self._find(piece.characters)
            if found is None:
                self._put(piece)
                continue
            start, end, macro = found
            self._put(piece.part(0, start))
            steps += 1
            error = self._bound(macro, depth, steps, piece.offsets[start])
            if error is not None:
                return error
            arguments = _arguments(piece, end, macro)
            if arguments is None:
                return MacroError("macro-argument", f"`{macro.name}` lacks an argument", piece.offsets[start])
            values, behind = arguments
            if len(macro.body) + macro.body.count("#") * max(map(len, values), default=0) > MAX_LENGTH:
                return MacroError("macro-too-long", f"`{macro.name}` expands to too long a text", piece.offsets[start])
            waiting.append((piece.part(behind, len(piece.characters)), depth))
            waiting.append(
                (_filled(macro, values, piece.offsets[start], piece.characters[behind : behind + 1]), depth + 1)
            )
        return Text("".join(self._characters), (*self._offsets, text.offsets[-1]))

    def _put(self, piece: Text) -> None:
        self._characters.append(piece.characters)
        self._offsets += piece.offsets[: len(piece.characters)]
        self._length += len(piece.characters)

    def _bound(self, macro: Macro, depth: int, steps: int, offset: int) -> MacroError | None:
        if depth >= MAX_DEPTH:
            return MacroError(
                "macro-loop", f"`{macro.name}` is defined by itself, or nests deeper than {MAX_DEPTH}", offset
            )
        if steps > MAX_STEPS or self._length > MAX_LENGTH:
            return MacroError("macro-too-long", f"`{macro.name}` and others expand to too long a text", offset)
        return None

    def _find(self, characters: str) -> tuple[int, int, Macro] | None:
        """The first macro used here, and where its name ends."""
        for match in _COMMAND.finditer(characters):
            macro = self._table.get(match.group())
            if macro is not None:
                return match.start(), match.end(), macro
        return None


_COMMAND: Final = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)


def _arguments(piece: Text, at: int, macro: Macro) -> tuple[list[str], int] | None:
    """The arguments of a use that ends its name at `at`, and where they end; None where one is missing."""
    characters = piece.characters
    values: list[str] = []
    if macro.default is not None:
        given, at = _optional(characters, at)
        values.append(macro.default if given is None else given)
    while len(values) < macro.arguments:
        start = _blank_end(characters, at)
        if start >= len(characters) or characters[start] in "}&":
            return None
        value, behind = _braced(characters, at)
        if value is None:
            match = _COMMAND.match(characters, start)
            value = match.group() if match else characters[start]
            behind = start + len(value)
        values.append(value)
        at = behind
    return values, at


def _filled(macro: Macro, values: list[str], offset: int, follows: str) -> Text:
    """The body with the arguments in their places; a command at its end is kept apart from a letter behind it."""
    body = _PLACEHOLDER.sub(lambda m: values[int(m[1]) - 1] if int(m[1]) <= len(values) else m[0], macro.body)
    if follows.isalpha() and re.search(r"\\[A-Za-z]+$", body):
        body += " "
    return Text(body, (offset,) * (len(body) + 1))
