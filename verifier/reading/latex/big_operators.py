"""Reads sums, products, integrals and limits with the names that they bind (A13, A14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verifier.model.chain import Place
from verifier.reading.cursor import Part
from verifier.reading.latex.derivatives import is_d
from verifier.reading.latex.spelling import Range, is_name, spell
from verifier.reading.latex.tokens import Token
from verifier.reading.latex.vocabulary import BIG_OPERATORS, FRACTIONS, TIMES
from verifier.terms.record import record
from verifier.terms.substitution import free_symbols
from verifier.terms.term import ONE, OO, Term

if TYPE_CHECKING:
    from verifier.reading.latex.reader import Reader

_ARROWS: Final = frozenset({r"\to", r"\rightarrow"})


@record
class _Limits:
    """What stands below and above the sign."""

    low: Range | None
    high: Range | None


def read_big_operator(reader: Reader) -> Part:
    token = reader.take()
    limits = _limits(reader)
    match BIG_OPERATORS[token.text]:
        case "Integral":
            return _integral(reader, token, limits)
        case "Limit":
            return _limit(reader, token, limits)
        case head:
            return _sum(reader, token, head, limits)


def _limits(reader: Reader) -> _Limits:
    low: Range | None = None
    high: Range | None = None
    while (sign := reader.peek()).text in ("_", "^") and sign.kind == "sign":
        if (low if sign.text == "_" else high) is not None:
            raise reader.unexpected()
        reader.at += 1
        if sign.text == "_":
            low = reader.argument()
        else:
            high = reader.argument()
    return _Limits(low, high)


# sums and products


def _sum(reader: Reader, token: Token, head: str, limits: _Limits) -> Part:
    if limits.low is None:
        message = "a sum that does not say over what: write `\\sum_{i=1}^n`"
        raise reader.refuse("unsupported:index set", message, token.start, token.end)
    index, low = reader.whole(*limits.low, lambda: _index(reader, limits.high is None))
    if (limits.high is None) != (low is None):
        message = "a sum with one end only: write both, or only its index"
        raise reader.refuse("unsupported:index set", message, token.start)
    name = index[0].name
    bounds = [low or reader.leaf(ONE, *_ends(index)), _upper(reader, name, index, limits.high)]
    reader.bound.append(name)
    body = _body(reader, token, head, name)
    reader.bound.pop()
    return reader.node(head, [body, index, *bounds], token.start, body[1].end)


def _ends(part: Part) -> tuple[int, int]:
    return part[1].start, part[1].end


def _index(reader: Reader, is_bare: bool) -> tuple[Part, Part | None]:
    """The index below the sign, and its lower bound where one is written."""
    token = reader.peek()
    if not is_name(token):
        raise _index_set(reader)
    spelled = spell(reader)
    if spelled.exponent or spelled.transposed or spelled.subscript or spelled.label:
        raise _index_set(reader)
    index = reader.symbol(spelled.name, spelled.start, spelled.end)
    if is_bare and reader.at == reader.stop:
        return index, None
    if reader.peek().text != "=":
        raise _index_set(reader)
    reader.at += 1
    start = reader.at
    reader.at = reader.stop
    return index, _bound(reader, (start, reader.stop))


def _index_set(reader: Reader) -> Exception:
    start = reader.tokens[reader.at - 1].start if reader.at else 0
    message = "a sum over a set is not understood: write its first and last index"
    return reader.refuse("unsupported:index set", message, start, reader.tokens[reader.stop - 1].end)


def _upper(reader: Reader, name: str, index: Part, high: Range | None) -> Part:
    if high is not None:
        return _bound(reader, high)
    last = f"N_{name}"
    reader.say("range", f"the range of `{name}` is taken as 1 to an unknown `{last}`", *_ends(index))
    reader.take_name(last, "positive integer")
    return reader.symbol(last, *_ends(index))


def _bound(reader: Reader, tokens: Range) -> Part:
    r"""A bound: a value, `\infty` or `-\infty`. A letter that stands there alone counts, so it is an integer."""
    texts = [t.text for t in reader.tokens[slice(*tokens)]]
    infinity = _infinity(reader, tokens, texts)
    if infinity is not None:
        return infinity
    token = reader.tokens[tokens[0]] if texts else reader.peek()
    if texts in (["i"], ["j"]) and token.kind == "letter" and texts[0] not in reader.names.kinds:
        if texts[0] not in reader.bound:
            reader.take_name(texts[0], "integer")
        return reader.symbol(texts[0], token.start, token.end)
    part = reader.value_of(*tokens)
    if part[0].head == "symbol" and part[0].name in reader.taken and part[0].name not in reader.bound:
        reader.take_name(part[0].name, "positive integer")
    return part


def _infinity(reader: Reader, tokens: Range, texts: list[str]) -> Part | None:
    if texts not in ([r"\infty"], ["+", r"\infty"], ["-", r"\infty"]):
        return None
    start, end = reader.tokens[tokens[0]].start, reader.tokens[tokens[1] - 1].end
    part = reader.leaf(OO, start, end)
    return reader.node("neg", [part], start, end) if texts[0] == "-" else part


def _body(reader: Reader, token: Token, head: str, name: str) -> Part:
    """The product that the operator runs over; what follows with no index behind the last that has one is unclear."""
    body = reader.product()
    if head == "Product":
        _refuse_loose_factor(reader, body, token, name)
    return body


def _refuse_loose_factor(reader: Reader, body: Part, token: Token, name: str) -> None:
    term = body[0]
    if term.head not in ("mul", "div") or reader.tokens[reader.at - 1].end != body[1].end:
        return
    has_index = [_runs(a, name) for a in term.args]
    written = body[1].parts[-1].start > body[1].parts[0].end
    if any(has_index) and not has_index[-1] and written and not _is_fraction(reader, body[1]):
        message = f"is the last factor part of the product over `{name}`? write brackets"
        raise reader.refuse("ambiguous:scope", message, token.start, body[1].end)


def _is_fraction(reader: Reader, place: Place) -> bool:
    return any(t.start == place.start and t.text in FRACTIONS for t in reader.tokens)


def _runs(term: Term, name: str) -> bool:
    return name in free_symbols(term)


# limits


def _limit(reader: Reader, token: Token, limits: _Limits) -> Part:
    if limits.low is None or limits.high is not None:
        raise reader.refuse(
            "unsupported:limit", "a limit needs its variable and point: `\\lim_{x \\to a}`", token.start
        )
    variable, point, side = reader.whole(*limits.low, lambda: _approach(reader))
    reader.bound.append(variable[0].name)
    body = _body(reader, token, "Limit", variable[0].name)
    reader.bound.pop()
    return reader.node("Limit", [body, variable, point], token.start, body[1].end, side)


def _approach(reader: Reader) -> tuple[Part, Part, str]:
    r"""`x \to a^+`: the variable, the point, and the side."""
    if not is_name(reader.peek()):
        raise reader.refuse("unsupported:limit", "a limit is taken by a name", reader.peek().start)
    spelled = spell(reader)
    if spelled.exponent or spelled.transposed or reader.peek().text not in _ARROWS:
        raise reader.refuse("unsupported:limit", "write a limit as `\\lim_{x \\to a}`", spelled.start)
    reader.at += 1
    start, stop, side = reader.at, reader.stop, "+-"
    texts = [t.text for t in reader.tokens[start:stop]]
    for count, tail in ((2, ["^", "+"]), (2, ["^", "-"]), (4, ["^", "{", "+", "}"]), (4, ["^", "{", "-", "}"])):
        if texts[-count:] == tail and len(texts) > count:
            stop, side = stop - count, "+" if "+" in tail else "-"
    variable = reader.symbol(spelled.name, spelled.start, spelled.end)
    point = _infinity(reader, (start, stop), texts) or reader.value_of(start, stop)
    reader.at = reader.stop
    return variable, point, side


# integrals


def _integral(reader: Reader, token: Token, limits: _Limits) -> Part:
    if (limits.low is None) != (limits.high is None):
        message = "an integral over a set, or with one bound: write both bounds, or none"
        raise reader.refuse("unsupported:integral", message, token.start)
    at, inside = _differential(reader, token)
    with reader.within(at + 1, reader.stop):
        spelled = spell(reader)
        behind = reader.at
    if spelled.exponent or spelled.transposed or spelled.name in ("e", "pi"):
        raise reader.refuse("differential", "an integral is taken over a name", spelled.start, spelled.end)
    name = spelled.name
    variable = reader.symbol(name, spelled.start, spelled.end)
    bounds = [_value_at(reader, r) for r in (limits.low, limits.high) if r is not None]
    _check_variable(reader, name, bool(bounds), variable)
    if bounds:
        reader.bound.append(name)
    body = _integrand(reader, token, (at, behind), inside)
    if bounds:
        reader.bound.pop()
    end = reader.tokens[reader.at - 1].end
    return reader.node("Integral", [body, variable, *bounds], token.start, end)


def _value_at(reader: Reader, tokens: Range) -> Part:
    texts = [t.text for t in reader.tokens[slice(*tokens)]]
    return _infinity(reader, tokens, texts) or reader.value_of(*tokens)


def _check_variable(reader: Reader, name: str, is_definite: bool, variable: Part) -> None:
    if is_definite:
        return
    if name in reader.names.defined:
        message = f"`{name}` is defined by `let`: integrate over a declared symbol"
        raise reader.refuse("differential", message, *_ends(variable))
    reader.take_name(name)


def _differential(reader: Reader, token: Token) -> tuple[int, bool]:
    """Where the `d` of this integral stands, and whether that is at the end of a numerator."""
    at, open_signs = reader.at, 1
    while at < reader.stop - 1:
        here = reader.tokens[at]
        open_signs += here.text == r"\int"
        if is_d(here) and here.text != r"\partial" and is_name(reader.tokens[at + 1]):
            open_signs -= 1
            if open_signs == 0:
                return at, False
        if here.text in FRACTIONS and reader.tokens[at + 1].kind == "brace":
            found = _in_numerator(reader, at + 2, reader.partners[at + 1])
            open_signs -= found is not None
            if found is not None and open_signs == 0:
                return found, True
        at = reader.partners.get(at, at) + 1
    message = "an integral needs its `dx` outside of brackets"
    raise reader.refuse("unsupported:integral", message, token.start, token.end)


def _in_numerator(reader: Reader, start: int, stop: int) -> int | None:
    """Where a differential stands that ends this numerator; None for a derivative."""
    for at in range(start, stop - 1):
        if is_d(reader.tokens[at]) and reader.tokens[at].text != r"\partial" and is_name(reader.tokens[at + 1]):
            with reader.within(at + 1, stop):
                spell(reader)
                ends = reader.at == stop
            below = reader.tokens[stop + 2] if stop + 2 < len(reader.tokens) else None
            if ends and not (below is not None and is_d(below) and at == start):
                return at
    return None


def _integrand(reader: Reader, token: Token, differential: Range, inside: bool) -> Part:
    """What is integrated: all before the `dx`, or the product up to the fraction that holds it."""
    at, behind = differential
    if not inside:
        start = reader.at
        reader.at = behind
        if start == at and (reader.starts_factor(reader.peek()) or reader.peek().text in TIMES):
            message = "what is integrated behind this `dx`? write the `dx` at its end"
            raise reader.refuse("ambiguous:scope", message, token.start)
        return reader.value_of(start, at) if start < at else reader.leaf(ONE, token.start, reader.tokens[at].end)
    saved, reader.differential = reader.differential, differential
    try:
        body = reader.product()
    finally:
        reader.differential = saved
    below = behind + 1
    if reader.at != (reader.partners[below] + 1 if reader.tokens[below].kind == "brace" else below + 1):
        raise reader.refuse("ambiguous:scope", "where does this integral end? write its `dx` at the end", token.start)
    return body
