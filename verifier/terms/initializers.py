"""`__init__` of a class with slots, from one to eleven of them, with a signature of its own and without a compiler.

Each is one of the functions below, in which the parameters are named anew: so Python itself matches arguments with
fields, faster than any function that takes `*args` and `**named`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any, Final

Put = Callable[[Any, Any], None]
"""Sets one slot of an instance."""


def initializer(qualname: str, names: tuple[str, ...], puts: Sequence[Put], defaults: tuple[Any, ...]) -> Any:
    """`__init__` with a parameter for each name, the last ones with these defaults; `puts` set the slots in order.

    There must be as many as one of MADE has.
    """
    written: Any = MADE[len(names)](*puts)
    code = written.__code__.replace(co_varnames=("self", *names))
    made = FunctionType(code, written.__globals__, "__init__", defaults, written.__closure__)
    made.__qualname__ = f"{qualname}.__init__"
    return made


def _of_one(a: Put) -> Callable[..., None]:
    def __init__(self: Any, x: Any) -> None:
        a(self, x)

    return __init__


def _of_two(a: Put, b: Put) -> Callable[..., None]:
    def __init__(self: Any, x: Any, y: Any) -> None:
        a(self, x)
        b(self, y)

    return __init__


def _of_three(a: Put, b: Put, c: Put) -> Callable[..., None]:
    def __init__(self: Any, x: Any, y: Any, z: Any) -> None:
        a(self, x)
        b(self, y)
        c(self, z)

    return __init__


def _of_four(a: Put, b: Put, c: Put, d: Put) -> Callable[..., None]:
    def __init__(self: Any, x: Any, y: Any, z: Any, u: Any) -> None:
        a(self, x)
        b(self, y)
        c(self, z)
        d(self, u)

    return __init__


def _of_five(a: Put, b: Put, c: Put, d: Put, e: Put) -> Callable[..., None]:
    def __init__(self: Any, x: Any, y: Any, z: Any, u: Any, v: Any) -> None:
        a(self, x)
        b(self, y)
        c(self, z)
        d(self, u)
        e(self, v)

    return __init__


def _of_six(a: Put, b: Put, c: Put, d: Put, e: Put, f: Put) -> Callable[..., None]:
    def __init__(self: Any, x: Any, y: Any, z: Any, u: Any, v: Any, w: Any) -> None:
        a(self, x)
        b(self, y)
        c(self, z)
        d(self, u)
        e(self, v)
        f(self, w)

    return __init__


def _of_seven(a: Put, b: Put, c: Put, d: Put, e: Put, f: Put, g: Put) -> Callable[..., None]:
    def __init__(self: Any, x: Any, y: Any, z: Any, u: Any, v: Any, w: Any, p: Any) -> None:
        a(self, x)
        b(self, y)
        c(self, z)
        d(self, u)
        e(self, v)
        f(self, w)
        g(self, p)

    return __init__


def _of_eight(a: Put, b: Put, c: Put, d: Put, e: Put, f: Put, g: Put, h: Put) -> Callable[..., None]:
    def __init__(self: Any, x: Any, y: Any, z: Any, u: Any, v: Any, w: Any, p: Any, q: Any) -> None:
        a(self, x)
        b(self, y)
        c(self, z)
        d(self, u)
        e(self, v)
        f(self, w)
        g(self, p)
        h(self, q)

    return __init__


def _of_nine(a: Put, b: Put, c: Put, d: Put, e: Put, f: Put, g: Put, h: Put, i: Put) -> Callable[..., None]:
    def __init__(self: Any, x: Any, y: Any, z: Any, u: Any, v: Any, w: Any, p: Any, q: Any, r: Any) -> None:
        a(self, x)
        b(self, y)
        c(self, z)
        d(self, u)
        e(self, v)
        f(self, w)
        g(self, p)
        h(self, q)
        i(self, r)

    return __init__


def _of_ten(a: Put, b: Put, c: Put, d: Put, e: Put, f: Put, g: Put, h: Put, i: Put, j: Put) -> Callable[..., None]:
    def __init__(self: Any, x: Any, y: Any, z: Any, u: Any, v: Any, w: Any, p: Any, q: Any, r: Any, s: Any) -> None:
        a(self, x)
        b(self, y)
        c(self, z)
        d(self, u)
        e(self, v)
        f(self, w)
        g(self, p)
        h(self, q)
        i(self, r)
        j(self, s)

    return __init__


def _of_eleven(
    a: Put, b: Put, c: Put, d: Put, e: Put, f: Put, g: Put, h: Put, i: Put, j: Put, k: Put
) -> Callable[..., None]:
    def __init__(
        self: Any, x: Any, y: Any, z: Any, u: Any, v: Any, w: Any, p: Any, q: Any, r: Any, s: Any, t: Any
    ) -> None:
        a(self, x)
        b(self, y)
        c(self, z)
        d(self, u)
        e(self, v)
        f(self, w)
        g(self, p)
        h(self, q)
        i(self, r)
        j(self, s)
        k(self, t)

    return __init__


MADE: Final[dict[int, Callable[..., Any]]] = dict(
    enumerate(
        (
            _of_one,
            _of_two,
            _of_three,
            _of_four,
            _of_five,
            _of_six,
            _of_seven,
            _of_eight,
            _of_nine,
            _of_ten,
            _of_eleven,
        ),
        1,
    )
)
