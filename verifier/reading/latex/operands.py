"""Reads a name: a symbol, an entry, a constant, a call, or the refusal of what could be several of these (A1 to A5, A11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verifier.model.chain import Kind
from verifier.reading.cursor import Part
from verifier.reading.errors import shown
from verifier.reading.latex.cursor import Cursor
from verifier.reading.latex.spelling import Spelled, spell
from verifier.reading.latex.subscripts import entry_of, kronecker_delta
from verifier.reading.latex.tokens import sort_of
from verifier.reading.latex.unclear_names import increment, is_increment, refuse_font, unclear_i
from verifier.reading.latex.vocabulary import BARE_WORDS, BARS, FUNCTIONS
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, PI, E, I, Term, integer

if TYPE_CHECKING:
    from verifier.reading.latex.reader import Reader

_MATRIX_KINDS: Final = frozenset({Kind.MATRIX, Kind.VECTOR})
_LONGEST_PRODUCT: Final = 3  # a longer run of letters without blanks is more often a word than a product
_CALLED: Final = ("(", "[")


def read_name(reader: Reader) -> Part:
    """The name that comes next with what belongs to it: scripts, arguments, powers."""
    token = reader.peek()
    _refuse_word(reader)
    if token.kind == "word":
        _refuse_prose(reader)
    spelled = spell(reader)
    if token.kind == "word" and token.text.strip() in ("e", "i", "d"):
        return _upright_constant(reader, spelled, token.text.strip())
    kind = reader.kind_of(spelled.name)
    if spelled.name in reader.bound:
        return _finished(reader, spelled, _symbol(reader, spelled))
    if _function_name(reader, spelled) is not None:
        return _application(reader, spelled)
    if kind is not None and kind is not Kind.INDEXED:
        return _declared(reader, spelled, kind)
    _refuse_vector_entry(reader, spelled)
    part = entry_of(reader, spelled) or kronecker_delta(reader, spelled)
    if part is not None:
        if opens_bracket(reader) and kind is not Kind.INDEXED and reader.kind_of(str(part[0].value)) is None:
            _require_product(reader, spelled)
        return _finished(reader, spelled, part)
    return _undeclared(reader, spelled)


def opens_bracket(reader: Cursor) -> bool:
    """Whether a round or square bracket comes next, alone in braces or not."""
    at = reader.at
    while at < reader.stop and reader.tokens[at].kind == "brace":
        at += 1
    return at < reader.stop and reader.tokens[at].kind == "open" and sort_of(reader.tokens[at]) in _CALLED


def list_of(reader: Reader) -> list[Part]:
    """The values between commas in the bracket that comes next; passes it."""
    opening, closing = reader.peek(), reader.closing()
    if opening.kind == "brace":
        with reader.within(reader.at + 1, closing):
            parts = list_of(reader)
            if reader.at < reader.stop:
                raise reader.unexpected()
    else:
        if sort_of(opening) != sort_of(reader.tokens[closing]):
            raise reader.refuse("tuple", "a bracket is closed by one of another kind", opening.start)
        parts = reader.whole(reader.at + 1, closing, lambda: _values(reader))
    reader.at = closing + 1
    return parts


def _values(reader: Reader) -> list[Part]:
    parts = [reader.total()]
    while reader.peek().text == ",":
        reader.at += 1
        parts.append(reader.total())
    return parts


# words typed as letters


def _refuse_word(reader: Reader) -> None:
    """`exp(-x)` and `Loss` typed as letters would read as products (A17)."""
    at = reader.at
    first = reader.tokens[at]
    if first.kind != "letter" or (at and _joined(reader, at - 1)):
        return
    stop = at + 1
    while stop < reader.stop and _joined(reader, stop - 1):
        stop += 1
    word = "".join(t.text for t in reader.tokens[at:stop])
    if len(word) < 2 or not _is_word(reader, word):
        return
    known = word.lower() if f"\\{word.lower()}" in FUNCTIONS else None
    offer = f"`\\{known}`" if known else f"`\\operatorname{{{word}}}` or `\\text{{{word}}}`"
    message = f"`{word}` is typed as letters, which read as a product: write {offer}"
    raise reader.refuse("bare-word", message, first.start, reader.tokens[stop - 1].end)


def _joined(reader: Reader, at: int) -> bool:
    """Whether the letter at this token and the next one stand together."""
    left, right = reader.tokens[at], reader.tokens[at + 1] if at + 1 < len(reader.tokens) else None
    return right is not None and left.kind == right.kind == "letter" and right.gap == 0 and right.start == left.end


def _is_word(reader: Reader, word: str) -> bool:
    if word in BARE_WORDS or (len(word) > 2 and word.isupper()) or word in ("KL", "IS"):
        return True
    known = all(c in reader.names.kinds or c in reader.bound for c in word)
    return len(word) > _LONGEST_PRODUCT and not known


_SENTENCE: Final = frozenset(
    "and as by else for from gives hence if in is let mod modulo of on or otherwise since so such that then there thus to "
    "True False when where which with".split()
)
"""Upright words that no name is: they join formulas, or stand in a sentence."""


def _refuse_prose(reader: Reader) -> None:
    token = reader.peek()
    text = token.text.strip()
    if text in _SENTENCE or not text or len(text) > 12 or not all(c.isalnum() or c in "-_" for c in text):
        message = f"{shown(token.text)} is text inside of a formula: write it outside"
        raise reader.refuse("prose", message, token.start, token.end)


# what a name is


def _symbol(reader: Reader, spelled: Spelled) -> Part:
    return reader.symbol(spelled.name, spelled.start, _end_of_name(reader, spelled))


def _end_of_name(reader: Reader, spelled: Spelled) -> int:
    """Where the name ends; an exponent behind it is not part of it."""
    if spelled.exponent is None and not spelled.transposed:
        return spelled.end
    exponent = spelled.exponent
    if exponent is None:
        return max(spelled.start + 1, reader.text.rfind("^", spelled.start, spelled.end))
    return max(spelled.start + 1, reader.text.rfind("^", spelled.start, reader.tokens[exponent[0]].start))


def _finished(reader: Reader, spelled: Spelled, part: Part) -> Part:
    """The name with the power or transposition that stands on it."""
    if spelled.transposed:
        return reader.transposed(part, spelled.end)
    if spelled.exponent is not None:
        return reader.raised(part, *spelled.exponent)
    return part


def _upright_constant(reader: Reader, spelled: Spelled, letter: str) -> Part:
    if letter == "d" or spelled.subscript or spelled.label or spelled.primes:
        message = f"`{letter}` upright stands for a differential or a constant, not with these scripts"
        raise reader.refuse("differential", message, spelled.start, spelled.end)
    return _finished(reader, spelled, reader.leaf(E if letter == "e" else I, spelled.start, spelled.end))


def _declared(reader: Reader, spelled: Spelled, kind: Kind) -> Part:
    if kind in _MATRIX_KINDS:
        reader.has_matrix = True
    return _finished(reader, spelled, _symbol(reader, spelled))


def _undeclared(reader: Reader, spelled: Spelled) -> Part:
    constant = {"e": E, "pi": PI}.get(spelled.name)
    if constant is not None:
        part = reader.leaf(constant, spelled.start, _end_of_name(reader, spelled))
        if spelled.name in reader.names.evidence.differentiated:
            message = f"`{spelled.name}` is differentiated in this document, so it is no constant: declare it"
            raise reader.refuse(f"ambiguous:{spelled.name}", message, *_place(part), f"symbols {spelled.name} real")
        if opens_bracket(reader) and constant is PI:
            _require_product(reader, spelled)
        return _finished(reader, spelled, part)
    if spelled.name in ("i", "j"):
        return _imaginary(reader, spelled)
    conjugated = _conjugated(reader, spelled)
    if conjugated is not None:
        return conjugated
    refuse_font(reader, spelled)
    _refuse_prime(reader, spelled)
    _refuse_star(reader, spelled)
    if is_increment(reader, spelled):
        return _finished(reader, *increment(reader, spelled))
    if opens_bracket(reader):
        if spelled.name == "E" and _holds_random(reader):
            return _expectation(reader, spelled)
        _require_product(reader, spelled)
    reader.take_name(spelled.name)
    _note_subscript(reader, spelled)
    return _finished(reader, spelled, _symbol(reader, spelled))


def _place(part: Part) -> tuple[int, int]:
    return part[1].start, part[1].end


def _note_subscript(reader: Reader, spelled: Spelled) -> None:
    """Remembers the letters of the subscript, to see an index that escapes from its sum."""
    if spelled.subscript is not None:
        tokens = reader.tokens[slice(*spelled.subscript)]
        reader.subscripts[spelled.name] = frozenset(
            t.text.lstrip("\\") for t in tokens if t.kind in ("letter", "command")
        )


def _imaginary(reader: Reader, spelled: Spelled) -> Part:
    if spelled.name == "i" and reader.names.complex:
        return _finished(reader, spelled, reader.leaf(I, spelled.start, _end_of_name(reader, spelled)))
    raise unclear_i(reader, spelled)


def _conjugated(reader: Reader, spelled: Spelled) -> Part | None:
    r"""`\bar z` of a name that is declared complex."""
    inner, _, accent = spelled.base.rpartition("_")
    if accent not in ("bar", "overline") or not reader.names.complex:
        return None
    if inner not in reader.names.complex or spelled.subscript or spelled.label or spelled.primes:
        message = f"is {reader.written(spelled.start, spelled.end)} a conjugate or a name? declare one of them"
        raise reader.refuse("ambiguous:bar", message, spelled.start, spelled.end, f"symbols {spelled.name} complex")
    part = reader.symbol(inner, spelled.start, spelled.end)
    return _finished(reader, spelled, reader.node("conjugate", [part], spelled.start, spelled.end))


def _refuse_vector_entry(reader: Reader, spelled: Spelled) -> None:
    """`x_1` beside a declared vector x would be a symbol that has nothing to do with it."""
    is_part = spelled.base != spelled.name and reader.kind_of(spelled.base) in _MATRIX_KINDS
    if is_part and spelled.base not in reader.names.defined:
        written = reader.written(spelled.start, spelled.end)
        message = f"is {written} an entry of `{spelled.base}`? define `{spelled.base}` by its entries with `let`, or declare it"
        raise reader.refuse("matrix", message, spelled.start, spelled.end, f"symbols {spelled.name} real")


def _refuse_prime(reader: Reader, spelled: Spelled) -> None:
    """`f'(x)` of no declared function is refused; `y'` alone is a symbol unless y is differentiated (A3)."""
    if not spelled.primes:
        return
    stem = spelled.name.rpartition("_prime")[0]
    written = reader.written(spelled.start, spelled.end)
    if opens_bracket(reader) or stem in reader.names.evidence.called:
        message = f"{written} is a derivative if `{stem}` is a function: declare it"
        raise reader.refuse("ambiguous:call", message, spelled.start, spelled.end, f"symbols {stem} function")
    if stem in reader.names.evidence.differentiated:
        message = f"is {written} the derivative of `{stem}`, or a name? write `\\frac{{d{stem}}}{{dx}}`, or declare it"
        raise reader.refuse("differential", message, spelled.start, spelled.end, f"symbols {spelled.name} real")
    reader.say("prime", f"{written} is taken as a symbol, not as a derivative", spelled.start, spelled.end)


def _refuse_star(reader: Reader, spelled: Spelled) -> None:
    if spelled.label is not None and spelled.name.endswith("_star") and reader.names.complex:
        message = f"is {reader.written(spelled.start, spelled.end)} a conjugate or a name? write `\\bar`, or declare it"
        raise reader.refuse("ambiguous:star", message, spelled.start, spelled.end, f"symbols {spelled.name} complex")


# calls


def _require_product(reader: Reader, spelled: Spelled) -> None:
    """Refuses a bracket behind an undeclared name unless the document shows that it multiplies (A1, A2)."""
    evidence = reader.names.evidence
    base = spelled.name
    if holds_sum(reader) and (base == "pi" or (base in evidence.alone and base not in evidence.called)):
        closing = reader.tokens[reader.closing()].end
        written = reader.written(spelled.start, closing)
        reader.say("product", f"{written} is read as a product", spelled.start, closing)
        return
    written = reader.written(spelled.start, reader.tokens[reader.closing()].end)
    if sort_of(reader.tokens[reader.at]) == "[":
        message = f"is {written} a call, an operator or a product? write round brackets for a call"
        raise reader.refuse("ambiguous:call", message, spelled.start, spelled.end)
    if base == "Gamma":
        message = f"is {written} the gamma function, another one, or a product? declare it"
        raise reader.refuse("ambiguous:call", message, spelled.start, spelled.end, r"let \Gamma(t) = gamma(t)")
    message = f"is {written} a call or a product? declare `{base}`"
    raise reader.refuse("ambiguous:call", message, spelled.start, spelled.end, f"symbols {base} function")


def _holds_random(reader: Reader) -> bool:
    """Whether a random name stands in the bracket that comes next."""
    tokens = reader.tokens[reader.at : reader.closing()]
    return any(reader.kind_of(t.text.lstrip("\\")) is Kind.RANDOM for t in tokens)


def _expectation(reader: Reader, spelled: Spelled) -> Part:
    arguments = list_of(reader)
    end = reader.tokens[reader.at - 1].end
    if len(arguments) != 1 or reader.peek().text in ("^", "'"):
        message = "an expectation is of one value, and a power behind it can be read in two ways: use brackets"
        raise reader.refuse("ambiguous:power", message, spelled.start, end)
    return reader.node("Expectation", arguments, spelled.start, end)


def holds_sum(reader: Cursor) -> bool:
    """Whether the bracket that comes next holds `+` or `-` between values, and no comma or bar, at its top level."""
    at, seen = reader.at, False
    while reader.tokens[at].kind == "brace":
        at += 1
    closing = reader.partners[at]
    first = at = at + 1
    while at < closing:
        token = reader.tokens[at]
        if token.text in (",", ";", ":", r"\mid") or token.text in BARS:
            return False
        seen = seen or (token.text in ("+", "-") and at > first)
        at = reader.partners.get(at, at) + 1
    return seen


def _function_name(reader: Reader, spelled: Spelled) -> str | None:
    """The declared function that this name is, its primes left out; None where it is none."""
    stem = spelled.name.rpartition("_prime")[0] if spelled.primes else spelled.name
    if spelled.name in reader.names.kinds and spelled.primes:
        stem = spelled.name
    return stem if reader.kind_of(stem) is Kind.FUNCTION else None


def _application(reader: Reader, spelled: Spelled) -> Part:
    name = _function_name(reader, spelled) or ""
    _refuse_inverse(reader, spelled)
    if not opens_bracket(reader):
        message = f"`{name}` is a function: write `{name}(...)`"
        raise reader.refuse("ambiguous:call", message, spelled.start, spelled.end)
    arguments = list_of(reader)
    end = reader.tokens[reader.at - 1].end
    if spelled.primes and name != spelled.name:
        return _primed(reader, spelled, name, arguments, end)
    return reader.node("apply", arguments, spelled.start, end, name)


def _refuse_inverse(reader: Reader, spelled: Spelled) -> None:
    if spelled.exponent is None and not spelled.transposed:
        return
    written = reader.written(spelled.start, spelled.end)
    message = (
        f"is {written} a power of the value, a repeated call, or an inverse? write `(f(x))^2`, or a name of its own"
    )
    raise reader.refuse("ambiguous:power", message, spelled.start, spelled.end)


def _primed(reader: Reader, spelled: Spelled, name: str, arguments: list[Part], end: int) -> Part:
    """`f'(u)`: the derivative of f at u."""
    if len(arguments) != 1:
        message = f"a prime on `{name}` of {len(arguments)} arguments: write `\\frac{{\\partial}}{{\\partial x}}`"
        raise reader.refuse("unsupported:prime", message, spelled.start, end)
    start = spelled.start
    order = reader.leaf(integer(spelled.primes) if spelled.primes > 1 else ONE, start, end)
    (term, place) = arguments[0]
    if term.head == "symbol" and term.name not in reader.names.defined:
        called = reader.node("apply", arguments, start, end, name)
        return reader.node("Derivative", [called, arguments[0], order], start, end)
    fresh = _fresh(term, reader)
    variable = reader.symbol(fresh, place.start, place.end)
    called = reader.node("apply", [variable], start, end, name)
    derivative = reader.node("Derivative", [called, variable, order], start, end)
    return reader.node("Subs", [derivative, variable, arguments[0]], start, end)


def _fresh(term: Term, reader: Reader) -> str:
    free = free_symbols(term)
    return next(
        n for n in ("t", "s", "u", *(f"t_{k}" for k in range(99))) if n not in free and n not in reader.names.kinds
    )
