"""`@record`: a frozen dataclass with slots that is made when it is first needed.

A run defines more than a hundred such classes and makes instances of some of them. `dataclasses` compiles six methods for
each class as it is defined, which was a fifth of the time of a short run. Here only `__init__` is compiled, by
`dataclasses`, when the first instance is made. All else is that of `dataclasses`: fields, defaults, `replace`, pattern
matching, refusal of changes, pickling. A record has no base class, and all its annotated names are fields.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar

_Class = TypeVar("_Class")
_MADE_LATER: Final = ("__dataclass_fields__", "__dataclass_params__")
_FROM_DATACLASS: Final = (*_MADE_LATER, "__init__", "__replace__")

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_options: object) -> Callable[[_Class], _Class]:
        return lambda decorator: decorator


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[_Class]) -> type[_Class]:
    """The class as a frozen dataclass with slots; its annotated names are the fields, equality and hash are theirs."""
    if cls.__bases__ != (object,):
        raise TypeError("a record has no base class")
    names = tuple(cls.__annotations__)
    namespace: dict[str, Any] = {k: v for k, v in vars(cls).items() if k not in (*names, "__dict__", "__weakref__")}
    namespace.update(_METHODS, __slots__=names, __match_args__=names, __qualname__=cls.__qualname__)
    made: Any = type(cls.__name__, (), namespace)
    values = _values(tuple(n for n in names if _is_compared(vars(cls).get(n))))

    def is_equal(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is made else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def first_init(self: Any, *args: Any, **named: Any) -> None:
        _complete(made, cls)
        self.__init__(*args, **named)

    made.__eq__, made.__hash__, made.__init__ = is_equal, hashed, first_init
    for name in _MADE_LATER:
        setattr(made, name, _Later(name, made, cls))
    return made  # type: ignore[no-any-return]


class _Later:
    """An attribute of a record that is there once its dataclass is made."""

    def __init__(self, name: str, made: Any, cls: type) -> None:
        self._name, self._made, self._cls = name, made, cls

    def __get__(self, instance: object, owner: type) -> Any:
        _complete(self._made, self._cls)
        return getattr(self._made, self._name)


def _complete(made: Any, cls: type) -> None:
    """Gives the record what `dataclasses` makes of the class as it was written."""
    whole: Any = dataclass(frozen=True, eq=False, repr=False)(cls)
    for name in _FROM_DATACLASS:
        if name in vars(whole):
            setattr(made, name, vars(whole)[name])


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
    return [getattr(self, name) for name in self.__slots__]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__slots__, state, strict=True):
        object.__setattr__(self, name, value)


_METHODS: Final = {
    "__repr__": _shown,
    "__setattr__": _refuse_change,
    "__delattr__": _refuse_removal,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
