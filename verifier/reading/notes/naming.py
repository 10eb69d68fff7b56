"""Names the chains of notes by their heads, as in `dL/da`, each differently."""

from __future__ import annotations

from collections import Counter
from typing import Final

from verifier.terms.printer import text_of
from verifier.terms.term import ONE, Term

LONGEST: Final = 40


class ChainNames:
    """Gives each chain of a document a name that no other has."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def name(self, head: Term) -> str:
        """The name of a chain that begins with this term."""
        base = base_name(head)
        self._given[base] += 1
        number = self._given[base]
        return base if number == 1 else f"{base} ({number})"


def base_name(head: Term) -> str:
    """`dL/da` for a first derivative of a name; the term, cut to a length that fits, for all else."""
    if head.head == "Derivative" and len(head.args) == 3 and head.args[2] == ONE:
        body, variable = head.args[:2]
        if body.head == variable.head == "symbol":
            return f"d{body.name}/d{variable.name}"
    text = text_of(head)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 4].rstrip()} ..."
