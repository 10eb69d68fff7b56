"""A formula's tokens under a moving position, and the terms built from them within their bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from verifier.model.chain import Kind, Place
from verifier.reading.cursor import MAX_PARTS, Part
from verifier.reading.errors import shown
from verifier.reading.latex.names import Names
from verifier.reading.latex.refusals import RefusedError
from verifier.reading.latex.tokens import LEFTOVER, MAX_DEPTH, WIDE, Token, tokens_of
from verifier.reading.latex.vocabulary import ACCENTS, BINOMIALS, FRACTIONS, UNSUPPORTED
from verifier.reading.sizes import TooLarge, check_size
from verifier.terms.record import record
from verifier.terms.term import Term

MAX_BARE: Final = 8
_SIZED: Final = frozenset({"pow", "factorial", "gamma", "binomial"})
_Result = TypeVar("_Result")


@record
class Note:
    """Something to be said of a formula that was read; `code` is kebab-case and permanent."""

    code: str
    message: str
    start: int
    end: int


class Cursor:
    """Tokens from `at` up to `stop`. `bound` are names bound here, `taken` undeclared names with how they are declared."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.tokens, self.partners = tokens_of(text)
        self.at, self.stop = 0, len(self.tokens)
        self.bars = 0
        self.calls = 0
        self.bound = list(names.bound)
        self.taken: dict[str, str] = {}
        self.subscripts: dict[str, frozenset[str]] = {}
        self.notes: list[Note] = []
        self.has_matrix = False
        self.indexed = names.evidence.indexed
        self.differential: tuple[int, int] | None = None

    def peek(self, ahead: int = 0) -> Token:
        """The next token, or one of kind `end`."""
        at = self.at + ahead
        return self.tokens[at] if at < self.stop else self._end()

    def _end(self) -> Token:
        place = self.tokens[self.stop - 1].end if self.stop else 0
        return Token("end", "", place, place)

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    @contextmanager
    def within(self, start: int, stop: int) -> Iterator[None]:
        """The tokens from `start` up to `stop` only; the position outside is kept."""
        saved = self.at, self.stop, self.bars
        self.at, self.stop, self.bars = start, stop, 0
        try:
            yield
        finally:
            self.at, self.stop, self.bars = saved

    def whole(self, start: int, stop: int, read: Callable[[], _Result]) -> _Result:
        """What `read` makes of the tokens from `start` up to `stop`, of all of them."""
        with self.within(start, stop):
            result = read()
            if self.at < self.stop:
                raise self.unexpected()
            return result

    def deepen(self, levels: int) -> None:
        """Counts how deep parts nest. Raises RefusedError beyond the bound."""
        self.calls += levels
        if self.calls > MAX_DEPTH:
            message = f"parts nest deeper than {MAX_DEPTH}: define an inner part with `let`"
            raise self.refuse("unsupported:size", message, self.peek().start)

    def argument(self, depth: int = 0) -> tuple[int, int]:
        """The tokens of the argument that comes next, without its braces; passes it."""
        if depth > MAX_BARE:
            raise self.refuse("syntax", "arguments stand in arguments without braces: write braces", self.peek().start)
        token = self.peek()
        start = self.at
        if token.kind == "brace":
            self.at = self.partners[start] + 1
            return start + 1, self.at - 1
        if token.kind == "number" and len(token.text) > 1:
            message = (
                f"{shown(token.text)} stands without braces, and only its first digit counts: write `{{{token.text}}}`"
            )
            raise RefusedError("syntax", message, token.start, token.end)
        if token.kind in ("end", "close", "unbrace", "finish", "row") or token.text in ("^", "_", "&"):
            raise RefusedError("syntax", "an argument is missing here: write one in braces", token.start, token.end)
        self.at += 1
        for _ in range(2 if token.text in FRACTIONS | BINOMIALS else token.text in ACCENTS or token.text == r"\sqrt"):
            self.argument(depth + 1)
        return start, self.at

    def closing(self) -> int:
        """The index of the partner of the opening token that comes next."""
        return self.partners[self.at]

    # building

    def node(self, head: str, parts: list[Part], start: int, end: int, value: str | None = None) -> Part:
        """A term of these parts that stands from `start` to `end`. Raises RefusedError where it is too large."""
        term = Term(head, tuple([p[0] for p in parts]), value)
        if term.depth > MAX_DEPTH or term.size > MAX_PARTS:
            message = (
                f"the formula is deeper than {MAX_DEPTH} or has more than {MAX_PARTS:,} parts: define some with `let`"
            )
            raise RefusedError("unsupported:size", message, start, end)
        if head in _SIZED:
            try:
                check_size(term)
            except TooLarge:
                message = f"{shown(self.text[start:end])} is too large a number: write a symbol, and declare it"
                raise RefusedError("unsupported:size", message, start, end) from None
        return term, Place(start, end, tuple([p[1] for p in parts]))

    def leaf(self, term: Term, start: int, end: int) -> Part:
        return term, Place(start, end)

    def symbol(self, name: str, start: int, end: int) -> Part:
        return Term("symbol", (), name), Place(start, end)

    def take_name(self, name: str, words: str = "real") -> None:
        """Notes an undeclared name; a narrower declaration wins over `real`."""
        if name not in self.names.kinds and (name not in self.taken or self.taken[name] == "real"):
            self.taken[name] = words

    def kind_of(self, name: str) -> Kind | None:
        return self.names.kinds.get(name)

    def say(self, code: str, message: str, start: int, end: int) -> None:
        self.notes.append(Note(code, message, start, end))

    # refusing

    def written(self, start: int, end: int) -> str:
        return shown(self.text[start:end])

    def refuse(
        self, code: str, message: str, start: int, end: int | None = None, declaration: str | None = None
    ) -> RefusedError:
        return RefusedError(code, message, start, max(start, self.peek().end if end is None else end), declaration)

    def unexpected(self) -> RefusedError:
        """The refusal for a token that cannot stand here."""
        token = self.peek()
        if token.kind == "end":
            return self.refuse("syntax", "the formula ends where a value is due: complete it", token.start, token.end)
        if token.gap == LEFTOVER:
            message = f"{shown(token.text)} is no part of the argument before it: write braces around all digits"
            return self.refuse("syntax", message, token.start, token.end)
        if token.text in (",", ";", "&"):
            return self.refuse("tuple", "a list is no value: write one of its entries", token.start, token.end)
        written = self.written(token.start, token.end)
        if token.gap == WIDE:
            message = f"{written} stands apart behind a wide space: one formula at a time"
            return self.refuse("tuple", message, token.start, token.end)
        if token.text in UNSUPPORTED:
            what = UNSUPPORTED[token.text]
            return self.refuse(
                f"unsupported:{what}", f"{written} is not understood here: {what}", token.start, token.end
            )
        return self.refuse("syntax", f"{written} cannot stand here", token.start, token.end)
