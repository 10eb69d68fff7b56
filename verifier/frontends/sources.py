"""Reading what was named: regular files and standard input, never more than the bounds allow."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
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
        yield sys.stdin.buffer
        return
    with _regular(path) as file:
        yield file


def _regular(path: str) -> BinaryIO:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Unreadable("not-a-file", "neither a file nor a folder; what a pipe holds can be read with `verify -`")
        return open(path, "rb")
    except (OSError, ValueError) as error:
        raise Unreadable("unreadable", f"cannot be read: {_reason(error)}") from error


def bounded(file: BinaryIO) -> bytes:
    """The file's bytes; one more than the bound where there are more, so that a reader can tell."""
    return _read(file.read)


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are not blank, with their numbers; of a longer line one byte more than the bound."""
    number = 0
    while line := _read(file.readline):
        number += 1
        if len(line) > MOST_BYTES and not line.endswith(b"\n"):
            _pass_over(file)
        if line.strip():
            yield number, line.rstrip(b"\r\n")


def _pass_over(file: BinaryIO) -> None:
    """Reads on to the end of the line."""
    while (rest := _read(file.readline)) and not rest.endswith(b"\n"):
        pass


def _read(read: Callable[[int], bytes]) -> bytes:
    try:
        return read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable("unreadable", f"cannot be read: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)
