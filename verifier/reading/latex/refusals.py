"""What is said of a formula that is not read: a code, a place, and the one declaration that would settle it."""

from __future__ import annotations

from verifier.terms.record import record


@record
class Refusal:
    """A formula that is not read. `start` and `end` are offsets in the text that was given.

    `code` is one of `ambiguous:<what>`, `matrix`, `bare-word`, `unknown:<command>`, `unsupported:<what>`, `prose`,
    `tuple`, `differential`, `empty` and `syntax`. `declaration` can be pasted into the document; None where no
    declaration would help.
    """

    code: str
    message: str
    start: int
    end: int
    declaration: str | None = None


class RefusedError(Exception):
    """Carries a refusal out of the reader."""

    def __init__(self, code: str, message: str, start: int, end: int, declaration: str | None = None) -> None:
        super().__init__(message)
        self.refusal = Refusal(code, message, start, end, declaration)
