r"""Reads the functions that have a command or an upright word: `\sin^2 x`, `\log_2(1-a)`, `\operatorname{sigmoid}(z)`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from verifier.model.chain import Kind
from verifier.reading.cursor import Part
from verifier.reading.latex.names import LogBase
from verifier.reading.latex.operands import list_of, opens_bracket
from verifier.reading.latex.spelling import Range
from verifier.reading.latex.tokens import SPACED, Token, sort_of
from verifier.reading.latex.vocabulary import (
    ARITY,
    BIG_OPERATORS,
    DIVISIONS,
    FUNCTIONS,
    INVERSE,
    LOGARITHMS,
    MATRIX,
    NEEDS_BRACKET,
    RANDOM,
    WORDS,
)
from verifier.terms.substitution import free_symbols
from verifier.terms.term import TWO, Term, integer

if TYPE_CHECKING:
    from verifier.reading.latex.reader import Reader

_SIMPLE: Final = frozenset({"number", "symbol", "constant", "index"})


def head_of(token: Token) -> str:
    if token.text == r"\mathbb":
        return "Expectation"
    return FUNCTIONS[token.text] if token.kind == "command" else WORDS[token.text.strip()]


def read_function(reader: Reader) -> Part:
    token = reader.take()
    head = head_of(token)
    if token.text == r"\mathbb":
        reader.argument()
        token = token._replace(end=reader.tokens[reader.at - 1].end)
    base, power = _scripts(reader, token, head)
    inverse = power is not None and _is_minus_one(reader, power)
    if inverse:
        head = _inverse(reader, token, head)
        power = None
    arguments = _arguments(reader, token, head)
    end = max(reader.tokens[reader.at - 1].end, token.end)
    part = _applied(reader, token, head, base, arguments, end)
    if power is None:
        return part
    exponent = reader.value_of(*power)
    return reader.node("pow", [part, exponent], token.start, end)


def _scripts(reader: Reader, token: Token, head: str) -> tuple[Range | None, Range | None]:
    """The base of a logarithm and the power, as they stand on the function's name."""
    base: Range | None = None
    power: Range | None = None
    while (sign := reader.peek()).text in ("_", "^", "'") and sign.kind == "sign":
        if sign.text == "'" or (sign.text == "^" and power) or (sign.text == "_" and base):
            raise reader.unexpected()
        reader.at += 1
        if sign.text == "^":
            power = reader.argument()
            continue
        base = reader.argument()
        if token.text != r"\log":
            message = f"a subscript on {reader.written(token.start, token.end)} is not understood"
            raise reader.refuse("unsupported:subscript", message, token.start)
    return base, power


def _is_minus_one(reader: Reader, power: Range) -> bool:
    return [t.text for t in reader.tokens[slice(*power)]] == ["-", "1"]


def _inverse(reader: Reader, token: Token, head: str) -> str:
    if head not in INVERSE:
        message = f"is {reader.written(token.start, reader.peek().start)} an inverse or a quotient? write one of them"
        raise reader.refuse("ambiguous:power", message, token.start)
    reader.say("inverse", f"`{token.text}^{{-1}}` is the inverse function, not a quotient", token.start, token.end)
    return INVERSE[head]


# arguments


def _arguments(reader: Reader, token: Token, head: str) -> list[Part]:
    if not (opens_bracket(reader) or _opens_set(reader)):
        if head in NEEDS_BRACKET:
            raise _needs_bracket(reader, token)
        if reader.peek().kind == "brace":
            return [_braced(reader, token)]
        return [_bare(reader, token, head)]
    opening = reader.peek()
    arguments = list_of(reader)
    fewest, most = ARITY.get(head, (1, 1))
    if not fewest <= len(arguments) <= most:
        message = f"{reader.written(token.start, token.end)} of {len(arguments)} arguments is not understood"
        raise reader.refuse("tuple", message, token.start, reader.tokens[reader.at - 1].end)
    _refuse_behind(reader, token, opening, most)
    return arguments


def _opens_set(reader: Reader) -> bool:
    token = reader.peek()
    return token.kind == "open" and sort_of(token) == "{"


def _needs_bracket(reader: Reader, token: Token) -> Exception:
    message = f"{reader.written(token.start, token.end)} needs its arguments in a bracket"
    if reader.peek().text == "_" or reader.peek().kind == "end":
        message += " right behind it"
    return reader.refuse(f"unsupported:{token.text.lstrip(chr(92)).strip()}", message, token.start, token.end)


def _refuse_behind(reader: Reader, token: Token, opening: Token, most: int) -> None:
    r"""`\ln(u)^2` and `\ln(u)(v)` can be read in two ways (A8)."""
    follows = reader.peek()
    name = reader.written(token.start, token.end)[1:-1]
    if follows.text in ("^", "!", "'") and most == 1:
        message = (
            f"a power behind {reader.written(token.start, follows.start)}: write `({name}(u))^2` or `{name}((u)^2)`"
        )
        raise reader.refuse("ambiguous:power", message, token.start, follows.end)
    if follows.kind == "open" and most == 1 and sort_of(follows) in ("(", "[") and sort_of(opening) == "(":
        message = f"is the second bracket part of the argument of `{name}`? write `\\cdot`, or a bracket around both"
        raise reader.refuse("ambiguous:argument", message, token.start, follows.end)


def _braced(reader: Reader, token: Token) -> Part:
    r"""`\log{x}`: the braces print nothing, so they must hold what would be the argument without them."""
    start, stop = reader.argument()
    term, place = reader.value_of(start, stop)
    if term.head in ("add", "neg") or reader.starts_factor(reader.peek()) or reader.peek().text in ("^", "!", "/"):
        raise _unclear(reader, token)
    return term, place


def _unclear(reader: Reader, token: Token) -> Exception:
    name = reader.written(token.start, token.end)[1:-1]
    message = f"where does the argument of `{name}` end? write it in a bracket"
    return reader.refuse("ambiguous:argument", message, token.start)


def _bare(reader: Reader, token: Token, head: str) -> Part:
    """The implicit product behind a function without a bracket, up to the next function (A7)."""
    first = reader.peek()
    if not reader.starts_factor(first):
        raise _unclear(reader, token) if first.kind != "end" else reader.unexpected()
    factors = [reader.factor()]
    alone = _is_function(first) or first.text in BIG_OPERATORS
    while reader.starts_factor(follows := reader.peek()) and not _is_function(follows):
        if alone or follows.text in BIG_OPERATORS or follows.gap >= SPACED or follows.kind in ("open", "number"):
            raise _unclear(reader, token)
        factors.append(reader.factor())
    if reader.peek().text in DIVISIONS or not _is_clear(factors):
        raise _unclear(reader, token)
    if len(factors) > 2 or (len(factors) == 2 and (factors[0][0].head != "number" or head in LOGARITHMS)):
        end = factors[-1][1].end
        reader.say("argument", f"{reader.written(token.start, end)} takes the whole product", token.start, end)
    return reader.times(factors)


def _is_function(token: Token) -> bool:
    return (token.kind == "command" and token.text in FUNCTIONS) or (
        token.kind == "word" and token.text.strip() in WORDS
    )


def _is_clear(factors: list[Part]) -> bool:
    """Whether these factors are one argument for every reader: numbers before anything, else names only."""
    if len(factors) == 1:
        return True
    numbers = all(_is_number(term) for term, _ in factors[:-1])
    return numbers or all(term.head in _SIMPLE or _is_number(term) for term, _ in factors)


def _is_number(term: Term) -> bool:
    return term.head == "number" or (term.head == "div" and all(a.head == "number" for a in term.args))


# what is applied


def _applied(reader: Reader, token: Token, head: str, base: Range | None, arguments: list[Part], end: int) -> Part:
    if head in RANDOM:
        _require_random(reader, token, head, arguments)
    if head in MATRIX:
        _require_matrix(reader, token, arguments)
    if head == "log":
        return _logarithm(reader, token, base, arguments, end)
    return reader.node(head, arguments, token.start, end)


def _require_random(reader: Reader, token: Token, head: str, arguments: list[Part]) -> None:
    free = frozenset[str]().union(*(free_symbols(term) for term, _ in arguments))
    if not any(reader.kind_of(name) is Kind.RANDOM for name in free):
        name = min(free) if free else "X"
        message = f"{reader.written(token.start, token.end)} is of something random, and nothing here is declared so"
        raise reader.refuse(f"unsupported:{head}", message, token.start, token.end, f"symbols {name} random")


def _require_matrix(reader: Reader, token: Token, arguments: list[Part]) -> None:
    if not reader.is_matrix(arguments[0][0]):
        name = min(free_symbols(arguments[0][0]), default="A")
        message = f"{reader.written(token.start, token.end)} is of a matrix, and none is declared here"
        raise reader.refuse("matrix", message, token.start, token.end, f"symbols {name} matrix(n, n)")


def _logarithm(reader: Reader, token: Token, base: Range | None, arguments: list[Part], end: int) -> Part:
    r"""`\log_b x` is log(x)/log(b), exactly; a bare `\log` has the base that the document sets (A10)."""
    if base is not None:
        part = reader.value_of(*base)
        if part[0] in (TWO, integer(10)):
            return reader.node(f"log{part[0].number}", arguments, token.start, end)
        return reader.node("log", [*arguments, part], token.start, end)
    if token.text in (r"\log", "log"):
        setting = reader.names.log
        if setting is LogBase.ERROR:
            message = "`\\log` without a base is not allowed here: write `\\ln`, or its base"
            raise reader.refuse("ambiguous:log", message, token.start, token.end, "log = natural")
        if setting is not LogBase.NATURAL:
            return reader.node(f"log{Fraction(setting.value)}", arguments, token.start, end)
        reader.say("log", "`\\log` is taken as the natural logarithm", token.start, token.end)
    return reader.node("log", arguments, token.start, end)
