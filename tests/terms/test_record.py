"""A record behaves as a frozen dataclass with slots does."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace

import pytest

from verifier.terms.record import mutable_record, record


@record
class Place:
    """A record with every kind of field."""

    name: str
    number: int = 1
    parts: dict[str, int] = field(default_factory=dict)
    note: str = field(default="", compare=False, repr=False)


@record
class Other:
    """A record with the same values."""

    name: str


def test_fields_defaults_and_replace_are_those_of_a_dataclass() -> None:
    place = Place("a", parts={"x": 1})
    assert is_dataclass(place)
    assert [f.name for f in fields(place)] == ["name", "number", "parts", "note"]
    assert replace(place, number=2) == Place("a", 2, {"x": 1})
    assert Place("a").parts == {}
    assert Place("a").parts is not Place("a").parts
    match place:
        case Place(name, number):
            assert (name, number) == ("a", 1)


def test_equality_and_hash_are_those_of_the_compared_fields() -> None:
    assert Place("a", note="n") == Place("a")
    assert Place("a") != Place("b")
    assert Other("a").__eq__(Place("a")) is NotImplemented
    assert hash(Other("a")) == hash(Other("a"))
    assert {Other("a"): 1}[Other("a")] == 1


def test_nothing_can_be_changed_or_added() -> None:
    place = Place("a")
    with pytest.raises(FrozenInstanceError):
        place.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del place.name
    with pytest.raises((AttributeError, TypeError)):
        place.other = 1  # type: ignore[attr-defined]
    assert not hasattr(place, "__dict__")


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(TypeError):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Place("a", unknown=1)  # type: ignore[call-arg]


def test_a_record_is_shown_copied_and_pickled_by_its_fields() -> None:
    place = Place("a", 2, {"x": 1}, "hidden")
    assert repr(place) == "Place(name='a', number=2, parts={'x': 1})"
    again = pickle.loads(pickle.dumps(place))  # noqa: S301 - our own bytes
    assert copy.copy(place) == copy.deepcopy(place) == again == place
    assert again.note == "hidden"


def test_fields_are_known_before_the_first_instance() -> None:
    @record
    class Unused:
        """A record of which nothing is made."""

        name: str
        number: int = 1

    assert [f.name for f in fields(Unused)] == ["name", "number"]
    assert Unused("a").number == 1


def test_a_mutable_record_is_compared_by_its_fields_and_has_no_hash() -> None:
    @mutable_record
    class Count:
        """A count with a default."""

        name: str
        number: int = 0

    count = Count("a")
    count.number += 1
    assert count == Count("a", 1) != Count("a")
    assert replace(count, name="b") == Count("b", 1)
    with pytest.raises(TypeError):
        hash(count)
    with pytest.raises(AttributeError):
        count.other = 1  # type: ignore[attr-defined]


def test_too_many_arguments_are_refused() -> None:
    with pytest.raises(TypeError):
        Other("a", "b")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Other("a", name="b")  # type: ignore[misc]


def test_a_record_with_a_base_class_is_refused() -> None:
    with pytest.raises(TypeError):

        @record
        class Derived(Other):
            """Its fields would not be those of its base."""

            number: int
