"""The progress line shows on a terminal, after half a second, and leaves nothing behind."""

from __future__ import annotations

import io
import time

import pytest

from verifier.frontends import progress as progressing
from verifier.frontends.progress import Progress


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progressing, "DELAY_S", 0.01)
    monkeypatch.setattr(progressing, "INTERVAL_S", 0.01)
    monkeypatch.setenv("TERM", "xterm")


def until(condition: object) -> None:
    for _ in range(500):
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.01)
    raise AssertionError("nothing was shown")


def test_the_line_is_shown_and_erased() -> None:
    terminal = Terminal()
    with Progress(terminal) as progress:
        progress.message = "a.yaml  \x1b[31mds/dz"
        until(lambda: "ds/dz" in terminal.getvalue())
    assert "<U+001B>[31mds/dz" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_it_is_away_while_a_report_is_written() -> None:
    terminal = Terminal()
    with Progress(terminal) as progress:
        until(terminal.getvalue)
        with progress.away():
            before = terminal.getvalue()
            time.sleep(0.05)
            assert terminal.getvalue() == before
            assert before.endswith("\r\x1b[K")


def test_a_long_message_is_cut_to_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    terminal = Terminal()
    with Progress(terminal) as progress:
        progress.message = "x" * 500
        until(lambda: "xxx" in terminal.getvalue())
    assert all(len(line) < 30 for line in terminal.getvalue().split("\r\x1b[K"))


def test_a_short_run_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progressing, "DELAY_S", 60)
    terminal = Terminal()
    with Progress(terminal):
        pass
    assert terminal.getvalue() == ""


def test_nothing_is_shown_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setenv("TERM", "dumb")
    dumb = Terminal()
    with Progress(pipe), Progress(dumb):
        time.sleep(0.05)
    assert pipe.getvalue() == dumb.getvalue() == ""
