"""Whether any point satisfies what a chain declares and assumes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from verifier.model.chain import InputError
from verifier.model.claim import Claim, Domain
from verifier.model.verdict import Answer
from verifier.session.asking import decide, holds
from verifier.session.setting import Setting, whole_domain
from verifier.terms.printer import text_of
from verifier.terms.term import ZERO

CONTRADICTORY: Final = "the assumptions contradict each other"
"""What the engine says of a domain that it shows to be empty."""


def assumptions_hold(setting: Setting) -> Answer:
    """Whether a point satisfies all that the chain declares and assumes: YES, NO if that was refuted, else UNKNOWN."""
    domain = whole_domain(setting)
    if not domain.conditions and not any(d.conditions for d in domain.declarations):
        return Answer.YES
    return Answer.YES if has_point(domain) else _has_point(setting, domain)


def has_point(domain: Domain) -> bool:
    """Whether a point of the domain is found among the samples; the engine is loaded when it is first asked."""
    from verifier.engine.points.existence import has_point as has_point_

    return has_point_(domain)


def _has_point(setting: Setting, domain: Domain) -> Answer:
    """What the engine says of 0 = 0 on the domain: it is true wherever there is a point."""
    outcome = decide(Claim(ZERO, ZERO, "=", domain), setting.options.limits())
    if holds(outcome):
        return Answer.YES
    return Answer.NO if outcome.detail == CONTRADICTORY else Answer.UNKNOWN


def contradiction_error(setting: Setting) -> InputError:
    """The error of a chain whose assumptions exclude each other; names as few of them as do."""
    domain = whole_domain(setting)
    declared = tuple(c for d in domain.declarations for c in d.conditions)
    core = (*declared, *domain.conditions)
    bare = replace(domain, declarations=tuple(replace(d, conditions=()) for d in domain.declarations))
    for condition in core:
        fewer = tuple(c for c in core if c != condition)
        if _has_point(setting, replace(bare, conditions=fewer)) is Answer.NO:
            core = fewer
    texts = ", ".join(f"`{text_of(c)}`" for c in core)
    message = f"the assumptions contradict each other: no point satisfies {texts}"
    return InputError("contradictory-assumptions", message, setting.chain.line, 1)
