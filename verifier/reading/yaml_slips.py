"""Lines of a file where YAML needs a sign or a space that the author left out, and what to write."""

from __future__ import annotations

import re
from typing import Final

from verifier.reading.nodes import FileError

_GLUED: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*):(?!\s)(.+)")
_NAMES_FIRST: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*(?: *, *[A-Za-z_][A-Za-z0-9_]*)*) +([^:]+)")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DASH: Final = re.compile(r"-(?![-\s])(.+)")
_ITEM: Final = re.compile(r"\s*- +(.*)")
_WIDE_INDENT: Final = re.compile(r"^ *([\u00a0\u2000-\u200a\u202f\u205f\u3000])", re.MULTILINE)
STEP_KEY: Final = re.compile(r"\s*(relation|because|note|given|expect|watch|within|order):\s")


def check_indent(text: str) -> None:
    """Raises FileError where a line is indented by a space that YAML takes for a letter."""
    found = None if text.isascii() else _WIDE_INDENT.search(text)
    if found:
        line = text.count("\n", 0, found.start(1)) + 1
        column = found.start(1) - text.rfind("\n", 0, found.start(1))
        message = f"a space that is none to YAML (U+{ord(found[1]):04X}) indents this line: write plain spaces"
        raise FileError("bad-indent", message, line, column, column + 1)


def with_colon(written: str) -> str | None:
    """The line `name: words` that was meant without its colon, or without the space behind it; None for others."""
    glued, named = _GLUED.fullmatch(written), _NAMES_FIRST.fullmatch(written)
    if glued:
        return f"{glued[1]}: {glued[2]}"
    if named:
        return f"{named[1]}: {named[2]}"
    return f"{written}: ..." if _NAME.fullmatch(written) else None


def missing_colon(lines: tuple[str, ...], line: int) -> FileError | None:
    """The error for a line, counted from 0, that lacks its colon or the space behind its dash; None for others."""
    if line >= len(lines):
        return None
    written = re.split(r"\s#", lines[line])[0].strip()
    column = len(lines[line]) - len(lines[line].lstrip()) + 1
    dash, offer = _DASH.fullmatch(written), with_colon(written)
    if dash:
        message = f"`-` needs a space behind it to begin a line of the chain: write `- {dash[1]}`"
    elif offer:
        message = f"a key needs `: ` behind it, with a space: write `{offer}`"
    else:
        return None
    return FileError("yaml-syntax", message, line + 1, column, column + len(written))


def key_below_item(lines: tuple[str, ...], line: int) -> FileError | None:
    """The error for a key such as `note:` below an item that is an expression alone; None for others."""
    key = STEP_KEY.match(lines[line] + " ")
    item = _ITEM.fullmatch(lines[line - 1]) if line else None
    if not key or not item or re.search(r":\s", item[1] + " "):
        return None
    message = f"`{key[1]}` belongs to a line in the long form: write `- expr: {item[1].strip()}` above it"
    column = key.start(1) + 1
    return FileError("yaml-syntax", message, line + 1, column, column + len(key[1]))
