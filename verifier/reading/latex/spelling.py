r"""A LaTeX name as the ASCII name of a symbol: `\omega_1` is omega_1, `\hat y` is y_hat, `w^{(i)}` is w_sup_i.

Two names that are different mathematics never get one spelling: what is not a letter becomes a word of its own between
underscores, and a word typed in letters that is spelled like one of those, or like a Greek letter, is marked `_rm`. A word
of three letters or more is the same name upright and in italics (`x_{max}` and `x_{\text{max}}`).
"""

from __future__ import annotations

from typing import Final

from verifier.reading.latex.cursor import Cursor
from verifier.reading.latex.tokens import Token, sort_of
from verifier.reading.latex.vocabulary import ACCENTS, FUNCTIONS, GREEK, MARKS, TRANSPOSES
from verifier.terms.record import record

_SIGNS: Final = {"+": "plus", "-": "minus", "*": "ast", r"\ast": "ast", r"\star": "ast", "'": "dash", r"\prime": "dash"}
_FIELDS: Final = {"_": "sub", ",": "comma", r"\infty": "oo"}
_STARS: Final = {"*": "star", r"\ast": "star", r"\star": "star", "+": "sup_plus", "-": "sup_minus"}
_ACCENT: Final = 8  # levels: few accents stand on one another
Range = tuple[int, int]


@record
class Spelled:
    """A name with its scripts. `subscript`, `label` and `exponent` are ranges of tokens; `label` stands above the name.

    `base` is the name without scripts, `name` all of it but the exponent; `sort` is the font, `upright` a word.
    """

    name: str
    base: str
    sort: str
    start: int
    end: int
    subscript: Range | None = None
    label: Range | None = None
    exponent: Range | None = None
    transposed: bool = False
    primes: int = 0


def is_name(token: Token) -> bool:
    """Whether the token begins a name (an upright word does too)."""
    if token.kind == "command":
        return token.text[1:] in GREEK or token.text in ACCENTS
    return token.kind in ("letter", "word")


def ascii_name(text: str) -> str | None:
    """The spelling of a name that is written in ASCII or in LaTeX; None where the text is no name."""
    from verifier.reading.latex.names import Names
    from verifier.reading.latex.refusals import RefusedError

    if text.isascii() and text.isidentifier():
        return text
    try:
        cursor = Cursor(text, Names())
        if not is_name(cursor.peek()):
            return None
        spelled = spell(cursor)
        return None if cursor.at < cursor.stop or spelled.exponent or spelled.transposed else spelled.name
    except RefusedError:
        return None


def latex_name(name: str) -> str | None:
    """LaTeX that is read as the name of this ASCII spelling; None where there is none so simple."""
    base, _, subscript = name.partition("_")
    written = f"\\{base}" if base in GREEK else base if len(base) == 1 else f"\\mathrm{{{base}}}"
    if subscript:
        written += f"_{subscript}" if len(subscript) == 1 else f"_{{{subscript}}}"
    return written if ascii_name(written) == name else None


def spell(cursor: Cursor) -> Spelled:
    """The name that comes next, with its scripts; passes it. Raises RefusedError."""
    start = cursor.peek().start
    base, sort = _base(cursor)
    subscript: Range | None = None
    above: Range | None = None
    primes = 0
    while (sign := cursor.peek().text) in ("_", "^", "'") and cursor.peek().kind == "sign":
        if sign == "'":
            primes += 1
            cursor.at += 1
        elif sign == "_" and subscript is None:
            cursor.at += 1
            subscript = cursor.argument()
        elif sign == "^" and above is None:
            if primes:
                break
            cursor.at += 1
            above = cursor.argument()
        else:
            raise cursor.unexpected()
    return _complete(cursor, base, sort, start, subscript, above, primes)


def _complete(
    cursor: Cursor, base: str, sort: str, start: int, subscript: Range | None, above: Range | None, primes: int
) -> Spelled:
    end = cursor.tokens[cursor.at - 1].end
    name = base
    label = exponent = None
    transposed = False
    if subscript is not None:
        name += "_" + _fields(cursor, *subscript)
    if above is not None:
        texts = [t.text for t in cursor.tokens[above[0] : above[1]]]
        if texts and all(t in ("'", r"\prime") for t in texts):
            primes += len(texts)
        elif _is_transpose(cursor, above):
            transposed = True
        elif (spelled := _label(cursor, base, above)) is not None:
            label = above
            name += "_" + spelled
        else:
            exponent = above
    if primes:
        name += "_prime" if primes == 1 else f"_prime{primes}"
    return Spelled(name, base, sort, start, end, subscript, label, exponent, transposed, primes)


def _base(cursor: Cursor) -> tuple[str, str]:
    """The name without scripts, and its outermost font."""
    token = cursor.take()
    if token.kind == "letter":
        return token.text, ""
    if token.kind == "word":
        return _word(token.text.strip()), "upright"
    if token.text not in ACCENTS:
        return token.text[1:], ""
    start, stop = cursor.argument()
    accent = ACCENTS[token.text]
    end = cursor.tokens[cursor.at - 1].end
    cursor.deepen(_ACCENT)
    inner = cursor.whole(start, stop, lambda: _accented(cursor, token, end))
    cursor.deepen(-_ACCENT)
    return f"{inner}_{accent}", accent


def _accented(cursor: Cursor, accent: Token, end: int) -> str:
    """The name under an accent or in a font."""
    if is_name(cursor.peek()):
        spelled = spell(cursor)
        if cursor.at == cursor.stop and not (spelled.exponent or spelled.transposed):
            return spelled.name
        letters = cursor.tokens[cursor.at - 1 : cursor.stop]
        if all(t.kind == "letter" for t in letters) and accent.text.startswith(r"\math"):
            cursor.at = cursor.stop
            return _word(spelled.name + "".join(t.text for t in letters[1:]))
    message = f"{cursor.written(accent.start, end)} is a sign over more than one name"
    raise cursor.refuse(f"unsupported:{ACCENTS[accent.text]}", message, accent.start, end)


def _word(text: str) -> str:
    return text if len(text) > 2 and text.isalnum() and text not in GREEK | MARKS else f"{_flat(text)}_rm"


def _flat(text: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in text)


def _fields(cursor: Cursor, start: int, stop: int) -> str:
    """A subscript or label as words between underscores; only a comma between plain runs leaves no word of its own."""
    tokens = _inner(cursor, start, stop)
    plain = all(t.kind in ("letter", "number") or t.text == "," for t in tokens)
    fields: list[str] = []
    run = ""
    for token in tokens:
        if token.kind == "letter" or (token.kind == "number" and token.text.isdigit()):
            run += token.text
            continue
        fields += [*([_marked(run)] if run else []), *([] if plain else _field(cursor, token))]
        run = ""
    fields += [_marked(run)] if run else []
    if not fields:
        raise cursor.refuse("syntax", "a subscript is empty: write one, or leave out its sign", cursor.peek().start)
    return "_".join(fields)


def _inner(cursor: Cursor, start: int, stop: int) -> list[Token]:
    tokens = cursor.tokens[start:stop]
    nested = [k for k, t in enumerate(tokens) if t.text in ("_", "^")]
    if not nested:
        return [t for t in tokens if t.kind not in ("brace", "unbrace")]
    at = start + nested[0] + 1
    behind = cursor.partners.get(at, at) + 1
    if len(nested) > 1 or behind != stop or tokens[nested[0]].text == "^":
        raise _no_subscript(cursor, tokens[nested[0]])
    return [t for t in tokens if t.kind not in ("brace", "unbrace")]


def _marked(run: str) -> str:
    return f"{run}_rm" if run in MARKS or run in GREEK or run.startswith("prime") else run


def _field(cursor: Cursor, token: Token) -> list[str]:
    if token.kind == "word":
        return [_word(token.text.strip())] if token.text.strip() else []
    if token.text in _SIGNS:
        return [_SIGNS[token.text]]
    if token.kind in ("open", "close") and sort_of(token) in ("(", "["):
        return ["end"] if token.kind == "close" else ["par"] if sort_of(token) == "(" else ["br"]
    if token.text in _FIELDS:
        return [_FIELDS[token.text]]
    if token.text in FUNCTIONS or token.text[1:] in GREEK:
        return [token.text[1:]]
    raise _no_subscript(cursor, token)


def _no_subscript(cursor: Cursor, token: Token) -> Exception:
    message = f"{cursor.written(token.start, token.end)} in a subscript is not understood"
    return cursor.refuse("unsupported:subscript", message, token.start, token.end)


# what stands above


def _is_transpose(cursor: Cursor, above: Range) -> bool:
    tokens = cursor.tokens[above[0] : above[1]]
    texts = [t.text for t in tokens if t.kind not in ("brace", "unbrace")]
    if texts in ([r"\mathsf", "T"], [r"\mathbf", "T"], [r"\mathcal", "T"]):
        return True
    if len(tokens) != 1:
        return False
    return texts[0] in TRANSPOSES or (texts[0] == "T" and (tokens[0].kind == "word" or "T" not in cursor.names.kinds))


def _label(cursor: Cursor, base: str, above: Range) -> str | None:
    """The spelling of a superscript that is part of the name; None for an exponent (A12)."""
    tokens = cursor.tokens[above[0] : above[1]]
    if base == "e" and "e" not in cursor.names.kinds:
        return None
    if len(tokens) == 1 and tokens[0].text in _STARS:
        return _STARS[tokens[0].text]
    if tokens and tokens[0].kind == "open" and cursor.partners[above[0]] == above[1] - 1:
        return _bracketed(cursor, tokens, above)
    if tokens and all(t.kind == "word" for t in tokens):
        return "sup_" + _fields(cursor, *above)
    capitals = len(tokens) > 1 and all(t.kind == "letter" and t.text.isupper() for t in tokens)
    if capitals and not any(t.text in cursor.names.kinds for t in tokens):
        cursor.say(
            "label", f"`^{{{''.join(t.text for t in tokens)}}}` is taken as a label", tokens[0].start, tokens[-1].end
        )
        return "sup_" + _fields(cursor, *above)
    return None


def _bracketed(cursor: Cursor, tokens: list[Token], above: Range) -> str | None:
    r"""`x^{(i)}`, `x^{(t+1)}`, `x^{[l]}` are labels; `a^{(1-y)}` could be a power."""
    inner = tokens[1:-1]
    if sort_of(tokens[0]) not in "([" or not inner:
        return None
    plain = all(
        t.kind in ("letter", "number", "word") or t.text in ("+", "-", ",") or t.text[1:] in GREEK for t in inner
    )
    if not plain or len(inner) > 5 or (inner[0].kind == "number" and len(inner) > 1) or inner[0].text in "+-":
        written = cursor.written(tokens[0].start, tokens[-1].end)
        message = f"is {written} an exponent or a label? for an exponent leave out its bracket"
        raise cursor.refuse("ambiguous:power", message, tokens[0].start, tokens[-1].end)
    mark = "sup" if sort_of(tokens[0]) == "(" else "sup_br"
    return f"{mark}_{_fields(cursor, above[0] + 1, above[1] - 1)}"
