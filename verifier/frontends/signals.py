"""Ctrl-C, and SIGTERM alike, end a run between two things that must not be torn apart."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Signals:
    """Within its block both signals raise KeyboardInterrupt, but not while something is held together.

    Only the main thread hears signals; in any other nothing is changed. A signal that is ignored stays so.
    """

    def __init__(self) -> None:
        self._is_holding = False
        self._came = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Signals:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is done here is finished first; a second signal does not wait."""
        self._is_holding = True
        try:
            yield
        finally:
            self._is_holding = False

    def pass_on(self) -> None:
        """Raises KeyboardInterrupt where a signal came while something was held, or where Python lost what it raised.

        It does so in callbacks of the import system and of the collector, where nothing can be raised.
        """
        if self._came:
            raise KeyboardInterrupt

    def _hear(self, number: int, frame: FrameType | None) -> None:
        waits = self._is_holding and not self._came
        self._came = True
        if not waits:
            raise KeyboardInterrupt
