"""Reads one expression: text to a term with the place of every part, by operator precedence (V. Pratt, 1973).

Nothing is evaluated and no parser of Python is involved. The term is kept as written; see `Term` for the heads.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from verifier.model.chain import Kind, Place
from verifier.reading.cursor import Cursor, Part
from verifier.reading.errors import ReadError, first_of, shown
from verifier.reading.misplaced import misplaced_token
from verifier.reading.names import RESERVED, Names, Shape
from verifier.reading.notations import foreign_notation, unknown_name
from verifier.reading.operators import CALLS
from verifier.reading.shapes import ShapeReader
from verifier.reading.tokens import MAX_DEPTH, Token
from verifier.terms.term import Term
from verifier.terms.vocabulary import CONDITION_HEADS, CONSTANTS, RELATIONS

_MAX_CALLS: Final = 2 * MAX_DEPTH  # a bracket costs one call, an operator within it another

OR, AND, NOT, RELATION, SUM, PRODUCT, SIGN, POWER = 1, 2, 3, 5, 10, 20, 25, 40
_BINDING: Final = {
    "or": OR, "and": AND, **dict.fromkeys(RELATIONS, RELATION), "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT,
    "**": POWER, "^": POWER,
}  # fmt: skip
_MOST_UNDECLARED: Final = 20  # so many names are told of one expression
_MATRIX_KINDS: Final = frozenset({Kind.MATRIX, Kind.VECTOR})


class Reading(NamedTuple):
    """A term as written, the places of its parts, and its shape: None for a scalar or a condition."""

    term: Term
    place: Place
    shape: Shape | None


def read(text: str, names: Names, bound: tuple[str, ...] = ()) -> Reading:
    """The expression or condition that the text is; `bound` names need no declaration. Raises ReadError."""
    return Reader(text, names, bound).whole()


def read_value(text: str, names: Names, bound: tuple[str, ...] = ()) -> Reading:
    """The expression that the text is; a condition is refused. Raises ReadError."""
    reading = read(text, names, bound)
    require_value(reading.term, reading.place, text)
    return reading


def read_condition(text: str, names: Names) -> Reading:
    """The condition that the text is; a value is refused. Raises ReadError."""
    reading = read(text, names)
    require_condition(reading.term, reading.place, text)
    return reading


def read_part(text: str, start: int, end: int, names: Names) -> Term:
    """The value between two offsets of a text; errors are placed in the whole text. Raises ReadError."""
    try:
        return read_value(text[start:end], names).term
    except ReadError as error:
        raise error.moved(start) from None


def require_value(term: Term, place: Place, text: str) -> None:
    if term.head in CONDITION_HEADS:
        written = text[place.start : place.end]
        message = f"{shown(written)} is a condition, and a value is due here: write one side of it only"
        raise ReadError("value-expected", message, place.start, place.end)


def require_condition(term: Term, place: Place, text: str) -> None:
    if term.head not in CONDITION_HEADS:
        written = " ".join(text[place.start : place.end].split())
        advice = f"write a relation, such as `{written} = 0`" if len(written) < 40 else "write a relation"
        message = f"{shown(written)} is a value, and a condition is due here: {advice}"
        raise ReadError("condition-expected", message, place.start, place.end)


class Reader(Cursor):
    """Reads by operator precedence; the methods without an underscore are for the operators' own readers."""

    def __init__(self, text: str, names: Names, bound: tuple[str, ...] = ()) -> None:
        super().__init__(text, names, bound)
        self._calls = 0
        self._undeclared: dict[str, ReadError] = {}

    def whole(self) -> Reading:
        """The whole text as one expression or condition. An error tells all names that nobody declared."""
        if self.tokens[0].kind == "end":
            raise ReadError("empty-expression", "the expression is empty: write one", 0, len(self.text))
        try:
            term, place = self.expression()
            if self.tokens[self.at].kind != "end":
                raise self.unexpected()
        except ReadError as error:
            before = [known for known in self._undeclared.values() if known.start < error.start]
            raise first_of([*before, error]) from None
        if self._undeclared:
            raise first_of(list(self._undeclared.values()))
        shape = ShapeReader(self.text, self.names).shape_of(term, place) if self.has_matrix else None
        return Reading(term, place, shape)

    def expression(self, loosest: int = 0) -> Part:
        """The longest expression from here whose operators bind tighter than `loosest`."""
        self._calls += 1
        if self._calls > _MAX_CALLS:
            raise self.too_deep(self.tokens[self.at].start, self.tokens[self.at].end)
        left = self._operand()
        while True:
            token = self.tokens[self.at]
            binding = _BINDING.get(token.text)
            if binding is None or binding <= loosest:
                break
            left = self._infix(left, token.text, binding)
        self._calls -= 1
        return left

    def value(self, loosest: int = 0) -> Part:
        """An expression that is not a condition."""
        part = self.expression(loosest)
        require_value(*part, self.text)
        return part

    def condition(self, loosest: int = 0) -> Part:
        part = self.expression(loosest)
        require_condition(*part, self.text)
        return part

    # operands

    def _operand(self) -> Part:
        token = self.take()
        kind = token.kind
        if kind == "name":
            part = self._name(token)
        elif kind == "number":
            return self.number(token)
        elif token.text == "(" or token.text == "[":
            part = self._group(token)
        elif token.text == "-":
            inner = self.value(SIGN)
            return self.node("neg", [inner], token.start, inner[1].end)
        elif token.text == "+":
            term, place = self.value(SIGN)
            return term, Place(token.start, place.end, place.parts)
        else:
            self.at -= 1
            raise misplaced_token(self)
        while self.tokens[self.at].text == ".":
            part = self._attribute(part)
        return part

    def _group(self, opening: Token) -> Part:
        closing = self.partners[self.at - 1]
        term, place = self.expression()
        if self.at != closing:
            raise self.unexpected()
        return term, Place(opening.start, self.take().end, place.parts)

    def _attribute(self, part: Part) -> Part:
        dot, name = self.take(), self.take()
        place = part[1]
        if name.text in ("*", "/", "^", "**"):
            message = f"`.{name.text}` is not read: write `{name.text}`, without the dot"
            raise ReadError("other-notation", message, dot.start, name.end)
        if name.text == "T" and name.kind == "name":
            self.has_matrix = True
            return self.node("Transpose", [part], place.start, name.end)
        written = shown(self.text[place.start : name.end])
        message = f"{written} has no meaning here: after a dot only `.T` can stand, the transpose of a matrix"
        raise ReadError("attribute", message, dot.start, name.end)

    # operators between operands

    def _infix(self, left: Part, sign: str, binding: int) -> Part:
        if binding <= AND:
            return self._connective(left, sign, binding)
        require_value(*left, self.text)
        if binding == RELATION:
            return self._relations(left)
        if binding == SUM:
            return self._sum(left)
        if sign == "*":
            return self._product(left)
        self.at += 1
        right = self.value(PRODUCT if sign == "/" else POWER - 1)  # powers group to the right
        return self.node("div" if sign == "/" else "pow", [left, right], left[1].start, right[1].end)

    def _sum(self, first: Part) -> Part:
        """A run of `+` and `-` is one flat sum: `a - b + c` is add(a, neg(b), c)."""
        parts = [first]
        while (token := self.tokens[self.at]).text in ("+", "-"):
            self.at += 1
            part = self.value(SUM)
            parts.append(self.node("neg", [part], token.start, part[1].end) if token.text == "-" else part)
        return self.node("add", parts, first[1].start, parts[-1][1].end)

    def _product(self, first: Part) -> Part:
        parts = [first]
        while self.accept("*"):
            parts.append(self.value(PRODUCT))
        return self.node("mul", parts, first[1].start, parts[-1][1].end)

    def _connective(self, first: Part, word: str, binding: int) -> Part:
        require_condition(*first, self.text)
        parts = [first]
        while self.accept(word):
            parts.append(self.condition(binding))
        return self.node(word, parts, first[1].start, parts[-1][1].end)

    def _relations(self, left: Part) -> Part:
        """One relation, or a chain of them: `0 < a < 1` is and(lt(0, a), lt(a, 1))."""
        relations = []
        while (head := RELATIONS.get(self.tokens[self.at].text)) is not None:
            self.at += 1
            right = self.value(RELATION)
            relations.append(self.node(head, [left, right], left[1].start, right[1].end))
            left = right
        if len(relations) == 1:
            return relations[0]
        return self.node("and", relations, relations[0][1].start, relations[-1][1].end)

    # names

    def _name(self, token: Token) -> Part:
        name = token.text
        if name in self.bound:
            return self._scalar(token)
        if name in self.names.declared:
            return self._declared(token)
        if name in self.names.defined:
            return self._defined(token)
        if name in RESERVED:
            return self._reserved(token)
        if name == "d" and self._is_derivative_sign():
            return CALLS["d/d"](self, token)
        if name in CALLS and self._opens_bracket():
            return CALLS[name](self, token)
        if name in CONSTANTS:
            return self._constant(token)
        return self._unknown(token)

    def _opens_bracket(self) -> bool:
        return self.tokens[self.at].text == "("

    def _scalar(self, token: Token) -> Part:
        if self.tokens[self.at].text == "[":
            declare = self.names.declare(f"{token.text}: indexed")
            message = f"`{token.text}` has no indices: {declare}, or write `*` before the bracket"
            raise ReadError("not-indexed", message, token.start, token.end)
        return self.leaf("symbol", token.text, token)

    def _declared(self, token: Token) -> Part:
        kind = self.names.declared[token.text].kind
        if kind is Kind.INDEXED:
            return self._indexed(token)
        if kind is Kind.FUNCTION:
            return self._applied(token, None)
        if kind in _MATRIX_KINDS:
            self.has_matrix = True
            if self.tokens[self.at].text == "[":
                return self._entry(token, 2 if kind is Kind.MATRIX else 1)
        return self._scalar(token)

    def _entry(self, token: Token, count: int) -> Part:
        """An entry of a declared matrix or vector, counted from 1."""
        self.at += 1
        parts, end = self.values_until("]")
        if len(parts) != count:
            form = f"{token.text}[i, j]" if count == 2 else f"{token.text}[i]"
            message = f"`{token.text}` has {count} ind{'ices' if count == 2 else 'ex'}: write `{form}`"
            raise ReadError("wrong-arity", message, token.start, end)
        return self.node("index", parts, token.start, end, token.text)

    def _indexed(self, token: Token) -> Part:
        if self.tokens[self.at].text != "[":
            message = f"`{token.text}` is indexed: write an entry, such as `{token.text}[i]`"
            raise ReadError("needs-index", message, token.start, token.end)
        self.at += 1
        parts, end = self.values_until("]")
        return self.node("index", parts, token.start, end, token.text)

    def _defined(self, token: Token) -> Part:
        defined = self.names.defined[token.text]
        if defined.parameters:
            return self._applied(token, len(defined.parameters))
        if defined.shape is not None:
            self.has_matrix = True
        return self._scalar(token)

    def _applied(self, token: Token, count: int | None) -> Part:
        if not self._opens_bracket():
            message = f"`{token.text}` is a function: write `{token.text}(...)`"
            raise ReadError("needs-argument", message, token.start, token.end)
        self.at += 1
        parts, end = self.values_until(")")
        if count is not None and len(parts) != count:
            message = f"`{token.text}` takes {count} argument{'s'[: count > 1]}, not {len(parts)}"
            raise ReadError("wrong-arity", message, token.start, end)
        return self.node("apply", parts, token.start, end, token.text)

    def values_until(self, closer: str) -> tuple[list[Part], int]:
        """One or more values between commas, and where their closing bracket ends."""
        parts = [self.value()]
        while self.accept(","):
            parts.append(self.value())
        return parts, self.expect(closer).end

    def _reserved(self, token: Token) -> Part:
        if token.text == "not":
            inner = self.condition(NOT)
            return self.node("not", [inner], token.start, inner[1].end)
        if token.text in ("True", "False"):
            return self.node(token.text.lower(), [], token.start, token.end)
        self.at -= 1
        raise misplaced_token(self)

    def _is_derivative_sign(self) -> bool:
        """Whether `d` begins `d/dz (f)` or `d/dz [f]`."""
        slash, below, bracket = (self.tokens[min(self.at + k, len(self.tokens) - 1)] for k in range(3))
        is_sign = slash.text == "/" and below.kind == "name" and below.text[0] == "d" and len(below.text) > 1
        return is_sign and bracket.text in ("(", "[") and not self.names.is_known(below.text)

    def _constant(self, token: Token) -> Part:
        if token.text == "oo":
            message = "`oo` stands only in bounds and limits: write `Limit(f, x, oo)` for what f tends to"
            raise ReadError("infinity", message, token.start, token.end)
        return self.leaf("constant", token.text, token)

    def _unknown(self, token: Token) -> Part:
        name = token.text
        if name in self.names.broken or self.names.is_partly_known:
            return self._broken(token)
        foreign = foreign_notation(self, token)
        if foreign:
            raise foreign
        is_taken = self.names.taken is not None and self.tokens[self.at].text != "["
        if self.names.taken is None or not is_taken or name in CALLS or name in self.names.later:
            if name not in self._undeclared and len(self._undeclared) < _MOST_UNDECLARED:
                self._undeclared[name] = unknown_name(self, token)
            return self._broken(token)
        if name not in self.names.taken:
            self.names.taken.append(name)
        return self.leaf("symbol", name, token)

    def _broken(self, token: Token) -> Part:
        """A name without a readable declaration: nothing is said of it a second time."""
        if self._opens_bracket():
            return self._applied(token, None)
        return self._indexed(token) if self.tokens[self.at].text == "[" else self.leaf("symbol", token.text, token)
