"""From two of the author's lines to a claim, and from the claim to the engine's answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Final

from verifier.engine.deadline import seconds_left
from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.model.chain import Step, Tolerance
from verifier.model.claim import Claim
from verifier.model.verdict import Reason, Verdict
from verifier.session.setting import Setting, domain_of, expanded
from verifier.terms.definitions import ExpansionTooLarge, Unreachable
from verifier.terms.term import Term

if TYPE_CHECKING:
    from verifier.engine.points.screen import Screen

HOLDS: Final = frozenset({Verdict.PROVED, Verdict.CONDITIONAL})
NO_POINT: Final = Outcome(Verdict.UNDECIDED, reason=Reason.NO_POINT)
DIFFERENT: Final = Outcome(Verdict.UNDECIDED, reason=Reason.GAVE_UP, detail="the sides differ at a sample point")
SEARCHED: Final = frozenset({Reason.GAVE_UP, Reason.UNTRUSTED})  # reasons that another claim may not have
LONGEST_TRIAL_S: Final = 2.0
"""The longest that one proposed repair, or one suggested ratio, may take."""


def decide(claim: Claim, limits: Limits) -> Outcome:
    """The engine's answer. The engine, and python-flint with it, is loaded when it is first asked."""
    from verifier.engine.authors_functions import in_authors_functions
    from verifier.engine.decide import decide as decide_

    return in_authors_functions(claim, decide_(claim, limits))


def with_parts(claim: Claim, outcome: Outcome) -> Outcome:
    """An outcome that also says on which part of the domain the claim is proved, if one is found."""
    from verifier.engine.authors_functions import in_authors_functions
    from verifier.engine.decide import with_parts as with_parts_

    return in_authors_functions(claim, with_parts_(claim, outcome))


def claim_of(
    setting: Setting,
    lhs: Term,
    rhs: Term,
    relation: str = "=",
    given: Iterable[Term] = (),
    tolerance: Tolerance | None = None,
) -> Claim:
    """The claim that two lines in the author's names make; raises what expanding them raises."""
    sides = expanded(setting, lhs), expanded(setting, rhs)
    if tolerance is None or tolerance.within is None:
        return Claim(*sides, relation, domain_of(setting, sides, given), tolerance)
    within = expanded(setting, tolerance.within)
    return Claim(*sides, relation, domain_of(setting, (*sides, within), given), replace(tolerance, within=within))


def claim_of_step(setting: Setting, lhs: Term, step: Step, line: Term | None = None) -> Claim:
    """The claim that a step makes of the line `lhs`; with `line` in place of its own, if one is given."""
    right = step.written.term if line is None else line
    return claim_of(setting, lhs, right, step.relation, step.given, step.tolerance)


def ask(setting: Setting, claim: Claim, limits: Limits | None = None) -> Outcome:
    """What the engine says of a claim of this chain."""
    return decide(claim, limits or setting.options.limits()) if setting.has_point else NO_POINT


def holds(outcome: Outcome) -> bool:
    """Whether the claim was proved, at least wherever both sides are defined."""
    return outcome.verdict in HOLDS


class Trials:
    """Claims that are not the author's own: each is decided fast, by the kernel, and all in the time of one step."""

    def __init__(self, setting: Setting, given: Iterable[Term] = ()) -> None:
        self._setting = setting
        self._given = tuple(given)
        self._limits = replace(setting.options.limits(), use_sympy=False)
        self._ends_at = monotonic() + min(self._limits.seconds, seconds_left())
        self._screens: dict[Term, Screen] = {}
        self._by_slopes: dict[Term, bool] = {}

    def ask(self, lhs: Term, rhs: Term, relation: str = "=") -> Outcome:
        """Whether two lines in the author's names are equal, or so related; undecided where they cannot be expanded."""
        left = self._ends_at - monotonic()
        if left <= 0:
            return Outcome(Verdict.UNDECIDED, reason=Reason.TIMED_OUT)
        try:
            claim = claim_of(self._setting, lhs, rhs, relation, self._given)
        except (Unreachable, ExpansionTooLarge):
            return Outcome(Verdict.UNDECIDED, reason=Reason.UNSUPPORTED)
        if relation == "=" and self.is_ruled_out(self._with_values(claim)):
            return DIFFERENT
        return ask(self._setting, claim, replace(self._limits, seconds=min(left, LONGEST_TRIAL_S)))

    def _with_values(self, claim: Claim) -> Claim:
        """The claim that points can tell of: antiderivatives have no values there, but slopes.

        Whether there are any is asked of the first trial of a line: others repair the same right side.
        """
        by_slopes = self._by_slopes.get(claim.lhs)
        if by_slopes is None:
            from verifier.kernel.integrals.antiderivatives import has_antiderivative

            by_slopes = self._by_slopes[claim.lhs] = has_antiderivative(claim.lhs) or has_antiderivative(claim.rhs)
        return _slopes(claim) if by_slopes else claim

    def is_ruled_out(self, claim: Claim) -> bool:
        """Whether the sides are seen to differ at one of a few points where the left side was evaluated once."""
        screen = self._screens.get(claim.lhs)
        if screen is None:
            if any(known.tells_apart(claim.lhs, claim.rhs) for known in self._screens.values()):
                return True
            from verifier.engine.points.screen import screen_of

            screen = self._screens[claim.lhs] = screen_of(claim.domain, claim.lhs)
        return self._setting.has_point and screen.rules_out(claim.rhs)


def _slopes(claim: Claim) -> Claim:
    from verifier.kernel.integrals.antiderivatives import differentiated
    from verifier.kernel.unsupported import Unsupported

    try:
        return differentiated(claim) or claim
    except Unsupported:
        return claim
