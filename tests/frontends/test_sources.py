"""Files are read within bounds, and what is no file is refused."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from verifier.frontends.sources import MOST_BYTES, Unreadable, bounded, lines, opened


def test_a_large_file_is_read_to_one_byte_past_the_bound(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * 2 * MOST_BYTES)
    with opened(str(tmp_path / "big")) as file:
        assert len(bounded(file)) == MOST_BYTES + 1


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/"])
def test_devices_and_folders_are_refused(path: str) -> None:
    with pytest.raises(Unreadable, match=r"neither a file nor a folder"), opened(path):
        pass


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(Unreadable, match=r"neither a file"), opened(str(tmp_path / "pipe.yaml")):
        pass


@pytest.mark.parametrize("path", ["no/such/file.yaml", "nul\0l", "x" * 5000])
def test_what_cannot_be_opened_has_a_reason(path: str) -> None:
    with pytest.raises(Unreadable, match=r"cannot be read: \w+"), opened(path):
        pass


def test_a_link_to_itself_has_a_reason(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    with pytest.raises(Unreadable, match=r"symbolic links"), opened(str(tmp_path / "loop.yaml")):
        pass


def test_lines_are_numbered_without_the_blank_ones() -> None:
    assert list(lines(io.BytesIO(b"{}\n\n  \r\n{1}\r\n{2}"))) == [(1, b"{}"), (4, b"{1}"), (5, b"{2}")]


def test_the_line_after_one_that_is_too_long_is_whole() -> None:
    long, short = lines(io.BytesIO(b"x" * 3 * MOST_BYTES + b"\n{}\n"))
    assert (long[0], len(long[1])) == (1, MOST_BYTES + 1)
    assert short == (2, b"{}")
