"""Text to tokens: commands, letters, numbers, upright words, delimiters with their partners; spacing is passed over."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from verifier.reading.errors import shown
from verifier.reading.latex.refusals import RefusedError

MAX_CHARACTERS: Final = 10_000
MAX_DEPTH: Final = 64
MAX_DIGITS: Final = 400

_ARGUMENT: Final = r"\s*\{(?:[^{}]|\{[^{}]*\})*\}"
_TOKEN: Final = re.compile(
    r"(?P<blank>\s+|%[^\n]*)"
    rf"|(?P<dropped>\\(?:tag|label|hspace|vspace|phantom|hphantom|vphantom|color|textcolor)(?![A-Za-z])\*?{_ARGUMENT})"
    r"|(?P<row>\\\\\*?(?:\s*\[-?[0-9.]+\s*[a-z]{2}\])?|\\(?:cr|newline)(?![A-Za-z]))"
    r"|\\(?:text|textrm|textnormal|textit|textsf|texttt|mbox|mathrm|mathit|operatorname\*?|rm)\s*\{(?P<word>[^{}\\$^_]*)\}"
    r"|\\(?:mathrm|mathit|mathsf|text|textrm|operatorname)\s+(?P<upright>[A-Za-z])"
    r"|\{\s*\\rm\s+(?P<switched>[A-Za-z]+)\s*\}"
    r"|(?P<array>\\begin\s*\{array\}\s*\{[^{}]*\})"
    r"|\\begin\s*\{(?P<begin>[A-Za-z]+\*?)\}|\\end\s*\{(?P<finish>[A-Za-z]+\*?)\}"
    r"|(?P<command>\\(?:[A-Za-z]+|.))"
    r"|(?P<number>[0-9]{1,3}(?:\{,\}[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:(?:\.|\{,\})[0-9]+)?|\.[0-9]+)"
    r"|(?P<letter>[A-Za-z])"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_THOUSANDS: Final = re.compile(r"(?<=[0-9])(?<!(?<![0-9.])0)\{,\}(?=[0-9]{3}(?![0-9]))")
_SPACES: Final = frozenset(
    r"\, \; \: \! \> ~ \quad \qquad \thinspace \medspace \thickspace \hfill \mathstrut \enspace \negthinspace".split()
) | {"\\ ", "\\\n"}
_WIDE: Final = frozenset({r"\quad", r"\qquad", r"\hfill"})
_IGNORED: Final = frozenset(
    r"""\displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \nonumber \notag \big \Big \bigg
    \Bigg \bigm \mathopen \mathclose \mathord \mathbin \relax \allowbreak \noindent \itshape \normalsize""".split()
)
_SIDES: Final = {
    r"\left": "left", r"\right": "right", **dict.fromkeys([r"\bigl", r"\Bigl", r"\biggl", r"\Biggl"], "open"),
    **dict.fromkeys([r"\bigr", r"\Bigr", r"\biggr", r"\Biggr"], "close"),
}  # fmt: skip
_OPENERS: Final = {
    "(": "(", "[": "[", r"\{": "{", r"\lbrace": "{", r"\lbrack": "[", r"\lparen": "(", r"\lfloor": "floor",
    r"\lceil": "ceiling", r"\langle": "angle", r"\lvert": "|", r"\lVert": "norm",
}  # fmt: skip
_CLOSERS: Final = {
    ")": "(", "]": "[", r"\}": "{", r"\rbrace": "{", r"\rbrack": "[", r"\rparen": "(", r"\rfloor": "floor",
    r"\rceil": "ceiling", r"\rangle": "angle", r"\rvert": "|", r"\rVert": "norm",
}  # fmt: skip
_SIDED: Final = {"|": "|", r"\vert": "|", r"\|": "norm", r"\Vert": "norm", ".": "."}
_UNICODE: Final = {
    "−": "-",
    "×": r"\times",
    "·": r"\cdot",
    "⋅": r"\cdot",
    "′": "'",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
}
_DIFFERENTIALS: Final = frozenset({r"\dd", r"\diff", r"\dif"})  # an upright d in common packages
_SPLIT_AFTER: Final = {"^": 1, "_": 1, r"\sqrt": 1, **dict.fromkeys([r"\frac", r"\dfrac", r"\tfrac", r"\binom"], 2)}
_OPENING: Final = frozenset({"open", "brace", "begin"})

ADJACENT, BLANK, SPACED, WIDE, LEFTOVER = range(5)


class Token(NamedTuple):
    """`kind` is command, letter, number, word, open, close, brace, unbrace, begin, finish, row, sign or end.

    `text` of a delimiter is its sort (`(`, `[`, `{`, `|`, `floor`, ...), the same for both sides. `gap` says what stands
    before the token: nothing, blanks, a spacing command, a wide one (`\\quad`, an
    empty line); LEFTOVER marks digits behind one that was an argument.
    """

    kind: str
    text: str
    start: int
    end: int
    gap: int = 0


def tokens_of(text: str) -> tuple[list[Token], dict[int, int]]:
    """The tokens of a formula, and the index of each opening token's partner. Raises RefusedError."""
    if len(text) > MAX_CHARACTERS:
        message = f"the formula has more than {MAX_CHARACTERS:,} characters: define its parts with `let`"
        raise RefusedError("unsupported:size", message, MAX_CHARACTERS, len(text))
    tokens = _scan(text)
    return tokens, _partners(tokens)


def _scan(text: str) -> list[Token]:
    tokens: list[Token] = []
    gap, side = ADJACENT, ""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        start, end = match.span()
        written = match.group(kind)
        if kind == "blank":
            gap = max(gap, WIDE if written.count("\n") > 1 else BLANK)
        elif kind == "dropped" or written in _SPACES:
            gap = WIDE if written in _WIDE else max(gap, SPACED)
        elif kind == "command" and written in _SIDES:
            side = _SIDES[written]
        elif kind != "command" or written not in _IGNORED:
            tokens += _classified(kind, written, start, end, gap, side, tokens)
            gap, side = ADJACENT, ""
    return tokens


def _classified(
    kind: str, written: str, start: int, end: int, gap: int, side: str, before: list[Token]
) -> tuple[Token, ...]:
    if kind in ("upright", "switched"):
        kind = "word"
    if kind == "number":
        return _digits(written, start, end, gap, before)
    if kind == "array":
        return (Token("begin", "array", start, end, gap),)
    if kind not in ("command", "sign"):
        return (Token(kind, written, start, end, gap),)
    written = _UNICODE.get(written, written)
    if written in _DIFFERENTIALS:
        return (Token("word", "d", start, end, gap),)
    if side and (sort := _OPENERS.get(written) or _CLOSERS.get(written) or _SIDED.get(written)):
        return (Token("open" if side in ("left", "open") else "close", side[0] + sort, start, end, gap),)
    if written in _OPENERS:
        return (Token("open", _OPENERS[written], start, end, gap),)
    if written in _CLOSERS:
        return (Token("close", _CLOSERS[written], start, end, gap),)
    if written in ("{", "}"):
        return (Token("brace" if written == "{" else "unbrace", written, start, end, gap),)
    return (Token(kind, written, start, end, gap),)


def _digits(written: str, start: int, end: int, gap: int, before: list[Token]) -> tuple[Token, ...]:
    r"""A number; behind `^`, `_` or `\frac` only its first digits are arguments, as TeX takes them."""
    if end - start > MAX_DIGITS:
        raise RefusedError("unsupported:size", f"a number has more than {MAX_DIGITS} digits", start, end)
    taken = _SPLIT_AFTER.get(before[-1].text, 0) if before and before[-1].kind in ("sign", "command") else 0
    if len(written) <= 1 or not taken:
        return (Token("number", decimal_point(written), start, end, gap),)
    cuts = [start + k for k in range(min(taken, len(written)))]
    parts = [Token("number", written[c - start], c, c + 1, gap) for c in cuts]
    rest = cuts[-1] + 1
    if rest < end:
        parts.append(Token("number", decimal_point(written[rest - start :]), rest, end, LEFTOVER))
    return tuple(parts)


def decimal_point(text: str) -> str:
    """Numbers with a point for their decimals: `1{,}234` is one thousand and more, `0{,}5` and `3{,}14` have a comma."""
    return _THOUSANDS.sub("", text).replace("{,}", ".")


def _partners(tokens: list[Token]) -> dict[int, int]:
    """Matches braces, delimiters and environments. Raises RefusedError where they cross, are missing, or nest too deep."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind in _OPENING:
            if len(opened) == MAX_DEPTH:
                message = f"brackets nest deeper than {MAX_DEPTH}: define an inner part with `let`"
                raise RefusedError("unsupported:size", message, token.start, token.end)
            opened.append(at)
        elif token.kind in ("close", "unbrace", "finish"):
            if not opened or not _match(tokens[opened[-1]], token):
                raise _unmatched(tokens, opened, token)
            pairs[opened.pop()] = at
    if opened:
        token = tokens[opened[-1]]
        message = "what opens here is never closed: write the missing bracket or brace"
        raise RefusedError("syntax", message, token.start, token.end)
    return pairs


def _match(opening: Token, closing: Token) -> bool:
    if opening.kind == "brace" or closing.kind == "unbrace":
        return opening.kind == "brace" and closing.kind == "unbrace"
    if opening.kind == "begin" or closing.kind == "finish":
        return opening.text == closing.text and opening.kind == "begin"
    if opening.text[0] == "l" or closing.text[0] == "r":
        return opening.text[0] == "l" and closing.text[0] == "r"
    return sort_of(opening) == sort_of(closing) or {sort_of(opening), sort_of(closing)} == {"(", "["}  # an interval


def sort_of(token: Token) -> str:
    r"""The sort of a delimiter, whether written with `\left` and the like or not."""
    text = token.text
    return text[1:] if len(text) > 1 and text[0] in "lroc" and text not in ("ceiling",) else text


def _unmatched(tokens: list[Token], opened: list[int], token: Token) -> RefusedError:
    if opened and tokens[opened[-1]].kind == "open" and token.kind == "close":
        message = "a bracket is closed by one of another kind: an interval is no value, and brackets match"
        return RefusedError("tuple", message, tokens[opened[-1]].start, token.end)
    written = shown({"unbrace": "}", "finish": f"\\end{{{token.text}}}"}.get(token.kind, sort_of(token)))
    return RefusedError("syntax", f"{written} closes nothing that is open: leave it out", token.start, token.end)
