"""Reads sums, products, powers and brackets; what a name or command means is decided by the files beside this one."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from verifier.model.chain import Kind, Place
from verifier.reading.cursor import Part
from verifier.reading.latex.big_operators import read_big_operator
from verifier.reading.latex.cursor import Cursor
from verifier.reading.latex.derivatives import read_differential, read_fraction
from verifier.reading.latex.evaluations import difference_at
from verifier.reading.latex.functions import read_function
from verifier.reading.latex.layouts import read_bars, read_environment, read_root
from verifier.reading.latex.operands import read_name
from verifier.reading.latex.spelling import is_name
from verifier.reading.latex.tokens import LEFTOVER, WIDE, Token, sort_of
from verifier.reading.latex.vocabulary import (
    BARS,
    BIG_OPERATORS,
    BINOMIALS,
    DIVISIONS,
    FRACTIONS,
    FUNCTIONS,
    NOT_SCALAR,
    RELATIONS,
    TIMES,
    TRANSPOSES,
    UNSUPPORTED,
    WORDS,
    WRAPPERS,
)
from verifier.terms.term import MINUS_ONE, E, Term

_NOT_FACTORS: Final = frozenset({"end", "close", "unbrace", "finish", "row"})
_JOINING: Final = frozenset({r"\in", r"\land", r"\wedge", r"\lor", r"\vee"})
_NO_START: Final = frozenset({"+", "-", ",", ";", "&", "^", "_", "'", "!", "=", "<", ">", ":"}) | TIMES | DIVISIONS | {
    *RELATIONS
}  # fmt: skip
_BRACKETS: Final = frozenset({"(", "[", "{"})


class Reader(Cursor):
    """The methods without an underscore are for the files that read commands."""

    def total(self) -> Part:
        """The sum that comes next, flat: `a - b + c` is add(a, neg(b), c)."""
        parts = [self.product()]
        while (token := self.peek()).text in ("+", "-") and token.kind == "sign":
            self.at += 1
            part = self.product()
            parts.append(self.node("neg", [part], token.start, part[1].end) if token.text == "-" else part)
        _refuse_escaped_index(self, parts)
        return parts[0] if len(parts) == 1 else self.node("add", parts, parts[0][1].start, parts[-1][1].end)

    def product(self) -> Part:
        """The product that comes next, written and implicit; a sign before it belongs to its first factor."""
        factors = [self.signed_factor()]
        while True:
            token = self.peek()
            if token.text in TIMES:
                self.at += 1
                factors.append(self.signed_factor())
            elif token.text in DIVISIONS:
                factors = [self._quotient(factors)]
            elif self.starts_factor(token):
                factors.append(self._implicit(factors[-1], token))
            else:
                break
        return self.times(factors)

    def times(self, factors: list[Part]) -> Part:
        """The product of these factors, flat."""
        if len(factors) > 1:
            self._refuse_inverses(factors)
        return factors[0] if len(factors) == 1 else self.node("mul", factors, factors[0][1].start, factors[-1][1].end)

    def _refuse_inverses(self, factors: list[Part]) -> None:
        """`B D B^{-1}` of undeclared capitals is a product of matrices (A29)."""
        capitals = [
            f for f in factors if self._is_capital(f[0]) or (f[0].head == "pow" and self._is_capital(f[0].args[0]))
        ]
        for term, place in capitals:
            if len(capitals) > 1 and term.head == "pow" and term.args[1] == MINUS_ONE:
                name = term.args[0].name
                message = f"is {self.written(place.start, place.end)} the inverse of a matrix? declare its letters"
                raise self.refuse("matrix", message, place.start, place.end, f"symbols {name} matrix(n, n)")

    def _is_capital(self, term: Term) -> bool:
        return term.head == "symbol" and len(term.name) == 1 and term.name.isupper() and term.name in self.taken

    def signed_factor(self) -> Part:
        sign = self.peek()
        if sign.text not in ("+", "-") or sign.kind != "sign":
            return self.factor()
        self.at += 1
        part = self.factor()
        if sign.text == "-":
            return self.node("neg", [part], sign.start, part[1].end)
        return part[0], Place(sign.start, part[1].end, part[1].parts)

    def _quotient(self, factors: list[Part]) -> Part:
        slash = self.take()
        left, right = self.times(factors), self.factor()
        follows = self.peek()
        if self.starts_factor(follows) and not (
            follows.text in BIG_OPERATORS and right[0].head in ("number", "symbol")
        ):
            message = "is what stands behind the slash all below the line? write `\\frac{..}{..}`, or brackets"
            raise self.refuse("ambiguous:division", message, slash.start, follows.end)
        return self.node("div", [left, right], left[1].start, right[1].end)

    def _implicit(self, before: Part, token: Token) -> Part:
        """A factor right behind another one."""
        if token.kind == "number" and self.peek(1).text != "^":
            message = (
                f"{self.written(token.start, token.end)} stands right behind a factor: write `\\cdot` between them"
            )
            raise self.refuse("syntax", message, token.start, token.end)
        part = self.factor()
        if before[0].head == "number" and part[0].head == "div" and all(a.head == "number" for a in part[0].args):
            message = f"{self.written(before[1].start, part[1].end)} is read as a product, not as a mixed number"
            self.say("mixed-number", message, before[1].start, part[1].end)
        return part

    def starts_factor(self, token: Token) -> bool:
        """Whether a factor can begin here, behind another one."""
        if token.kind in _NOT_FACTORS:
            return False
        if token.text in BARS:
            return self.bars == 0 and token.gap < WIDE
        return token.text not in _NO_START | _JOINING and token.gap < WIDE

    def factor(self) -> Part:
        """An operand with its powers and factorials."""
        token, start = self.peek(), self.at
        self.deepen(1)
        part = self._operand(token)
        self.deepen(-1)
        while (sign := self.peek()).kind == "sign" and sign.text in ("^", "!", "'", "_"):
            if sign.text == "!":
                part = self._factorial(part, start, sign)
            elif sign.text != "^":
                raise self._no_script(sign)
            elif self.tokens[self.at - 2].text == "^" or (part[0].head == "pow" and not self._is_closed(start)):
                raise self.refuse("syntax", "two powers stand on one base: bracket one of them", sign.start, sign.end)
            else:
                part = self._power(part, start)
        return part

    def operand(self) -> Part:
        """What comes next, without the powers behind it."""
        return self._operand(self.peek())

    def _is_closed(self, start: int) -> bool:
        return self.tokens[start].kind == "open"

    def _no_script(self, sign: Token) -> Exception:
        if sign.text == "'":
            message = "a prime stands on an expression: write `\\frac{d}{dx}` before its bracket"
            return self.refuse("unsupported:prime", message, sign.start, sign.end)
        return self.refuse("unsupported:subscript", "a subscript stands on an expression", sign.start, sign.end)

    def _factorial(self, part: Part, start: int, sign: Token) -> Part:
        is_bracketed = self._is_closed(start) and self.partners[start] == self.at - 1
        self.at += 1
        if self.peek().text == "!":
            raise self.refuse("unsupported:double factorial", "`!!` is not understood", sign.start)
        if part[0].head == "pow" and not is_bracketed:
            raise self.refuse("ambiguous:power", "is `!` of the power or of its exponent? use brackets", part[1].start)
        return self.node("factorial", [part], part[1].start, sign.end)

    def _power(self, base: Part, first: int) -> Part:
        """The base raised to the exponent that comes next."""
        self.at += 1
        start, stop = self.argument()
        if self.tokens[first].kind == "brace" and not self._is_single(first, base):
            message = "a power stands on braces, which print nothing: write a bracket"
            raise self.refuse("ambiguous:power", message, base[1].start)
        return self.raised(base, start, stop)

    def _is_single(self, first: int, base: Part) -> bool:
        """Whether the braces at this token hold one name, number, or bracket."""
        inner = self.tokens[first + 1]
        return not base[0].args or (inner.kind == "open" and self.partners[first + 1] == self.partners[first] - 1)

    def raised(self, base: Part, start: int, stop: int) -> Part:
        """The base raised to what these tokens say."""
        end = self.tokens[self.at - 1].end
        texts = [t.text for t in self.tokens[start:stop]]
        if texts in (["T"], [r"\top"], [r"\intercal"]) and ("T" not in self.names.kinds or texts != ["T"]):
            return self.transposed(base, end)
        if texts == [r"\circ"]:
            raise self.refuse("unsupported:degrees", "degrees are not understood: write radians", base[1].start, end)
        if self.is_matrix(base[0]) and texts == ["-", "1"]:
            return self.node("Inverse", [base], base[1].start, end)
        if texts == ["-", "1"] and self._holds_unit_matrix(base[0]):
            message = f"is {self.written(base[1].start, end)} the inverse of a matrix? declare its letters"
            raise self.refuse("matrix", message, base[1].start, end, "symbols I real")
        exponent = self.whole(start, stop, self.total)
        if base[0] == E:
            return self.node("exp", [exponent], base[1].start, end)
        return self.node("pow", [base, exponent], base[1].start, end)

    def _holds_unit_matrix(self, term: Term) -> bool:
        from verifier.terms.substitution import free_symbols

        return bool(term.args) and "I" in free_symbols(term) and "I" not in self.names.kinds

    def is_matrix(self, term: Term) -> bool:
        """Whether a declared matrix or vector occurs in the term."""
        from verifier.terms.substitution import free_symbols

        if not self.has_matrix:
            return False
        if term.head in ("Matrix", "Inverse", "Transpose"):
            return True
        return any(self.kind_of(n) in (Kind.MATRIX, Kind.VECTOR) for n in free_symbols(term))

    def transposed(self, base: Part, end: int) -> Part:
        if not self.is_matrix(base[0]):
            name = base[0].name if base[0].head == "symbol" else None
            kind = f"symbols {name} matrix(n, n)" if name and name[0].isupper() else f"symbols {name} vector(n)"
            message = f"{self.written(base[1].start, end)} is a transpose, and no matrix or vector is declared here"
            raise self.refuse("matrix", message, base[1].start, end, kind if name else None)
        return self.node("Transpose", [base], base[1].start, end)

    # operands

    def _operand(self, token: Token) -> Part:
        if token.gap == LEFTOVER:
            raise self.unexpected()
        kind = token.kind
        if kind == "number":
            self.at += 1
            if token.text == ".":  # what `\\frac0.5` leaves of its number
                raise self.refuse("syntax", "`.` is no number: write braces around all digits", token.start, token.end)
            return self.leaf(Term("number", (), Fraction(token.text)), token.start, token.end)
        if kind == "open":
            return self._bracket(token)
        if kind == "brace":
            return self._braces()
        if kind == "word" and token.text.strip() in WORDS and token.text.strip() not in self.names.kinds:
            return read_function(self)
        if (token.text in ("d", r"\partial")) and (part := read_differential(self)) is not None:
            return part
        if token.text == r"\mathbb" and [t.text for t in self.tokens[self.at + 1 : self.at + 4]] == ["{", "E", "}"]:
            return read_function(self)
        if is_name(token):
            return read_name(self)
        if kind == "begin":
            return read_environment(self)
        if token.text in BARS or token.text == r"\|" or token.text == r"\Vert":
            return read_bars(self)
        return self._command(token)

    def _command(self, token: Token) -> Part:
        text = token.text
        if text in FRACTIONS:
            return read_fraction(self)
        if text in FUNCTIONS:
            return read_function(self)
        if text == r"\sqrt":
            return read_root(self)
        if text in BIG_OPERATORS:
            return read_big_operator(self)
        if text in BINOMIALS:
            self.at += 1
            parts = [self.value_of(*self.argument()) for _ in range(2)]
            return self.node("binomial", parts, token.start, self.tokens[self.at - 1].end)
        if text in WRAPPERS:
            return self._wrapped()
        raise self.refused_command(token)

    def refused_command(self, token: Token) -> Exception:
        """The refusal of a command that has no meaning here."""
        if token.text in TRANSPOSES or token.text in NOT_SCALAR:
            return self.refuse("matrix", "a transpose stands on nothing", token.start, token.end)
        if token.text in UNSUPPORTED:
            what = UNSUPPORTED[token.text]
            message = f"`{token.text}` is not understood here: {what}"
            return self.refuse(f"unsupported:{what}", message, token.start, token.end)
        if token.kind == "command" and token.text not in RELATIONS:
            message = f"`{token.text}` is not known: define it with `\\newcommand`, or write what it stands for"
            return self.refuse(f"unknown:{token.text}", message, token.start, token.end)
        return self.unexpected()

    def value_of(self, start: int, stop: int) -> Part:
        """The value that these tokens are, all of them."""
        return self.whole(start, stop, self.total)

    def _wrapped(self) -> Part:
        r"""`\underbrace{X}_{..}`, `\boxed{X}`, ...: X, as if it stood in a bracket."""
        self.at += 1
        part = self.value_of(*self.argument())
        while self.peek().text in ("_", "^"):
            self.at += 1
            self.argument()
        return part

    def _bracket(self, token: Token) -> Part:
        closing = self.closing()
        sort, end = sort_of(token), self.tokens[closing].end
        start, self.at = self.at + 1, closing + 1
        if sort == "{" and sort_of(self.tokens[closing]) == ".":
            return read_environment(self, start, closing)
        if sort == "." and sort_of(self.tokens[closing]) == "|":
            return read_bars(self, start, closing)
        if sort != sort_of(self.tokens[closing]):
            raise self.refuse("tuple", "a bracket is closed by one of another kind", token.start, end)
        if sort == "[" and self.peek().text in ("_", "^") and self._has_subscript():
            return difference_at(self, start, closing)
        if sort in _BRACKETS:
            term, place = self.value_of(start, closing)
            return term, Place(token.start, end, place.parts)
        if sort == "|" or sort == "norm":
            return read_bars(self, start, closing)
        if sort in ("floor", "ceiling"):
            return self.node(sort, [self.value_of(start, closing)], token.start, end)
        raise self.refuse("matrix", "an inner product is not understood here", token.start, end)

    def _has_subscript(self) -> bool:
        """Whether one of the scripts that come next stands below: `[F]_0^1`, `[F]^1_0`."""
        at = self.at
        while at < self.stop and self.tokens[at].text in ("_", "^"):
            if self.tokens[at].text == "_":
                return True
            at = self.partners.get(at + 1, at + 1) + 1
        return False

    def _braces(self) -> Part:
        """Braces print nothing: they may not hold apart what would read otherwise without them."""
        at, before = self.at, self.tokens[self.at - 1] if self.at else None
        start, stop = self.argument()
        if start == stop:
            raise self.refuse(
                "syntax", "empty braces stand where a value is due: leave them out", self.tokens[at].start
            )
        if any(t.text in (r"\choose", r"\over") for t in self.tokens[start:stop]):
            return self._infix_fraction(start, stop)
        term, place = self.value_of(start, stop)
        loose = term.head in ("add", "neg") and self.tokens[start].kind != "open"
        lonely = self.peek().kind in _NOT_FACTORS or self.peek().text in ("+", "-")
        if loose and not (lonely and (before is None or before.kind in ("open", "brace") or before.text == "+")):
            message = "braces print nothing: write a bracket around this sum"
            raise self.refuse("syntax", message, self.tokens[at].start, self.tokens[stop].end)
        return term, place

    def _infix_fraction(self, start: int, stop: int) -> Part:
        at = next(k for k in range(start, stop) if self.tokens[k].text in (r"\choose", r"\over"))
        parts = [self.value_of(start, at), self.value_of(at + 1, stop)]
        head = "binomial" if self.tokens[at].text == r"\choose" else "div"
        return self.node(head, parts, self.tokens[start - 1].start, self.tokens[stop].end)


def _refuse_escaped_index(reader: Reader, parts: list[Part]) -> None:
    """`\\sum_k a_k + b_k`: an index that is used behind its sum was meant to be inside of it."""
    from verifier.terms.substitution import free_symbols

    if len(parts) < 2:
        return
    over: set[str] = set()
    for term, place in parts:
        if over:
            free = free_symbols(term)
            letters = free.union(*(reader.subscripts.get(name, frozenset()) for name in free))
            if over & letters:
                index = min(over & letters)
                message = f"`{index}` stands behind the sum that it runs in: bracket what belongs to the sum"
                raise reader.refuse("ambiguous:scope", message, place.start, place.end)
        over |= _last_indices(term, place) - set(reader.bound)


def _last_indices(term: Term, place: Place) -> set[str]:
    """The names that a big operator binds which nothing closes: one at the end of a product or of a bare argument."""
    found: set[str] = set()
    while term.args and place.parts:
        at = -1 if term.head in ("mul", "neg") or (len(term.args) == 1 and place.parts[0].end == place.end) else 0
        if term.head in ("Sum", "Product", "Limit"):
            found.add(term.args[1].name)
        elif at == 0 and term.head != "div":
            break
        term, place = term.args[at], place.parts[at]
    return found
