"""What authors write from the habit of other notations, where it cannot be read, and how it is written here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from verifier.reading.derivative_signs import unread_derivative
from verifier.reading.errors import MAX_SHOWN, ReadError, shown
from verifier.reading.names import (
    CALLABLE,
    CONSTANTS_ELSEWHERE,
    FORMS,
    FUNCTIONS_ELSEWHERE,
    explain_unknown,
    explain_unknown_function,
)
from verifier.terms.vocabulary import CONSTANTS, FUNCTIONS

if TYPE_CHECKING:
    from verifier.reading.cursor import Cursor
    from verifier.reading.tokens import Token

REMAINDERS: Final = frozenset({"mod", "Mod", "rem", "fmod"})
CHOICES: Final = frozenset({"if", "then", "else"})
_BIG_OPERATORS: Final = {"lim": "Limit", "sum": "Sum", "prod": "Product", "int": "Integral", "integral": "Integral"}
_INTEGRAL: Final = re.compile(r" +(?P<body>.*?) *\*? *\bd(?P<by>[A-Za-z][A-Za-z0-9_]*) *", re.DOTALL)
_LONGEST: Final = 100  # in a longer text no integral is looked for
_ATOM: Final = re.compile(r"[A-Za-z0-9_.]+")
_INVERSES: Final = {name: f"a{name}" for name in "sin cos tan sinh cosh tanh".split()}


def foreign_notation(reader: Cursor, name: Token) -> ReadError | None:
    """The error for a notation that begins with this unknown name, just read; None where there is none."""
    after = reader.peek()
    if after.text == "." and reader.tokens[reader.at + 1].kind == "name":
        return _of_module(reader, name)
    derivative = unread_derivative(reader, name)
    if derivative:
        return derivative
    if after.text == "(":
        return unknown_call(reader, name)
    function = name.text if name.text in FUNCTIONS else FUNCTIONS_ELSEWHERE.get(name.text, "")
    if function in FUNCTIONS and after.text in ("^", "**"):
        return _power_of_function(reader, name, function)
    if not _begins_factor(after):
        return None
    if name.text in CHOICES:
        return ReadError(
            "other-notation", f"`{name.text}` is not read: write `{FORMS['Piecewise']}`", name.start, name.end
        )
    if name.text in _BIG_OPERATORS:
        return _big_operator(reader, name)
    if function in FUNCTIONS:
        body, _ = factors_from(reader, reader.at)
        message = f"`{name.text}` is a function: write `{function}({body or '...'})`"
        return ReadError("undeclared-symbol", message, name.start, name.end)
    return None


def unknown_call(reader: Cursor, name: Token) -> ReadError:
    """The error for a name that is no function here, before a bracket."""
    arguments = _arguments(reader)
    bracket = reader.text[reader.peek().start : reader.tokens[reader.partners[reader.at]].end]
    if name.text == "pow" and len(arguments) == 2 and len(bracket) <= MAX_SHOWN:
        offer = f"write `{'^'.join(_as_operand(a) for a in arguments)}`"
        return ReadError("unknown-function", f"`pow` is not a function here: {offer}", name.start, name.end)
    if name.text in REMAINDERS:
        left, right = arguments if len(arguments) == 2 else ("a", "n")
        return ReadError("unknown-function", no_remainder(name.text, left, right), name.start, name.end)
    shown_bracket = bracket if len(bracket) < 40 else "(...)"
    message = explain_unknown_function(name.text, shown_bracket, len(arguments), reader.names)
    return ReadError("unknown-function", message, name.start, name.end)


def no_remainder(sign: str, left: str, right: str) -> str:
    """The message for a remainder of `left` by `right`, which has no sign here."""
    if len(left) + len(right) > MAX_SHOWN:
        left, right = "a", "n"
    a, n = _as_operand(left), _as_operand(right)
    return f"`{sign}` is not read, and remainders have no sign here: write `{a} - {n}*floor({a}/{n})`"


def factors_from(reader: Cursor, at: int) -> tuple[str, int]:
    """The factors that stand side by side from a token on, joined by `*`, and the index behind them.

    Nothing where they are long, or where a power follows, which could be one of the last factor or of all of them.
    """
    factors = []
    while _begins_factor(reader.tokens[at]):
        first = at
        if reader.tokens[at].kind == "name" and reader.tokens[at + 1].text in ("(", "["):
            at += 1
        at = reader.partners.get(at, at) + 1
        factors.append(reader.text[reader.tokens[first].start : reader.tokens[at - 1].end])
    if reader.tokens[at].text in ("^", "**") or sum(map(len, factors)) > MAX_SHOWN:
        return "", at
    return bare(factors[0]) if len(factors) == 1 else "*".join(factors), at


def bare(factor: str) -> str:
    """The factor without the brackets around it."""
    return factor[1:-1] if factor.startswith("(") else factor


def _begins_factor(token: Token) -> bool:
    return token.kind in ("name", "number") or token.text == "("


def _of_module(reader: Cursor, name: Token) -> ReadError | None:
    """`np.sin(x)`: the word behind the dot is one of the language, or one of another name for it."""
    word = reader.tokens[reader.at + 1]
    known = FUNCTIONS_ELSEWHERE.get(word.text) or CONSTANTS_ELSEWHERE.get(word.text)
    plain = known or (word.text if word.text in CALLABLE | CONSTANTS else word.text if word.text == "abs" else None)
    if plain is None:
        return None
    plain = {"abs": "Abs"}.get(plain, plain)
    opening = reader.at + 2
    if reader.tokens[opening].text == "(":
        bracket = reader.text[reader.tokens[opening].start : reader.tokens[reader.partners[opening]].end]
        plain += bracket if len(bracket) < 40 else "(...)"
    message = f"`{name.text}.{word.text}` is not read: functions and constants have no module, write `{plain}`"
    return ReadError("other-notation", message, name.start, word.end)


def _power_of_function(reader: Cursor, name: Token, function: str) -> ReadError:
    """`sin^2(x)`, `sin^-1(x)`."""
    at = reader.at + 1
    is_negative = reader.tokens[at].text == "-"
    exponent = reader.tokens[at + is_negative]
    message = f"`{name.text}` is a function: write `{function}(...)`, or {reader.names.declare(name.text + ': real')}"
    if exponent.kind == "number":
        behind = at + is_negative + 1
        body = factors_from(reader, behind)[0] if _begins_factor(reader.tokens[behind]) else ""
        call = f"({body or '...'})"
        if is_negative and exponent.text == "1" and function in _INVERSES:
            offer = (
                f"write `{_INVERSES[function]}{call}` for the inverse function, `1/{function}{call}` for the reciprocal"
            )
        else:
            power = f"{reader.peek().text}{'-' if is_negative else ''}{exponent.text}"
            offer = f"write `{function}{call}{power}`"
        message = f"a power stands behind its function, not behind its name: {offer}"
    return ReadError("undeclared-symbol", message, name.start, name.end)


def _big_operator(reader: Cursor, name: Token) -> ReadError:
    """`int x dx`, `sum k`, `lim x -> 0`."""
    operator = _BIG_OPERATORS[name.text]
    is_short = len(reader.text) - name.end <= _LONGEST
    found = _INTEGRAL.fullmatch(reader.text, name.end) if operator == "Integral" and is_short else None
    form = f"Integral({found['body'] or '1'}, {found['by']})" if found else FORMS[operator]
    end = len(reader.text.rstrip()) if found else name.end
    written = shown(reader.text[name.start : end])
    return ReadError("other-notation", f"{written} is not read: write `{form}`", name.start, end)


def _arguments(reader: Cursor) -> list[str]:
    """The texts of the arguments in the bracket that comes next."""
    starts = reader.argument_starts(reader.at)
    ends = [start - 1 for start in starts[1:]] + [reader.partners[reader.at]]
    return [
        reader.text[reader.tokens[first].start : reader.tokens[last - 1].end] if first < last else ""
        for first, last in zip(starts, ends, strict=True)
    ]


def _as_operand(text: str) -> str:
    return text if _ATOM.fullmatch(text) else f"({text})"


def unknown_name(reader: Cursor, name: Token) -> ReadError:
    """The error for a name that nobody declared; before a square bracket it was meant as an indexed one."""
    if reader.peek().text == "[" and name.text not in CALLABLE and name.text not in reader.names.later:
        message = f"`{name.text}` is not declared: add {reader.names.under('symbols', name.text + ': indexed')}"
        return ReadError("undeclared-symbol", message, name.start, name.end)
    return ReadError("undeclared-symbol", explain_unknown(name.text, reader.names), name.start, name.end)
