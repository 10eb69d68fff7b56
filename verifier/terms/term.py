"""The expression tree: a term exactly as the author wrote it, nothing folded."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

Value = Fraction | str | None


class Term:
    """One expression: a head, its arguments, and for leaves and applications a value. Immutable.

    | head | value | args |
    | --- | --- | --- |
    | `number` | the exact value, never negative, with a finite decimal expansion | none |
    | `symbol` | the name | none |
    | `constant` | `pi`, `E`, `I` or `oo` | none |
    | `index` | the name of the indexed symbol | the indices |
    | `apply` | the name of a declared function | the arguments |
    | `partial` | `f:1,0` (derivative of `f` once by its first place) | the arguments (made by the kernel only) |
    | `Derivative` | none | body, then variable and order in turn |
    | `Integral` | none | body, variable, and lower and upper bound if definite |
    | `Sum`, `Product` | none | body, index, lower, upper |
    | `Limit` | `+`, `-` or `+-` (a two-sided limit) | body, variable, point |
    | `Subs` | none | body, variable, point |
    | `Piecewise` | none | value and condition in turn |
    | `Matrix` | the number of columns as a decimal string | the entries by rows |
    | any other name in the vocabulary | none | the arguments |

    Equality is structural and does not know where a term stands in a file. `size` counts nodes of the tree,
    `depth` its height; both are bounded by the reader.
    """

    __slots__ = ("_free", "_hash", "args", "depth", "head", "size", "value")

    head: str
    args: tuple[Term, ...]
    value: Value
    size: int
    depth: int
    _hash: int
    _free: frozenset[str] | None  # what `substitution.free_symbols` found, once it was asked

    def __init__(self, head: str, args: tuple[Term, ...] = (), value: Value = None) -> None:
        size = 1
        depth = 0
        for a in args:
            size += a.size
            if a.depth > depth:
                depth = a.depth
        _set_head(self, head)
        _set_args(self, args)
        _set_value(self, value)
        _set_size(self, size)
        _set_depth(self, depth + 1)
        key = value.as_integer_ratio() if value.__class__ is Fraction else value  # a fraction's own hash is slow
        _set_hash(self, hash((head, key, args)))
        _set_free(self, None)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a term is immutable")

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Term):
            return NotImplemented
        return (
            self._hash == other._hash
            and self.head == other.head
            and (self.value is other.value or self.value == other.value)
            and self.args == other.args
        )

    def __repr__(self) -> str:
        from verifier.terms.printer import text_of

        return f"Term({text_of(self)!r})"

    def __reduce__(self) -> tuple[type[Term], tuple[str, tuple[Term, ...], Value]]:
        return Term, (self.head, self.args, self.value)

    @property
    def name(self) -> str:
        """The name of a symbol, constant, indexed symbol or applied function; TypeError for any other term."""
        if type(self.value) is not str:
            raise TypeError(f"a {self.head} has no name")
        return self.value

    @property
    def number(self) -> Fraction:
        """The exact value of a number; TypeError for any other term."""
        if not isinstance(self.value, Fraction):
            raise TypeError(f"a {self.head} is not a number")
        return self.value


_set_head, _set_args, _set_value, _set_size, _set_depth, _set_hash, _set_free = (
    vars(Term)[name].__set__ for name in ("head", "args", "value", "size", "depth", "_hash", "_free")
)


_SMALL: Final = {n: Term("number", (), Fraction(n)) for n in range(1, 13)}
"""Terms of small integers are shared, but for 0: of a derivative, that 0 is ZERO itself says more."""


def symbol(name: str) -> Term:
    return Term("symbol", (), name)


def constant(name: str) -> Term:
    return Term("constant", (), name)


def integer(value: int) -> Term:
    """The term of an integer; a negative one is a negation."""
    if value < 0:
        return Term("neg", (integer(-value),))
    return _SMALL.get(value) or Term("number", (), Fraction(value))


def rational(value: Fraction | int) -> Term:
    """The term of an exact rational, as an author would write it: `1/3`, `-2`."""
    top, bottom = value.as_integer_ratio()
    if bottom == 1:
        return integer(top)
    quotient = Term("div", (integer(abs(top)), integer(bottom)))
    return quotient if top > 0 else Term("neg", (quotient,))


def add(*terms: Term) -> Term:
    return Term("add", terms) if len(terms) > 1 else terms[0]


def neg(term: Term) -> Term:
    return Term("neg", (term,))


def sub(left: Term, right: Term) -> Term:
    return Term("add", (left, neg(right)))


def mul(*factors: Term) -> Term:
    return Term("mul", factors) if len(factors) > 1 else factors[0]


def div(numerator: Term, denominator: Term) -> Term:
    return Term("div", (numerator, denominator))


def power(base: Term, exponent: Term) -> Term:
    return Term("pow", (base, exponent))


def call(head: str, *args: Term) -> Term:
    """A function of the vocabulary, a relation (`eq`, `lt`, ...) or a connective (`and`, `or`, `not`) applied."""
    return Term(head, args)


ZERO: Final = integer(0)
ONE: Final = integer(1)
TWO: Final = integer(2)
MINUS_ONE: Final = integer(-1)
HALF: Final = rational(Fraction(1, 2))
PI: Final = constant("pi")
E: Final = constant("E")
I: Final = constant("I")
OO: Final = constant("oo")
TRUE: Final = Term("true")
FALSE: Final = Term("false")
