"""Standard output: what it can show, and what happens when it closes or is full."""

from __future__ import annotations

import os
import sys
from typing import Final, TextIO

from verifier.frontends.progress import Progress
from verifier.reports.page import MIN_WIDTH, Page

PIPED_WIDTH: Final = 80


class CannotWrite(Exception):
    """The report could not be written; the message says why."""


class Output:
    """Writes a report to standard output, each piece at once.

    A reader that goes away (`| head`) ends the writing, not the run: the exit status is the same as without it.
    """

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress or Progress()
        self._is_open = True
        self._stream = _standard_output()

    def write(self, text: str) -> None:
        """Writes and flushes; CannotWrite where the device is full or gone."""
        if not self._is_open or not text:
            return
        try:
            with self._progress.away():
                self._stream.write(text)
                self._stream.flush()
        except BrokenPipeError:
            self._close()
        except OSError as error:
            self._close()
            raise CannotWrite(f"the report cannot be written: {error.strerror}") from error

    def _close(self) -> None:
        """Leaves standard output with nothing to flush, so that Python's own end is quiet."""
        self._is_open = False
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)


def _standard_output() -> TextIO:
    stream = sys.stdout
    if stream is None:
        raise CannotWrite("the report cannot be written: standard output is closed")
    return stream


def page() -> Page:
    """The page that standard output is: as wide as the terminal, 80 columns otherwise."""
    stream = _standard_output()
    return Page(max(MIN_WIDTH, _width(stream)), stream.encoding or "ascii")


def _width(stream: TextIO) -> int:
    if not stream.isatty():
        return PIPED_WIDTH
    import shutil  # loads the archive formats too, and most runs are not on a terminal

    return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns


def is_coloured(choice: str) -> bool:
    """Whether to use colour: `always`, `never`, or `auto`, which asks NO_COLOR, FORCE_COLOR, TERM and the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return _standard_output().isatty() and os.environ.get("TERM") != "dumb"
