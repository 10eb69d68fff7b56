"""A matrix term of concrete sizes as a grid of scalar terms, entry by entry as the definitions have it.

A matrix is defined where all its entries are. Each entry of a declared matrix becomes a symbol of its own, `A'1'2`, which
no author can write; a symbol that is a size becomes its number. So the entries of two equal matrices are equal scalar
terms on the declared domain, and nothing that a term needs is lost: the arithmetic of `matrices.grids` folds nothing.
A derivative by a vector is the column of partials, by its definition (Magnus and Neudecker, Matrix Differential Calculus,
chapter 9, transposed).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final, TypeVar

from verifier.kernel.derivatives.guards import is_total
from verifier.kernel.matrices import grids
from verifier.kernel.matrices.grids import Grid
from verifier.kernel.matrices.shapes import ENTRYWISE, Misfit, ShapeFinder, Shapes, product_shape
from verifier.kernel.unsupported import TooLarge, Unsupported
from verifier.terms.rationals import rational_value
from verifier.terms.substitution import bound_name, free_symbols, substitute
from verifier.terms.term import FALSE, ONE, TRUE, ZERO, Term, add, call, integer, mul, symbol

Value = Term | Grid
T = TypeVar("T")

LARGEST_SIZE: Final = 12
MOST_SUMMANDS: Final = 64
MOST_POWER: Final = 12


def entry_name(name: str, *index: int) -> str:
    """The inner name of an entry, indices from 1; a vector's entry has one index."""
    return "'".join((name, *map(str, index)))


class Entries:
    """Values by a table of shapes and the numbers that symbols for sizes stand for."""

    def __init__(self, shapes: Shapes, sizes: Mapping[str, int]) -> None:
        self.shapes = shapes
        self.sizes = sizes
        self.finder = ShapeFinder(shapes)
        self.memo: dict[Term, Value] = {}

    def value(self, term: Term) -> Value:
        """The scalar term or the grid that the term stands for; raises Unsupported, TooLarge and Misfit."""
        done = self.memo.get(term)
        if done is None:
            done = self.memo[term] = self._value(term)
        return done

    def scalar(self, term: Term) -> Term:
        """The value of a scalar term or a condition."""
        value = self.value(term)
        if not isinstance(value, Term):
            raise Misfit
        return value

    def grid(self, term: Term) -> Grid:
        """The value as a grid, a scalar as one of one entry."""
        value = self.value(term)
        return ((value,),) if isinstance(value, Term) else value

    def size(self, term: Term) -> int:
        """The number that a size is; Unsupported where it has none."""
        value = exact(self.scalar(term))
        if value is None or value.denominator != 1 or not 1 <= value <= LARGEST_SIZE:
            raise Unsupported(f"a matrix whose size is not a whole number from 1 to {LARGEST_SIZE}")
        return int(value)

    def of_name(self, name: str) -> Value:
        """The entries of a declared matrix or vector."""
        rows, columns = self.shapes[name]
        if columns == ONE:
            column = tuple((symbol(entry_name(name, i + 1)),) for i in range(self.size(rows)))
            return column[0][0] if rows == ONE else column
        count = range(1, self.size(columns) + 1)
        return tuple(tuple(symbol(entry_name(name, i + 1, j)) for j in count) for i in range(self.size(rows)))

    def _value(self, term: Term) -> Value:
        if not term.args:
            if term.head != "symbol":
                return term
            if term.name in self.sizes:
                return integer(self.sizes[term.name])
            return self.of_name(term.name) if term.name in self.shapes else term
        if term.head == "index":
            return self._entry(term)
        if bound_name(term) is not None:
            return self._under(term)
        rule = _RULES.get(term.head)
        if rule is not None:
            return rule(self, term)
        if term.head in ENTRYWISE and self.finder.of(term):
            return _each(self.grid(term.args[0]), lambda x: call(term.head, x))
        return Term(term.head, tuple(map(self.scalar, term.args)), term.value)

    def _entry(self, term: Term) -> Term:
        """An entry of a vector or matrix by written numbers, within its size."""
        args = tuple(map(self.scalar, term.args))
        if term.name not in self.shapes:
            return Term("index", args, term.name)
        grid = self.grid(symbol(term.name))
        index = [exact(a) for a in args]
        if len(index) == 1:
            index.append(Fraction(1))
        i, j = index if len(index) == 2 else (None, None)
        if i is None or j is None or i not in range(1, len(grid) + 1) or j not in range(1, len(grid[0]) + 1):
            raise Unsupported("an entry that is not certainly within its matrix")
        return grid[int(i) - 1][int(j) - 1]

    def _under(self, term: Term) -> Value:
        """Operators that bind a name; sums over entries of matrices are written out."""
        body, bound, *rest = term.args
        if term.head == "Subs" and self.finder.of(rest[0]):
            return self._substituted(body, bound.name, rest[0])
        if term.head in ("Sum", "Product") and self._reads_entries(body, bound.name):
            return self._written_out(term)
        inside = Entries(_without(self.shapes, bound.name), _without(self.sizes, bound.name))
        ends = tuple(map(self.scalar, rest))
        return _each(inside.value(body), lambda x: Term(term.head, (x, bound, *ends), term.value))

    def _reads_entries(self, body: Term, index: str) -> bool:
        """Whether an entry in the body is chosen by the index."""
        own = body.head == "index" and body.name in self.shapes and index in free_symbols(body)
        return own or any(self._reads_entries(a, index) for a in body.args)

    def _written_out(self, term: Term) -> Value:
        body, index, *ends = term.args
        first, last = (exact(self.scalar(e)) for e in ends)
        if first is None or last is None or {first.denominator, last.denominator} != {1}:
            raise Unsupported(f"a `{term.head}` over entries whose range is not known")
        count = int(last - first) + 1
        if count > MOST_SUMMANDS:
            raise TooLarge(f"a `{term.head}` over too many entries")
        if count < 1:
            return ZERO if term.head == "Sum" else ONE
        parts = [substitute(body, {index.name: integer(int(first) + k)}) for k in range(count)]
        return self.value(add(*parts) if term.head == "Sum" else mul(*parts))

    def _substituted(self, body: Term, name: str, point: Term) -> Value:
        """A body in which a name is held for a matrix, at that matrix."""
        place = self.grid(point)
        shape = self.finder.of(point)
        assert shape is not None
        inside = Entries({**self.shapes, name: shape}, self.sizes)
        held = inside.of_name(name)
        pairs = [(h, p) for row, to in zip(_grid(held), place, strict=True) for h, p in zip(row, to, strict=True)]

        def put(value: Term) -> Term:
            for entry, to in pairs:
                value = Term("Subs", (value, entry, to))
            return value

        return _each(inside.value(body), put)


def _grid(value: Value) -> Grid:
    return ((value,),) if isinstance(value, Term) else value


def _each(value: Value, make: Callable[[Term], Term]) -> Value:
    return make(value) if isinstance(value, Term) else tuple(tuple(map(make, row)) for row in value)


def _without(table: Mapping[str, T], name: str) -> dict[str, T]:
    return {k: v for k, v in table.items() if k != name}


def exact(term: Term) -> Fraction | None:
    """The value of a term of numbers, sums, products, quotients and small powers; None for any other."""
    if term.head == "add":
        parts = [exact(a) for a in term.args]
        return None if None in parts else sum((p for p in parts if p is not None), Fraction(0))
    if term.head == "neg":
        inner = exact(term.args[0])
        return None if inner is None else -inner
    return rational_value(term)


# what each head means of matrices; scalars among its arguments are left as they are


def _add(entries: Entries, term: Term) -> Value:
    if not entries.finder.of(term):
        return add(*map(entries.scalar, term.args))
    return grids.total([entries.grid(a) for a in term.args])


def _mul(entries: Entries, term: Term) -> Value:
    """From the left; a product that is a 1x1 matrix is a scalar from there on."""
    shapes = [entries.finder.of(a) for a in term.args]
    if not any(shapes):
        return mul(*map(entries.scalar, term.args))
    total = entries.value(term.args[0])
    for k, a in enumerate(term.args[1:], 2):
        factor = entries.value(a)
        if isinstance(total, Term) and isinstance(factor, Term):
            total = mul(total, factor)
        elif isinstance(total, Term):
            total = grids.scaled(total, _grid(factor))
        elif isinstance(factor, Term):
            total = grids.scaled(factor, total)
        else:
            total = grids.product(total, factor)
        if not isinstance(total, Term) and product_shape(shapes[:k]) is None:
            total = total[0][0]
    return total


def _div(entries: Entries, term: Term) -> Value:
    top, bottom = entries.value(term.args[0]), entries.scalar(term.args[1])
    return call("div", top, bottom) if isinstance(top, Term) else grids.divided(top, bottom)


def _pow(entries: Entries, term: Term) -> Value:
    base = entries.value(term.args[0])
    exponent = entries.scalar(term.args[1])
    if isinstance(base, Term):
        return call("pow", base, exponent)
    k = exact(exponent)
    if k is None or k.denominator != 1 or abs(k) > MOST_POWER:
        raise Unsupported(f"a power of a matrix that is not a whole number up to {MOST_POWER}")
    if k < 0:
        base = grids.inverse(base)
    power = base if k else grids.total([grids.identity(len(base)), grids.scaled(ZERO, base)])
    for _ in range(abs(int(k)) - 1):
        power = grids.product(power, base)
    return power


def _transpose(entries: Entries, term: Term) -> Value:
    value = entries.value(term.args[0])
    return value if isinstance(value, Term) else grids.transposed(value)


def _inverse(entries: Entries, term: Term) -> Value:
    value = entries.value(term.args[0])
    return call("div", ONE, value) if isinstance(value, Term) else grids.inverse(value)


def _trace(entries: Entries, term: Term) -> Value:
    return grids.trace(entries.grid(term.args[0]))


def _determinant(entries: Entries, term: Term) -> Value:
    return grids.determinant(entries.grid(term.args[0]))


def _identity(entries: Entries, term: Term) -> Value:
    size = entries.size(term.args[0])
    return ONE if term.args[0] == ONE else grids.identity(size)


def _matrix(entries: Entries, term: Term) -> Value:
    width = int(str(term.value))
    cells = list(map(entries.scalar, term.args))
    if len(cells) == 1:
        return cells[0]
    return tuple(tuple(cells[i : i + width]) for i in range(0, len(cells), width))


def _equation(entries: Entries, term: Term) -> Value:
    """Matrices are equal if all entries are, and differ if one does; a written 0 is the zero matrix."""
    shape = next((s for s in map(entries.finder.of, term.args) if s), None)
    if shape is None:
        return call(term.head, *map(entries.scalar, term.args))
    entries.finder.of(term)
    left, right = (None if a == ZERO else entries.grid(a) for a in term.args)
    if left is None or right is None:
        pairs = [(x, ZERO) for row in left or right or () for x in row]
    else:
        pairs = [(x, y) for rows in zip(left, right, strict=True) for x, y in zip(*rows, strict=True)]
    return joined(
        "and" if term.head == "eq" else "or", [call(term.head, x, y) for x, y in pairs if not (x == y and is_total(x))]
    )


def joined(connective: str, parts: list[Term]) -> Term:
    """All of the conditions, or one of them."""
    if not parts:
        return TRUE if connective == "and" else FALSE
    return parts[0] if len(parts) == 1 else call(connective, *parts)


def _piecewise(entries: Entries, term: Term) -> Value:
    values = list(map(entries.value, term.args[::2]))
    conditions = list(map(entries.scalar, term.args[1::2]))
    if isinstance(values[0], Term):
        return call("Piecewise", *_pieces(list(map(entries.scalar, term.args[::2])), conditions))
    cells = [[_grid(v)[i][j] for v in values] for i in range(len(values[0])) for j in range(len(values[0][0]))]
    width = len(values[0][0])
    flat = [call("Piecewise", *_pieces(cell, conditions)) for cell in cells]
    return tuple(tuple(flat[i : i + width]) for i in range(0, len(flat), width))


def _pieces(values: list[Term], conditions: list[Term]) -> list[Term]:
    return [x for pair in zip(values, conditions, strict=True) for x in pair]


def _derivative(entries: Entries, term: Term) -> Value:
    body, *orders = term.args
    variable = orders[0]
    if variable.head == "symbol" and entries.finder.of(term) and not entries.finder.of(body):
        slope = entries.scalar(body)
        column = _grid(entries.value(variable))
        return tuple(tuple(call("Derivative", slope, x, ONE) for x in row) for row in column)
    variables = [entries.scalar(v) for v in orders[::2]]
    if any(v.head not in ("symbol", "index") for v in variables):
        raise Unsupported("a derivative by the size of a matrix")
    rest = [x for pair in zip(variables, orders[1::2], strict=True) for x in pair]
    return _each(entries.value(body), lambda x: call("Derivative", x, *rest))


def _indefinite(entries: Entries, term: Term) -> Value:
    if len(term.args) == 2:
        raise Unsupported("an antiderivative among matrices")
    return Term(term.head, tuple(map(entries.scalar, term.args)), term.value)


Rule = Callable[[Entries, Term], Value]
_RULES: Final[dict[str, Rule]] = {
    "add": _add,
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "Transpose": _transpose,
    "Inverse": _inverse,
    "Trace": _trace,
    "Determinant": _determinant,
    "Identity": _identity,
    "Matrix": _matrix,
    "eq": _equation,
    "ne": _equation,
    "Piecewise": _piecewise,
    "Derivative": _derivative,
    "Integral": _indefinite,
}
