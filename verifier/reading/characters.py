"""What to write instead of a character that the language does not have."""

from __future__ import annotations

import re
import string
import unicodedata
from typing import Final

from verifier.reading.errors import MAX_SHOWN, ReadError

# what no author types: controls, soft hyphen, zero width, bidirectional marks, line separators, byte order marks, tags
FORBIDDEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)

# letters of other scripts that look like these Latin ones
_LOOK_ALIKES: Final = dict(
    zip(
        "асеорхуіјѕһԁԛԝАВСЕНІЈКМОРЅТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧοɑ",
        "aceopxyijshdqwABCEHIJKMOPSTXYABEZHIKMNOPTYXoa",
        strict=True,
    )
)
_INSTEAD: Final = {
    "×": "*", "·": "*", "⋅": "*", "∗": "*", "∙": "*", "÷": "/", "∕": "/", "⁄": "/", "−": "-", "–": "-", "—": "-",
    "≤": "<=", "≥": ">=", "≠": "!=", "⩽": "<=", "⩾": ">=", "∧": "and", "∨": "or", "¬": "not",
    "π": "pi", "∞": "oo", "ⅇ": "E", "ℯ": "E", "ⅈ": "I",
    "√": "sqrt(...)", "∛": "cbrt(...)", "∂": "Derivative(f, x)", "∫": "Integral(f, (x, a, b))",
    "∑": "Sum(f, (k, a, b))", "∏": "Product(f, (k, a, b))", "⇒": "=> as the step's relation", "∘": "f(g(x))",
    "⇔": "<=> as the step's relation", "→": "=> as the step's relation", "∈": "0 < x and x < 1", "±": "two chains",
    "‖": "Abs(...)", "°": "pi/180", "′": "Derivative(f, x)", "½": "1/2", "¼": "1/4", "¾": "3/4",
    "…": "every term",
}  # fmt: skip
_QUOTES: Final = frozenset("“”„‘’‚«»")
_NAME_LETTERS: Final = string.ascii_letters + string.digits + "_"
_ASCII: Final = {
    "\\": "LaTeX is not read here; write `a/b`, `sqrt(x)`, `exp(x)`, ... as in SymPy",
    "|": "write `Abs(x)` for an absolute value, `or` between conditions",
    "!": "write `factorial(n)` for a factorial, `!=` for unequal, `not` before a condition",
    "{": "write `( )` to group",
    "}": "write `( )` to group",
    "&": "write `and` between conditions",
    "%": "write `/100` for a percentage",
    "'": "text is not an expression; leave out the quotes",
    '"': "text is not an expression; leave out the quotes",
    ":": "write one expression, without `:`",
    ";": "write one expression, without `;`",
    "#": "write the comment under `note:`",
    "@": "write `*` for a product, of matrices too",
    "~": "write `not` before a condition; for a tolerance give the step `relation: ~`",
    "$": "leave out the `$`",
}


def first_foreign(text: str) -> int | None:
    """Where the first character stands that is not ASCII, or None."""
    return None if text.isascii() else next(at for at, c in enumerate(text) if ord(c) > 127)


def refuse_character(text: str, at: int) -> ReadError:
    """The error for the character at this offset, which no expression has."""
    c = text[at]
    if c == "'" and at and (text[at - 1].isalnum() or text[at - 1] in "_)]'"):
        message = "a prime is not read: write a derivative as `Derivative(f, x)`, and a second name in full"
        return ReadError("unexpected-character", message, at, at + 1)
    if c == "{" and text[at - 1 : at] in ("_", "^"):
        return _refuse_braces(text, at)
    if c in _ASCII:
        return ReadError("unexpected-character", f"unexpected `{c}`: {_ASCII[c]}", at, at + 1)
    return ReadError("unexpected-character", f"{described(c)}: {_advice(text, at)}", at, at + 1)


def _refuse_braces(text: str, at: int) -> ReadError:
    """`x_{i}` and `x^{2}`."""
    inside, closing, _ = text[at + 1 :].partition("}")
    end = at + 1 + len(inside) + len(closing)
    start = len(text[: at - 1].rstrip(_NAME_LETTERS))
    if end - start > MAX_SHOWN:
        offer = "write `( )` to group"
    elif text[at - 1] == "^":
        offer = f"write `{text[start:at]}({inside})`"
    else:
        name = text[start : at - 1] or "x"
        offer = f"write `{name}[{inside}]` for an entry, `{name}_{inside}` for a name"
    return ReadError("unexpected-character", f"braces do not group here: {offer}", start, end)


def described(c: str) -> str:
    """A character by its code point and name, and itself where it can be shown."""
    name = unicodedata.name(
        c, "a tab" if c == "\t" else "a control character" if ord(c) < 160 else "a character without a name"
    )
    seen = f"`{c}` is " if c.isprintable() else "the text holds "
    return f"{seen}U+{ord(c):04X} {name}"


def _advice(text: str, at: int) -> str:
    c = text[at]
    if c in _QUOTES:
        return "leave out the quotes"
    if c in _LOOK_ALIKES:
        return f"it looks like the Latin letter `{_LOOK_ALIKES[c]}` but is another; type `{_LOOK_ALIKES[c]}`"
    if c in _INSTEAD:
        return f"write `{_INSTEAD[c]}`"
    name, plain = unicodedata.name(c, ""), unicodedata.normalize("NFKC", c)
    if name.startswith("SUPERSCRIPT") and plain.isascii():
        return f"write `**{plain}`"
    if name.startswith(("SUBSCRIPT", "LATIN SUBSCRIPT")) and plain.isascii():
        return f"write `{plain}` as part of the name, as in `x{plain}`"
    if name.startswith("GREEK"):
        return f"names are ASCII letters, digits and `_`; write `{_greek(name)}`"
    if plain.isascii() and plain.isprintable() and plain.strip():
        return f"write `{plain}`"
    if c.isspace() or not c.isprintable():
        return "write a plain space, or nothing"
    return "names are ASCII letters, digits and `_`; write it in those"


def _greek(name: str) -> str:
    word = name.split(" LETTER ")[-1].split(" ")[0] if " LETTER " in name else name.split(" ")[1]
    word = {"LAMDA": "LAMBDA", "FINAL": "SIGMA"}.get(word, word)
    return word.capitalize() if "CAPITAL" in name else word.lower()
