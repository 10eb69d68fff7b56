"""The words of the diagnostics: what is said of a verdict, a reason, a step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from verifier.model.result import Condition, JudgedJustification, StepResult
from verifier.model.verdict import Reason, Verdict

MOST_QUOTED: Final = 120

UNDECIDED: Final = {
    Reason.GAVE_UP: "found neither a proof nor a counterexample",
    Reason.TIMED_OUT: "the time limit was reached before this was decided",
    Reason.OUT_OF_MEMORY: "the memory limit was reached before this was decided",
    Reason.CRASHED: "verify failed while it judged this",
    Reason.UNSUPPORTED: "this needs something that cannot be decided yet",
    Reason.NEEDS_CONTEXT: "this needs context that the chain does not give",
    Reason.UNDEFINED: "found no point of the declared domain where both sides are defined",
    Reason.NO_POINT: "the search found no point that satisfies the assumptions",
    Reason.UNTRUSTED: "only SymPy says that this holds, and its word alone is no proof",
}
_REMEDIES: Final = {
    Reason.GAVE_UP: "write a line in between, or `expect: undecided` to let it stand",
    Reason.TIMED_OUT: "allow more time with `--timeout 60s`, or write a line in between",
    Reason.OUT_OF_MEMORY: "allow more memory with `--memory 4GiB`, or write a line in between",
    Reason.CRASHED: "please report this step; the others are not affected",
    Reason.UNSUPPORTED: "write `expect: unsupported` to let it stand",
    Reason.NEEDS_CONTEXT: "declare what is missing under `symbols:`, `let:` or `assume:`",
    Reason.UNDEFINED: "look for a division by zero, or for a logarithm or root outside its domain",
    Reason.NO_POINT: "there may be one all the same: define a symbol under `let:` where `assume:` has an equation, "
    "or declare a narrow range as in `x: in (1, 2)`",
    Reason.UNTRUSTED: "write a line in between, or accept SymPy's word with `--trust sympy`",
}


def name_of(step: StepResult) -> str:
    """`step 3`, or `result`."""
    return "result" if step.index is None else f"step {step.index}"


def subject(step: StepResult) -> str:
    """`step 3`, or `the result`, as the subject of a sentence."""
    return "the result" if step.index is None else name_of(step)


def where(chain: str, step: StepResult) -> str:
    """Which chain and step, and what the step was judged from where that is not the line before."""
    repaired = f", judged from the repaired step {step.index - 1}" if is_from_repair(step) and step.index else ""
    return f"chain {chain}, {name_of(step)}{repaired}"


def is_from_repair(step: StepResult) -> bool:
    return step.judged_from == "repair"


def refuted(step: StepResult) -> str:
    """One sentence on a refuted step without a diagnosis."""
    if is_from_repair(step) and step.index:
        return f"{_quoted(step.rhs, 'this line')} does not follow from the repaired step {step.index - 1}"
    if step.index is None and step.step.relation != "=":
        return f"the head {step.step.relation} {_quoted(step.rhs, 'the result')} does not hold"
    if step.index is None:
        return f"the head is not equal to {_quoted(step.rhs, 'the result')}"
    if len(step.lhs) + len(step.rhs) > MOST_QUOTED:
        return "this line does not follow from the line before"
    if step.step.relation == "=":
        return f"`{step.lhs}` is not equal to `{step.rhs}`"
    return f"`{step.lhs}` {step.step.relation} `{step.rhs}` does not hold"


def _quoted(text: str, otherwise: str) -> str:
    return f"`{text}`" if len(text) <= MOST_QUOTED else otherwise


def undecided(reason: Reason | None) -> str:
    return UNDECIDED[reason or Reason.GAVE_UP]


def remedy(reason: Reason | None) -> str:
    return _REMEDIES[reason or Reason.GAVE_UP]


def conditional(conditions: tuple[Condition, ...]) -> str:
    """One sentence on a step that holds where both sides are defined."""
    if not conditions:
        return "both sides agree where both are defined, but they may not be defined at the same points"
    return f"this holds only where {joined(conditions)}"


def joined(conditions: tuple[Condition, ...]) -> str:
    """The conditions as one: a conjunction, each of them once."""
    return conjunction(c.text for c in conditions)


def conjunction(texts: Iterable[str]) -> str:
    """Texts of conditions as one condition; among several an alternative stands in brackets."""
    each = dict.fromkeys(texts)
    return " and ".join(f"({t})" if len(each) > 1 and " or " in t else t for t in each)


def needs(condition: Condition) -> str:
    side = "left" if condition.side == "lhs" else "right"
    return f"{condition.text} ({side} side only)"


def outcome(verdict: Verdict, reason: Reason | None = None) -> str:
    """What came out, as a predicate: `is refuted`, `holds`."""
    if verdict is Verdict.PROVED:
        return "holds"
    if verdict is Verdict.UNDECIDED and reason is not None:
        return f"is undecided ({reason.value})"
    return f"is {verdict.value}"


def because(justification: JudgedJustification) -> str:
    """One sentence on a reason that was not shown to hold."""
    if justification.verdict is Verdict.REFUTED:
        return f"the reason `{justification.text}` is false"
    if justification.verdict is Verdict.CONDITIONAL:
        return f"the reason `{justification.text}` holds where {joined(justification.conditions)}"
    return f"the reason `{justification.text}` is undecided: {undecided(justification.reason)}"
