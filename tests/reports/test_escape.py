"""What an author writes cannot steer a terminal."""

from __future__ import annotations

import unicodedata

import pytest

from verifier.reports.escape import cells, escape, one_line
from verifier.reports.page import wrap


@pytest.mark.parametrize(
    "text, shown",
    [
        ("a + b", "a + b"),
        ("\x1b[31m", "<U+001B>[31m"),
        ("\x9b31m", "<U+009B>31m"),
        ("\u202eabc\u2066", "<U+202E>abc<U+2066>"),
        ("\ud800", "<U+D800>"),
        ("a\nb\tc", "a<U+000A>b<U+0009>c"),
        ("\u2028", "<U+2028>"),
        ("∂L/∂a", "∂L/∂a"),
    ],
)
def test_escape_shows_what_is_hidden(text: str, shown: str) -> None:
    assert escape(text) == shown


def test_nothing_that_steers_a_terminal_passes() -> None:
    everything = "".join(map(chr, range(0x110000)))
    categories = {unicodedata.category(c) for c in escape(everything)}
    assert not categories & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_escape_writes_only_what_the_encoding_has() -> None:
    assert escape("∂ é", "latin-1") == "<U+2202> é"
    assert escape("∂ é", "ascii") == "<U+2202> <U+00E9>"


def test_one_line_joins_lines() -> None:
    assert one_line("a +\n    b\r\n+\tc  d") == "a + b + c  d"


def test_cells_count_columns() -> None:
    assert [cells(t) for t in ("abc", "∂", "日本", "e\u0301")] == [3, 1, 4, 1]


@pytest.mark.parametrize("room", [1, 2, 7, 20])
def test_wrap_loses_no_letter(room: int) -> None:
    text = "counterexample a = 1/2, y = 1:  lhs = -2.885390082 日本日本 " + "x**2+" * 20
    lines = wrap(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cells(line) <= max(room, 2) for line in lines)


def test_wrap_keeps_a_name_and_its_value_together() -> None:
    assert wrap("lhs = 1, and the right side = 22222", 32) == ["lhs = 1, and the right", "side = 22222"]
