"""Options and fixtures for all tests."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh", action="store_true", help="write the stored outputs anew instead of comparing with them"
    )


def pytest_configure() -> None:
    """A background job ignores Ctrl-C, and so would the runs of `verify` that tests start and interrupt."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def compare_with_stored(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares text with a stored file byte for byte; with --refresh it writes the file."""

    def compare(path: Path, text: str) -> None:
        data = text.encode("utf-8", "surrogatepass")
        if request.config.getoption("--refresh"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert path.exists(), f"{path} is not stored yet: run pytest --refresh and read it"
        assert data == path.read_bytes(), f"{path} differs: run pytest --refresh and read the difference"

    return compare
