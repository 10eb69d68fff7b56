"""What a run is asked to do: what fails it, whom it trusts and what a step may cost."""

from __future__ import annotations

from verifier.engine.limits import Limits
from verifier.terms.record import record


@record
class Options:
    """`fail_on` names the verdicts that are findings, `notes_fail_on` those that are in notes; `timeout_s` and
    `memory_bytes` bound each step."""

    fail_on: frozenset[str] = frozenset({"refuted", "undecided"})
    trust_sympy: bool = False
    timeout_s: float = 10.0
    memory_bytes: int = 1 << 30
    notes_fail_on: frozenset[str] = frozenset({"refuted"})

    def failing(self, in_notes: bool) -> frozenset[str]:
        """The verdicts that are findings in a chain of notes, or of a chain file."""
        return self.notes_fail_on if in_notes else self.fail_on

    def limits(self) -> Limits:
        """What the engine may spend on one claim."""
        return Limits(seconds=self.timeout_s, memory_bytes=self.memory_bytes, trust_sympy=self.trust_sympy)


DEFAULT = Options()
