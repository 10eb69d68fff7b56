"""Windows show the marked stretch, whatever the length of the line."""

from __future__ import annotations

import pytest

from verifier.model.chain import Span
from verifier.model.result import Mark
from verifier.reports.page import Page
from verifier.reports.window import Source, windows

LONG = "".join(f"<{i:03}>" for i in range(60))


def rows(marks: list[Mark], source: Source, room: int) -> list[str]:
    return ["".join(text for text, _ in row.parts).rstrip() for row in windows(marks, source, Page(), room)]


def test_a_line_that_fits_is_shown_once_with_every_underline() -> None:
    marks = [Mark(Span(1, 1, 1, 2), "one", primary=False), Mark(Span(1, 5, 1, 6), "two")]
    assert rows(marks, Source("f", ["a = b"]), 20) == ["a = b", "    ━ two", "─ one"]


@pytest.mark.parametrize("start", range(0, 300, 7))
@pytest.mark.parametrize("length", [1, 12, 30])
def test_the_underlined_text_is_the_marked_text(start: int, length: int) -> None:
    end = min(start + length, len(LONG))
    shown, underline = rows([Mark(Span(1, start + 1, 1, end + 1))], Source("f", [LONG]), 40)
    assert len(shown) <= 40
    assert "".join(c for c, u in zip(shown, underline, strict=False) if u == "━") == LONG[start:end]


def test_a_stretch_wider_than_the_window_runs_over_rows() -> None:
    shown = rows([Mark(Span(1, 1, 1, 101), "all of it")], Source("f", [LONG]), 44)
    underlined = [
        "".join(c for c, u in zip(*pair, strict=False) if u == "━") for pair in zip(*[iter(shown)] * 2, strict=False)
    ]
    assert underlined[0] == LONG[:40]
    assert underlined[1] == LONG[40:80]
    assert underlined[2].endswith(LONG[80:100])


def test_a_place_behind_the_end_of_a_line_has_its_caret() -> None:
    assert rows([Mark(Span(1, 4, 1, 5), "here")], Source("f", ["abc"]), 20) == ["abc", "   ━ here"]


def test_a_mark_over_several_lines_underlines_each() -> None:
    shown = rows([Mark(Span(1, 3, 2, 4), "sum")], Source("f", ["- a +", "  b + c"]), 20)
    assert shown == ["- a +", "  ━━━", "  b + c", "  ━ sum"]


def test_wide_and_hidden_characters_keep_the_underline_in_place() -> None:
    assert rows([Mark(Span(1, 4, 1, 5))], Source("f", ["日\u202ea+b"]), 20) == ["日<U+202E>a+b", "           ━"]


def test_a_line_that_is_not_known_is_left_out() -> None:
    assert rows([Mark(Span(9, 1, 9, 2))], Source("f", ["abc"]), 20) == []


def test_lines_may_begin_anywhere() -> None:
    assert rows([Mark(Span(9, 1, 9, 2))], Source("f", ["abc"], first=9), 20) == ["abc", "━"]
