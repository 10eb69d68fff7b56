"""Holds signals back while C code calls Python: what a handler raises in a callback may be lost there.

`acb.integral` passes on what an integrand raises only if it is an `Exception`. A KeyboardInterrupt that a handler raises
as the callback is entered leaves the value of that evaluation unset, and may vanish: neither Ctrl-C nor the enclosure
could be relied on. So handlers are called where the callback can keep what they raise, or when the C code is done.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any, Final

_NUMBERS: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGALRM") if hasattr(signal, name))


class HeldSignals:
    """Within its block signals wait for `deliver`, or for the end of the block. Blocks may be nested.

    Python calls handlers in the main thread only, so nothing is held in another one.
    """

    __slots__ = ("_before", "_came")

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._came: list[tuple[int, FrameType | None]] = []

    def __enter__(self) -> HeldSignals:
        if threading.current_thread() is threading.main_thread():
            try:
                for number in _NUMBERS:
                    if callable(handler := signal.getsignal(number)):
                        self._before[number] = handler
                        signal.signal(number, self._hold)
            except BaseException:
                self._restore()
                raise
        return self

    def __exit__(self, *_: object) -> None:
        self._restore()
        self.deliver()

    def deliver(self) -> None:
        """Calls the handlers of the signals that came, and raises what they raise."""
        while self._came:
            number, frame = self._came.pop(0)
            self._before[number](number, frame)

    def _hold(self, number: int, frame: FrameType | None) -> None:
        self._came.append((number, frame))

    def _restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
