"""Check derivations step by step: every step is proved, refuted with a counterexample, conditional or undecided."""

from __future__ import annotations

__version__ = "0.1.0"
