"""What one claim may cost, and what may be asked about it."""

from __future__ import annotations

from typing import Final

from verifier.terms.record import record


@record
class Limits:
    """The bounds of one claim: wall-clock seconds, and bytes of address space of the worker that judges it.

    `use_sympy` lets SymPy be asked when everything else gave up; `trust_sympy` lets its word stand as a proof.
    """

    seconds: float = 10.0
    memory_bytes: int = 1 << 30
    trust_sympy: bool = False
    use_sympy: bool = True


DEFAULT: Final = Limits()
