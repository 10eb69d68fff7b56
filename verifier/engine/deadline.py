"""Until when the answer to a step may be sought in this process, which unlike a worker cannot be killed.

Searches ask now and then, for the time of the processor. What they try is counted, so that no machine changes a verdict within
the time that a step may take; beyond it the answer is `timed-out`, as it is where a worker is killed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import thread_time
from typing import Final

_ENDS_AT: Final[ContextVar[float]] = ContextVar("ends_at", default=inf)


class OutOfTime(Exception):
    """The time for the answer is over."""


@contextmanager
def within(seconds: float, afresh: bool = False) -> Iterator[None]:
    """What is sought inside takes at most so many seconds, and no longer than what is around it, unless it starts `afresh`."""
    ends_at = thread_time() + seconds
    token = _ENDS_AT.set(ends_at if afresh else min(ends_at, _ENDS_AT.get()))
    try:
        yield
    finally:
        _ENDS_AT.reset(token)


def seconds_left() -> float:
    """How much time is left; infinity where there is no bound."""
    return _ENDS_AT.get() - thread_time()


def demand_time() -> None:
    """Raises OutOfTime once the time is over."""
    if seconds_left() <= 0:
        raise OutOfTime
