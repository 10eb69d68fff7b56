"""The tokens of an expression under a moving position, and the terms built from them within their bounds."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

from verifier.model.chain import Place
from verifier.reading.errors import ReadError, shown
from verifier.reading.misplaced import misplaced_token, missing_factor_sign
from verifier.reading.names import Names
from verifier.reading.sizes import MAX_BITS, MAX_FACTORIAL, TooLarge, check_size
from verifier.reading.tokens import MAX_DEPTH, Token, partners, tokens_of
from verifier.terms.term import Term

MAX_PARTS: Final = 2_000
_SIZED: Final = frozenset({"pow", "factorial", "gamma", "binomial"})

Part = tuple[Term, Place]


@lru_cache(maxsize=1024)
def _leaf(head: str, value: str) -> Term:
    return Term(head, (), value)


@lru_cache(maxsize=1024)
def _number(text: str) -> Term:
    return Term("number", (), Fraction(text))


class Cursor:
    """Tokens from left to right. `partners` has each opening bracket's closing one, `bound` the names bound here."""

    def __init__(self, text: str, names: Names, bound: tuple[str, ...] = ()) -> None:
        self.text = text
        self.names = names
        self.tokens = tokens_of(text)
        self.partners = partners(self.tokens, text)
        self.at = 0
        self.bound = list(bound)
        self.has_matrix = False

    def peek(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def accept(self, text: str) -> bool:
        """Whether the next token is this one; then it is passed."""
        if self.tokens[self.at].text != text:
            return False
        self.at += 1
        return True

    def expect(self, text: str) -> Token:
        if self.tokens[self.at].text != text:
            raise self.unexpected()
        return self.take()

    def argument_starts(self, opening: int) -> list[int]:
        """The indices at which the arguments begin that stand in this bracket."""
        starts, at, closing = [opening + 1], opening + 1, self.partners[opening]
        while at < closing:
            if self.tokens[at].text == ",":
                starts.append(at + 1)
            at = self.partners.get(at, at) + 1
        return starts

    # building

    def node(self, head: str, parts: list[Part], start: int, end: int, value: str | None = None) -> Part:
        """A term of these parts that stands from `start` to `end`. Raises ReadError where it is too large."""
        term = Term(head, tuple([p[0] for p in parts]), value)
        if term.depth > MAX_DEPTH:
            raise self.too_deep(start, end)
        if term.size > MAX_PARTS:
            message = f"the expression has more than {MAX_PARTS:,} parts: name some of them {self.names.place('let')}"
            raise ReadError("too-many-parts", message, start, end)
        if head in _SIZED:
            self._check_size(term, start, end)
        return term, Place(start, end, tuple([p[1] for p in parts]))

    def leaf(self, head: str, value: str, token: Token) -> Part:
        return _leaf(head, value), Place(token.start, token.end)

    def number(self, token: Token) -> Part:
        """The exact value of a number, decimals too."""
        return _number(token.text), Place(token.start, token.end)

    def _check_size(self, term: Term, start: int, end: int) -> None:
        try:
            check_size(term)
        except TooLarge:
            written = shown(self.text[start:end])
            bound = f"has more than {MAX_BITS:,} bits" if term.head == "pow" else f"goes beyond {MAX_FACTORIAL:,}"
            message = f"{written} {bound}: write a symbol, such as `N`, and declare `N: positive`"
            raise ReadError("too-large", message, start, end) from None

    def too_deep(self, start: int, end: int) -> ReadError:
        message = f"parts nest deeper than {MAX_DEPTH}: name an inner part {self.names.place('let')}"
        return ReadError("too-deep", message, start, end)

    def unexpected(self) -> ReadError:
        """The error for a token that cannot stand here."""
        return missing_factor_sign(self) or misplaced_token(self)
