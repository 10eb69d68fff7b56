"""Collects from all formulas of a document what they show of its names: which stand alone, are called, are differentiated."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.reading.latex.cursor import Cursor
from verifier.reading.latex.derivatives import is_d
from verifier.reading.latex.names import Evidence, Names
from verifier.reading.latex.operands import holds_sum, opens_bracket
from verifier.reading.latex.refusals import RefusedError
from verifier.reading.latex.spelling import Spelled, is_name, spell
from verifier.reading.latex.tokens import Token
from verifier.reading.latex.vocabulary import FRACTIONS


def evidence_of(texts: Iterable[str]) -> Evidence:
    """What these formulas show together. A formula that cannot be taken apart shows nothing."""
    found = _Found()
    for text in texts:
        try:
            found.add(text)
        except RefusedError:
            continue
    return Evidence(*(frozenset(s) for s in (found.alone, found.called, found.differentiated, found.indexed)))


def runs_over(tokens: list[Token]) -> frozenset[str]:
    """The plain names in these tokens with a subscript that a sum or product of them runs over."""
    running = _running(tokens)
    found = set()
    for k, token in enumerate(tokens[:-2]):
        if running and is_name(token) and tokens[k + 1].text == "_" and _letters(tokens, k + 2) & running:
            found.add(token.text.lstrip("\\"))
    return frozenset(found)


def _running(tokens: list[Token]) -> set[str]:
    r"""The letters below `\sum` and `\prod`."""
    found = set()
    for k, token in enumerate(tokens[:-2]):
        if token.text in (r"\sum", r"\prod") and tokens[k + 1].text == "_":
            at = k + 3 if tokens[k + 2].kind == "brace" and k + 3 < len(tokens) else k + 2
            found.add(tokens[at].text)
    return found


def _letters(tokens: list[Token], at: int) -> set[str]:
    """The letters of the subscript that begins here."""
    if tokens[at].kind != "brace":
        return {tokens[at].text}
    stop = next((k for k in range(at, len(tokens)) if tokens[k].kind == "unbrace"), len(tokens))
    return {t.text for t in tokens[at:stop] if t.kind in ("letter", "command")}


class _Found:
    """What was found so far."""

    def __init__(self) -> None:
        self.alone: set[str] = set()
        self.called: set[str] = set()
        self.differentiated: set[str] = set()
        self.indexed: set[str] = set()

    def add(self, text: str) -> None:
        cursor = Cursor(text, Names())
        self.indexed |= runs_over(cursor.tokens)
        count = len(cursor.tokens)
        while cursor.at < count:
            at = cursor.at
            if is_name(cursor.peek()):
                self._name(cursor, count)
            elif cursor.peek().text in FRACTIONS:
                self._fraction(cursor)
                cursor.at = at + 1
            else:
                cursor.at += 1

    def _name(self, cursor: Cursor, count: int) -> None:
        at = cursor.at
        try:
            spelled = spell(cursor)
        except RefusedError:
            cursor.at = at + 1
            return
        if opens_bracket(cursor):
            if not holds_sum(cursor) or spelled.primes:
                self.called.add(_stem(spelled))
        elif cursor.peek().text == ":":
            self.called.add(_stem(spelled))
        elif (at > 0 or cursor.at < count) and not _in_word(cursor.tokens, at):
            self.alone.add(spelled.name)

    def _fraction(self, cursor: Cursor) -> None:
        r"""`\frac{dy}{dx}` and `\frac{\partial y}{...}`."""
        cursor.at += 1
        if cursor.peek().kind == "brace" and is_d(cursor.peek(1)) and is_name(cursor.peek(2)):
            cursor.at += 2
            self.differentiated.add(spell(cursor).name)


def _in_word(tokens: list[Token], at: int) -> bool:
    """Whether this letter stands in a run of four letters or more, which may be a word."""
    near = range(max(0, at - 3), min(len(tokens) - 3, at + 1))
    return any(all(_joins(tokens, k + n) for n in range(3)) for k in near)


def _joins(tokens: list[Token], at: int) -> bool:
    return tokens[at].kind == tokens[at + 1].kind == "letter" and not tokens[at + 1].gap


def _stem(spelled: Spelled) -> str:
    return spelled.name.rpartition("_prime")[0] if spelled.primes else spelled.name
