"""One run wired together: expand, ask the engine, carry errors forward, diagnose, collect findings."""

from __future__ import annotations

from verifier.session.findings import Finding, findings_at, findings_of, summarize
from verifier.session.options import Options
from verifier.session.run import Interrupted, Progress, check, check_chain, check_file

__all__ = [
    "Finding",
    "Interrupted",
    "Options",
    "Progress",
    "check",
    "check_chain",
    "check_file",
    "findings_at",
    "findings_of",
    "summarize",
]
