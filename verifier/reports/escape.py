"""The author's text made safe for a terminal, and its width there."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_BREAK: Final = re.compile(r" *[\t\r\n][ \t\r\n]*")


def escape(text: str, encoding: str = "utf-8") -> str:
    """The text with every control, format (bidirectional ones among them) and surrogate character, every line break
    and every character that `encoding` cannot write as `<U+XXXX>`.

    The one way by which file names, names and lines of the author reach a terminal.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(escape_character(c, encoding) for c in text)


def escape_character(character: str, encoding: str = "utf-8") -> str:
    """What `escape` makes of one character."""
    if unicodedata.category(character) in _HIDDEN or not _is_writable(character, encoding):
        return f"<U+{ord(character):04X}>"
    return character


def one_line(text: str, encoding: str = "utf-8") -> str:
    """The escaped text on one line: a tab or a line break, with the blanks around it, becomes one blank."""
    return escape(_BREAK.sub(" ", text), encoding)


def cells(text: str) -> int:
    """The columns that escaped text takes on a terminal: wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(c) for c in text)


def _cells_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _is_writable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
