"""Reads what is written as a call: functions, relations, and the operators that bind names or take tuples."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final

from verifier.model.chain import Kind, Place
from verifier.reading.cursor import Part
from verifier.reading.errors import ReadError, shown
from verifier.reading.names import FORMS
from verifier.reading.tokens import Token
from verifier.terms.term import Term
from verifier.terms.vocabulary import (
    CONNECTIVE_CALLS,
    FUNCTIONS,
    MATRIX_FUNCTIONS,
    RANDOM_FUNCTIONS,
    RELATION_CALLS,
)

if TYPE_CHECKING:
    from verifier.reading.expressions import Reader

MAX_ORDER: Final = 20
_SIDES: Final = frozenset({"+", "-", "+-"})
_NO_VARIABLE: Final = frozenset({Kind.FUNCTION, Kind.MATRIX})


def _wrong_form(name: str, start: int, end: int) -> ReadError:
    return ReadError("wrong-form", f"`{name}` is not written like this: write `{FORMS[name]}`", start, end)


def _expect(reader: Reader, name: str, text: str) -> Token:
    """The next token, if it is this one; otherwise how the operator is written."""
    token = reader.peek()
    if token.text == text:
        return reader.take()
    if token.text in (",", ")", "]"):
        raise _wrong_form(name, token.start, token.end)
    raise reader.unexpected()


def _read_function(head: str, fewest: int, most: int, reader: Reader, name: Token) -> Part:
    parts, end = _arguments(reader, reader.value)
    if not fewest <= len(parts) <= most:
        wanted = f"{fewest}" if fewest == most else f"{fewest} {'or' if most == fewest + 1 else 'to'} {most}"
        message = f"`{name.text}` takes {wanted} argument{'s'[: most > 1]}, not {len(parts)}"
        raise ReadError("wrong-arity", message, name.start, end)
    return reader.node(head, parts, name.start, end)


def _read_matrix_function(head: str, fewest: int, most: int, reader: Reader, name: Token) -> Part:
    reader.has_matrix = True
    return _read_function(head, fewest, most, reader, name)


def _read_connective(head: str, reader: Reader, name: Token) -> Part:
    parts, end = _arguments(reader, reader.condition)
    if (len(parts) == 1) != (head == "not"):
        wanted = "one condition" if head == "not" else "two conditions or more"
        raise ReadError("wrong-arity", f"`{name.text}` takes {wanted}, not {len(parts)}", name.start, end)
    return reader.node(head, parts, name.start, end)


def _arguments(reader: Reader, read: Callable[[], Part]) -> tuple[list[Part], int]:
    """What stands in the bracket that comes next, each argument read by `read`, and where the bracket ends."""
    reader.expect("(")
    parts = [read()]
    while reader.accept(","):
        parts.append(read())
    return parts, reader.expect(")").end


def _read_rational(reader: Reader, name: Token) -> Part:
    parts, end = _arguments(reader, reader.value)
    if len(parts) != 2 or not all(_is_integer(term) for term, _ in parts):
        raise _wrong_form("Rational", name.start, end)
    return reader.node("div", parts, name.start, end)


def _is_integer(term: Term) -> bool:
    number = term.args[0] if term.head == "neg" else term
    return number.head == "number" and number.number.denominator == 1


# derivatives


def _read_derivative(reader: Reader, name: Token) -> Part:
    """`Derivative(f, x, 2, y)` is Derivative(f, x, 2, y, 1)."""
    reader.expect("(")
    parts = [reader.value()]
    while reader.accept(","):
        if reader.peek().text in ("(", "["):
            parts += _read_bracketed_variable(reader)
            continue
        parts += [_read_variable(reader, "Derivative"), _read_order(reader)]
    end = _expect(reader, "Derivative", ")").end
    if len(parts) == 1:
        raise _wrong_form("Derivative", name.start, end)
    return reader.node("Derivative", parts, name.start, end)


def _read_bracketed_variable(reader: Reader) -> list[Part]:
    closing = reader.partners[reader.at]
    reader.take()
    parts = [_read_variable(reader, "Derivative"), _read_order(reader)]
    if reader.at != closing:
        raise _wrong_form("Derivative", reader.peek().start, reader.peek().end)
    reader.take()
    return parts


def _read_order(reader: Reader) -> Part:
    """The order behind a variable; 1 where none is written, placed at the variable."""
    comma, number = reader.peek(), reader.tokens[min(reader.at + 1, len(reader.tokens) - 1)]
    if comma.text != "," or number.kind != "number":
        place = reader.tokens[reader.at - 1]
        return Term("number", (), Fraction(1)), Place(place.start, place.end)
    reader.at += 2
    order = Fraction(number.text)
    if order.denominator != 1 or not 1 <= order <= MAX_ORDER:
        message = f"`{number.text}` is not an order of a derivative: write a whole number from 1 to {MAX_ORDER}"
        raise ReadError("bad-order", message, number.start, number.end)
    return reader.number(number)


def _read_variable(reader: Reader, operator: str) -> Part:
    """The name by which a derivative or an indefinite integral is taken: a symbol or an entry `x[i]`."""
    token = reader.peek()
    start = token.start
    if token.kind != "name":
        raise _no_variable(reader, operator)
    kind = reader.names.kind_of(token.text) if token.text not in reader.bound else None
    if kind in _NO_VARIABLE:
        message = f"`{token.text}` is a {kind.value}: `{operator}` is taken by a symbol" if kind else ""
        raise ReadError("bad-variable", message, start, token.end)
    term, place = reader.value(_TIGHTEST)
    if term.head not in ("symbol", "index") or reader.peek().text not in (",", ")", "]"):
        reader.at = reader.tokens.index(token)
        raise _no_variable(reader, operator)
    if operator == "Integral" and token.text in reader.names.defined and token.text not in reader.bound:
        message = f"`{token.text}` is defined {reader.names.place('let')}: integrate over a declared symbol"
        raise ReadError("bad-variable", message, start, token.end)
    return term, place


_TIGHTEST: Final = 99  # binds tighter than every operator: a single operand is read


def _no_variable(reader: Reader, operator: str) -> ReadError:
    at, end = reader.at, reader.peek().end
    while reader.tokens[at].text not in (",", ")", "]") and reader.tokens[at].kind != "end":
        end = reader.tokens[reader.partners.get(at, at)].end
        at = reader.partners.get(at, at) + 1
    written = reader.text[reader.peek().start : end]
    if not written:
        return reader.unexpected()
    message = (
        f"{shown(written)} is not a name: define `u` as it {reader.names.place('let')} and write `{operator}(f, u)`"
    )
    return ReadError("bad-variable", message, reader.peek().start, end)


def _read_derivative_sign(reader: Reader, d: Token) -> Part:
    """`d/dz (f)` or `d/dz [f]`; `d` has been read, and a slash, a name and a bracket follow."""
    reader.take()
    below = reader.take()
    variable = Token("name", below.text[1:], below.start + 1, below.end)
    body = reader.expression(_TIGHTEST)
    term, place = _variable_below(reader, variable)
    end = body[1].end
    if reader.peek().text in ("**", "^"):
        sign = reader.text[d.start : below.end]
        inner = reader.text[body[1].start : end]
        message = (
            f"a power behind `{sign} {inner}` can be read in two ways: write `({sign} {inner})**2`, or the power inside"
        )
        raise ReadError("ambiguous", message, d.start, reader.peek().end)
    order = Term("number", (), Fraction(1)), place
    return reader.node("Derivative", [body, (term, place), order], d.start, end)


def _variable_below(reader: Reader, variable: Token) -> Part:
    """The name under a derivative sign, read by the rules for names wherever it stands."""
    saved_tokens, saved_at = reader.tokens, reader.at
    end = Token("end", "", variable.end, variable.end)
    reader.tokens, reader.at = [variable, Token("operator", ",", variable.end, variable.end), end], 0
    try:
        return _read_variable(reader, "Derivative")
    finally:
        reader.tokens, reader.at = saved_tokens, saved_at


# operators that bind names


def _read_over_limits(head: str, reader: Reader, name: Token) -> Part:
    """`Sum(f, (k, a, b), ...)` and the like; several limits nest, the first is the innermost."""
    bound = _bound_names(head, reader, name)
    reader.bound += reversed(bound)
    reader.expect("(")
    body = reader.value()
    limits = []
    while reader.accept(","):
        if reader.peek().text in ("(", "["):
            limits.append(_read_limits(head, reader))
        else:
            limits.append([_read_variable(reader, head)])
    end = _expect(reader, head, ")").end
    for limit in limits:
        body = reader.node(head, [body, *limit], name.start, end)
    return body


def _bound_names(head: str, reader: Reader, name: Token) -> list[str]:
    """The names that the limits of this operator bind, in their order; checks its form before the body is read."""
    starts = reader.argument_starts(reader.at)[1:]
    bound = [(start, _bound_name(reader, start)) for start in starts]
    for start, variable in bound:
        if variable is None and (head != "Integral" or reader.tokens[start].kind != "name"):
            raise _wrong_form(head, name.start, reader.tokens[reader.partners[reader.at]].end)
    if not bound:
        raise _wrong_form(head, name.start, reader.tokens[reader.partners[reader.at]].end)
    return [variable for _, variable in bound if variable is not None]


def _bound_name(reader: Reader, start: int) -> str | None:
    """The name that an argument `(k, a, b)` binds, None for any other argument."""
    opening = reader.tokens[start].text
    if opening not in ("(", "[") or reader.tokens[start + 1].kind != "name" or reader.tokens[start + 2].text != ",":
        return None
    return reader.tokens[start + 1].text


def _read_limits(head: str, reader: Reader) -> list[Part]:
    """`(k, a, b)`: the name, bound until here, and its bounds, where it no longer is."""
    opening = reader.at
    closing = reader.partners[opening]
    if len(reader.argument_starts(opening)) != 3 or _bound_name(reader, opening) is None:
        raise _wrong_form(head, reader.tokens[opening].start, reader.tokens[closing].end)
    reader.take()
    variable = reader.take()
    reader.bound.pop()
    parts = [reader.leaf("symbol", variable.text, variable)]
    for _ in range(2):
        reader.expect(",")
        parts.append(_read_bound(reader))
    if reader.at != closing:
        raise reader.unexpected()
    reader.take()
    return parts


def _read_bound(reader: Reader) -> Part:
    """A bound or the point of a limit: a value, `oo` or `-oo`."""
    sign = reader.peek() if reader.peek().text in ("-", "+") else None
    at = reader.at + (sign is not None)
    token, after = reader.tokens[at], reader.tokens[min(at + 1, len(reader.tokens) - 1)]
    is_name = token.text in reader.bound or reader.names.is_known("oo")
    if token.text != "oo" or after.text not in (",", ")", "]") or is_name:
        return reader.value()
    reader.at = at + 1
    infinity = reader.leaf("constant", "oo", token)
    if sign is None or sign.text == "+":
        return infinity
    return reader.node("neg", [infinity], sign.start, token.end)


def _read_at_point(head: str, reader: Reader, name: Token) -> Part:
    """`Limit(f, x, a)`, `Limit(f, x, a, '+')` and `Subs(f, x, a)`."""
    starts = reader.argument_starts(reader.at)
    if not 3 <= len(starts) <= (4 if head == "Limit" else 3) or reader.tokens[starts[1]].kind != "name":
        raise _wrong_form(head, name.start, reader.tokens[reader.partners[reader.at]].end)
    reader.bound.append(reader.tokens[starts[1]].text)
    reader.expect("(")
    body = reader.value()
    _expect(reader, head, ",")
    token = reader.take()
    variable = reader.leaf("symbol", token.text, token)
    reader.bound.pop()
    _expect(reader, head, ",")
    point = _read_bound(reader) if head == "Limit" else reader.value()
    side = (_read_side(reader) if len(starts) == 4 else "+-") if head == "Limit" else None
    end = _expect(reader, head, ")").end
    return reader.node(head, [body, variable, point], name.start, end, side)


def _read_side(reader: Reader) -> str:
    _expect(reader, "Limit", ",")
    token = reader.take()
    if token.kind != "string" or token.text[1:-1] not in _SIDES:
        message = f"{shown(token.text)} is not a side of a limit: write `'+'` or `'-'`, or nothing for both"
        raise ReadError("bad-side", message, token.start, token.end)
    return token.text[1:-1]


# tuples


def _read_piecewise(reader: Reader, name: Token) -> Part:
    reader.expect("(")
    parts = _read_piece(reader)
    while reader.accept(","):
        parts += _read_piece(reader)
    end = _expect(reader, "Piecewise", ")").end
    return reader.node("Piecewise", parts, name.start, end)


def _read_piece(reader: Reader) -> list[Part]:
    opening = reader.peek()
    if opening.text not in ("(", "["):
        raise _wrong_form("Piecewise", opening.start, opening.end)
    closing = reader.partners[reader.at]
    reader.take()
    value = reader.value()
    _expect(reader, "Piecewise", ",")
    condition = reader.condition()
    if reader.at != closing:
        raise _wrong_form("Piecewise", reader.peek().start, reader.peek().end)
    reader.take()
    return [value, condition]


def _read_matrix(reader: Reader, name: Token) -> Part:
    """`Matrix([[a, b], [c, d]])` by rows, or `Matrix([a, b])`, a column."""
    reader.has_matrix = True
    reader.expect("(")
    outer = _expect_opening(reader)
    rows = [_read_row(reader)]
    while reader.accept(","):
        rows.append(_read_row(reader))
    if reader.at != outer:
        raise _wrong_form("Matrix", reader.peek().start, reader.peek().end)
    reader.take()
    end = _expect(reader, "Matrix", ")").end
    if len({len(row) for row in rows}) != 1:
        message = "the rows of a `Matrix` have different lengths: write as many entries in each"
        raise ReadError("wrong-shape", message, name.start, end)
    return reader.node("Matrix", [entry for row in rows for entry in row], name.start, end, str(len(rows[0])))


def _expect_opening(reader: Reader) -> int:
    """Passes the opening square bracket and returns the index of its partner."""
    if reader.peek().text != "[":
        raise _wrong_form("Matrix", reader.peek().start, reader.peek().end)
    reader.take()
    return reader.partners[reader.at - 1]


def _read_row(reader: Reader) -> list[Part]:
    if reader.peek().text != "[":
        return [reader.value()]
    reader.take()
    return reader.values_until("]")[0]


CallReader = Callable[["Reader", Token], Part]
CALLS: Final[dict[str, CallReader]] = {
    **{name: partial(_read_function, name, *arity) for name, arity in (FUNCTIONS | RANDOM_FUNCTIONS).items()},
    **{name: partial(_read_matrix_function, name, *arity) for name, arity in MATRIX_FUNCTIONS.items()},
    **{name: partial(_read_function, head, 2, 2) for name, head in RELATION_CALLS.items()},
    **{name: partial(_read_connective, head) for name, head in CONNECTIVE_CALLS.items()},
    **{head: partial(_read_over_limits, head) for head in ("Integral", "Sum", "Product")},
    **{head: partial(_read_at_point, head) for head in ("Limit", "Subs")},
    "Derivative": _read_derivative,
    "d/d": _read_derivative_sign,
    "Piecewise": _read_piecewise,
    "Matrix": _read_matrix,
    "Rational": _read_rational,
}
