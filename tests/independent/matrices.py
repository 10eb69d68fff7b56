"""Matrix terms at random small matrices, evaluated without the kernel: elimination over the rationals, mpmath for functions.

Derivatives are central differences, so they are compared to few digits only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from mpmath import mp

from tests.independent.evaluate import value as scalar_value
from tests.independent.numbers import Undefined, rounded
from verifier.model.chain import Declaration, Kind, NumberSet
from verifier.terms.substitution import bound_name, substitute
from verifier.terms.term import Term, integer, symbol

Rows = list[list[Any]]
Point = Mapping[str, Any]  # numbers, and lists of rows

STEP = Fraction(1, 10**12)
SIZES = (1, 2, 3)


def value(term: Term, point: Point) -> Any:
    """A number, or rows for a matrix of more than one entry; raises Undefined and Unclear."""
    found = _value(term, point)
    return found[0][0] if isinstance(found, list) and len(found) == len(found[0]) == 1 else found


def _value(term: Term, point: Point) -> Any:
    rule = _RULES.get(term.head)
    if rule is not None:
        return rule(term, point)
    if not term.args:
        return point[term.name] if term.head == "symbol" else scalar_value(term, {})
    if bound_name(term) is not None:
        raise NotImplementedError(term.head)
    args = [value(a, point) for a in term.args]
    if term.head in ("eq", "ne", "lt", "le", "gt", "ge", "and", "or"):
        return _condition(term.head, args)
    names = [f"_{k}" for k in range(len(args))]
    return scalar_value(Term(term.head, tuple(map(symbol, names)), term.value), dict(zip(names, args, strict=True)))


def _condition(head: str, args: list[Any]) -> bool:
    if head in ("and", "or"):
        return all(args) if head == "and" else any(args)
    same = close(*args)
    if head in ("eq", "ne"):
        return same is (head == "eq")
    less = args[0] < args[1]
    return bool(
        {"lt": less and not same, "le": less or same, "gt": not less and not same, "ge": not less or same}[head]
    )


def _rows(x: Any) -> Rows:
    return x if isinstance(x, list) else [[x]]


def _add(term: Term, point: Point) -> Any:
    values = [value(a, point) for a in term.args]
    if not isinstance(values[0], list):
        total = values[0]
        for v in values[1:]:
            total = _sum(total, v)
        return total
    return [[_total([v[i][j] for v in values]) for j in range(len(values[0][0]))] for i in range(len(values[0]))]


def _sum(a: Any, b: Any) -> Any:
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a + b
    return rounded(a) + rounded(b)


def _times(a: Any, b: Any) -> Any:
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a * b
    return rounded(a) * rounded(b)


def _total(numbers: Sequence[Any]) -> Any:
    total: Any = Fraction(0)
    for x in numbers:
        total = _sum(total, x)
    return total


def _mul(term: Term, point: Point) -> Any:
    total = value(term.args[0], point)
    for a in term.args[1:]:
        total = _product(total, value(a, point))
    return total


def _product(a: Any, b: Any) -> Any:
    if isinstance(a, list) and isinstance(b, list):
        return [[_total([_times(x, b[k][j]) for k, x in enumerate(row)]) for j in range(len(b[0]))] for row in a]
    if isinstance(b, list):
        a, b = b, a
    return [[_times(x, b) for x in row] for row in a] if isinstance(a, list) else _times(a, b)


def _div(term: Term, point: Point) -> Any:
    below = value(term.args[1], point)
    if close(below, Fraction(0)):
        raise Undefined
    return _product(value(term.args[0], point), 1 / below if isinstance(below, Fraction) else 1 / rounded(below))


def _pow(term: Term, point: Point) -> Any:
    base, k = value(term.args[0], point), value(term.args[1], point)
    if not isinstance(base, list):
        return scalar_value(Term("pow", (symbol("_b"), symbol("_k"))), {"_b": base, "_k": k})
    base = inverse(base) if k < 0 else base
    total = _identity(len(base))
    for _ in range(abs(int(k))):
        total = _product(total, base)
    return total


def _identity(size: int) -> Rows:
    return [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]


def inverse(a: Rows) -> Rows:
    """By elimination; Undefined for a singular matrix."""
    rows = [[*row, *one] for row, one in zip(a, _identity(len(a)), strict=True)]
    _eliminate(rows)
    return [row[len(a) :] for row in rows]


def _eliminate(rows: Rows) -> Any:
    """Reduces the left square to the identity; the determinant. Undefined where there is no pivot."""
    size, determinant = len(rows), Fraction(1)
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(rounded(rows[i][k])))
        if close(rows[pivot][k], Fraction(0)):
            raise Undefined
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            determinant = -determinant
        lead = rows[k][k]
        determinant = _times(determinant, lead)
        rows[k] = [_times(x, 1 / lead) for x in rows[k]]
        for i in range(size):
            if i != k:
                rows[i] = [_sum(x, _times(-rows[i][k], y)) for x, y in zip(rows[i], rows[k], strict=True)]
    return determinant


def _determinant(term: Term, point: Point) -> Any:
    rows = [list(row) for row in _rows(value(term.args[0], point))]
    try:
        return _eliminate(rows)
    except Undefined:
        return Fraction(0)


def _sums(term: Term, point: Point) -> Any:
    body, index, low, high = term.args
    first, last = int(value(low, point)), int(value(high, point))
    values = [value(substitute(body, {index.name: integer(k)}), point) for k in range(first, last + 1)]
    return _total(values)


def _entry(term: Term, point: Point) -> Any:
    rows = point[term.name]
    i, *rest = (int(value(a, point)) for a in term.args)
    j = rest[0] if rest else 1
    if not (1 <= i <= len(rows) and 1 <= j <= len(rows[0])):
        raise Undefined
    return rows[i - 1][j - 1]


def _derivative(term: Term, point: Point) -> Any:
    body, variable = term.args[:2]
    at = point[variable.name]
    value(body, point)
    if not isinstance(at, list):
        ends = [value(body, {**point, variable.name: at + d}) for d in (STEP, -STEP)]
        return _slope(*ends)
    slopes = []
    for i in range(len(at)):
        ends = []
        for d in (STEP, -STEP):
            moved = [[x + d if k == i else x for x in row] for k, row in enumerate(at)]
            ends.append(value(body, {**point, variable.name: moved}))
        slopes.append([_slope(*ends)])
    return slopes


def _slope(up: Any, down: Any) -> Any:
    difference = _product(1 / (2 * STEP), up), _product(-1 / (2 * STEP), down)
    if isinstance(up, list):
        return [[_sum(x, y) for x, y in zip(*rows, strict=True)] for rows in zip(*difference, strict=True)]
    return _sum(*difference)


_RULES: dict[str, Callable[[Term, Point], Any]] = {
    "add": _add,
    "neg": lambda t, p: _product(Fraction(-1), value(t.args[0], p)),
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "Transpose": lambda t, p: [list(row) for row in zip(*_rows(value(t.args[0], p)), strict=True)],
    "Inverse": lambda t, p: inverse(_rows(value(t.args[0], p))),
    "Trace": lambda t, p: _total([row[i] for i, row in enumerate(_rows(value(t.args[0], p)))]),
    "Determinant": _determinant,
    "Identity": lambda t, p: _identity(int(value(t.args[0], p))),
    "Matrix": lambda t, p: [
        [value(a, p) for a in t.args[i : i + int(str(t.value))]] for i in range(0, len(t.args), int(str(t.value)))
    ],
    "Sum": _sums,
    "index": _entry,
    "Derivative": _derivative,
}


def close(a: Any, b: Any, digits: int = 20) -> bool:
    """Whether two values agree; a 1x1 matrix is a number, and a number 0 any zero matrix."""
    left, right = _rows(a), _rows(b)
    if not isinstance(b, list) and b == 0:
        right = [[b] * len(left[0])] * len(left)
    if (len(left), len(left[0])) != (len(right), len(right[0])):
        return False
    pairs = [(x, y) for rows in zip(left, right, strict=True) for x, y in zip(*rows, strict=True)]
    return all(_is_close(x, y, digits) for x, y in pairs)


def _is_close(x: Any, y: Any, digits: int) -> bool:
    if isinstance(x, Fraction) and isinstance(y, Fraction) and digits >= 20:
        return x == y
    x, y = rounded(x), rounded(y)
    return bool(abs(x - y) <= mp.mpf(10) ** -digits * (1 + abs(x) + abs(y)))


def compare(lhs: Term, rhs: Term, point: Point, digits: int = 20) -> str:
    """`same`, `different`, `lhs` or `rhs` where only one side is defined, `neither`."""
    sides = []
    for term in (lhs, rhs):
        try:
            sides.append(value(term, point))
        except (Undefined, ZeroDivisionError):
            sides.append(None)
    if None in sides:
        return "neither" if sides == [None, None] else "rhs" if sides[0] is None else "lhs"
    return "same" if close(*sides, digits=digits) else "different"


# ---- points


def points(declarations: Sequence[Declaration], assumptions: Sequence[Term], rounds: int) -> Iterator[Point]:
    """Random points of the domain, at all small sizes; special matrices among them."""
    random = Random(7)
    names = dict.fromkeys(s.name for d in declarations for s in d.shape if s.head == "symbol")
    names |= dict.fromkeys(d.name for d in declarations if d.numbers is NumberSet.INTEGER)
    for sizes in product(SIZES, repeat=len(names)):
        at: dict[str, Any] = {n: Fraction(k) for n, k in zip(names, sizes, strict=True)}
        for k in range(rounds):
            point = dict(at)
            for d in declarations:
                if d.kind in (Kind.MATRIX, Kind.VECTOR):
                    rows, columns = (int(value(s, at)) for s in d.shape)
                    point[d.name] = _matrix(
                        random, rows, columns, k if assumptions else random.randrange(3 * len(_KINDS))
                    )
                elif d.name not in names:
                    point[d.name] = Fraction(random.randint(-4, 4), random.choice((1, 2, 3)))
            if all(_holds(a, point) for a in assumptions):
                yield point


def _holds(condition: Term, point: Point) -> bool:
    try:
        return bool(value(condition, point))
    except Undefined:
        return False


def _matrix(random: Random, rows: int, columns: int, kind: int) -> Rows:
    free = [[Fraction(random.randint(-3, 3), random.choice((1, 1, 2))) for _ in range(columns)] for _ in range(rows)]
    if kind < len(_KINDS):
        return _KINDS[kind](free, random)
    return free


def _symmetric(a: Rows, sign: int) -> Rows:
    """A symmetric matrix, or one that changes its sign when it is transposed."""
    if len(a) != len(a[0]):
        return a
    size = range(len(a))
    mirrored = [[a[min(i, j)][max(i, j)] * (sign if i > j else 1) for j in size] for i in size]
    return mirrored if sign == 1 else [[Fraction(0) if i == j else mirrored[i][j] for j in size] for i in size]


def _special(entry: Callable[[int, int], Fraction]) -> Callable[[Rows, Random], Rows]:
    return lambda a, _: [[entry(i, j) for j in range(len(a[0]))] for i in range(len(a))]


_TURN = ((Fraction(3, 5), Fraction(-4, 5)), (Fraction(4, 5), Fraction(3, 5)))
_HALF = ((Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1, 2)))


def _block(block: tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]) -> Callable[[int, int], Fraction]:
    """The block at the upper left, an identity below it; of one row, 1."""
    return lambda i, j: block[i][j] if max(i, j) < 2 else Fraction(int(i == j))


_KINDS: tuple[Callable[[Rows, Random], Rows], ...] = (
    lambda a, _: _symmetric(a, 1),
    lambda a, _: _symmetric(a, -1),
    _special(lambda i, j: Fraction(0)),
    _special(lambda i, j: Fraction(int(i == j))),
    _special(lambda i, j: Fraction(int((i, j) == (0, 0)))),
    _special(lambda i, j: Fraction(int(i == j) * (-1) ** i)),
    _special(_block(_TURN)),
    _special(_block(_HALF)),
    _special(lambda i, j: Fraction((3, 4, 0)[i], 5)),
    lambda a, _: [[x if i == j else Fraction(0) for j, x in enumerate(row)] for i, row in enumerate(a)],
)
