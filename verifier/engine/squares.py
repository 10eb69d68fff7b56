"""Sums of terms that are not negative, found for a polynomial that may be one."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.kernel.cell import Cell
from verifier.terms.term import Term


def certificates(cell: Cell, u: Term) -> Iterator[tuple[Term, ...]]:
    """Tuples of terms with the sum u, each of which may be seen to be >= 0."""
    return iter(())
