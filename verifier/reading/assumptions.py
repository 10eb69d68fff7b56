"""Reads what `symbols` says of a name: `positive integer`, `in (0, 1)`, `matrix(m, n)`, ..."""

from __future__ import annotations

import re
from typing import Final

from verifier.model.chain import Declaration, Kind, NumberSet, Span
from verifier.reading.contradictions import has_no_number
from verifier.reading.errors import ReadError, did_you_mean, shown
from verifier.reading.expressions import read_part
from verifier.reading.names import RESERVED, Names
from verifier.reading.other_words import about_another, in_own_words
from verifier.reading.tokens import Token, tokens_of
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, OO, ZERO, Term, call, neg, symbol
from verifier.terms.vocabulary import RELATIONS

NUMBER_SETS: Final = {
    "real": NumberSet.REAL,
    "complex": NumberSet.COMPLEX,
    "integer": NumberSet.INTEGER,
    "natural": NumberSet.INTEGER,
}
SIGNS: Final = {
    "positive": "gt",
    "negative": "lt",
    "nonnegative": "ge",
    "nonpositive": "le",
    "nonzero": "ne",
    "natural": "ge",
}
KINDS: Final = {k.value: k for k in Kind if k is not Kind.SCALAR}
WORDS: Final = (*NUMBER_SETS, *SIGNS, *KINDS, "in", "independent")
_SHAPED: Final = {Kind.MATRIX: 2, Kind.VECTOR: 1}
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SIGNED: Final = frozenset({Kind.SCALAR, Kind.INDEXED, Kind.RANDOM})


def check_name(name: str, start: int) -> None:
    """Raises ReadError, at offset `start`, for a text that cannot be the name of a symbol or of a definition."""
    end = start + len(name)
    if name in RESERVED:
        raise ReadError("bad-name", f"`{name}` is a word of the language: take another name", start, end)
    if not _NAME.fullmatch(name):
        tokens_of(name)  # a character that no expression has is named with what to write
        message = f"{shown(name)} is not a name: write ASCII letters, digits and `_`, a letter first"
        raise ReadError("bad-name", message, start, end)


def read_declaration(name: str, text: str, names: Names, span: Span | None = None) -> Declaration:
    """What `text` declares `name` to be; real where it does not say. Raises ReadError.

    Bounds and shapes may use the names given; `x` itself stands in the conditions under its own name.
    """
    try:
        return _Words(name, text, names).declaration(span)
    except ReadError as error:
        message = _explained(name, text, names)
        if message is None:
            raise
        raise ReadError("unknown-assumption", message, 0, len(text)) from error


def _explained(name: str, text: str, names: Names) -> str | None:
    """What to write for an assumption in another notation; None where it is none, or none that is known."""
    offer, other = in_own_words(name, text), about_another(name, text)
    if offer != text.strip() and _is_readable(name, offer, names):
        return f"{shown(text)} is not how an assumption is written: write `{offer}`"
    if other and names.is_known(other[0]):
        also = names.under("assume", text.strip())
        return f"{shown(text)} is about `{other[0]}`: write `{other[1]}` for `{name}`, or add {also}"
    if "{" in text:
        return f"{shown(text)} is a set, which no assumption has: write a range, such as `integer, in [0, 1]`"
    return None


def _is_readable(name: str, text: str, names: Names) -> bool:
    try:
        return bool(_Words(name, text, names).declaration(None))
    except ReadError:
        return False


class _Words:
    """Reads the words from left to right and gathers what they say."""

    def __init__(self, name: str, text: str, names: Names) -> None:
        self._symbol = symbol(name)
        self._text = text
        self._names = names
        self._tokens = tokens_of(text)
        self._at = 0
        self._numbers: str | None = None
        self._kind: Kind | None = None
        self._conditions: list[Term] = []
        self._shape: tuple[Term, ...] = ()
        self._independent = False

    def declaration(self, span: Span | None) -> Declaration:
        while self._tokens[self._at].kind != "end":
            self._word(self._tokens[self._at])
        self._check()
        kind = self._kind or Kind.SCALAR
        numbers = NUMBER_SETS[self._numbers or "real"]
        conditions = tuple(dict.fromkeys(self._conditions))
        words = self._text.strip() or "real"
        return Declaration(self._symbol.name, kind, numbers, conditions, self._shape, self._independent, words, span)

    def _word(self, token: Token) -> None:
        self._at += 1
        word = token.text
        if word in NUMBER_SETS:
            self._set_numbers(word, token)
        if word in SIGNS:
            self._conditions.append(call(SIGNS[word], self._symbol, ZERO))
        elif word in KINDS:
            self._set_kind(KINDS[word], token)
        elif word == "independent":
            self._independent = True
        elif word == "in":
            self._interval(token)
        elif word in RELATIONS:
            self._relation(token)
        elif word not in NUMBER_SETS and word != ",":
            raise self._unknown(token)

    def _unknown(self, token: Token) -> ReadError:
        if token.text in ("(", "["):
            return self._error("unknown-assumption", f"write `in {self._text.strip()}` for an interval", token)
        advice = did_you_mean(token.text, WORDS) or ": write `real`, `positive`, `integer`, `in (0, 1)`, `> 0`, ..."
        return self._error("unknown-assumption", f"`{token.text}` is not an assumption{advice}", token)

    def _set_numbers(self, word: str, token: Token) -> None:
        before = self._numbers
        if before is not None and "complex" in (before, word) and before != word:
            message = f"`{before}` and `{word}` contradict each other: write one of them"
            raise self._error("contradictory-assumptions", message, token)
        if before is None or before == "real":
            self._numbers = word

    def _set_kind(self, kind: Kind, token: Token) -> None:
        if self._kind is not None:
            message = f"`{self._kind.value}` and `{kind.value}` contradict each other: write one of them"
            raise self._error("contradictory-assumptions", message, token)
        self._kind = kind
        if kind in _SHAPED:
            self._shape = self._read_shape(kind, token)

    def _read_shape(self, kind: Kind, word: Token) -> tuple[Term, ...]:
        """The rows and columns of `matrix(m, n)`; a vector is a column."""
        opening = self._tokens[self._at]
        closing = self._closing(opening, word)
        inside = [t for t in self._tokens[self._at + 1 : closing] if t.text != ","]
        if opening.text != "(" or len(inside) != _SHAPED[kind] or not all(t.kind in ("number", "name") for t in inside):
            form = "matrix(m, n)" if kind is Kind.MATRIX else "vector(n)"
            raise self._error("wrong-form", f"`{kind.value}` needs its size: write `{form}`", word)
        self._at = closing + 1
        sizes = [self._read_size(t) for t in inside]
        return (sizes[0], sizes[1]) if kind is Kind.MATRIX else (sizes[0], ONE)

    def _read_size(self, token: Token) -> Term:
        size = self._read_between(token.start, token.end)
        if size.head == "number" and (size.number.denominator != 1 or size.number < 1):
            raise self._error("wrong-form", f"`{token.text}` is not a size: write a positive whole number", token)
        return size

    def _closing(self, opening: Token, word: Token) -> int:
        """The index of the bracket that ends what begins at `opening`, an interval being closed by either kind."""
        depth = 0
        for at in range(self._at, len(self._tokens)):
            depth += (self._tokens[at].text in ("(", "[")) - (self._tokens[at].text in (")", "]"))
            if depth <= 0:
                break
        if opening.text in ("(", "[") and self._tokens[at].kind == "end":
            closer = ")" if opening.text == "(" else "]"
            message = f"`{opening.text}` is never closed: write the missing `{closer}`"
            raise self._error("unbalanced-bracket", message, opening)
        if opening.text not in ("(", "["):
            form = {"matrix": "matrix(m, n)", "vector": "vector(n)"}.get(word.text, "in (0, 1)` or `in [0, oo)")
            raise self._error("wrong-form", f"`{word.text}` needs a bracket behind it: write `{form}`", word)
        return at

    def _interval(self, word: Token) -> None:
        opening = self._tokens[self._at]
        closing = self._closing(opening, word)
        commas = [at for at in range(self._at + 1, closing) if self._tokens[at].text == ","]
        if len(commas) != 1:
            message = "an interval has two ends: write `in (a, b)`, `in [a, b]` or `in (0, oo)`"
            raise self._error("wrong-form", message, word)
        low = self._read_between(opening.end, self._tokens[commas[0]].start)
        high = self._read_between(self._tokens[commas[0]].end, self._tokens[closing].start)
        self._at = closing + 1
        bounds = []
        if low != neg(OO):
            bounds.append(call("ge" if opening.text == "[" else "gt", self._symbol, low))
        if high != OO:
            bounds.append(call("le" if self._tokens[closing].text == "]" else "lt", self._symbol, high))
        if has_no_number(self._symbol, bounds, is_integer=False):
            written = self._text[word.start : self._tokens[closing].end]
            message = f"no number lies {shown(written)}: write two different ends, the smaller one first"
            raise ReadError("contradictory-assumptions", message, word.start, self._tokens[closing].end)
        self._conditions += bounds

    def _relation(self, sign: Token) -> None:
        head = RELATIONS[sign.text]
        if head == "eq":
            message = (
                f"a symbol that equals a value is no symbol: define `{self._symbol.name}` {self._names.place('let')}"
            )
            raise self._error("wrong-form", message, sign)
        end = self._at
        while not self._ends_relation(self._tokens[end]):
            end += 1
        bound = self._read_between(sign.end, self._tokens[end].start)
        self._at = end
        self._conditions.append(call(head, self._symbol, bound))

    def _ends_relation(self, token: Token) -> bool:
        is_word = token.kind == "name" and token.text in WORDS and not self._names.is_known(token.text)
        return token.kind == "end" or token.text == "," or token.text in RELATIONS or is_word

    def _read_between(self, start: int, end: int) -> Term:
        """The value between these offsets, or `oo` or `-oo`."""
        bare = self._text[start:end].replace(" ", "")
        if bare in ("oo", "+oo", "-oo") and not self._names.is_known("oo"):
            return neg(OO) if bare[0] == "-" else OO
        bound = read_part(self._text, start, end, self._names)
        if self._symbol.name in free_symbols(bound):
            message = f"a bound of `{self._symbol.name}` cannot use `{self._symbol.name}`: write it {self._names.place('assume')}"
            raise ReadError("wrong-form", message, start, end)
        return bound

    def _check(self) -> None:
        """Refuses words that no number satisfies together, or that say nothing of this kind of symbol."""
        whole = Token("text", self._text, 0, len(self._text))
        kind = self._kind or Kind.SCALAR
        if self._independent and kind is not Kind.RANDOM:
            raise self._error("wrong-form", "only random symbols are independent: write `independent random`", whole)
        if self._conditions and kind not in _SIGNED:
            message = f"a {kind.value} has no sign or bounds: write its condition {self._names.place('assume')}"
            raise self._error("wrong-form", message, whole)
        if self._numbers == "complex" and any(c.head != "ne" for c in self._conditions):
            message = "a complex number has no sign or bounds: write `real`, or a condition on `Abs`"
            message = f"{message} {self._names.place('assume')}"
            raise self._error("contradictory-assumptions", message, whole)
        is_integer = NUMBER_SETS[self._numbers or "real"] is NumberSet.INTEGER
        if has_no_number(self._symbol, self._conditions, is_integer):
            message = f"no {'integer' if is_integer else 'number'} is {shown(self._text)}: take out one of the words"
            raise self._error("contradictory-assumptions", message, whole)

    def _error(self, code: str, message: str, token: Token) -> ReadError:
        return ReadError(code, message, token.start, token.end)
