"""Terms as SymPy objects, built node by node; the only file that imports SymPy, and it does so when called.

No text ever reaches SymPy: many of its functions evaluate a string argument as Python. Names go in through `Symbol`,
`Function`, `IndexedBase` and `MatrixSymbol` only, which keep them as they are, after a check of their letters. SymPy
simplifies while it builds, so an object stands for its term only where both are defined, and is a hint at best.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import add, mul
from typing import Any, Final

from verifier.engine.peer.sympy_objects import checked, declarations_from_sympy, from_sympy
from verifier.model.chain import Declaration, Kind, NumberSet
from verifier.model.claim import Domain
from verifier.terms.term import ONE, Term, symbol
from verifier.terms.vocabulary import FUNCTIONS, MATRIX_FUNCTIONS

__all__ = ["declarations_from_sympy", "from_sympy", "to_sympy"]

REALS: Final = Domain()
_CONDITIONS: Final = {
    "eq": "Eq",
    "ne": "Ne",
    "lt": "Lt",
    "le": "Le",
    "gt": "Gt",
    "ge": "Ge",
    "and": "And",
    "or": "Or",
    "not": "Not",
    "true": "true",
    "false": "false",
}
_MIRRORED: Final = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "ne": "ne"}


def to_sympy(term: Term, domain: Domain = REALS) -> Any:
    """The SymPy object of a term; its symbols carry the assumptions the domain declares, real where it is silent.

    TypeError for what SymPy has no word for (random variables, the kernel's own heads), ValueError for a name with
    other than ASCII letters, digits and `_`.
    """
    return _Builder(domain).build(term, {})


class _Builder:
    """Builds the objects of one domain. `bound` maps the names bound around a term to their symbols."""

    def __init__(self, domain: Domain) -> None:
        import sympy  # type: ignore[import-untyped]

        self.sympy: Any = sympy
        self.domain = domain
        self.symbols: dict[str, Any] = {}

    def build(self, term: Term, bound: dict[str, Any]) -> Any:
        head = term.head
        match head:
            case "number":
                return self.sympy.Rational(term.number.numerator, term.number.denominator)
            case "constant":
                return {"pi": self.sympy.pi, "E": self.sympy.E, "I": self.sympy.I, "oo": self.sympy.oo}[term.name]
            case "symbol":
                return bound[term.name] if term.name in bound else self.symbol(term.name)
            case "Derivative":
                return self.derivative(term, bound)
            case "Integral" | "Sum" | "Product" | "Limit" | "Subs":
                return self.binder(term, bound)
        args = [self.build(a, bound) for a in term.args]
        make = getattr(self, f"make_{head}", None)
        if make is not None:
            return make(term, *args)
        if head in _CONDITIONS:
            word = getattr(self.sympy, _CONDITIONS[head])
            return word(*args) if args else word
        if head in FUNCTIONS or head in MATRIX_FUNCTIONS:
            return getattr(self.sympy, head)(*args)
        raise TypeError(f"SymPy has no word for `{head}`")

    def make_neg(self, _: Term, a: Any) -> Any:
        return -a

    def make_add(self, _: Term, *args: Any) -> Any:
        return reduce(add, args) if any(a.is_Matrix for a in args) else self.sympy.Add(*args)

    def make_mul(self, _: Term, *args: Any) -> Any:
        return reduce(mul, args) if any(a.is_Matrix for a in args) else self.sympy.Mul(*args)

    def make_div(self, _: Term, a: Any, b: Any) -> Any:
        return a / b

    def make_pow(self, _: Term, a: Any, b: Any) -> Any:
        return a**b

    def make_ln(self, _: Term, a: Any) -> Any:
        return self.sympy.log(a)

    def make_log2(self, _: Term, a: Any) -> Any:
        return self.sympy.log(a, 2)

    def make_log10(self, _: Term, a: Any) -> Any:
        return self.sympy.log(a, 10)

    def make_cbrt(self, _: Term, a: Any) -> Any:
        return self.sympy.cbrt(a) if self.domain.complex_numbers else self.sympy.sign(a) * self.sympy.cbrt(abs(a))

    def make_sigmoid(self, _: Term, a: Any) -> Any:
        return 1 / (1 + self.sympy.exp(-a))

    def make_softplus(self, _: Term, a: Any) -> Any:
        return self.sympy.log(1 + self.sympy.exp(a))

    def make_relu(self, _: Term, a: Any) -> Any:
        return self.sympy.Max(0, a)

    def make_Piecewise(self, _: Term, *args: Any) -> Any:
        return self.sympy.Piecewise(*zip(args[::2], args[1::2], strict=True))

    def make_Matrix(self, term: Term, *args: Any) -> Any:
        width = int(str(term.value))
        return self.sympy.ImmutableMatrix(len(args) // width, width, args)

    def make_index(self, term: Term, *indices: Any) -> Any:
        return self.sympy.IndexedBase(checked(term.name), **self.assumptions(term.name))[indices]

    def make_apply(self, term: Term, *args: Any) -> Any:
        function = self.sympy.Function(checked(term.name), real=None if self.domain.complex_numbers else True)
        return function(*args)

    def symbol(self, name: str) -> Any:
        """The one symbol of this name. A name with primes, which no author can write, becomes a `Dummy`."""
        if name not in self.symbols:
            self.symbols[name] = self.new_symbol(name)
        return self.symbols[name]

    def new_symbol(self, name: str) -> Any:
        declared = self.domain.declared(name)
        if declared is not None and declared.kind in (Kind.MATRIX, Kind.VECTOR):
            rows, columns = [*declared.shape, ONE][:2]
            return self.sympy.MatrixSymbol(checked(name), self.build(rows, {}), self.build(columns, {}))
        if declared is not None and declared.kind is not Kind.SCALAR:
            raise TypeError(f"`{name}` is no scalar")
        plain = name.rstrip("'")
        make = self.sympy.Symbol if plain == name else self.sympy.Dummy
        return make(checked(plain), **self.assumptions(name))

    def assumptions(self, name: str) -> dict[str, bool]:
        declared = self.domain.declared(name) or Declaration(name)
        words = {"complex": True} if declared.numbers is NumberSet.COMPLEX else {declared.numbers.value: True}
        for condition in (*declared.conditions, *self.domain.conditions):
            words |= _signs(condition, name)
        return words

    def binder(self, term: Term, bound: dict[str, Any]) -> Any:
        name = term.args[1].name
        if term.head == "Integral" and len(term.args) == 2:
            return self.sympy.Integral(self.build(term.args[0], bound), self.build(term.args[1], bound))
        variable = self.bound_symbol(name, term.head)
        body = self.build(term.args[0], {**bound, name: variable})
        places = [self.build(a, bound) for a in term.args[2:]]
        if term.head == "Limit":
            return self.sympy.Limit(body, variable, *places, dir=str(term.value))
        make = getattr(self.sympy, term.head)
        return make(body, variable, *places) if term.head == "Subs" else make(body, (variable, *places))

    def bound_symbol(self, name: str, head: str) -> Any:
        """The symbol an operator binds: an integer for a sum or product, elsewhere any real or complex number."""
        plain = name.rstrip("'")
        make = self.sympy.Symbol if plain == name else self.sympy.Dummy
        numbers = "complex" if self.domain.complex_numbers and head != "Integral" else "real"
        return make(checked(plain), **{"integer" if head in ("Sum", "Product") else numbers: True})

    def derivative(self, term: Term, bound: dict[str, Any]) -> Any:
        body, *rest = [self.build(a, bound) for a in term.args]
        return self.sympy.Derivative(body, *zip(rest[::2], rest[1::2], strict=True))


def _signs(condition: Term, name: str) -> dict[str, bool]:
    """What a condition says about the sign of this symbol, in SymPy's words: `a >= 1` says positive."""
    if condition.head == "and":
        return {word: value for part in condition.args for word, value in _signs(part, name).items()}
    if condition.head not in _MIRRORED:
        return {}
    relation, (left, right) = condition.head, condition.args
    if right == symbol(name):
        relation, left, right = _MIRRORED[relation], right, left
    bound = _number(right)
    if left != symbol(name) or bound is None:
        return {}
    if relation == "ne":
        return {"zero": False} if bound == 0 else {}
    if relation in ("gt", "ge") and bound >= 0:
        return {"positive" if relation == "gt" or bound > 0 else "nonnegative": True}
    if relation in ("lt", "le") and bound <= 0:
        return {"negative" if relation == "lt" or bound < 0 else "nonpositive": True}
    return {}


def _number(term: Term) -> Fraction | None:
    """The value of a written number: `2`, `-1/2`; None for any other term."""
    match term.head:
        case "number":
            return term.number
        case "neg" if (inner := _number(term.args[0])) is not None:
            return -inner
        case "div":
            above, below = map(_number, term.args)
            return above / below if above is not None and below else None
        case _:
            return None
