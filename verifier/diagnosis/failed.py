"""A step that was refuted, as the mistakes see it: the author's terms and names, nothing expanded."""

from __future__ import annotations

from verifier.model.chain import Declaration, Definition, Written
from verifier.terms.record import record
from verifier.terms.term import Term


@record
class FailedStep:
    """`lhs` is the line judged from, `lhs_written` the author's line before, for marks: they differ after a repair.

    `values` are those of both sides at the counterexample, printed, where they are known.
    """

    lhs: Term
    rhs: Written
    lhs_written: Written | None = None
    definitions: tuple[Definition, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    values: tuple[str, str] | None = None
