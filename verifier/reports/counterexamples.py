"""A counterexample in words: the point, and both values there, or which solutions are lost or gained."""

from __future__ import annotations

import re
from typing import Final

from verifier.model.chain import Chain, Kind
from verifier.model.result import ShownCounterexample, StepResult
from verifier.reports import sentences
from verifier.reports.values import in_few_digits
from verifier.terms.term import Term

CONDITIONS: Final = frozenset({"<=>", "=>"})
_OUTCOME: Final = re.compile(r"(?P<name>\w+)\[[0-9]+\]")


def point(shown: ShownCounterexample, chain: Chain) -> str:
    """`x = 1/2, y = 2`; random symbols take equally likely outcomes."""
    random = frozenset(d.name for d in chain.declarations if d.kind is Kind.RANDOM)
    outcomes: dict[str, list[str]] = {}
    others = []
    for name, value in shown.point:
        outcome = _OUTCOME.fullmatch(name)
        if outcome and outcome["name"] in random:
            outcomes.setdefault(outcome["name"], []).append(value)
        else:
            others.append(f"{name} = {value}")
    if not outcomes:
        return ", ".join(others)
    return ", ".join((*others, f"{_drawn(outcomes)}, equally likely"))


def _drawn(outcomes: dict[str, list[str]]) -> str:
    """`X = -1, 1 or 3`; of several symbols jointly `(X, Y) = (-1, 2), (1, 2) or (3, 0)`."""
    joint = list(zip(*outcomes.values(), strict=False))
    *first, last = (values[0] if len(values) == 1 else f"({', '.join(values)})" for values in joint)
    names = ", ".join(outcomes)
    values = f"{', '.join(first)} or {last}" if first else last
    return f"{names if len(outcomes) == 1 else f'({names})'} = {values}"


def of_step(step: StepResult, shown: ShownCounterexample, chain: Chain) -> tuple[str, str]:
    """The label and the text of a step's counterexample, both values in it."""
    if step.step.relation in CONDITIONS and shown.point:
        return ("counterexample", _between_lines(step, shown, chain))
    left, right = names_of_sides(step)
    lhs, rhs, apart = in_few_digits(shown)
    difference = "" if apart is None else f", difference = {apart}"
    values = f"{left} = {lhs}, {right} = {rhs}{difference}"
    return ("counterexample", f"{point(shown, chain)}:  {values}") if shown.point else ("values", values)


def names_of_sides(step: StepResult) -> tuple[str, str]:
    """What the values of both sides are called."""
    left = "head" if step.index is None else "repaired lhs" if sentences.is_from_repair(step) else "lhs"
    return left, "result" if step.index is None else "rhs"


def named_sides(step: StepResult, text: str) -> str:
    """A text about `lhs` and `rhs` with what these are called at this step."""
    left, right = names_of_sides(step)
    return re.sub(r"\b(lhs|rhs)\b", lambda side: left if side[0] == "lhs" else right, text)


def against(shown: ShownCounterexample, chain: Chain) -> str:
    """A counterexample in few words: `a = 1/2: 2 against -2`."""
    lhs, rhs, apart = in_few_digits(shown)
    values = f"{lhs} against {rhs}{'' if apart is None else f', which differ by {apart}'}"
    return f"{point(shown, chain)}: {values}" if shown.point else values


def loses_a_solution(step: StepResult) -> bool:
    """Whether the first of two lines that are conditions in one unknown is true at the point, and the second is not."""
    shown = step.counterexample
    return step.step.relation in CONDITIONS and shown is not None and len(shown.point) == 1 and shown.lhs == "true"


def _between_lines(step: StepResult, shown: ShownCounterexample, chain: Chain) -> str:
    """`x = 0 solves the first line and is lost`."""
    is_lost = shown.lhs == "true"
    before, this = _lines(step)
    is_one = len(shown.point) == 1
    are_equations = all(map(_consists_of_equations, _terms(step, chain)))
    solves = ("solves" if is_one else "solve") if are_equations else ("satisfies" if is_one else "satisfy")
    is_ = "is" if is_one else "are"
    at = point(shown, chain)
    if is_lost:
        return f"{at} {solves} {before} and {is_} lost"
    return f"{at} {solves} {this}, not {before}, and {is_} gained"


def _lines(step: StepResult) -> tuple[str, str]:
    if step.index is None:
        return "the head", "the result"
    if sentences.is_from_repair(step):
        return f"the repaired step {step.index - 1}", "this line"
    return "the first line" if step.index == 1 else "the line before", "this line"


def _terms(step: StepResult, chain: Chain) -> tuple[Term, Term]:
    before = 0 if step.index is None else step.index - 1
    return chain.steps[before].written.term, step.step.written.term


def _consists_of_equations(line: Term) -> bool:
    return line.head == "eq" or (line.head in ("and", "or") and all(map(_consists_of_equations, line.args)))
