"""Floating-point values of core terms, to see early that an inequality that is looked for fails. Nothing is decided here.

A term becomes a list of operations, each shared sub-term once, and each operation is run at all points in one go: its values
are a column, and only where one of them fails is it run point by point.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from verifier.terms.term import Term

CLOSE: Final = 1e-9
LARGEST: Final = 700.0  # an argument of exp
MEMO: Final = 2048

Values = Mapping[str, float]
Column = Sequence[Any]
Code = tuple[Callable[..., Any], tuple[int, ...]] | str | float | bool | None


def _exp(x: float) -> float:
    return math.exp(x) if x < LARGEST else math.inf


def _log(x: float) -> float:
    return math.log(_known(x))


def _known(x: float) -> float:
    """The number itself, unless it stands for one that was too large: a slower function of that may not be."""
    if math.isinf(x):
        raise ValueError("the number is too large")
    return x


def _slack(a: float, b: float) -> float:
    size = abs(a) + abs(b)
    return CLOSE * (1 + size) if math.isfinite(size) else 0.0


def _compared(compare: Callable[[float, float], bool]) -> Callable[[float, float], bool]:
    def run(a: float, b: float) -> bool:
        if math.isnan(a - b):
            raise ValueError("the sides are too large to compare")
        return compare(a, b)

    return run


def _power(base: float, exponent: float) -> float:
    if base < 0 and exponent % 1 != 0:
        raise ValueError("a root of a negative number")
    return float(_known(base) ** exponent)


def _chosen(*args: Any) -> Any:
    """The value of the first condition that holds; a condition before it that is unknown leaves all unknown."""
    for value, condition in zip(args[::2], args[1::2], strict=True):
        if condition is None:
            return None
        if condition:
            return value
    return None


def _all(*args: bool | None) -> bool | None:
    return None if None in args else all(args)


def _any(*args: bool | None) -> bool | None:
    return None if None in args else any(args)


def _not(condition: bool | None) -> bool | None:
    return None if condition is None else not condition


def _guarded(*args: Any) -> Any:
    return None if None in args else args[0]


_PARTIAL: Final[dict[str, Callable[..., Any]]] = {
    "Piecewise": _chosen,
    "and": _all,
    "or": _any,
    "not": _not,
    "guard": _guarded,
}
"""What takes arguments that have no value."""

_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "exp": _exp,
    "log": _log,
    "sin": math.sin,
    "cos": math.cos,
    "atan": math.atan,
    "asin": math.asin,
    "erf": math.erf,
    "gamma": math.gamma,
    "floor": lambda x: float(math.floor(x)),
    "add": lambda *v: math.fsum(v),
    "mul": lambda *v: math.prod(v),
    "neg": operator.neg,
    "div": operator.truediv,
    "pow": _power,
    "Abs": abs,
    "eq": _compared(lambda a, b: abs(a - b) <= _slack(a, b)),
    "ne": _compared(lambda a, b: abs(a - b) > _slack(a, b)),
    "lt": _compared(lambda a, b: a <= b + _slack(a, b)),
    "gt": _compared(lambda a, b: a >= b - _slack(a, b)),
    "le": _compared(lambda a, b: a <= b + _slack(a, b)),
    "ge": _compared(lambda a, b: a >= b - _slack(a, b)),
}


def estimates(term: Term, points: Sequence[Values]) -> list[float | None]:
    """About the value of a term at each point, infinite where it is too large; None where it has none that floats know."""
    return estimated(term, columns_of(points), len(points))


def estimated(term: Term, columns: Mapping[str, Column], count: int) -> list[float | None]:
    """The same at points that are given by columns: the values of each symbol at all `count` of them."""
    return [None if v is None or v != v else v for v in _run(_compiled(term), columns, count)]


def seem_true(condition: Term, points: Sequence[Values]) -> list[bool | None]:
    """Whether the condition seems to hold at each point, equality within rounding counted for it; None where floats fail."""
    found = _run(_compiled(condition), columns_of(points), len(points))
    return [None if v is None else bool(v) for v in found]


def columns_of(points: Sequence[Values]) -> dict[str, Column]:
    """The values of each symbol at all of the points."""
    return {name: [p.get(name) for p in points] for name in dict.fromkeys(n for p in points for n in p)}


@lru_cache(maxsize=MEMO)
def _compiled(term: Term) -> tuple[Code, ...]:
    """The operations in an order in which each comes after its arguments; leaves are names and values."""
    places: dict[Term, int] = {}
    code: list[Code] = []
    _place(term, places, code)
    return tuple(code)


def _place(term: Term, places: dict[Term, int], code: list[Code]) -> int:
    at = places.get(term)
    if at is not None:
        return at
    operands = tuple(_place(a, places, code) for a in term.args)
    run = _FUNCTIONS.get(term.head) or _PARTIAL.get(term.head)
    code.append((run, operands) if run is not None and operands else _leaf(term))
    places[term] = len(code) - 1
    return len(code) - 1


def _leaf(term: Term) -> str | float | bool | None:
    match term.head:
        case "number":
            return float(term.number)
        case "symbol":
            return term.name
        case "constant" if term.name == "pi":
            return math.pi
        case "true" | "false":
            return term.head == "true"
    return None


def _run(code: Sequence[Code], columns: Mapping[str, Column], count: int) -> Column:
    found: list[Column] = []
    for item in code:
        if isinstance(item, tuple):
            run, operands = item
            found.append(_applied(run, [found[i] for i in operands]))
        else:
            column = columns.get(item) if isinstance(item, str) else [item] * count
            found.append([None] * count if column is None else column)
    return found[-1]


def _applied(run: Callable[..., Any], columns: list[Column]) -> Column:
    try:
        return list(map(run, *columns))
    except (ArithmeticError, ValueError, TypeError):  # the last one where an operand is lacking
        return [_applied_at(run, args) for args in zip(*columns, strict=True)]


def _applied_at(run: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    if None in args and run not in _MAY_LACK:
        return None
    try:
        return run(*args)
    except (ArithmeticError, ValueError):
        return None


_MAY_LACK: Final = frozenset(_PARTIAL.values())
