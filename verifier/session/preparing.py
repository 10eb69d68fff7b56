"""What must be right before a chain is judged: its lines have a meaning, and its assumptions a point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from verifier.model.chain import Chain, InputError, Span, Step
from verifier.model.claim import Claim, Domain
from verifier.model.verdict import Answer
from verifier.session.asking import decide, holds
from verifier.session.setting import Setting, expanded, whole_domain
from verifier.terms.definitions import MAX_DEPTH, MAX_SIZE, ExpansionTooLarge, Unreachable
from verifier.terms.printer import text_of
from verifier.terms.term import ZERO, Term

CONTRADICTORY: Final = "the assumptions contradict each other"
"""What the engine says of a domain that it shows to be empty."""


def errors_of_expansion(setting: Setting) -> tuple[InputError, ...]:
    """One error for each line, reason, pitfall or condition that means nothing once its definitions are expanded."""
    found = (_error_of(setting, term, span) for term, span in _expressions(setting.chain))
    return tuple(dict.fromkeys(error for error in found if error is not None))


def _expressions(chain: Chain) -> Iterator[tuple[Term, Span]]:
    top = Span(chain.line, 1, chain.line, 2)
    yield from ((a, top) for a in chain.assumptions)
    for step in chain.steps:
        yield from _expressions_at(step)
    if chain.result is not None:
        yield from _expressions_at(chain.result)


def _expressions_at(step: Step) -> Iterator[tuple[Term, Span]]:
    span = step.written.span
    yield step.written.term, span
    yield from ((g, span) for g in step.given)
    yield from ((w.wrong.term, w.wrong.span) for w in step.watch)
    if step.because is not None and step.because.condition is not None:
        yield step.because.condition, step.because.span


def _error_of(setting: Setting, term: Term, span: Span) -> InputError | None:
    try:
        expanded(setting, term)
    except Unreachable as error:
        code, message = "unreachable-variable", _unreachable(error)
    except ExpansionTooLarge:
        code = "too-large"
        message = f"with its definitions expanded this has more than {MAX_SIZE} parts or {MAX_DEPTH} levels"
    else:
        return None
    return InputError(code, message, span.line, span.column, span.end_column if span.end_line == span.line else None)


def _unreachable(error: Unreachable) -> str:
    body = text_of(error.derivative.args[0])
    return (
        f"`{text_of(error.derivative)}` has no meaning here: `{body}` is not written in terms of `{error.variable}`, "
        f"though both depend on `{error.shared}`; define `{body}` through `{error.variable}`, "
        f"or differentiate by `{error.shared}`"
    )


def assumptions_hold(setting: Setting) -> Answer:
    """Whether a point satisfies all that the chain declares and assumes: YES, NO if that was refuted, else UNKNOWN."""
    domain = whole_domain(setting)
    if not domain.conditions and not any(d.conditions for d in domain.declarations):
        return Answer.YES
    return _has_point(setting, domain)


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
