"""What is wrong with a declaration, in the words of notes: a remark has no keys to write something under."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    (re.compile(r"(?:add|declare) `(\w+): ([^`]*)` under `symbols`"), r"declare `symbols \1 \2`"),
    (re.compile(r"declare `(\w+)` under `symbols`"), r"declare `symbols \1 real`"),
    (re.compile(r"declare `(\w+): ([\w ]+)`(?! under)"), r"declare `symbols \1 \2`"),
    (re.compile(r"under `(let|assume)`"), r"with `\1`"),
)


def in_remarks(message: str) -> str:
    """The message with what to write as a remark says it."""
    for pattern, words in _WORDS:
        message = pattern.sub(words, message)
    return message
