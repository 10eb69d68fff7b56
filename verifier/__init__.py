"""Check derivations step by step: every step is proved, refuted with a counterexample, conditional or undecided.

    >>> import verifier
    >>> verifier.check("Derivative(log2(a), a)", "1/a", symbols={"a": "> 0"}).verdict
    <Verdict.REFUTED: 'refuted'>

The names below are the Python API. Each is loaded when it is first used, so that `import verifier` costs nothing.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # `typing` takes longer to load than all else here
if TYPE_CHECKING:
    from typing import Any

    from verifier.api import Unreadable, check, load, run
    from verifier.model.chain import Chain, ChainFile, InputError, Notes, Span, Step, Unread
    from verifier.model.result import (
        ChainResult,
        Condition,
        Diagnosis,
        FileResult,
        JudgedJustification,
        JudgedWatch,
        RunResult,
        ShownCounterexample,
        StepResult,
        Summary,
    )
    from verifier.model.verdict import Reason, Verdict
    from verifier.session import Options, check_chain

__version__ = "0.1.0"

_ROOMS = {
    "verifier.api": ("Unreadable", "check", "load", "run"),
    "verifier.model.chain": ("Chain", "ChainFile", "InputError", "Notes", "Span", "Step", "Unread"),
    "verifier.model.result": (
        "ChainResult",
        "Condition",
        "Diagnosis",
        "FileResult",
        "JudgedJustification",
        "JudgedWatch",
        "RunResult",
        "ShownCounterexample",
        "StepResult",
        "Summary",
    ),
    "verifier.model.verdict": ("Reason", "Verdict"),
    "verifier.session": ("Options", "check_chain"),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Chain",
    "ChainFile",
    "ChainResult",
    "Condition",
    "Diagnosis",
    "FileResult",
    "InputError",
    "JudgedJustification",
    "JudgedWatch",
    "Notes",
    "Options",
    "Reason",
    "RunResult",
    "ShownCounterexample",
    "Span",
    "Step",
    "StepResult",
    "Summary",
    "Unread",
    "Unreadable",
    "Verdict",
    "check",
    "check_chain",
    "load",
    "run",
]


def __getattr__(name: str) -> Any:
    """A public name, from the room where it lives."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'verifier' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
