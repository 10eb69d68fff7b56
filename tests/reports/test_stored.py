"""The reports of every kind of finding, byte for byte as stored under `expected/`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reports.cases import CASES
from verifier.model.result import RunResult
from verifier.reports.json_report import jsonl_lines, run_object, to_text
from verifier.reports.page import Page
from verifier.reports.text import render

EXPECTED = Path(__file__).parent / "expected"
Build = Callable[[], RunResult]
Compare = Callable[[Path, str], None]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.__name__)
class TestEveryCase:
    def test_text_at_80_columns(self, case: Build, compare_with_stored: Compare) -> None:
        compare_with_stored(EXPECTED / f"{case.__name__}.txt", render(case()))

    def test_text_at_50_columns(self, case: Build, compare_with_stored: Compare) -> None:
        compare_with_stored(EXPECTED / f"{case.__name__}.narrow.txt", render(case(), Page(50)))

    def test_text_where_the_encoding_is_ascii(self, case: Build, compare_with_stored: Compare) -> None:
        text = render(case(), Page(80, "ascii"))
        compare_with_stored(EXPECTED / f"{case.__name__}.ascii.txt", text)
        assert text.isascii()

    def test_json(self, case: Build, compare_with_stored: Compare) -> None:
        compare_with_stored(EXPECTED / f"{case.__name__}.json", to_text(run_object(case(), "0.1.0"), indent=2))

    def test_jsonl(self, case: Build, compare_with_stored: Compare) -> None:
        text = "".join(line for file in case().files for line in jsonl_lines(file))
        compare_with_stored(EXPECTED / f"{case.__name__}.jsonl", text)

    @pytest.mark.parametrize("width", [50, 61, 80, 120])
    def test_no_line_is_wider_than_the_page(self, case: Build, width: int) -> None:
        for line in render(case(), Page(width)).splitlines():
            assert len(line) <= width or "╭▸" in line or line.startswith("verify explain"), line

    def test_colour_changes_no_character(self, case: Build) -> None:
        import re

        coloured = render(case(), colour=True)
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(case())
        assert "\x1b[" in coloured
