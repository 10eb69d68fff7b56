"""Assumptions in the words and signs of other notations, and the same in those of the language.

What is offered here is only a proposal: whoever shows it has it read first.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 100  # in a longer text nothing is looked for: the patterns below would take long
_SIGNS: Final = {"∈": " in ", "≥": ">=", "≤": "<=", "≠": "!=", "∞": "oo", "−": "-", "ℝ": "real", "ℤ": "integer",
                 "ℕ": "natural", "ℂ": "complex"}  # fmt: skip
_WORDS: Final = {
    **dict.fromkeys(("R", "reals", "float", "double", "number", "scalar"), "real"),
    **dict.fromkeys(("Z", "int", "integers", "whole"), "integer"),
    **dict.fromkeys(("N", "naturals"), "natural"),
    "C": "complex", "pos": "positive", "neg": "negative", "inf": "oo", "infinity": "oo", "func": "function",
    "fun": "function", "vec": "vector", "mat": "matrix", "array": "indexed", "sequence": "indexed",
}  # fmt: skip
_COMPARED: Final = {
    "positive": "> 0",
    "negative": "< 0",
    "nonnegative": ">= 0",
    "nonpositive": "<= 0",
    "nonzero": "!= 0",
}
_WORD: Final = re.compile(r"[A-Za-z]+")
_BOUND: Final = r"([^\[\](),;<>={}]+)"
_INTERVAL: Final = re.compile(rf"(?:\bin *)?([\[\](]) *{_BOUND} *[,;] *{_BOUND} *([\[\])])")
_SET: Final = re.compile(r"(?:\bin *)?\{ *(-?[0-9]+(?: *, *-?[0-9]+)*) *\}")
_BETWEEN: Final = re.compile(rf" *{_BOUND}(<=?) *([A-Za-z_][A-Za-z0-9_]*) *(<=?){_BOUND}")
_RELATED: Final = re.compile(r" *([A-Za-z_][A-Za-z0-9_]*) *((?:[<>]=?|!=) *.+)")
_SAID: Final = re.compile(r"(?:([A-Za-z_][A-Za-z0-9_]*) +(?:is +)?)?([a-z]+)")


def in_own_words(name: str, text: str) -> str:
    """What is said of this name, as the language says it; the text as it is where nothing of it is known."""
    if len(text) > LONGEST:
        return text.strip()
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    between = _BETWEEN.fullmatch(text)
    if between and between[3] == name:
        opening, closing = "(" if between[2] == "<" else "[", ")" if between[4] == "<" else "]"
        return f"in {opening}{between[1].strip()}, {between[5].strip()}{closing}"
    text = re.sub(rf"^(?:{re.escape(name)} +)?(?:is +)?", "", text.strip())
    text = _SET.sub(_range, text)
    text = _INTERVAL.sub(_interval, text)
    return _WORD.sub(lambda word: _WORDS.get(word[0], word[0]), text).strip()


def about_another(name: str, text: str) -> tuple[str, str] | None:
    """The other name and what is said of it, for `x > 0` behind `y:`; None where nothing is said of another."""
    found = _RELATED.fullmatch(text) if len(text) <= LONGEST else None
    return (found[1], found[2]) if found and found[1] != name else None


def _interval(found: re.Match[str]) -> str:
    """An interval with its ends in the notation of Bourbaki too, where a bracket that is turned away is open."""
    opening, closing = "[" if found[1] == "[" else "(", "]" if found[4] == "]" else ")"
    return f"in {opening}{found[2].strip()}, {found[3].strip()}{closing}"


def _range(found: re.Match[str]) -> str:
    """A set of whole numbers that follow one another, as a range."""
    values = sorted({int(value) for value in found[1].split(",")})
    if values[-1] - values[0] != len(values) - 1:
        return found[0]
    return f"integer, in [{values[0]}, {values[-1]}]"


def condition_in_words(text: str, otherwise: str) -> str | None:
    """The condition that says the same: `x > 0` for `x is positive`; of the name `otherwise` where none is written."""
    if len(text) > LONGEST:
        return None
    said = _SAID.fullmatch(text.strip())
    if said and said[2] in _COMPARED:
        return f"{said[1] or otherwise} {_COMPARED[said[2]]}"
    name, _, rest = text.strip().partition(" ")
    interval = re.fullmatch(rf"in ([\[(]){_BOUND}, {_BOUND}([\])])", in_own_words(name, f"{name} {rest}"))
    if not interval:
        return None
    low, high = "<" if interval[1] == "(" else "<=", "<" if interval[4] == ")" else "<="
    return f"{interval[2]} {low} {name} and {name} {high} {interval[3]}"
