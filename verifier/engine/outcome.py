"""What the engine hands back for one claim: a verdict with everything that speaks for it."""

from __future__ import annotations

from verifier.model.evidence import Evidence, Point
from verifier.model.verdict import Reason, Verdict
from verifier.terms.record import record
from verifier.terms.term import Term


@record
class Outcome:
    """The verdict on one claim.

    `method` names what decided and is None only where nothing did; `reason` and `detail` (one sentence) say why
    nothing did. `conditions` pairs what one side needs and the other does not with that side, `lhs` or `rhs`.
    A refuted claim has `point`, exact, and the two `values` there, printed; `holds_where` where it is proved on a part
    of the domain. `agreement_digits` is to how many digits the sides of an undecided claim agree, where that is known.
    `evidence` is what the kernel accepted and can replay.
    """

    verdict: Verdict
    method: str | None = None
    reason: Reason | None = None
    detail: str | None = None
    conditions: tuple[tuple[Term, str], ...] = ()
    point: Point | None = None
    values: tuple[str, str] | None = None
    agreement_digits: int | None = None
    holds_where: tuple[Term, ...] | None = None
    up_to_constant: bool = False
    evidence: Evidence | None = None
