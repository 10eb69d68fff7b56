"""What is wrong with a token that cannot stand where it does, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verifier.reading.errors import ReadError, shown
from verifier.reading.names import CALLABLE, FORMS, is_greek
from verifier.reading.notations import CHOICES, REMAINDERS, bare, no_remainder
from verifier.terms.vocabulary import RELATIONS

if TYPE_CHECKING:
    from verifier.reading.cursor import Cursor
    from verifier.reading.tokens import Token

_INSTEAD: Final = {
    "//": "write `/` for a quotient",
    "&&": "write `and`",
    "||": "write `or`",
    ":=": "write `=`; definitions stand under `let`",
    "=>": "it joins two lines: write it as `relation:` of a step (`>=` means greater or equal)",
    "<=>": "it joins two lines: write it as `relation:` of a step",
    "->": "write the approach as `Limit(f, x, a)`, or `=>` as `relation:` of a step",
    "in": "write the bounds as relations, such as `0 < x and x < 1`",
    ".": "a number is written `0.5`; a name has no parts",
}
_FEW: Final = 40
_LONG_WORD: Final = 4


def missing_factor_sign(reader: Cursor) -> ReadError | None:
    """The error for two factors side by side, such as `2x` or `a(1 - a)`; None where it is something else."""
    before, after = reader.tokens[reader.at - 1], reader.tokens[reader.at]
    if reader.at == 0 or not _ends_factor(before) or not _begins_factor(after):
        return None
    if before.kind == "number" and after.kind == "name" and after.text.strip("_").isdigit():
        digits = before.text + after.text.replace("_", "")
        message = f"`{before.text}{after.text}` is not a number: write `{digits}`"
        return ReadError("bad-number", message, before.start, after.end)
    if before.kind == "number" and after.kind == "number":
        message = f"two numbers stand side by side, {shown(before.text)} and {shown(after.text)}: write what joins them"
        return ReadError("missing-operator", message, before.start, after.end)
    if is_prose(reader, reader.at + (after.text == "(")):
        return _prose(reader, after.start)
    if after.text in CHOICES:
        message = f"`{after.text}` is not read: write `{FORMS['Piecewise']}`"
        return ReadError("other-notation", message, after.start, after.end)
    left = _factor_before(reader)
    if after.text in REMAINDERS and _begins_factor(reader.tokens[reader.at + 1]):
        message = no_remainder(after.text, bare(left), bare(_factor_at(reader, reader.at + 1)))
        return ReadError("other-notation", message, after.start, after.end)
    right = _factor_at(reader, reader.at)
    offer = _product(reader, left, right)
    if before.kind == "name" and after.text == "(":
        message = f"`{before.text}` is not a function: {offer}"
        if before.text in reader.names.declared and before.text not in reader.bound:
            message += f", or declare `{before.text}: function`"
    else:
        message = f"no operator stands between {shown(left)} and {shown(right)}: {offer}"
    return ReadError("missing-operator", message, before.start, after.end)


def _product(reader: Cursor, left: str, right: str) -> str:
    """How to write the product; both ways where a quotient or a power before it leaves two: `1/2x`, `x^2y`."""
    if len(left) + len(right) > _FEW:
        return "write `*` between them"
    first = _first_of_factor(reader, reader.at - 1)
    sign = reader.tokens[first - 1].text if first else ""
    if sign not in ("/", "^", "**") or first < 2:
        return f"write `{left}*{right}`"
    outer = _factor_before(reader, first - 2) + sign
    return f"write `{outer}({left}*{right})` or `{outer}{left}*{right}`"


def is_prose(reader: Cursor, at: int) -> bool:
    """Whether words begin at this token, which no expression has: `by definition`, `since x > 0`, `trivial`."""
    if not _is_word(reader, at):
        return False
    word, after = reader.tokens[at], reader.tokens[at + 1]
    if after.kind != "name":
        return after.text in ("", ")") and len(word.text) > _LONG_WORD
    if all(map(reader.names.is_known, word.text)):  # it may be a product of letters
        return _is_word(reader, at + 1) and len(after.text) > _LONG_WORD
    return len(word.text) >= _LONG_WORD or _is_word(reader, at + 1)


def _is_word(reader: Cursor, at: int) -> bool:
    """Whether a token is a word of a language: letters only, and nobody's name."""
    word = reader.tokens[at]
    if word.kind != "name" or len(word.text) < 2 or not word.text.isalpha() or is_greek(word.text):
        return False
    return word.text not in CALLABLE | CHOICES | REMAINDERS and not reader.names.is_known(word.text)


def _prose(reader: Cursor, start: int) -> ReadError:
    end = len(reader.text.rstrip())
    advice = "leave it out" if reader.names.by_options else "write it under `note:` of the step"
    return ReadError("prose-in-expression", f"{shown(reader.text[start:end])} is prose: {advice}", start, end)


def _ends_factor(token: Token) -> bool:
    return token.kind in ("number", "name") or token.text in (")", "]")


def _begins_factor(token: Token) -> bool:
    return token.kind == "number" or (token.kind == "name" and token.text != "in") or token.text in ("(", "[")


def _first_of_factor(reader: Cursor, last: int) -> int:
    """The index of the token at which the factor begins that ends here: a bracket with its function, or one token."""
    first = next((k for k, closing in reader.partners.items() if closing == last), last)
    if first != last and first > 0 and reader.tokens[first - 1].kind == "name":
        first -= 1
        if [t.text for t in reader.tokens[max(first - 2, 0) : first]] == ["d", "/"]:
            first -= 2
    return first


def _factor_before(reader: Cursor, last: int | None = None) -> str:
    """The text of the factor that ends with this token, or before the one that comes next."""
    last = reader.at - 1 if last is None else last
    return reader.text[reader.tokens[_first_of_factor(reader, last)].start : reader.tokens[last].end]


def _factor_at(reader: Cursor, first: int) -> str:
    """The text of the factor that begins with this token."""
    at = first
    if reader.tokens[at].kind == "name" and reader.tokens[at + 1].text in ("(", "["):
        at += 1
    return reader.text[reader.tokens[first].start : reader.tokens[reader.partners.get(at, at)].end]


def misplaced_token(reader: Cursor) -> ReadError:
    """The error for a token where a value is due, or where an expression should have ended."""
    token = reader.tokens[reader.at]
    before = reader.tokens[reader.at - 1].text if reader.at else ""
    if token.kind == "end":
        message = f"the expression ends where a value is due: write what follows `{before}`"
        return ReadError("missing-operand", message, max(token.end - 1, 0), token.end)
    if token.text == "//" and is_prose(reader, reader.at + 1):
        return _prose(reader, token.start)
    message = _misplaced(token, before)
    if reader.names.by_options:
        message = message.replace("of a step", "of a step in a file").replace("of the step", "of a step in a file")
        message = message.replace("under `let`", "in `--let`")
    return ReadError("misplaced-token", message, token.start, token.end)


def _misplaced(token: Token, before: str) -> str:
    if token.text in _INSTEAD:
        return f"`{token.text}` cannot stand here: {_INSTEAD[token.text]}"
    if token.kind == "string":
        return f"{shown(token.text)} is text, and an expression has none: leave it out"
    if token.text == ",":
        return "a comma stands only between arguments: write `.` for a decimal point, `and` between conditions"
    if token.text in RELATIONS and not before:
        return f"`{token.text}` has nothing on its left: leave it out, or write it as `relation:` of the step"
    if token.text in (")", "]"):
        return f"`{token.text}` comes where a value is due: write what follows `{before}`"
    if not before:
        return f"`{token.text}` has nothing on its left: write a value before it"
    return f"`{token.text}` cannot follow `{before}`: write a value or an operator between them"
