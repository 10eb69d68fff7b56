"""What the kernel has no rule for."""

from __future__ import annotations


class Unsupported(Exception):
    """The kernel has no rule for this term; `what` names it in a few words, such as "the derivative of gamma"."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class TooLarge(Unsupported):
    """The result would be larger than the kernel's bound on terms."""
