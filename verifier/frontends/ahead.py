"""Takes what an iterator gives in a thread of its own, so far ahead that work can begin on it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final, Generic, TypeVar

T = TypeVar("T")
_NOTICE_SECONDS: Final = 0.2
"""How soon a wait notices Ctrl-C where the system does not interrupt waits."""


class Ahead(Generic[T]):
    """Iterates over the values, at most `most` of which are taken ahead; what the iterable raises comes in its turn."""

    def __init__(self, values: Iterable[T], most: int) -> None:
        self._values = values
        self._taken: queue.Queue[tuple[T] | BaseException | None] = queue.Queue(most)
        self._is_closed = False
        threading.Thread(target=self._run, daemon=True).start()

    def __iter__(self) -> Iterator[T]:
        while (item := self._next()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item[0]

    def left(self) -> list[T]:
        """What was taken and not yet given; no more is taken."""
        self._is_closed = True
        left: list[T] = []
        with suppress(queue.Empty):
            while True:
                item = self._taken.get_nowait()
                if isinstance(item, tuple):
                    left.append(item[0])
        return left

    def _next(self) -> tuple[T] | BaseException | None:
        while True:
            with suppress(queue.Empty):
                return self._taken.get(timeout=_NOTICE_SECONDS)

    def _run(self) -> None:
        try:
            for value in self._values:
                if self._is_closed:
                    return
                self._taken.put((value,))
        except BaseException as error:
            self._taken.put(error)
        else:
            self._taken.put(None)
