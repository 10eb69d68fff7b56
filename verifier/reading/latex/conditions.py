r"""Reads conditions: `x \geq 0`, `0 < a < 1`, `x \in [0, 1]`, joined by words; and the second column of `cases`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verifier.reading.cursor import Part
from verifier.reading.latex.spelling import Range
from verifier.reading.latex.tokens import SPACED, WIDE, Token, sort_of
from verifier.reading.latex.vocabulary import RELATIONS
from verifier.terms.term import TRUE

if TYPE_CHECKING:
    from verifier.reading.latex.reader import Reader

_LEADING: Final = frozenset(
    {"if", "for", "when", "where", "falls", "wenn", "whenever", "if and only if", "iff", "and if"}
)
_OTHERWISE: Final = ("otherwise", "else", "sonst", "if otherwise")
_AND: Final = frozenset({"and", "und", "and for", "and if", r"\land", r"\wedge", ","})
_BLACKBOARD: Final = frozenset({r"\mathbb", r"\mathbf", r"\Bbb"})
_SETS: Final = {"R": "real", "Z": "integer", "N": "natural", "C": "complex"}
_OR: Final = frozenset({"or", "oder", "or if", r"\lor", r"\vee"})


def word_of(token: Token) -> str:
    """A word or sign that joins conditions, without its blanks and punctuation."""
    return " ".join(token.text.lower().split()).strip(" ,;.:")


def starts_condition(reader: Reader, at: int) -> bool:
    """Whether the condition of a case begins here: at `if`, `otherwise`, or behind a comma or a wide space."""
    token = reader.tokens[at]
    if token.kind == "word":
        word = word_of(token)
        return word in _LEADING or word.startswith(_OTHERWISE)
    return at > 0 and (token.gap == WIDE or (reader.tokens[at - 1].text == "," and token.gap >= SPACED))


def case_condition(reader: Reader, start: int, stop: int) -> Part:
    """The condition of a case; `otherwise` is true."""
    tokens = reader.tokens[start:stop]
    while tokens and (tokens[-1].text in (",", ";", ".")):
        stop, tokens = stop - 1, tokens[:-1]
    while tokens and ((tokens[0].kind == "word" and word_of(tokens[0]) in _LEADING) or tokens[0].text == ","):
        start, tokens = start + 1, tokens[1:]
    words = [t for t in tokens if t.kind != "brace" and t.kind != "unbrace"]
    if len(words) == 1 and words[0].kind == "word" and word_of(words[0]).startswith(_OTHERWISE):
        return reader.leaf(TRUE, words[0].start, words[0].end)
    if not tokens:
        place = reader.tokens[start - 1].end
        raise reader.refuse("unsupported:cases", "a case without a condition: write it behind `if`", place, place)
    return condition_of(reader, start, stop)


def condition_of(reader: Reader, start: int, stop: int) -> Part:
    """The condition that these tokens are; brackets around a part of it are not understood. Raises RefusedError."""
    alternatives = [_joined(reader, a, b, _AND, "and") for a, b in _between(reader, start, stop, _OR)]
    return _connected(reader, alternatives, "or")


def _joined(reader: Reader, start: int, stop: int, words: frozenset[str], head: str) -> Part:
    return _connected(reader, [_relations(reader, a, b) for a, b in _between(reader, start, stop, words)], head)


def _connected(reader: Reader, parts: list[Part], head: str) -> Part:
    if len(parts) == 1:
        return parts[0]
    return reader.node(head, parts, parts[0][1].start, parts[-1][1].end)


def _between(reader: Reader, start: int, stop: int, words: frozenset[str]) -> list[Range]:
    """The stretches between these words at the top level; a comma within a list of names is left alone."""
    cuts: list[int] = []
    at = start
    while at < stop:
        token = reader.tokens[at]
        if (word_of(token) if token.kind == "word" else token.text) in words:
            cuts.append(at)
        at = reader.partners.get(at, at) + 1
    return list(zip([start, *[c + 1 for c in cuts]], [*cuts, stop], strict=True))


def _relations(reader: Reader, start: int, stop: int) -> Part:
    r"""One relation or a chain of them: `0 < a < 1` is and(lt(0, a), lt(a, 1)); `x \in [0, 1]` likewise."""
    with reader.within(start, stop):
        left = reader.total()
        if reader.peek().text == r"\in":
            return _membership(reader, left)
        relations = []
        while (head := RELATIONS.get(reader.peek().text)) is not None:
            reader.at += 1
            right = reader.total()
            relations.append(reader.node(head, [left, right], left[1].start, right[1].end))
            left = right
        if reader.at < reader.stop:
            raise reader.unexpected()
        if not relations:
            message = f"{reader.written(left[1].start, left[1].end)} is no condition: write a relation"
            raise reader.refuse("unsupported:condition", message, left[1].start, left[1].end)
        return _connected(reader, relations, "and")


def _number_set(reader: Reader, left: Part) -> Part:
    r"""`x \in \mathbb{Z}` declares a name that nobody declared, and is true then; of other values it is a condition."""
    letters = [t for t in reader.tokens[reader.at : reader.stop] if t.kind == "letter"]
    end = reader.tokens[reader.stop - 1].end
    reader.at = reader.stop
    term, place = left
    words = _SETS.get(letters[0].text) if len(letters) == 1 else None
    if words is None:
        message = "only an interval or a set of numbers is understood behind `\\in`"
        raise reader.refuse("unsupported:sets", message, place.start, end)
    if term.head == "symbol" and term.name in reader.taken:
        reader.taken[term.name] = words
        return reader.leaf(TRUE, place.start, end)
    if words == "real":
        return reader.leaf(TRUE, place.start, end)
    if words == "integer":
        return reader.node("eq", [reader.node("floor", [left], place.start, end), left], place.start, end)
    offer = f"symbols {term.name} {words}" if term.head == "symbol" else None
    message = f"{reader.written(place.start, place.end)} is in a set of numbers: declare it"
    raise reader.refuse("unsupported:sets", message, place.start, end, offer)


def _membership(reader: Reader, left: Part) -> Part:
    r"""`x \in [a, b]` as two inequalities, round brackets leaving an end out; `\mathbb{R}` and `\mathbb{Z}`."""
    reader.at += 1
    opening, at = reader.peek(), reader.at
    if opening.text in _BLACKBOARD:
        return _number_set(reader, left)
    if opening.kind != "open" or sort_of(opening) not in ("(", "["):
        message = "only an interval is understood behind `\\in`"
        raise reader.refuse("unsupported:sets", message, left[1].start, opening.end)
    closing = reader.partners[at]
    comma = next((k for k in range(at, closing) if reader.tokens[k].text == ","), closing)
    low, high = reader.value_of(at + 1, comma), reader.value_of(comma + 1, closing)
    reader.at = closing + 1
    if reader.at < reader.stop:
        raise reader.unexpected()
    end = reader.tokens[closing].end
    first, last = sort_of(opening) == "[", sort_of(reader.tokens[closing]) == "["
    parts = [
        reader.node("le" if first else "lt", [low, left], left[1].start, end),
        reader.node("le" if last else "lt", [left, high], left[1].start, end),
    ]
    return reader.node("and", parts, left[1].start, end)
