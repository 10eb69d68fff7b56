"""Verdicts and the reasons for having none."""

from __future__ import annotations

from enum import Enum


class Verdict(Enum):
    """What is known of a step; `language.md`, section 3, says exactly what each promises."""

    PROVED = "proved"
    CONDITIONAL = "conditional"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


class Reason(Enum):
    """Why a step is undecided."""

    GAVE_UP = "gave-up"
    TIMED_OUT = "timed-out"
    OUT_OF_MEMORY = "out-of-memory"
    CRASHED = "crashed"
    UNSUPPORTED = "unsupported"
    NEEDS_CONTEXT = "needs-context"
    UNDEFINED = "undefined"
    NO_POINT = "no-point"
    UNTRUSTED = "untrusted"


class Answer(Enum):
    """Three-valued truth: never `None` for unknown, so that `if not answer` cannot lie."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("compare an Answer with `is`; it is not a bool")
