r"""Reads fractions, and those of them that are derivatives: `\frac{dy}{dx}`, `\frac{d}{dx} ...`, `dy/dx` (A6, A15, A16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verifier.model.chain import Kind
from verifier.reading.cursor import Part
from verifier.reading.latex.spelling import Range, Spelled, is_name, spell
from verifier.reading.latex.subscripts import entry_of
from verifier.reading.latex.tokens import Token, sort_of
from verifier.reading.latex.vocabulary import BIG_OPERATORS, DIVISIONS, FRACTIONS, TIMES
from verifier.reading.operators import MAX_ORDER
from verifier.terms.record import record
from verifier.terms.term import ONE, E, Term, integer

if TYPE_CHECKING:
    from verifier.reading.latex.reader import Reader

_INCREMENTS: Final = frozenset({r"\delta", r"\Delta"})


@record
class _Above:
    """The part above the line: its order, and the tokens of what is differentiated (none in an operator)."""

    order: int
    body: Range


def read_fraction(reader: Reader) -> Part:
    token = reader.take()
    above, below = reader.argument(), reader.argument()
    end = reader.tokens[reader.at - 1].end
    if is_differential_sign(reader, *above) and is_differential_sign(reader, *below) and below[1] > below[0] + 1:
        return _derivative(reader, token.start, above, below)
    _refuse_increments(reader, above, below, token)
    parts = [_numerator(reader, above), reader.value_of(*below)]
    return reader.node("div", parts, token.start, end)


def _numerator(reader: Reader, above: Range) -> Part:
    r"""What stands above the line, without the `dx` of the integral around it."""
    start, stop = above
    if reader.differential is not None and stop == reader.differential[1]:
        stop = reader.differential[0]
        if start == stop:
            return reader.leaf(ONE, reader.tokens[start].start, reader.tokens[start].end)
    return reader.value_of(start, stop)


def is_differential_sign(reader: Reader, start: int, stop: int) -> bool:
    r"""Whether these tokens begin with `d`, an upright d or `\partial`."""
    if start >= stop:
        return False
    token = reader.tokens[start]
    behind = reader.tokens[start + 1].text if start + 1 < stop else ""
    return is_d(token) and behind != "_"


def is_d(token: Token) -> bool:
    return token.text == r"\partial" or (token.text.strip() == "d" and token.kind in ("letter", "word"))


def _refuse_increments(reader: Reader, above: Range, below: Range, token: Token) -> None:
    first = [reader.tokens[a].text for a, b in (above, below) if a < b]
    if len(first) == 2 and first[0] == first[1] and first[0] in _INCREMENTS and below[1] > below[0] + 1:
        name = first[0][1:]
        if name not in reader.names.kinds:
            message = f"a quotient of increments, a derivative, or of products with `{name}`? declare `{name}`"
            raise reader.refuse("ambiguous:delta", message, token.start, None, f"symbols {name} real")


def _derivative(reader: Reader, start: int, above: Range, below: Range) -> Part:
    if reader.tokens[above[0]].text == "d" and "d" in {*reader.names.kinds, *reader.bound}:
        message = "is this a derivative, or a quotient of products with the declared `d`? write the `d` upright"
        raise reader.refuse("differential", message, start, reader.tokens[below[1]].end)
    variables = reader.whole(*below, lambda: _variables(reader))
    top = _above(reader, above)
    _check_order(reader, top, variables, start)
    if top.body[0] == top.body[1]:
        return _operator(reader, start, variables)
    body = _body(reader, top, variables)
    return reader.node("Derivative", [body, *variables], start, reader.tokens[below[1]].end)


def _check_order(reader: Reader, top: _Above, variables: list[Part], start: int) -> None:
    if sum(int(order.number) for order, _ in variables[1::2]) != top.order:
        message = f"the order {top.order} above the line is not the one below it: write the same"
        raise reader.refuse("differential", message, start)


def _above(reader: Reader, above: Range) -> _Above:
    with reader.within(*above):
        reader.at += 1
        order = 1
        if reader.peek().text == "^":
            reader.at += 1
            order = _order(reader, reader.argument())
        return _Above(order, (reader.at, above[1]))


def _order(reader: Reader, tokens: Range) -> int:
    text = "".join(t.text for t in reader.tokens[slice(*tokens)])
    if not text.isdigit() or not 1 <= int(text[:4]) <= MAX_ORDER:
        message = f"{reader.written(reader.tokens[tokens[0]].start, reader.tokens[tokens[1] - 1].end)} is no order"
        raise reader.refuse("unsupported:order", message, reader.tokens[tokens[0]].start)
    return int(text)


def _variables(reader: Reader) -> list[Part]:
    r"""`dx`, `dx^2`, `\partial x \partial y`: each variable with its order."""
    parts: list[Part] = []
    while reader.at < reader.stop:
        if not is_d(reader.peek()):
            raise reader.refuse("differential", "below a derivative every name needs its `d`", reader.peek().start)
        reader.at += 1
        if not is_name(reader.peek()):
            if reader.peek().kind == "command":
                raise reader.refused_command(reader.peek())
            raise reader.refuse("differential", "a derivative is taken by a name", reader.peek().start)
        spelled = spell(reader)
        order = 1 if spelled.exponent is None else _order(reader, spelled.exponent)
        number = reader.leaf(integer(order), spelled.start, spelled.end)
        parts += [_variable(reader, spelled), number]
    return parts


def _variable(reader: Reader, spelled: Spelled) -> Part:
    name = spelled.name
    kind = reader.kind_of(name)
    written = reader.written(spelled.start, spelled.end)
    if spelled.transposed:
        raise reader.refuse("matrix", f"{written} is a transpose: differentiate by a name", spelled.start, spelled.end)
    if kind is None and name not in reader.bound:
        part = entry_of(reader, spelled)
        if part is not None:
            return part
        if name in ("e", "pi", "i", "j"):
            message = f"{written} is a constant unless it is declared: declare it"
            raise reader.refuse("ambiguous:i", message, spelled.start, spelled.end, f"symbols {name} real")
        if spelled.sort in ("bold", "bb", "vec"):
            message = f"{written} is a vector or a matrix by its font: declare what it is"
            raise reader.refuse("matrix", message, spelled.start, spelled.end, f"symbols {name} vector(n)")
        reader.take_name(name)
    if kind in (Kind.FUNCTION, Kind.MATRIX, Kind.INDEXED):
        raise reader.refuse("differential", f"{written} is a {kind.value}: differentiate by a symbol", spelled.start)
    reader.has_matrix = reader.has_matrix or kind is Kind.VECTOR
    return reader.symbol(name, spelled.start, spelled.end)


def _body(reader: Reader, top: _Above, variables: list[Part]) -> Part:
    """What stands behind the `d` above the line; of a declared function its value at the variable."""
    with reader.within(*top.body):
        if is_name(reader.peek()):
            at = reader.at
            spelled = spell(reader)
            plain = spelled.exponent is None and not spelled.transposed
            if reader.at == reader.stop and plain and reader.kind_of(spelled.name) is Kind.FUNCTION:
                return _function_at(reader, spelled, variables)
            reader.at = at
        body = reader.product()
        if reader.at < reader.stop:
            message = "what is differentiated here? write a bracket behind the `d`"
            raise reader.refuse("ambiguous:derivative", message, reader.peek().start)
        if body[0] == E:
            message = "is `e` a name here? what is differentiated is no constant: declare it"
            raise reader.refuse("ambiguous:e", message, body[1].start, body[1].end, "symbols e real")
        return body


def _function_at(reader: Reader, spelled: Spelled, variables: list[Part]) -> Part:
    if len(variables) > 2:
        message = f"`{spelled.name}` is a function: write `{spelled.name}(...)` with its arguments"
        raise reader.refuse("ambiguous:call", message, spelled.start, spelled.end)
    return reader.node("apply", [variables[0]], spelled.start, spelled.end, spelled.name)


# operators


def _operator(reader: Reader, start: int, variables: list[Part]) -> Part:
    r"""`\frac{d}{dx}`: of the bracket right behind it, else of the product that follows (A6)."""
    token = reader.peek()
    if token.kind == "end" or not reader.starts_factor(token):
        raise reader.refuse("syntax", "a derivative of nothing: write what is differentiated", start, token.end)
    bracketed = token.kind == "open" and sort_of(token) in ("(", "[", "{")
    body = reader.operand() if bracketed else _factors(reader, start)
    follows = reader.peek()
    if bracketed and (follows.text in ("^", "!", "'") or (sort_of(token) != "[" and reader.starts_factor(follows))):
        raise _ambiguous(reader, start, follows)
    return reader.node("Derivative", [body, *variables], start, reader.tokens[reader.at - 1].end)


def _ambiguous(reader: Reader, start: int, token: Token) -> Exception:
    message = "how much is differentiated here? write square brackets around all of it, or `\\cdot` behind them"
    return reader.refuse("ambiguous:derivative", message, start, token.end)


def _factors(reader: Reader, start: int) -> Part:
    """The implicit product up to `+`, `-` or the end; a written sign of a product, or a second derivative, is refused."""
    factors = [reader.factor()]
    while reader.starts_factor(token := reader.peek()):
        if (token.text in FRACTIONS and _is_derivative_here(reader)) or (is_d(token) and token.kind != "letter"):
            raise _ambiguous(reader, start, token)
        if token.text not in BIG_OPERATORS and token.kind == "number":
            raise _ambiguous(reader, start, token)
        factors.append(reader.factor())
    token = reader.peek()
    if token.text in TIMES | DIVISIONS:
        raise _ambiguous(reader, start, token)
    if len(factors) > 1:
        end = factors[-1][1].end
        reader.say("derivative", f"{reader.written(start, end)} differentiates the whole product", start, end)
    return reader.times(factors)


def _is_derivative_here(reader: Reader) -> bool:
    """Whether the fraction that comes next has a `d` above its line."""
    at = reader.at + 1
    return at < reader.stop and reader.tokens[at].kind == "brace" and is_d(reader.tokens[at + 1])


def read_differential(reader: Reader) -> Part | None:
    r"""`dy/dx`, `d/dx ...` or a declared `dz`; None where `d` is a name like others."""
    token = reader.peek()
    name = reader.peek(1)
    if token.kind == "letter" and ("d" in reader.names.kinds or "d" in reader.bound):
        return None
    at = reader.at
    if is_name(name):
        reader.at += 1
        spelled = spell(reader)
        if f"d{spelled.name}" in reader.names.kinds and spelled.exponent is None:
            return reader.symbol(f"d{spelled.name}", token.start, spelled.end)
        if reader.peek().text == "/" and _is_below(reader, 1):
            return _slashed(reader, token, at + 1)
        reader.at = at
    elif name.text == "/" and _is_below(reader, 2):
        reader.at += 1
        return _slashed(reader, token, None)
    if token.text == r"\partial" or token.kind == "word":
        raise reader.refuse("differential", f"`{token.text}` stands outside of a fraction", token.start, token.end)
    return None


def _is_below(reader: Reader, ahead: int) -> bool:
    return is_d(reader.peek(ahead)) and is_name(reader.peek(ahead + 1))


def _slashed(reader: Reader, token: Token, body: int | None) -> Part:
    """`dy/dx`; the slash comes next, `body` is where the name above begins."""
    slash = reader.at
    reader.at += 2
    spelled = spell(reader)
    if spelled.exponent is not None:
        raise reader.refuse("unsupported:order", "write a derivative of higher order with `\\frac`", token.start)
    variables = [_variable(reader, spelled), reader.leaf(ONE, spelled.start, spelled.end)]
    if body is None:
        return _operator(reader, token.start, variables)
    part = _body(reader, _Above(1, (body, slash)), variables)
    return reader.node("Derivative", [part, *variables], token.start, spelled.end)


def whole_differential(reader: Reader) -> Part | None:
    """`dz` as all of a formula: one name (A15)."""
    token = reader.peek()
    if not (is_d(token) and token.text != r"\partial" and is_name(reader.peek(1))) or "d" in reader.names.kinds:
        return None
    reader.at += 1
    spelled = spell(reader)
    if reader.at < reader.stop or spelled.exponent is not None or spelled.transposed:
        reader.at = 0
        return None
    name = f"d{spelled.name}"
    if name not in reader.names.kinds:
        reader.say("differential", f"`{name}` is taken as one name", token.start, spelled.end)
    reader.take_name(name)
    return Term("symbol", (), name), reader.symbol(name, token.start, spelled.end)[1]
