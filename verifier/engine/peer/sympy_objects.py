"""SymPy objects as terms, and what their symbols assume as declarations.

The objects come from the user, so SymPy is loaded; classes are told apart by their names and nothing is imported,
evaluated or built on SymPy's side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from verifier.model.chain import Declaration, Kind, NumberSet
from verifier.terms.substitution import fresh_name
from verifier.terms.term import (
    FALSE,
    HALF,
    MINUS_ONE,
    ONE,
    OO,
    PI,
    TRUE,
    E,
    I,
    Term,
    add,
    call,
    div,
    integer,
    mul,
    neg,
    power,
    rational,
    symbol,
)
from verifier.terms.vocabulary import FUNCTIONS, MATRIX_FUNCTIONS

LARGEST_SIZE: Final = 2_000
LARGEST_DEPTH: Final = 64
LARGEST_NUMBER: Final = 10**400
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_SYMBOLS: Final = frozenset({"Symbol", "Dummy"})
_OTHER_NAME: Final = {
    "Equality": "eq",
    "Unequality": "ne",
    "StrictLessThan": "lt",
    "LessThan": "le",
    "StrictGreaterThan": "gt",
    "GreaterThan": "ge",
    "And": "and",
    "Or": "or",
    "Not": "not",
    "MatAdd": "add",
    "MatPow": "pow",
}
_LEAVES: Final = {
    "Pi": PI,
    "Exp1": E,
    "ImaginaryUnit": I,
    "Infinity": OO,
    "NegativeInfinity": neg(OO),
    "BooleanTrue": TRUE,
    "BooleanFalse": FALSE,
}
_SIGNS: Final = {"positive": "gt", "negative": "lt", "nonnegative": "ge", "nonpositive": "le", "nonzero": "ne"}


def from_sympy(expr: object) -> Term:
    """The term of a SymPy object, with SymPy's own order of terms and factors.

    TypeError, naming the class, for an object the language has no word for; a `Float` is one, for it is not exact.
    ValueError for a name that is not of ASCII letters, digits and `_`, for two symbols that differ in assumptions
    only, and for an object beyond the bounds of an expression.
    """
    term = _Reader(expr).read(expr, 0)
    if term.size > LARGEST_SIZE or term.depth > LARGEST_DEPTH:
        raise ValueError(f"an expression of {term.size} parts and depth {term.depth} is too large")
    return term


def declarations_from_sympy(*exprs: object) -> tuple[Declaration, ...]:
    """The declarations of the free names of these objects, by name: what `Symbol("x", positive=True)` says of x.

    A symbol that says nothing is real, as everywhere in the language. ValueError for one name used in two ways, and
    for an assumption that no declaration can state, such as `even`.
    """
    found: dict[str, Declaration] = {}
    for expr in exprs:
        for declaration in _Reader(expr).declarations():
            if found.setdefault(declaration.name, declaration) != declaration:
                raise ValueError(f"`{declaration.name}` is used in two ways")
    return tuple(found[name] for name in sorted(found))


def checked(name: str) -> str:
    """The name, if it is made of ASCII letters, digits and `_` only; ValueError otherwise."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name: use ASCII letters, digits and `_`")
    return name


class _Reader:
    """Reads one object. `names` gives each of its symbols a name of its own; bound ones yield to free ones."""

    def __init__(self, expr: Any) -> None:
        if isinstance(expr, int | Fraction):
            expr = None
        elif not _is(expr, "Basic") and not _is(expr, "MatrixBase"):
            raise TypeError(_inexact(expr) if isinstance(expr, float) else f"this is no SymPy object: {_class(expr)}")
        self.parts = list(_parts(expr)) if expr is not None else []
        self.free = expr.free_symbols if expr is not None else frozenset()
        self.names: dict[Any, str] = {}
        symbols = [part for part in self.parts if _class(part) in _SYMBOLS]
        for part in sorted(symbols, key=lambda s: (s not in self.free, _class(s) == "Dummy", s.sort_key())):
            self.names.setdefault(part, self.new_name(part))

    def new_name(self, part: Any) -> str:
        name, taken = checked(part.name), frozenset(self.names.values())
        if part in self.names or name not in taken or part not in self.free or _class(part) == "Dummy":
            return fresh_name(name, taken)
        raise ValueError(f"two symbols are named `{name}`, with different assumptions")

    def read(self, expr: Any, depth: int) -> Term:
        if depth > LARGEST_DEPTH:
            raise ValueError(f"an expression deeper than {LARGEST_DEPTH} is too large")
        if isinstance(expr, int | Fraction) and not isinstance(expr, bool):
            return _rational(Fraction(expr))
        name = _class(expr)
        if name in _LEAVES:
            return _LEAVES[name]
        if name in _SYMBOLS:
            return symbol(self.names[expr])
        if getattr(expr, "is_Rational", False):
            return _rational(Fraction(int(expr.p), int(expr.q)))
        if _is(expr, "AppliedUndef"):
            return Term("apply", self.read_all(expr.args, depth), checked(type(expr).__name__))
        read = getattr(self, f"read_{name}", None)
        if read is not None:
            return read(expr, depth + 1)  # type: ignore[no-any-return]
        head = name if name in FUNCTIONS or name in MATRIX_FUNCTIONS else _OTHER_NAME.get(name)
        if head is None:
            raise TypeError(_inexact(expr) if name == "Float" else f"the language has no word for SymPy's {name}")
        return Term(head, self.read_all(expr.args, depth))

    def read_all(self, parts: Any, depth: int) -> tuple[Term, ...]:
        return tuple(self.read(part, depth + 1) for part in parts)

    def read_Add(self, expr: Any, depth: int) -> Term:
        return add(*self.read_all(expr.args, depth))

    def read_Mul(self, expr: Any, depth: int) -> Term:
        """A quotient: factors with a negative rational exponent, and the denominators of rational factors, go below."""
        is_negative = False
        above: list[Term] = []
        below: list[Term] = []
        for factor in expr.args:
            base, exponent = factor.as_base_exp() if _class(factor) == "Pow" else (factor, None)
            if getattr(factor, "is_Rational", False):
                is_negative ^= bool(factor.p < 0)
                above += [_rational(Fraction(abs(int(factor.p))))] if abs(factor.p) != 1 else []
                below += [_rational(Fraction(int(factor.q)))] if factor.q != 1 else []
            elif exponent is not None and exponent.is_Rational and exponent.p < 0:
                below.append(_power(self.read(base, depth + 1), -Fraction(int(exponent.p), int(exponent.q))))
            else:
                above.append(self.read(factor, depth + 1))
        product = mul(*above) if above else ONE
        quotient = div(product, mul(*below)) if below else product
        return neg(quotient) if is_negative else quotient

    def read_Pow(self, expr: Any, depth: int) -> Term:
        base = self.read(expr.args[0], depth)
        exponent = expr.args[1]
        if not exponent.is_Rational:
            return power(base, self.read(exponent, depth))
        value = Fraction(int(exponent.p), int(exponent.q))
        return (
            _power(base, value) if value > 0 else div(ONE, _power(base, -value)) if value else power(base, integer(0))
        )

    def read_Heaviside(self, expr: Any, depth: int) -> Term:
        if len(expr.args) > 1 and self.read(expr.args[1], depth) != HALF:
            raise TypeError("the language has no word for SymPy's Heaviside with another value than 1/2 at 0")
        return call("Heaviside", self.read(expr.args[0], depth))

    def read_KroneckerDelta(self, expr: Any, depth: int) -> Term:
        if len(expr.args) != 2:
            raise TypeError("the language has no word for SymPy's KroneckerDelta with a range")
        return call("KroneckerDelta", *self.read_all(expr.args, depth))

    def read_Piecewise(self, expr: Any, depth: int) -> Term:
        return Term("Piecewise", self.read_all([part for pair in expr.args for part in pair.args], depth))

    def read_Derivative(self, expr: Any, depth: int) -> Term:
        body, *variables = expr.args
        if not all(_class(pair[0]) in _SYMBOLS for pair in variables):
            raise TypeError("the language has no word for SymPy's Derivative by anything but a symbol")
        return Term("Derivative", self.read_all([body, *[part for pair in variables for part in pair]], depth))

    def read_Integral(self, expr: Any, depth: int) -> Term:
        return self.read_limits(expr, depth, (1, 3))

    def read_Sum(self, expr: Any, depth: int) -> Term:
        return self.read_limits(expr, depth, (3,))

    def read_Product(self, expr: Any, depth: int) -> Term:
        return self.read_limits(expr, depth, (3,))

    def read_limits(self, expr: Any, depth: int, lengths: tuple[int, ...]) -> Term:
        """Several limits nest, the first innermost."""
        term = self.read(expr.args[0], depth)
        for limit in expr.args[1:]:
            if len(limit) not in lengths:
                raise TypeError(f"the language has no word for SymPy's {_class(expr)} with the limit {limit}")
            term = Term(_class(expr), (term, *self.read_all(limit, depth)))
        return term

    def read_Limit(self, expr: Any, depth: int) -> Term:
        return Term("Limit", self.read_all(expr.args[:3], depth), str(expr.args[3].name))

    def read_Subs(self, expr: Any, depth: int) -> Term:
        body, variables, points = expr.args
        if len(variables) != 1:
            raise TypeError("the language has no word for SymPy's Subs of several symbols")
        return Term("Subs", self.read_all([body, variables[0], points[0]], depth))

    def read_Indexed(self, expr: Any, depth: int) -> Term:
        return Term("index", self.read_all(expr.indices, depth), checked(str(expr.base.label.name)))

    def read_MatrixSymbol(self, expr: Any, depth: int) -> Term:
        return symbol(checked(expr.name))

    def read_MatMul(self, expr: Any, depth: int) -> Term:
        factors = self.read_all(expr.args, depth)
        return neg(mul(*factors[1:])) if factors[0] == MINUS_ONE else mul(*factors)

    def read_Inverse(self, expr: Any, depth: int) -> Term:
        return call("Inverse", self.read(expr.args[0], depth))

    def read_ImmutableDenseMatrix(self, expr: Any, depth: int) -> Term:
        return Term("Matrix", self.read_all(expr.flat(), depth), str(expr.shape[1]))

    read_MutableDenseMatrix = read_ImmutableDenseMatrix

    def declarations(self) -> Iterator[Declaration]:
        """One for each free name; the same name may come twice."""
        for part in self.parts:
            if _is(part, "AppliedUndef"):
                yield Declaration(type(part).__name__, Kind.FUNCTION, words="function")
            elif _class(part) == "Indexed":
                yield _scalar(part.base.label, part.base.label.name, Kind.INDEXED)
            elif _class(part) == "MatrixSymbol":
                rows, columns = self.read_all(part.shape, 0)
                yield Declaration(part.name, Kind.MATRIX, shape=(rows, columns), words="matrix")
            elif _class(part) in _SYMBOLS and part in self.free:
                yield _scalar(part, self.names[part], Kind.SCALAR)


def _inexact(number: object) -> str:
    return f'a {type(number).__name__} is not exact: pass the text "{number}", or `Rational("{number}")`'


def _scalar(part: Any, name: str, kind: Kind) -> Declaration:
    """What a symbol assumes, as a declaration. A symbol made anew from the declaration must assume the same."""
    numbers = next((n for n in NumberSet if getattr(part, f"is_{n.value}")), None)
    sign = next((word for word in _SIGNS if getattr(part, f"is_{word}")), None)
    if sign is None and part.is_zero is False:
        sign = "nonzero"
    said = {numbers.value: True} if numbers else {}
    if sign:
        said |= {"zero": False} if sign == "nonzero" else {sign: True}
    if type(part)("x", **said).assumptions0 != part.assumptions0:
        raise ValueError(f"what the symbol `{name}` assumes cannot be declared")
    conditions = (call(_SIGNS[sign], symbol(name), integer(0)),) if sign else ()
    declared = numbers or NumberSet.REAL
    words = [sign, declared.value, "indexed" if kind is Kind.INDEXED else None]
    return Declaration(name, kind, declared, conditions, words=" ".join(word for word in words if word))


def _parts(expr: Any) -> Iterator[Any]:
    """The object and all its parts, each once; not the label of an indexed symbol, which is a name and no part."""
    waiting, seen = [expr], {}
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen[id(part)] = part
        yield part
        if _class(part) == "Indexed":
            waiting += part.indices
        elif _class(part) == "Limit":
            waiting += part.args[:3]
        elif _is(part, "MatrixBase"):
            waiting += part.flat()
        else:
            waiting += part.args


def _is(part: object, name: str) -> bool:
    """Whether an object is of SymPy's class of this name."""
    return any(c.__name__ == name and str(c.__module__).startswith("sympy.") for c in type(part).__mro__)


def _class(part: object) -> str:
    """The name of the object's class; one of the user's own is told from SymPy's."""
    cls = type(part)
    return cls.__name__ if str(cls.__module__).startswith("sympy.") else f"{cls.__module__}.{cls.__name__}"


def _power(base: Term, exponent: Fraction) -> Term:
    if exponent == 1:
        return base
    return call("sqrt", base) if exponent == Fraction(1, 2) else power(base, rational(exponent))


def _rational(value: Fraction) -> Term:
    if max(abs(value.numerator), value.denominator) >= LARGEST_NUMBER:
        raise ValueError("a number of more than 400 digits is too large")
    return rational(value)
