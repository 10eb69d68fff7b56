"""The last thing asked: does SymPy call the difference of the sides zero?

Its zero is a hint that no kernel has checked: SymPy drops conditions while it builds its objects, and has called false
steps equal. Its non-zero says nothing at all. `judge` runs in a worker, where alone SymPy is imported for judging.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from verifier.engine.limits import Limits
from verifier.engine.outcome import Outcome
from verifier.engine.processes.workers import Failure, run
from verifier.model.claim import Claim, Domain
from verifier.model.verdict import Reason, Verdict
from verifier.terms.term import Term

METHOD: Final = "sympy"
ZERO: Final = "zero"
NONZERO: Final = "nonzero"
UNKNOWN: Final = "unknown"
SECONDS: Final = 2.0
HINT_SECONDS: Final = 1.0  # what SymPy calls equal and nobody trusts is undecided all the same


def with_word_of_sympy(claim: Claim, outcome: Outcome, limits: Limits) -> Outcome:
    """The same outcome, or SymPy's word where it calls the sides equal; its hint is not worth a step's whole time."""
    most = SECONDS if limits.trust_sympy else HINT_SECONDS
    said = ask(claim, replace(limits, seconds=min(limits.seconds, most)))
    if said is None:
        return outcome
    return replace(said, detail=f"{said.detail}; {outcome.detail}", agreement_digits=outcome.agreement_digits)


def ask(claim: Claim, limits: Limits) -> Outcome | None:
    """What SymPy's word is worth: undecided and `untrusted`, or `proved` where it is trusted; None without its word.

    Only equations are asked about. A SymPy that runs out of time or memory gives no word: it is no news of the step.
    The caller knows a point where both sides are defined, or has no use for the answer.
    """
    if claim.relation != "=" or not limits.use_sympy:
        return None
    word = run(judge, claim.lhs, claim.rhs, claim.domain, seconds=limits.seconds, memory_bytes=limits.memory_bytes)
    if isinstance(word, Failure) or word != ZERO:
        return None
    detail = "SymPy alone calls the sides equal"
    if limits.trust_sympy:
        return Outcome(Verdict.PROVED, METHOD, detail=detail)
    return Outcome(Verdict.UNDECIDED, METHOD, Reason.UNTRUSTED, detail)


def judge(lhs: Term, rhs: Term, domain: Domain) -> str:
    """`zero`, `nonzero` or `unknown`: what SymPy says of the difference of the sides."""
    from verifier.engine.peer.sympy_bridge import to_sympy

    try:
        difference = (to_sympy(lhs, domain) - to_sympy(rhs, domain)).doit().simplify()
        return _word_of(difference)
    except MemoryError:
        raise
    except Exception:  # SymPy's own failures are of every kind, and all say that it does not know
        return UNKNOWN


def _word_of(difference: Any) -> str:
    if difference.is_Matrix:
        return ZERO if difference.is_zero_matrix else UNKNOWN
    if difference.is_zero:
        return ZERO
    return NONZERO if difference.is_number and difference.is_zero is False else UNKNOWN
