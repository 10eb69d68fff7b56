"""What a mistake proposes: a repaired right side, and the words and places that go with it."""

from __future__ import annotations

from verifier.diagnosis.paths import Path
from verifier.diagnosis.rewriting import negated
from verifier.terms.printer import text_of
from verifier.terms.record import record
from verifier.terms.term import Term

LONGEST_QUOTE = 60


@record
class Proposal:
    """A repair to be verified before anyone sees it.

    `fix` is the whole right side in the author's names; None where the line before is to be mended, as `before`. `requires` are
    further equations without which `message` would not be true. `guilty` are paths of the right side to underline,
    `compared` parts of the line before, underlined where each stands first; both have a label.
    """

    fix: Term | None
    message: str
    requires: tuple[tuple[Term, Term], ...] = ()
    guilty: tuple[Path, ...] = ()
    guilty_label: str = ""
    compared: tuple[Term, ...] = ()
    compared_label: str = ""
    before: Term | None = None


def quoted(term: Term) -> str:
    """The term in backticks, for a message; a long one is cut."""
    text = text_of(negated(term.args[0]) if term.head == "neg" and term.args[0].head in ("mul", "div") else term)
    return f"`{text}`" if len(text) <= LONGEST_QUOTE else f"`{text[: LONGEST_QUOTE - 4]} ...`"
