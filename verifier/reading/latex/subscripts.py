"""Reads the subscripts that count: the entries of what a sum or product runs over, and the Kronecker delta (A13)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from verifier.model.chain import Kind
from verifier.reading.cursor import Part
from verifier.reading.latex.spelling import Range, Spelled
from verifier.reading.latex.tokens import Token
from verifier.reading.latex.vocabulary import ACCENTS

if TYPE_CHECKING:
    from verifier.reading.latex.reader import Reader

_ACCENTS: Final = frozenset(ACCENTS.values())


def entry_of(reader: Reader, spelled: Spelled) -> Part | None:
    """The entry `x[i]` for `x_i` or `x^{(i)}` where x is indexed, or i runs here; None where the subscript is a name."""
    indices = spelled.subscript
    family = spelled.base
    if _is_index_label(reader, spelled):
        if spelled.subscript is not None:
            return _refuse_mixed(reader, spelled)
        indices, family = spelled.label, f"{spelled.base}_sup"
    elif spelled.label is not None:
        _refuse_bound(reader, spelled)
        return None
    if indices is None:
        return None
    tokens = reader.tokens[slice(*indices)]
    declared = reader.kind_of(family) is Kind.INDEXED
    runs = any(t.text.lstrip("\\") in reader.bound for t in tokens)
    if any(t.kind == "word" for t in tokens) or not (declared or runs or family in reader.indexed):
        return None
    if runs and not declared:
        _refuse_declared_entries(reader, spelled, family)
    if spelled.primes:
        raise reader.refuse("unsupported:prime", "a prime stands on an entry", spelled.start, spelled.end)
    return _entry(reader, spelled, family, indices)


def _is_index_label(reader: Reader, spelled: Spelled) -> bool:
    r"""Whether the label `(i)` holds an index, or an entry of a family of `x^{(i)}`."""
    if spelled.label is None or reader.tokens[spelled.label[0]].text != "(":
        return False
    tokens = reader.tokens[slice(*spelled.label)]
    family = f"{spelled.base}_sup"
    return (
        any(t.text in reader.bound for t in tokens)
        or reader.kind_of(family) is Kind.INDEXED
        or family in reader.indexed
    )


def _refuse_mixed(reader: Reader, spelled: Spelled) -> Part:
    message = f"{reader.written(spelled.start, spelled.end)} has two places for its index: write one subscript"
    raise reader.refuse("unsupported:index", message, spelled.start, spelled.end)


def _refuse_bound(reader: Reader, spelled: Spelled) -> None:
    """A label on a name whose subscript runs in a sum."""
    if spelled.subscript is not None and any(
        t.text.lstrip("\\") in reader.bound for t in reader.tokens[slice(*spelled.subscript)]
    ):
        _refuse_mixed(reader, spelled)
    label = reader.tokens[slice(*spelled.label)] if spelled.label else []
    if any(t.text in reader.bound for t in label):
        _refuse_mixed(reader, spelled)


def _refuse_declared_entries(reader: Reader, spelled: Spelled, family: str) -> None:
    clash = next((name for name in reader.names.kinds if _is_entry_alone(name, family)), None)
    if clash is not None:
        message = f"`{family}` runs over an index here, and `{clash}` is declared alone: declare `{family}` instead"
        raise reader.refuse("ambiguous:index", message, spelled.start, spelled.end, f"symbols {family} indexed")


def _is_entry_alone(name: str, family: str) -> bool:
    r"""Whether a name is the family's with a subscript; with an accent (`\bar x`) it is another one."""
    start, _, rest = name.partition(f"{family}_")
    return not start and bool(rest) and rest.partition("_")[0] not in _ACCENTS


def _entry(reader: Reader, spelled: Spelled, family: str, indices: Range) -> Part:
    start, stop = indices
    while reader.tokens[start].kind in ("brace", "open") and reader.partners[start] == stop - 1:
        start, stop = start + 1, stop - 1
    parts: list[Part] = []
    for first, last in _between_commas(reader, start, stop):
        parts += _indices(reader, first, last)
    if reader.kind_of(family) is None:
        reader.take_name(family, "indexed real")
    end = reader.tokens[indices[1] - 1].end
    return reader.node("index", parts, spelled.start, max(end, spelled.start + 1), family)


def _between_commas(reader: Reader, start: int, stop: int) -> list[Range]:
    cuts = [k for k in range(start, stop) if reader.tokens[k].text == ","]
    return list(zip([start, *[k + 1 for k in cuts]], [*cuts, stop], strict=True))


def _indices(reader: Reader, start: int, stop: int) -> list[Part]:
    """`ij` are two indices, `t+1` is one; `1j` and `12` could be either."""
    tokens = reader.tokens[start:stop]
    if len(tokens) == 1 and tokens[0].kind == "number" and len(tokens[0].text) == 1:
        return [reader.value_of(start, stop)]
    if all(t.kind == "letter" or t.kind == "command" for t in tokens) and tokens:
        return [_index(reader, k) for k in range(start, stop)]
    if any(t.text == "_" for t in tokens):
        message = f"{reader.written(tokens[0].start, tokens[-1].end)} is an index with an index: give it a name"
        raise reader.refuse("unsupported:index", message, tokens[0].start, tokens[-1].end)
    if not any(t.text in ("+", "-") for t in tokens) or _has_product(tokens):
        where = (tokens[0].start, tokens[-1].end) if tokens else (reader.peek().start, reader.peek().end)
        message = f"is {reader.written(*where)} one index or several? put commas between them"
        raise reader.refuse("ambiguous:index", message, *where)
    for t in tokens:
        if t.text in ("i", "j"):
            reader.bound.append(t.text)
    saved = len(reader.bound) - sum(t.text in ("i", "j") for t in tokens)
    part = reader.value_of(start, stop)
    del reader.bound[saved:]
    for k in range(start, stop):
        _note_index(reader, reader.tokens[k])
    return [part]


def _has_product(tokens: list[Token]) -> bool:
    return any(a.kind in ("letter", "number") and b.kind in ("letter", "number") for a, b in pairwise(tokens))


def _index(reader: Reader, at: int) -> Part:
    token = reader.tokens[at]
    _note_index(reader, token)
    return reader.symbol(token.text.lstrip("\\"), token.start, token.end)


def _note_index(reader: Reader, token: Token) -> None:
    name = token.text.lstrip("\\")
    if token.kind in ("letter", "command") and name not in reader.bound:
        reader.take_name(name, "integer")


def kronecker_delta(reader: Reader, spelled: Spelled) -> Part | None:
    r"""`\delta_{ij}` of two letters, undeclared."""
    if spelled.base != "delta" or spelled.subscript is None or spelled.label is not None or spelled.primes:
        return None
    tokens = [t for t in reader.tokens[slice(*spelled.subscript)] if t.text != ","]
    if len(tokens) != 2 or not all(t.kind == "letter" for t in tokens):
        return None
    parts = []
    for token in tokens:
        _note_index(reader, token)
        parts.append(reader.symbol(token.text, token.start, token.end))
    reader.say(
        "kronecker", f"{reader.written(spelled.start, spelled.end)} is the Kronecker delta", spelled.start, spelled.end
    )
    end = reader.tokens[spelled.subscript[1] - 1].end
    return reader.node("KroneckerDelta", parts, spelled.start, end)
