"""What is wrong with a token that cannot stand where it does, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verifier.reading.errors import ReadError, shown
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
    left, right = _factor_before(reader), _factor_after(reader)
    if before.kind == "name" and after.text == "(":
        what = f"`{before.text}` is not a function"
    else:
        what = f"no operator stands between {shown(left)} and {shown(right)}"
    offer = f"write `{left}*{right}`" if len(left) + len(right) <= _FEW else "write `*` between them"
    return ReadError("missing-operator", f"{what}: {offer}", before.start, after.end)


def half_derivative_sign(reader: Cursor, first: Token) -> ReadError | None:
    """The error for `d/dz f` without a bracket and for `dL/da`, with its first name just read; None for others."""
    slash, below = reader.tokens[reader.at], reader.tokens[min(reader.at + 1, len(reader.tokens) - 1)]
    if first.text[0] != "d" or slash.text != "/" or len(below.text) < 2 or below.text[0] != "d":
        return None
    over, by = first.text[1:], below.text[1:]
    if not reader.names.is_known(by) or (over and not reader.names.is_known(over)):
        return None
    offer = f"`Derivative({over}, {by})`" if over else f"`d/{below.text} (...)`, with brackets"
    message = f"`{first.text}/{below.text}` is not read as a derivative: write {offer}"
    return ReadError("bad-derivative-sign", message, first.start, below.end)


def _ends_factor(token: Token) -> bool:
    return token.kind in ("number", "name") or token.text in (")", "]")


def _begins_factor(token: Token) -> bool:
    return token.kind == "number" or (token.kind == "name" and token.text != "in") or token.text in ("(", "[")


def _factor_before(reader: Cursor) -> str:
    """The text of the factor that ends before the token that comes next: a bracket with its function, or one token."""
    last = reader.at - 1
    first = next((k for k, closing in reader.partners.items() if closing == last), last)
    if first != last and first > 0 and reader.tokens[first - 1].kind == "name":
        first -= 1
        if [t.text for t in reader.tokens[max(first - 2, 0) : first]] == ["d", "/"]:
            first -= 2
    return reader.text[reader.tokens[first].start : reader.tokens[last].end]


def _factor_after(reader: Cursor) -> str:
    at = reader.at
    if reader.tokens[at].kind == "name" and reader.tokens[at + 1].text in ("(", "["):
        at += 1
    last = reader.partners.get(at, at)
    return reader.text[reader.tokens[reader.at].start : reader.tokens[last].end]


def misplaced_token(reader: Cursor) -> ReadError:
    """The error for a token where a value is due, or where an expression should have ended."""
    token = reader.tokens[reader.at]
    before = reader.tokens[reader.at - 1].text if reader.at else ""
    if token.kind == "end":
        message = f"the expression ends where a value is due: write what follows `{before}`"
        return ReadError("missing-operand", message, max(token.end - 1, 0), token.end)
    return ReadError("misplaced-token", _misplaced(token, before), token.start, token.end)


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
