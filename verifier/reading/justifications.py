"""Tells a `because` that is judged from one that is prose: a relation at its top makes it a condition."""

from __future__ import annotations

import re
from typing import Final

_WORD_CONDITION: Final = re.compile(r"\s*(?:Eq|Ne|Lt|Le|Gt|Ge|And|Or|Not|not)\s*\(")
_RELATION: Final = re.compile(r"[<>=]|!=|\u2264|\u2265|\u2260")
_ARROW: Final = re.compile(r"<?-+>")
_CONNECTIVE: Final = re.compile(r"\b(?:and|or|not)\b")
_TWO_WORDS: Final = re.compile(r"[A-Za-z]{2,}[ \n]+[A-Za-z]{2,}")
_ONLY_CONNECTIVES: Final = re.compile(r"(?:\s|and\b|or\b|not\b|\0)*")


def has_relation_at_top(text: str) -> bool:
    """Whether the text has a relation outside brackets, or is nothing but bracketed parts, one of which has one."""
    if _WORD_CONDITION.match(text):
        return True
    text = _ARROW.sub("", text)
    top = _outside_brackets(text)
    if _RELATION.search(top):
        return True
    return bool(_RELATION.search(text)) and bool(_ONLY_CONNECTIVES.fullmatch(top))


def is_prose(text: str) -> bool:
    """Whether two words stand side by side, as they never do in a condition."""
    return bool(_TWO_WORDS.search(_CONNECTIVE.sub("=", text)))


def _outside_brackets(text: str) -> str:
    """The text with each bracketed part replaced by one null character."""
    top, depth = [], 0
    for c in text:
        depth += c in "(["
        if depth == 0:
            top.append(c)
        elif c in ")]":
            depth -= 1
            top.append("\0" * (depth == 0))
    return "".join(top)
