"""What words between formulas say: a condition follows, a definition, a reason, another equation, or nothing."""

from __future__ import annotations

import re
from typing import Final

_PHRASES: Final = {
    "or": "or either or|oder",
    "and": "and|und|also|as well as|together with",
    "for": "for|if|when|whenever|for all|for any|for every|for each|for some|provided|provided that|assuming|on|as|as long as|"
    "such that|s.t.|st|subject to|given|given that|with|valid for|in case|unless|under",
    "where": "where|let|define|defining|denote|writing|set|setting|here|and let|where we let|with the definition",
    "since": "since|because|by|using|as|from|due to|recall|recall that|note that|noting that|because of",
    "=>": "so|then|hence|thus|therefore|so that|implies|implying|which implies|which gives|gives|giving|we get|we have|"
    "it follows that|and so|and hence|and thus|and therefore|i.e.|ie|that is|which means|whence|yields|thus we have",
    "<=>": "iff|if and only if|is equivalent to|or equivalently|equivalently",
}
_LEADS: Final = {words: lead for lead, text in reversed(_PHRASES.items()) for words in text.split("|")}
LONGEST_NAME: Final = 8


def lead_of(words: str) -> str:
    """What the words lead to: `or`, `and`, `for`, `where`, `since`, `=>`, `<=>`, or `note` for any other prose."""
    plain = _plain(words)
    known = _LEADS.get(plain)
    if known is not None:
        return known
    first = plain.split(" ")[0] if plain else ""
    if first in ("for", "if", "when", "whenever", "provided", "assuming"):
        return "for" if len(plain) < 24 else "note"
    if first in ("where", "let"):
        return "where"
    return "note"


def is_name(words: str) -> bool:
    r"""Whether upright words are part of a formula: `\text{Var}`, `\text{max}`, not `\text{for}` or a sentence."""
    return bool(re.fullmatch(rf"\s*[A-Za-z]{{1,{LONGEST_NAME}}}\.?\s*", words)) and _plain(words) not in _LEADS


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^a-z. ]", " ", words.lower().replace("~", " ")).split()).rstrip(" ").removesuffix(".")
