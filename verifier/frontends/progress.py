"""One line on standard error that says what is being checked, on a terminal and only when a run takes long."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final, TextIO

from verifier.reports.escape import cells, escape

DELAY_S: Final = 0.5
INTERVAL_S: Final = 0.2
_ERASE: Final = "\r\x1b[K"


class Progress:
    """Shows `message` from half a second after the start on, and is gone at the end. Silent without a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.message = ""
        self._stream = stream if stream is not None else sys.stderr
        self._shown = False
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._start = time.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True) if _is_interactive(self._stream) else None

    def __enter__(self) -> Progress:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread is not None:
            self._thread.join()
        self._erase()

    @contextmanager
    def away(self) -> Iterator[None]:
        """While something else is written the line is away."""
        with self._lock:
            self._erase()
            yield

    def _run(self) -> None:
        self._done.wait(DELAY_S)
        while not self._done.is_set():
            with self._lock:
                self._draw()
            self._done.wait(INTERVAL_S)

    def _draw(self) -> None:
        import shutil  # loads the archive formats too, and most runs are done before anything is drawn

        text = escape(f"{self.message}  {time.monotonic() - self._start:.0f} s", self._stream.encoding or "ascii")
        while cells(text) >= shutil.get_terminal_size().columns:
            text = text[: -1 - len(text) // 20]
        self._write(_ERASE + text)
        self._shown = True

    def _erase(self) -> None:
        if self._shown:
            self._write(_ERASE)
            self._shown = False

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._done.set()


def _is_interactive(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
