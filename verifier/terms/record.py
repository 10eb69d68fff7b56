"""`@record` and `@mutable_record`: dataclasses with slots whose methods need no compiler.

A run defines more than a hundred such classes and makes instances of some seventy. `dataclasses` compiles six methods for
each as it is defined, which was a fifth of the time of a short run. Here the methods are closures over the names of the
fields. All else is that of `dataclasses`: fields, defaults, `replace`, pattern matching, refusal of changes, pickling. A
record has no base class and no `__post_init__`, and all its annotated names are fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from verifier.terms.initializers import MADE, Put, initializer

_Class = TypeVar("_Class")

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_options: object) -> Callable[[_Class], _Class]:
        return lambda decorator: decorator


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[_Class]) -> type[_Class]:
    """The class as a frozen dataclass with slots; its annotated names are the fields, equality and hash are theirs."""
    return _made(cls, _METHODS | _FROZEN)


@dataclass_transform(field_specifiers=(field,))
def mutable_record(cls: type[_Class]) -> type[_Class]:
    """The same with fields that can be set anew, hence without a hash."""
    return _made(cls, _METHODS)


def _made(cls: type[_Class], methods: Mapping[str, Any]) -> type[_Class]:
    if cls.__bases__ != (object,) or hasattr(cls, "__post_init__"):
        raise TypeError("a record has no base class and no `__post_init__`")
    names = tuple(cls.__annotations__)
    written = vars(cls)
    namespace: dict[str, Any] = {k: v for k, v in written.items() if k not in (*names, "__dict__", "__weakref__")}
    is_frozen = methods.keys() >= _FROZEN.keys()
    slots = (*names, _HASH) if is_frozen else names
    namespace.update(methods, __slots__=slots, __match_args__=names, __qualname__=cls.__qualname__)
    made: Any = type(cls.__name__, (), namespace)
    values = _values(tuple(n for n in names if _is_compared(written.get(n))))

    def is_equal(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is made else NotImplemented

    made.__init__ = _initializer(made, names, _defaults(names, written))
    made.__eq__, made.__hash__ = is_equal, _hasher(vars(made)[_HASH], values) if is_frozen else None
    made.__dataclass_fields__ = _Fields(made, cls)
    return made  # type: ignore[no-any-return]


def _hasher(slot: Any, values: Callable[[Any], Any]) -> Callable[[Any], int]:
    """`__hash__` of a frozen record, kept in a slot of its own: domains and cells are the keys of many memos."""
    put = slot.__set__

    def hashed(self: Any) -> int:
        known: int | None = getattr(self, _HASH, None)
        if known is None:
            known = hash(values(self))
            put(self, known)
        return known

    return hashed


class _Fields:
    """The fields of a record, described by `dataclasses` when they are first asked for."""

    def __init__(self, made: Any, cls: type) -> None:
        self._made, self._cls = made, cls

    def __get__(self, instance: object, owner: type) -> Mapping[str, Field[Any]]:
        described: Any = dataclass(init=False, eq=False, repr=False)(self._cls)
        self._made.__dataclass_fields__ = described.__dataclass_fields__
        return self._made.__dataclass_fields__  # type: ignore[no-any-return]


def _initializer(made: Any, names: tuple[str, ...], defaults: Mapping[str, Any]) -> Callable[..., None]:
    """`__init__` of a record with these fields, of which the last ones have defaults."""
    slots = [vars(made)[name] for name in names]
    puts = [slot.__set__ for slot in slots]
    if len(names) in MADE:
        put_all = initializer(made.__qualname__, names, puts, tuple(defaults.values()))
    else:
        put_all = _any_initializer(made.__qualname__, names, puts, defaults)
    makers = [(slot.__get__, slot.__set__) for slot, name in zip(slots, names) if _is_factory(defaults.get(name))]  # noqa: B905 - as many
    if not makers:
        return put_all  # type: ignore[no-any-return]
    count = len(names)

    def __init__(self: Any, *args: Any, **named: Any) -> None:
        put_all(self, *args, **named)
        if len(args) < count:
            for get, put in makers:
                value = get(self)
                if value.__class__ is _Factory:
                    put(self, value.make())

    return __init__


def _any_initializer(
    qualname: str, names: tuple[str, ...], puts: Sequence[Put], defaults: Mapping[str, Any]
) -> Callable[..., None]:
    """`__init__` for any number of fields."""
    count = len(names)

    def __init__(self: Any, *args: Any, **named: Any) -> None:
        if named or len(args) != count:
            args = _bound(qualname, names, defaults, args, named)
        for put, value in zip(puts, args):  # noqa: B905 - as many
            put(self, value)

    return __init__


def _bound(
    qualname: str, names: tuple[str, ...], defaults: Mapping[str, Any], args: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, ...]:
    """The values of all fields, in order, from what was given by position and by name."""
    by_place = dict(zip(names, args))  # noqa: B905 - the last ones may be given by name
    given = {**defaults, **by_place, **named}
    if len(args) > len(names) or len(given) > len(names) or not by_place.keys().isdisjoint(named):
        raise TypeError(f"{qualname}() is given too much")
    try:
        return tuple(map(given.__getitem__, names))
    except KeyError as missing:
        raise TypeError(f"{qualname}() is not given {missing}") from missing


class _Factory:
    """Stands for the value of a field until what makes one is called."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def _is_factory(default: object) -> bool:
    return isinstance(default, _Factory)


def _defaults(names: tuple[str, ...], written: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of the fields that need not be given."""
    made: dict[str, Any] = {}
    for name in names:
        default = written.get(name, MISSING)
        if isinstance(default, Field):
            default = default.default if default.default_factory is MISSING else _Factory(default.default_factory)
        if default is not MISSING:
            made[name] = default
        elif made:
            raise TypeError(f"field {name!r} without a default follows one with a default")
    return made


def _is_compared(default: object) -> bool:
    return not isinstance(default, Field) or bool(default.compare)


def _values(names: tuple[str, ...]) -> Callable[[Any], Any]:
    """What is compared: the values of these fields as a tuple, or the value of the only one."""
    return attrgetter(*names) if names else lambda _: ()


def _shown(self: Any) -> str:
    shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({shown})"


def _refuse_change(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_removal(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__match_args__]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, value)


_HASH: Final = "_hash"
_METHODS: Final = {"__repr__": _shown, "__getstate__": _state, "__setstate__": _set_state}
_FROZEN: Final = {"__setattr__": _refuse_change, "__delattr__": _refuse_removal}
