"""Reading what was named: regular files and standard input, never more than the bounds allow."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

MOST_BYTES: Final = 1 << 20
STDIN: Final = "-"


class Unreadable(Exception):
    """A path that exists and whose content cannot be had; the message says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """The bytes of a regular file, or of standard input for `-`. Pipes and devices are refused: they may never end."""
    if path == STDIN:
        if sys.stdin is None:
            raise Unreadable("unreadable", "standard input is closed")
        yield _standard_input()
        return
    with _regular(path) as file:
        yield file


def _standard_input() -> BinaryIO:
    """A reader of its own: Python could not end while another thread waits in the one that it closes itself."""
    try:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    except OSError:  # something else took its place, which has no descriptor
        return sys.stdin.buffer


def _regular(path: str) -> BinaryIO:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Unreadable("not-a-file", "neither a file nor a folder; what a pipe holds can be read with `verify -`")
        return open(path, "rb")
    except (OSError, ValueError) as error:
        raise _unreadable(error) from error


def bounded(file: BinaryIO) -> bytes:
    """The file's bytes; one more than the bound where there are more, so that a reader can tell."""
    try:
        return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(error) from error


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are not blank, with their numbers, within the bound on a line."""
    from verifier.reading.jsonl import lines_of

    try:
        yield from lines_of(file)
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError | ValueError) -> Unreadable:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Unreadable("unreadable", f"cannot be read: {reason or type(error).__name__}")
