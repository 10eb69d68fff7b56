"""What to do about a step: in a chain file keys are named, in notes the words of a remark, for a command its options."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from verifier.model.chain import Chain
from verifier.model.result import Diagnosis, StepResult
from verifier.model.verdict import Reason, Verdict
from verifier.reports import sentences
from verifier.reports.counterexamples import loses_a_solution

_IN_NOTES: Final = {
    Reason.GAVE_UP: "write a line in between, or declare `verify: expect undecided{at}` to let it stand",
    Reason.TIMED_OUT: "allow more time with `--timeout 60s`, or write a line in between",
    Reason.UNSUPPORTED: "declare `verify: expect unsupported{at}` to let it stand",
    Reason.NEEDS_CONTEXT: "declare what is missing: `verify: let y = ...`, or `verify: expect needs-context{at}`",
    Reason.NO_POINT: "the search may have missed one: declare a narrow range, as in `verify: symbols x in (1, 2)`",
}

_BY_OPTIONS: Final = {
    Reason.GAVE_UP: "write a chain file with a line in between",
    Reason.TIMED_OUT: "allow more time with `--timeout 60s`, or write a chain file with a line in between",
    Reason.OUT_OF_MEMORY: "allow more memory with `--memory 4GiB`, or write a chain file with a line in between",
    Reason.NEEDS_CONTEXT: "declare what is missing with `--symbols`, `--let` or `--assume`",
    Reason.NO_POINT: "the search may have missed one: declare a narrow range, as in `--symbols 'x: in (1, 2)'`",
    Reason.UNTRUSTED: "accept SymPy's word with `--trust sympy`, or write a chain file with a line in between",
}


def advice(step: StepResult, mistakes: tuple[Diagnosis, ...], chain: Chain) -> tuple[str, ...]:
    """What may be done about a step that was not proved, in one way or in several."""
    if step.verdict is Verdict.UNDECIDED:
        return (*_of_part(step, chain), *_of_undecided(step, chain))
    if step.verdict is Verdict.CONDITIONAL:
        return _of_conditional(step, chain)
    if mistakes:
        return _of_mistaken(mistakes)
    return _of_part(step, chain)


def _of_mistaken(mistakes: tuple[Diagnosis, ...]) -> tuple[str, ...]:
    """The repairs. Where the line before is to be mended, the message says how."""
    first, *others = mistakes
    own = () if first.mends_line_before else (f"write `{first.fix}` (checked: the step {_outcome_of(first)})",)
    also = (
        f"or, if it is {m.name}, write `{m.fix}` ({_checked_as_well(m)})"
        for m in others
        if not m.mends_line_before and m.fix != first.fix
    )
    return (*own, *also)


def _checked_as_well(mistake: Diagnosis) -> str:
    return "checked as well" if mistake.conditions is None else f"checked: the step {_outcome_of(mistake)}"


def _outcome_of(mistake: Diagnosis) -> str:
    if mistake.conditions is None:
        return "is then proved"
    texts = list(dict.fromkeys(c.text for c in mistake.conditions))
    return f"then holds where {sentences.conjunction(texts)}" if texts else "then holds wherever both sides are defined"


def _of_part(step: StepResult, chain: Chain) -> tuple[str, ...]:
    """How to say that only the part of the domain is meant where the step holds; a lost solution is none to leave out."""
    if not step.holds_where or loses_a_solution(step):
        return ()
    if chain.in_notes:
        return (f"declare `verify: assume {sentences.conjunction(step.holds_where)}` if that is what is meant",)
    if chain.by_options:
        return (f"add {_assumed(step.holds_where)} if that is what is meant",)
    texts = ", ".join(f'"{t}"' for t in step.holds_where)
    return (f"add `given: [{texts}]` if that is what is meant",)


def _of_undecided(step: StepResult, chain: Chain) -> tuple[str, ...]:
    reason = step.reason or Reason.GAVE_UP
    if chain.in_notes and reason in _IN_NOTES:
        return (_IN_NOTES[reason].format(at=_at(step)),)
    if chain.by_options and reason in _BY_OPTIONS:
        return (_BY_OPTIONS[reason],)
    if chain.by_options and reason is Reason.UNSUPPORTED:
        return ()
    return (sentences.remedy(reason),)


def _of_conditional(step: StepResult, chain: Chain) -> tuple[str, ...]:
    conditions = list(dict.fromkeys(c.text for c in step.conditions))
    if chain.in_notes:
        declare = f"declare `verify: assume {sentences.conjunction(conditions)}`, or " if conditions else "declare "
        return (f"{declare}`verify: expect conditional{_at(step)}` to let it stand",)
    if chain.by_options:
        return (f"add {_assumed(conditions)} if that is what is meant",) if conditions else ()
    texts = " and ".join(f"`{t}`" for t in conditions)
    return (f"{f'add {texts} under `given:`, or ' if texts else ''}write `expect: conditional` to let it stand",)


def _assumed(conditions: Iterable[str]) -> str:
    return " ".join(f"`--assume '{condition}'`" for condition in conditions)


def _at(step: StepResult) -> str:
    """Which step of its display it is, as a remark says it; nothing where it is the only one."""
    return "" if step.step.ordinal is None else f" at {step.step.ordinal}"
